"""Sections as people read them: Markdown, one sentence a line, a blank line after a paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from parcha.model import Section

Paragraphs = tuple[tuple[str, ...], ...]


def render(section: Section) -> str:
    """The Markdown of a section."""
    paragraphs = ("\n".join(paragraph) for paragraph in section.paragraphs)
    return f"# {section.title}\n\n" + "\n\n".join(paragraphs) + "\n"


def parse(text: str) -> Paragraphs:
    """The paragraphs of a section's Markdown, without its title line."""
    lines = text.strip().split("\n")
    return paragraphs_of(lines[1:] if lines[0].startswith("# ") else lines)


def title_of(text: str) -> str:
    """The title in a section's Markdown, or "" where somebody took it away."""
    first = text.strip().partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def paragraphs_of(lines: Iterable[str]) -> Paragraphs:
    """Sentences, one a line, as paragraphs: an empty line ends each."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if sentence := line.strip():
            paragraphs[-1].append(sentence)
        elif paragraphs[-1]:
            paragraphs.append([])
    return tuple(tuple(paragraph) for paragraph in paragraphs if paragraph)
