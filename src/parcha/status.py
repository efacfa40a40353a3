"""`parcha status`: what a build would do, and why. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parcha.draft import Draft, missing
from parcha.folder import Folder
from parcha.manifest import is_current, read_manifest
from parcha.speech.cache import Cache
from parcha.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """What is stale in one edition. `reasons` say why audio would be made again."""

    edition: str
    sections: tuple[str, ...]
    scripts: tuple[str, ...]
    edited: int
    stale: tuple[str, ...]
    removed: int
    parts: int
    lines: int
    to_speak: tuple[str, ...]
    unknown: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def up_to_date(self) -> bool:
        """Whether a build would have nothing to do."""
        return not (self.sections or self.scripts or self.reasons)

    def as_json(self) -> dict[str, Any]:
        """For a script to read."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "up_to_date": self.up_to_date
        }

    def as_text(self) -> Iterator[str]:
        """For a person to read."""
        yield f"Edition {self.edition}: {self.parts} parts, {self.lines} lines."
        for name in (*self.sections, *self.scripts):
            yield f"  would be written: {name}"
        if self.edited:
            yield f"  edited by hand: {self.edited} items of the scripts (they stay)"
        for sentence in self.stale:
            yield f"  look again, the article changed here: {sentence}"
        if self.removed:
            yield f"  edited lines whose sentence is gone: {self.removed} (under removed:)"
        if self.to_speak:
            yield f"  to be spoken: {len(self.to_speak)} lines"
        if self.unknown:
            yield f"  words that no rule covers: {len(self.unknown)} (see parcha scan)"
        for reason in self.reasons:
            yield f"  audio: {reason}"
        yield "Nothing to do." if self.up_to_date else "Run: parcha build"


def describe(folder: Folder, drafted: Draft) -> Status:
    """Compare the draft of an edition with what lies in the folder."""
    to_speak = missing(drafted, Cache(Store()))
    return Status(
        edition=drafted.edition.name,
        sections=tuple(map(folder.named, drafted.sections.draft.changed)),
        scripts=tuple(map(folder.named, drafted.scripts.draft.changed)),
        edited=drafted.scripts.edited,
        stale=drafted.scripts.stale,
        removed=drafted.scripts.removed,
        parts=len(drafted.parts),
        lines=len(drafted.utterances),
        to_speak=tuple(utterance.text for utterance in to_speak),
        unknown=drafted.unknown,
        reasons=tuple(_reasons(folder, drafted)),
    )


def _reasons(folder: Folder, drafted: Draft) -> Iterator[str]:
    name = drafted.edition.name
    home, manifest = folder.edition(name), read_manifest(folder.manifest(name))
    if not manifest:
        yield "not built yet"
        return
    said = {line["say"] for chapter in manifest["chapters"] for line in chapter["lines"]}
    now = {line.say for part in drafted.parts for line in part.lines}
    if now - said:
        yield f"{len(now - said)} lines are new or changed"
    if said - now:
        yield f"{len(said - now)} lines are gone or changed"
    if manifest.get("made_from") != drafted.made_from:
        if now == said:
            yield "voices, engine, pauses, words or what the packages say changed"
    elif not is_current(drafted, home, manifest):
        yield "a package is not built yet, or a built file is missing or was changed"
