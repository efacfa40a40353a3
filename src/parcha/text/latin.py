"""Latin letters as Hindi: acronyms by letter names, names with digits, English words by sound."""

from __future__ import annotations

import re

from parcha.text.data import hindi
from parcha.text.english import devanagari
from parcha.text.letters import say_digits, say_letters
from parcha.text.normalise import LETTER
from parcha.text.numbers import cardinal
from parcha.text.rules import DASH, Context, Rule, any_of

_LONGEST_ACRONYM = 5
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?<=\d)\.\d+)?(?:'[A-Za-z]{1,2}(?![A-Za-z]))?")
_PARTS = re.compile(r"\d+(?:\.\d+)?|[A-Z]+(?=[A-Z][a-z]{2})|[A-Z]{2,}|[A-Z][a-z]+|[a-z]+|[A-Z]")
_VOWEL = re.compile("[AEIOUYaeiouy]")


def _say_token(match: re.Match[str], context: Context) -> str:
    token = match[0].partition("'")[0]
    if len(token) > 2 and token[-1] == "s" and token[:-1].isupper():
        token = token[:-1]  # NGOs
    parts = _PARTS.findall(token)
    return " ".join(say_name(part, context, match[0], len(parts) > 1) for part in parts)


def say_name(part: str, context: Context, token: str = "", mixed: bool = False) -> str:
    """Digits, capitals or a word, alone or as a part of a `mixed` token such as HbA1c."""
    if part[0].isdigit():
        return say_digits(part)
    if len(part) > (2 if mixed else 1) and (known := context.lexicon.find(part)):
        return known
    short = len(part) <= (3 if mixed else 2)
    acronym = part.isupper() and len(part) <= _LONGEST_ACRONYM
    if short or acronym or not _VOWEL.search(part):
        return say_letters(part)
    if (token or part) not in context.unknown:
        context.unknown.append(token or part)
    sound = devanagari(context.english(part.lower()), part.lower()) if context.english else ""
    return sound or say_letters(part)


_INITIALS = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]\.\s?){2,}(?![a-z])")


def _say_initials(match: re.Match[str], _: Context) -> str:
    return say_letters(match[0])


_ROMAN = re.compile(
    rf"(?P<first>[IVXL]+)(?:\s?{DASH}\s?(?P<last>[IVXL]+))?(?P<part>[A-Da-d])?"
    r"(?![A-Za-z0-9]|\.[A-Za-z])"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_WELL_FORMED = re.compile("L?X{0,3}(?:IX|IV|V?I{0,3})")
_BEFORE_ROMAN = re.compile(
    rf"(?<![{LETTER}A-Za-z]){any_of(hindi('letters').texts('before_roman'))}"
    rf"[\s-](?:[IVXL]+\s?(?:,|{any_of(hindi('dates').texts('year_joins'))})\s)*$"
)


def roman(numeral: str) -> int | None:
    """The value of a well-formed Roman numeral below 90."""
    if not _WELL_FORMED.fullmatch(numeral):
        return None
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _say_roman(match: re.Match[str], _: Context) -> str | None:
    numerals = [numeral for numeral in match.group("first", "last") if numeral]
    values = [roman(numeral) for numeral in numerals]
    told = _BEFORE_ROMAN.search(match.string[max(0, match.start() - 40) : match.start()])
    if not told and numerals[0] in hindi("letters").texts("not_roman_alone"):
        return None
    if None in values or (match["part"] and not told):
        return None
    said = f" {hindi('numbers').text('range')} ".join(cardinal(value or 0) for value in values)
    return f"{said} {say_letters(match['part'])}" if match["part"] else said


RULES = (
    Rule("initials", _INITIALS, _say_initials),
    Rule("roman numeral", _ROMAN, _say_roman),
    Rule("latin", _TOKEN, _say_token),
)
