from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from parcha.model import Pcm
from parcha.sound import ffmpeg
from parcha.sound.formats import (
    BROADCAST,
    MASTER,
    TELEPHONE,
    VOICE_NOTE,
    Format,
    companded,
    encode,
)
from parcha.sound.loudness import measure
from parcha.sound.pcm import read_wav, write_wav
from tests.sound.speechlike import samples, speech, tool


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    write_wav(path, speech(8, peak=0.2))
    return path


@pytest.mark.parametrize("form", [VOICE_NOTE, BROADCAST, TELEPHONE, MASTER], ids=lambda f: f.name)
def test_each_door_is_as_loud_as_it_wants(voice: Path, tmp_path: Path, form: Format) -> None:
    told = encode(voice, tmp_path / f"out{form.suffix}", form)
    heard = measure(tmp_path / f"out{form.suffix}")
    assert heard == told
    assert form.aim.met_by(heard)
    assert heard.true_peak_dbtp <= -1


def test_the_same_sound_gives_the_same_bytes(voice: Path, tmp_path: Path) -> None:
    for form in (VOICE_NOTE, TELEPHONE):
        outs = [tmp_path / f"{n}{form.suffix}" for n in range(2)]
        for out in outs:
            encode(voice, out, form)
        assert outs[0].read_bytes() == outs[1].read_bytes()


def test_a_voice_note_is_opus_of_one_channel_from_16_khz(voice: Path, tmp_path: Path) -> None:
    encode(voice, tmp_path / "note.ogg", VOICE_NOTE)
    data = (tmp_path / "note.ogg").read_bytes()
    head = data.index(b"OpusHead")
    assert data[head + 9] == 1
    assert int.from_bytes(data[head + 12 : head + 16], "little") == 16_000
    assert int.from_bytes(data[14:18], "little") != 0  # the stream's number
    assert len(data) < 8 * 24_000 / 8 * 1.1


def test_the_telephone_carries_its_band_alone(voice: Path, tmp_path: Path) -> None:
    encode(voice, tmp_path / "line.wav", TELEPHONE)
    sound = read_wav(tmp_path / "line.wav")
    assert sound.rate == 8000
    power = np.abs(np.fft.rfft(samples(sound))) ** 2
    hertz = np.fft.rfftfreq(sound.count, 1 / 8000)
    inside = power[(hertz > 300) & (hertz < 3400)].sum()
    assert 10 * np.log10(power[hertz < 220].sum() / inside) < -40
    assert 10 * np.log10(power[hertz > 3550].sum() / inside) < -40
    # Nothing is delayed: the first syllable is where it was.
    before = samples(read_wav(voice))[::3]
    envelope = [
        np.convolve(np.abs(s), np.ones(80), "same")[:60_000] for s in (before, samples(sound))
    ]
    loud = [int(np.argmax(e > 0.2 * e.max())) for e in envelope]
    assert abs(loud[0] - loud[1]) < 160


def test_companded_sound_is_one_byte_a_frame_and_sounds_the_same(
    voice: Path, tmp_path: Path
) -> None:
    encode(voice, tmp_path / "line.wav", TELEPHONE)
    line = read_wav(tmp_path / "line.wav")
    for law, suffix in (("alaw", "alaw"), ("mulaw", "ulaw")):
        out = tmp_path / f"line.{suffix}"
        companded(tmp_path / "line.wav", out, law)
        assert out.stat().st_size == line.count
        back, _ = ffmpeg.run(["-f", law, "-ar", "8000", "-i", out, "-f", "s16le", "-"])
        error = samples(Pcm(back, 8000)) - samples(line)
        assert np.sqrt((error**2).mean()) < 0.02 * np.sqrt((samples(line) ** 2).mean())


@pytest.mark.real
def test_opusinfo_and_sox_agree(voice: Path, tmp_path: Path) -> None:
    encode(voice, tmp_path / "note.ogg", VOICE_NOTE)
    told = subprocess.run(
        [tool("opusinfo"), tmp_path / "note.ogg"], capture_output=True, text=True, check=True
    )
    assert "Channels: 1" in told.stdout
    assert "Original sample rate: 16000 Hz" in told.stdout
    assert "WARNING" not in told.stdout + told.stderr
    assert "Note" not in told.stdout + told.stderr
    encode(voice, tmp_path / "line.wav", TELEPHONE)

    def level(*effects: str) -> float:
        done = subprocess.run(
            [tool("sox"), tmp_path / "line.wav", "-n", *effects, "stats"],
            capture_output=True,
            text=True,
            check=True,
        )
        row = next(row for row in done.stderr.splitlines() if row.startswith("RMS lev dB"))
        return float(row.split()[-1])

    whole = level()
    assert level("sinc", "-200") < whole - 40
    assert level("sinc", "3600") < whole - 40
