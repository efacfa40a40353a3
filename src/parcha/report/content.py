"""What the report page shows, as data: frozen dataclasses and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from parcha.check.heard import HeardLine
from parcha.check.report import Summary
from parcha.plan import Place

Level = Literal["fail", "hear", "look", "judge"]
LEVELS: tuple[Level, ...] = ("fail", "hear", "look", "judge")
"""What may harm first: failures, lines to hear, what to look at, what only people can judge."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know.

    `check` is what found it, or the verdict on a line to hear. `part` is empty for what concerns
    the whole edition, `line` 0 where no single line of the part is meant. `quote` is what it is
    about, `sources` the sentences of the article beside it.
    """

    level: Level
    check: str
    part: str
    line: int
    message: str
    quote: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """One line as it was built. `place` is where it is written, if it is still written so."""

    number: int
    say: str
    spoken: str
    start_ms: int
    end_ms: int
    place: Place | None
    heard: HeardLine | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """Lines in a row of one item of the script (0: of none), on the sentences they stand on."""

    number: int
    role: str
    sources: tuple[str, ...]
    why: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """One part in figures and lines.

    `file` is relative to the edition's folder, `rate` in syllables a second while somebody
    speaks, `mean_words` those of a line, `rare_share` the share of words outside everyday Hindi,
    `curve` the loudness (LUFS) of the
    last three seconds, at the end of each second from the third on.
    """

    number: int
    id: str
    title: str
    file: str
    duration_ms: int
    lufs: float
    peak_dbtp: float
    rate: float
    mean_words: float
    rare_share: float
    draft: bool
    curve: tuple[float, ...]
    items: tuple[ItemView, ...]

    @property
    def lines(self) -> tuple[LineView, ...]:
        """All lines in order."""
        return tuple(line for item in self.items for line in item.lines)

    @property
    def heard(self) -> tuple[HeardLine, ...]:
        """What a recogniser heard, if it did."""
        return tuple(line.heard for line in self.lines if line.heard)


@dataclass(frozen=True, slots=True)
class Package:
    """What people get of one kind."""

    name: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Omission:
    """One stretch of the article that was left out or changed, with the rule and the reason."""

    was: str
    now: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Unused:
    """The sentences of one section that this edition does not use."""

    chapter: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """Where the text comes from, and what did not come along. Lengths are in characters."""

    name: str
    url: str
    licence: str
    as_of: str
    characters: int
    left_out: int
    omissions: tuple[Omission, ...]
    unused: tuple[Unused, ...]
    sentences: int


@dataclass(frozen=True, slots=True)
class Content:
    """All of the page. `made` is when the edition was built (ISO, local time)."""

    title: str
    slug: str
    edition: str
    engine: str
    voices: tuple[str, ...]
    version: str
    made: str
    made_from: str
    reviewers: tuple[str, ...]
    drafts: tuple[str, ...]
    packages: tuple[Package, ...]
    notices: tuple[Notice, ...]
    parts: tuple[PartView, ...]
    article: Article
    summary: Summary

    @property
    def duration_ms(self) -> int:
        """How long all parts are together."""
        return sum(part.duration_ms for part in self.parts)

    @property
    def lines(self) -> int:
        """How many lines are spoken."""
        return sum(len(part.lines) for part in self.parts)

    @property
    def heard(self) -> int:
        """How many of them a recogniser heard."""
        return sum(len(part.heard) for part in self.parts)

    def of(self, level: Level) -> Iterator[Notice]:
        """The notices of one level."""
        return (notice for notice in self.notices if notice.level == level)

    def as_json(self) -> dict[str, Any]:
        """For a program to read."""
        counts = {level: sum(1 for _ in self.of(level)) for level in LEVELS}
        return {**asdict(self), "counts": counts, "duration_ms": self.duration_ms}
