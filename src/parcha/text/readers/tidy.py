"""What the blocks of any format need: ranks of headings, and sections that are no article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parcha.model import Block
from parcha.text.readers.furniture import rule_of_heading

STOPS = "\u0964\u0965.?!:;,|\"'”’)]"
_HEADING_WORDS = 8
BOLD = 7
"""The level of a heading that is only a short paragraph in bold: below all that are marked."""
# What is longer is a paragraph that somebody made bold.
_LONGEST_HEADING = 30


def tidy(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks: the title has level 1, chapters 2; what is no running text is an aside."""
    return tuple(_without_repeats(_without_back_matter(_ranked(_titled(blocks)))))


def _titled(blocks: Iterable[Block]) -> list[Block]:
    """A short first line without a stop is the title, whatever the format calls it."""
    titled = [Block(block.text) if _is_no_heading(block) else block for block in blocks]
    running = [number for number, block in enumerate(titled) if block.kind != "aside"]
    first = titled[running[0]] if len(running) > 1 else None
    unmarked = first and (first.kind == "paragraph" or first.level == BOLD)
    if first and unmarked and is_heading_like(first.text):
        titled[running[0]] = Block(first.text.strip(), "heading")
    return titled


def _is_no_heading(block: Block) -> bool:
    return block.kind == "heading" and len(block.text.split()) > _LONGEST_HEADING


def is_heading_like(line: str) -> bool:
    """Whether a line is short, has words and no stop, as headings are."""
    short = 0 < len(line.split()) <= _HEADING_WORDS and line.rstrip()[-1] not in STOPS
    return short and any(sign.isalnum() for sign in line)


def is_bold_heading(text: str, bold: str) -> bool:
    """Whether a paragraph is a heading that somebody made bold: all of it, and like a heading.

    A pointer to another text has a colon inside ("see also: …").
    """
    return text == bold and ":" not in text and text != "" and is_heading_like(text)


def _ranked(blocks: Sequence[Block]) -> list[Block]:
    """Headings with level 1 for the title, if there is one, and 2 and more below it.

    The title is the first heading, if it is above all others or stands there twice: word
    processors keep it among the properties of the document as well.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    running = next((block for block in blocks if block.kind != "aside"), None)
    if not headings or running is None:
        return list(blocks)
    title = running.text if running.kind == "heading" else ""
    below = [block.level for block in headings if block.text != title]
    twice = [block.text for block in headings].count(title) > 1
    if not (twice or all(level > running.level for level in below)):
        title = ""
    top = min(below if title else [block.level for block in headings], default=1)
    return [
        replace(block, level=1 if block.text == title else max(2, block.level - top + 2))
        if block.kind == "heading"
        else block
        for block in blocks
    ]


def _without_back_matter(blocks: Iterable[Block]) -> Iterable[Block]:
    """Lists of references, of links and of contents become asides, by their headings."""
    rule, rank = "", 0
    for block in blocks:
        if block.kind == "heading" and (not rule or block.level <= rank):
            rule, rank = rule_of_heading(block.text), block.level
        left_out = rule and block.kind != "aside"
        yield Block(block.text, "aside", rule=rule) if left_out else block


def _without_repeats(blocks: Iterable[Block]) -> Iterable[Block]:
    """A heading that says again what the one before it said is an aside."""
    before, title = "", ""
    for block in blocks:
        if block.kind == "aside":
            yield block
        elif block.text in (before, title) and (block.kind == "heading" or before):
            yield Block(block.text, "aside", rule="repeated-heading")
        else:
            before = block.text if block.kind == "heading" else ""
            title = block.text if block.kind == "heading" and block.level == 1 else title
            yield block
