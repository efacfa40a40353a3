"""MediaWiki text: what pandoc does not know is settled first."""

from __future__ import annotations

import re

from parcha.model import Block
from parcha.text.readers import furniture, pandoc

# Bounded, so that tags left open in a large file cost nothing.
_PICTURES = re.compile(
    r"<(gallery|imagemap|timeline)\b[^>]{0,300}>(.{0,20000}?)</\1\s*>", re.DOTALL | re.IGNORECASE
)
_POEM = re.compile(r"</?poem\b[^>]{0,300}>", re.IGNORECASE)
# The innermost templates; pipes inside a link do not part their arguments.
_TEMPLATE = re.compile(r"\{\{\s*([^{}|\n]{1,40}?)\s*\|([^{}]{1,2000})\}\}")
_PIPE = re.compile(r"\|(?![^\[\]]*\]\])")
_DEEPEST = 4


def read(text: str, name: str) -> list[Block]:
    """The blocks of a wiki page. Raises `InputError` where pandoc is missing or fails."""
    pictures = [
        Block(" ".join(match[2].split()), "aside", rule="picture")
        for match in _PICTURES.finditer(text)
        if match[2].strip()
    ]
    text = _POEM.sub("\n\n", _PICTURES.sub("\n\n", text))
    for _ in range(_DEEPEST):
        text = _TEMPLATE.sub(_words, text)
    return [*pandoc.read(text.encode(), "mediawiki", name), *pictures]


def _words(template: re.Match[str]) -> str:
    """The words of a template that is part of its sentence; any other stays as it is."""
    shown = furniture.arguments_shown(template[1])
    arguments = [text.strip() for text in _PIPE.split(template[2])]
    if not shown or max(shown) > len(arguments):
        return template[0]
    return " ".join(arguments[number - 1] for number in shown)
