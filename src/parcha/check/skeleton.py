"""Text in any script as a string of consonant classes, so that what was heard can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from parcha.text.data import hindi
from parcha.text.letters import say_letters
from parcha.text.numbers import whole
from parcha.text.rules import any_of

_CAPITALS = re.compile("[A-Z]{2,}")
_DIGITS = re.compile(r"\d+")


def skeleton(text: str) -> str:
    """The consonants of `text`, each as the sign of its class; equal neighbours count once.

    Digits and capital letters count as the words that are said for them.
    """
    text = _CAPITALS.sub(lambda match: say_letters(match[0]), text)
    text = _DIGITS.sub(lambda match: whole(_plain_digits(match[0])), text)
    signs = _signs()
    found = _sound().findall(unicodedata.normalize("NFC", text).lower())
    heard = before_lips("".join(signs[sound] for sound in found))
    return re.sub(r"(.)\1+", r"\1", heard)


def before_lips(signs: str) -> str:
    """The same number of signs, with nasals as they are heard before a lip sound."""
    lips = hindi("skeleton").mapping("before_lips")
    nasal = f"{lips.text('sound')}(?=[{''.join(lips.texts('lips'))}])"
    return re.sub(nasal, lips.text("becomes"), signs)


@cache
def _signs() -> Mapping[str, str]:
    """The sign of every letter or group of letters that counts."""
    data = hindi("skeleton")
    classes = data.mapping("classes")
    signs = {letter: sign for sign in classes for letter in classes.texts(sign)}
    return {**signs, **data.mapping("together"), **data.mapping("latin")}


@cache
def _sound() -> re.Pattern[str]:
    return re.compile(any_of(_signs()))


def _plain_digits(digits: str) -> str:
    """Digits of any script as those of ours."""
    return "".join(str(unicodedata.digit(digit)) for digit in digits)
