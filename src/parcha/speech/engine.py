"""The seam that every voice fits: text in spoken form goes in, mono 16-bit sound comes out.

To add a voice: write one small file with a class that has the members of `Engine`, and name it
in `_REGISTRY`.
"""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from parcha.errors import EngineError
from parcha.model import Pcm, Voice, Word


@runtime_checkable
class Engine(Protocol):
    """One speech synthesiser. Loading is lazy: heavy work starts at the first `speak`.

    `option_names` are the options it takes, which its constructor gets as text. `fingerprint`
    names everything that the sound depends on (engine, version, weights): it is part of the cache
    key, and knowing it must load nothing heavy. `max_chars` is the longest line that surely fits.
    `parallel` is true where more processes speak sooner, false where starting one takes longer
    than the speaking, or where a server would mind.
    """

    option_names: tuple[str, ...]
    fingerprint: str
    sample_rate: int
    max_chars: int
    parallel: bool

    def voices(self) -> tuple[str, ...]:
        """The names that `Voice.name` may have, the usual one first."""

    def speak(self, text: str, voice: Voice) -> Pcm:
        """Speak one line of spoken-form Hindi. Raises `EngineError`; never returns silence."""


@runtime_checkable
class Timed(Protocol):
    """An engine that knows when each word is heard."""

    def speak_timed(self, text: str, voice: Voice) -> tuple[Pcm, tuple[Word, ...]]:
        """As `Engine.speak`, with the time of each word; no words where they are not known."""


@runtime_checkable
class Phonemes(Protocol):
    """An engine that turns text into IPA before it speaks, and can show it."""

    def phonemes(self, text: str) -> str:
        """The IPA of one line, as the network would get it."""


@runtime_checkable
class Prepared(Protocol):
    """An engine that needs something done once before any worker starts."""

    def prepare(self) -> None:
        """Do it, or check that it is done. Raises `EngineError` or `StorageError`."""


@runtime_checkable
class Online(Protocol):
    """An engine that sends the text away, which its user must have agreed to (`consent`)."""

    sent_to: str


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """Which engine, with which options: a value that a worker process can be sent."""

    name: str
    options: tuple[tuple[str, str], ...] = ()


SLOWEST, FASTEST = 0.5, 2.0
_REGISTRY = {
    "kokoro": "parcha.speech.kokoro:KokoroEngine",
    "espeak": "parcha.speech.espeak:EspeakEngine",
    "gtts": "parcha.speech.gtts:GttsEngine",
    "silent": "parcha.speech.silent:SilentEngine",
}


def engine_names() -> tuple[str, ...]:
    """The engines there are, the default one first."""
    return tuple(_REGISTRY)


@functools.cache
def open_engine(spec: EngineSpec) -> Engine:
    """The engine that `spec` asks for: one a process, made at the first call.

    Raises `EngineError` for an unknown engine or option.
    """
    if spec.name not in _REGISTRY:
        raise EngineError(
            f'There is no engine "{spec.name}".', f"Engines: {', '.join(engine_names())}."
        )
    module, _, name = _REGISTRY[spec.name].partition(":")
    engine_class = getattr(importlib.import_module(module), name)
    for key, _ in spec.options:
        if key not in engine_class.option_names:
            valid = ", ".join(engine_class.option_names) or "it takes none"
            raise EngineError(
                f'The engine "{spec.name}" has no option "{key}".', f"Options: {valid}."
            )
    engine: Engine = engine_class(**dict(spec.options))
    return engine


def check_voice(engine: Engine, voice: Voice) -> None:
    """Raises `EngineError` if `engine` has no such voice, or cannot speak at its speed."""
    if voice.name not in engine.voices():
        raise EngineError(
            f'The engine "{voice.engine}" has no voice "{voice.name}".',
            f"Voices: {', '.join(engine.voices())}.",
        )
    if not SLOWEST <= voice.speed <= FASTEST:
        raise EngineError(
            f"The speed {voice.speed} is out of range.",
            f"Choose a speed from {SLOWEST} to {FASTEST}; 1.0 is the voice's own pace.",
        )
