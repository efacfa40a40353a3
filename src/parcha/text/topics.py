"""Where the topic changes in an article without headings, and what each topic is called.

Two signs are added up: the cue words that people use when they speak of symptoms, causes, tests …
(`data/hi/topics.yaml`), and lexical cohesion, that neighbouring paragraphs share their words
(Hearst, TextTiling, 1997). Of all ways to cut, the cheapest is taken (dynamic programming, as in
Utiyama and Isahara, 2001), so that length is part of the same sum.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import LETTER, LETTERS
from parcha.text.sentences import split_sentences

# Paragraphs on either side that are compared; and how many at most make one chapter.
_WINDOW = 2
_MOST_PARAGRAPHS = 60
_FIRST_CLASS = "kya-hai"


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


@dataclass(frozen=True, slots=True)
class Lengths:
    """Words a chapter."""

    least: float
    aim: float
    most: float


@cache
def lengths() -> Lengths:
    """How long chapters should be, by the data."""
    words = hindi("topics").mapping("words")
    return Lengths(*(words.number(key, 0) for key in ("least", "aim", "most")))


def split_topics(paragraphs: Sequence[str], may_cut: Sequence[bool] | None = None) -> list[Topic]:
    """Cut paragraphs where their topic changes. `may_cut[n]` forbids a cut before number n."""
    if not paragraphs:
        return []
    scores = _scores(paragraphs)
    openings = [_scores_of(split_sentences(paragraph[:2000])[:1]) for paragraph in paragraphs]
    gaps = _cohesion(paragraphs)
    words = [0, *accumulate(len(paragraph.split()) for paragraph in paragraphs)]
    sums = [[0.0, *accumulate(row[c] for row in scores)] for c in range(len(_classes()))]
    price = hindi("topics").mapping("prices").number
    cut, cohesion, speaks_up = price("cut", 1), price("cohesion", 1), price("speaks_up", 1)
    best: list[tuple[float, int, int]] = [(0.0, 0, -1)]
    for end in range(1, len(paragraphs) + 1):
        offers = []
        for start in range(max(0, end - _MOST_PARAGRAPHS), end):
            if may_cut is not None and start and not may_cut[start]:
                continue
            gains = [row[end] - row[start] for row in sums]
            about = max(range(len(gains)), key=lambda c: gains[c] + speaks_up * openings[start][c])
            gain = gains[about] + speaks_up * openings[start][about]
            cost = best[start][0] + cut + cohesion * gaps[start] - gain
            cost += _length_cost(words[end] - words[start])
            offers.append((cost, start, about if gain > 0 else -1))
        best.append(min(offers) if offers else (math.inf, end - 1, -1))
    return _named(best)


def _named(best: Sequence[tuple[float, int, int]]) -> list[Topic]:
    """The cheapest way, from its end back to its start; each class named once, then again."""
    cuts = []
    end = len(best) - 1
    while end:
        _, start, about = best[end]
        cuts.append((start, about))
        end = start
    data = hindi("topics")
    topics: list[Topic] = []
    for start, about in reversed(cuts):
        name, title = "part", data.text("other")
        if about >= 0:
            name, title = _classes()[about].id, _classes()[about].title
        elif not topics:
            name, title = next((c.id, c.title) for c in _classes() if c.id == _FIRST_CLASS)
        if any(topic.title == title for topic in topics):
            title = data.text("again").format(title=title)
        topics.append(Topic(start, name, title))
    return topics


def class_of(text: str) -> str:
    """The id of the class that a heading or paragraph speaks of most, or nothing."""
    scores = _scores_of((text,))
    top = max(scores)
    return _classes()[scores.index(top)].id if top else ""


@cache
def _classes() -> tuple[_Class, ...]:
    classes = []
    for entry in hindi("topics").entries("classes"):
        cues = "|".join(re.escape(fold(cue)) for cue in entry.texts("cues"))
        pattern = re.compile(rf"(?<![{LETTER}])(?:{cues})")
        classes.append(_Class(entry.text("id"), entry.text("title"), pattern))
    return tuple(classes)


def _scores(paragraphs: Sequence[str]) -> list[list[float]]:
    """For each paragraph how much it speaks of each class: between 0 and 1, together at most 1."""
    first = hindi("topics").mapping("prices").number("first_words", 1)
    rows = []
    for paragraph in paragraphs:
        counts = [0.0] * len(_classes())
        for number, sentence in enumerate(split_sentences(paragraph)):
            weight = first if number == 0 else 1.0
            folded = fold(sentence)
            for c, kind in enumerate(_classes()):
                counts[c] += weight * min(3, len(kind.cues.findall(folded)))
        # One cue in passing is no topic.
        total = max(3.0, sum(counts))
        rows.append([count / total for count in counts])
    return rows


def _scores_of(sentences: Sequence[str]) -> list[float]:
    counts = [sum(len(kind.cues.findall(fold(s))) for s in sentences) for kind in _classes()]
    total = sum(counts) or 1
    return [count / total for count in counts]


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
    words = LETTERS.findall(fold(paragraph))
    return Counter(stem(word) for word in words if word not in stops)


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(fold(word) for word in hindi("topics").texts("stop_words"))


@cache
def _endings() -> tuple[str, ...]:
    endings = (fold(ending) for ending in hindi("topics").texts("endings"))
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
