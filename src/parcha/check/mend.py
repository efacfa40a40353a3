"""Other renderings of lines that were not understood: the best of them takes their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parcha.check.heard import HeardLine, Listener, for_listening
from parcha.check.opinion import audio_of, heard_alone, new_takes
from parcha.model import Clip, Utterance
from parcha.speech.engine import EngineSpec
from parcha.speech.workers import SpeakTask

MENDABLE = frozenset({"take", "voice"})
"""Where it is the words that nobody understands, no rendering helps."""
SPEEDS = {"anew": 1.0, "speed 0.95": 0.95, "speed 1.05": 1.05}
"""What is tried, the least change first."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A line as it is heard now: `clip` answers its utterance, spoken in the way `rendering`."""

    line: HeardLine
    rendering: str
    clip: Clip


def mend(
    lines: Sequence[HeardLine],
    utterances: Sequence[Utterance],
    specs: Mapping[str, EngineSpec],
    listener: Listener,
) -> list[Mended]:
    """Speak each of `lines` (its utterance in the same place) in other ways, and hear them.

    Of the renderings that are understood, the one with the least error is kept; a line of which
    none is understood is not mended. Raises `EngineError` where a voice cannot speak.
    """
    tried = [
        (line, utterance, rendering, _faster(utterance, speed))
        for line, utterance in zip(lines, utterances, strict=True)
        if line.verdict in MENDABLE
        for rendering, speed in SPEEDS.items()
    ]
    takes = new_takes([SpeakTask(other, specs[other.voice.engine]) for *_, other in tried])
    sounds = [for_listening(audio_of(takes[other])) for *_, other in tried]
    heard = heard_alone([line for line, *_ in tried], sounds, listener)
    best: dict[tuple[str, int], Mended] = {}
    for (line, utterance, rendering, other), found in zip(tried, heard, strict=True):
        place = (line.chapter, line.number)
        if found.verdict == "ok" and (place not in best or found.error < best[place].line.error):
            best[place] = Mended(found, rendering, replace(takes[other], utterance=utterance))
    return list(best.values())


def _faster(utterance: Utterance, speed: float) -> Utterance:
    voice = replace(utterance.voice, speed=round(speed * utterance.voice.speed, 3))
    return replace(utterance, voice=voice)
