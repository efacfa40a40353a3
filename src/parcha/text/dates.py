"""Years, dates and times of day: which numbers are one, and how they are said."""

from __future__ import annotations

import re

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import LETTER
from parcha.text.numbers import cardinal, quarter_hours, whole
from parcha.text.rules import DASH, WORD_CHAR, Context, Rule, any_of, word_after

_DATA = hindi("dates")
_MONTH_NAMES = _DATA.texts("months")
_ENGLISH_MONTHS = _DATA.mapping("english_months")
_MONTH = rf"(?:{any_of((*_MONTH_NAMES, *_DATA.texts('also_months'), *_ENGLISH_MONTHS))})"
_ERA = rf"(?:{any_of(map(fold, _DATA.mapping('eras')))})(?![{WORD_CHAR}])"
_JOIN = rf"(?:\s?(?:,|{DASH})\s?|\s(?:{any_of(_DATA.texts('year_joins'))})\s)"

_YEAR = re.compile(
    rf"(?P<first>\d{{1,4}})(?:\s?{DASH}\s?(?P<last>\d{{2,4}}))?(?:\s?(?P<era>{_ERA}))?"
    rf"(?P<decade>'?s(?![A-Za-z]))?(?![\d/:%°{LETTER}]|[.,]\d|\s?{DASH}\s?\d)"
)
_YEAR_AFTER = re.compile(
    rf"(?:{_MONTH}|(?<![{LETTER}]){any_of(map(fold, _DATA.texts('year_after')))})"
    rf"(?:\s\d{{1,2}})?\.?,?\s?[\(:]?$"
)
_YEAR_AFTER_ALONE = re.compile(
    rf"(?<![{LETTER}])(?:{any_of(_DATA.texts('year_after_alone'))})\s?[:\(]?$"
)
_NOUN = re.compile(rf"\s[{LETTER}]")
_YEAR_BEFORE = re.compile(
    rf"\s(?!{any_of(_DATA.texts('no_year_before'))}(?![{LETTER}]))"
    rf"{any_of(_DATA.texts('year_before'))}(?![{LETTER}])"
)
_NEXT_YEAR = re.compile(rf"{_JOIN}(?:[{LETTER}]+\s)?(?P<year>\d{{4}})(?!\d)")
_YEAR_BEFORE_JOIN = re.compile(rf"(?<!\d)(?P<year>\d{{4}}){_JOIN}(?:[{LETTER}]+\s)?$")


def say_year(digits: str) -> str:
    """1939 as nineteen hundred and so on; the years from 2000 to 2099 as plain numbers."""
    number = int(digits)
    if digits.startswith("0") or not 1100 <= number <= 9999 or 2000 <= number <= 2099:
        return whole(digits)
    hundreds, rest = divmod(number, 100)
    said = f"{cardinal(hundreds)} {_DATA.text('hundred')}"
    return f"{said} {cardinal(rest)}" if rest else said


def _say_years(match: re.Match[str], _: Context) -> str | None:
    first, last, era = match["first"], match["last"], match["era"]
    if not (era or match["decade"] or _is_year(match)):
        return None
    if match["decade"] and (len(first) != 4 or last):
        return None
    said = say_year(first)
    if last:
        said += f" {hindi('numbers').text('range')} {say_year(last)}"
    if match["decade"]:
        said += f" {_DATA.text('decade')}"
    return f"{said} {_DATA.mapping('eras').text(_ERA_NAMES[era])}" if era else said


_ERA_NAMES = {fold(era): era for era in _DATA.mapping("eras")}


def _is_year(match: re.Match[str]) -> bool:
    """Whether the number, or the pair of numbers, is a year by what stands around it."""
    text, start, end = match.string, match.start(), match.end()
    number, last = int(match["first"]), match["last"]
    if not 1100 <= number < 2100:
        return False
    if last and not _may_end(number, last):
        return False
    if _YEAR_AFTER_ALONE.search(text, max(0, start - 10), start) and not _NOUN.match(text, end):
        return True
    if _says_year_before(text, start) or _bracketed(text, start, end):
        return True
    if _says_year_after(text, end, number):
        return True
    return bool(last and number >= 1800 and (len(last) == 2 or not _NOUN.match(text, end)))


def _may_end(first: int, last: str) -> bool:
    """Whether `last` can be the end of years that begin with `first`: 1920-26, 1939-1945."""
    return int(last) > first % 100 if len(last) == 2 else 1100 <= int(last) < 2100


def _says_year_before(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    if _YEAR_AFTER.search(before):
        return True
    joined = _YEAR_BEFORE_JOIN.search(before)
    return bool(joined and _says_year_before(before, joined.start("year")))


def _says_year_after(text: str, end: int, number: int) -> bool:
    """In "the 1950 and 1960 decades" the second year tells of the first."""
    if _YEAR_BEFORE.match(text, end) and (number >= 1500 or number % 10):
        return True
    after = _NEXT_YEAR.match(text, end)
    return bool(
        after
        and 1100 <= int(after["year"]) < 2100
        and _says_year_after(text, after.end(), int(after["year"]))
    )


def _bracketed(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] == "(" and text[end : end + 1] == ")"


_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d\d)"
    rf"(?!\d|{DASH}\d)"
)
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_DAY_AND_MONTH = re.compile(
    r"(?P<day>\d\d)(?P<mark>[-/])(?P<month>\d\d)(?![\d%]|[-/.,]\d|\s?[A-Za-z°%])"
)
_NAMED_DATE = re.compile(
    rf"0?(?P<day>\d{{1,2}})[-/ ](?P<name>{_MONTH})(?![A-Za-z{LETTER}])"
    rf"(?:[-/](?P<year>\d{{4}}|\d\d)(?!\d))?"
)


def _say_date(match: re.Match[str], _: Context) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if month > 12 >= day:  # month first
        day, month = month, day
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    said = f"{cardinal(day)} {_MONTH_NAMES[month - 1]}"
    year = match.groupdict().get("year")
    return f"{said} {say_year(year)}" if year else said


def _say_day_and_month(match: re.Match[str], context: Context) -> str | None:
    """31-06 is a date; 10-12 is a range unless a leading zero or the order tells otherwise."""
    day, month = match["day"], match["month"]
    descends = match["mark"] == "-" and int(day) > int(month)
    if not (day.startswith("0") or month.startswith("0") or descends):
        return None
    return _say_date(match, context)


def _say_named_date(match: re.Match[str], _: Context) -> str:
    name = match["name"]
    said = f"{cardinal(int(match['day']))} {_ENGLISH_MONTHS.get(name, name)}"
    return f"{said} {say_year(match['year'])}" if match["year"] else said


_ENGLISH_MONTH = re.compile(rf"(?<![A-Za-z])(?P<name>{any_of(_ENGLISH_MONTHS)})(?![A-Za-z])")


def _say_english_month(match: re.Match[str], _: Context) -> str:
    return _ENGLISH_MONTHS.text(match["name"])


_CLOCK = r"\d{1,2}(?:[:.][0-5]\d){0,2}"
_TIME = re.compile(
    rf"(?P<start>{_CLOCK})(?:\s?{DASH}\s?(?P<end>{_CLOCK}))?"
    rf"(?:\s?(?P<half>[AaPp])\.?\s?[Mm](?![A-Za-z])\.?)?"
    rf"(?:\s?(?P<oclock>{_DATA.text('oclock')})(?![{LETTER}]))?(?![\d:]|[.,]\d)"
)


def _say_time(match: re.Match[str], _: Context) -> str | None:
    """9:30, 9.30 o'clock, 9 pm; but plain "9 o'clock" is no case for this rule."""
    start, end, half, oclock = match.group("start", "end", "half", "oclock")
    if not (":" in start or half or ("." in start and oclock)):
        return None
    clocks = [[int(part) for part in re.split("[:.]", each)] for each in (start, end) if each]
    if any(clock[0] > 24 for clock in clocks) or _near_ratio(match):
        return None
    if not end:
        said = _clock(clocks[0], oclock is not None and _stands_free(match))
    else:
        said = f" {hindi('numbers').text('range')} ".join(_clock(clock, False) for clock in clocks)
        said = said.replace(f" {_DATA.text('oclock')} ", " ")
    return f"{_day_part(clocks[0][0], half)} {said}" if half else said


def _clock(parts: list[int], at: bool) -> str:
    """The words for hour, minute and second; `at` adds the word that makes it "at" a time."""
    hour, minute, second = (*parts, 0, 0)[:3]
    oclock = _DATA.text("oclock")
    if not (minute or second):
        return f"{cardinal(hour)} {oclock}"
    if minute % 15 == 0 and not second and 1 <= hour <= 12:
        return f"{quarter_hours(hour, minute // 15)} {oclock}"
    said = f"{cardinal(hour)} {_DATA.text('past')}"
    if minute:
        said += f" {cardinal(minute)} {_DATA.text('minutes')}"
    if second:
        said += f" {cardinal(second)} {_DATA.text('seconds')}"
    return f"{said} {_DATA.text('at')}" if at else said


def _stands_free(match: re.Match[str]) -> bool:
    return word_after(match) not in _DATA.texts("at_not_before")


def _day_part(hour: int, half: str) -> str:
    hour = hour % 12 + (12 if half in "Pp" else 0)
    parts = _DATA.mapping("day_parts")
    return parts.text(max((begin for begin in parts if int(begin) <= hour), key=int))


def _near_ratio(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 10) : match.start()].split()
    after = match.string[match.end() : match.end() + 15].split()
    return _DATA.text("ratio") in (*before[-1:], *after[:2])


_RATIO = re.compile(r"\d+(?:\s?:\s?\d+)+(?![\d])")


def _say_ratio(match: re.Match[str], _: Context) -> str:
    parts = (whole(part.strip()) for part in match[0].split(":"))
    return f" {_DATA.text('ratio')} ".join(parts)


RULES = (
    Rule("date", _ISO_DATE, _say_date),
    Rule("date", _DATE, _say_date),
    Rule("date", _NAMED_DATE, _say_named_date),
    Rule("time", _TIME, _say_time),
    Rule("ratio", _RATIO, _say_ratio),
    Rule("month", _ENGLISH_MONTH, _say_english_month),
    Rule("date", _DAY_AND_MONTH, _say_day_and_month),
    Rule("year", _YEAR, _say_years),
)
