"""Numbers that are dialled or taken, not counted: telephone numbers, doses; and web addresses."""

from __future__ import annotations

import re

from parcha.text.data import hindi
from parcha.text.latin import say_name
from parcha.text.letters import say_letters
from parcha.text.normalise import LETTER
from parcha.text.numbers import VULGAR, digit_by_digit, fraction, whole
from parcha.text.rules import DASH, WORD_CHAR, Context, Rule, any_of

_DATA = hindi("codes")
_GROUPED = re.compile(
    rf"(?P<plus>\+)?(?:\(?\d{{1,5}}\)?(?:[- ]\(?\d{{2,8}}\)?){{1,4}}|\d{{3,13}})"
    rf"(?![\d,.]*\d|%|[{WORD_CHAR}])"
)
_CODE_BEFORE = re.compile(
    rf"(?<![{WORD_CHAR}]){any_of(_DATA.texts('before_code'))}[\s:.\-–]*"
    rf"(?:{any_of(_DATA.texts('code_joins'))}[\s:.\-–]*){{0,2}}$"
)
_CODE_AFTER = re.compile(rf"\s(?:{any_of(_DATA.texts('after_code'))})(?![{LETTER}])")
# +91 98765 43210, 1800-11-4377, 011-23978046, 98765-43210: telephone numbers by their shape.
_TELEPHONE = re.compile(
    r"\+\d[\d() -]{6,}|18[06]0[- ]\d{2,4}[- ]\d{3,4}|18[06]0[- ]?\d{6,7}"
    r"|\(?0\d{2,4}\)?[- ]\d{3,4}[- ]?\d{3,4}|[6-9]\d{4}[- ]\d{5}"
)


def _say_code(match: re.Match[str], _: Context) -> str | None:
    """Digit by digit, with a breath between groups; three digits (108) stay a number."""
    written = match[0]
    count = sum(map(str.isdigit, written))
    if not _TELEPHONE.fullmatch(written):
        before = match.string[max(0, match.start() - 40) : match.start()]
        if count < 4 or not (
            _CODE_BEFORE.search(before) or _CODE_AFTER.match(match.string, match.end())
        ):
            return None
    groups = [group for group in re.split(r"[-() +]+", written) if group]
    if len(groups) == 1 and count >= 10:
        first = 4 if written.startswith("18") else 5
        groups = [written[:first], written[first:]]
    said = ", ".join(digit_by_digit(group) for group in groups)
    return f"{_DATA.text('plus')} {said}" if match["plus"] else said


_HELPLINES = re.compile(r"\d{3,5}(?:\s?/\s?\d{3,5})+(?![\d/])")


def _say_helplines(match: re.Match[str], _: Context) -> str | None:
    """Call 104/108: one or the other."""
    if not _CODE_AFTER.match(match.string, match.end()):
        return None
    numbers = (number.strip() for number in match[0].split("/"))
    said = (whole(number) if len(number) == 3 else digit_by_digit(number) for number in numbers)
    return f" {hindi('symbols').text('or')} ".join(said)


_TAKEN = rf"(?:\d{{1,2}}|[{''.join(VULGAR)}])"
_DOSE = re.compile(rf"(?<!\d)(?<!{DASH}){_TAKEN}(?:\s?{DASH}\s?{_TAKEN}){{2,3}}(?![-\d/])")


def _say_dose(match: re.Match[str], _: Context) -> str:
    """1-0-1: morning, noon and night."""
    parts = (part.strip() for part in re.split(DASH, match[0]))
    return "-".join(
        fraction(*map(str, VULGAR[part])) if part in VULGAR else whole(part) for part in parts
    )


_WEB = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<address>[A-Za-z0-9][\w.+-]*"
    r"(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|\.(?:com|org|net|info|gov|edu|nic|int|co|in)(?:\.[a-z]{2})?)"
    r"(?:/[A-Za-z0-9/_.-]*[A-Za-z0-9_])?)/?(?![A-Za-z0-9])",
    re.ASCII,
)
_WEB_PARTS = re.compile(r"[A-Za-z]+|\d+|[./@_-]")


def _say_web(match: re.Match[str], context: Context) -> str:
    words = _DATA.mapping("web")
    said = []
    for part in _WEB_PARTS.findall(match["address"]):
        if part.lower() in words:
            said.append(words.text(part.lower()))
        elif part.isdigit():
            said.append(digit_by_digit(part))
        else:
            said.append(say_letters(part) if len(part) <= 5 else say_name(part, context))
    return " ".join(said)


RULES = (
    Rule("web address", _WEB, _say_web),
    Rule("telephone", _GROUPED, _say_code),
    Rule("telephone", _HELPLINES, _say_helplines),
    Rule("dose", _DOSE, _say_dose),
)
