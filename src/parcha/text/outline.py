"""Chapters: the editor's anchors in `leaflet.yaml` cut the cleaned article into sections."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import pairwise

from parcha.config import ChapterPlan
from parcha.errors import InputError
from parcha.model import Section, Source
from parcha.text.clean import Cleaned
from parcha.text.sentences import split_sentences
from parcha.yamlfile import shown


def outline(
    source: Source, cleaned: Cleaned, chapters: Sequence[ChapterPlan]
) -> tuple[Section, ...]:
    """One section a chapter, numbered from 2, because part 1 is the opening.

    Raises `InputError` where an anchor fits no paragraph or several, anchors are out of order,
    a chapter has no sentence left, or paragraphs before the first chapter belong to none.
    """
    starts = starts_of(source, chapters)
    for (earlier, start), (later, next_start) in pairwise(zip(chapters, starts, strict=True)):
        if next_start <= start:
            raise InputError(
                f'{later.place}: chapter "{later.id}" begins before "{earlier.id}".',
                "List the chapters in the order of the article.",
            )
    orphan = next((line for line in cleaned.lines[: starts[0]] if line), None)
    if orphan:
        raise InputError(
            f'"{orphan[:60]}" and what follows stand before the first chapter.',
            f'Let "{chapters[0].id}" begin there, or name it under leave_out: with the reason.',
        )
    bounds = [*starts, len(cleaned.lines)]
    return tuple(
        _section(number, chapter, cleaned.lines[start:end])
        for number, (chapter, (start, end)) in enumerate(
            zip(chapters, pairwise(bounds), strict=True), start=2
        )
    )


def beginnings_of(source: Source) -> list[str]:
    """What each block of the article shows: with its first words a chapter may begin."""
    # An aside is never read, so no chapter begins with it.
    return ["" if block.kind == "aside" else shown(block.text) for block in source.blocks]


def starts_of(source: Source, chapters: Sequence[ChapterPlan]) -> tuple[int, ...]:
    """The number of the block with which each chapter begins: its paragraph's heading, if any.

    Raises `InputError` where an anchor fits no paragraph or several.
    """
    texts = beginnings_of(source)
    found = [_paragraph_of(texts, chapter) for chapter in chapters]
    return tuple(_with_heading(source, start, found) for start in found)


def _with_heading(source: Source, start: int, found: Sequence[int]) -> int:
    """The heading above a paragraph with which a chapter begins, if no other begins there."""
    above = start
    while above and source.blocks[above].kind != "heading" and above - 1 not in found:
        above -= 1
        if source.blocks[above].kind not in ("heading", "aside"):
            return start
    return above if source.blocks[above].kind == "heading" else start


def _section(number: int, chapter: ChapterPlan, lines: Sequence[str]) -> Section:
    paragraphs = tuple(split_sentences(line) for line in lines if line)
    if not paragraphs:
        raise InputError(
            f'{chapter.place}: nothing is left of chapter "{chapter.id}".',
            "Remove the chapter, or leave out less of it.",
        )
    return Section(number, chapter.id, chapter.title, paragraphs)


def _paragraph_of(texts: Sequence[str], chapter: ChapterPlan) -> int:
    """The number of the paragraph that begins with the chapter's anchor."""
    anchor = shown(chapter.anchor)
    found = [number for number, text in enumerate(texts) if text.startswith(anchor)]
    if anchor in texts:
        return texts.index(anchor)
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            f'{chapter.place}: {len(found)} paragraphs begin with "{anchor}".',
            "Copy a few more words of the right paragraph.",
        )
    inside = next((number for number, text in enumerate(texts, 1) if anchor in text), None)
    if inside:
        raise InputError(
            f'{chapter.place}: "{anchor}" stands inside paragraph {inside} of the article.',
            f'A chapter begins with a paragraph: "{texts[inside - 1][:60]}…".',
        )
    beginnings = [text[: len(anchor)] for text in texts]
    near = difflib.get_close_matches(anchor, beginnings, n=1)
    raise InputError(
        f'{chapter.place}: no paragraph of the article begins with "{anchor}".',
        f'Did you mean "{near[0]}"?' if near else "Copy the first words of the paragraph exactly.",
    )
