from __future__ import annotations

from pathlib import Path

import pytest

from parcha.errors import ParchaError
from parcha.model import Pcm
from parcha.sound.curve import SILENCE_LUFS, loudness_curve
from parcha.sound.pcm import silence, write_wav
from parcha.store import Store
from tests.sound.speechlike import speech


def test_loud_soft_and_silent(tmp_path: Path) -> None:
    path, store = tmp_path / "sound.wav", Store(tmp_path / "store")
    loud, soft = speech(5, peak=0.4), speech(5, peak=0.04)
    write_wav(path, Pcm(loud.frames + soft.frames + silence(5000, loud.rate), loud.rate))
    curve = loudness_curve(path, "0" * 64, store)
    assert len(curve) == 15 - 2
    assert curve[2] - curve[7] == pytest.approx(20, abs=1)
    assert curve[-1] == SILENCE_LUFS
    # What was measured once is not measured again.
    path.unlink()
    assert loudness_curve(path, "0" * 64, store) == curve


def test_what_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp3"
    path.write_text("no sound", encoding="utf-8")
    with pytest.raises(ParchaError):
        loudness_curve(path, "1" * 64, Store(tmp_path / "store"))
