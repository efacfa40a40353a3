"""Everyday words: how often a word is met in Hindi, by the `wordfreq` list (Speer et al.).

The list knows few inflected forms and its own spelling, so a word is looked up in all spellings
and with all usual endings. What it misses stands in `style.yaml` (`everyday:`) or in the plain
words of the glossary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from parcha.check.quantities import is_number_word
from parcha.check.words import fold, hindi_words, stem, word_set
from parcha.text.data import hindi
from parcha.text.normalise import LETTERS, normalise
from parcha.text.plain import Glossary

_ENDINGS = ("", "\u093e", "\u0940", "\u0947", "\u0928\u093e", "\u0928\u0947", "\u0924\u093e")
"""Tried behind a stem: none, three vowels, three endings of verbs."""
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Everyday:
    """Which words a listener meets every day. `known` are stems of words that surely are such."""

    known: frozenset[str]
    least: float

    def has(self, word: str) -> bool:
        """Whether a word (as written) is an everyday one."""
        folded = fold(word)
        if len(folded) <= _SHORTEST or is_number_word(folded) or stem(folded) in self.known:
            return True
        return frequency(word) >= self.least

    def rare(self, text: str) -> tuple[str, ...]:
        """The words of a text that are not everyday ones, in order, as written."""
        return tuple(word for word in LETTERS.findall(normalise(text)) if not self.has(word))

    def share_rare(self, text: str) -> tuple[int, int]:
        """How many words of a text are not everyday ones, and how many there are."""
        return len(self.rare(text)), len(LETTERS.findall(normalise(text)))


def everyday(glossary: Glossary) -> Everyday:
    """The everyday words of the package, with the plain words of a glossary."""
    plain = (word for term in glossary.terms.values() for text in term.plain for word in
             hindi_words(text))  # fmt: skip
    listed = word_set("everyday", "style") | word_set("empty")
    limits = hindi("style").mapping("limits")
    return Everyday(frozenset(map(stem, {*plain, *listed})), limits.number("everyday", 3.5))


@lru_cache(maxsize=16384)
def frequency(word: str) -> float:
    """The Zipf frequency of a word: its best spelling with its best ending. 0: not met."""
    table = _frequencies()
    folded = fold(word)
    base = stem(folded)
    forms = {folded, *(base + ending for ending in _ENDINGS)}
    return max(table.get(form, 0.0) for form in forms)


@cache
def _frequencies() -> dict[str, float]:
    """Folded word -> Zipf frequency."""
    from wordfreq import cB_to_zipf, get_frequency_list

    table: dict[str, float] = {}
    for rank, words in enumerate(get_frequency_list("hi", "small")):
        for word in words:
            table.setdefault(fold(word), cB_to_zipf(-rank))
    return table
