"""A small programme with everything that packages ask for: labels, roles, spoken prompts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from parcha.model import Chapter, Line, Programme, Prompt
from parcha.plan import labels
from parcha.sound.join import Piece, join
from parcha.sound.pcm import duration_ms, read_wav
from parcha.targets.target import Announced
from tests.sound.speechlike import recording, speech

SENTENCE = "पंक्ति {} यह है।"


def part(
    folder: Path,
    number: int,
    seconds: Sequence[float],
    roles: Sequence[str],
    says: Sequence[str] = (),
) -> Chapter:
    """A part whose lines last so long and have these roles."""
    folder.mkdir(exist_ok=True)
    pieces = [
        Piece(recording(folder / f"{number}-{n}.wav", speech(length, seed=31 * number + n)), 300)
        for n, length in enumerate(seconds)
    ]
    audio = folder / f"{number}.wav"
    spans = join(pieces, audio)
    pcm = read_wav(audio)
    says = says or [SENTENCE.format(n) for n in range(len(seconds))]
    lines = tuple(
        Line(say, say, *span, role) for say, span, role in zip(says, spans, roles, strict=True)
    )
    length = duration_ms(pcm.count, pcm.rate)
    return Chapter(number, f"bhaag-{number}", f"विषय {number}", audio, length, lines)


def announced(programme: Programme, target: object, folder: Path) -> Programme:
    """The programme with the labels and, as speech-like sound, what `target` wants said."""
    programme = replace(programme, labels=labels())
    assert isinstance(target, Announced)
    said = {
        prompt: _said(prompt, place, folder)
        for place, prompt in enumerate(dict.fromkeys(target.prompts(programme)))
    }
    return replace(programme, prompts=said)


def _said(prompt: Prompt, place: int, folder: Path) -> Chapter:
    values = " ".join(value for _, value in prompt.values)
    return part(folder, 100 + place, [1.0], ["prompt"], [f"{prompt.phrase} {values}".strip()])
