"""ID3v2.3 tags: what a player shows beside the sound, and the chapters of a complete file.

Version 2.3 with UTF-16 text is what old and new players both read (2.4 is not); ID3v1 cannot
hold Devanagari and is left out. Chapters follow the ID3v2 Chapter Frame Addendum (2005).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from parcha.errors import InputError
from parcha.model import Leaflet, Line

if TYPE_CHECKING:
    from mutagen.id3 import Frame

UTF_16 = 1
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
    """The ID3v2.3 tag as bytes, to be put before the MP3 stream. The same tags, the same bytes."""
    from mutagen.id3 import ID3

    tag = ID3()
    for frame in _frames(tags):
        tag.add(frame)
    tag.update_to_v23()
    # Without padding, for nobody edits these files in place.
    out = io.BytesIO()
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()


def _frames(tags: Tags) -> Iterable[Frame]:
    from mutagen import id3

    leaflet = tags.leaflet
    language = ISO_639_2.get(leaflet.language, "und")

    def text(frame: type[id3.TextFrame], value: str) -> Frame:
        return frame(encoding=UTF_16, text=[_basic(value)])

    yield text(id3.TIT2, tags.title)
    yield text(id3.TALB, leaflet.title)
    yield text(id3.TPE1, leaflet.credit)
    yield text(id3.TCON, "Speech")
    yield text(id3.TLAN, language)
    yield text(id3.TLEN, str(tags.duration_ms))
    if tags.track:
        yield text(id3.TRCK, "{}/{}".format(*tags.track))
    # TCOP must begin with a year and a space: without a year there is no valid one.
    if year := re.search(r"\b[0-9]{4}\b", leaflet.as_of):
        yield text(id3.TCOP, f"{year[0]} {leaflet.credit}, {leaflet.licence}")
    if leaflet.licence_url:
        yield id3.WCOP(url=_ascii_url(leaflet.licence_url))
    if leaflet.url:
        yield id3.WOAS(url=_ascii_url(leaflet.url))
    script = "\n".join(_basic(line.say) for line in tags.lines)
    yield id3.USLT(encoding=UTF_16, lang=language, desc="", text=script)
    timed = [(_basic(line.say), line.start_ms) for line in tags.lines]
    yield id3.SYLT(encoding=UTF_16, lang=language, format=2, type=1, desc="", text=timed)
    front = id3.PictureType.COVER_FRONT
    yield id3.APIC(encoding=UTF_16, mime="image/png", type=front, desc="", data=tags.cover)
    yield from _chapters(tags)


def _chapters(tags: Tags) -> Iterable[Frame]:
    from mutagen import id3

    if not tags.marks:
        return
    if len(tags.marks) > MAX_MARKS:
        raise InputError(f"A file with chapters can hold {MAX_MARKS} of them at most.")
    names = [f"ch{number:02d}" for number in range(1, len(tags.marks) + 1)]
    yield id3.CTOC(
        element_id="toc",
        flags=TOP_LEVEL_ORDERED,
        child_element_ids=names,
        sub_frames=[id3.TIT2(encoding=UTF_16, text=[_basic(tags.title)])],
    )
    for name, mark in zip(names, tags.marks, strict=True):
        yield id3.CHAP(
            element_id=name,
            start_time=mark.start_ms,
            end_time=mark.end_ms,
            start_offset=NO_OFFSET,
            end_offset=NO_OFFSET,
            sub_frames=[id3.TIT2(encoding=UTF_16, text=[_basic(mark.title)])],
        )


def _basic(text: str) -> str:
    """Without characters beyond 16 bits (emoji), on which old players stumble."""
    return "".join(character for character in text if ord(character) <= 0xFFFF)


def _ascii_url(url: str) -> str:
    """`url` as ID3v2.3 can hold it: percent-encoded where it is not ASCII."""
    return quote(url, safe=_URL_CHARACTERS)
