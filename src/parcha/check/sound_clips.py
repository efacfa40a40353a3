"""Clips that cannot be right: silent, too short or long, broken off, clipped, or another line's.

What is usual is learnt from the run itself, for each voice, by median and median deviation, so
that a new voice needs no figures and a few bad clips do not hide themselves.
"""

from __future__ import annotations

import math
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parcha.check.sound_shape import Shape, shape
from parcha.check.told import Fault, Said, Told, fault_at
from parcha.model import Voice
from parcha.sound.pcm import read_wav
from parcha.speech.plausible import aksharas

LEARNT_FROM = 8
"""With fewer lines of a voice nothing is said to be unusual for it."""
FAR_OUT = 6.0
"""How many standard deviations (by the median deviation) no right line is away."""

# Measured on 517 lines of espeak-ng and 27 of Kokoro. The voiced time of a line is close to
# proportional to its aksharas and two more: all lines were within 35 % of the voice's usual pace,
# while half a line or a doubled one is 50 % off and more.
START_AKSHARAS = 2
OFF_PACE = 0.5
"""As a natural logarithm: below 61 % or above 165 % of the usual time."""
FAINT_DB = 20.0
"""Loudness of one voice varies by 5 dB from line to line."""
ABRUPT_END_DB = -45.0
"""Right clips end 63 dB below their speech or softer."""
LONGEST_PAUSE_MS = 1000
"""Commas inside a line were pauses of 395 ms at most."""
CLIPPED_PEAKS = 3
"""No right clip had a single flat peak."""
OTHER_PITCH = 4.5
"""In semitones: lines of hm_omega were 83 to 87, of hf_beta 91; of espeak-ng's two 80 and 93. The
halves of one voice were 3.1 apart at most; titles of espeak-ng 3.8 from its other lines."""
FEWEST_STRANGERS = 3
"""A single title or question may be as far from the other lines as another voice is."""
TWO_VOICES = 4.5
"""How many times as far apart as wide two groups of lines must be. Halves of what varies by chance
are 2.7 times as far apart (normal) or 3.5 times (even); hm_omega and hf_beta 6 times."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual: a median, and how far a value may be from it."""

    median: float
    leeway: float

    @classmethod
    def of(cls, values: Sequence[float], least: float) -> Usual:
        """Learn it; `least` is the leeway that is always given. NaN values are left out."""
        known = [value for value in values if not math.isnan(value)]
        if len(known) < LEARNT_FROM:
            return cls(0.0, math.inf)
        median = statistics.median(known)
        deviation = 1.4826 * statistics.median(abs(value - median) for value in known)
        return cls(median, max(least, FAR_OUT * deviation))

    def below(self, value: float) -> bool:
        """Whether `value` is unusually low."""
        return value < self.median - self.leeway

    def above(self, value: float) -> bool:
        """Whether `value` is unusually high."""
        return value > self.median + self.leeway


@dataclass(frozen=True, slots=True)
class _Clip:
    """A line with the shape of its sound."""

    part: Told
    said: Said
    shape: Shape

    @property
    def pace(self) -> float:
        """The logarithm of the milliseconds an akshara."""
        count = aksharas(self.said.line.spoken) + START_AKSHARAS
        return math.log(max(1, self.shape.voiced_ms) / count)


def check_clips(parts: Sequence[Told]) -> Iterator[Fault]:
    """Every fault of every clip. Raises `StorageError` for one that cannot be read."""
    voices: defaultdict[Voice, list[_Clip]] = defaultdict(list)
    shapes: dict[str, Shape] = {}
    for part in parts:
        for said in part.lines:
            sound = said.recording.path.stem
            if sound not in shapes:
                shapes[sound] = shape(read_wav(said.recording.path))
            voices[said.utterance.voice].append(_Clip(part, said, shapes[sound]))
    for clips in voices.values():
        yield from _unusual(clips)
    yield from _repeated(parts)


def _unusual(clips: Sequence[_Clip]) -> Iterator[Fault]:
    """The clips of one voice that are not like its others."""
    shapes = [clip.shape for clip in clips]
    pace = Usual.of([clip.pace for clip in clips], OFF_PACE)
    level = Usual.of([shape.speech_db for shape in shapes], FAINT_DB)
    end = Usual.of([shape.end_db for shape in shapes], 0.0)
    strangers = _strangers([shape.pitch for shape in shapes])
    abrupt = max(ABRUPT_END_DB, end.median + end.leeway)
    for clip in clips:
        found = clip.shape
        for is_wrong, what in (
            (level.below(found.speech_db), "is silent, or nearly so"),
            (pace.below(clip.pace), f"is too short: {found.voiced_ms} ms of speech"),
            (pace.above(clip.pace), f"is too long: {found.voiced_ms} ms of speech"),
            (found.end_db > abrupt, "is cut off at its end"),
            (found.clipped >= CLIPPED_PEAKS, f"is clipped at {found.clipped} peaks"),
            (
                found.longest_pause_ms > LONGEST_PAUSE_MS,
                f"is silent for {found.longest_pause_ms} ms in the middle",
            ),
            (
                found.pitch in strangers,
                f"sounds like another voice than {clip.said.utterance.voice.name}",
            ),
        ):
            if is_wrong:
                yield fault_at(clip.part, clip.said, f"the clip {what}")


def _strangers(pitches: Sequence[float]) -> frozenset[float]:
    """The pitches of another voice, if there are two: those of the smaller group.

    A median would not do: where a voice changes half-way, it may lie with either.
    """
    known = sorted(pitch for pitch in pitches if not math.isnan(pitch))
    if len(known) < LEARNT_FROM:
        return frozenset()
    groups = [
        (known[:at], known[at:])
        for at in range(FEWEST_STRANGERS, len(known) - FEWEST_STRANGERS + 1)
    ]
    low, high = min(groups, key=lambda pair: sum(_width(group) for group in pair))
    apart = statistics.mean(high) - statistics.mean(low)
    spread = math.sqrt((_width(low) + _width(high)) / len(known))
    if apart < max(OTHER_PITCH, TWO_VOICES * spread):
        return frozenset()
    return frozenset(low if len(low) < len(high) else high)


def _width(group: Sequence[float]) -> float:
    """The sum of squares around the mean."""
    mean = statistics.mean(group)
    return sum((value - mean) ** 2 for value in group)


def _repeated(parts: Sequence[Told]) -> Iterator[Fault]:
    """The same sound for lines that say something else."""
    first: dict[str, Said] = {}
    for part in parts:
        for said in part.lines:
            other = first.setdefault(said.recording.path.stem, said)
            if _letters(other.line.spoken) != _letters(said.line.spoken):
                yield fault_at(part, said, f'the clip is that of "{other.line.say}"')


def _letters(text: str) -> str:
    """What is heard of a text: its letters and signs, without spaces and stops."""
    return "".join(char for char in text if unicodedata.category(char)[0] in "LM")
