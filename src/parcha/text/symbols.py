"""Signs, stops, Greek letters, abbreviations: all that is neither number, name nor word."""

from __future__ import annotations

import re
import unicodedata

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import DANDA, LETTER
from parcha.text.numbers import whole, word
from parcha.text.rules import WORD_CHAR, Context, Rule, any_of, loosely

_DATA = hindi("symbols")
_ABBREVIATIONS = hindi("abbreviations").mapping("abbreviations")
LETTER_NAME = any_of(
    (*hindi("letters").mapping("latin").values(), *hindi("letters").texts("latin_variants"))
)


_ABBREVIATION = re.compile(
    rf"(?<![{WORD_CHAR}])(?:"
    + "|".join(map(loosely, sorted(map(fold, _ABBREVIATIONS), key=len, reverse=True)))
    + rf")(?!\s?$)(?=[^{LETTER}]|(?<=\.))"
)
_WRITTEN = {"".join(fold(written).split()): written for written in _ABBREVIATIONS}


_BEFORE_NUMBER = hindi("abbreviations").mapping("before_number")
_DIGIT_NEXT = re.compile(r"[\s:+-]*\d")


def _say_abbreviation(match: re.Match[str], _: Context) -> str:
    written = _WRITTEN["".join(match[0].split())]
    if _DIGIT_NEXT.match(match.string, match.end()) and written in _BEFORE_NUMBER:
        return _BEFORE_NUMBER.text(written)
    return _ABBREVIATIONS.text(written)


_INITIALS = re.compile(rf"(?<![{WORD_CHAR}.])(?:{LETTER_NAME}\.\s?)+(?=[{WORD_CHAR}])")
_DOTTED = re.compile(rf"(?<![{WORD_CHAR}.])(?:[{LETTER}]{{1,5}}\.){{2,}}(?=\s?\S)")
_LETTER_MAY_END = re.compile(
    rf"(?:{any_of(hindi('abbreviations').texts('letter_may_end_after'))})[\s-]$"
)


def may_end_after(before: str) -> bool:
    """Whether a letter and a full stop end a sentence that begins so ("vitamin A.")."""
    return bool(_LETTER_MAY_END.search(before, max(0, len(before) - 20)))


def _say_initials(match: re.Match[str], _: Context) -> str | None:
    if match[0].count(".") == 1 and may_end_after(match.string[: match.start()]):
        return None
    return " ".join(match[0].replace(".", " ").split())


_REFERENCE = re.compile(
    rf"\[\s?(?:{any_of(_DATA.texts('reference_words'))}\s?)?"
    rf"(?:\d+|[a-z]|[\u0915-\u0939])?(?:\s?[,–-]\s?\d+)*\s?\]"
    rf"|(?<=[{LETTER}{DANDA},.?!\"])[⁰¹²³⁴-⁹]+"
)
_LIST_NUMBER = re.compile(r"(?:(?<=^)|(?<=^ ))\(?(?P<number>[1-9]\d?)(?:[.)]|\.\))(?=\s\S)")


def _say_nothing(_: re.Match[str], __: Context) -> str:
    return ""


def _say_list_number(match: re.Match[str], _: Context) -> str:
    return f"{whole(match['number'])},"


_GREEK = re.compile(f"[{''.join(hindi('letters').mapping('greek'))}]", re.IGNORECASE)


def _say_greek(match: re.Match[str], _: Context) -> str | None:
    return hindi("letters").mapping("greek").get(match[0].lower())


_STOPS = re.compile(r"\.+")
_HYPHEN = re.compile(r"[-–]\s*")
# ALS-SOD1 runs together without a pause.
_ACRONYM_BEFORE = re.compile(r"[A-Z]{3}\d*$")
_ACRONYM_AFTER = re.compile(r"[A-Z]{3}")
_SLASH = re.compile(r"\s?/\s?")
_WORD_BEFORE = re.compile(rf"[{LETTER}]+$")
_WORD_AFTER = re.compile(rf"[{LETTER}]+")


def _say_stop(match: re.Match[str], _: Context) -> str:
    """A full stop is a danda, dots in a row are a pause, and between other signs it is silent."""
    after = match.string[match.end() : match.end() + 1]
    if len(match[0]) > 1:
        return "," if match.string[match.end() :].strip(f" \"'{DANDA})") else DANDA
    before = match.string[max(0, match.start() - 1) : match.start()]
    ends = after in ("", " ", '"', "'", ")", "]")
    glued = re.fullmatch(f"[{LETTER}]{{2}}", before + after)
    return DANDA if ends or glued else " "


def _say_hyphen(match: re.Match[str], _: Context) -> str:
    """Joined words stay joined; beside a name or number it is silent; with spaces, a pause."""
    text, start, end = match.string, match.start(), match.end()
    acronyms = _ACRONYM_BEFORE.search(text, max(0, start - 9), start) and _ACRONYM_AFTER.match(
        text, end
    )
    if acronyms or (text[max(0, start - 1) : start] == " " and match[0].endswith(" ")):
        return ","
    before, after = _neighbours(match)
    return "-" if before and after else " "


def _say_slash(match: re.Match[str], _: Context) -> str:
    before, after = _neighbours(match)
    if not (before and after):
        return ","
    if before in _DATA.texts("per_after") and after in _DATA.texts("per_before"):
        return _DATA.text("per")
    return " " if {before, after} & set(_DATA.texts("or_words")) else _DATA.text("or")


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    before = _WORD_BEFORE.search(match.string, max(0, match.start() - 30), match.start())
    after = _WORD_AFTER.match(match.string, match.end())
    return (before[0] if before else "", after[0] if after else "")


_RAISED = re.compile(r"(?<=[A-Za-z0-9)])(?P<digits>[⁰¹²³⁴-⁹]*)(?P<sign>[⁺⁻]?)")


def _say_raised(match: re.Match[str], _: Context) -> str:
    """The charge of an ion: Ca²⁺."""
    digits = "".join(str(unicodedata.digit(digit)) for digit in match["digits"])
    sign = {"⁺": word("plus"), "⁻": word("minus"), "": ""}[match["sign"]]
    return f"{whole(digits) if digits else ''} {sign}".strip()


_LAST_BRACKET = re.compile(r"[)\]}]+\s*$")
_SYMBOL = re.compile(any_of(_DATA.mapping("symbols")))


def _say_symbol(match: re.Match[str], _: Context) -> str:
    return _DATA.mapping("symbols").text(match[0])


_OTHER = re.compile(rf"[^{WORD_CHAR}\s\u0964\u0965.,;:?!/\"'()\[\]-]+")


def _say_other(match: re.Match[str], context: Context) -> str:
    """Letters of another script, pictures, control characters: silent, and listed if visible."""
    visible = "".join(c for c in match[0] if unicodedata.category(c)[0] in "LMNS").strip()
    if visible and visible not in context.unknown:
        context.unknown.append(visible)
    return ""


BEFORE_NUMBERS = (
    Rule("reference mark", _REFERENCE, _say_nothing),
    Rule("list number", _LIST_NUMBER, _say_list_number),
)
IN_WORDS = (
    Rule("abbreviation", _ABBREVIATION, _say_abbreviation),
    Rule("initials", _INITIALS, _say_initials),
    Rule("initials", _DOTTED, _say_initials),
)
AFTER_NAMES = (
    Rule("greek letter", _GREEK, _say_greek),
    Rule("superscript", _RAISED, _say_raised),
    Rule("stop", _STOPS, _say_stop),
    Rule("hyphen", _HYPHEN, _say_hyphen),
    Rule("slash", _SLASH, _say_slash),
    Rule("symbol", _LAST_BRACKET, _say_nothing),
    Rule("symbol", _SYMBOL, _say_symbol),
    Rule("not said", _OTHER, _say_other),
)
