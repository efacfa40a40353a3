"""The delivered files, decoded: is every clip in its place, and nothing else?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
from parcha.sound.join import EDGE_MS, QUIET_DBFS
from parcha.sound.pcm import duration_ms, read_wav

if TYPE_CHECKING:
    from parcha.check.sound_shape import Floats

RATE = 8000
"""Enough for levels, and quick to decode."""
AT_A_TIME = 2
LEVELS_APART_DB = 4.0
TOLERANCE_MS = 20
END_TOLERANCE_MS = 60
"""An MP3 ends with a whole frame (26 ms), and encoders add one."""
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
    name, path = file
    wanted = ["-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    frames, _ = ffmpeg.run(["-threads", "1", "-i", path, *wanted])
    length = duration_ms(len(frames) // 2, RATE)
    return Decoded(name, length, levels(to_floats(frames), RATE))


def check_part(part: Told, heard: Decoded) -> Iterator[Fault]:
    """Whether a delivered file is its part: every line at its time, every pause as planned."""
    chapter = part.chapter
    if abs(heard.length_ms - chapter.duration_ms) > END_TOLERANCE_MS:
        what = f"lasts {heard.length_ms} ms, planned were {chapter.duration_ms} ms"
        yield Fault(what, heard.file, chapter.id)
    for said in part.lines:
        yield from (fault_at(part, said, what, heard.file) for what in _line(said, heard.levels))
    yield from _pauses(part, heard.file)
    yield from _silence(part, heard)


def _line(said: Said, heard: Floats) -> Iterator[str]:
    """What is wrong with one line: its length, or its sound."""
    clip = read_wav(said.recording.path)
    own = _without_edges(levels(to_floats(clip.frames), clip.rate))
    start, end = said.line.start_ms, said.line.end_ms
    expected = STEP_MS * len(own) + 2 * EDGE_MS
    if abs(end - start - expected) > TOLERANCE_MS + EDGE_MS:
        yield f"takes {end - start} ms where its clip takes {expected} ms"
    first = max(0, (start - TOLERANCE_MS) // STEP_MS)
    last = (end + TOLERANCE_MS) // STEP_MS + 1
    difference = _difference(own, heard[first:last])
    if difference > LEVELS_APART_DB:
        yield f"is not the sound of its clip (levels are {difference:.1f} dB apart)"


def _without_edges(found: Floats) -> Floats:
    """The levels from the first that is kept to the last."""
    import numpy as np

    kept = np.flatnonzero(found > QUIET_DBFS)
    return found[kept[0] : kept[-1] + 1] if len(kept) else found


def _difference(own: Floats, heard: Floats) -> float:
    """By how many dB the levels of a clip differ from the most similar stretch of `heard`.

    Beside the gain, that is: mastering makes a whole part louder.
    """
    import numpy as np

    count = min(len(own), len(heard))
    if not count:
        return math.inf
    # A codec changes what is too soft to be heard, so that must not count.
    stretches = np.lib.stride_tricks.sliding_window_view(_audible(heard), count)
    gains = stretches - _audible(own)[:count]
    apart = np.abs(gains - np.median(gains, axis=1, keepdims=True)).mean(axis=1)
    return float(apart.min())


def _audible(found: Floats) -> Floats:
    import numpy as np

    floor = speech_level(found) - QUIET_BELOW_SPEECH_DB
    audible: Floats = np.maximum(found, floor)
    return audible


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
