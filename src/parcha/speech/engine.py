"""The seam that every voice fits: text in spoken form goes in, mono 16-bit sound comes out."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from parcha.model import Pcm, Voice, Word


@runtime_checkable
class Engine(Protocol):
    """One speech synthesiser. Loading is lazy: heavy work starts at the first `speak`.

    `fingerprint` names everything that the sound depends on (engine, version, weights): it is
    part of the cache key. `max_chars` is the longest line that the engine speaks whole.
    """

    fingerprint: str
    sample_rate: int
    max_chars: int

    def voices(self) -> tuple[str, ...]:
        """The names that `Voice.name` may have."""

    def speak(self, text: str, voice: Voice) -> Pcm:
        """Speak one line of spoken-form Hindi. Raises `EngineError`; never returns silence."""


@runtime_checkable
class Timed(Protocol):
    """An engine that knows when each word is heard."""

    def speak_timed(self, text: str, voice: Voice) -> tuple[Pcm, tuple[Word, ...]]:
        """As `Engine.speak`, with the time of each word."""


@runtime_checkable
class Phonemes(Protocol):
    """An engine that turns text into IPA before it speaks, and can show it."""

    def phonemes(self, text: str) -> str:
        """The IPA of one line, as the network would get it."""
