"""Written Hindi as the words that are said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from unicode_rbnf import RbnfEngine

from parcha.text.lexicon import Lexicon
from parcha.text.normalise import LETTER, normalise


@dataclass(frozen=True, slots=True)
class Firing:
    """One place where a rule spoke: `was` in the text became `now`."""

    rule: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words to say, the rules that made them, and the tokens that no rule knows."""

    text: str
    fired: tuple[Firing, ...] = ()
    unknown: tuple[str, ...] = ()


def to_spoken(
    text: str, lexicon: Lexicon, english: Callable[[str], str] | None = None
) -> Spoken:
    """What is said for `text`: Devanagari words and plain punctuation, nothing else."""
    engine = RbnfEngine.for_language("hi")
    said = re.sub(
        r"\d+", lambda m: f" {engine.format_number(int(m[0])).text} ", normalise(text)
    )
    said = re.sub(f"[^{LETTER}\u0964,?!;:-]+", " ", said)
    return Spoken(" ".join(said.split()))
