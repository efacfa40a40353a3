"""Where each line that was built is written in the scripts of today."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from parcha.draft import Draft
from parcha.plan import Place, places

Traced = Mapping[str, Sequence[Place | None]]


def trace(drafted: Draft, manifest: Mapping[str, Any]) -> Traced:
    """For each part of `manifest` the places of its lines; None for a line no longer planned."""
    written = places(drafted.scripts.scripts, drafted.config, drafted.edition)
    planned = {part.id: [line.say for line in part.lines] for part in drafted.parts}
    found = {}
    for chapter in manifest["chapters"]:
        built = [line["say"] for line in chapter["lines"]]
        now = planned.get(chapter["id"], [])
        lines: list[Place | None] = [None] * len(built)
        matcher = difflib.SequenceMatcher(None, built, now, autojunk=False)
        for block in matcher.get_matching_blocks():
            for at in range(block.size):
                lines[block.a + at] = written[chapter["id"]][block.b + at]
        found[chapter["id"]] = lines
    return found
