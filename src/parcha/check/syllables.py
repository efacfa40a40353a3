"""Syllables of spoken Hindi: its vowels as they are said, counted from the spelling.

Every vowel letter, vowel sign and bare consonant (with its short a) makes an akshara. The short a
is silent at the end of a word of more than one akshara, and between them where it stands after a
vowel and before a single consonant with a vowel of its own, looked at from the end of the word
(the rule of Ohala, Aspects of Hindi Phonology, 1983). What is left are the syllables: the four
aksharas of "sarkar" have two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parcha.text.normalise import LETTERS, normalise

_AKSHARA = re.compile(
    "(?P<vowel>[\u0904-\u0914\u0960\u0961\u0972])"
    "|(?P<onset>(?:[\u0915-\u0939\u0958-\u095f]\u093c?\u094d)*[\u0915-\u0939\u0958-\u095f]\u093c?)"
    "(?P<sign>[\u093e-\u094c\u0962\u0963]|\u094d)?"
)
_VIRAMA = "\u094d"


def syllables(text: str) -> int:
    """How many syllables a text in spoken form has."""
    return sum(_of_word(word) for word in LETTERS.findall(normalise(text)))


@lru_cache(maxsize=16384)
def _of_word(word: str) -> int:
    """The syllables of one word; at least one."""
    vowels: list[bool] = []  # for each akshara: whether it has a vowel that must be said
    single: list[bool] = []  # whether one consonant at most begins it
    for akshara in _AKSHARA.finditer(word):
        if akshara["sign"] == _VIRAMA:
            continue
        vowels.append(bool(akshara["vowel"] or akshara["sign"]))
        single.append(_VIRAMA not in (akshara["onset"] or ""))
    return max(1, sum(_said(vowels, single)))


def _said(full: list[bool], single: list[bool]) -> list[bool]:
    """Which aksharas keep their vowel."""
    said = [True] * len(full)
    if len(full) > 1:
        said[-1] = full[-1]
    for at in range(len(full) - 2, 0, -1):
        if not full[at] and said[at + 1] and single[at + 1] and single[at]:
            said[at] = False
    return said
