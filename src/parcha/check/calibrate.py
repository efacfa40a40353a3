"""How far the recogniser can be trusted: right lines, and the same lines damaged on purpose.

The limits in `heard.py` come from this table. It is made of the leaflet's own clips.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parcha.check.align import align
from parcha.check.heard import Listener, for_listening, is_number, judge, words_of
from parcha.check.skeleton import size
from parcha.model import Line, Pcm, Recording, Word
from parcha.sound.pcm import FRAME_BYTES, frame_count, read_wav
from parcha.text.data import hindi
from parcha.text.numbers import cardinal

SEED = 1
CUT_OFF = 0.25
"""The share of a line that is missing where it is cut off."""
_OTHER_NUMBER = 37


@dataclass(frozen=True, slots=True)
class Sample:
    """A line whose speech is right: what it says, and its clip."""

    spoken: str
    recording: Recording


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of `lines` damaged in one way are found; for right lines, how many are blamed."""

    damage: str
    lines: int
    found: int
    median_error: float
    largest_error: float


@dataclass(frozen=True, slots=True)
class _Trial:
    damage: str
    spoken: str
    sound: Pcm


def calibrate(samples: Sequence[Sample], listener: Listener) -> tuple[Rate, ...]:
    """Damage each line in every way that it allows, and hear which is noticed."""
    trials = [trial for number in range(len(samples)) for trial in _trials(number, samples)]
    lines: dict[str, list[tuple[bool, float]]] = {}
    heard = listener([trial.sound for trial in trials])
    for trial, one in zip(trials, heard, strict=True):
        (match,) = align([trial.spoken], one.text)
        line = Line(trial.spoken, trial.spoken, 0, 0)
        judged = judge("", 1, line, match, one.confidence)
        lines.setdefault(trial.damage, []).append((judged.verdict != "ok", judged.error))
    return tuple(
        Rate(
            damage,
            len(results),
            sum(found for found, _ in results),
            statistics.median(error for _, error in results),
            max(error for _, error in results),
        )
        for damage, results in lines.items()
    )


def _trials(number: int, samples: Sequence[Sample]) -> Iterator[_Trial]:
    sample = samples[number]
    sound = for_listening(read_wav(sample.recording.path))
    yield _Trial("none", sample.spoken, sound)
    words = [word for word in sample.recording.words if size(word.text) > 1]
    if words:
        word = words[number % len(words)]
        yield _Trial("word dropped", sample.spoken, _without(sound, word))
        yield _Trial("word doubled", sample.spoken, _doubled(sound, word))
    decisive = hindi("skeleton").mapping("decisive")
    for word in sample.recording.words:
        if decisive.keys() & set(words_of(word.text)):
            yield _Trial("negation dropped", sample.spoken, _without(sound, word))
    numbers = [word for word in words_of(sample.spoken) if is_number(word)]
    if numbers:
        changed = sample.spoken.replace(numbers[0], cardinal(_OTHER_NUMBER), 1)
        yield _Trial("number changed", changed, sound)
    yield _Trial("cut off", sample.spoken, _first(sound, 1 - CUT_OFF))
    yield _Trial("noise", sample.spoken, _noisy(sound))
    yield _Trial("another line", samples[number - 1].spoken, sound)


def _bytes(ms: int, sound: Pcm) -> int:
    return FRAME_BYTES * frame_count(ms, sound.rate)


def _without(sound: Pcm, word: Word) -> Pcm:
    start, end = _bytes(word.start_ms, sound), _bytes(word.end_ms, sound)
    return Pcm(sound.frames[:start] + sound.frames[end:], sound.rate)


def _doubled(sound: Pcm, word: Word) -> Pcm:
    start, end = _bytes(word.start_ms, sound), _bytes(word.end_ms, sound)
    return Pcm(sound.frames[:end] + sound.frames[start:], sound.rate)


def _first(sound: Pcm, share: float) -> Pcm:
    return Pcm(sound.frames[: FRAME_BYTES * int(share * sound.count)], sound.rate)


def _noisy(sound: Pcm) -> Pcm:
    """The line under white noise as strong as itself, the same noise every time."""
    import numpy as np

    samples = np.frombuffer(sound.frames, "<i2").astype(float)
    noise = np.random.default_rng(SEED).standard_normal(len(samples)) * samples.std()
    mixed = np.clip(samples + noise, -32768, 32767).astype("<i2")
    return Pcm(mixed.tobytes(), sound.rate)
