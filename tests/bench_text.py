"""How long the text stages take on the repository's own article. Run: python tests/bench_text.py"""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from parcha.config import load
from parcha.text.clean import clean
from parcha.text.lexicon import load_lexicon
from parcha.text.outline import outline
from parcha.text.read import read_article
from parcha.text.respell import respell
from parcha.text.spoken import to_spoken

ROOT = Path(__file__).parents[1]


def main() -> None:
    config = load(ROOT / "leaflet.yaml")
    times = {"start": time.perf_counter()}
    source = read_article(ROOT / config.article.file)
    cleaned = clean(source, config.leave_out, config.fixes)
    times["clean"] = time.perf_counter()
    sections = outline(source, cleaned, config.chapters)
    times["sections"] = time.perf_counter()
    lexicon = load_lexicon(ROOT / "words.yaml")
    times["lexicon"] = time.perf_counter()
    spoken = [
        to_spoken(sentence, lexicon).text for section in sections for sentence in section.sentences
    ]
    times["spoken"] = time.perf_counter()
    for sentence in spoken:
        respell(sentence)
    times["respelt"] = time.perf_counter()
    marks = list(times.items())
    for (_, before), (name, after) in pairwise(marks):
        print(f"{name:9} {1000 * (after - before):7.0f} ms")
    print(f"{'all':9} {1000 * (marks[-1][1] - marks[0][1]):7.0f} ms, {len(source.text)} characters")


if __name__ == "__main__":
    main()
