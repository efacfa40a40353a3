"""Paragraphs into sentences: sentencex, mended where a full stop abbreviates and does not end."""

from __future__ import annotations

import re

from sentencex import segment

from parcha.text.data import hindi

_WRITTEN = (*hindi("abbreviations").mapping("abbreviations"), *hindi("units").mapping("units"))
ABBREVIATIONS = frozenset(
    part for written in _WRITTEN for part in (written, *written.split()) if part.endswith(".")
)
"""Words whose full stop ends no sentence, with that stop."""


def split_sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph, in order and without the white space around them.

    Each is an exact piece of the paragraph, and together they hold every letter of it.
    """
    sentences: list[str] = []
    start = end = 0
    for piece in segment("hi", re.sub(r"\|", "\u0964", paragraph)):
        end += len(piece)
        if paragraph[start:end].strip():
            sentences.append(paragraph[start:end].strip())
        start = end
    if rest := paragraph[start:].strip():
        sentences.append(rest)
    return tuple(sentences)
