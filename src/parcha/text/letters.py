"""The Hindi names of Latin letters."""

from __future__ import annotations

import re

from parcha.text.data import hindi
from parcha.text.numbers import decimal, digit_by_digit

_LETTER_OR_NUMBER = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]")


def say_letters(name: str) -> str:
    """Letters one by one, digits between them as one number; all else is silent."""
    names = hindi("letters").mapping("latin")
    return " ".join(
        say_digits(part) if part[0].isdigit() else names.text(part.upper())
        for part in _LETTER_OR_NUMBER.findall(name)
    )


def say_digits(digits: str) -> str:
    """The number in a name such as SOD1; long ones are codes and go digit by digit."""
    return digit_by_digit(digits) if len(digits) >= 5 and digits.isdigit() else decimal(digits)
