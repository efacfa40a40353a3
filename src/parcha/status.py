"""`parcha status`: what a build would do, and why. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parcha.draft import Draft
from parcha.folder import Folder
from parcha.forecast import Forecast, forecast
from parcha.manifest import is_current, read_manifest
from parcha.speech.cache import open_cache
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
    prompts: tuple[str, ...]
    to_join: tuple[str, ...]
    seconds: float
    not_measured: tuple[str, ...]
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
        if self.prompts:
            yield f"  to be spoken for the packages: about {len(self.prompts)} lines"
        if self.to_join:
            yield f"  to be joined and encoded: {len(self.to_join)} parts"
        if self.unknown:
            yield f"  words that no rule covers: {len(self.unknown)} (see parcha scan)"
        for reason in self.reasons:
            yield f"  audio: {reason}"
        if self.up_to_date:
            yield "Nothing to do."
            return
        about = "at least" if self.not_measured else "about"
        yield f"  takes {about} {_duration(self.seconds)} on this machine"
        if self.not_measured:
            yield f"  not measured here yet: {', '.join(self.not_measured)}"
        yield "Run: parcha build"


def describe(folder: Folder, drafted: Draft) -> Status:
    """Compare the draft of an edition with what lies in the folder."""
    manifest = read_manifest(folder.manifest(drafted.edition.name))
    current = is_current(drafted, folder.edition(drafted.edition.name), manifest)
    ahead = Forecast() if current else forecast(folder, drafted, manifest, open_cache(Store()))
    return Status(
        edition=drafted.edition.name,
        sections=tuple(map(folder.named, drafted.sections.draft.changed)),
        scripts=tuple(map(folder.named, drafted.scripts.draft.changed)),
        edited=drafted.scripts.edited,
        stale=drafted.scripts.stale,
        removed=drafted.scripts.removed,
        parts=len(drafted.parts),
        lines=len(drafted.utterances),
        to_speak=tuple(utterance.text for utterance in ahead.to_speak),
        prompts=tuple(utterance.text for utterance in ahead.prompts),
        to_join=ahead.to_join,
        seconds=round(ahead.estimate.seconds, 1),
        not_measured=ahead.estimate.unknown,
        unknown=drafted.unknown,
        reasons=tuple(_reasons(drafted, manifest, current)),
    )


def _duration(seconds: float) -> str:
    if seconds < 10:
        return "a few seconds"
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _reasons(drafted: Draft, manifest: Mapping[str, Any], current: bool) -> Iterator[str]:
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
            yield "voices, engine, pauses, words, tags or the way packages are made changed"
    elif not current:
        yield "a package is not built yet, or a built file is missing or was changed"
