"""`sections/cleaning.yaml`: what was left out or changed between the article and the sections.

The promise it keeps: article, with the ledger's edits made, with the sentences that people
changed by hand put back = sections. `prove` checks it letter for letter (spaces and line ends
apart, because sentences stand on lines of their own) and says where it does not hold.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parcha import yamlfile
from parcha.errors import CheckError, InputError
from parcha.model import Edit
from parcha.text import edited
from parcha.text.sectionfile import Paragraphs, paragraphs_of


@dataclass(frozen=True, slots=True)
class HandEdit:
    """Lines of a section that somebody changed: `was` is what the article gave, line by line."""

    chapter: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that happened to the article. `written` is the hash of each section as last written."""

    article: str
    sha256: str
    characters: int
    edits: tuple[Edit, ...]
    by_hand: tuple[HandEdit, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many characters of the article are not in the sections."""
        return sum(len(edit.was) for edit in self.edits)

    @property
    def put_in(self) -> int:
        """How many characters stand in their place."""
        return sum(len(edit.now) for edit in self.edits)


def digest(text: str) -> str:
    """A short fingerprint of a text, to see whether somebody changed it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def dump(ledger: Ledger) -> str:
    """The ledger as YAML, one entry an edit, with the number of its paragraph for the reader."""
    document = {
        "article": ledger.article,
        "sha256": ledger.sha256,
        "characters": {
            "article": ledger.characters,
            "left_out": ledger.left_out,
            "kept": ledger.characters - ledger.left_out,
            "put_in": ledger.put_in,
        },
        "edits": [
            {
                "at": edit.offset,
                "was": edit.was,
                "now": edit.now,
                "rule": edit.rule,
                "why": edit.why,
            }
            for edit in ledger.edits
        ],
        "by_hand": [
            {"chapter": edit.chapter, "was": list(edit.was), "now": list(edit.now)}
            for edit in ledger.by_hand
        ],
        "written": dict(ledger.written),
    }
    head = (
        "# Written by `parcha sections`: every character of the article that is not in a section.\n"
    )
    return head + yamlfile.dump(document)


def load(text: str, where: str) -> Ledger:
    """Read what `dump` wrote. Raises `InputError` with the line of a slip."""
    # What the article says stands here letter for letter, whatever it is.
    top = yamlfile.parse(text, where, exact=True)
    if not isinstance(top, yamlfile.Mapping):
        raise InputError(f"{where} is not a cleaning ledger.", "Delete it: parcha makes it anew.")
    top.only(["article", "sha256", "characters", "edits", "by_hand", "written"])
    return Ledger(
        article=top.text("article"),
        sha256=top.text("sha256"),
        characters=round(top.mapping("characters").number("article", 0)),
        edits=tuple(
            Edit(
                round(entry.number("at", -1)),
                entry.text("was"),
                entry.text("now"),
                entry.text("rule"),
                entry.text("why"),
            )
            for entry in top.entries("edits")
        ),
        by_hand=tuple(
            HandEdit(entry.text("chapter"), entry.texts("was"), entry.texts("now"))
            for entry in top.entries("by_hand")
        ),
        written={key: top.mapping("written").text(key) for key in top.mapping("written")},
    )


def changes_by_hand(chapter: str, ours: Paragraphs, theirs: Paragraphs) -> tuple[HandEdit, ...]:
    """What somebody changed in a section, each change with at least one line of ours."""
    before, after = _lines(ours), _lines(theirs)
    edits = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, low, high, new_low, new_high in matcher.get_opcodes():
        if kind == "equal":
            continue
        # An inserted line is told by the line before it (after it, at the very start).
        early = int(low == high and low > 0)
        late = int(low == high and low == 0)
        edits.append(
            HandEdit(
                chapter, before[low - early : high + late], after[new_low - early : new_high + late]
            )
        )
    return tuple(edits)


def redo(paragraphs: Paragraphs, edits: Sequence[HandEdit]) -> tuple[Paragraphs, list[HandEdit]]:
    """The paragraphs with the hand edits made again, and the edits that no longer fit."""
    lines, lost = _lines(paragraphs), []
    for edit in edits:
        size = len(edit.was)
        places = range(len(lines) - size + 1)
        place = next((at for at in places if lines[at : at + size] == edit.was), None)
        if place is None:
            lost.append(edit)
        else:
            lines = (*lines[:place], *edit.now, *lines[place + size :])
    return paragraphs_of(lines), lost


def prove(article: str, ledger: Ledger, sections: Sequence[tuple[str, str, Paragraphs]]) -> None:
    """Check that `article` + ledger = `sections` (chapter id, file name, paragraphs).

    Raises `CheckError` with the file and the line of the first letter that does not add up.
    """
    try:
        expected = _bare(edited.apply(article, ledger.edits))
    except ValueError as error:
        raise CheckError(
            f"{ledger.article} is not the article that the sections were made from: {error}.",
            "Run: parcha sections",
        ) from error
    found = 0
    for chapter, name, paragraphs in sections:
        undone = [
            HandEdit(edit.chapter, edit.now, edit.was)
            for edit in ledger.by_hand
            if edit.chapter == chapter
        ]
        restored, _ = redo(paragraphs, undone)
        for line in _lines(restored):
            letters = _bare(line)
            if expected[found : found + len(letters)] != letters:
                raise CheckError(
                    f"{name}: the article, cleaned, does not say here: {line}\n"
                    f"It says: {expected[found : found + len(letters)]}",
                    "If you changed the line on purpose, run: parcha sections",
                )
            found += len(letters)
    if found != len(expected):
        raise CheckError(
            f"The last section ends too early. The article goes on: {expected[found:][:80]}",
            "Run: parcha sections",
        )


def _lines(paragraphs: Paragraphs) -> tuple[str, ...]:
    """All lines, with an empty one between paragraphs."""
    return tuple("\n\n".join("\n".join(paragraph) for paragraph in paragraphs).split("\n"))


def _bare(text: str) -> str:
    return "".join(text.split())
