"""Plain text: each line a paragraph, as editors and e-mail programs write it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parcha.model import Block
from parcha.text.readers.tidy import STOPS, is_heading_like

# A paragraph may be broken into lines; then none of them is longer than a screen is wide.
_SCREEN = 100
_ITEM = re.compile(r"\s*[-*•●▪–]\s+(?=\S)")


def read(text: str) -> list[Block]:
    """The paragraphs of a text. A short line that stands alone and has no stop is a heading."""
    lines = text.split("\n")
    blank = [not line.strip() for line in lines]
    wrapped = any(blank[:-1]) and max(map(len, lines)) <= _SCREEN
    blocks: list[Block] = []
    for number, line in enumerate(lines):
        if blank[number]:
            continue
        after_blank = not number or blank[number - 1]
        item = _ITEM.match(line)
        if item:
            blocks.append(Block(line[item.end() :], "item"))
        elif after_blank and _is_heading(line, lines[number + 1 :]):
            title = not blocks
            blocks.append(Block(line.strip(), "heading", 1 if title else 2))
        elif wrapped and not after_blank and _goes_on(blocks[-1]):
            last = blocks.pop()
            blocks.append(Block(f"{last.text.rstrip()} {line.strip()}", last.kind))
        else:
            blocks.append(Block(line))
    return blocks


def _is_heading(line: str, following: Sequence[str]) -> bool:
    return is_heading_like(line) and any(other.strip() for other in following)


def _goes_on(block: Block) -> bool:
    return block.kind != "heading" and block.text.rstrip()[-1] not in STOPS
