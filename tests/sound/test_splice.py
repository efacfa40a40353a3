from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parcha.errors import StorageError
from parcha.model import Pcm
from parcha.sound.join import LEAD_IN_MS
from parcha.sound.pcm import read_wav, write_wav
from parcha.sound.splice import Cut, splice
from tests.sound.speechlike import samples, speech


def test_frames_are_those_of_the_parts(tmp_path: Path) -> None:
    first, second = speech(1, seed=1), speech(1, seed=2)
    write_wav(tmp_path / "1.wav", first)
    write_wav(tmp_path / "2.wav", second)
    cuts = [Cut(tmp_path / "2.wav", 500, 1000), Cut(tmp_path / "1.wav", 0, 250)]
    splice(cuts, tmp_path / "out.wav")
    out = read_wav(tmp_path / "out.wav")
    lead = bytes(2 * 24 * LEAD_IN_MS)
    assert out == Pcm(lead + second.frames[2 * 12_000 :] + first.frames[: 2 * 6000], 24_000)


def test_a_lower_rate_is_raised_and_stays_in_time(tmp_path: Path) -> None:
    low = speech(1, rate=16_000)
    write_wav(tmp_path / "low.wav", low)
    write_wav(tmp_path / "high.wav", speech(1))
    cuts = [Cut(tmp_path / "low.wav", 250, 750), Cut(tmp_path / "high.wav", 0, 100)]
    splice(cuts, tmp_path / "out.wav")
    out = read_wav(tmp_path / "out.wav")
    assert (out.rate, out.count) == (24_000, 24 * (LEAD_IN_MS + 500 + 100))
    raised = samples(out)[24 * LEAD_IN_MS :][:12_000:3]
    assert np.corrcoef(raised, samples(low)[4000:12_000:2])[0, 1] > 0.95


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(b"RIFF")
    with pytest.raises(StorageError, match=r"bad\.wav"):
        splice([Cut(tmp_path / "bad.wav", 0, 10)], tmp_path / "out.wav")
