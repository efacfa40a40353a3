"""Mono 16-bit sound as plain bytes: silence, durations and WAV files, in whole frames."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parcha.errors import StorageError
from parcha.model import Pcm

FRAME_BYTES = 2
WAV_HEADER_BYTES = 44
"""What the standard library writes before the frames."""
MADE_AGAIN = "Run the same command again: what is damaged in the cache is made again."


def frame_count(ms: int, rate: int) -> int:
    """How many whole frames are nearest to `ms` at `rate` frames a second."""
    return (ms * rate + 500) // 1000


def duration_ms(count: int, rate: int) -> int:
    """How long `count` frames last, to the nearest millisecond.

    Sum frames and convert once: summed milliseconds drift away from the sound.
    """
    return (2000 * count + rate) // (2 * rate)


def silence(ms: int, rate: int) -> bytes:
    """Silence of `ms` in whole frames: half a frame would turn all that follows into noise."""
    return bytes(FRAME_BYTES * frame_count(ms, rate))


def wav_size(count: int) -> int:
    """How many bytes a WAV file of `count` frames has, as `wav_writer` writes it."""
    return WAV_HEADER_BYTES + FRAME_BYTES * count


@contextmanager
def wav_writer(path: Path, rate: int) -> Iterator[wave.Wave_write]:
    """A mono 16-bit WAV file to which frames are written as they come."""
    with path.open("wb") as file, wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(FRAME_BYTES)
        wav.setframerate(rate)
        yield wav


def write_wav(path: Path, pcm: Pcm) -> None:
    """Write `pcm` as a WAV file."""
    with wav_writer(path, pcm.rate) as wav:
        wav.writeframes(pcm.frames)


def read_wav(path: Path) -> Pcm:
    """The mono 16-bit WAV file at `path`. Raises `StorageError` if it is not one."""
    try:
        with path.open("rb") as file, wave.open(file, "rb") as wav:
            if (wav.getnchannels(), wav.getsampwidth()) != (1, FRAME_BYTES):
                raise wave.Error("not mono 16-bit")
            return Pcm(wav.readframes(wav.getnframes()), wav.getframerate())
    except OSError as error:
        raise StorageError.of(error, f"{path} could not be read") from error
    except (EOFError, wave.Error) as error:
        raise StorageError(f"{path} is no mono 16-bit WAV file: {error}.", MADE_AGAIN) from error
