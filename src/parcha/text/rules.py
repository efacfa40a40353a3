"""What a spoken-form rule is, and the text that it looks at.

A rule is tried at one place of the folded text (see `fold.py`), first come, first served.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from parcha.text.lexicon import Lexicon
from parcha.text.normalise import LETTER

DASH = "[-–—−]"
WORD_CHAR = f"0-9A-Za-z{LETTER}"
"""Inside a character class: what a number or name may not touch."""


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may ask, and where they note the tokens that they could only guess at."""

    lexicon: Lexicon
    english: Callable[[str], str] | None = None
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where `pattern` matches, `say` gives the words to say, or None if it is no case of its.

    Words "" mean that nothing is said: the rule consumes what it matched.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], Context], str | None]


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of these words that fits."""
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"


def loosely(abbreviation: str) -> str:
    """A pattern for an abbreviation, with or without spaces behind its inner stops."""
    escaped = re.escape(abbreviation).replace(r"\.", r"\.\s?").replace(r"\ ", r"\s?")
    return escaped.removesuffix(r"\s?").replace(r"\s?\s?", r"\s?")


def word_after(match: re.Match[str]) -> str:
    """The Hindi word that follows a match, or nothing."""
    found = _NEXT_WORD.match(match.string, match.end())
    return found[1] if found else ""


_NEXT_WORD = re.compile(rf"\s?([{LETTER}]+)")
