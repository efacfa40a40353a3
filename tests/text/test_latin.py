from __future__ import annotations

import re

import pytest

from parcha.text.data import hindi
from parcha.text.latin import roman
from parcha.text.lexicon import Lexicon
from parcha.text.spoken import to_spoken
from tests.text.tables import LEXICON, failures


@pytest.mark.parametrize("table", ["names", "english"])
def test_table(table):
    assert not failures(table)


def test_roman_numerals():
    assert [roman(numeral) for numeral in ("I", "IV", "IX", "XIV", "XXXIX", "XL")] == [
        1, 4, 9, 14, 39, None,
    ]  # fmt: skip
    assert roman("IIII") is None
    assert roman("VX") is None


def test_english_words_go_by_their_sound_and_are_listed():
    heard = {"quality": "kwˈɒlɪti"}
    spoken = to_spoken("Quality अच्छी है", LEXICON, heard.__getitem__)
    assert spoken.text == "क्वॉलिटी अच्छी है"
    assert spoken.unknown == ("Quality",)


def test_without_sounds_english_words_are_spelled_and_listed():
    spoken = to_spoken("Quality अच्छी है", LEXICON)
    assert spoken.text == "क्यू यू ए एल आई टी वाई अच्छी है"
    assert spoken.unknown == ("Quality",)


def test_acronyms_are_known():
    assert to_spoken("ALS, SOD1, HbA1c, Cu/Zn", LEXICON).unknown == ()


def test_every_word_of_the_package_is_needed():
    """An entry that says what the rules would say anyway is a line too many."""
    bare = Lexicon({}, {}, re.compile("(?!)"))
    idle = [
        f"{hindi('words').place(word)}: {word}"
        for word in hindi("words")
        if to_spoken(word, bare).text == to_spoken(word, LEXICON).text
    ]
    assert not idle, "\n".join(idle)
