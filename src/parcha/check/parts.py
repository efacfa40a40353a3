"""Is each part well made: its length, its pace, its title, main message, recap and action?

Times are those of the build, where the part was built with the lines that it has now; otherwise
they are estimated from the syllables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parcha.check.everyday import Everyday
from parcha.check.report import Finding, PartSummary, Severity
from parcha.check.style import acts, limit
from parcha.check.syllables import syllables
from parcha.check.tell import FRAME, WELCOME, Telling
from parcha.config import OPENING
from parcha.plan import PlannedPart

_MS = 1000


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds a part lasts, how many of them somebody speaks, and how many syllables."""

    seconds: float
    speaking: float
    syllables: int
    measured: bool

    @property
    def rate(self) -> float:
        """Syllables a second while somebody speaks."""
        return self.syllables / self.speaking if self.speaking else 0.0


def pace(part: PlannedPart, manifest: Mapping[str, Any]) -> Pace:
    """The pace of a part as it was built, or as it would be."""
    spoken = [line.spoken for line in part.lines]
    count = sum(map(syllables, spoken))
    for chapter in manifest.get("chapters", ()):
        lines = chapter["lines"]
        if chapter["id"] == part.id and [line["spoken"] for line in lines] == spoken:
            speaking = sum(line["end_ms"] - line["start_ms"] for line in lines) / _MS
            return Pace(chapter["duration_ms"] / _MS, speaking, count, measured=True)
    speaking = sum(
        syllables(line.spoken) / (limit("usual_rate") * line.utterance.voice.speed)
        for line in part.lines
    )
    pauses = sum(line.pause_ms for line in part.lines) / _MS
    return Pace(speaking + pauses, speaking, count, measured=False)


def check_part(
    part: PlannedPart, told: Sequence[Telling], timed: Pace, hard: bool
) -> Iterator[Finding]:
    """Findings for one part. `hard`: it is one of the short edition, which people wrote."""
    for severity, check, message in (*_shape(part, told, hard), *_timing(timed)):
        yield Finding(severity, check, part.id, "", message)


Complaint = tuple[Severity, str, str]


def _shape(part: PlannedPart, told: Sequence[Telling], hard: bool) -> Iterator[Complaint]:
    """Title, main message, recap, action. The long edition has no messages of its own."""
    roles = [telling.item.role for telling in told]
    if not part.title.strip() or ("title" not in roles and part.id != OPENING):
        yield ("fail" if hard else "warning"), "title", "no title is spoken (PEMAT 9)"
    if hard:
        for role in ("message", "recap"):
            if role not in roles:
                yield "fail", role, f"no item has the role {role} (PEMAT 11, CCI 1)"
        content = [role for role in roles if role not in FRAME | WELCOME]
        if "message" in content[1:] and content[0] != "message":
            yield "warning", "message", "the main message is not what is said first (CCI 2)"
    if not any(acts(line) for telling in told for line in telling.lines if _is_content(telling)):
        yield "warning", "action", "asks the listener to do nothing (PEMAT 20)"


def _timing(timed: Pace) -> Iterator[Complaint]:
    low, high = limit("seconds_from"), limit("seconds_to")
    if not low <= timed.seconds <= high:
        about = "" if timed.measured else "about "
        message = f"{about}{timed.seconds:.0f} seconds; aim at {low:.0f} to {high:.0f}"
        yield "warning", "minutes", message
    if not timed.measured:
        return
    if timed.rate > limit("rate_fail"):
        most = limit("rate_fail")
        yield "fail", "pace", f"{timed.rate:.2f} syllables a second; at most {most} (PEMAT 14)"
    elif not limit("rate_from") <= timed.rate <= limit("rate_to"):
        aim = f"{limit('rate_from')} to {limit('rate_to')}"
        yield "warning", "pace", f"{timed.rate:.2f} syllables a second; aim at {aim} (PEMAT 14)"


def _is_content(telling: Telling) -> bool:
    return telling.item.role not in FRAME


def summarise(
    part: PlannedPart, told: Sequence[Telling], timed: Pace, words: Everyday, draft: bool
) -> PartSummary:
    """One part in figures, signposts left out of the words."""
    lines = [line for telling in filter(_is_content, told) for line in telling.lines]
    rare, count = words.share_rare(" ".join(lines))
    return PartSummary(
        chapter=part.id,
        title=part.title,
        seconds=round(timed.seconds, 1),
        rate=round(timed.rate, 2),
        measured=timed.measured,
        lines=len(lines),
        mean_words=round(sum(len(line.split()) for line in lines) / max(1, len(lines)), 1),
        rare_share=round(rare / max(1, count), 3),
        draft=draft,
    )
