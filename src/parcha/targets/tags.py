"""ID3v2.3 tags: what a player shows beside the sound, and the chapters of a complete file.

Version 2.3 with UTF-16 text is what old and new players both read (2.4 is not); ID3v1 cannot
hold Devanagari and is left out. Chapters follow the ID3v2 Chapter Frame Addendum (2005).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from parcha.errors import InputError
from parcha.model import Leaflet, Line

if TYPE_CHECKING:
    from mutagen.id3 import Frame

UTF_16 = 1
HEADER_BYTES = 10
MILLISECONDS = 2
LYRICS = 1
FRONT_COVER = 3
NO_OFFSET = 0xFFFFFFFF
TOP_LEVEL_ORDERED = 0x03
MAX_MARKS = 255
"""A contents frame counts its entries in eight bits."""
ISO_639_2 = {"hi": "hin"}
_URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter inside a complete file: `title` from `start_ms` to `end_ms`."""

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Tags:
    """What is said of one file. `track` is (n, of how many), `lines` count from its start."""

    title: str
    leaflet: Leaflet
    duration_ms: int
    cover: bytes
    lines: Sequence[Line]
    track: tuple[int, int] | None = None
    marks: Sequence[Mark] = ()


def render(tags: Tags) -> bytes:
    """The ID3v2.3 tag as bytes, to be put before the MP3 stream. The same tags, the same bytes.

    Raises `InputError` for more chapters than a tag can list.
    """
    from mutagen.id3 import BitPaddedInt

    # One frame at a time, because mutagen sorts the frames of a tag by their size and some
    # players show the chapters as they come.
    body = b"".join(_frame_bytes(frame) for frame in _frames(tags))
    size: Any = BitPaddedInt.to_str(len(body))
    return b"ID3\x03\x00\x00" + bytes(size) + body


def _frame_bytes(frame: Frame) -> bytes:
    from mutagen import id3

    new: Any = id3.ID3  # `Any`, because mutagen's functions have no types
    tag = new()
    tag.add(frame)
    tag.update_to_v23()
    out = io.BytesIO()
    # Without padding, for nobody edits these files in place.
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()[HEADER_BYTES:]


def _frames(tags: Tags) -> Iterator[Frame]:
    leaflet = tags.leaflet
    language = ISO_639_2.get(leaflet.language, "und")
    yield _text("TIT2", tags.title)
    yield _text("TALB", leaflet.title)
    yield _text("TPE1", leaflet.credit)
    yield _text("TCON", "Speech")
    yield _text("TLAN", language)
    yield _text("TLEN", str(tags.duration_ms))
    if tags.track:
        yield _text("TRCK", "{}/{}".format(*tags.track))
    # TCOP must begin with a year and a space: without a year there is no valid one.
    if year := re.search(r"\b[0-9]{4}\b", leaflet.as_of):
        yield _text("TCOP", f"{year[0]} {leaflet.article}, {leaflet.licence}")
    if leaflet.licence_url:
        yield _frame("WCOP", url=_ascii_url(leaflet.licence_url))
    if leaflet.url:
        yield _frame("WOAS", url=_ascii_url(leaflet.url))
    script = "\n".join(_basic(line.say) for line in tags.lines)
    yield _frame("USLT", encoding=UTF_16, lang=language, desc="", text=script)
    timed = [(_basic(line.say), line.start_ms) for line in tags.lines]
    times = {"format": MILLISECONDS, "type": LYRICS}
    yield _frame("SYLT", encoding=UTF_16, lang=language, **times, desc="", text=timed)
    picture = {"mime": "image/png", "type": FRONT_COVER, "data": tags.cover}
    yield _frame("APIC", encoding=UTF_16, **picture, desc="")
    yield from _contents(tags)


def _contents(tags: Tags) -> Iterator[Frame]:
    if not tags.marks:
        return
    if len(tags.marks) > MAX_MARKS:
        raise InputError(f"A file with chapters can hold {MAX_MARKS} of them at most.")
    # The ids are never shown and must be Latin-1: the Hindi title is in the frame within.
    ids = [f"ch{number:02d}" for number in range(1, len(tags.marks) + 1)]
    yield _frame(
        "CTOC",
        element_id="toc",
        flags=TOP_LEVEL_ORDERED,
        child_element_ids=ids,
        sub_frames=[_text("TIT2", tags.title)],
    )
    for element_id, mark in zip(ids, tags.marks, strict=True):
        yield _frame(
            "CHAP",
            element_id=element_id,
            start_time=mark.start_ms,
            end_time=mark.end_ms,
            start_offset=NO_OFFSET,
            end_offset=NO_OFFSET,
            sub_frames=[_text("TIT2", mark.title)],
        )


def _text(name: str, text: str) -> Frame:
    return _frame(name, encoding=UTF_16, text=[_basic(text)])


def _frame(name: str, **fields: Any) -> Frame:
    from mutagen.id3 import Frames

    kind: Any = Frames[name]
    frame: Frame = kind(**fields)
    return frame


def _basic(text: str) -> str:
    """Without characters beyond 16 bits (emoji), on which old players stumble.

    What has no others stays as it is: an empty title helps nobody.
    """
    basic = "".join(character for character in text if ord(character) <= 0xFFFF)
    return basic if basic.strip() else text


def _ascii_url(url: str) -> str:
    """`url` as ID3v2.3 can hold it: percent-encoded where it is not ASCII."""
    return quote(url, safe=_URL_CHARACTERS)
