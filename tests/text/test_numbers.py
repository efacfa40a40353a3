from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.text.normalise import LETTERS
from parcha.text.numbers import cardinal, decimal, fraction, mixed, natural, ordinal, whole
from tests.text.tables import failures


@pytest.mark.parametrize("table", ["numbers", "units", "money", "dates", "codes"])
def test_table(table):
    assert not failures(table)


def test_no_two_numbers_sound_alike():
    said = [cardinal(number) for number in range(10_000)]
    assert len(set(said)) == len(said)


@given(st.integers(min_value=0, max_value=10**19 - 1))
def test_cardinals_are_words(number):
    assert LETTERS.sub("", cardinal(number)).strip() == ""


def test_large_numbers():
    assert cardinal(10**13) == "एक नील"
    assert cardinal(10**17 + 10**15) == "एक शंख एक पद्म"
    assert whole("1" + "0" * 19) == "एक" + " शून्य" * 19


def test_what_is_written_is_heard():
    assert whole("007") == "शून्य शून्य सात"
    assert decimal("2.50") == "दो दशमलव पाँच शून्य"


def test_halves_have_words():
    assert [natural(number) for number in ("1.5", "2.5", "3.5", "1.25", "4.75")] == [
        "डेढ़", "ढाई", "साढ़े तीन", "सवा", "पौने पाँच",
    ]  # fmt: skip
    assert natural("1.4") is None
    assert natural("0.5") is None


def test_fractions():
    assert fraction("3", "8") == "तीन बटा आठ"
    assert mixed("1", "1", "2") == "डेढ़"
    assert mixed("2", "2", "7") == "दो और दो बटा सात"


def test_ordinals_keep_the_ending_that_was_written():
    assert ordinal("5", "वीं") == "पाँचवीं"
    assert ordinal("1", "ले") == "पहले"
    assert ordinal("2", "वें") == "दूसरे"
    assert ordinal("6", "वीं") == "छठवीं"
    assert ordinal("3", "rd") == "तीसरा"
