"""A script as people edit it: YAML, one entry a sentence, its lines below it."""

from __future__ import annotations

from typing import Any

from parcha import yamlfile
from parcha.errors import InputError
from parcha.model import Item, Script

ROLES = ("text", "title", "next", "opening", "contents", "closing", "message", "recap", "note")

_KEYS = (
    *("role", "source", "stale", "edition", "say", "brief", "stands_on", "why", "ends", "made"),
)

_HEAD = """\
# What will be said: "say:" in the full edition, "brief:" in the short one. Change the lines as you
# like: your words are kept. "made" is how the program knows its own lines; leave it alone.
"""


def render(script: Script) -> str:
    """The YAML of a script."""
    document: dict[str, Any] = {
        "chapter": script.id,
        "title": script.title,
        "items": [_item(item) for item in script.items],
    }
    if script.removed:
        document["removed"] = [_item(item) for item in script.removed]
    return _HEAD + yamlfile.dump(document)


def parse(text: str, where: str, number: int) -> Script:
    """Read a script. Raises `InputError` with file and line."""
    top = yamlfile.parse(text, where)
    if not isinstance(top, yamlfile.Mapping):
        raise InputError(f"{where} is not a script.", "Run: parcha scripts")
    top.only(["chapter", "title", "items", "removed"])
    return Script(
        number,
        top.text("chapter"),
        top.one_line("title"),
        tuple(_read_item(entry) for entry in top.entries("items")),
        tuple(_read_item(entry) for entry in top.entries("removed")),
    )


def _item(item: Item) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if item.role != "text":
        entry["role"] = item.role
    if item.source:
        entry["source"] = item.source
    if item.stale:
        entry["stale"] = item.stale
    if item.edition:
        entry["edition"] = item.edition
    if item.say or item.made:
        entry["say"] = list(item.say)
    if item.brief:
        entry["brief"] = list(item.brief)
    if item.stands_on:
        entry["stands_on"] = list(item.stands_on)
    if item.why:
        entry["why"] = item.why
    if item.ends_paragraph:
        entry["ends"] = "paragraph"
    if item.made:
        entry["made"] = item.made
    return entry


def _read_item(entry: yamlfile.Mapping) -> Item:
    entry.only(_KEYS)
    role = entry.text("role", "text")
    if role not in ROLES:
        raise InputError(
            f'{entry.place("role")}: unknown role "{role}".', f"Known: {', '.join(ROLES)}."
        )
    if entry.text("ends", "paragraph") != "paragraph":
        raise InputError(f'{entry.place("ends")}: only "ends: paragraph" is known.')
    return Item(
        source=entry.text("source", ""),
        say=_lines(entry, "say"),
        role=role,
        ends_paragraph="ends" in entry,
        made=entry.text("made", ""),
        stale=entry.text("stale", ""),
        brief=_lines(entry, "brief"),
        stands_on=entry.texts("stands_on"),
        why=entry.text("why", ""),
        edition=entry.text("edition", ""),
    )


def _lines(entry: yamlfile.Mapping, key: str) -> tuple[str, ...]:
    lines = (line.strip() for text in entry.texts(key) for line in text.split("\n"))
    return tuple(line for line in lines if line)
