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


def size(text: str) -> int:
    """How many consonants of `text` must be heard."""
    return sum(counts(sign) for sign in skeleton(text))


def alike(one: str, other: str) -> bool:
    """Whether two signs may stand for the same sound."""
    return bool(_sounds_of(one) & _sounds_of(other))


def counts(sign: str) -> bool:
    """Whether something must be heard of a sign."""
    return sign not in _optional()


@cache
def _sounds_of(sign: str) -> frozenset[str]:
    either = hindi("skeleton").mapping("either")
    return frozenset({sign, *(either.texts(sign) if sign in either else ())})


@cache
def _optional() -> frozenset[str]:
    return frozenset(hindi("skeleton").texts("optional"))


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
    # Unicode has its letters with a dot below in two ways; NFC is the one with two characters.
    signs = {
        unicodedata.normalize("NFC", letter): sign
        for sign in classes
        for letter in classes.texts(sign)
    }
    return {**signs, **data.mapping("together"), **data.mapping("latin")}


@cache
def _sound() -> re.Pattern[str]:
    return re.compile(any_of(_signs()))


def _plain_digits(digits: str) -> str:
    """Digits of any script as those of ours."""
    return "".join(str(unicodedata.digit(digit)) for digit in digits)
