"""File names that the cheapest player and every memory card (FAT32) can read."""

from __future__ import annotations

import re
import unicodedata

from parcha.model import Chapter, Programme

MAX_STEM = 100


def ascii_stem(text: str) -> str:
    """`text` in small ASCII letters, digits and hyphens; `part` where none of it is ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:MAX_STEM].strip("-")
    return stem or "part"


def numbered(number: int, stem: str, suffix: str, highest: int) -> str:
    """`01-stem.mp3`: padded so that players which sort by name keep the order.

    The number in front also keeps names apart and clear of the words that Windows forbids.
    """
    width = max(2, len(str(highest)))
    return f"{number:0{width}d}-{ascii_stem(stem)}{suffix}"


def part_name(programme: Programme, chapter: Chapter, suffix: str = "") -> str:
    """The name that a part has in every package: `02-<id>.mp3`."""
    return numbered(chapter.number, chapter.id, suffix, programme.parts)
