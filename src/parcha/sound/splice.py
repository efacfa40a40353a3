"""Stretches of joined parts become a new piece of sound, frame for frame: nothing is re-made."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.errors import StorageError
from parcha.sound import ffmpeg
from parcha.sound.join import LEAD_IN_MS
from parcha.sound.pcm import FRAME_BYTES, MADE_AGAIN, frame_count, silence, wav_writer


@dataclass(frozen=True, slots=True)
class Cut:
    """The stretch of a mono 16-bit WAV file from `start_ms` to `end_ms`."""

    audio: Path
    start_ms: int
    end_ms: int


def splice(cuts: Sequence[Cut], out: Path) -> None:
    """Write the lead-in and then `cuts`, end to end, as one WAV file.

    Both ends of a cut should be silent: then no seam is heard. Files of a lower rate are resampled
    to the highest one. One cut is in memory at a time. Raises `StorageError`.
    """
    rate = max(_rate(cut.audio) for cut in cuts)
    with wav_writer(out, rate) as wav:
        wav.writeframesraw(silence(LEAD_IN_MS, rate))
        for cut in cuts:
            wav.writeframesraw(_frames(cut, rate))


def _rate(path: Path) -> int:
    with _opened(path) as wav:
        return wav.getframerate()


def _frames(cut: Cut, rate: int) -> bytes:
    first, last = (frame_count(ms, rate) for ms in (cut.start_ms, cut.end_ms))
    with _opened(cut.audio) as wav:
        if wav.getframerate() == rate:
            wav.setpos(min(first, wav.getnframes()))
            return wav.readframes(last - first)
    resampled, _ = ffmpeg.run(["-i", cut.audio, "-ac", "1", "-ar", str(rate), "-f", "s16le", "-"])
    return resampled[FRAME_BYTES * first : FRAME_BYTES * last]


def _opened(path: Path) -> wave.Wave_read:
    try:
        return wave.open(str(path), "rb")
    except OSError as error:
        raise StorageError.of(error, f"{path} could not be read") from error
    except (EOFError, wave.Error) as error:
        raise StorageError(f"{path} is no WAV file: {error}.", MADE_AGAIN) from error
