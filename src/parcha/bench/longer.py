"""The same edition several times over, to see how the work grows with the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from parcha.draft import Draft
from parcha.model import Script, Section, Voice
from parcha.plan import PlannedPart

FASTER = 0.002
"""By how much each copy is spoken faster: other clips, so that the cache has none of them."""
Numbered = TypeVar("Numbered", Section, Script, PlannedPart)


def longer(drafted: Draft, times: int) -> Draft:
    """`drafted` with its parts `times` times, to be built without touching the text files."""
    parts = [_faster(part, copy) for copy in range(times) for part in _renamed(drafted.parts, copy)]
    numbered = tuple(replace(part, number=number) for number, part in enumerate(parts, start=1))
    sections = drafted.sections.sections
    scripts = drafted.scripts.scripts
    copies = range(times)
    return replace(
        drafted,
        sections=replace(
            drafted.sections,
            sections=tuple(one for copy in copies for one in _renamed(sections, copy)),
            draft=replace(drafted.sections.draft, files={}, obsolete=()),
        ),
        scripts=replace(
            drafted.scripts,
            scripts=tuple(one for copy in copies for one in _renamed(scripts, copy)),
            draft=replace(drafted.scripts.draft, files={}, obsolete=()),
        ),
        parts=numbered,
        total_parts=drafted.total_parts * times,
        made_from=f"{drafted.made_from} {times}",
    )


def _renamed(parts: Sequence[Numbered], copy: int) -> list[Numbered]:
    return [replace(part, id=f"{part.id}-{copy + 1}" if copy else part.id) for part in parts]


def _faster(part: PlannedPart, copy: int) -> PlannedPart:
    def changed(voice: Voice) -> Voice:
        return replace(voice, speed=voice.speed + FASTER * copy)

    lines = (
        replace(line, utterance=replace(line.utterance, voice=changed(line.utterance.voice)))
        for line in part.lines
    )
    return replace(part, lines=tuple(lines))
