"""What a person should know, in the order in which it may harm."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from parcha.check.report import Finding
from parcha.check.report import Report as Checked
from parcha.draft import Draft
from parcha.report.content import LEVELS, Level, Notice, PartView

_LEVEL_OF: Mapping[str, Level] = {"fail": "fail", "warning": "look", "question": "judge"}


def notices_of(
    drafted: Draft,
    manifest: Mapping[str, Any],
    home: Path,
    parts: Sequence[PartView],
    checked: Checked,
) -> tuple[Notice, ...]:
    """All notices: failures, then lines to hear, the most doubtful first, then the rest."""
    found = [
        *_files(manifest, home),
        *_heard(parts),
        *_built(drafted, parts),
        *_unsigned(parts),
        *_findings(checked.findings, parts),
    ]
    return tuple(sorted(found, key=lambda notice: LEVELS.index(notice.level)))


def _files(manifest: Mapping[str, Any], home: Path) -> Iterator[Notice]:
    """Files that are not what the build wrote and checked."""
    for file in manifest["files"]:
        path = home / file["path"]
        if not path.is_file():
            yield Notice("fail", "files", "", 0, "the file is missing", file["path"])
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            message = "the file was changed after the build"
            yield Notice("fail", "files", "", 0, message, file["path"])


def _heard(parts: Sequence[PartView]) -> Iterator[Notice]:
    """Lines that a recogniser did not understand."""
    doubtful = [line for part in parts for line in part.heard if line.verdict != "ok"]
    for line in sorted(doubtful, key=lambda line: line.rank, reverse=True):
        message = f"{line.error:.0%} of the consonants misheard"
        if line.lost:
            message += f"; not heard: {', '.join(line.lost)}"
        yield Notice("hear", line.verdict, line.chapter, line.number, message, line.say)


def _built(drafted: Draft, parts: Sequence[PartView]) -> Iterator[Notice]:
    """Where the scripts say something else than the files."""
    planned = {part.id: part for part in drafted.parts}
    for view in parts:
        now = [line.spoken for line in planned[view.id].lines] if view.id in planned else []
        if now != [line.spoken for line in view.lines]:
            message = "the script was changed after the build; run: parcha build"
            yield Notice("look", "changed", view.id, 0, message)
    missing = planned.keys() - {view.id for view in parts}
    for part in drafted.parts:
        if part.id in missing:
            yield Notice("look", "not built", "", 0, "this part is not built", part.title)


def _unsigned(parts: Sequence[PartView]) -> Iterator[Notice]:
    """Parts that nobody has reviewed as they are."""
    drafts = [part.title for part in parts if part.draft]
    if drafts:
        message = f"{len(drafts)} of {len(parts)} parts are drafts: nobody signed what they say now"
        yield Notice("look", "sign-off", "", 0, message, " · ".join(drafts))


def _findings(findings: Sequence[Finding], parts: Sequence[PartView]) -> Iterator[Notice]:
    """What `parcha check` found, at its line where it is about one."""
    for finding in findings:
        part, line = _place_of(finding, parts)
        quote = finding.line or " ".join(finding.sources)
        sources = finding.sources if finding.line else ()
        level = _LEVEL_OF[finding.severity]
        yield Notice(level, finding.check, part, line, finding.message, quote, sources)


def _place_of(finding: Finding, parts: Sequence[PartView]) -> tuple[str, int]:
    """The part and the line that a finding is about: the first of its item; 0 for all lines."""
    own = next((part for part in parts if part.id == finding.chapter), None)
    if finding.line:
        return (own.id, _line_of(finding.line, own)) if own else ("", 0)
    # What is about a sentence of the article is shown where that is told first.
    for part in parts if finding.sources else ():
        for item in part.items:
            if not {*item.sources}.isdisjoint(finding.sources):
                return part.id, item.lines[0].number
    return (own.id if own else ""), 0


def _line_of(text: str, part: PartView) -> int:
    """The number of the line that says `text`, or the first of the item that does; or 0."""
    for line in part.lines:
        if text in (line.say, line.place.written if line.place else ""):
            return line.number
    for item in part.items:
        said = " ".join(line.place.written for line in item.lines if line.place)
        if text in said:
            return item.lines[0].number
    return 0
