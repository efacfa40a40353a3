"""How well `split_topics` finds the chapters of the test articles when their headings are gone.

Run: python -m tests.text.compare_topics                    (needs nltk, for WindowDiff)
     python -m tests.text.compare_topics --leave-one-out    (some minutes)

WindowDiff (Pevzner and Hearst, 2002) counts windows with another number of borders than the true
ones: 0 is perfect. Units are sentences; the window is half the mean true chapter. TextTiling only
knows Latin letters, so each Hindi letter becomes two of them; its best setting of nine is shown
as well. Equal cuts are told how many chapters there are.

With --leave-one-out the prices are chosen anew for each article, by the others alone: each price in
turn is halved or raised by half, as long as that helps, beginning with all of them 0.5.
"""

from __future__ import annotations

import functools
import itertools
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from nltk.metrics.segmentation import windowdiff
from nltk.tokenize import TextTilingTokenizer

from parcha import config
from parcha.model import Block
from parcha.text import topics
from parcha.text.clean import clean
from parcha.text.outline import starts_of
from parcha.text.read import read_article
from parcha.text.sentences import split_sentences
from parcha.text.topics import _words, split_topics
from tests.text.formats import ARTICLES, NAMES

ROOT = Path(__file__).parents[2]
# The prices in topics.yaml were chosen with the other articles; these were written afterwards.
UNSEEN = ("anaemia", "stroke")
PRICES = ("cut", "length", "cohesion", "goes_on", "again", "speaks_up")

Starts = set[int]


def article(name: str) -> tuple[list[str], list[bool], Starts]:
    """Paragraphs without headings, where a cut may be, and the paragraphs that begin a chapter."""
    texts: list[str] = []
    may_cut: list[bool] = []
    starts: Starts = set()
    blocks = [b for b in read_article(ARTICLES / f"{name}.md").blocks if b.kind != "aside"]
    for before, block in zip([Block(""), *blocks], blocks, strict=False):
        if block.kind != "heading":
            if before.kind == "heading":
                starts.add(len(texts))
            texts.append(block.text)
            may_cut.append(block.kind != "item")
    return texts, may_cut, starts


def als() -> tuple[list[str], list[bool], Starts]:
    """The article of this repository with the chapters that were drawn by hand."""
    leaflet = config.load(ROOT / "leaflet.yaml")
    source = read_article(ROOT / leaflet.article.file)
    starts = starts_of(source, leaflet.chapters)
    lines = clean(source, leaflet.leave_out, leaflet.fixes, starts).lines
    kept = [number for number, line in enumerate(lines) if line]
    return [lines[n] for n in kept], [True] * len(kept), {kept.index(start) for start in starts}


def borders(texts: Sequence[str], starts: Starts) -> str:
    """One digit a sentence, 1 where a chapter begins (not the first)."""
    digits = ""
    for number, text in enumerate(texts):
        count = max(1, len(split_sentences(text)))
        digits += str(int(number in starts and number > 0)) + "0" * (count - 1)
    return digits


def ours(texts: Sequence[str], may_cut: Sequence[bool]) -> Starts:
    return {topic.start for topic in split_topics(texts, may_cut)}


def equal_cuts(texts: Sequence[str], chapters: int) -> Starts:
    ends = list(itertools.accumulate(len(text.split()) for text in texts))
    wanted = [ends[-1] * number / chapters for number in range(1, chapters)]
    return {min(range(1, len(texts)), key=lambda n: abs(ends[n - 1] - want)) for want in wanted}


def text_tiling(texts: Sequence[str], w: int = 20, k: int = 10) -> Starts:
    tiler = TextTilingTokenizer(
        w=w, k=k, stopwords=[romanised(word) for word in _words("stop_words")]
    )
    try:
        pieces = tiler.tokenize("\n\n" + "\n\n".join(map(romanised, texts)) + "\n\n")
    except (ValueError, IndexError):
        return {0}
    counts = [len([part for part in piece.split("\n\n") if part.strip()]) for piece in pieces]
    return {0, *itertools.accumulate(counts[:-1])}


def romanised(text: str) -> str:
    """Each Devanagari character as two Latin letters, all else as it is."""
    return "".join(
        chr(97 + (ord(c) - 0x900) // 16) + chr(97 + ord(c) % 16)
        if "\u0900" <= c <= "\u097f" and c not in "।॥"
        else c
        for c in text
    )


def score(texts: Sequence[str], true: Starts, found: Starts) -> float:
    reference = borders(texts, true)
    window = max(2, round(len(reference) / (reference.count("1") + 1) / 2))
    return float(windowdiff(reference, borders(texts, found), window))


def compare() -> dict[str, dict[str, float]]:
    """WindowDiff of each method on each article."""
    table = {}
    for name in (*NAMES, "als"):
        texts, may_cut, true = als() if name == "als" else article(name)
        tilings = [text_tiling(texts, w, k) for w in (10, 20, 30) for k in (3, 6, 10)]
        table[name] = {
            "parcha": score(texts, true, ours(texts, may_cut)),
            "TextTiling": score(texts, true, text_tiling(texts)),
            "its best": min(score(texts, true, tiling) for tiling in tilings),
            "equal cuts": score(texts, true, equal_cuts(texts, len(true))),
            "no cuts": score(texts, true, {0}),
        }
    return table


def print_als() -> None:
    texts, may_cut, true = als()
    found = {topic.start: topic.title for topic in split_topics(texts, may_cut)}
    print("\nThe ALS article: chapters drawn by hand (H) and found (F)")
    for number in sorted(true | set(found)):
        marks = ("H" if number in true else "-") + ("F" if number in found else "-")
        print(f"  {marks} {texts[number][:50]:50}  {found.get(number, '')}")


def leave_one_out() -> dict[str, float]:
    """WindowDiff of each article with the prices that are best for the others."""
    names = [name for name in (*NAMES, "als") if name not in UNSEEN]
    articles = {name: als() if name == "als" else article(name) for name in names}

    @functools.cache
    def scores(prices: tuple[float, ...]) -> dict[str, float]:
        priced = dict(zip(PRICES, prices, strict=True))
        with mock.patch.object(topics, "_price", priced.__getitem__):
            return {
                name: score(texts, true, ours(texts, may_cut))
                for name, (texts, may_cut, true) in articles.items()
            }

    def chosen_without(left_out: str) -> tuple[float, ...]:
        def value(prices: tuple[float, ...]) -> float:
            return statistics.mean(v for name, v in scores(prices).items() if name != left_out)

        best, before = (0.5,) * len(PRICES), ()
        while best != before:
            before = best
            for place in range(len(PRICES)):
                others = [
                    (*best[:place], round(best[place] * by, 2), *best[place + 1 :])
                    for by in (1, 0.5, 1.5)
                ]
                best = min(others, key=value)
        return best

    return {name: scores(chosen_without(name))[name] for name in names}


def print_means(results: dict[str, dict[str, float]]) -> None:
    seen = set(NAMES) - {*UNSEEN}
    for label, rows in (("mean", seen), ("mean, unseen*", UNSEEN)):
        means = [statistics.mean(results[row][method] for row in rows) for method in results["als"]]
        print(f"{label:18}" + "".join(f"{value:12.3f}" for value in means))


if __name__ == "__main__":
    results = compare()
    if "--leave-one-out" in sys.argv:
        for name, value in leave_one_out().items():
            results[name]["left out"] = value
    print("WindowDiff".ljust(18) + "".join(f"{name:>12}" for name in results["als"]))
    for row, scored in results.items():
        mark = "*" if row in UNSEEN else ""
        print(f"{row + mark:18}" + "".join(f"{value:12.3f}" for value in scored.values()))
    if "--leave-one-out" not in sys.argv:
        print_means(results)
        print_als()
