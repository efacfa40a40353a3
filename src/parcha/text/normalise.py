"""One spelling for Hindi text, and the letter classes that the rules are written in.

Python's `\\w` and `\\b` do not know vowel signs (`\\b` matches inside many Hindi words), so every
pattern of this package uses the classes below instead.
"""

from __future__ import annotations

import re
import unicodedata

from parcha.text.data import hindi

LETTER = "\u0900-\u0950\u0955-\u0957\u0960-\u0963\u0972-\u097f"
"""Inside a character class: every Devanagari letter and sign, but no digit and no danda."""

DANDA = "\u0964"
"""The Hindi full stop."""

LETTERS = re.compile(f"[{LETTER}]+")
"""A Hindi word, or its part between hyphens."""

NOT_IN_WORD = f"(?<![{LETTER}])"
NOT_BEFORE_WORD = f"(?![{LETTER}])"
"""Look-arounds in place of `\\b`: no letter before, no letter after."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SIGN = "[\u093e-\u094d\u0900-\u0903\u0955-\u0957\u0962\u0963]"
_NUKTA_LAST = re.compile(f"(?<!{_SIGN})({_SIGN}+)(\u093c+)")
_DOUBLE_NUKTA = re.compile("\u093c{2,}")
_JHA_NUKTA = re.compile("\u091d\u093c")
_BAD_NUKTA = re.compile(
    "(?<![\u0915\u0916\u0917\u091c\u0921\u0922\u092b\u092f\u0928\u0930\u0933])\u093c"
)
_COLON_VISARGA = re.compile(f"(?<=[{LETTER}]):(?=[{LETTER}])")
_COLON_AT_END = re.compile(
    f"(?<![{LETTER}])({'|'.join(hindi('visarga').texts('words'))}):(?=[\\s-])"
)
_LIGATURE = re.compile("[\ufb00-\ufb06\u3371-\u33df]")
_BAR = re.compile(r"\|+")


def normalise(text: str) -> str:
    """The same text in one spelling: NFC, no invisible characters, nuktas and visargas in order.

    A bar is taken for the danda that it stands for, a colon between two Hindi letters for the
    visarga. Nothing that is heard is added or removed; doing it twice changes nothing.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    text = _NUKTA_LAST.sub(r"\2\1", text)
    text = _DOUBLE_NUKTA.sub("\u093c", text)
    text = _BAD_NUKTA.sub("", _JHA_NUKTA.sub("\u091c\u093c", text))
    text = _COLON_AT_END.sub("\\1\u0903", _COLON_VISARGA.sub("\u0903", text))
    text = _BAR.sub(DANDA, text)
    return unicodedata.normalize("NFC", text)
