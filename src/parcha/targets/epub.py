"""The book: EPUB 3.3 with media overlays, so that a reading app lights up each word as it is said.

<slug>.epub   W3C EPUB 3.3, section 9 (media overlays)
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from parcha.model import Chapter, Line, Programme, Record
from parcha.store import Store, scratch
from parcha.targets import cover, mp3, symbols
from parcha.targets.book import contents, day, identifier
from parcha.targets.names import part_name
from parcha.targets.target import Progress, Sink
from parcha.targets.template import filled, read
from parcha.targets.zipped import ZipSink

HEADING = "title"


@dataclass(frozen=True, slots=True)
class Clip:
    """Words that light up together: the element `id`, and from when to when (ms) it is lit."""

    id: str
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as the book has it: its sound, and the clips of each of its lines."""

    chapter: Chapter
    stem: str
    stream: Path
    length_ms: int
    lines: tuple[tuple[Line, tuple[Clip, ...]], ...]


class EpubTarget:
    """A talking book for reading apps."""

    name = "epub"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the book. Raises `StorageError`, and `ParchaError` where ffmpeg fails."""
        streams = mp3.streams(programme.chapters, self.store, self.progress)
        parts = [
            _part(programme, chapter, stream)
            for chapter, stream in zip(programme.chapters, streams, strict=True)
        ]
        with scratch(self.store.root) as folder:
            path = Path(folder, "book.epub")
            with zipfile.ZipFile(path, "w") as file:
                _pack(programme, parts, ZipSink(file))
            return (sink.copy(f"{programme.leaflet.slug}.epub", path),)


def _pack(programme: Programme, parts: Sequence[Part], book: ZipSink) -> None:
    # A reading system knows an EPUB by these bytes at the very start of the zip.
    book.write("mimetype", b"application/epub+zip")
    book.write("META-INF/container.xml", read("epub/container.xml").encode())
    book.write("EPUB/package.opf", _package(programme, parts).encode())
    book.write("EPUB/nav.xhtml", contents("epub/nav.xhtml", programme, ".xhtml"))
    book.write("EPUB/style.css", read("epub/style.css").encode())
    book.write("EPUB/cover.png", cover.draw(programme.leaflet.title))
    for part in parts:
        book.write(f"EPUB/{part.stem}.xhtml", _text(programme, part).encode())
        book.write(f"EPUB/{part.stem}.smil", _overlay(part).encode())
        book.copy(f"EPUB/{part.stem}.mp3", part.stream)


def _part(programme: Programme, chapter: Chapter, stream: Path) -> Part:
    length = mp3.length_ms(stream)
    groups = [_together(line) for line in chapter.lines]
    # The clips follow one another without a gap: an app would jump at each, and be heard to.
    starts = [0]
    for _, start in [group for line in groups for group in line][1:]:
        starts.append(max(start, starts[-1] + 1))
    spans = pairwise([*starts, max(length, starts[-1] + 1)])
    numbers = iter(range(1, len(starts) + 1))
    lines = tuple(
        (line, tuple(Clip(f"w{next(numbers)}", text, *next(spans)) for text, _ in group))
        for line, group in zip(chapter.lines, groups, strict=True)
    )
    return Part(chapter, part_name(programme, chapter), stream, length, lines)


def _together(line: Line) -> list[tuple[str, int]]:
    """The words of a line with their starts; those that start together as one."""
    groups: list[tuple[str, int]] = []
    for word in line.words:
        if groups and groups[-1][1] == word.start_ms:
            groups[-1] = (f"{groups[-1][0]} {word.text}", word.start_ms)
        else:
            groups.append((word.text, word.start_ms))
    return groups or [(line.say, line.start_ms)]


def _text(programme: Programme, part: Part) -> str:
    """A part's words, each in an element of its own."""
    chapter = part.chapter
    headings = [_spans(clips) for line, clips in part.lines if line.role == HEADING]
    lines = [_spans(clips) for line, clips in part.lines if line.role != HEADING]
    return filled(
        "epub/part.xhtml",
        {
            "language": programme.leaflet.language,
            "title": escape(chapter.title),
            "heading": " ".join(headings) or escape(chapter.title),
            "picture": symbols.shapes(symbols.symbol_of(chapter.picture, chapter.number)),
            "lines": "".join(f"<p>{line}</p>\n" for line in lines),
        },
    )


def _spans(clips: Sequence[Clip]) -> str:
    return " ".join(f'<span id="{clip.id}">{escape(clip.text)}</span>' for clip in clips)


def _overlay(part: Part) -> str:
    """Which stretch of the sound belongs to which element (SMIL)."""
    clips = (
        f'<par id="{clip.id}"><text src="{part.stem}.xhtml#{clip.id}"/>'
        f'<audio src="{part.stem}.mp3" clipBegin="{_seconds(clip.start_ms)}" '
        f'clipEnd="{_seconds(clip.end_ms)}"/></par>\n'
        for _, line in part.lines
        for clip in line
    )
    return filled("epub/part.smil", {"text": f"{part.stem}.xhtml", "clips": "".join(clips)})


def _package(programme: Programme, parts: Sequence[Part]) -> str:
    leaflet = programme.leaflet
    total = sum(part.lines[-1][1][-1].end_ms for part in parts)
    return filled(
        "epub/package.opf",
        {
            "language": leaflet.language,
            "identifier": identifier(programme, "epub"),
            "title": escape(leaflet.title),
            "credit": escape(leaflet.credit),
            "source": escape(leaflet.url or leaflet.article),
            "licence": escape(f"{leaflet.article}, {leaflet.licence}"),
            "modified": f"{day(leaflet)}T00:00:00Z",
            "summary": escape(programme.labels["book_summary"]),
            "duration": _seconds(total),
            "durations": "".join(_durations(parts)),
            "items": "".join(_items(parts)),
            "spine": "".join(f'    <itemref idref="text-{part.stem}"/>\n' for part in parts),
        },
    )


def _durations(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        length = _seconds(part.lines[-1][1][-1].end_ms)
        yield f'    <meta property="media:duration" refines="#words-{part.stem}">{length}</meta>\n'


def _items(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        stem = part.stem
        yield (
            f'    <item id="text-{stem}" href="{stem}.xhtml" media-type="application/xhtml+xml" '
            f'properties="svg" media-overlay="words-{stem}"/>\n'
            f'    <item id="words-{stem}" href="{stem}.smil" media-type="application/smil+xml"/>\n'
            f'    <item id="sound-{stem}" href="{stem}.mp3" media-type="audio/mpeg"/>\n'
        )


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03d}s"
