"""Where the topic changes in an article without headings, and what each topic is called.

Two signs are added up: the cue words that people use when they speak of symptoms, causes, tests …
(`data/hi/topics.yaml`), and lexical cohesion, that neighbouring paragraphs share their words
(Hearst, TextTiling, 1997). Of all ways to cut, the cheapest is taken (dynamic programming, as in
Utiyama and Isahara, 2001), so that length is part of the same sum.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import LETTER, LETTERS
from parcha.text.sentences import split_sentences

# Paragraphs on either side that are compared; and how many at most make one chapter.
_WINDOW = 2
_MOST_PARAGRAPHS = 60
_FIRST_CLASS = "kya-hai"
_FEW_CUES = 3
# Classes that a chapter speaks of nearly as much as of its first may name it, too; below
# `_SURE` none of them does.
_CLEAR = 0.75
_SURE = 0.3
_OPTIONAL = re.compile("\u093c")


@dataclass(frozen=True, slots=True)
class Topic:
    """A stretch of paragraphs, from number `start`, about what `title` says. `id` is a slug."""

    start: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class _Class:
    id: str
    title: str
    cues: re.Pattern[str]


class _Way(NamedTuple):
    """How to come to a paragraph: what it costs, where its last chapter starts, its classes."""

    cost: float
    start: int
    about: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lengths:
    """Words a chapter."""

    least: float
    join: float
    aim: float
    most: float


@cache
def lengths() -> Lengths:
    """How long chapters should be, by the data."""
    words = hindi("topics").mapping("words")
    return Lengths(*(words.number(key, 0) for key in ("least", "join", "aim", "most")))


def split_topics(paragraphs: Sequence[str], may_cut: Sequence[bool] | None = None) -> list[Topic]:
    """Cut paragraphs where their topic changes. `may_cut[n]` forbids a cut before number n."""
    starts = [n for n in range(len(paragraphs)) if not n or may_cut is None or may_cut[n]]
    bounds = [*starts, len(paragraphs)]
    units = [" ".join(paragraphs[low:high]) for low, high in pairwise(bounds)]
    return [replace(topic, start=starts[topic.start]) for topic in _cut(units)]


def _cut(units: Sequence[str]) -> list[Topic]:
    """The cheapest way to cut, found from the beginning on: for each end the best last topic."""
    scores = _scores(units)
    openings = [_shares([split_sentences(unit)[0]]) for unit in units]
    shared = _cohesion(units)
    words = [0, *accumulate(len(unit.split()) for unit in units)]
    sums = [[0.0, *accumulate(row[c] for row in scores)] for c in range(len(_classes()))]
    price = hindi("topics").mapping("prices").number
    cut, cohesion, speaks_up = price("cut", 1), price("cohesion", 1), price("speaks_up", 1)
    best = [_Way(0.0, 0, ())]
    for end in range(1, len(units) + 1):
        offers = []
        for start in range(max(0, end - _MOST_PARAGRAPHS), end):
            gains = [
                row[end] - row[start] + speaks_up * opening
                for row, opening in zip(sums, openings[start], strict=True)
            ]
            ranked = sorted(range(len(gains)), key=lambda c: -gains[c])
            about = tuple(c for c in ranked if gains[c] > max(_SURE, _CLEAR * max(gains)))
            cost = best[start].cost + cut + cohesion * shared[start] - max(gains)
            offers.append(_Way(cost + _length_cost(words[end] - words[start]), start, about))
        best.append(min(offers))
    return _named(best)


def _named(best: Sequence[_Way]) -> list[Topic]:
    """The cheapest way, from its end back to its start; each class is named once, if it can."""
    way = []
    end = len(best) - 1
    while end:
        way.append(best[end])
        end = best[end].start
    data = hindi("topics")
    topics: list[Topic] = []
    for last in reversed(way):
        classes = [_classes()[c] for c in last.about]
        if not topics:
            classes = [kind for kind in (*classes, *_classes()) if kind.id == _FIRST_CLASS]
        named = {topic.id for topic in topics}
        kind = next((kind for kind in classes if kind.id not in named), classes and classes[0])
        name, title = (kind.id, kind.title) if kind else ("part", data.text("other"))
        count = sum(topic.id == name for topic in topics) + 1
        if count > 1:
            title = data.text("again").format(title=title, number=count)
        topics.append(Topic(last.start, name, title))
    return topics


def first_title() -> str:
    """What the beginning of an article is called."""
    return next(kind.title for kind in _classes() if kind.id == _FIRST_CLASS)


def class_of(text: str) -> str:
    """The id of the class that a heading speaks of most, or nothing."""
    shares = _shares([text])
    return _classes()[shares.index(max(shares))].id if any(shares) else ""


@cache
def _classes() -> tuple[_Class, ...]:
    classes = []
    for entry in hindi("topics").entries("classes"):
        title = entry.text("title")
        cues = "|".join(re.escape(_plain(cue)) for cue in (title, *entry.texts("cues")))
        pattern = re.compile(rf"(?<![{LETTER}])(?:{cues})")
        classes.append(_Class(entry.text("id"), title, pattern))
    return tuple(classes)


def _scores(units: Sequence[str]) -> list[list[float]]:
    """For each unit how much more it speaks of each class than the whole article does."""
    first = hindi("topics").mapping("prices").number("first_words", 1)
    rows = []
    for unit in units:
        sentences = split_sentences(unit)
        opening = _counts(sentences[0])
        counts = [first * o + r for o, r in zip(opening, _counts(*sentences[1:]), strict=True)]
        # One cue in passing is no topic.
        total = max(_FEW_CUES, sum(counts))
        rows.append([count / total for count in counts])
    usual = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return [[share - mean for share, mean in zip(row, usual, strict=True)] for row in rows]


def _counts(*sentences: str) -> list[int]:
    """How often the cues of each class are said."""
    plain = [_plain(sentence) for sentence in sentences]
    return [
        sum(min(_FEW_CUES, len(kind.cues.findall(text))) for text in plain) for kind in _classes()
    ]


def _shares(sentences: Sequence[str]) -> list[float]:
    counts = _counts(*sentences)
    return [count / (sum(counts) or 1) for count in counts]


def _plain(text: str) -> str:
    """Folded, without the dots and the nasal signs that people write or leave out at will."""
    return _OPTIONAL.sub("", fold(unicodedata.normalize("NFC", text))).replace("\u0901", "\u0902")


def _cohesion(paragraphs: Sequence[str]) -> list[float]:
    """For each paragraph how much it shares its words with those before it: 0 to 1."""
    bags = [_stems(paragraph) for paragraph in paragraphs]
    gaps = [0.0]
    for number in range(1, len(bags)):
        before = sum(bags[max(0, number - _WINDOW) : number], Counter())
        after = sum(bags[number : number + _WINDOW], Counter())
        gaps.append(_cosine(before, after))
    return gaps


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    product = sum(count * other[word] for word, count in one.items())
    norm = math.sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
    return product / norm if norm else 0.0


def _stems(paragraph: str) -> Counter[str]:
    stops = _stop_words()
    words = LETTERS.findall(_plain(paragraph))
    return Counter(stem(word) for word in words if word not in stops)


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(_plain(word) for word in hindi("topics").texts("stop_words"))


@cache
def _endings() -> tuple[str, ...]:
    endings = (_plain(ending) for ending in hindi("topics").texts("endings"))
    return tuple(sorted(endings, key=len, reverse=True))


def stem(word: str) -> str:
    """A word without its ending, so that its forms count as one."""
    ending = next((e for e in _endings() if word.endswith(e) and len(word) - len(e) >= 3), "")
    return word[: len(word) - len(ending)]


def _length_cost(words: int) -> float:
    price = hindi("topics").mapping("prices").number
    length = lengths()
    if words < length.least:
        return price("short", 1) * (1 - words / length.least)
    if words > length.aim:
        return price("long", 1) * ((words - length.aim) / (length.most - length.aim)) ** 2
    return 0.0
