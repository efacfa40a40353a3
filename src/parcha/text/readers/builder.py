"""What the readers of marked-up formats share: pieces of text in, blocks out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parcha.model import Block, BlockKind

BREAK = "\v"
"""A line break inside a paragraph; two of them end it."""

_PARAGRAPH_BREAK = re.compile(rf"{BREAK}\s*{BREAK}[\s{BREAK}]*")


class Builder:
    """Collects running text until a block ends. No block holds a line end or doubled space."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._asides: list[Block] = []

    def write(self, text: str) -> None:
        """Add text to the block that is being written."""
        self._text.append(text)

    def aside(self, text: str, rule: str) -> None:
        """Keep for the ledger what is not read aloud, behind the block that it stands in."""
        text = " ".join(text.split())
        if text:
            self._asides.append(Block(text, "aside", rule=rule))

    def end(self, kind: BlockKind = "paragraph", level: int = 0) -> None:
        """End the block that is being written, if there is any text in it."""
        for text in _PARAGRAPH_BREAK.split("".join(self._text)):
            if words := text.split():
                self.blocks.append(Block(" ".join(words), kind, level))
        self.blocks += self._asides
        self._text, self._asides = [], []

    def table(self, rows: Sequence[Sequence[str]], has_header: bool) -> None:
        """A table that can be told in sentences becomes list items; any other is an aside.

        Of two columns each row is "first: second"; of up to four with a header, "first: header
        second, header third".
        """
        self.end()
        rows = [[" ".join(cell.split()) for cell in row] for row in rows]
        rows = [row for row in rows if any(row)]
        columns = {len(row) for row in rows}
        heads, body = (rows[0], rows[1:]) if has_header and rows else ([], rows)
        if columns == {1}:
            for row in rows:
                self.write(row[0])
                self.end()
        elif body and all(map(all, body)) and (columns == {2} or (heads and columns < {3, 4})):
            self.aside(_flat([heads]) if heads else "", "table-head")
            self.end()
            for first, *others in body:
                told = others if len(others) == 1 else _with_heads(heads[1:], others)
                self.write(f"{first.rstrip(':')}: {', '.join(told)}")
                self.end("item")
        else:
            self.aside(_flat(rows), "table")
            self.end()


def _with_heads(heads: Sequence[str], cells: Sequence[str]) -> list[str]:
    return [f"{head} {cell}".strip() for head, cell in zip(heads, cells, strict=True)]


def _flat(rows: Sequence[Sequence[str]]) -> str:
    return "; ".join(", ".join(cell for cell in row if cell) for row in rows)
