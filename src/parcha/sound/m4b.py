"""One M4B of all parts: AAC with chapters and a cover, for those who have a player for books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.sound import ffmpeg
from parcha.sound.formats import EXACT, MASTER
from parcha.sound.loudness import METER_STEP_DB, ROUNDS, limiter, measure
from parcha.store import scratch

PEAK_DBTP = -1.0
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
    with scratch(out.parent) as folder:
        marks, picture = (Path(folder, name) for name in ("marks", "cover.jpg"))
        marks.write_text(_marks(parts, tags), encoding="utf-8")
        picture.write_bytes(cover)
        wavs = ffmpeg.one_after_another(folder, [part.wav for part in parts])
        sources: list[str | Path] = [*wavs, "-f", "ffmetadata", "-i", marks, "-i", picture]
        which = ["-map", "0:a", "-map", "2:v", "-map_metadata", "1", "-map_chapters", "1"]
        sound = ["-c:a", "aac", "-b:a", f"{AAC_KBPS}k", "-ac", "1", "-ar", str(MASTER.rate)]
        image = ["-c:v", "copy", "-disposition:v", "attached_pic"]
        book = ["-metadata:s:a", f"language={language}", "-movflags", "+faststart"]
        ceiling = MASTER.aim.peak_dbtp
        for _ in range(ROUNDS):
            limited = ["-af", limiter(ceiling)]
            made = [*which, *limited, *sound, *image, *book, *EXACT]
            ffmpeg.run([*sources, *made, "-f", "ipod", out], folder=folder)
            over = measure(out).true_peak_dbtp - PEAK_DBTP
            if over < 0:
                break
            # Softer peaks, and not all of it softer: few are lifted so far, and loudness stays.
            ceiling -= over + METER_STEP_DB


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
