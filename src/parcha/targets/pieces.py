"""A long part cut into pieces for doors that take short files only: at line borders, evenly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from parcha.errors import InputError
from parcha.model import Chapter, Programme, Prompt
from parcha.store import Store
from parcha.targets.excerpt import Take, excerpt, length_ms, takes

ANNOUNCED_MS = 15_000
"""What is kept free for the lines that say which piece it is and where it goes on."""
WINDOW = 0.2
"""How far from the even place a cut may go to find a longer pause, in shares of a piece."""


def cut(lines: Sequence[Take], longest_ms: int) -> list[list[Take]]:
    """`lines` in order as the fewest pieces that last `longest_ms` at most.

    Each ends at the longest pause near the place of an even cut.
    Raises `InputError` where a single line is longer.
    """
    if max(take.duration_ms for take in lines) > longest_ms:
        raise InputError(
            f"A line lasts longer than the {longest_ms // 1000} s that one file can hold.",
            "Cut it into shorter lines in the script.",
        )
    for count in range(math.ceil(length_ms(lines) / longest_ms), len(lines) + 1):
        found = _evenly(lines, count)
        if all(piece and length_ms(piece) <= longest_ms for piece in found):
            return found
    return [[take] for take in lines]


def _evenly(lines: Sequence[Take], count: int) -> list[list[Take]]:
    """`lines` as `count` pieces, some of which may be empty."""
    ends = list(accumulate(take.duration_ms for take in lines))
    even = ends[-1] / count
    borders = [0]
    for number in range(1, count):
        near = [
            place
            for place in range(borders[-1], len(lines))
            if abs(ends[place] - number * even) <= WINDOW * even
        ]
        longest = max(near, key=lambda place: _pause(lines[place]), default=borders[-1] - 1)
        borders.append(longest + 1)
    return [list(lines[start:end]) for start, end in pairwise([*borders, len(lines)])]


def _pause(take: Take) -> int:
    return take.end_ms - take.line.end_ms


def announcements(programme: Programme, longest_ms: int) -> list[Prompt]:
    """What the announcer must say so that each piece of a cut part tells which it is."""
    said: list[Prompt] = []
    for chapter in programme.chapters:
        if chapter.duration_ms > longest_ms:
            count = len(_pieces(chapter, longest_ms))
            for place in range(count):
                said += _said(programme, chapter, place, count)
    return said


def pieces(programme: Programme, longest_ms: int, store: Store) -> list[tuple[Chapter, str]]:
    """The parts in order, the long ones cut: each with its letter in ASCII, "" for a whole part.

    A piece begins by saying its part, letter and title and ends by saying where it goes on.
    """
    found: list[tuple[Chapter, str]] = []
    for chapter in programme.chapters:
        if chapter.duration_ms <= longest_ms:
            found.append((chapter, ""))
            continue
        parts = _pieces(chapter, longest_ms)
        for place, lines in enumerate(parts):
            first, *last = (
                takes(programme.prompts[prompt])
                for prompt in _said(programme, chapter, place, len(parts))
            )
            whole = [*first, *lines, *(take for said in last for take in said)]
            letter = _letters(programme)[place]
            titled = replace(chapter, title=f"{chapter.title} ({letter})")
            found.append((excerpt(whole, titled, store), _ascii(place)))
    return found


def _pieces(chapter: Chapter, longest_ms: int) -> list[list[Take]]:
    return cut(takes(chapter, without={"title"}), longest_ms - ANNOUNCED_MS)


def _said(programme: Programme, chapter: Chapter, place: int, count: int) -> list[Prompt]:
    """What a piece begins with and, but for the last, what it ends with."""
    letters, part = _letters(programme), ("part", str(chapter.number))
    this, title = ("letter", letters[place]), ("title", chapter.title)
    said = [Prompt("piece", (part, this, title))]
    if place + 1 < count:
        said.append(Prompt("piece_next", (part, ("letter", letters[place + 1]))))
    return said


def _letters(programme: Programme) -> list[str]:
    return programme.labels["letters"].split()


def _ascii(place: int) -> str:
    """a, b … z, aa, ab …"""
    low = chr(ord("a") + place % 26)
    return low if place < 26 else _ascii(place // 26 - 1) + low
