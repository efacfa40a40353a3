"""Clips become one part: edges trimmed and faded, pauses as planned, every frame accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from parcha.model import Recording
from parcha.sound import ffmpeg
from parcha.sound.pcm import FRAME_BYTES, duration_ms, frame_count, read_wav, silence, wav_writer

if TYPE_CHECKING:
    from pydub import AudioSegment

LEAD_IN_MS = 200
TAIL_MS = 500
EDGE_MS = 20
"""How much near-silence stays before and after the voice, so that soft sounds are kept."""
FADE_MS = 5
EDGES_KEPT = 10_000
"""Of so many recordings it is remembered, for a build asks three times; no edition has more."""
QUIET_DBFS = -60.0
"""Kokoro's clips begin and end in digital silence; the softest breath of a line is above this."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One recorded line and the silence that follows it."""

    recording: Recording
    pause_after_ms: int


def join(pieces: Sequence[Piece], out: Path) -> tuple[tuple[int, int], ...]:
    """Write `pieces` as one WAV file and say when each line starts and ends (ms).

    The track is a lead-in, then line and pause in turn; the last pause is at least `TAIL_MS`.
    Together they tile it to the frame. Slower recordings are resampled to the fastest rate. One
    clip is in memory at a time. Raises `StorageError` for a recording that cannot be read.
    """
    rate = max(piece.recording.rate for piece in pieces)
    spans = []
    with wav_writer(out, rate) as wav:
        wav.writeframesraw(silence(LEAD_IN_MS, rate))
        for position, piece in enumerate(pieces, start=1):
            start = wav.tell()
            wav.writeframesraw(_line(piece.recording, rate))
            end = wav.tell()
            spans.append((duration_ms(start, rate), duration_ms(end, rate)))
            last = position == len(pieces)
            pause = max(piece.pause_after_ms, TAIL_MS) if last else piece.pause_after_ms
            wav.writeframesraw(silence(pause, rate))
    return tuple(spans)


@lru_cache(EDGES_KEPT)
def voiced(recording: Recording) -> tuple[int, int]:
    """From where to where `join` keeps a recording, in ms of its own time.

    A word that starts at `w` in the recording is heard `w - voiced(recording)[0]` after its line
    starts. A recording without any sound is kept whole.
    """
    from pydub.silence import detect_leading_silence

    segment = _segment(recording, recording.rate)
    length = len(segment)
    before = detect_leading_silence(segment, QUIET_DBFS, chunk_size=FADE_MS)
    if before == length:
        return 0, length
    after = detect_leading_silence(segment.reverse(), QUIET_DBFS, chunk_size=FADE_MS)
    return max(0, before - EDGE_MS), min(length, length - after + EDGE_MS)


def _line(recording: Recording, rate: int) -> bytes:
    segment = _segment(recording, rate)
    first, last = (frame_count(ms, rate) for ms in voiced(recording))
    kept = segment.get_sample_slice(first, last)
    faded: bytes = kept.fade_in(FADE_MS).fade_out(FADE_MS).raw_data
    # pydub fades in milliseconds and may lose the last frame, which is faded to nothing anyway.
    return faded.ljust(FRAME_BYTES * (last - first), b"\0")


def _segment(recording: Recording, rate: int) -> AudioSegment:
    if recording.rate == rate:
        frames = read_wav(recording.path).frames
    else:
        # pydub would resample by straight lines between frames, which is heard as a hiss.
        frames, _ = ffmpeg.run(
            ["-i", recording.path, "-ac", "1", "-ar", str(rate), "-f", "s16le", "-"]
        )
    segment = ffmpeg.audio_segment()
    return segment(data=frames, sample_width=FRAME_BYTES, frame_rate=rate, channels=1)
