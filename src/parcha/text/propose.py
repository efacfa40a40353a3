"""Chapters for a new leaflet: by the article's headings, or by topic where there are none.

The result is a proposal, written into `leaflet.yaml` once; from then on the editor decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parcha.model import Block, Source
from parcha.text.clean import clean
from parcha.text.data import hindi
from parcha.text.outline import beginnings_of
from parcha.text.topics import Topic, class_of, first_title, lengths, split_topics

# Two titles that together have no more words than this make one.
_TITLE_WORDS = 12
_ANCHOR_WORDS = 6
# Sorts after every text that begins with what stands before it.
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A chapter: it begins with the paragraph that alone begins with `anchor`."""

    id: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks `start` to `end`, under a title or still without one."""

    start: int
    end: int
    title: str
    words: int


def propose_chapters(source: Source) -> tuple[Proposal, ...]:
    """Chapters of about one to three minutes, each with an anchor that fits it alone."""
    lines = clean(source, (), ()).lines
    first = next((n for n, line in enumerate(lines) if line and source.blocks[n].level != 1), 0)
    parts: list[_Part] = []
    for part in _join(_by_headings(source.blocks, lines, first, len(lines), level=2)):
        parts += _split(part, source.blocks, lines)
    texts = beginnings_of(source)
    in_order = sorted(texts)
    firsts = {text: number for number, text in reversed([*enumerate(texts)])}
    chapters: list[Proposal] = []
    for part in parts:
        # Of equal texts the first is found. The first chapter may as well begin with that one.
        told = [n for n in range(part.start, part.end) if source.blocks[n].kind != "heading"]
        whole = {n for n in told if not chapters or firsts[texts[n]] == n}
        anchors = (_anchor(texts[n], in_order, n in whole) for n in range(part.start, part.end))
        anchor = next(filter(None, anchors), "")
        if anchor and part.words:
            title = part.title or hindi("topics").text("other")
            chapters.append(Proposal(_id(title, chapters), title, anchor))
    return tuple(chapters)


def _by_headings(
    blocks: Sequence[Block], lines: Sequence[str], start: int, end: int, level: int
) -> list[_Part]:
    """Cut before each heading of a level. What stands before the first says what it is about."""
    starts = [
        number
        for number in range(start, end)
        if blocks[number].kind == "heading" and blocks[number].level == level
    ]
    opening = first_title() if starts else ""
    parts = []
    for low, high in pairwise(sorted({start, *starts, end})):
        title = _title(lines[low]) if low in starts else opening
        body = [n for n in range(low, high) if blocks[n].kind != "heading"]
        parts.append(_Part(low, high, title, sum(len(lines[n].split()) for n in body)))
    return parts


def _title(line: str) -> str:
    return line.rstrip("\u0964:. ")


def _join(parts: Sequence[_Part]) -> list[_Part]:
    """Parts too short to stand alone join the shorter neighbour, as long as that fits."""
    joined = [part for part in parts if part.end > part.start]
    length = lengths()
    while len(joined) > 1:
        shortest = min(range(len(joined)), key=lambda number: joined[number].words)
        if joined[shortest].words >= length.join:
            break
        beside = [n for n in (shortest - 1, shortest + 1) if 0 <= n < len(joined)]
        other = min(beside, key=lambda number: joined[number].words)
        low, high = sorted((shortest, other))
        joined[low : high + 1] = [_both(joined[low], joined[high])]
    return joined


def _both(first: _Part, second: _Part) -> _Part:
    titles = [part.title for part in (first, second) if part.title and part.words]
    title = titles[0] if titles else first.title or second.title
    if len(titles) == 2 and sum(len(title.split()) for title in titles) <= _TITLE_WORDS:
        title = hindi("topics").text("both").format(first=titles[0], second=titles[1])
    return _Part(first.start, second.end, title, first.words + second.words)


def _split(part: _Part, blocks: Sequence[Block], lines: Sequence[str]) -> list[_Part]:
    """A part too long for one chapter, or without a title, is cut by headings or by topic."""
    if part.title and part.words <= lengths().most:
        return [part]
    level = min(
        (b.level for b in blocks[part.start + 1 : part.end] if b.kind == "heading"), default=0
    )
    if part.words > lengths().most and level:
        pieces = _join(_by_headings(blocks, lines, part.start, part.end, level))
        if len(pieces) > 1:
            first = replace(pieces[0], title=part.title or pieces[0].title)
            return [
                split for piece in (first, *pieces[1:]) for split in _split(piece, blocks, lines)
            ]
    return _by_topic(part, blocks, lines)


def _by_topic(part: _Part, blocks: Sequence[Block], lines: Sequence[str]) -> list[_Part]:
    numbers = [n for n in range(part.start, part.end) if lines[n] and blocks[n].level != 1]
    if part.title and numbers and blocks[numbers[0]].kind == "heading":
        numbers = numbers[1:]
    if not numbers:
        return []
    # A list belongs to the paragraph before it, a paragraph to its heading.
    may_cut = [
        blocks[n].kind != "item" and (n == 0 or blocks[n - 1].kind != "heading") for n in numbers
    ]
    aim = lengths().aim if part.title else 0
    topics = split_topics([lines[n] for n in numbers], may_cut, aim)
    starts = [part.start, *(numbers[topic.start] for topic in topics[1:]), part.end]
    parts = []
    for number, (topic, (low, high)) in enumerate(zip(topics, pairwise(starts), strict=True)):
        body = (n for n in range(low, high) if blocks[n].kind != "heading")
        words = sum(len(lines[n].split()) for n in body)
        parts.append(_Part(low, high, _topic_title(part, topic, number), words))
    return parts


def _topic_title(part: _Part, topic: Topic, number: int) -> str:
    """The heading goes on over its pieces; pieces about something else say so."""
    if not part.title:
        return topic.title
    if number == 0:
        return part.title
    if topic.id in ("part", class_of(part.title)):
        return hindi("topics").text("again").format(title=part.title, number=number + 1)
    return topic.title


def _id(title: str, others: Sequence[Proposal]) -> str:
    taken = {proposal.id for proposal in others}
    # Of a title that joins several, the first says what it is about.
    name = class_of(title.partition(",")[0]) or class_of(title) or "part"
    number = 1 if name != "part" else len(others) + 1
    while (chosen := name if number == 1 and name != "part" else f"{name}-{number}") in taken:
        number += 1
    return chosen


def _anchor(text: str, texts: Sequence[str], whole: bool) -> str:
    """The fewest first words (six at least) with which only `text` begins of the sorted `texts`.

    Where there are none: all of it, if `whole`, as of several equal paragraphs the first is meant;
    equal headings are passed over, for what stands below them.
    """
    words = text.split(" ", 40)[:40]
    if len(words) <= _ANCHOR_WORDS and bisect_right(texts, text) - bisect_left(texts, text) == 1:
        return text
    for count in range(_ANCHOR_WORDS, len(words) + 1):
        anchor = " ".join(words[:count])
        if bisect_left(texts, anchor + _LAST) - bisect_left(texts, anchor) == 1:
            return anchor
    return text if whole else ""
