from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from parcha.errors import StorageError
from parcha.model import Pcm
from parcha.sound import ffmpeg
from parcha.sound.encode import (
    Mp3Profile,
    concatenate,
    encode_mp3,
    mp3_duration_ms,
    mp3_frames,
    mp3_spans,
)
from parcha.sound.loudness import measure
from parcha.sound.pcm import write_wav
from tests.sound.speechlike import padded, samples, speech, tool

PROFILE = Mp3Profile()
LEAD_MS, TAIL_MS = 200, 500


def part(folder: Path, seconds: float, seed: int) -> Path:
    """An encoded part of odd length with silence at both ends, as `join` makes them."""
    wav, mp3 = folder / f"{seed}.wav", folder / f"{seed}.mp3"
    write_wav(wav, padded(speech(seconds, seed=seed), LEAD_MS, TAIL_MS))
    encode_mp3(wav, mp3, PROFILE)
    return mp3


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    folder = tmp_path_factory.mktemp("it's पर्चा")
    return [part(folder, 2.5 + n * 0.7131, n) for n in range(4)]


@pytest.fixture(scope="module")
def whole(parts: Sequence[Path]) -> Path:
    out = parts[0].with_name("whole.mp3")
    concatenate(parts, out, PROFILE)
    return out


def decode(mp3: Path) -> np.ndarray:
    frames, _ = ffmpeg.run(["-i", mp3, "-f", "s16le", "-"])
    return samples(Pcm(frames, PROFILE.rate))


@pytest.mark.parametrize("peak", [0.05, 0.5, 1.0])
def test_the_decoded_file_is_as_loud_as_the_profile_says(tmp_path: Path, peak: float) -> None:
    write_wav(tmp_path / "a.wav", padded(speech(6, peak=peak), LEAD_MS, TAIL_MS))
    said = encode_mp3(tmp_path / "a.wav", tmp_path / "a.mp3", PROFILE)
    heard = measure(tmp_path / "a.mp3")
    assert said == heard
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert heard.true_peak_dbtp <= -1


def test_the_stream_is_what_cheap_players_need(parts: Sequence[Path]) -> None:
    info = MP3(parts[0]).info
    assert (info.version, info.layer, info.channels) == (1, 3, 1)
    assert (info.sample_rate, info.bitrate) == (44_100, pytest.approx(64_000, abs=10))
    assert info.bitrate_mode is BitrateMode.CBR
    assert MP3(parts[0]).tags is None
    assert b"Info" in parts[0].read_bytes()[:200]


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path, parts: Sequence[Path]) -> None:
    assert part(tmp_path, 2.5, 0).read_bytes() == parts[0].read_bytes()


def test_the_fingerprint_changes_with_the_profile() -> None:
    assert Mp3Profile(kbps=48).fingerprint != PROFILE.fingerprint == Mp3Profile().fingerprint


def test_frames_are_counted_as_players_count_them(parts: Sequence[Path]) -> None:
    shown_ms = mp3_duration_ms(mp3_frames(parts[1]), PROFILE)
    assert shown_ms == pytest.approx(MP3(parts[1]).info.length * 1000, abs=1)


def test_a_file_without_an_info_header_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"\xff\xfb" + bytes(400))
    with pytest.raises(StorageError, match="damaged"):
        mp3_frames(tmp_path / "a.mp3")


def test_parts_start_in_the_whole_where_their_spans_say(parts: Sequence[Path], whole: Path) -> None:
    sound = decode(whole)
    spans = mp3_spans(parts, PROFILE)
    assert spans[0][0] == 0
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    assert spans[-1][1] == mp3_duration_ms(mp3_frames(whole), PROFILE)
    for mp3, (start, end) in zip(parts, spans, strict=True):
        alone = decode(mp3)
        at = round(start * PROFILE.rate / 1000)
        within = sound[at : at + len(alone)]
        onset = [np.argmax(np.abs(wave) > 0.02) / PROFILE.rate * 1000 for wave in (alone, within)]
        assert onset[1] == pytest.approx(onset[0], abs=2)
        assert end - start == pytest.approx(len(alone) / PROFILE.rate * 1000, abs=60)


def test_nothing_clicks_where_parts_meet(parts: Sequence[Path], whole: Path) -> None:
    sound = decode(whole)
    for start, _ in mp3_spans(parts, PROFILE)[1:]:
        at = round(start * PROFILE.rate / 1000)
        around = sound[at - PROFILE.rate // 4 : at + PROFILE.rate // 8]
        assert np.abs(around).max() < 0.002


def test_the_whole_is_copied_not_encoded_again(parts: Sequence[Path], whole: Path) -> None:
    sound = whole.read_bytes()
    for mp3 in parts:
        frames = mp3.read_bytes()
        assert frames[len(frames) // 4 :] in sound


@pytest.mark.real
def test_mp3val_finds_nothing(parts: Sequence[Path], whole: Path) -> None:
    checked = subprocess.run(
        [tool("mp3val"), *map(str, [*parts, whole])], capture_output=True, text=True, check=True
    ).stdout
    problems = [line for line in checked.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert [line for line in problems if "No supported tags" not in line] == []
    assert checked.count("CBR") == len(parts) + 1
