"""How far the recogniser can be trusted: right lines, and the same lines damaged on purpose.

The limits in `heard.py` come from this table. It is made of the leaflet's own clips.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parcha.check.heard import (
    HeardLine,
    Listener,
    for_listening,
    is_number,
    track_of,
    understand,
    words_of,
)
from parcha.check.skeleton import size
from parcha.model import Pcm, Recording, Word
from parcha.sound.pcm import FRAME_BYTES, frame_count, read_wav
from parcha.text.data import hindi
from parcha.text.numbers import cardinal

SEED = 1
CUT_OFF = 0.25
"""The share of a line that is missing where it is cut off."""
_OTHER_NUMBER = 37
DAMAGES = (
    *("none", "word dropped", "word doubled", "number changed", "negation dropped"),
    *("cut off", "noise", "another line"),
)


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
    """Damage each line in every way that it allows, and hear which is noticed.

    The lines are heard just as those of an edition, in tracks of their own; neighbours are damaged
    in different ways, or not at all.
    """
    trials = [list(_trials(number, samples)) for number in range(len(samples))]
    rounds = range(max(map(len, trials)))
    turned = [
        [own[(number + turn) % len(own)] for number, own in enumerate(trials) if turn < len(own)]
        for turn in rounds
    ]
    tracks = [
        track_of(str(turn), [(trial.spoken, trial.sound) for trial in row])
        for turn, row in enumerate(turned)
    ]
    heard = iter(understand(tracks, listener))
    lines: dict[str, list[HeardLine]] = {damage: [] for damage in DAMAGES}
    for row in turned:
        for trial in row:
            lines[trial.damage].append(next(heard))
    return tuple(_rate(damage, found) for damage, found in lines.items() if found)


def _rate(damage: str, lines: Sequence[HeardLine]) -> Rate:
    return Rate(
        damage,
        len(lines),
        sum(line.verdict != "ok" for line in lines),
        statistics.median(line.error for line in lines),
        max(line.error for line in lines),
    )


def chosen(samples: Sequence[Sample], most: int) -> list[Sample]:
    """Up to `most` lines from everywhere: those with a number or a negation, and as many others."""
    decisive = hindi("skeleton").mapping("decisive")
    telling = {
        sample: any(word in decisive or is_number(word) for word in words_of(sample.spoken))
        for sample in samples
    }
    first = [sample for sample, tells in telling.items() if tells][:most]
    others = [sample for sample, tells in telling.items() if not tells]
    step = max(1, len(others) // max(1, most - len(first)))
    kept = {*first, *others[::step][: most - len(first)]}
    return [sample for sample in samples if sample in kept]


def _trials(number: int, samples: Sequence[Sample]) -> Iterator[_Trial]:
    sample = samples[number]
    sound = for_listening(read_wav(sample.recording.path))
    yield _Trial("none", sample.spoken, sound)
    all_words = _from_the_one_before(sample.recording.words)
    words = [word for word in all_words if size(word.text) > 1]
    if words:
        word = words[number % len(words)]
        yield _Trial("word dropped", sample.spoken, _without(sound, word))
        yield _Trial("word doubled", sample.spoken, _doubled(sound, word))
    decisive = hindi("skeleton").mapping("decisive")
    negations = [word for word in all_words if decisive.keys() & set(words_of(word.text))]
    if negations:
        yield _Trial("negation dropped", sample.spoken, _without(sound, negations[0]))
    numbers = [word for word in words_of(sample.spoken) if is_number(word)]
    if numbers:
        changed = sample.spoken.replace(numbers[0], cardinal(_OTHER_NUMBER), 1)
        yield _Trial("number changed", changed, sound)
    yield _Trial("cut off", sample.spoken, _first(sound, 1 - CUT_OFF))
    yield _Trial("noise", sample.spoken, _noisy(sound))
    # Not a neighbour's words: they may be heard nearby.
    other = samples[(number + len(samples) // 2) % len(samples)]
    yield _Trial("another line", other.spoken, sound)


def _from_the_one_before(words: Sequence[Word]) -> list[Word]:
    """Words that begin where the one before ends: a consonant is heard in the gap before it."""
    ends = [0, *(word.end_ms for word in words)]
    return [replace(word, start_ms=end) for word, end in zip(words, ends, strict=False)]


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
