"""When each written word of a line is heard, so that packages can light it up.

Engines time the words that they were given. A line is shown as it was written: "75%" is one word
there and two in the sound, so times are carried from the one to the other, word for word where
both agree and as a group where they do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from parcha.model import Recording, Word
from parcha.sound.join import voiced


def word_times(
    say: str, spoken: str, text: str, recording: Recording, span: tuple[int, int]
) -> tuple[Word, ...]:
    """The words of `say` with their times in the part, where the line lasts for `span` (ms).

    `text` is what the engine was given for `spoken`. Where it timed no words, they share the span
    by their letters. The words joined by spaces are the line; they start in its order.
    """
    start, end = span
    heard = [Word(text, start, end)]
    if recording.words:
        moved = start - voiced(recording)[0]
        heard = [_within(word, moved, start, end) for word in recording.words]
        # The line was trimmed to its sound, so this is surer than the network's own first time,
        # which may come a tenth of a second after the word is heard (measured).
        heard[0] = replace(heard[0], start_ms=start)
        heard[-1] = replace(heard[-1], end_ms=end)
    return tuple(_carry(say, _carry(spoken, _spread(heard))))


def _within(word: Word, moved: int, start: int, end: int) -> Word:
    """`word` moved in time, but never out of its line: join trims the breath at the edges."""
    times = (min(max(time + moved, start), end) for time in (word.start_ms, word.end_ms))
    return Word(word.text, *times)


def _spread(heard: Sequence[Word]) -> list[Word]:
    """Each stretch of several words cut into single ones, long words longer."""
    single = []
    for stretch in heard:
        words = _split(stretch.text)
        weights = [max(1, _letters(word)) for word in words]
        length, total, before = stretch.end_ms - stretch.start_ms, sum(weights), 0
        for word, weight in zip(words, weights, strict=True):
            start, end = (
                stretch.start_ms + round(length * part / total)
                for part in (before, before + weight)
            )
            single.append(Word(word, start, end))
            before += weight
    return single


def _carry(line: str, timed: Sequence[Word]) -> list[Word]:
    """The words of `line` with the times of the words of `timed` that stand for them."""
    shown = _split(line)
    if not shown or not timed:
        return []
    plain, heard = [_bare(word) for word in shown], [_bare(word.text) for word in timed]
    carried: list[Word] = []
    for _, a, b, c, d in SequenceMatcher(None, plain, heard, autojunk=False).get_opcodes():
        if b - a == d - c:
            pairs = [(a + n, c + n, c + n) for n in range(b - a)]
        else:
            # A word that nobody says (c == d) lights up with the one before it.
            first, last = (c, d - 1) if c < d else (max(0, c - 1), max(0, c - 1))
            pairs = [(n, first, last) for n in range(a, b)]
        carried += (
            Word(shown[n], timed[first].start_ms, timed[last].end_ms) for n, first, last in pairs
        )
    return carried


def _split(line: str) -> list[str]:
    """The words of a line; a dash or a stop that stands alone belongs to the word before it."""
    words: list[str] = []
    for piece in line.split():
        if words and not _bare(piece):
            words[-1] += f" {piece}"
        else:
            words.append(piece)
    return words


def _bare(word: str) -> str:
    return "".join(char for char in word if unicodedata.category(char)[0] in "LMN")


def _letters(word: str) -> int:
    return sum(unicodedata.category(char)[0] == "L" for char in word)
