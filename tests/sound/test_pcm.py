from __future__ import annotations

import wave
from pathlib import Path

import pytest

from parcha.errors import StorageError
from parcha.model import Pcm
from parcha.sound.pcm import (
    duration_ms,
    frame_count,
    read_wav,
    silence,
    wav_size,
    wav_writer,
    write_wav,
)


@pytest.mark.parametrize("rate", [8_000, 22_050, 24_000, 44_100])
@pytest.mark.parametrize("ms", [0, 1, 3, 123, 999])
def test_silence_is_whole_frames(ms: int, rate: int) -> None:
    assert len(silence(ms, rate)) == 2 * frame_count(ms, rate)
    assert abs(len(silence(ms, rate)) / 2 - ms * rate / 1000) <= 0.5


def test_frames_are_converted_once_so_that_nothing_drifts() -> None:
    counts = [22_050 + 13] * 200
    summed_late = duration_ms(sum(counts), 22_050)
    assert abs(summed_late - sum(counts) / 22.05) <= 0.5
    assert abs(sum(duration_ms(count, 22_050) for count in counts) - summed_late) > 50


def test_wav_comes_back_as_it_was(tmp_path: Path) -> None:
    pcm = Pcm(bytes(range(200)), 24_000)
    write_wav(tmp_path / "a.wav", pcm)
    assert read_wav(tmp_path / "a.wav") == pcm
    assert (tmp_path / "a.wav").stat().st_size == wav_size(pcm.count)


def test_frames_written_in_pieces_make_the_same_file(tmp_path: Path) -> None:
    write_wav(tmp_path / "whole.wav", Pcm(bytes(range(200)), 22_050))
    with wav_writer(tmp_path / "pieces.wav", 22_050) as wav:
        wav.writeframesraw(bytes(range(100)))
        wav.writeframesraw(bytes(range(100, 200)))
    assert (tmp_path / "pieces.wav").read_bytes() == (tmp_path / "whole.wav").read_bytes()


def test_what_is_no_mono_16_bit_wav_is_named(tmp_path: Path) -> None:
    stereo = tmp_path / "stereo.wav"
    with wave.open(str(stereo), "wb") as wav:
        wav.setnchannels(2)
        wav.setsampwidth(2)
        wav.setframerate(24_000)
        wav.writeframes(bytes(8))
    cut = tmp_path / "cut.wav"
    cut.write_bytes(stereo.read_bytes()[:20])
    for path in (stereo, cut, tmp_path / "missing.wav"):
        with pytest.raises(StorageError, match=path.name):
            read_wav(path)
