"""Phrases of several words found in tokens: "…" in a phrase stands for up to three words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parcha.check.words import STOPS, stem, tokens

GAP = "…"
_LONGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words to look for, and the name of what they mean."""

    words: tuple[str, ...]
    name: str


def phrase(text: str, name: str, any_form: bool = False) -> Phrase:
    """A phrase as it is written in the data. `any_form` takes stems, to be sought in stems."""
    words: list[str] = []
    for part in text.split():
        words += [GAP] if part == GAP else tokens(part)
    return Phrase(tuple(map(stem, words)) if any_form else tuple(words), name)


def stemmed(text: str) -> tuple[str, ...]:
    """The tokens of a text as stems."""
    return tuple(map(stem, tokens(text)))


class Phrases:
    """Phrases by their first word, which makes looking for hundreds of them quick."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._starting: defaultdict[str, list[Phrase]] = defaultdict(list)
        for each in sorted(phrases, key=lambda one: len(one.words), reverse=True):
            self._starting[each.words[0]].append(each)

    def find(self, given: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Where phrases begin and end and what they mean; the longest first, none within one."""
        end = 0
        for start, word in enumerate(given):
            if start < end:
                continue
            for each in self._starting.get(word, ()):
                if found := _match(given, start, each.words):
                    yield start, found, each.name
                    end = found
                    break


def _match(given: Sequence[str], at: int, words: Sequence[str]) -> int:
    """The end of `words` at `at`, or 0."""
    if not words:
        return at
    if words[0] == GAP:
        for start in range(at, min(at + _LONGEST_GAP, len(given)) + 1):
            if end := _match(given, start, words[1:]):
                return end
            if start < len(given) and given[start] in STOPS:
                break
        return 0
    if at < len(given) and given[at] == words[0]:
        return _match(given, at + 1, words[1:])
    return 0
