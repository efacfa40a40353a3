"""What the blocks of any format need: ranks of headings, and sections that are no article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parcha.model import Block
from parcha.text.readers.furniture import rule_of_heading


def tidy(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks: the title has level 1, chapters 2; what is no running text is an aside."""
    return tuple(_without_repeats(_without_back_matter(_ranked(list(blocks)))))


def _ranked(blocks: Sequence[Block]) -> list[Block]:
    """Headings with level 1 for the title, if there is one, and 2 and more below it.

    A document whose title is of the same rank as its chapters has its title first, and nothing
    but headings before the next one.
    """
    levels = [block.level for block in blocks if block.kind == "heading"]
    if not levels:
        return list(blocks)
    running = [block for block in blocks if block.kind != "aside"]
    first = running[0]
    others = [block.level for block in running[1:] if block.kind == "heading"]
    same = [block.text for block in running if block.kind == "heading"].count(first.text) > 1
    titled = first.kind == "heading" and (all(level > first.level for level in others) or same)
    top = min(others if titled and others else levels)
    ranked: list[Block] = []
    for block in blocks:
        if block.kind != "heading":
            ranked.append(block)
        elif titled and block is first:
            ranked.append(replace(block, level=1))
        else:
            ranked.append(replace(block, level=block.level - top + 2))
    return ranked


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
