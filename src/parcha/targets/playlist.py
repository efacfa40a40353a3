"""Playlists: one for players that know Unicode, one in pure ASCII for those that do not.

M3U has no official specification; the rules are what cheap players were seen to need: paths
relative to the playlist, no byte order mark, and CRLF line ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a playlist: ASCII `path`, `title` in any script."""

    path: str
    title: str
    duration_ms: int


def m3u8(title: str, entries: Sequence[Entry]) -> bytes:
    """`playlist.m3u8`: UTF-8 with Hindi titles and durations in seconds."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_one_line(title)}"]
    for entry in entries:
        seconds = (entry.duration_ms + 500) // 1000
        lines += [f"#EXTINF:{seconds},{_one_line(entry.title)}", entry.path]
    return _file(lines).encode("utf-8")


def m3u(entries: Sequence[Entry]) -> bytes:
    """`playlist.m3u`: pure ASCII, so paths alone."""
    return _file(["#EXTM3U", *(entry.path for entry in entries)]).encode("ascii")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _file(lines: Sequence[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)
