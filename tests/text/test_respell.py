from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from parcha.speech.espeak import phonemes
from parcha.text import respell as module
from parcha.text.data import hindi
from parcha.text.respell import Respelling, respell, respellings

TABLE = Path(__file__).parents[1] / "data" / "hi" / "respell.tsv"
STRESS = str.maketrans("", "", "ˈˌ")
ENTRIES = [
    (kind, word) for kind in ("divisions", "spellings") for word in hindi("respell-words").mapping(kind)
]


def heard(text: str) -> str:
    """What espeak-ng says, without stress."""
    return phonemes(text).translate(STRESS)


def test_table():
    """Every row: the word, what espeak-ng should say once it is respelled, a comment."""
    wrong = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        word, expected, *_ = unicodedata.normalize("NFC", line).split("\t")
        said = unicodedata.normalize("NFC", heard(respell(word)))
        if said != expected:
            wrong.append(f"{TABLE.name}:{number}: {word} is said {said}, not {expected}")
    assert not wrong, "\n" + "\n".join(wrong)
