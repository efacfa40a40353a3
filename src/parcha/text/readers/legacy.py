"""Hindi typed for an old font is no Unicode text: recognise it and say what to do."""

from __future__ import annotations

import re

from parcha.errors import InputError
from parcha.text.data import hindi

_DEVANAGARI = re.compile("[\u0904-\u0939]")
# Of a hundred words in such a font, twenty and more are on its list.
_SHARE = 0.08


def refuse_legacy(text: str, name: str) -> None:
    """Raise `InputError` for text in an old font's code, and for text without any Hindi."""
    hindi_letters = len(_DEVANAGARI.findall(text))
    if hindi_letters > len(text) / 10:
        return
    data = hindi("legacy-fonts")
    words = text.split()
    for font in data.entries("fonts"):
        marks = font.texts("marks")
        found = sum(word in marks for word in words) + sum(
            text.count(mark) for mark in font.texts("letters")
        )
        if found >= 3 and found > _SHARE * len(words):
            raise InputError(
                f"{name} is not Unicode Hindi: it looks like {font.text('name')}.",
                font.text("hint"),
            )
    if not hindi_letters:
        raise InputError(
            f"{name}: there is no Hindi in it.",
            "parcha reads articles in Devanagari letters, as Unicode text.",
        )
