"""Paragraphs into sentences: sentencex, mended where a full stop abbreviates and does not end."""

from __future__ import annotations

import re

from sentencex import segment

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import DANDA, LETTER
from parcha.text.symbols import LETTER_NAME, may_end_after

_WRITTEN = (
    *hindi("abbreviations").mapping("abbreviations"),
    *hindi("units").mapping("units"),
    *hindi("dates").mapping("eras"),
)
_ABBREVIATIONS = frozenset(
    part for written in _WRITTEN for part in (written, *written.split()) if part.endswith(".")
)

# No abbreviation is longer; a search for the last word from the beginning takes quadratic time.
_LONGEST_WORD = 80
_LAST_WORD = re.compile(r"[^\s\"'(\[]+$")
# Letter names and single letters with stops, words of several stops; the number of a list item.
_INITIAL = re.compile(
    rf"(?:(?:{LETTER_NAME}|[A-Za-z]|[{LETTER}])\.)+|(?:[{LETTER}]{{1,5}}\.){{2,}}"
)
_LIST_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[ivxIVX]{1,4})[.)]+")
_LATIN_ABBREVIATION = re.compile(r"(?:Dr|Mr|Mrs|Ms|St|Prof|vs|No|Fig|e\.g|i\.e|al|approx)\.")
_CLOSERS = re.compile(r"(?:[”’»)\]}'\"]|\[[^\]\s]{1,12}\])+")
_GOES_ON = re.compile(rf"\s*(?:[,;:–—{DANDA}]|-\s)")
_DECIMAL_POINT = re.compile(r"\d\.\d")
_FULL_STOP = re.compile(rf"(?<=[{LETTER}])\.(?=\s)")
_ENDS_WITH_BAR = re.compile(rf"(?<=[{LETTER}0-9\s])\|")


def split_sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph, in order and without the white space around them.

    Each is an exact piece of the paragraph, and together they hold every letter of it.
    """
    sentences: list[str] = []
    start = 0
    for stop in _ends(paragraph):
        end = _after_closers(paragraph, start, stop)
        if end > start and not _goes_on(paragraph, start, end):
            sentences.append(paragraph[start:end].strip())
            start = end
    return tuple(sentence for sentence in (*sentences, paragraph[start:].strip()) if sentence)


def _ends(paragraph: str) -> list[int]:
    """Where a sentence may end: where sentencex says so, and behind full stops that it doubts."""
    ends = {stop.end() for stop in _FULL_STOP.finditer(paragraph)}
    end = 0
    # A bar typed for a danda is one.
    for piece in segment("hi", _ENDS_WITH_BAR.sub(DANDA, paragraph)):
        end += len(piece)
        ends.add(min(end, len(paragraph)) - (len(piece) - len(piece.rstrip())))
    return sorted(ends)


def _after_closers(paragraph: str, start: int, end: int) -> int:
    """The end with the quotes, brackets and reference marks that belong to the sentence."""
    closers = _CLOSERS.match(paragraph, end)
    if not closers:
        return end
    if closers[0][0] == '"' and paragraph.count('"', start, end) % 2 == 0:
        return end
    return closers.end()


def _goes_on(paragraph: str, start: int, end: int) -> bool:
    """Whether the sentence goes on after `end`, because the stop before it abbreviates."""
    sentence = fold(paragraph[start:end])
    if _GOES_ON.match(paragraph, end) or _DECIMAL_POINT.match(
        fold(paragraph[max(0, end - 2) : end + 1])
    ):
        return True
    if _LIST_NUMBER.fullmatch(sentence):
        return True
    return abbreviates(sentence)


def abbreviates(text: str) -> bool:
    """Whether `text`, folded, ends with a full stop that abbreviates and ends no sentence."""
    word = _LAST_WORD.search(text, max(0, len(text) - _LONGEST_WORD))
    if not word or not word[0].endswith("."):
        return False
    if word[0] in _ABBREVIATIONS or _LATIN_ABBREVIATION.fullmatch(word[0]):
        return True
    return bool(_INITIAL.fullmatch(word[0])) and not may_end_after(text[: word.start()])
