"""Where the topic changes in an article without headings, and what each topic is called.

Signs that are added up: the cue words that people use when they speak of symptoms, causes, tests …
(`data/hi/topics.yaml`); lexical cohesion, that neighbouring paragraphs share their rarer words
(Hearst, TextTiling, 1997); first words with which a paragraph takes up the one before it; and
length. Of all ways to cut and to give each chapter a class, the cheapest is taken (dynamic
programming, as in Utiyama and Isahara, 2001).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import LETTER, LETTERS
from parcha.text.sentences import split_sentences

# At most so many paragraphs, or words as a multiple of `most`, are tried as one chapter.
_MOST_PARAGRAPHS = 60
_MOST_WORDS = 2
_FIRST_CLASS = "kya-hai"
_FEW_CUES = 3
# Classes that a chapter speaks of nearly as much as of its first may name it, too; below
# `_SURE`, or where fewer than `_TWICE` of its cues are said, none of them does.
_CLEAR = 0.75
_SURE = 0.15
_TWICE = 2
# How much the first sentence says about a title, beside all of the chapter.
_TOPIC = 0.4
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
    """How to come to a paragraph by a last chapter of one class: what it costs, where that
    chapter starts, and the class of the chapter before it.
    """

    cost: float
    start: int
    before: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """Words a chapter."""

    join: float
    aim: float
    most: float


@cache
def lengths() -> Lengths:
    """How long chapters should be, by the data."""
    words = hindi("topics").mapping("words")
    return Lengths(*(words.number(key, 0) for key in ("join", "aim", "most")))


def split_topics(
    paragraphs: Sequence[str], may_cut: Sequence[bool] | None = None, aim: float = 0
) -> list[Topic]:
    """Cut paragraphs where their topic changes. `may_cut[n]` forbids a cut before number n.

    `aim` is how many words a chapter should have; if it is not said, an article decides by its
    own length, because people cut a longer text into more and longer chapters.
    """
    starts = [n for n in range(len(paragraphs)) if not n or may_cut is None or may_cut[n]]
    bounds = [*starts, len(paragraphs)]
    units = [" ".join(paragraphs[low:high]) for low, high in pairwise(bounds)]
    return [replace(topic, start=starts[topic.start]) for topic in _cut(units, aim)]


def _cut(units: Sequence[str], aim: float) -> list[Topic]:
    """The cheapest way to cut, found from the beginning on: the best last chapter of each class."""
    sentences = [split_sentences(unit) for unit in units]
    scores = _scores(sentences)
    sums = [[0.0, *accumulate(row[c] for row in scores)] for c in range(len(_classes()))]
    openings = [_shares(said[:1]) for said in sentences]
    cuts = _cuts(units)
    words = [0, *accumulate(len(unit.split()) for unit in units)]
    aim, length = aim or _usual_aim(words[-1]), _price("length")
    heads: list[list[tuple[float, int]]] = []
    ways: list[list[_Way]] = [[_Way(0.0, 0, -1)] * len(sums)]
    for end in range(1, len(units) + 1):
        said_before = [row[end - 1] for row in sums]
        heads.append(_heads(ways[-1], said_before, openings[end - 1]))
        best = [_Way(math.inf, 0, -1)] * len(sums)
        for start in range(end - 1, max(0, end - _MOST_PARAGRAPHS) - 1, -1):
            count = words[end] - words[start]
            if count > _MOST_WORDS * lengths().most and start < end - 1:
                break
            cost = cuts[start] + length * math.log(max(1, count) / aim) ** 2
            for c, (so_far, before) in enumerate(heads[start]):
                if cost + so_far < best[c].cost:
                    best[c] = _Way(cost + so_far, start, before)
        ways.append([w._replace(cost=w.cost - row[end]) for w, row in zip(best, sums, strict=True)])
    last = min(range(len(sums)), key=lambda c: ways[-1][c].cost)
    spans = _chapters(ways, last)
    said = [[s for unit in sentences[start:end] for s in unit] for start, end in spans]
    gains = [
        [share + _TOPIC * first for share, first in zip(shares, openings[start], strict=True)]
        for shares, (start, _) in zip(_scores(said), spans, strict=True)
    ]
    names = _names(gains, map(_counts, said))
    return [Topic(start, *name) for (start, _), name in zip(spans, names, strict=True)]


def _heads(
    ways: Sequence[_Way], said: Sequence[float], opening: Sequence[float]
) -> list[tuple[float, int]]:
    """For each class what a chapter that begins here has cost, and the class before it.

    `ways` lead here, `said` is what was said of each class before, `opening` what the first
    sentence speaks of.
    """
    ranked = sorted(range(len(ways)), key=lambda c: ways[c].cost)[:2]
    heads = []
    for c in range(len(ways)):
        # The best chapter before, or the best of another class.
        cost, before = min((ways[b].cost + _price("again") * (b == c), b) for b in ranked)
        heads.append((cost + said[c] - _price("speaks_up") * opening[c], before))
    return heads


def _price(sign: str) -> float:
    return hindi("topics").mapping("prices").number(sign, 0)


def _usual_aim(words: int) -> float:
    """How many words a chapter of an article of so many words usually has."""
    root = hindi("topics").mapping("words").number("root", 1)
    return max(lengths().join / 2, min(lengths().most, root * math.sqrt(words)))


def _chapters(ways: Sequence[Sequence[_Way]], last: int) -> list[tuple[int, int]]:
    """The cheapest way from its end back to its start: where each chapter starts and ends."""
    spans = []
    end = len(ways) - 1
    while end:
        way = ways[end][last]
        spans.append((way.start, end))
        end, last = way.start, way.before
    return spans[::-1]


def _names(
    gains: Sequence[Sequence[float]], counts: Iterable[Sequence[int]]
) -> list[tuple[str, str]]:
    """The id and title of each chapter: of a class it speaks of, each once, if it can be."""
    data = hindi("topics")
    names: list[tuple[str, str]] = []
    for gained, said in zip(gains, counts, strict=True):
        ranked = sorted(range(len(gained)), key=lambda c: -gained[c])
        least = max(_SURE, _CLEAR * gained[ranked[0]])
        classes = [_classes()[c] for c in ranked if gained[c] > least and said[c] >= _TWICE]
        if not names:
            classes = [kind for kind in (*classes, *_classes()) if kind.id == _FIRST_CLASS]
        named = [name for name, _ in names]
        kind = next((kind for kind in classes if kind.id not in named), classes and classes[0])
        name, title = (kind.id, kind.title) if kind else ("part", data.text("other"))
        if count := named.count(name):
            title = data.text("again").format(title=title, number=count + 1)
        names.append((name, title))
    return names


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


def _scores(units: Sequence[Sequence[str]]) -> list[list[float]]:
    """For each stretch of sentences how much more it speaks of each class than they usually do."""
    rows = []
    for sentences in units:
        counts = _counts(sentences)
        # One cue in passing is no topic.
        total = max(_FEW_CUES, sum(counts))
        rows.append([count / total for count in counts])
    usual = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return [[share - mean for share, mean in zip(row, usual, strict=True)] for row in rows]


def _counts(sentences: Sequence[str]) -> list[int]:
    """How often the cues of each class are said."""
    plain = [_no_cues().sub("", _plain(sentence)) for sentence in sentences]
    return [
        sum(min(_FEW_CUES, len(kind.cues.findall(text))) for text in plain) for kind in _classes()
    ]


@cache
def _no_cues() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(_plain(cue)) for cue in hindi("topics").texts("no_cues")))


def _shares(sentences: Sequence[str]) -> list[float]:
    counts = _counts(sentences)
    return [count / (sum(counts) or 1) for count in counts]


def _plain(text: str) -> str:
    """Folded, without the dots and the nasal signs that people write or leave out at will."""
    return _OPTIONAL.sub("", fold(unicodedata.normalize("NFC", text))).replace("\u0901", "\u0902")


def _cuts(units: Sequence[str]) -> list[float]:
    """What a cut before each unit costs; the beginning is free."""
    bags = _weighed([_stems(unit) for unit in units])
    costs = [0.0]
    for before, after, unit in zip(bags, bags[1:], units[1:], strict=False):
        first = LETTERS.search(_plain(unit))
        cost = _price("cut") + _price("cohesion") * _cosine(before, after)
        goes_on = first is not None and first[0] in _words("goes_on")
        costs.append(cost + _price("goes_on") * goes_on)
    return costs


def _weighed(bags: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """Words count for more the fewer paragraphs they stand in (tf-idf)."""
    within = Counter(word for bag in bags for word in bag)
    rare = {word: math.log((len(bags) + 1) / count) for word, count in within.items()}
    return [{word: (1 + math.log(n)) * rare[word] for word, n in bag.items()} for bag in bags]


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    product = sum(weight * other.get(word, 0) for word, weight in one.items())
    norm = math.hypot(*one.values()) * math.hypot(*other.values())
    return product / norm if norm else 0.0


def _stems(paragraph: str) -> Counter[str]:
    words = LETTERS.findall(_plain(paragraph))
    return Counter(stem(word) for word in words if word not in _words("stop_words"))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in hindi("topics").texts(key))


@cache
def _endings() -> tuple[str, ...]:
    endings = (_plain(ending) for ending in hindi("topics").texts("endings"))
    return tuple(sorted(endings, key=len, reverse=True))


def stem(word: str) -> str:
    """A word without its ending, so that its forms count as one."""
    ending = next((e for e in _endings() if word.endswith(e) and len(word) - len(e) >= 3), "")
    return word[: len(word) - len(ending)]
