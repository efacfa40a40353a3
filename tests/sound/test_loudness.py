from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from parcha.errors import ParchaError
from parcha.model import Pcm
from parcha.sound import ffmpeg
from parcha.sound.loudness import ROUNDS, Aim, Loudness, master, measure
from parcha.sound.pcm import read_wav, silence, write_wav
from tests.sound.speechlike import recording, samples, speech


def sine(decibels: float, rate: int = 48_000) -> Pcm:
    time = np.arange(5 * rate) / rate
    wave = 10 ** (decibels / 20) * np.sin(2 * np.pi * 997 * time)
    return Pcm((wave * 32767).astype("<i2").tobytes(), rate)


def test_the_meter_agrees_with_the_standard(tmp_path: Path) -> None:
    """EBU Tech 3341: a stereo 1 kHz sine at -23 dBFS is -23 LUFS; in mono it is 3 LU less."""
    write_wav(tmp_path / "a.wav", sine(-20))
    heard = measure(tmp_path / "a.wav")
    assert heard.integrated_lufs == pytest.approx(-23, abs=0.1)
    assert heard.true_peak_dbtp == pytest.approx(-20, abs=0.2)
    assert heard.range_lu == pytest.approx(0, abs=0.1)


def test_silence_has_no_peak(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", Pcm(silence(2000, 24_000), 24_000))
    heard = measure(tmp_path / "a.wav")
    assert heard.integrated_lufs <= -70
    assert heard.true_peak_dbtp == -math.inf


@pytest.mark.parametrize(
    ("lufs", "peak", "met"),
    [
        *((-16.0, -1.5, True), (-16.3, -1.5, True), (-15.7, -1.5, True)),
        *((-16.4, -1.5, False), (-15.6, -1.5, False), (-16.0, -1.0, False)),
    ],
)
def test_an_aim_is_met_to_the_tenth_that_the_meter_shows(
    lufs: float, peak: float, met: bool
) -> None:
    assert Aim(-16.0, tolerance_lu=0.3).met_by(Loudness(lufs, peak, 3.0, duration_ms=1000)) == met


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("no sound at all")
    with pytest.raises(ParchaError, match=r"a\.mp3"):
        measure(tmp_path / "a.mp3")


@pytest.mark.parametrize("peak", [0.02, 0.3, 1.0])
@pytest.mark.parametrize("target", [-23.0, -16.0])
def test_any_speech_comes_out_as_loud_as_asked(tmp_path: Path, peak: float, target: float) -> None:
    source, out = tmp_path / "in.wav", tmp_path / "out.wav"
    write_wav(source, speech(6, peak=peak))
    rounds = []

    def render(filters: str) -> None:
        rounds.append(filters)
        ffmpeg.run(["-i", source, "-af", filters, "-ar", "48000", out])

    heard = master(source, out, Aim(target), render)
    assert heard == measure(out)
    assert heard.integrated_lufs == pytest.approx(target, abs=0.3)
    assert heard.true_peak_dbtp <= -1
    assert len(rounds) <= ROUNDS


def test_one_shout_does_not_keep_the_rest_soft(tmp_path: Path) -> None:
    quiet, shout = speech(8, peak=0.1), speech(0.2, peak=1.0, seed=2)
    source, out = tmp_path / "in.wav", tmp_path / "out.wav"
    write_wav(source, Pcm(quiet.frames + shout.frames + quiet.frames, quiet.rate))
    heard = master(
        source, out, Aim(-16.0), lambda filters: ffmpeg.run(["-i", source, "-af", filters, out])
    )
    assert Aim(-16.0).met_by(heard)


def test_mastering_moves_nothing_in_time(tmp_path: Path) -> None:
    """The limiter looks ahead; the words must be heard when the manifest says so."""
    source, out = tmp_path / "in.wav", tmp_path / "out.wav"
    voice = speech(3, peak=0.9)
    write_wav(source, Pcm(silence(500, voice.rate) + voice.frames, voice.rate))
    render = ["-i", source, "-ar", str(voice.rate), "-af"]
    master(source, out, Aim(-16.0), lambda filters: ffmpeg.run([*render, filters, out]))
    before, after = samples(read_wav(source)), samples(read_wav(out))
    assert len(after) == pytest.approx(len(before), abs=2)
    onset = [int(np.argmax(np.abs(wave) > 0.05)) for wave in (before, after)]
    assert onset[1] == pytest.approx(onset[0], abs=voice.rate // 500)


def test_inaudible_sound_is_not_lifted(tmp_path: Path) -> None:
    source, out = tmp_path / "in.wav", tmp_path / "out.wav"
    recording(source, Pcm(silence(2000, 24_000), 24_000))
    heard = master(
        source, out, Aim(-16.0), lambda filters: ffmpeg.run(["-i", source, "-af", filters, out])
    )
    assert heard.integrated_lufs <= -70
