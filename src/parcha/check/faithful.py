"""Does the edition say what the article says? Facts of sources and lines, compared.

Three questions of every item: does it stand on something; does it say a fact that none of its
sources has (added, changed); do its words have anything to do with them. And one of every source
sentence that a part uses: is a fact of it lost? What a `why:` names is a person's decision, and
becomes a question instead of a failure.

A message, a recap, the opening and the closing sum up: what they leave out of a sentence must be
said somewhere in the edition, not in the same part.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcha.check.everyday import frequency
from parcha.check.facts import COUNTED, DENIALS, SHOWN, Fact, facts_of
from parcha.check.overlap import Meaning, content, said_as
from parcha.check.polarity import kept_otherwise, turned
from parcha.check.report import Finding, Pair
from parcha.check.tell import Source, Telling
from parcha.check.words import fold, sentences, tokens, word_set
from parcha.text.plain import Glossary

LITTLE_HELD = Fraction(2, 5)
"""A sentence of which its sources hold less than this is shown to a person (house limit)."""
_LIKE_A_DRUG = 0.7
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Told:
    """A telling with its facts."""

    telling: Telling
    facts: tuple[Fact, ...]
    source_facts: tuple[Fact, ...]


def compare(
    tellings: Sequence[Telling], glossary: Glossary, as_of: str
) -> tuple[tuple[Finding, ...], tuple[Pair, ...]]:
    """What is unfounded, added, changed or missing, and all lines beside their sources.

    `as_of` is the date of the information: an editor may put it to any claim.
    """
    meaning = Meaning(glossary)
    told = [
        _Told(
            telling,
            facts_of(telling.text, glossary.drugs),
            tuple(
                fact for source in telling.sources for fact in facts_of(source.text, glossary.drugs)
            ),
        )
        for telling in tellings
        if not telling.is_framework
    ]
    findings: list[Finding] = []
    for each in told:
        findings += _founded(each)
        if each.telling.sources:
            findings += _added(each, as_of)
            findings += _other_names(each, meaning)
            findings += _polarity(each, meaning)
            findings += _unheld(each, meaning)
    findings += _missing(told, glossary.drugs)
    return tuple(findings), tuple(map(_pair, told))


def _pair(told: _Told) -> Pair:
    telling = told.telling
    return Pair(
        telling.chapter,
        telling.number,
        telling.item.role,
        telling.lines,
        tuple(map(str, telling.sources)),
        tuple(f"{fact.kind}: {fact.said}" for fact in told.facts if fact.kind in SHOWN),
        tuple(f"{fact.kind}: {fact.said}" for fact in told.source_facts if fact.kind in SHOWN),
        telling.item.why,
    )


def _founded(told: _Told) -> Iterator[Finding]:
    """An item stands on sentences that are there; an editor's own words say why."""
    telling = told.telling
    for reference in telling.unknown:
        yield told.telling.finding("fail", "stands on", f'there is no sentence "{reference}"')
    if telling.sources or telling.unknown:
        return
    if telling.item.role == "note" and telling.item.why:
        shown = ", ".join(fact.said for fact in told.facts if fact.kind in SHOWN)
        shown = f" ({shown})" if shown else ""
        yield told.telling.finding(
            "question", "editor's words", f"not in the article{shown}; why: {telling.item.why}"
        )
    elif telling.item.role == "note":
        yield told.telling.finding(
            "fail", "stands on", 'an editor\'s note without a reason: add "why:"'
        )
    else:
        yield told.telling.finding(
            "fail", "stands on", 'stands on no sentence of the article: add "stands_on:"'
        )


def _added(told: _Told, as_of: str) -> Iterator[Finding]:
    """Facts of the lines that no source has."""
    known = told.source_facts
    for fact in told.facts:
        if fact.kind in COUNTED | {"drug"}:
            if any(fact.agrees(other) for other in known) or fact.value in _numbers(as_of):
                continue
            yield _changed(told, fact)
        elif fact.kind == "frequency" and fact.value not in _values(known, "frequency"):
            yield _excused(told, "frequency", f'no source says "{fact.said}"', fact)
        elif fact.kind == "duty" and not _values(known, "duty", "advice", "warning"):
            message = f'no source says that one must: "{fact.said}"'
            yield _excused(told, "duty", message, fact)
        elif fact.kind == "negation" and not _may_deny(fact, known):
            message = f'no source denies anything: "{fact.said}"'
            yield _excused(told, "negation", message, fact)


def _may_deny(fact: Fact, known: Sequence[Fact]) -> bool:
    """Whether a source denies something too; a prohibition may also rest on a warning."""
    warned = fact.value == "prohibition" and bool(_values(known, "warning"))
    return warned or bool(_values(known, *DENIALS, "negative word"))


def _changed(told: _Told, fact: Fact) -> Finding:
    """A value of its own, and what stands in its place in the sources."""
    instead = [
        other.said
        for other in told.source_facts
        if other.kind == fact.kind and not any(other.agrees(said) for said in told.facts)
    ]
    was = f'; the source says "{", ".join(instead)}"' if instead else ", and no source says so"
    return _excused(told, fact.kind, f'the line says "{fact.said}"{was}', fact)


def _excused(told: _Told, check: str, message: str, fact: Fact | None = None) -> Finding:
    """A failure, or a question where the editor's reason speaks of it."""
    why = told.telling.item.why
    if _covers(why, fact):
        return told.telling.finding("question", check, f"{message}; why: {why}")
    return told.telling.finding("fail", check, message)


def _covers(why: str, fact: Fact | None) -> bool:
    """Whether a reason names the fact: its number, its words, or that it is a negation."""
    if fact is None or fact.kind == "negation":
        return not word_set("reasons").isdisjoint(tokens(why.casefold()))
    named = fact.kind in COUNTED and _numbers(why) & {fact.value.split()[0], fact.bare}
    return bool(named) or fact.said in fold(why)


def _other_names(told: _Told, meaning: Meaning) -> Iterator[Finding]:
    """A medicine whose name was changed: to a like one, or to a word that nobody knows."""
    names = {fact.value for fact in told.source_facts if fact.kind == "drug"}
    unnamed = names - _values(told.facts, "drug")
    held = frozenset().union(*(meaning.of(source.text) for source in told.telling.sources))
    new = {said_as(told.telling.text, word) for word in meaning.unheld(told.telling.text, held)}
    for word in sorted(new):
        if difflib.get_close_matches(word, names, n=1, cutoff=_LIKE_A_DRUG):
            message = f'"{word}" is nearly "{", ".join(sorted(names))}", the medicine of the source'
        elif unnamed and not frequency(word):
            message = f'"{word}" stands where the source names "{", ".join(sorted(unnamed))}"'
        else:
            continue
        yield told.telling.finding("fail", "drug", message)


def _polarity(told: _Told, meaning: Meaning) -> Iterator[Finding]:
    """Sentences that say yes to what their source denies."""
    kept = sum(fact.kind in DENIALS for fact in told.facts)
    if kept >= sum(fact.kind == "negation" for fact in told.source_facts):
        return
    for sentence in sentences(told.telling.lines):
        denied = turned(sentence, [source.text for source in told.telling.sources], meaning)
        if denied:
            yield _excused(told, "negation", f'"{sentence}" affirms what is denied: "{denied}"')


def _unheld(told: _Told, meaning: Meaning) -> Iterator[Finding]:
    """Sentences whose words have little or nothing to do with their sources."""
    held = frozenset().union(*(meaning.of(source.text) for source in told.telling.sources))
    for sentence in sentences(told.telling.lines):
        words = content(sentence)
        new = meaning.unheld(sentence, held)
        if not words or Fraction(len(words) - len(new), len(words)) >= LITTLE_HELD:
            continue
        listed = ", ".join(said_as(sentence, word) for word in new)
        nothing = len(new) == len(words)
        yield told.telling.finding(
            "fail" if nothing else "warning",
            "added claim",
            f"{'no' if nothing else 'hardly a'} word of it is in its sources "
            f"({len(words) - len(new)} of {len(words)}): {listed}",
        )


def _missing(told: Sequence[_Told], drugs: frozenset[str]) -> Iterator[Finding]:
    """Facts of the sentences that are used which nothing that stands on them says."""
    by_part: defaultdict[tuple[str, Source], list[_Told]] = defaultdict(list)
    everywhere: defaultdict[Source, list[_Told]] = defaultdict(list)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for each in told:
        named[each.telling.chapter] |= _values(each.facts, "drug")
        for source in each.telling.sources:
            by_part[each.telling.chapter, source].append(each)
            everywhere[source].append(each)
    for (chapter, source), users in by_part.items():
        sums_up = all(each.telling.sums_up for each in users)
        scope = everywhere[source] if sums_up else users
        for check, message, fact in _lost(
            source, scope, facts_of(source.text, drugs), named[chapter]
        ):
            reasons = [each.telling.item.why for each in scope]
            why = next((why for why in reasons if _covers(why, fact)), "")
            yield Finding(
                "question" if why else "fail",
                check,
                chapter,
                users[0].telling.text,
                f"{message}; why: {why}" if why else message,
                (str(source),),
            )


def _lost(
    source: Source, users: Sequence[_Told], facts: Sequence[Fact], named: set[str]
) -> Iterator[tuple[str, str, Fact | None]]:
    """What one sentence claims and none of its users says: the check, a message, the fact."""
    said = [fact for each in users for fact in each.facts]
    for fact in dict.fromkeys(facts):
        counted = fact.kind in COUNTED and not any(fact.agrees(other) for other in said)
        if counted or (fact.kind == "drug" and fact.value not in named):
            yield fact.kind, f'nothing that stands on it says "{fact.said}"', fact
        elif fact.kind == "frequency" and fact.value == "never" and not _values(said, "frequency"):
            yield "frequency", f'nothing that stands on it says "{fact.said}"', None
    denied = [fact for fact in facts if fact.kind == "negation"]
    kept = sum(fact.kind in DENIALS for fact in said)
    kept += kept_otherwise(source.text, " ".join(each.telling.text for each in users))
    if kept < len(denied):
        listed = ", ".join(f'"{fact.said}"' for fact in denied)
        message = f"the source denies {listed}; the lines deny {kept} of {len(denied)}"
        yield "negation", message, None


def _values(facts: Iterable[Fact], *kinds: str) -> set[str]:
    return {fact.value for fact in facts if fact.kind in kinds}


def _numbers(text: str) -> set[str]:
    """The numbers in digits of a note in any language, as fact values begin."""
    found = _NUMBER.findall(text)
    return {*found, *(str(Fraction(number) / 100) for number in found)}
