"""What the files beside the sound say of its times: captions, chapters, books. Is it true?"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path, PurePosixPath

from parcha.check.sound_tags import read_with
from parcha.check.told import Fault, Told

TOLERANCE_MS = 20

Times = tuple[tuple[str, float], ...]
"""Words, and when they start (ms)."""

_CUE = re.compile(r"(?m)^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> .*\n((?:.+\n?)+)")
_TAG = re.compile(r"<[^>]*>")
_CLIP = re.compile(r'clipBegin="(\d+\.\d+)s"')


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the parts that one sound file holds start, their lines, and the words of these."""

    titles: Times
    lines: Times
    words: Times


def timeline(parts: Sequence[Told], starts: Sequence[float]) -> Timeline:
    """The times of `parts` in a file in which they start at `starts` (ms)."""
    placed = list(zip([part.chapter for part in parts], starts, strict=True))
    lines = [(line, start) for chapter, start in placed for line in chapter.lines]
    return Timeline(
        tuple((chapter.title, start) for chapter, start in placed),
        tuple((line.say, start + line.start_ms) for line, start in lines),
        tuple(
            (line.say, start + (line.words[0].start_ms if line.words else line.start_ms))
            for line, start in lines
        ),
    )


def id_in(name: str) -> str:
    """The id in the name of a numbered file: kya of web/02-kya.vtt."""
    return PurePosixPath(name).stem.partition("-")[2]


def check_times(path: Path, name: str, sounds: Mapping[str, Timeline]) -> Iterator[Fault]:
    """Whether a file tells the times as they are.

    `sounds` are by the id in a sound file's name; "" stands for all parts, joined without coding.
    Files that tell no times, or none that this module can read, have no fault.
    """
    which = id_in(name)
    own = sounds.get(which) if which else None
    if path.suffix == ".vtt" and own:
        yield from _differences(_captions(path), own.lines, name)
    elif path.suffix == ".json" and own:
        yield from _differences(_podcast_chapters(path), own.titles, name)
    elif path.suffix == ".m4b" and "" in sounds:
        yield from _differences(_book_chapters(path), sounds[""].titles, name)
    elif path.suffix == ".epub":
        yield from _overlays(path, name, sounds)


def _differences(found: Times, true: Times, name: str) -> Iterator[Fault]:
    """Where the words or their times are others than those of the sound."""
    if [_plain(text) for text, _ in found] != [_plain(text) for text, _ in true]:
        yield Fault("tells other words than are said", name)
        return
    for (_, told), (text, start) in zip(found, true, strict=True):
        if abs(told - start) > TOLERANCE_MS:
            yield Fault(f'says {told:.0f} ms for "{text}", which starts at {start:.0f} ms', name)


def _plain(text: str) -> str:
    return "".join(text.split())


def _captions(path: Path) -> Times:
    """The cues of a WebVTT file, without the times of single words."""
    text = path.read_text(encoding="utf-8")
    return tuple(
        (
            unescape(_TAG.sub("", words)),
            1000 * (3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)) + int(thousandths),
        )
        for hours, minutes, seconds, thousandths, words in _CUE.findall(text)
    )


def _podcast_chapters(path: Path) -> Times:
    """Podcasting 2.0's chapters."""
    chapters = json.loads(path.read_text(encoding="utf-8"))["chapters"]
    return tuple((chapter["title"], 1000 * chapter["startTime"]) for chapter in chapters)


def _book_chapters(path: Path) -> Times:
    """The chapters of an M4B."""
    from mutagen.mp4 import MP4

    chapters = read_with(MP4, path).chapters or ()
    return tuple((mark.title, 1000 * mark.start) for mark in chapters)


def _overlays(path: Path, name: str, sounds: Mapping[str, Timeline]) -> Iterator[Fault]:
    """The media overlays of an EPUB: clips in order, and one that begins with each line."""
    with zipfile.ZipFile(path) as book:
        for entry in book.namelist():
            own = sounds.get(id_in(entry))
            if not entry.endswith(".smil") or not own:
                continue
            clips = _CLIP.findall(book.read(entry).decode())
            begins = [1000 * float(seconds) for seconds in clips]
            if any(after <= before for before, after in pairwise(begins)):
                yield Fault(f"{entry} has clips that are not in order", name)
            # The first clip begins with the file, so that its lead-in belongs to it.
            for text, start in own.words[1:]:
                if all(abs(begin - start) > TOLERANCE_MS for begin in begins):
                    yield Fault(f'{entry} has no clip where "{text}" starts ({start:.0f} ms)', name)
