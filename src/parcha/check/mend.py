"""Other renderings of lines that were not understood: the best of them takes their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from parcha.check.heard import HeardLine, Listener, for_listening
from parcha.check.opinion import audio_of, heard_alone, new_takes
from parcha.model import Clip, Utterance
from parcha.speech.engine import EngineSpec
from parcha.speech.workers import SpeakTask

MENDABLE = frozenset({"take", "unsure", "voice"})
"""Where it is the words that nobody understands, no rendering helps."""
FEWEST_WORDS = 4
"""A shorter line has no two breaths."""


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
        (line, utterance, rendering, other)
        for line, utterance in zip(lines, utterances, strict=True)
        if line.verdict in MENDABLE
        for rendering, other in renderings(utterance).items()
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


def renderings(utterance: Utterance) -> dict[str, Utterance]:
    """What is tried, the least change first: anew, a little slower or faster, in two breaths."""
    tried = {"anew": utterance}
    for speed in (0.95, 1.05):
        own = utterance.voice
        voice = replace(own, speed=round(speed * own.speed, 3))
        tried[f"speed {speed}"] = replace(utterance, voice=voice)
    words = utterance.text.split()
    middle = len(words) // 2
    if len(words) >= FEWEST_WORDS and category(words[middle - 1][-1])[0] in "LM":
        halves = " ".join(words[:middle]), " ".join(words[middle:])
        tried["two breaths"] = replace(utterance, text=", ".join(halves))
    return tried
