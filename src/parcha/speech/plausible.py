"""Is a clip as long as its text? A voice that swallows or repeats a line is caught here."""

from __future__ import annotations

import unicodedata

from parcha.errors import EngineError
from parcha.model import Pcm, Utterance

VIRAMA = "\u094d"

# At speed 1.0 Kokoro and espeak-ng speak an akshara in 90 to 350 ms, the longest ones being lines
# of a single word; half speed doubles that. The limits leave room for a slow voice, not a lost one.
SHORTEST_MS, LONGEST_MS = 25, 1500


def aksharas(text: str) -> int:
    """How many aksharas (written syllables) `text` has: letters, a conjunct counted once."""
    letters = sum(unicodedata.category(char) == "Lo" for char in text)
    return max(letters - text.count(VIRAMA), min(letters, 1))


def check(utterance: Utterance, audio: Pcm) -> None:
    """Raises `EngineError` if `audio` is empty, silent or of a length that cannot be its text."""
    line = f'"{utterance.text}" ({utterance.voice.engine}, {utterance.voice.name})'
    if not audio.count or len(audio.frames) % 2:
        raise EngineError(f"The voice returned no sound for {line}.")
    if not any(audio.frames):
        raise EngineError(f"The voice returned silence for {line}.")
    length_ms = 1000 * audio.count // audio.rate
    each_ms = length_ms / max(1, aksharas(utterance.text))
    if not SHORTEST_MS <= each_ms <= LONGEST_MS:
        raise EngineError(
            f"The sound of {line} lasts {length_ms} ms, which cannot be right for its length.",
            "Write the line in another way, or choose another voice.",
        )
