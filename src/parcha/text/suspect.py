"""Sentences that a person should look at before they are spoken. Nothing is dropped here.

What is looked for, and the words by which it is known, stand in `data/hi/suspect.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from parcha.model import Section
from parcha.text.data import hindi
from parcha.text.normalise import LETTER, LETTERS, normalise
from parcha.yamlfile import Mapping

_LATIN = re.compile("[A-Za-z]")
_SYMBOLS = re.compile(rf"[\\{{}}<>=_^|#@*~]|(?<![{LETTER}])/|/(?![{LETTER}])")
_PAIRS = (("(", ")"), ("[", "]"), ("\u201c", "\u201d"), ("\u2018", "\u2019"))
_LAST_WORD = re.compile(rf"([{LETTER}]+)[^{LETTER}]*$")
_CUT_SHORT = re.compile("[,;]\\s*\u0964")
_FIRST_WORD = re.compile(rf"^[^{LETTER}A-Za-z0-9]*([{LETTER}]+)")
# The title and a blank line stand above the first sentence of a section file.
_LINES_ABOVE = 2


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sentence to look at. `line` is its line in `sections/NN-id.md`, counted from 1."""

    section: str
    line: int
    sentence: str
    kind: str
    reason: str


def suspects(section: Section) -> tuple[Suspect, ...]:
    """The sentences of a section that look wrong, in order; one may be named for two reasons."""
    reasons = _data().mapping("reasons")
    found: list[Suspect] = []
    line = _LINES_ABOVE
    for paragraph in section.paragraphs:
        whole = foreign_language(" ".join(paragraph))
        for sentence in paragraph:
            line += 1
            language = whole or foreign_language(sentence)
            for kind in ["other-language"] if language else _kinds(sentence, len(paragraph)):
                reason = reasons.text(kind).format(language=language)
                found.append(Suspect(section.id, line, sentence, kind, reason))
        line += 1
    return tuple(found)


def _kinds(sentence: str, beside: int) -> Iterable[str]:
    """The keys of the reasons to suspect a sentence of a paragraph with `beside` of them."""
    least = _data().number("least_words" if beside > 1 else "least_alone", 0)
    text = normalise(sentence)
    words = LETTERS.findall(text)
    latin = len(_LATIN.findall(text))
    if latin > sum(map(len, words)):
        yield "latin"
    elif _is_salad(text, words):
        yield "salad"
    elif len(words) >= least and not _has_verb(text, words):
        yield "no-verb"
    if _is_unpaired(text):
        yield "quotes"
    if len(_SYMBOLS.findall(text)) >= 2:
        yield "symbols"


def _is_salad(text: str, words: list[str]) -> bool:
    """Whether words stand where none can stand: case words, a verb, a word twice."""
    first, last = _FIRST_WORD.match(text), _LAST_WORD.search(text)
    if len(words) > 1 and first and first[1] in _set("never_first"):
        return True
    if len(words) > 1 and last and last[1] in _set("never_last"):
        return True
    if _CUT_SHORT.search(text):
        return True
    tokens = text.split()
    return any(_clash(*three) for three in zip(["", *tokens], tokens, tokens[1:], strict=False))


def _clash(first: str, second: str, third: str) -> bool:
    """Whether the third word cannot follow the second; the first is what stands before them."""
    if not LETTERS.fullmatch(second):
        return False
    if second == third:
        return len(second) >= _data().number("doubled_least", 0) and second not in _set("doubled")
    case_words = _set("case_words")
    if third in case_words and second in case_words | _set("no_case_after"):
        return f"{second} {third}" not in _set("case_pairs")
    if second in _set("oblique") and third in _set("verbs_of_being"):
        return True
    follows = LETTERS.match(third)
    if second in _set("present") and first not in _set("before_present") and follows:
        return follows[0] not in _set("after_present")
    return False


def _has_verb(text: str, words: list[str]) -> bool:
    anywhere = tuple(_set("verb_endings_anywhere"))
    if _set("verbs").intersection(words) or any(word.endswith(anywhere) for word in words):
        return True
    last = _LAST_WORD.search(text)
    return text.rstrip().endswith(":") or bool(
        last and last[1].endswith(tuple(_set("verb_endings")))
    )


def _is_unpaired(text: str) -> bool:
    return text.count('"') % 2 == 1 or any(
        text.count(left) != text.count(right) for left, right in _PAIRS
    )


def foreign_language(text: str) -> str:
    """The name of another language in Devanagari that a text is in, or nothing."""
    words = LETTERS.findall(normalise(text))
    data = _data()
    if sum(word in _set("hindi") for word in words) > data.number("hindi_share", 1) * len(words):
        return ""
    for entry in data.entries("languages"):
        known = {normalise(word) for word in entry.texts("words")}
        endings = tuple(normalise(ending) for ending in entry.texts("endings"))
        signs = [word for word in words if word in known or word.endswith(endings)]
        enough = len(set(signs)) >= data.number("language_least", 0)
        if enough and len(signs) >= data.number("language_share", 1) * len(words):
            return entry.text("name")
    return ""


def _data() -> Mapping:
    return hindi("suspect")


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in _data().texts(key))
