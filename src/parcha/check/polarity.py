"""Yes and no: does a line affirm what its source denies, or keep the denial in other words?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parcha.check.facts import DENIALS, facts_of
from parcha.check.overlap import Meaning, content
from parcha.check.phrases import Phrases, phrase, stemmed
from parcha.check.words import STOPS, stems, tokens, word_set
from parcha.text.data import hindi

_ENOUGH = 3
"""So much must a line share with a denied clause before it is held against it: a content word
counts one, the last two, which in Hindi make the predicate, count two each."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is denied in a source, and phrases that say the same without a denial."""

    denied: frozenset[str]
    said: Phrases


def turned(sentence: str, sources: Sequence[str], meaning: Meaning) -> str:
    """The denied clause that an affirming sentence tells, or nothing.

    A sentence tells the clause that holds most of its content words.
    """
    if any(fact.kind in DENIALS for fact in facts_of(sentence, frozenset())):
        return ""
    best_denied, clause_denied, best_other = 0, "", 0
    for source in sources:
        for clause in _clauses(source):
            shared = _shared(sentence, clause, meaning)
            if not any(fact.kind == "negation" for fact in facts_of(clause, frozenset())):
                best_other = max(best_other, shared)
            elif shared > best_denied and not kept_otherwise(clause, sentence):
                best_denied, clause_denied = shared, clause
    return clause_denied if best_denied >= _ENOUGH and best_denied > best_other else ""


def _shared(sentence: str, clause: str, meaning: Meaning) -> int:
    words = content(sentence)
    new = meaning.unheld(sentence, meaning.of(clause))
    return sum(1 + (word in words[-2:]) for word in words if word not in new)


def kept_otherwise(source: str, lines: str) -> int:
    """How many denials of a source the lines keep by saying them the other way round."""
    said, words = set(stems(source)), stemmed(lines)
    return sum(
        bool(turn.denied & said) and any(True for _ in turn.said.find(words)) for turn in _turns()
    )


def _clauses(sentence: str) -> Iterator[str]:
    """A sentence cut at its stops and before the words that open a clause."""
    clause: list[str] = []
    for token in tokens(sentence):
        if token in STOPS or token in word_set("clause_openers"):
            yield " ".join(clause)
            clause = []
        clause.append(token)
    yield " ".join(clause)


@cache
def _turns() -> tuple[_Turn, ...]:
    return tuple(
        _Turn(
            frozenset(word for text in entry.texts("denied") for word in stems(text)),
            Phrases(phrase(text, text, any_form=True) for text in entry.texts("said")),
        )
        for entry in hindi("facts").entries("turned_round")
    )
