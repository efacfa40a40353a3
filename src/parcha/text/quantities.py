"""Numbers with what stands around them: units, percent, money, ranges, comparison signs."""

from __future__ import annotations

import re
from functools import cache

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import LETTER
from parcha.text.numbers import (
    VULGAR,
    cardinal,
    decimal,
    fraction,
    mixed,
    natural,
    ordinal,
    whole,
    word,
)
from parcha.text.rules import DASH, WORD_CHAR, Context, Rule, any_of, word_after
from parcha.text.units import ALONE, UNIT, say_unit
from parcha.yamlfile import Mapping

NUMBER = r"(?:(?:\d{1,3}(?:,\d{3})+(?!,?\d)|\d{1,2}(?:,\d{2})*,\d{3}(?!,?\d)|\d+)(?:\.\d+)?|\.\d+)"
"""Digits with Western or Indian grouping, and decimals."""
_VULGAR = "[" + "".join(VULGAR) + "]"
AMOUNT = rf"(?:(?:\d+\s)?\d+/\d+(?![\d/])|(?:\d+\s?)?{_VULGAR}|{NUMBER})"
_SIGNS = [sign for entry in hindi("money").entries("currencies") for sign in entry.texts("signs")]
_SIGN = rf"{any_of(map(fold, _SIGNS))}(?![A-Za-z{LETTER}])"
_SCALE = rf"{any_of(hindi('numbers').mapping('scales'))}(?![{WORD_CHAR}])"
_NOUN = rf"{any_of(hindi('units').texts('nouns'))}(?![{LETTER}])"

_QUANTITY = re.compile(
    rf"""
    (?:(?P<limit>[<>]=?|[≤≥])\s?|(?P<about>[~≈±])\s?)?
    (?P<minus>(?:(?<![{WORD_CHAR})])-|−)(?=[\d.]))?
    (?P<plus>(?<![{WORD_CHAR}])\+(?=\d))?
    (?:(?P<money>{_SIGN})\s?)?
    (?P<low>{AMOUNT})
    (?:\s?(?P<low_scale>{_SCALE}))?
    (?:\s?(?P<low_unit>{UNIT}))?
    (?:\s?{DASH}\s?(?:{_SIGN}\s?)?(?P<high>{AMOUNT})(?!{DASH}\d))?
    (?:\s?(?P<scale>{_SCALE}))?
    (?:\s?(?P<unit>{UNIT}))?
    (?:\s?(?P<money_after>(?!-){_SIGN}))?
    (?P<more>\+(?!\s?\d))?
    (?:/-)?
    (?(limit)(?:\s?(?P<noun>{_NOUN}))?)
    """,
    re.VERBOSE,
)


def _say_quantity(match: re.Match[str], _: Context) -> str:
    low, high = match["low"], match["high"]
    scale = match["scale"] or match["low_scale"]
    unit = match["unit"] or match["low_unit"]
    currency = _currencies().get(match["money"] or match["money_after"] or "")
    if currency and not high and not scale and not unit:
        said = _money(low, currency)
    else:
        said = _measure(match, low, high, scale, unit)
        if currency:
            said += f" {currency.text('many')}"
    if match["noun"]:
        said += f" {match['noun']}"
    for sign in ("minus", "plus"):
        if match[sign]:
            said = f"{word(sign)} {said}"
    for sign in match.group("limit", "about", "more"):
        if sign:
            said = hindi("numbers").mapping("comparisons").text(sign).format(said)
    return said


def _measure(
    match: re.Match[str], low: str, high: str | None, scale: str | None, unit: str | None
) -> str:
    """One or two numbers and what is counted."""
    one = low == "1" and not high
    unit_name, of_time = say_unit(unit, one) if unit else ("", False)
    following = "" if scale or unit else word_after(match)
    everyday = bool(scale) or of_time or following in hindi("numbers").texts("natural_before")
    said = _amount(low, everyday, word("range") if high else following)
    scales = hindi("numbers").mapping("scales")
    if high and high == low:
        said = f"{said}-{said}"
    elif high:
        if match["low_scale"] and match["scale"] and match["low_scale"] != match["scale"]:
            said += f" {scales.text(match['low_scale'])}"
        if match["low_unit"] and match["unit"] and match["low_unit"] != match["unit"]:
            said += f" {say_unit(match['low_unit'])[0]}"
        said += f" {word('range')} {_amount(high, everyday, following)}"
    if scale:
        said += f" {scales.text(scale)}"
    return f"{said} {unit_name}".strip()


def _amount(written: str, everyday: bool, following: str) -> str:
    """A number, decimal or fraction; `everyday` where halves have words of their own."""
    if written[-1] in VULGAR:
        numerator, denominator = map(str, VULGAR[written[-1]])
        number = written[:-1].strip()
    elif "/" in written:
        number, _, parts = written.rpartition(" ")
        numerator, denominator = parts.split("/")
    else:
        return (everyday and natural(written)) or decimal(written)
    if number:
        return mixed(number, numerator, denominator)
    said = fraction(numerator, denominator)
    if said == word("half") and following == word("range"):
        return word("half_from")
    if said == word("half"):
        for form, nouns in _half_forms().items():
            if following in nouns:
                return form
    return said


@cache
def _half_forms() -> dict[str, frozenset[str]]:
    forms = hindi("numbers").mapping("half_before")
    return {form: frozenset(forms.texts(form)) for form in forms}


@cache
def _currencies() -> dict[str, Mapping]:
    return {
        fold(sign): entry
        for entry in hindi("money").entries("currencies")
        for sign in entry.texts("signs")
    }


def _money(amount: str, currency: Mapping) -> str:
    """Rupees and paise; a third decimal that counts makes it a plain decimal."""
    many = currency.text("many")
    before, _, after = amount.replace(",", "").partition(".")
    after = after.rstrip("0")
    small = currency.text("small", "")
    if not before.isdigit() or len(after) > 2 or (after and not small):
        return f"{_amount(amount, False, '')} {many}"
    parts = []
    if int(before) or not after:
        parts.append(whole(before) + " " + (currency.text("one", many) if before == "1" else many))
    if after:
        hundredths = int(after.ljust(2, "0"))
        name = currency.text("one_small", small) if hundredths == 1 else small
        parts.append(f"{cardinal(hundredths)} {name}")
    return " ".join(parts)


_NUMBERS = hindi("numbers")
_ENDINGS = _NUMBERS.texts("ordinal_endings")
_ALL_ENDINGS = (*_ENDINGS, *_NUMBERS.texts("ordinal_own_endings"))
_ORDINAL = re.compile(
    rf"(?P<digits>\d+(?:,\d+)*)(?:"
    rf"-?(?P<ending>{any_of(_ALL_ENDINGS)})"
    rf"|\s(?P<apart>{any_of(_ENDINGS[:4])})"
    rf"|(?P<english>{any_of(_NUMBERS.texts('english_ordinal_endings'))}))(?![{WORD_CHAR}])"
)


def _say_ordinal(match: re.Match[str], _: Context) -> str:
    ending = match["ending"] or match["apart"] or match["english"]
    return ordinal(match["digits"].replace(",", ""), ending)


_TIMES = r"\s?[xX×]\s?"
_SIZE = re.compile(rf"{NUMBER}(?:{_TIMES}(?:{NUMBER}))+(?!\s?[⁰¹²³⁴-⁹⁻^])")
_FOLD_TIMES = re.compile(rf"({NUMBER})\s?[x×](?![A-Za-z])")


def _say_size(match: re.Match[str], _: Context) -> str:
    return f" {word('by')} ".join(decimal(part) for part in re.split(_TIMES, match[0]))


def _say_fold(match: re.Match[str], _: Context) -> str:
    number = match[1]
    return f"{natural(number) or decimal(number)} {word('fold')}"


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER = re.compile(
    rf"(?:(?P<factor>{NUMBER}){_TIMES})?(?P<base>{NUMBER})"
    rf"(?:\^\s?(?P<caret>[-−+]?\d+)|(?P<raised>[⁻⁺]?[⁰¹²³⁴-⁹]+))"
)


def _say_power(match: re.Match[str], _: Context) -> str:
    exponent = match["caret"] or match["raised"].translate(_SUPERSCRIPTS)
    digits = exponent.lstrip("-−+")
    base = decimal(match["base"])
    if exponent in ("2", "3") and not match["factor"]:
        said = word("square" if exponent == "2" else "cube").format(base)
    else:
        sign = f"{word('minus')} " if exponent[0] in "-−" else ""
        said = word("power").format(base, power=sign + whole(digits))
    if match["factor"]:
        said = f"{decimal(match['factor'])} {word('times')} {said}"
    return said


_DOTTED = re.compile(r"\d+(?:\.\d+){2,}")


def _say_dotted(match: re.Match[str], _: Context) -> str:
    return f" {word('dot')} ".join(whole(part) for part in match[0].split("."))


def _say_currency_alone(match: re.Match[str], _: Context) -> str:
    return _currencies()[match[0]].text("many")


def _say_unit_alone(match: re.Match[str], _: Context) -> str:
    return say_unit(match[0])[0]


RULES = (
    Rule("ordinal", _ORDINAL, _say_ordinal),
    Rule("dotted number", _DOTTED, _say_dotted),
    Rule("power", _POWER, _say_power),
    Rule("size", _SIZE, _say_size),
    Rule("times", _FOLD_TIMES, _say_fold),
    Rule("quantity", _QUANTITY, _say_quantity),
    Rule("currency", re.compile(rf"(?<![A-Za-z]){_SIGN}"), _say_currency_alone),
    Rule("unit", re.compile(rf"(?<![A-Za-z]){ALONE}"), _say_unit_alone),
)
IN_WORDS = (Rule("quantity", _QUANTITY, _say_quantity),)
"""Money whose sign is written in Hindi letters."""
