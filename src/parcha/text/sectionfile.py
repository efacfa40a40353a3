"""Sections as people read them: Markdown, one sentence a line, a blank line after a paragraph."""

from __future__ import annotations

from parcha.model import Section

Paragraphs = tuple[tuple[str, ...], ...]


def render(section: Section) -> str:
    """The Markdown of a section."""
    paragraphs = ("\n".join(paragraph) for paragraph in section.paragraphs)
    return f"# {section.title}\n\n" + "\n\n".join(paragraphs) + "\n"


def parse(text: str) -> Paragraphs:
    """The paragraphs of a section's Markdown, without its title line."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        sentence = line.strip()
        if sentence.startswith("# "):
            continue
        if sentence:
            paragraphs[-1].append(sentence)
        elif paragraphs[-1]:
            paragraphs.append([])
    return tuple(tuple(paragraph) for paragraph in paragraphs if paragraph)
