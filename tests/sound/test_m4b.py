from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from parcha.model import Pcm
from parcha.sound.formats import MASTER
from parcha.sound.loudness import measure
from parcha.sound.m4b import PEAK_DBTP, Part, m4b
from tests.sound.speechlike import recording, samples, speech


def test_one_high_peak_is_limited_and_all_the_rest_stays_as_loud(tmp_path: Path) -> None:
    """Turned down as a whole, the book would be softer than every other package."""
    frames = samples(speech(8, rate=MASTER.rate, peak=0.5)).copy()
    frames[len(frames) // 2 :][:20] = np.hanning(20) * 0.99
    loud = Pcm((frames * 32767).astype("<i2").tobytes(), MASTER.rate)
    wav = recording(tmp_path / "a.wav", loud).path
    cover = io.BytesIO()
    Image.new("RGB", (8, 8)).save(cover, "JPEG")
    out = tmp_path / "a.m4b"
    m4b([Part("भाग", wav, 8000)], cover.getvalue(), {"title": "पर्चा"}, "hin", out)
    before, after = measure(wav), measure(out)
    assert before.true_peak_dbtp > PEAK_DBTP + 0.5
    assert after.true_peak_dbtp < PEAK_DBTP
    assert abs(after.integrated_lufs - before.integrated_lufs) < 0.3
