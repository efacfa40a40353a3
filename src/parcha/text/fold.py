"""The text as rules look at it: one character for one, with plain digits, dashes and letters.

So no rule has to know how many ways there are to write a 5, and what a rule matched is still
found at the same place of the text as it was written.
"""

from __future__ import annotations

import unicodedata

_FOLD = {
    "∼": "~", "‒": "–", "―": "—", "‐": "-", "‑": "-", "º": "°", "˚": "°", "μ": "µ", "\u0970": ".",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
    "⁄": "/", "∕": "/", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i",
    "đ": "d", "ð": "d", "ß": "s", "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "✕": "×",
}  # fmt: skip


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


def _fold_character(character: str) -> str:
    if character in _FOLD:
        return _FOLD[character]
    if character.isspace():
        return " "
    if "<super>" in unicodedata.decomposition(character):
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    return plain if len(plain) == 1 and "!" <= plain <= "~" else character


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text as rules see it, as long as before: every digit ASCII, every hyphen "-", é as e."""
    return text.translate(_FOLDING)
