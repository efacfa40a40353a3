from __future__ import annotations

from typing import Any

import pytest

from parcha.check.parts import check_part, pace
from parcha.check.tell import tellings
from parcha.config import Edition
from parcha.model import Item, Script, Utterance, Voice
from parcha.plan import PlannedLine, PlannedPart

ROLES = ("title", "message", "text", "recap")
SAY = "कमल डॉक्टर को दिखाइए।"
SYLLABLES = 9


def part(title: str = "लक्षण") -> PlannedPart:
    utterance = Utterance(SAY, Voice("silent", "low", 0.5))
    lines = tuple(PlannedLine(SAY, SAY, utterance, 400, role=role) for role in ROLES)
    return PlannedPart(2, "x", title, lines)


def manifest(line_ms: int, spoken: str = SAY) -> dict[str, Any]:
    lines = [{"spoken": spoken, "start_ms": 0, "end_ms": line_ms} for _ in ROLES]
    return {"chapters": [{"id": "x", "duration_ms": 90_000, "lines": lines}]}


def findings(line_ms: int, roles: tuple[str, ...] = ROLES, say: str = SAY) -> set[tuple[str, str]]:
    items = tuple(Item("", (), role, brief=(say,), why="a test") for role in roles)
    told = tellings([Script(2, "x", "x", items)], (), Edition("brief", ()))
    found = check_part(part(), told, pace(part(), manifest(line_ms)), hard=True)
    return {(finding.severity, finding.check) for finding in found}


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(3.6, set()), (4.2, {("warning", "pace")}), (3.0, {("warning", "pace")}),
     (4.8, {("fail", "pace")})],
)  # fmt: skip
def test_the_pace_of_what_was_built(rate: float, expected: set[tuple[str, str]]) -> None:
    assert findings(round(SYLLABLES / rate * 1000)) == expected


def test_what_a_part_must_have() -> None:
    slow = round(SYLLABLES / 3.6 * 1000)
    assert findings(slow, ("message", "text", "recap")) == {("fail", "title")}
    assert findings(slow, ("title", "text")) == {("fail", "message"), ("fail", "recap")}
    assert findings(slow, ("title", "text", "message", "recap")) == {("warning", "message")}
    assert findings(slow, say="यह एक बात है।") == {("warning", "action")}


def test_the_times_of_other_lines_are_not_taken() -> None:
    timed = pace(part(), manifest(1000, spoken="पुरानी बात।"))
    assert not timed.measured
    assert timed.rate == pytest.approx(4.2 * 0.5)
    assert timed.seconds == pytest.approx(timed.speaking + 1.6)
