"""Written Hindi as the words that are said: no digit, no Latin letter, no symbol is left.

The text is read from left to right. At each place the first rule that fits says its words; a
Hindi word that no rule knows is kept. So every word of the text is said or named in a `Firing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parcha.text import codes, dates, latin, quantities, symbols
from parcha.text.fold import fold
from parcha.text.lexicon import Lexicon
from parcha.text.normalise import DANDA, LETTER, LETTERS, normalise
from parcha.text.rules import Context, Rule

PUNCTUATION = f"{DANDA},;:?!-"
"""All that a spoken form holds beside Devanagari letters and single spaces."""


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
    fired: tuple[Firing, ...]
    unknown: tuple[str, ...]


def to_spoken(text: str, lexicon: Lexicon, english: Callable[[str], str] | None = None) -> Spoken:
    """What is said for `text`.

    `english` gives the IPA of an English word (espeak's); without it, English words that the
    lexicon does not know are spelled. They are `unknown` either way, so that somebody looks.
    """
    context = Context(lexicon, english)
    pieces = tuple(read(normalise(text), context))
    said = "".join(f" {piece.now} " if _is_worded(piece) else piece.now or " " for piece in pieces)
    return Spoken(
        normalise(tidy(said)),  # where a sign between went, a colon may be a visarga now
        tuple(piece for piece in pieces if _is_worded(piece) or _consumes(piece)),
        tuple(context.unknown),
    )


def read(text: str, context: Context) -> Iterator[Firing]:
    """The whole text piece by piece; a piece that is kept as it is has no rule."""
    folded, at = fold(text), 0
    words = (
        Rule("lexicon", context.lexicon.pattern, _say_lexicon),
        *quantities.IN_WORDS,
        *symbols.IN_WORDS,
    )
    signs = (
        *symbols.BEFORE_NUMBERS, *codes.RULES[:1], *words[:1], *codes.RULES[1:], *dates.RULES,
        *quantities.RULES, *latin.RULES, *symbols.AFTER_NAMES,
    )  # fmt: skip
    while at < len(text):
        kept = _KEPT.match(folded, at)
        for rule in words if kept else signs:
            match = rule.pattern.match(folded, at)
            if match and match.end() > at and (now := rule.say(match, context)) is not None:
                yield Firing(rule.name, text[at : match.end()], now)
                at = match.end()
                break
        else:
            end = kept.end() if kept else at + 1
            yield Firing("", text[at:end], text[at:end] if kept else " ")
            at = end


_KEPT = re.compile(rf"\s+|[{LETTER}]+")


def _say_lexicon(match: re.Match[str], context: Context) -> str | None:
    return context.lexicon.find(match[0])


def _is_worded(piece: Firing) -> bool:
    """Whether a rule said words here: they stand apart from their neighbours."""
    return bool(piece.rule) and LETTERS.search(piece.now) is not None


def _consumes(piece: Firing) -> bool:
    """Whether a rule left something out that is more than a stop."""
    return piece.rule not in ("", "stop", "hyphen", "slash", "symbol")


_STRONGEST = f"?!{DANDA};:,"
_STOPS = re.compile(rf"\s*[{_STRONGEST}](?:[{_STRONGEST}\s-]*[{_STRONGEST}])?\s*")
_LOOSE_HYPHEN = re.compile(f"(?<![{LETTER}])-|-(?![{LETTER}])")


def tidy(said: str) -> str:
    """Single spaces, one stop at a time, none at the beginning."""
    said = _LOOSE_HYPHEN.sub(" ", said)
    said = _STOPS.sub(lambda run: next(s for s in _STRONGEST if s in run[0]) + " ", said)
    return " ".join(said.split()).lstrip(f"{_STRONGEST} ")
