"""The audio book package: one M4B with chapters.

<slug>.m4b
"""

from __future__ import annotations

import re

from parcha.model import Leaflet, Programme, Record
from parcha.sound.formats import MASTER
from parcha.sound.m4b import Part, m4b
from parcha.store import Store, key_of
from parcha.targets import pictures
from parcha.targets.batch import make_all
from parcha.targets.excerpt import sound
from parcha.targets.names import ascii_stem
from parcha.targets.tags import ISO_639_2
from parcha.targets.target import Progress, Sink

COVER_SIZE = 1000


class M4bTarget:
    """All parts as one audio book, for players that know chapters and keep the place."""

    name = "m4b"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the book. Raises `StorageError`, and `ParchaError` where ffmpeg fails."""
        leaflet = programme.leaflet
        wavs = make_all(
            lambda chapter: sound(chapter.audio, MASTER, self.store),
            programme.chapters,
            self.progress,
        )
        parts = [
            Part(chapter.title, wav, chapter.duration_ms)
            for chapter, wav in zip(programme.chapters, wavs, strict=True)
        ]
        cover = pictures.cover_jpeg(leaflet.title, COVER_SIZE)
        tags, language = _tags(leaflet), ISO_639_2.get(leaflet.language, "und")
        made_from = [f"{part.title} {part.wav.stem} {part.duration_ms}" for part in parts]
        key = key_of(f"m4b {MASTER.fingerprint} {language}", *made_from, str(tags), cover.hex())
        book = self.store.derive(
            "encoded", key, ".m4b", lambda out: m4b(parts, cover, tags, language, out)
        )
        whole = sum(part.duration_ms for part in parts)
        return (sink.copy(f"{ascii_stem(leaflet.slug)}.m4b", book).lasting(whole),)


def _tags(leaflet: Leaflet) -> dict[str, str]:
    year = re.search(r"\b[0-9]{4}\b", leaflet.as_of)
    return {
        "title": leaflet.title,
        "album": leaflet.title,
        "artist": leaflet.credit,
        "genre": "Audiobook",
        **({"date": year[0]} if year else {}),
        "copyright": f"{leaflet.article}, {leaflet.licence}",
        "comment": " ".join(filter(None, [leaflet.url, leaflet.licence_url])),
    }
