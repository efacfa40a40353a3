"""What lists say of the sound files they name: playlists, a feed, an audiobook's manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from parcha.check.told import Fault

TOLERANCE_MS = 580
"""Playlists and feeds count whole seconds, and tags whole MP3 frames (78 ms)."""

Told = list[tuple[str, float | None]]
"""The files in the order in which they are named, each with the milliseconds told, if any are."""

_FEED_ITEM = re.compile(
    r'(?s)<item>.*?<enclosure url="[^"]*?([^"/]+)".*?<itunes:duration>(\d+)<.*?</item>'
)


def _playlist(text: str) -> Told:
    told: Told = []
    seconds: float | None = None
    for line in text.splitlines():
        if found := re.match(r"#EXTINF:(-?\d+),", line):
            seconds = 1000 * float(found[1])
        elif line and not line.startswith("#"):
            told.append((line, seconds))
            seconds = None
    return told


def _feed(text: str) -> Told:
    return [(name, 1000 * float(seconds)) for name, seconds in _FEED_ITEM.findall(text)]


def _audiobook(text: str) -> Told:
    order = json.loads(text)["readingOrder"]
    return [(part["url"], 1000 * float(part["duration"][2:-1])) for part in order]


READERS: Mapping[str, Callable[[str], Told]] = {
    ".m3u": _playlist,
    ".m3u8": _playlist,
    "feed.xml": _feed,
    "publication.json": _audiobook,
}
"""By suffix, or by name where the suffix says nothing."""


def check_list(
    path: Path, name: str, parts: Sequence[str], lengths: Mapping[str, int]
) -> Iterator[Fault]:
    """Whether a list names the files `parts` in order, and the true lengths of all it names.

    `lengths` are those of the sound files (ms) by their names. A file that is no list has no
    fault.
    """
    reader = READERS.get(path.name) or READERS.get(path.suffix)
    if reader is None:
        return
    folder = PurePosixPath(name).parent
    told = [(f"{folder}/{file}", told) for file, told in reader(path.read_text(encoding="utf-8"))]
    if [file for file, _ in told if file in parts] != list(parts):
        yield Fault("does not name the files of all parts in order", name)
    for file, ms in told:
        if file not in lengths:
            yield Fault(f"names {file}, which is no file of this edition", name)
        elif ms is not None and abs(ms - lengths[file]) > TOLERANCE_MS:
            yield Fault(f"says {ms / 1000:.0f} s for {file}, which lasts {lengths[file]} ms", name)
