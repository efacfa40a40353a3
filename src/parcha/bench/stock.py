"""The stock way to an audio leaflet: one process, a loop over the lines, pydub, MP3.

With Kokoro that is kokoro-onnx as its own documentation shows it: default options, text in and
samples out. Other voices are asked in the same loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from parcha.model import Voice
from parcha.plan import PlannedPart
from parcha.sound.ffmpeg import audio_segment
from parcha.speech.engine import EngineSpec, open_engine
from parcha.speech.kokoro import VOICES
from parcha.speech.weights import KOKORO
from parcha.store import Store

Speak = Callable[[str, Voice], tuple[bytes, int]]
"""Text and voice go in; mono 16-bit frames and their rate come out."""


def stock(parts: Sequence[PlannedPart], spec: EngineSpec, out: Path) -> tuple[int, float]:
    """Speak, join and export each of `parts` as an MP3 in `out`.

    Returns how long they last (ms), and when the first one is there, by the monotonic clock.
    """
    speak = _kokoro() if spec.name == "kokoro" else _engine(spec)
    segment: Any = audio_segment()
    length_ms, first = 0, 0.0
    for part in parts:
        whole = segment.empty()
        for line in part.lines:
            frames, rate = speak(line.spoken, line.utterance.voice)
            whole += segment(data=frames, sample_width=2, frame_rate=rate, channels=1)
            whole += segment.silent(line.pause_ms, frame_rate=rate)
        whole.export(str(out / f"{part.number:02d}.mp3"), format="mp3", bitrate="64k").close()
        length_ms += len(whole)
        first = first or time.monotonic()
    return length_ms, first


def _kokoro() -> Speak:
    import numpy as np
    from kokoro_onnx import Kokoro

    network: Any = Kokoro(str(KOKORO.join(Store())), str(VOICES))

    def speak(text: str, voice: Voice) -> tuple[bytes, int]:
        samples, rate = network.create(text, voice=voice.name, speed=voice.speed, lang="hi")
        return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes(), rate

    return speak


def _engine(spec: EngineSpec) -> Speak:
    engine = open_engine(spec)

    def speak(text: str, voice: Voice) -> tuple[bytes, int]:
        audio = engine.speak(text, voice)
        return audio.frames, audio.rate

    return speak
