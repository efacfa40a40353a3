"""The podcast: an RSS feed with a part an episode, and the whole leaflet as one more.

feed.xml   cover.jpg   NN-<id>.mp3, .vtt, .json and .jpg …   00-<slug>-complete.mp3, .vtt and .json

RSS 2.0 with Apple's `itunes` and the Podcasting 2.0 `podcast` namespaces. Upload the folder as it
is; the server must answer HEAD and byte ranges, as ordinary web servers do.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from pathlib import Path

from parcha.errors import InputError
from parcha.model import Leaflet, Line, Programme, Record
from parcha.store import Store
from parcha.targets import mp3, pictures, symbols, vtt
from parcha.targets.names import numbered, part_name
from parcha.targets.target import Progress, Sink
from parcha.targets.template import filled

ARTWORK = 1400
"""Apple's smallest artwork, in pixels a side; a directory refuses less."""
COVER = "cover.jpg"
"""Directories want artwork in RGB, which our small PNGs with their palettes are not."""
LONGEST_DESCRIPTION = 4000
"""Bytes, of which a Devanagari letter takes three."""
CUT_OFF = " …"
NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Podcasting 2.0 makes a feed's guid from its address in this namespace (UUID version 5)."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of the feed. `marks` are its chapters: title, start (ms) and picture."""

    stem: str
    title: str
    lines: Sequence[Line]
    stream: Path
    tag: bytes
    length_ms: int
    picture: str
    marks: tuple[tuple[str, int, str], ...]
    number: int = 0


class PodcastTarget:
    """A feed with its sound, to be uploaded to `podcast: {url: …}` of leaflet.yaml."""

    name = "podcast"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def require(self, leaflet: Leaflet, settings: Mapping[str, Mapping[str, str]]) -> None:
        """Raises `InputError` where nobody said where the feed will be, whose it is, and when."""
        said = settings.get("podcast", {})
        missing = [key for key in ("url", "email") if not said.get(key)]
        if missing:
            raise InputError(
                f"leaflet.yaml does not say the {' and '.join(missing)} of the podcast.",
                "Add: podcast: {url: https://example.org/podcast/, email: me@example.org}",
            )
        if not leaflet.published:
            raise InputError(
                "leaflet.yaml does not say when the leaflet came out, which a podcast must.",
                'Add: published: "2026-11-23"',
            )

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the feed last, when all that it names is there. Raises `StorageError`."""
        self.require(programme.leaflet, programme.settings)
        base = f"{programme.settings['podcast']['url'].rstrip('/')}/"
        title = programme.leaflet.title
        records = [sink.write(COVER, pictures.cover_jpeg(title, ARTWORK))]
        for chapter in programme.chapters:
            picture = symbols.symbol_of(chapter.picture, chapter.number)
            art = pictures.cover_jpeg(title, ARTWORK, chapter.number, picture)
            stem = part_name(programme, chapter)
            records.append(sink.write(f"{stem}.jpg", art))
        items = []
        for episode in self._episodes(programme):
            sound = sink.copy(f"{episode.stem}.mp3", episode.stream, episode.tag)
            items.append(_item(programme, base, episode, sound.bytes))
            records.append(sound.lasting(episode.length_ms))
            records.append(sink.write(f"{episode.stem}.vtt", vtt.render(episode.lines)))
            records.append(sink.write(f"{episode.stem}.json", _chapters(base, episode)))
        records.append(sink.write("feed.xml", _feed(programme, base, items).encode()))
        return tuple(records)

    def _episodes(self, programme: Programme) -> Iterator[Episode]:
        streams = mp3.streams(programme.chapters, self.store, self.progress)
        marks = []
        for chapter, stream in zip(programme.chapters, streams, strict=True):
            stem = part_name(programme, chapter)
            picture = f"{stem}.jpg"
            yield Episode(
                stem=stem,
                title=chapter.title,
                lines=chapter.lines,
                stream=stream,
                tag=mp3.part_tag(programme, chapter, stream),
                length_ms=mp3.length_ms(stream),
                picture=picture,
                marks=((chapter.title, 0, picture),),
                number=chapter.number,
            )
            marks.append((chapter.title, picture))
        if not programme.complete:
            return
        spans = mp3.spans(streams)
        yield Episode(
            stem=numbered(0, f"{programme.leaflet.slug}-complete", "", programme.parts),
            title=programme.leaflet.title,
            lines=mp3.complete_lines(programme, spans),
            stream=mp3.complete(streams, self.store),
            tag=mp3.complete_tag(programme, spans),
            length_ms=spans[-1][1],
            picture=COVER,
            marks=tuple(
                (title, start, picture)
                for (title, picture), (start, _) in zip(marks, spans, strict=True)
            ),
        )


def _feed(programme: Programme, base: str, items: Sequence[str]) -> str:
    leaflet, settings = programme.leaflet, programme.settings
    return filled(
        "podcast/feed.xml",
        _licence(leaflet)
        | {
            "title": escape(leaflet.title),
            "base": escape(base),
            "link": escape(settings.get("web", {}).get("url") or base),
            "description": escape(_cut(_description(programme))),
            "language": leaflet.language,
            "rights": escape(f"{leaflet.article}, {leaflet.licence}"),
            "date": _date(leaflet, 0),
            "author": escape(leaflet.credit),
            "email": escape(settings["podcast"]["email"]),
            "guid": str(uuid.uuid5(NAMESPACE, f"{base}feed.xml".split("://", 1)[1])),
            "items": "".join(items),
        },
    )


def _item(programme: Programme, base: str, episode: Episode, size: int) -> str:
    leaflet = programme.leaflet
    place = "<itunes:episodeType>bonus</itunes:episodeType>"
    if episode.number:
        place = (
            f"<itunes:episode>{episode.number}</itunes:episode>\n"
            "<itunes:episodeType>full</itunes:episodeType>"
        )
    said = " ".join(line.say for line in episode.lines)
    return filled(
        "podcast/item.xml",
        _licence(leaflet)
        | {
            "title": escape(episode.title),
            "description": escape(_cut(said)),
            "base": escape(base),
            "stem": episode.stem,
            "bytes": str(size),
            "guid": str(uuid.uuid5(NAMESPACE, f"{base}{episode.stem}")),
            "date": _date(leaflet, episode.number),
            "seconds": str(round(episode.length_ms / 1000)),
            "picture": episode.picture,
            "place": place,
            "language": leaflet.language,
        },
    )


def _chapters(base: str, episode: Episode) -> bytes:
    """Podcasting 2.0's chapters file, version 1.2.0: times in seconds."""
    chapters = [
        {"startTime": start / 1000, "title": title, "img": f"{base}{picture}"}
        for title, start, picture in episode.marks
    ]
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False).encode()


def _description(programme: Programme) -> str:
    leaflet, labels = programme.leaflet, programme.labels
    source = f"{labels['source']}: {leaflet.article} {leaflet.url}".strip()
    licence = f"{labels['licence']}: {leaflet.licence}"
    return "\n".join([labels["only_information"], source, licence, labels["computer_voice"]])


def _licence(leaflet: Leaflet) -> dict[str, str]:
    """The licence as the namespace names it: `cc-by-sa-4.0`, with its address."""
    name = "-".join(leaflet.licence.lower().split())
    return {"licence": escape(name), "licence_url": escape(leaflet.licence_url)}


def _cut(text: str) -> str:
    """As many whole words as a directory takes."""
    if len(text.encode()) <= LONGEST_DESCRIPTION:
        return text
    room = LONGEST_DESCRIPTION - len(CUT_OFF.encode())
    return text.encode()[:room].decode(errors="ignore").rpartition(" ")[0] + CUT_OFF


def _date(leaflet: Leaflet, minutes: int) -> str:
    """The day of the leaflet (RFC 2822). Parts are a minute apart, which keeps their order."""
    day = datetime.fromisoformat(leaflet.published).replace(tzinfo=timezone.utc)
    return format_datetime(day + timedelta(minutes=minutes))
