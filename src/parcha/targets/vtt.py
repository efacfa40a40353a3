"""WebVTT: a cue for each line, with the time of each word inside it.

W3C WebVTT: `WEBVTT` first, a time as minutes:seconds.milliseconds (hours only where there are
any), an end after its start, `&`, `<` and `>` as entities. Inside a cue `<time>` stands before the
word that starts then.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from parcha.model import Line

LONGEST_ROW = 65
"""Podcast apps ask for rows no longer than this; one long word may be."""


def render(lines: Iterable[Line]) -> bytes:
    """The file for one part."""
    cues = (_cue(line) for line in lines)
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _cue(line: Line) -> str:
    end = max(line.end_ms, line.start_ms + 1)
    return f"{clock(line.start_ms)} --> {clock(end)}\n{_timed(line)}\n"


def _timed(line: Line) -> str:
    """The words; a time inside a cue must be later than its start and than the one before it."""
    words = [(word.text, word.start_ms) for word in line.words] or [(line.say, line.start_ms)]
    rows, length, latest = [""], 0, line.start_ms
    for text, start in words:
        if rows[-1] and length + len(text) > LONGEST_ROW:
            rows.append("")
            length = 0
        if latest < start < line.end_ms:
            rows[-1] += f"<{clock(start)}>"
            latest = start
        rows[-1] += f"{escape(text, quote=False)} "
        length += len(text) + 1
    return "\n".join(row.rstrip() for row in rows)


def clock(ms: int) -> str:
    """`01:02.345`, or `01:01:02.345` from the first hour on."""
    seconds, rest = divmod(ms, 1000)
    hours = f"{seconds // 3600:02d}:" if seconds >= 3600 else ""
    return f"{hours}{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
