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

    Floats = NDArray[np.float32]

STEP_MS = 5
FLOOR_DB = -90.0
QUIET_BELOW_SPEECH_DB = 35.0
"""Pauses and the closures of stops are this far below the loud syllables of the same line."""
FULL_SCALE = 32768
_FLAT_TOP = 4
_PITCH_RATE = 8000
_PITCH_WINDOW_MS = 50
_PITCH_WINDOWS = 60
_VOICED = 0.4
_LOWEST_HZ, _HIGHEST_HZ = 60, 400


@dataclass(frozen=True, slots=True)
class Shape:
    """One recorded line: how long and loud it is, how it ends, how high the voice is.

    `voiced_ms` leaves out the silence before, inside and after; `end_db` is the level of the last
    step below that of speech; `pitch` is the median over the line, NaN for one without any voice.
    """

    voiced_ms: int
    speech_db: float
    longest_pause_ms: int
    end_db: float
    clipped: int
    pitch: float


def shape(pcm: Pcm) -> Shape:
    """Measure one line."""
    import numpy as np

    samples = to_floats(pcm.frames)
    found = levels(samples, pcm.rate)
    speech = speech_level(found)
    loud = np.flatnonzero(found > speech - QUIET_BELOW_SPEECH_DB)
    pauses = np.diff(loud, prepend=loud[0]) - 1
    tones = pitch(samples, pcm.rate)
    return Shape(
        voiced_ms=STEP_MS * len(loud),
        speech_db=speech,
        longest_pause_ms=STEP_MS * max(0, int(pauses.max())),
        end_db=float(found[-1]) - speech,
        clipped=_flat_tops(samples),
        pitch=float(np.median(tones)) if len(tones) else float("nan"),
    )


def levels(samples: Floats, rate: int) -> Floats:
    """The level of every `STEP_MS` in dB; what is left at the end is no step."""
    import numpy as np

    step = rate * STEP_MS / 1000
    count = int(len(samples) / step)
    edges = np.round(np.arange(count + 1) * step).astype(int)
    samples = samples[: edges[-1]]
    power = np.add.reduceat(np.square(samples), edges[:-1]) / np.diff(edges)
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


def pitch(samples: Floats, rate: int) -> Floats:
    """How high the voice is in its loudest moments, in order: semitones above 1 Hz."""
    import numpy as np

    coarse = max(1, rate // _PITCH_RATE)
    rate //= coarse
    size = rate * _PITCH_WINDOW_MS // 1000
    smooth = samples[: len(samples) // coarse * coarse].reshape(-1, coarse).mean(axis=1)
    windows = smooth[: len(smooth) // size * size].reshape(-1, size)
    loudest = np.sort(np.argsort(np.square(windows).sum(axis=1))[-_PITCH_WINDOWS:])
    chosen = windows[loudest] - windows[loudest].mean(axis=1, keepdims=True)
    # The fundamental is where a window is most like itself, some milliseconds later.
    likeness = np.fft.irfft(np.abs(np.fft.rfft(chosen, 2 * size)) ** 2)
    shortest = rate // _HIGHEST_HZ
    lags = shortest + likeness[:, shortest : rate // _LOWEST_HZ].argmax(axis=1)
    voiced = likeness[np.arange(len(lags)), lags] > _VOICED * likeness[:, 0]
    semitones: Floats = 12 * np.log2(rate / lags[voiced])
    return semitones


def _flat_tops(samples: Floats) -> int:
    """How many stretches of samples stay at the highest value of all: cut-off peaks."""
    import numpy as np

    sizes = np.abs(samples)
    top = np.flatnonzero(sizes >= sizes.max() - 1 / FULL_SCALE)
    runs = np.split(top, np.flatnonzero(np.diff(top) > 1) + 1)
    return sum(len(run) >= _FLAT_TOP for run in runs)


def to_floats(frames: bytes) -> Floats:
    """16-bit samples as numbers from -1 to 1."""
    import numpy as np

    samples: Floats = np.frombuffer(frames, "<i2").astype(np.float32) / np.float32(FULL_SCALE)
    return samples
