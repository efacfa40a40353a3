"""How much of a line its sources hold: the share of its content words that they say, or mean.

A word is held by a sentence that has the same stem, a word of the same group (`same:` in
`data/hi/facts.yaml`), or a term of the glossary whose plain words or explanation have it.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from parcha.check.quantities import is_number_word
from parcha.check.words import fold, hindi_words, stem, stems, word_set
from parcha.text.data import hindi
from parcha.text.letters import say_letters
from parcha.text.plain import Glossary

_SHARED_LETTERS = 4
"""Two stems that share so many first letters are taken for one word."""


def content(text: str) -> tuple[str, ...]:
    """The stems of the words that carry the content of a text, each once, in order.

    Numbers are compared as facts; the letters of abbreviations say nothing.
    """
    found = (
        stem(word)
        for word in hindi_words(text)
        if word not in word_set("empty") | _letter_names() and not is_number_word(word)
    )
    return tuple(dict.fromkeys(word for word in found if word not in _empty_stems()))


@cache
def _letter_names() -> frozenset[str]:
    """What abbreviations are spelled with."""
    return frozenset(fold(say_letters(letter)) for letter in string.ascii_uppercase)


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in word_set("empty"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of a sentence mean. Made once for a glossary, asked for many sentences."""

    glossary: Glossary
    _plain: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for term, entry in self.glossary.terms.items():
            words = " ".join((*entry.plain, entry.explanation, entry.example))
            self._plain[stems(term)] = frozenset(content(words))

    def of(self, sentence: str) -> frozenset[str]:
        """The stems that a sentence holds, those of its terms' plain words among them."""
        if sentence not in self._known:
            self._known[sentence] = self._of(stems(sentence))
        return self._known[sentence]

    def _of(self, said: tuple[str, ...]) -> frozenset[str]:
        held = set(said)
        for word in said:
            held |= _same().get(word, frozenset())
        for term, plain in self._plain.items():
            if term and term[0] in held and _runs_through(said, term):
                held |= plain
                held.update(*(_same().get(word, ()) for word in plain))
        return frozenset(held)

    def unheld(self, line: str, held: frozenset[str]) -> tuple[str, ...]:
        """The content words of a line that none of the sentences with the stems `held` holds."""
        return tuple(word for word in content(line) if not _is_held(word, held))


def said_as(line: str, word: str) -> str:
    """How a stem is written in a line."""
    return next((said for said in hindi_words(line) if stem(said) == word), word)


def _is_held(word: str, held: frozenset[str]) -> bool:
    if word in held or not held.isdisjoint(_same().get(word, ())):
        return True
    return len(word) >= _SHARED_LETTERS and any(
        other.startswith(word) or (len(other) >= _SHARED_LETTERS and word.startswith(other))
        for other in held
    )


def _runs_through(said: tuple[str, ...], term: tuple[str, ...]) -> bool:
    return any(said[at : at + len(term)] == term for at in range(len(said)))


@cache
def _same() -> Mapping[str, frozenset[str]]:
    """Stem -> the stems that say the same."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for group in hindi("facts").items_of("same"):
        members = {word for text in group for word in stems(text)}
        for member in members:
            groups[member] |= members
    return {word: frozenset(members) for word, members in groups.items()}
