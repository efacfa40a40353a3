from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parcha.sound import ffmpeg, meter
from parcha.sound.encode import Mp3Profile, concatenate, encode_mp3
from parcha.sound.formats import TELEPHONE, companded, encode
from parcha.sound.loudness import measure
from parcha.sound.pcm import write_wav
from parcha.store import Store
from tests.sound.speechlike import speech


def test_finished_files_are_heard_once_for_their_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, path = Store(tmp_path / "store"), tmp_path / "a.wav"
    write_wav(path, speech(3))
    heard = meter.hear(path, "ab12", store)
    assert heard == measure(path)
    monkeypatch.setattr(ffmpeg, "run", None)
    assert meter.hear(path, "ab12", store) == heard


def test_an_mp3_is_heard_once_whatever_its_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, wav, mp3 = Store(tmp_path / "store"), tmp_path / "a.wav", tmp_path / "a.mp3"
    write_wav(wav, speech(3))
    meter.keep(mp3, heard := encode_mp3(wav, mp3, Mp3Profile()), store)
    monkeypatch.setattr(ffmpeg, "run", None)
    assert meter.hear(mp3, "ab12", store) == heard
    mp3.write_bytes(b"ID3\x03\0\0\0\0\x01\x02" + bytes(130) + mp3.read_bytes())
    assert meter.hear(mp3, "cd34", store) == heard


def test_a_file_of_parts_is_as_loud_as_it_measures(tmp_path: Path) -> None:
    store, parts = Store(tmp_path / "store"), []
    for seed, peak in ((1, 0.2), (2, 0.7)):
        write_wav(tmp_path / "a.wav", speech(4, peak=peak, seed=seed))
        parts.append(tmp_path / f"{seed}.mp3")
        encode_mp3(tmp_path / "a.wav", parts[-1], Mp3Profile())
    whole = tmp_path / "whole.mp3"
    concatenate(parts, whole, Mp3Profile())
    meter.keep_joined(whole, parts, store)
    kept, measured = meter.hear(whole, "", store), measure(whole)
    assert kept
    assert kept.true_peak_dbtp == pytest.approx(measured.true_peak_dbtp, abs=0.11)
    assert replace(kept, true_peak_dbtp=0) == replace(measured, true_peak_dbtp=0)


def test_sound_without_a_header_is_heard_as_what_it_is(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", speech(5))
    loud = encode(tmp_path / "a.wav", tmp_path / "line.wav", TELEPHONE)
    for law, suffix in (("alaw", "alaw"), ("mulaw", "ulaw")):
        companded(tmp_path / "line.wav", tmp_path / f"a.{suffix}", law)
        heard = meter.hear(tmp_path / f"a.{suffix}", suffix.encode().hex(), Store(tmp_path / "s"))
        assert heard
        assert heard.integrated_lufs == pytest.approx(loud.integrated_lufs, abs=0.2)


def test_what_is_no_sound_is_not_heard(tmp_path: Path) -> None:
    (tmp_path / "playlist.m3u").write_text("01.mp3")
    assert meter.hear(tmp_path / "playlist.m3u", "00", Store(tmp_path / "store")) is None
