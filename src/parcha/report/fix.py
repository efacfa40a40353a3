"""`parcha fix`: marks become entries of `words.yaml` and hand edits of the scripts.

Only what is marked changes; comments and order stay. A mark that does not fit is refused with its
reason, and one that was taken in before changes nothing, so the same file may be read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from parcha import yamledit
from parcha.config import Config
from parcha.errors import InputError
from parcha.folder import Folder, find_part
from parcha.model import Script
from parcha.report.marks import Mark
from parcha.report.soundfix import Teacher
from parcha.store import write_atomic
from parcha.text import scriptfile
from parcha.yamlfile import read_text


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in one file: a line of a script, or how a word is said."""

    file: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mark that is not taken in, and why."""

    mark: Mark
    why: str

    def __str__(self) -> str:
        return f"{self.mark}: {self.why}"


@dataclass
class Fixes:
    """What becomes of a list of marks. `files` are the new texts; `notes` are for a person."""

    marks: int
    files: dict[Path, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Mark] = field(default_factory=list)
    done_before: int = 0

    def save(self) -> None:
        """Write each file whole or not at all. Raises `StorageError`."""
        for path, text in self.files.items():
            write_atomic(path, text.encode())

    def as_text(self) -> Iterator[str]:
        """For a person to read."""
        for change in self.changes:
            yield f"{change.file}\n  was: {change.was}\n  now: {change.now}"
        for mark in self.notes:
            yield f"For a person: {mark}\n  {mark.note}"
        if self.done_before:
            yield f"Taken in before: {self.done_before}."

    def as_json(self) -> Mapping[str, Any]:
        """For a script to read."""
        return {
            "changes": [asdict(change) for change in self.changes],
            "refused": [{**asdict(one.mark), "why": one.why} for one in self.refused],
            "notes": [asdict(mark) for mark in self.notes],
            "done_before": self.done_before,
        }


def plan_fixes(folder: Folder, config: Config, marks: Sequence[Mark]) -> Fixes:
    """What the marks change, without writing anything. Raises `InputError` for a slip in a file."""
    fixes = Fixes(len(marks))
    teacher = Teacher(folder.words, config.narrator.engine)
    for mark in marks:
        try:
            if mark.kind == "text":
                change = _retell(folder, mark, fixes.files)
            elif mark.kind == "sound":
                change = teacher.teach(mark)
            else:
                change = None
        except InputError as error:
            fixes.refused.append(Refusal(mark, error.message))
            continue
        if mark.note or mark.kind == "other":
            fixes.notes.append(mark)
        if change is not None:
            fixes.changes.append(Change(*change))
        elif mark.kind != "other":
            fixes.done_before += 1
    if teacher.changed:
        fixes.files[folder.words] = teacher.text
    return fixes


def _retell(folder: Folder, mark: Mark, files: dict[Path, str]) -> tuple[str, str, str] | None:
    """Put the new text where the marked line is written; None if it stands there already.

    Raises `InputError` where the line is no longer the same.
    """
    path = find_part(folder.script(0, mark.chapter), mark.chapter)
    if path is None:
        raise InputError("there is no script of this chapter")
    if not mark.should:
        raise InputError("nobody said what should stand there")
    text = files.get(path) or read_text(path)
    script = scriptfile.parse(text, folder.named(path), 0)
    item, line = _find(script, mark)
    if _lines(script, item, mark.key)[line] == mark.should:
        return None
    new = _rewritten(text, item, mark.key, line, mark.should)
    if scriptfile.parse(new, folder.named(path), 0) != _retold(script, item, line, mark):
        raise InputError("the script is written in a way that only a person can change")
    files[path] = new
    return folder.named(path), mark.was, mark.should


def _lines(script: Script, item: int, key: str) -> tuple[str, ...]:
    return script.items[item].brief if key == "brief" else script.items[item].say


def _find(script: Script, mark: Mark) -> tuple[int, int]:
    """Item and line (from 0) of what is marked, also where items were put before it."""
    line = mark.line - 1

    def says(text: str) -> list[int]:
        return [
            item
            for item in range(len(script.items))
            if text in _lines(script, item, mark.key)[line : line + 1]
        ]

    for text in (mark.was, mark.should):
        found = says(text) if line >= 0 else []
        if mark.item - 1 in found:
            return mark.item - 1, line
        if len(found) == 1:
            return found[0], line
    raise InputError("this line is no longer the same, so nothing was changed here")


def _rewritten(text: str, item: int, key: str, line: int, should: str) -> str:
    path: list[str | int] = ["items", item, key]
    try:
        return yamledit.replace(text, [*path, line], should)
    except KeyError:  # one text stands for a list of one
        return yamledit.replace(text, path, should)


def _retold(script: Script, at: int, line: int, mark: Mark) -> Script:
    """The script as it should be, to compare with what was written."""
    items = list(script.items)
    lines = list(_lines(script, at, mark.key))
    lines[line] = mark.should
    if mark.key == "brief":
        items[at] = replace(items[at], brief=tuple(lines))
    else:
        items[at] = replace(items[at], say=tuple(lines))
    return replace(script, items=tuple(items))
