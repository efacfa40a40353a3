"""Phrases of several words found in tokens: "…" in a phrase stands for up to three words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parcha.check.words import STOPS, tokens

_GAP = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for, and the name of what it means."""

    words: tuple[str, ...]
    name: str


def phrase(text: str, name: str) -> Phrase:
    """A phrase as it is written in the data."""
    words: list[str] = []
    for part in text.split():
        words += ["…"] if part == "…" else tokens(part)
    return Phrase(tuple(words), name)


def find(given: Sequence[str], phrases: Iterable[Phrase]) -> Iterator[tuple[int, int, Phrase]]:
    """Where phrases begin and end, longest first; no token is used twice."""
    taken: set[int] = set()
    for each in sorted(phrases, key=lambda one: len(one.words), reverse=True):
        for start in range(len(given)):
            end = _match(given, start, each.words)
            if end and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield start, end, each


def _match(given: Sequence[str], at: int, words: Sequence[str]) -> int:
    """The end of `words` at `at`, or 0."""
    if not words:
        return at
    if words[0] == "…":
        for skipped in range(_GAP + 1):
            if at + skipped >= len(given) or given[at + skipped - 1] in STOPS and skipped:
                return 0
            if end := _match(given, at + skipped, words[1:]):
                return end
        return 0
    if at < len(given) and given[at] == words[0]:
        return _match(given, at + 1, words[1:])
    return 0
