"""The delivered files, decoded: is every clip in its place, and nothing else?"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from parcha.check.sound_shape import (
    QUIET_BELOW_SPEECH_DB,
    STEP_MS,
    levels,
    quiet_stretches,
    speech_level,
    to_floats,
)
from parcha.check.told import Fault, Said, Told, fault_at
from parcha.sound import ffmpeg
from parcha.sound.join import voiced
from parcha.sound.pcm import duration_ms, read_wav

if TYPE_CHECKING:
    from parcha.check.sound_shape import Floats

RATE = 16_000
"""Quick to decode, and yet with most of the hiss of an s, without which levels are others."""
BLOCK_BYTES = 60 * 2 * RATE
"""A minute, which is whole steps."""
AT_A_TIME = 2
LEVELS_APART_DB = 3.0
"""Measured: 1.5 to 2.7 at most where a clip is in its place, 3.5 to 13 for any other line."""
_SMOOTH = 5
TOLERANCE_MS = 20
LONGER_PAUSE_MS = 150
"""What the soft edges of two lines may add to the silence between them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A delivered file: how long it is, and its level in each step."""

    file: str
    length_ms: int
    levels: Floats


def decode(files: Sequence[tuple[str, Path]]) -> list[Decoded]:
    """Decode files (name in the edition, path), two at a time. Raises `ParchaError`."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return list(pool.map(_decode, files))


def _decode(file: tuple[str, Path]) -> Decoded:
    import numpy as np

    name, path = file
    wanted = ["-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le"]
    with tempfile.TemporaryDirectory() as folder:
        # Not in memory: a part may last for hours.
        raw = Path(folder, "sound.raw")
        ffmpeg.run(["-i", path, *wanted, raw])
        length = duration_ms(raw.stat().st_size // 2, RATE)
        with raw.open("rb") as sound:
            blocks = iter(partial(sound.read, BLOCK_BYTES), b"")
            found = [levels(to_floats(block), RATE) for block in blocks]
    return Decoded(name, length, np.concatenate(found or [np.empty(0, np.float32)]))


def check_part(part: Told, heard: Decoded) -> Iterator[Fault]:
    """Whether a delivered file is its part: every line at its time, every pause as planned."""
    for said in part.lines:
        yield from (fault_at(part, said, what, heard.file) for what in _line(said, heard.levels))
    yield from _pauses(part, heard.file)
    yield from _silence(part, heard)


def _line(said: Said, heard: Floats) -> Iterator[str]:
    """What is wrong with one line: its length, or its sound."""
    clip = read_wav(said.recording.path)
    whole = levels(to_floats(clip.frames), clip.rate)
    first, last = voiced(said.recording)
    expected = last - first
    start, end = said.line.start_ms, said.line.end_ms
    if abs(end - start - expected) > TOLERANCE_MS:
        yield f"takes {end - start} ms where its clip takes {expected} ms"
    there = slice(max(0, start - TOLERANCE_MS) // STEP_MS, (end + TOLERANCE_MS) // STEP_MS + 1)
    difference = _difference(whole[first // STEP_MS : last // STEP_MS], heard[there])
    if difference > LEVELS_APART_DB:
        yield f"is not the sound of its clip (levels are {difference:.1f} dB apart)"


def _difference(own: Floats, heard: Floats) -> float:
    """By how many dB the levels of a clip differ from the most similar stretch of `heard`.

    Beside the gain, that is: mastering makes a whole part louder.
    """
    import numpy as np

    count = min(len(own), len(heard))
    if not count:
        return math.inf
    stretches = np.lib.stride_tricks.sliding_window_view(_comparable(heard), count)
    gains = stretches - _comparable(own)[:count]
    apart = np.abs(gains - np.median(gains, axis=1, keepdims=True)).mean(axis=1)
    return float(apart.min())


def _comparable(found: Floats) -> Floats:
    """Levels without what a codec changes: the inaudible, and the single beats of a low voice."""
    import numpy as np

    audible = np.maximum(found, speech_level(found) - QUIET_BELOW_SPEECH_DB)
    smooth: Floats = np.convolve(audible, np.full(_SMOOTH, 1 / _SMOOTH), "same")
    return smooth


def _pauses(part: Told, file: str) -> Iterator[Fault]:
    """Whether the planned silence is between the lines."""
    for said, following in pairwise(part.lines):
        pause = following.line.start_ms - said.line.end_ms
        if abs(pause - said.pause_ms) > 1:
            what = f"is followed by {pause} ms of silence, planned were {said.pause_ms} ms"
            yield fault_at(part, said, what, file)


def _silence(part: Told, heard: Decoded) -> Iterator[Fault]:
    """Silence that is longer than any that was planned in this part."""
    lines = [said.line for said in part.lines]
    gaps = [after.start_ms - before.end_ms for before, after in pairwise(lines)]
    at_the_ends = (lines[0].start_ms, part.chapter.duration_ms - lines[-1].end_ms)
    longest = max(*gaps, *at_the_ends) + LONGER_PAUSE_MS
    threshold = speech_level(heard.levels) - QUIET_BELOW_SPEECH_DB
    for start, end in quiet_stretches(heard.levels, threshold):
        if end - start > longest:
            what = f"is silent from {start} to {end} ms, {end - start - longest} ms too long"
            yield Fault(what, heard.file, part.chapter.id)
