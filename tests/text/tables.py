"""Runs the tables in tests/data/hi: stage, input, expected, comment, with tabs between them.

A table is checked whole, so that one run shows every row that fails, with file and line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from parcha.text.english import devanagari
from parcha.text.lexicon import load_lexicon
from parcha.text.normalise import normalise
from parcha.text.sentences import split_sentences
from parcha.text.spoken import to_spoken

FOLDER = Path(__file__).parents[1] / "data" / "hi"


LEXICON = load_lexicon()


def _spoken(text: str) -> str:
    return to_spoken(text, LEXICON).text


def _english(word_and_ipa: str) -> str:
    word, ipa = word_and_ipa.split(" ", 1)
    return devanagari(ipa, word)


STAGES: dict[str, Callable[[str], str]] = {
    "spoken": _spoken,
    "normalise": normalise,
    "sentences": lambda text: " ¦ ".join(split_sentences(text)),
    "english": _english,
}


def rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their line numbers."""
    text = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("# "):
            yield number, line.split("\t")


def failures(name: str) -> str:
    """Every row of the table that does not hold, one a line; nothing if all do."""
    found = []
    for number, cells in rows(name):
        if len(cells) not in (3, 4) or cells[0] not in STAGES:
            found.append(f"{name}.tsv:{number}: not stage, input, expected, comment: {cells}")
            continue
        stage, given, expected = cells[:3]
        got = STAGES[stage](given)
        if got != unicodedata.normalize("NFC", expected):
            found.append(f"{name}.tsv:{number}: {given} → {got}, expected {expected}")
    return "\n".join(found)
