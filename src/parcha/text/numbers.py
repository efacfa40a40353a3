"""Numbers as Hindi words: integers by unicode-rbnf, all else by `data/hi/numbers.yaml`.

Numbers come in as text with ASCII digits, because what is written (a leading zero, a final one
behind the point) is heard.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache

from unicode_rbnf import RbnfEngine

from parcha.text.data import hindi

# Beyond a hundred shankh nobody follows a number; it is read digit by digit.
_LONGEST = 19

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
"""Fractions that are one character, as numerator and denominator."""


def word(key: str) -> str:
    """The word that `numbers.yaml` has for `key`."""
    return hindi("numbers").text(key)


@cache
def _engine() -> RbnfEngine:
    return RbnfEngine.for_language("hi")


@lru_cache(maxsize=4096)
def cardinal(number: int) -> str:
    """A whole number from 0 to below 10**19."""
    for power, name in hindi("numbers").mapping("large").items():
        if number >= 10 ** int(power):
            many, rest = divmod(number, 10 ** int(power))
            return f"{cardinal(many)} {name}" + (f" {cardinal(rest)}" if rest else "")
    spelling = hindi("numbers").mapping("spelling")
    words = _engine().format_number(number).text.split()
    return " ".join(spelling.get(each, each) for each in words)


def digit_by_digit(digits: str) -> str:
    """Every digit by itself; other characters are left out."""
    return " ".join(cardinal(int(digit)) for digit in digits if digit.isdigit())


def whole(digits: str) -> str:
    """Digits without a point, with or without commas. A leading zero: digit by digit."""
    digits = digits.replace(",", "")
    if len(digits) > _LONGEST or (len(digits) > 1 and digits.startswith("0")):
        return digit_by_digit(digits)
    return cardinal(int(digits))


def decimal(number: str) -> str:
    """A number with or without a decimal point: after it, digit by digit."""
    before, point, after = number.partition(".")
    if not point:
        return whole(before)
    return f"{whole(before or '0')} {word('point')} {digit_by_digit(after)}"


def natural(number: str) -> str | None:
    """1.5, 2.25 or 3.75 as it is said of hours and lakhs; None where there is no such word."""
    before, _, after = number.replace(",", "").partition(".")
    quarters = {"5": 2, "50": 2, "25": 1, "75": 3}.get(after)
    if not quarters or not 0 < len(before) <= 3 or before.startswith("0"):
        return None
    return _with_quarters(int(before), quarters)


def _with_quarters(number: int, quarters: int) -> str:
    """A number of 1 or more and one to three quarters."""
    special = {(1, 2): "one_and_half", (2, 2): "two_and_half", (1, 1): "one_and_quarter"}
    usual = {1: "and_quarter", 2: "and_half", 3: "less_quarter"}
    form = word(special.get((number, quarters), usual[quarters]))
    return form.format(cardinal(number), next=cardinal(number + 1))


def quarter_hours(hour: int, quarters: int) -> str:
    """A clock time at one to three quarters past `hour` (1 to 12)."""
    if quarters == 1:
        return word("and_quarter").format(cardinal(hour))
    if quarters == 3:
        return word("less_quarter").format(next=cardinal(hour % 12 + 1))
    return _with_quarters(hour, quarters)


def fraction(numerator: str, denominator: str) -> str:
    """Half, thirds and quarters by name, any other fraction as "a over b"."""
    if (numerator, denominator) == ("1", "2"):
        return word("half")
    if denominator == "3" and numerator in ("1", "2"):
        return word("third").format(whole(numerator))
    if denominator == "4" and numerator in ("1", "3"):
        return word("quarter").format(whole(numerator))
    return f"{whole(numerator)} {word('over')} {whole(denominator)}"


def mixed(number: str, numerator: str, denominator: str) -> str:
    """A whole number and a fraction: 1 1/2 has a word of its own, 2 2/7 has not."""
    if number.isdigit() and 0 < int(number) < 1000 and int(denominator) in (2, 4):
        quarters = Fraction(int(numerator), int(denominator)) * 4
        if quarters in (1, 2, 3):
            return _with_quarters(int(number), int(quarters))
    return f"{whole(number)} {word('and')} {fraction(numerator, denominator)}"


def ordinal(digits: str, ending: str) -> str:
    """A number with the ending that was written behind its digits, in Hindi or English (21st).

    The ending stands as it was written; only the first ordinals have a form of their own.
    """
    data = hindi("numbers")
    stems = data.mapping("ordinal_stems")
    if ending in data.texts("english_ordinal_endings"):
        ending = data.text("english_ordinal")
    if digits in stems and (
        digits in data.texts("ordinals_never_with_endings")
        or ending in data.texts("ordinal_own_endings")
    ):
        return stems.text(digits) + ending.rstrip("\u0902\u0901")[1:]
    if digits in stems:
        return stems.text(digits) + ending
    if ending in data.texts("ordinal_own_endings"):
        ending = data.text("english_ordinal")[0] + ending[1:] + "\u0902"
    return whole(digits) + ending
