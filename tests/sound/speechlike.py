"""Sound that behaves like read speech: voiced syllables, noisy consonants, short gaps."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from parcha.model import Pcm, Recording
from parcha.sound.pcm import silence, write_wav


def speech(seconds: float, *, rate: int = 24_000, peak: float = 0.4, seed: int = 1) -> Pcm:
    """Some `seconds` of syllables whose loudest frame is `peak` of full scale."""
    chance = np.random.default_rng(seed)
    count = round(seconds * rate)
    time = np.arange(count) / rate
    pitch = 110 + 20 * np.sin(2 * np.pi * 0.7 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    voiced = sum(np.sin(n * phase) / n for n in range(1, 25))
    syllables = np.clip(np.sin(2 * np.pi * 2.1 * time), 0.02, None) ** 0.6
    noisy = chance.standard_normal(count) * np.clip(np.sin(2 * np.pi * 2.1 * time + 2.6), 0, None)
    wave = voiced * syllables + 0.4 * noisy
    frames = (wave / np.abs(wave).max() * peak * 32767).astype("<i2")
    return Pcm(frames.tobytes(), rate)


def padded(pcm: Pcm, before_ms: int, after_ms: int) -> Pcm:
    """The same sound between two stretches of digital silence."""
    return Pcm(silence(before_ms, pcm.rate) + pcm.frames + silence(after_ms, pcm.rate), pcm.rate)


def recording(path: Path, pcm: Pcm) -> Recording:
    """`pcm` as the cache would hold it."""
    write_wav(path, pcm)
    return Recording(path, pcm.count, pcm.rate)


def samples(pcm: Pcm) -> np.ndarray:
    """The frames as numbers between -1 and 1."""
    return np.frombuffer(pcm.frames, "<i2") / 32768


def tool(name: str) -> str:
    """The path of a validator from the system, which a `real` test cannot do without."""
    path = shutil.which(name)
    assert path, f"install {name} to run this test"
    return path
