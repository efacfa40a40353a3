"""What can be measured on a stretch of speech without understanding it.

Levels are in dB below full scale, one for every `STEP_MS`; pitch is in semitones, so that a
difference means the same for low and high voices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parcha.model import Pcm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEP_MS = 5
FLOOR_DB = -90.0
QUIET_BELOW_SPEECH_DB = 35.0
"""Pauses and the closures of stops are this far below the loud syllables of the same line."""
FULL_SCALE = 32768
_FLAT_TOP = 4
_PITCH_WINDOW_MS = 50
_PITCH_WINDOWS = 40
_LOWEST_HZ, _HIGHEST_HZ = 60, 400


@dataclass(frozen=True, slots=True)
class Shape:
    """One recorded line: how long and loud it is, how it ends, how high the voice is.

    `voiced_ms` leaves out the silence before, inside and after; `end_db` is the level of the last
    step below that of speech; `pitch` is the median over the line, `pitch_change` what the second
    half has more than the first.
    """

    voiced_ms: int
    speech_db: float
    longest_pause_ms: int
    end_db: float
    clipped: int
    pitch: float
    pitch_change: float


def shape(pcm: Pcm) -> Shape:
    """Measure one line."""
    import numpy as np

    samples = _samples(pcm)
    found = levels(samples, pcm.rate)
    speech = speech_level(found)
    loud = np.flatnonzero(found > speech - QUIET_BELOW_SPEECH_DB)
    pauses = np.diff(loud, prepend=loud[0]) - 1
    half = len(samples) // 2
    first, second = pitch(samples[:half], pcm.rate), pitch(samples[half:], pcm.rate)
    return Shape(
        voiced_ms=STEP_MS * len(loud),
        speech_db=speech,
        longest_pause_ms=STEP_MS * max(0, int(pauses.max())),
        end_db=float(found[-1]) - speech,
        clipped=_flat_tops(samples),
        pitch=pitch(samples, pcm.rate),
        pitch_change=second - first,
    )


def levels(samples: Floats, rate: int) -> Floats:
    """The level of every `STEP_MS` in dB; what is left at the end is no step."""
    import numpy as np

    step = rate * STEP_MS / 1000
    count = int(len(samples) / step)
    edges = np.round(np.arange(count + 1) * step).astype(int)
    energy = np.concatenate(([0.0], np.cumsum(np.square(samples))))
    power = np.diff(energy[edges]) / np.diff(edges)
    decibels: Floats = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10)))
    return decibels


def speech_level(found: Floats) -> float:
    """How loud the loud syllables are (dB); the floor for nothing at all."""
    import numpy as np

    return float(np.percentile(found, 95)) if len(found) else FLOOR_DB


def quiet_stretches(found: Floats, threshold_db: float) -> Iterator[tuple[int, int]]:
    """From where to where (ms) the sound stays below `threshold_db`."""
    import numpy as np

    quiet = np.concatenate(([False], found < threshold_db, [False]))
    borders = np.flatnonzero(np.diff(quiet.astype(int)))
    for start, end in borders.reshape(-1, 2):
        yield STEP_MS * int(start), STEP_MS * int(end)


def pitch(samples: Floats, rate: int) -> float:
    """How high the voice is in its loudest moments: semitones above 1 Hz, NaN where unvoiced."""
    import numpy as np

    size = rate * _PITCH_WINDOW_MS // 1000
    windows = samples[: len(samples) // size * size].reshape(-1, size)
    loudest = np.argsort(np.square(windows).sum(axis=1))[-_PITCH_WINDOWS:]
    tones = [tone for window in windows[loudest] if (tone := _tone(window, rate))]
    return float(12 * np.log2(np.median(tones))) if tones else float("nan")


def _tone(window: Floats, rate: int) -> float:
    """The fundamental of one window in Hz by autocorrelation; 0 where it has none."""
    import numpy as np

    spectrum = np.abs(np.fft.rfft(window - window.mean(), 2 * len(window))) ** 2
    likeness = np.fft.irfft(spectrum)[: len(window)]
    lags = slice(rate // _HIGHEST_HZ, rate // _LOWEST_HZ)
    best = lags.start + int(np.argmax(likeness[lags]))
    return rate / best if likeness[best] > 0.4 * likeness[0] else 0.0


def _flat_tops(samples: Floats) -> int:
    """How many stretches of samples stay at the highest value of all: cut-off peaks."""
    import numpy as np

    top = np.abs(samples) >= np.abs(samples).max() - 1 / FULL_SCALE
    run = np.convolve(top, np.ones(_FLAT_TOP), "valid") == _FLAT_TOP
    return int(np.count_nonzero(np.diff(run.astype(int)) == 1))


def _samples(pcm: Pcm) -> Floats:
    import numpy as np

    floats: Floats = np.frombuffer(pcm.frames, "<i2").astype(np.float64) / FULL_SCALE
    return floats
