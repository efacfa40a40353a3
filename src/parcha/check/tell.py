"""The items of an edition with the sentences of the article that they stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcha.check.report import Finding, Severity
from parcha.config import CLOSING, OPENING, Edition
from parcha.model import Item, Script, Section
from parcha.plan import SIGNPOSTS, lines_of
from parcha.text.catalogue import line_hash

FRAME = SIGNPOSTS | {"contents"}
"""Roles of lines that only lead the way."""
SUMMARIES = frozenset({"message", "recap"})
WELCOME = frozenset({"opening", "closing"})
"""Roles of the lines that greet and part."""


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of the article: `place` is chapter and number ("lakshan:4")."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Telling:
    """What an edition tells of one item, and on what that stands.

    `number` counts the items of the script from 1; `unknown` are references to no sentence.
    """

    chapter: str
    number: int
    item: Item
    lines: tuple[str, ...]
    sources: tuple[Source, ...]
    unknown: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All its lines as running text."""
        return " ".join(self.lines)

    def finding(self, severity: Severity, check: str, message: str, line: str = "") -> Finding:
        """A finding about it, or about one of its lines, with its sources."""
        sources = tuple(map(str, self.sources))
        return Finding(severity, check, self.chapter, line or self.text, message, sources)

    @property
    def sums_up(self) -> bool:
        """Whether it sums up what is told in full elsewhere."""
        return self.item.role in SUMMARIES or self.chapter in (OPENING, CLOSING)

    @property
    def is_framework(self) -> bool:
        """Whether its lines are the program's own around the article, not changed by anybody."""
        item = self.item
        return item.role in FRAME or (
            item.role in WELCOME and not item.brief and item.made == line_hash(item.say)
        )


def tellings(
    scripts: Sequence[Script], sections: Sequence[Section], edition: Edition
) -> tuple[Telling, ...]:
    """Everything that an edition tells, in order."""
    sentences = {section.id: section.sentences for section in sections}
    return tuple(
        _telling(script.id, number, item, lines, sentences)
        for script in scripts
        for number, item in enumerate(script.items, start=1)
        if (lines := lines_of(item, edition))
    )


def _telling(
    chapter: str,
    number: int,
    item: Item,
    lines: tuple[str, ...],
    sentences: Mapping[str, Sequence[str]],
) -> Telling:
    sources, unknown = [], []
    if item.source:
        of_chapter = list(sentences.get(chapter, ()))
        at = of_chapter.index(item.source) + 1 if item.source in of_chapter else 0
        sources.append(Source(f"{chapter}:{at}" if at else chapter, item.source))
    for reference in item.stands_on:
        named, _, place = reference.rpartition(":")
        of_chapter = list(sentences.get(named or chapter, ()))
        if place.isdigit() and 1 <= int(place) <= len(of_chapter):
            source = Source(f"{named or chapter}:{place}", of_chapter[int(place) - 1])
            if source not in sources:
                sources.append(source)
        else:
            unknown.append(reference)
    return Telling(chapter, number, item, lines, tuple(sources), tuple(unknown))
