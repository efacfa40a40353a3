from __future__ import annotations

from pathlib import Path

import pytest
from wavinfo import WavInfoReader

from parcha.sound import ffmpeg
from parcha.sound.broadcast import RATE, Broadcast, CuePoint, broadcast, head
from parcha.sound.loudness import measure
from parcha.sound.pcm import read_wav, write_wav
from parcha.store import Store
from tests.sound.speechlike import speech

CUES = [CuePoint("greeting", 200), CuePoint("lakshan", 1500)]
INFO = {"INAM": "ए एल एस को समझिए", "ICOP": "CC BY-SA 4.0"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


def made(folder: Path, store: Store, seconds: float) -> tuple[Broadcast, Path]:
    write_wav(folder / "voice.wav", speech(seconds))
    sound = broadcast(folder / "voice.wav", f"{round(10 * seconds):04x}", store)
    path = folder / "radio.wav"
    path.write_bytes(head(sound, "als: spot", "als-1", CUES, INFO) + sound.pcm.read_bytes())
    return sound, path


def test_it_is_a_wav_of_the_very_frames(tmp_path: Path, store: Store) -> None:
    sound, path = made(tmp_path, store, 4)
    wav = read_wav(path)
    assert (wav.rate, wav.frames) == (RATE, sound.pcm.read_bytes())
    assert wav.count == 4 * RATE
    assert int.from_bytes(path.read_bytes()[4:8], "little") == path.stat().st_size - 8


def test_another_reader_finds_loudness_and_cues(tmp_path: Path, store: Store) -> None:
    _, path = made(tmp_path, store, 4)
    found = WavInfoReader(str(path), info_encoding="utf-8")
    bext, heard = found.bext, measure(path)
    assert (bext.version, bext.description, bext.originator_ref) == (2, "als: spot", "als-1")
    assert bext.loudness_value == pytest.approx(heard.integrated_lufs)
    assert bext.max_true_peak == pytest.approx(heard.true_peak_dbtp)
    assert bext.loudness_range == pytest.approx(heard.range_lu)
    assert abs(bext.loudness_value + 23) <= 0.2
    assert (
        bext.loudness_value - 1 <= bext.max_shortterm_loudness <= bext.max_momentary_loudness < -15
    )
    assert bext.coding_history.startswith("A=PCM,F=48000,W=16,M=mono")
    assert [cue.position for cue in found.cues.cues] == [200 * 48, 1500 * 48]
    assert [label.text for label in found.cues.labels] == ["greeting", "lakshan"]
    assert found.info.title == "ए एल एस को समझिए"
    assert found.info.copyright == "CC BY-SA 4.0"


def test_what_is_too_short_for_a_figure_says_so(tmp_path: Path, store: Store) -> None:
    _, path = made(tmp_path, store, 1.5)
    assert WavInfoReader(str(path)).bext.max_shortterm_loudness == pytest.approx(327.67)


def test_it_is_mastered_once(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, _ = made(tmp_path, store, 4)
    monkeypatch.setattr(ffmpeg, "run", None)
    assert made(tmp_path, store, 4)[0] == sound
