"""Is a clip as long as its text? A voice that swallows or repeats a line is caught here."""

from __future__ import annotations

import unicodedata

from parcha.errors import EngineError
from parcha.model import Pcm, Utterance

VIRAMA = "\u094d"

# Measured at speed 1.0, Kokoro and espeak-ng speak lines of 10 to 35 aksharas in 165 to 225 ms an
# akshara; a line of one or two lasts up to 940 ms as a whole. The limits leave room for a slow
# voice, not for a lost one.
SHORTEST_AKSHARA_MS, LONGEST_AKSHARA_MS = 60, 400
LONGEST_START_MS = 1000


def aksharas(text: str) -> int:
    """How many aksharas (written syllables) `text` has: letters, a conjunct counted once."""
    letters = sum(unicodedata.category(char).startswith("L") for char in text)
    return max(0, letters - text.count(VIRAMA))


def check(utterance: Utterance, audio: Pcm) -> None:
    """Raises `EngineError` if `audio` is empty, silent or of a length that its text cannot have."""
    line = f'"{utterance.text}" ({utterance.voice.engine}, {utterance.voice.name})'
    if not audio.count or len(audio.frames) % 2:
        raise EngineError(f"The voice returned no sound for {line}.")
    if not any(audio.frames):
        raise EngineError(f"The voice returned silence for {line}.")
    count = aksharas(utterance.text)
    if not count:
        raise EngineError(f"There is nothing to say in {line}.")
    length_ms = round(1000 * audio.count / audio.rate)
    full_pace_ms = length_ms * utterance.voice.speed
    longest_ms = LONGEST_START_MS + LONGEST_AKSHARA_MS * count
    if not SHORTEST_AKSHARA_MS * count <= full_pace_ms <= longest_ms:
        raise EngineError(
            f"The sound of {line} lasts {length_ms} ms, which cannot be right for its length.",
            "Write the line in another way, or choose another voice.",
        )
