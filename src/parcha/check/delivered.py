"""What the manifest of a built edition says of the files that people get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parcha.check.heard import HeardLine, Part
from parcha.check.packages import heard_through, packages
from parcha.errors import InputError
from parcha.model import Line, Voice


@dataclass(frozen=True, slots=True)
class Take:
    """Who spoke a line, and the name of the clip that is in the files."""

    voice: Voice
    clip: str


def delivered_parts(
    manifest: Mapping[str, Any], home: Path, chapters: Sequence[str] = ()
) -> list[Part]:
    """The parts of the edition in `home`, or the `chapters` named, with their files.

    Raises `InputError` where there is no such part or no file of it.
    """
    if not manifest:
        raise InputError(f"There is nothing built in {home}.", "Run: parcha build")
    built = {chapter["id"]: chapter for chapter in manifest["chapters"]}
    for chapter in chapters:
        if chapter not in built:
            raise InputError(f'There is no part "{chapter}".', f"Parts: {', '.join(built)}.")
    ids = {part["number"]: part["id"] for part in built.values()}
    package = heard_through(packages([file["path"] for file in manifest["files"]], ids), ids)
    if package is None:
        raise InputError(
            f"No package in {home} has every part as an MP3 of its own.",
            "Run: parcha build --target phone",
        )
    parts = []
    for chapter in chapters or built:
        lines = (
            Line(line["say"], line["spoken"], line["start_ms"], line["end_ms"])
            for line in built[chapter]["lines"]
        )
        file = home / package.parts[built[chapter]["number"]]
        parts.append(Part(chapter, file, tuple(lines)))
    return parts


def takes_of(manifest: Mapping[str, Any], lines: Sequence[HeardLine]) -> list[Take]:
    """How each of `lines` was spoken."""
    voices = {voice["name"]: Voice(**voice) for voice in manifest["voices"].values()}
    built = {chapter["id"]: chapter["lines"] for chapter in manifest["chapters"]}
    spoken = [built[line.chapter][line.number - 1] for line in lines]
    return [Take(voices[line["voice"]], line["clip"]) for line in spoken]
