"""How fast the voices are on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from parcha.model import Voice
from parcha.speech.engine import EngineSpec, Prepared, open_engine
from parcha.speech.weights import KOKORO
from parcha.store import Store

OFFLINE = ("kokoro", "espeak")
AS_RELEASED = "kokoro as released"


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of work for each second of sound, on one core, after the voice was loaded."""

    engine: str
    voice: str
    factor: float


def time_voices(text: str) -> Iterator[Timing]:
    """Time every offline voice on `text`, Kokoro with its released graph as well.

    Raises `EngineError` or `StorageError`.
    """
    specs = {name: EngineSpec(name) for name in OFFLINE}
    released = KOKORO.join(Store())
    specs[AS_RELEASED] = EngineSpec("kokoro", (("model", str(released)),))
    for name, spec in specs.items():
        engine = open_engine(spec)
        if isinstance(engine, Prepared):
            engine.prepare()
        engine.speak(text, Voice(spec.name, engine.voices()[0]))  # loads it
        for voice in engine.voices():
            start = time.perf_counter()
            sound = engine.speak(text, Voice(spec.name, voice))
            spent = time.perf_counter() - start
            yield Timing(name, voice, spent * sound.rate / sound.count)
