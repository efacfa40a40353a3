from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parcha.text.normalise import LETTER, LETTERS, normalise
from parcha.text.rules import Context
from parcha.text.spoken import PUNCTUATION, Firing, read, to_spoken
from tests.text.tables import LEXICON, failures

SAYABLE = re.compile(f"[{LETTER} {re.escape(PUNCTUATION)}]*")
SCRAPS = st.sampled_from(
    [
        *("1", "2", "10", "007", "1939", "100,000", "०", "९", "½", "²", "⁺", "^", "x", "×", "24/7"),
        *("+", "-", "–", "−", "/", ":", ".", ",", "%", "₹", "$", "रु.", "mg", "kg/m²", "मि.ग्रा."),
        *("°C", "mmHg", "<", "≥", "~", "ALS", "SOD1", "Cu", "II", "IV", "a.m.", "www.x.in", "α"),
        *("µ", "é", "है", "में", "वीं", "से", "लोग", "बजे", "जनवरी", "ई.", "पू.", "डॉ.", "ए.", "और/या"),
        *("(", ")", "[4]", "{", "}", '"', "'", "।", "|", "…", "॰", "़", "्", "ि", "ः", "😀", "বাংলা"),
        *("\u200d", "\x00", "\ufb01"),
    ]
)
TEXTS = st.lists(SCRAPS | st.just(" ") | st.text(max_size=5), max_size=12).map("".join)


@given(TEXTS)
@example("0²")
@example("¨")
@example("ऀ\x1bऀ")
def test_only_hindi_is_left_and_no_word_is_lost(text):
    """Whatever is written: every piece is kept or named, and what is kept is said in order."""
    context = Context(LEXICON)
    pieces = list(read(normalise(text), context))
    assert "".join(piece.was for piece in pieces) == normalise(text)
    said = to_spoken(text, context.lexicon).text
    assert SAYABLE.fullmatch(said)
    assert said == " ".join(said.split())
    kept = [piece.was if not piece.rule else piece.now for piece in pieces]
    assert LETTERS.findall(said) == [word for piece in kept for word in LETTERS.findall(piece)]


@given(TEXTS)
def test_what_is_said_is_said_the_same_again(text):
    said = to_spoken(text, LEXICON).text
    assert LETTERS.findall(to_spoken(said, LEXICON).text) == LETTERS.findall(said)


@pytest.mark.parametrize("table", ["signs"])
def test_table(table):
    assert not failures(table)


def test_fired_tells_rule_and_words_in_the_order_of_the_text():
    spoken = to_spoken("ALS के 15–45% मरीज़[2], BiPAP", LEXICON)
    assert spoken.fired == (
        Firing("latin", "ALS", "ए एल एस"),
        Firing("quantity", "15–45%", "पंद्रह से पैंतालीस प्रतिशत"),
        Firing("reference mark", "[2]", ""),
        Firing("lexicon", "BiPAP", "बाइपैप"),
    )


def test_what_cannot_be_said_is_listed_once():
    assert to_spoken("😀 শব্দ 😀 रोग", LEXICON).unknown == ("😀", "শব্দ")


def test_plain_hindi_stays_as_it_is():
    text = "रोग बढ़ता है, पर दवा से रुकता है; चलना-फिरना आसान होता है।"
    spoken = to_spoken(text, LEXICON)
    assert spoken.text == normalise(text)
    assert spoken.fired == ()
