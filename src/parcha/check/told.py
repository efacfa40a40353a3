"""What a finished edition is made of, as the checks look at it, and what they may find."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from parcha.model import Chapter, Line, Recording, Utterance


@dataclass(frozen=True, slots=True)
class Said:
    """One line with what its voice was given, the clip that came back, and the pause planned."""

    line: Line
    utterance: Utterance
    recording: Recording
    pause_ms: int

    def as_json(self) -> dict[str, Any]:
        """The line as the manifest has it: with its voice, the hash of its clip, and how it is.

        `rendering` is there only where the clip is not just what was asked of the voice.
        """
        line = asdict(self.line)
        del line["words"]  # they are in the WebVTT files, where players look for them
        rendering = self.recording.rendering
        return line | {
            "voice": self.utterance.voice.name,
            "clip": self.recording.path.stem,
            **({"rendering": rendering} if rendering else {}),
        }


@dataclass(frozen=True, slots=True)
class Told:
    """One part with its lines in order."""

    chapter: Chapter
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: a file of the edition, a part (its id), a line of it; or less."""

    what: str
    file: str = ""
    part: str = ""
    line: int = 0
    say: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        place += [f"part {self.part}"] if self.part else []
        place += [f'line {self.line} "{self.say}"'] if self.line else []
        return f"{', '.join(place)}: {self.what}" if place else self.what


def fault_at(part: Told, said: Said, what: str, file: str = "") -> Fault:
    """`what` is wrong with a line."""
    number = next(n for n, line in enumerate(part.lines, start=1) if line is said)
    return Fault(what, file, part.chapter.id, number, said.line.say)
