"""Hindi words as the checks compare them: one spelling each, cut to their stem.

Nuktas are dropped, a chandrabindu and a nasal before its stop become an anusvara, so that the
article's spelling and the editor's meet. A stem is a word without its ending (`facts.yaml`); it
is crude, and good enough to ask whether two sentences speak of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from parcha.text.data import hindi
from parcha.text.normalise import LETTER, normalise

_NUKTA = "\u093c"
_VIRAMA = "\u094d"
_NASAL = re.compile(
    f"[\u0919\u091e\u0923\u0928]{_VIRAMA}(?=[\u0915-\u0922\u0924-\u0927])"
    f"|\u092e{_VIRAMA}(?=[\u092a-\u092d])"
)
_TOKEN = re.compile(
    rf"[0-9][0-9,]*(?:\.[0-9]+)?(?![A-Za-z])|[A-Za-z][A-Za-z0-9-]*|[{LETTER}]+|[-%–—.,;:?!\u0964/]"
)
STOPS = frozenset(".,;:?!\u0964")
"""Tokens that end a clause."""
_SENTENCE_END = re.compile(r"(?<=[\u0964?!])\s+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` in the one spelling that words are compared in."""
    plain = normalise(text).replace(_NUKTA, "").replace("\u0901", "\u0902")
    return _NASAL.sub("\u0902", plain)


def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers in digits and stops of a text, folded. A name with digits is one token."""
    return tuple(_TOKEN.findall(fold(text)))


def is_word(token: str) -> bool:
    """Whether a token is a Hindi word."""
    return re.match(f"[{LETTER}]", token) is not None


def hindi_words(text: str) -> tuple[str, ...]:
    """The Hindi words of a text, folded."""
    return tuple(filter(is_word, tokens(text)))


def sentences(lines: Iterable[str]) -> tuple[str, ...]:
    """The sentences that lines make: a line that ends with a comma goes on in the next."""
    return tuple(part for part in _SENTENCE_END.split(" ".join(lines)) if part.strip())


@cache
def _endings() -> tuple[str, ...]:
    endings = {fold(ending) for ending in hindi("facts").texts("endings")}
    return tuple(sorted(endings, key=len, reverse=True))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A folded word without its ending; at least two letters stay."""
    for ending in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)]
    return word


def stems(text: str) -> tuple[str, ...]:
    """The stems of all Hindi words of a text."""
    return tuple(map(stem, hindi_words(text)))


@cache
def word_set(key: str, file: str = "facts") -> frozenset[str]:
    """The folded words that a data file lists under `key`."""
    return frozenset(map(fold, hindi(file).texts(key)))
