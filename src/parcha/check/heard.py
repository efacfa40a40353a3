"""Hearing an edition back: what a recogniser understands of every line of the delivered files.

Lines are heard in context first, as many in a row as fit into half a minute, because a recogniser
mishears a short line alone. A line that seems wrong is heard once more by itself, and the better
hearing counts: to understand a line once is proof enough that it can be understood.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from parcha.check.align import Match, align
from parcha.check.skeleton import size as consonants
from parcha.model import Line, Pcm
from parcha.sound import ffmpeg
from parcha.sound.pcm import FRAME_BYTES, duration_ms, frame_count, silence, write_wav
from parcha.speech.listen import RATE, Heard
from parcha.text.data import hindi
from parcha.text.numbers import cardinal

LONGEST_MS = 25_000
"""Whisper hears up to 30 seconds at once."""
MARGIN_MS = 150
PAUSE_MS = 350
"""What a leaflet has after a sentence."""

# From `parcha listen --calibrate` with Whisper base and Kokoro; docs/listening.md has the table.
# One right line in 72 is beyond one of these limits.
LARGEST_ERROR = 0.35
"""Share of a line's consonants that may be misheard."""
SPARED_ERRORS = 2
"""So many wrong consonants are no finding in a short line, if it has more."""
LARGEST_GAP = 1
"""Consonants missing, or too many, at one place: a dropped or doubled word is more."""
LEAST_CONFIDENCE = 0.45
"""Below this the recogniser guesses: noise, or no speech."""
WORD_LOST = 0.5
"""A number of which so much is not heard was not understood."""
# \W alone would cut off vowel signs.
_STOPS = re.compile(r"^\W+|[^\w\u0900-\u0963]+$")


@dataclass(frozen=True, slots=True)
class Part:
    """One delivered file with the lines that it should say."""

    chapter: str
    file: Path
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HeardLine:
    """What was heard of one line.

    `error` is the share of its consonants that are wrong, `confidence` (0 to 1) how sure the
    recogniser is. `lost` are decisive words, numbers and negations, that were not heard. `verdict`
    is "ok", "unsure", or what a second opinion found: "take", "voice" or "words".
    """

    chapter: str
    number: int
    say: str
    spoken: str
    heard: str
    error: float
    confidence: float
    lost: tuple[str, ...]
    start_ms: int
    verdict: str

    @property
    def rank(self) -> tuple[bool, float]:
        """What a person should hear first ranks highest."""
        return bool(self.lost), self.error + (1 - self.confidence) / 10


@dataclass(frozen=True, slots=True)
class Track:
    """The sound of a part, at the rate of the recogniser, and the lines in it."""

    chapter: str
    lines: tuple[Line, ...]
    sound: Pcm


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines in a row of one track, and their sound."""

    chapter: str
    first: int
    lines: tuple[Line, ...]
    sound: Pcm


Listener = Callable[[Sequence[Pcm]], Sequence[Heard]]
"""Hears sounds; `parcha.speech.listen.hear` with its settings."""


def listen_back(parts: Sequence[Part], listener: Listener) -> tuple[HeardLine, ...]:
    """Hear every line of `parts`, in order. Raises `ParchaError` where a file cannot be decoded."""
    tracks = [Track(part.chapter, part.lines, decode(part.file)) for part in parts]
    return understand(tracks, listener)


def understand(tracks: Sequence[Track], listener: Listener) -> tuple[HeardLine, ...]:
    """Hear every line of `tracks`, in order: in context, and again alone where it is doubtful."""
    stretches = [stretch for track in tracks for stretch in _stretches(track)]
    first: list[HeardLine] = []
    for stretch, heard in zip(stretches, listener([s.sound for s in stretches]), strict=True):
        matches = align([line.spoken for line in stretch.lines], heard.text)
        for place, (line, match) in enumerate(zip(stretch.lines, matches, strict=True)):
            number = stretch.first + place
            first.append(judge(stretch.chapter, number, line, match, heard.confidence))
    return _heard_alone(first, tracks, listener)


def summary(lines: Sequence[HeardLine]) -> dict[str, Any]:
    """The figures of an edition and all its lines, for a script to read."""
    worst = max(lines, key=lambda line: line.error)
    return {
        "mean_error": round(sum(line.error for line in lines) / len(lines), 4),
        "worst": asdict(worst),
        "flagged": sum(line.verdict != "ok" for line in lines),
        "lines": [asdict(line) for line in lines],
    }


def judge(chapter: str, number: int, line: Line, match: Match, confidence: float) -> HeardLine:
    """Say of one line whether it was understood."""
    lost = tuple(_lost(line.spoken, match))
    size = consonants(line.spoken)
    fine = (
        not lost
        and (match.error <= LARGEST_ERROR or match.error * size <= min(SPARED_ERRORS, size - 1))
        and max(match.missing, match.extra) <= LARGEST_GAP
        and confidence >= LEAST_CONFIDENCE
    )
    return HeardLine(
        chapter=chapter,
        number=number,
        say=line.say,
        spoken=line.spoken,
        heard=match.heard,
        error=round(match.error, 3),
        confidence=round(confidence, 3),
        lost=lost,
        start_ms=line.start_ms,
        verdict="ok" if fine else "unsure",
    )


def _lost(spoken: str, match: Match) -> Iterator[str]:
    """Numbers and negations that were said but not heard."""
    heard = words_of(match.heard)
    words = words_of(spoken)
    decisive = hindi("skeleton").mapping("decisive")
    for word, error, silent in zip(words, match.word_errors, match.silent, strict=True):
        number_lost = error >= WORD_LOST and is_number(word)
        if number_lost or (silent and word in decisive and not decisive.texts(word)):
            yield word
    for word in decisive:
        if forms := decisive.texts(word):
            told = sum(form == word or form in forms for form in heard)
            if told < words.count(word):
                yield word


def words_of(text: str) -> list[str]:
    """Words of any script without the stops beside them."""
    return [_STOPS.sub("", word) for word in text.split()]


def is_number(word: str) -> bool:
    """Whether a spoken word is a number or part of one."""
    return word in _number_words()


@cache
def _number_words() -> frozenset[str]:
    """The words of numbers, without "one", which is an article as well."""
    numbers = [*range(101), 1000, 100_000, 10_000_000]
    return frozenset(word for number in numbers for word in cardinal(number).split()) - {
        cardinal(1)
    }


def _heard_alone(
    lines: Sequence[HeardLine], tracks: Sequence[Track], listener: Listener
) -> tuple[HeardLine, ...]:
    """`lines`, the doubtful ones heard again by themselves."""
    by_chapter = {track.chapter: track for track in tracks}
    doubtful = [line for line in lines if line.verdict != "ok"]
    origins = [by_chapter[line.chapter].lines[line.number - 1] for line in doubtful]
    cuts = [
        cut(by_chapter[line.chapter].sound, origin.start_ms, origin.end_ms)
        for line, origin in zip(doubtful, origins, strict=True)
    ]
    better: dict[tuple[str, int], HeardLine] = {}
    for line, origin, heard in zip(doubtful, origins, listener(cuts), strict=True):
        (match,) = align([origin.spoken], heard.text)
        again = judge(line.chapter, line.number, origin, match, heard.confidence)
        better[line.chapter, line.number] = min(line, again, key=lambda one: one.rank)
    return tuple(better.get((line.chapter, line.number), line) for line in lines)


def track_of(name: str, spoken: Sequence[tuple[str, Pcm]]) -> Track:
    """Lines and their sounds (at `RATE`) in a row, with the pauses of a leaflet between them."""
    frames, lines = bytearray(), []
    for text, sound in spoken:
        start = duration_ms(len(frames) // FRAME_BYTES, RATE)
        frames += sound.frames
        end = duration_ms(len(frames) // FRAME_BYTES, RATE)
        lines.append(Line(text, text, start, end))
        frames += silence(PAUSE_MS, RATE)
    return Track(name, tuple(lines), Pcm(bytes(frames), RATE))


def decode(file: Path) -> Pcm:
    """A delivered file as the recogniser hears it."""
    wanted = ["-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    frames, _ = ffmpeg.run(["-i", file, *wanted])
    return Pcm(frames, RATE)


def for_listening(clip: Pcm) -> Pcm:
    """A clip at the rate that the recogniser hears."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "clip.wav")
        write_wav(path, clip)
        return decode(path)


def cut(sound: Pcm, start_ms: int, end_ms: int) -> Pcm:
    """A stretch of a sound with a margin on both sides."""
    first = FRAME_BYTES * frame_count(max(0, start_ms - MARGIN_MS), sound.rate)
    last = FRAME_BYTES * frame_count(end_ms + MARGIN_MS, sound.rate)
    return Pcm(sound.frames[first:last], sound.rate)


def _stretches(track: Track) -> Iterator[_Stretch]:
    """As many lines in a row as the recogniser hears at once."""
    lines, first = track.lines, 0
    for last in range(1, len(lines) + 1):
        full = last < len(lines) and lines[last].end_ms - lines[first].start_ms > LONGEST_MS
        if full or last == len(lines):
            chosen = lines[first:last]
            piece = cut(track.sound, chosen[0].start_ms, chosen[-1].end_ms)
            yield _Stretch(track.chapter, first + 1, chosen, piece)
            first = last
