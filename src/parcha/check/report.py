"""What a check found, for a person and for a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["fail", "warning", "question"]
ORDER: tuple[Severity, ...] = ("fail", "warning", "question")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must be mended, looked at, or judged by a person.

    `chapter` is empty for what concerns the whole edition, `line` where no single line is meant.
    `sources` are the sentences of the article beside it, each with its place before it.
    """

    severity: Severity
    check: str
    chapter: str
    line: str
    message: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """The lines of an item beside the sentences that they stand on, with the facts of both."""

    chapter: str
    item: int
    role: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    source_facts: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PartSummary:
    """One part in figures. `rate` is spoken syllables a second; without audio it is estimated."""

    chapter: str
    title: str
    seconds: float
    rate: float
    measured: bool
    lines: int
    mean_words: float
    rare_share: float
    draft: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The edition in figures, before (the article's sentences) and after (the lines)."""

    parts: tuple[PartSummary, ...]
    minutes: float
    rate: float
    measured: bool
    rare_before: float
    rare_after: float
    mean_words_before: float
    mean_words_after: float
    longest_before: int
    longest_after: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that `parcha check` knows of an edition."""

    edition: str
    summary: Summary
    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    disclaimer: str

    @property
    def failures(self) -> tuple[Finding, ...]:
        """What must be mended before the edition may be called done."""
        return self.only("fail")

    def only(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity, in the order of the parts."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each severity."""
        return {severity: len(self.only(severity)) for severity in ORDER}

    def as_json(self) -> dict[str, Any]:
        """For a program to read."""
        return {
            "edition": self.edition,
            "counts": dict(self.counts()),
            "disclaimer": self.disclaimer,
            "summary": asdict(self.summary),
            "findings": [asdict(finding) for finding in self.findings],
            "pairs": [asdict(pair) for pair in self.pairs],
        }
