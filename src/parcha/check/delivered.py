"""What the manifest of a built edition says of the files that people get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parcha.check.heard import HeardLine, Part, cut, decode
from parcha.check.packages import heard_through, packages
from parcha.errors import InputError
from parcha.model import Line, Pcm, Voice

MORE_MS = 150
"""So much more before and after a line is heard when it is heard for the third time."""


@dataclass(frozen=True, slots=True)
class Take:
    """A line as it is in the files: who spoke it, the name of its clip, and its sound."""

    voice: Voice
    clip: str
    sound: Pcm


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


def voices_of(manifest: Mapping[str, Any], lines: Sequence[HeardLine]) -> list[Voice]:
    """Who spoke each of `lines`."""
    voices = {
        voice["name"]: Voice(voice["engine"], voice["name"], voice["speed"])
        for voice in manifest["voices"].values()
    }
    return [voices[line["voice"]] for line in _built(manifest, lines)]


def takes_of(
    manifest: Mapping[str, Any], parts: Sequence[Part], lines: Sequence[HeardLine]
) -> list[Take]:
    """Each of `lines`, which were heard in the files of `parts`, with more sound around it."""
    wanted = {line.chapter for line in lines}
    sounds = {part.chapter: decode(part.file) for part in parts if part.chapter in wanted}
    return [
        Take(
            voice,
            built["clip"],
            cut(sounds[line.chapter], built["start_ms"] - MORE_MS, built["end_ms"] + MORE_MS),
        )
        for line, voice, built in zip(
            lines, voices_of(manifest, lines), _built(manifest, lines), strict=True
        )
    ]


def _built(manifest: Mapping[str, Any], lines: Sequence[HeardLine]) -> list[Mapping[str, Any]]:
    """What the manifest says of each of `lines`."""
    chapters = {chapter["id"]: chapter["lines"] for chapter in manifest["chapters"]}
    return [chapters[line.chapter][line.number - 1] for line in lines]
