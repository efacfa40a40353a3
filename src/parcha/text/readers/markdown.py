"""Markdown (CommonMark with tables and foot-notes), by way of HTML."""

from __future__ import annotations

import re

from parcha.model import Block
from parcha.text.readers import html

_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_NOTE = re.compile(r"^\[\^[^\]\n]+\]:[ \t]*(.*(?:\n[ \t]+\S.*)*)\n?", re.MULTILINE)


def read(text: str) -> list[Block]:
    """The blocks of a Markdown text; foot-notes and front matter are asides."""
    from markdown_it import MarkdownIt

    asides = [
        Block(" ".join(match[1].split()), "aside", rule=rule)
        for pattern, rule in ((_FRONT_MATTER, "front-matter"), (_NOTE, "footnote"))
        for match in pattern.finditer(text)
        if match[1].strip()
    ]
    text = _NOTE.sub("", _FRONT_MATTER.sub("", text))
    rendered = MarkdownIt("commonmark").enable("table").render(text)
    return [*html.read_fragment(rendered), *asides]
