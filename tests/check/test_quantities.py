from __future__ import annotations

from fractions import Fraction

import pytest

from parcha.check.quantities import read_quantities
from parcha.check.words import tokens


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("75% लोग", [("3/4", "share")]),
        ("पचहत्तर प्रतिशत", [("3/4", "share")]),
        ("चार में से लगभग तीन लोगों को", [("3/4", "share")]),
        ("तीन चौथाई लोग", [("3/4", "share")]),
        ("आधे मरीज़", [("1/2", "share")]),
        ("15–45% मरीज़", [("3/20", "share"), ("9/20", "share")]),
        ("5%-10% के लिए", [("1/20", "share"), ("1/10", "share")]),
        ("सौ में पाँच से दस मरीज़", [("1/20", "share"), ("1/10", "share")]),
        ("100,000 लोगों में से एक या दो", [("1/100000", "share"), ("1/50000", "share")]),
        ("दो से पांच साल", [("24", "months"), ("60", "months")]),
        ("10 या अधिक वर्षों तक", [("120", "months")]),
        ("डेढ़ साल", [("18", "months")]),
        ("साढ़े तीन घंटे", [("7/2", "hours")]),
        ("हर आठ घंटे में दो गोलियाँ", [("8", "hours"), ("2", "tablets")]),
        ("50 mg और 2.5 ml", [("50", "milligrams"), ("5/2", "millilitres")]),
        ("दिन में तीन बार", [("3", "times")]),
        ("दो हज़ार ग्यारह", [("2011", "")]),
        ("उन्नीस सौ उनतालीस", [("1939", "")]),
        ("ढाई लाख लोग", [("250000", "")]),
        ("दुगुनी संभावना", [("2", "fold")]),
        ("एक हाथ या एक पैर", []),
        ("यह दवा उसे दो।", []),
        ("SOD1 और A4V", []),
    ],
)
def test_numbers_in_digits_and_in_words(text: str, values: list[tuple[str, str]]) -> None:
    found = [(quantity.value, quantity.unit) for quantity in read_quantities(tokens(text))]
    assert found == [(Fraction(value), unit) for value, unit in values]


def test_several_months_are_not_several_years() -> None:
    months, years = (read_quantities(tokens(f"कई {unit}"))[0] for unit in ("महीने", "साल"))
    assert (months.vague, months.value) == ("कई", 1)
    assert years.value == 12
