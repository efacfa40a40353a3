"""A voice for tests: soft notes as long as speech would be, the same for the same text."""

from __future__ import annotations

import array
import hashlib
import sys

from parcha.model import Pcm, Voice
from parcha.speech.plausible import aksharas

AKSHARA_MS = 150
START_AKSHARAS = 2
"""Speech takes so much longer than its aksharas: a line of one is not said in a tenth of ten."""
LOUDNESS = 400  # of 32767, about -38 dBFS: not silence, yet nobody minds it


class SilentEngine:
    """Speaks nothing, but takes its time: 32 notes, which the hash of text and voice chooses."""

    option_names = ()
    fingerprint = "silent-2"
    sample_rate = 24_000
    max_chars = 100_000
    parallel = False

    def voices(self) -> tuple[str, ...]:
        """A higher and a lower voice, as far as notes can be."""
        return ("low", "high")

    def speak(self, text: str, voice: Voice) -> Pcm:
        """Notes for `text`: at speed 1.0 `AKSHARA_MS` for each akshara, and for two more."""
        tune = hashlib.sha256(f"{voice.name}\n{text}".encode()).digest()
        length_ms = AKSHARA_MS * (aksharas(text) + START_AKSHARAS) / voice.speed
        note_frames = max(1, round(self.sample_rate * length_ms / 1000 / len(tune)))
        period = 100 if voice.name == "high" else 200
        samples = array.array("h")
        for note in tune:
            samples.extend(_triangle(period + note, note_frames))
        if sys.byteorder == "big":
            samples.byteswap()
        return Pcm(samples.tobytes(), self.sample_rate)


def _triangle(period: int, frames: int) -> list[int]:
    """A triangle wave in whole numbers, so that every machine makes the same bytes."""
    return [
        LOUDNESS - 4 * LOUDNESS * abs(period // 2 - frame % period) // period
        for frame in range(frames)
    ]
