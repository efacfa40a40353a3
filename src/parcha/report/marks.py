"""The marks that people set on the report page, as its button saves them: `fixes.json`.

    {"leaflet": "als", "edition": "brief", "fixes": [
      {"chapter": "dawa", "item": "3", "key": "brief", "line": "1", "was": <the line as written>,
       "kind": "sound", "word": <a word of it>, "should": <how to say it>, "note": ""}]}

`kind` is "sound" (of one word), "text" (`should` is the new line) or "other" (a note for a person).
JSON is YAML, so the same reader names the line of a slip, and a person may write it as YAML.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcha import yamlfile
from parcha.config import CLOSING, OPENING, Config
from parcha.errors import InputError

KINDS = ("sound", "text", "other")
_TOP = ("leaflet", "edition", "fixes")
_FIELDS = ("chapter", "item", "key", "line", "was", "kind", "word", "should", "note")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: the `line`-th text under `key` of an item (both counted from 1), as it `was`."""

    chapter: str
    item: int
    key: str
    line: int
    was: str
    kind: str
    word: str
    should: str
    note: str

    def __str__(self) -> str:
        return f'{self.chapter}, item {self.item}, {self.key} {self.line} "{self.was}"'


def read_marks(path: Path, config: Config) -> tuple[Mark, ...]:
    """The marks in the file `path`.

    Raises `InputError` with the line of a slip, or where they are those of another leaflet.
    """
    top = yamlfile.load(path).only(_TOP)
    if top.text("leaflet") != config.leaflet.slug:
        raise InputError(
            f'{top.place("leaflet")}: these marks are for the leaflet "{top.text("leaflet")}", '
            f'this one is "{config.leaflet.slug}".',
            "Name the folder of that leaflet: parcha -C DIR fix FILE",
        )
    known = {OPENING, CLOSING, *(chapter.id for chapter in config.chapters)}
    return tuple(_mark(entry.only(_FIELDS), known) for entry in top.entries("fixes"))


def _mark(entry: yamlfile.Mapping, chapters: set[str]) -> Mark:
    for key, valid in (("chapter", chapters), ("key", {"say", "brief"}), ("kind", set(KINDS))):
        if entry.text(key) not in valid:
            raise InputError(
                f'{entry.place(key)}: unknown {key} "{entry.text(key)}".',
                f"Known: {', '.join(sorted(valid))}.",
            )
    return Mark(
        chapter=entry.text("chapter"),
        item=round(entry.number("item", 0)),
        key=entry.text("key"),
        line=round(entry.number("line", 0)),
        was=entry.text("was"),
        kind=entry.text("kind"),
        word=" ".join(entry.text("word", "").split()),
        should=" ".join(entry.text("should", "").split()),
        note=" ".join(entry.text("note", "").split()),
    )
