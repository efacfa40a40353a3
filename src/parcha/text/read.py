"""Readers: a file becomes a `Source`, its paragraphs and headings in order."""

from __future__ import annotations

from pathlib import Path

from parcha.errors import InputError
from parcha.model import Block, Source
from parcha.yamlfile import read_text


def read_article(path: Path) -> Source:
    """Read the article at `path`: UTF-8 text, each line that is not blank a paragraph.

    Raises `InputError` if it is missing, empty, not UTF-8, or of a kind that cannot be read.
    """
    if not path.is_file():
        raise InputError(
            f"The article {path} is not there.",
            'Put the file there, or correct "file:" under "article:" in leaflet.yaml.',
        )
    if path.suffix.lower() not in ("", ".txt"):
        raise InputError(
            f'{path.name}: files of the kind "{path.suffix}" cannot be read.',
            "Save the article as plain text (.txt, UTF-8).",
        )
    blocks = tuple(Block(line) for line in read_text(path).split("\n") if line.strip())
    if not blocks:
        raise InputError(f"The article {path} is empty.", "Paste the text into it and save it.")
    return Source(blocks, path.name)
