"""Plain text: each line a paragraph, as editors and e-mail programs write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parcha.model import Block
from parcha.text.readers.tidy import STOPS, is_heading_like

# In a text whose paragraphs are broken into lines, no line is longer than a screen is wide, and
# none that goes on is shorter than half of it.
_SCREEN = 100
_BROKEN = 45
_ITEM = re.compile(r"\s*[-*•●▪–]\s+(?=\S)")


def read(text: str) -> list[Block]:
    """The paragraphs of a text. A short line after a blank one, without a stop, is a heading."""
    lines = text.split("\n")
    if max(map(len, lines)) <= _SCREEN and not all(line.strip() for line in lines[:-1]):
        lines = list(_mended(lines))
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    blocks: list[Block] = []
    for number, line in enumerate(lines):
        after_blank = not number or not lines[number - 1].strip()
        if item := _ITEM.match(line):
            blocks.append(Block(line[item.end() :], "item"))
        elif after_blank and number < last and is_heading_like(line):
            blocks.append(Block(line.strip(), "heading", 2 if blocks else 1))
        elif line.strip():
            blocks.append(Block(line))
    return blocks


def _mended(lines: Sequence[str]) -> Iterator[str]:
    """The lines with broken paragraphs whole again."""
    pieces: list[str] = []
    for line in lines:
        bare = line.strip()
        before = pieces[-1].strip() if pieces else ""
        goes_on = len(before) >= _BROKEN and before[-1] not in STOPS
        if pieces and not (goes_on and bare and not _ITEM.match(line)):
            yield " ".join(pieces)
            pieces = []
        pieces.append(bare if pieces else line)
    yield " ".join(pieces)
