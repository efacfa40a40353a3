"""One M4B of all parts: AAC with chapters and a cover, for those who have a player for books."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.sound import ffmpeg
from parcha.sound.formats import EXACT, MASTER
from parcha.sound.loudness import Aim, master

RECIPE = 1
BOOK = Aim(lufs=-16.0, peak_dbtp=-1.0, headroom_db=2.5)
"""ffmpeg's AAC lifts peaks by up to 3 dB at this rate (measured)."""
AAC_KBPS = 64
_ESCAPED = str.maketrans({character: f"\\{character}" for character in "=;#\\\n"})


@dataclass(frozen=True, slots=True)
class Part:
    """A mastered part, as `formats.MASTER` makes it, and how the list of chapters names it."""

    title: str
    wav: Path
    duration_ms: int


def m4b(
    parts: Sequence[Part], cover: bytes, tags: Mapping[str, str], language: str, out: Path
) -> None:
    """Write `parts` as one file, encoded once; `cover` is a JPEG, `language` is ISO 639-2.

    The same parts give the same bytes. Raises `StorageError` where the disk is full.
    """
    with tempfile.TemporaryDirectory() as folder:
        listing, marks, picture = (Path(folder, name) for name in ("parts", "marks", "cover.jpg"))
        listing.write_text(_listing(parts), encoding="utf-8")
        marks.write_text(_marks(parts, tags), encoding="utf-8")
        picture.write_bytes(cover)
        whole = Path(folder, "whole.wav")
        ffmpeg.run(["-f", "concat", "-safe", "0", "-i", listing, "-c", "copy", whole])

        def render(filters: str) -> None:
            sources: list[str | Path] = ["-i", whole]
            sources += ["-f", "ffmetadata", "-i", marks, "-i", picture]
            which = ["-map", "0:a", "-map", "2:v", "-map_metadata", "1", "-map_chapters", "1"]
            sound = ["-af", filters, "-c:a", "aac", "-b:a", f"{AAC_KBPS}k", "-ac", "1"]
            image = ["-c:v", "copy", "-disposition:v", "attached_pic"]
            book = ["-metadata:s:a", f"language={language}", "-movflags", "+faststart"]
            shape = ["-ar", str(MASTER.rate), *EXACT, "-f", "ipod"]
            ffmpeg.run([*sources, *which, *sound, *image, *book, *shape, out])

        # Once more, because the coder lifts peaks. One gain for all keeps the parts alike.
        master(whole, out, BOOK, render)


def _listing(parts: Sequence[Part]) -> str:
    lines = ["ffconcat version 1.0"]
    for part in parts:
        quoted = str(part.wav.resolve()).replace("'", r"'\''")
        lines.append(f"file '{quoted}'")
    return "\n".join(lines) + "\n"


def _marks(parts: Sequence[Part], tags: Mapping[str, str]) -> str:
    """Tags and chapters as ffmpeg's own metadata file."""
    lines = [";FFMETADATA1"]
    lines += (f"{name}={_escaped(text)}" for name, text in tags.items())
    start = 0
    for part in parts:
        end = start + part.duration_ms
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}"]
        lines.append(f"title={_escaped(part.title)}")
        start = end
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    # ffmpeg takes even an escaped backslash at the end for a line that goes on, and loses the next.
    return text.translate(_ESCAPED) + " " * text.endswith("\\")
