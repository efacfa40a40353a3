"""The audiobook: a folder with a W3C manifest that audiobook apps and libraries read.

publication.json   contents.html   cover.png   NN-<id>.mp3 …

W3C Audiobooks (2020). What the text only recommends its own processing rules report when it is
missing, so all of it is there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from parcha.model import Programme, Record
from parcha.store import Store
from parcha.targets import cover, mp3
from parcha.targets.epub import NO_DATE, identifier
from parcha.targets.names import numbered
from parcha.targets.target import Progress, Sink
from parcha.targets.template import filled

CONTEXT = ("https://schema.org", "https://www.w3.org/ns/pub-context")
STANDARD = "https://www.w3.org/TR/audiobooks/"
CONTENTS = "contents.html"


class AudiobookTarget:
    """The parts with their manifest."""

    name = "audiobook"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the manifest last. Raises `StorageError`, and `ParchaError` where ffmpeg fails."""
        streams = mp3.streams(programme.chapters, self.store, self.progress)
        records = [sink.write("cover.png", cover.draw(programme.leaflet.title))]
        for chapter, stream in zip(programme.chapters, streams, strict=True):
            path = numbered(chapter.number, chapter.id, ".mp3", programme.parts)
            part = sink.copy(path, stream, mp3.part_tag(programme, chapter, stream))
            records.append(part.lasting(chapter.duration_ms))
        records.append(sink.write(CONTENTS, _contents(programme).encode()))
        manifest = json.dumps(_manifest(programme, streams), ensure_ascii=False, indent=1)
        records.append(sink.write("publication.json", manifest.encode()))
        return tuple(records)


def _manifest(programme: Programme, streams: Sequence[Path]) -> dict[str, Any]:
    leaflet = programme.leaflet
    lengths = [mp3.length_ms(stream) for stream in streams]
    day = leaflet.published or NO_DATE
    return {
        "@context": [*CONTEXT, {"language": leaflet.language, "direction": "ltr"}],
        "conformsTo": STANDARD,
        "type": "Audiobook",
        "id": identifier(programme, "audiobook"),
        "url": programme.settings.get("web", {}).get("url") or leaflet.url,
        "name": leaflet.title,
        "author": leaflet.article,
        "readBy": leaflet.credit,
        "inLanguage": leaflet.language,
        "datePublished": day,
        "dateModified": day,
        "license": leaflet.licence_url or leaflet.licence,
        "abridged": programme.edition == "brief",
        "readingProgression": "ltr",
        "accessMode": ["auditory"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["tableOfContents"],
        "accessibilityHazard": ["none"],
        "accessibilitySummary": programme.labels["audiobook_summary"],
        "duration": _duration(sum(lengths)),
        "readingOrder": [
            {
                "type": "LinkedResource",
                "url": numbered(chapter.number, chapter.id, ".mp3", programme.parts),
                "encodingFormat": "audio/mpeg",
                "name": chapter.title,
                "duration": _duration(length),
            }
            for chapter, length in zip(programme.chapters, lengths, strict=True)
        ],
        "resources": [
            {
                "type": "LinkedResource",
                "rel": "cover",
                "url": "cover.png",
                "encodingFormat": "image/png",
                "name": leaflet.title,
            },
            {
                "type": "LinkedResource",
                "rel": "contents",
                "url": CONTENTS,
                "encodingFormat": "text/html",
                "name": programme.labels["contents"],
            },
        ],
    }


def _contents(programme: Programme) -> str:
    entries = (
        f'<li><a href="{numbered(chapter.number, chapter.id, ".mp3", programme.parts)}">'
        f"{escape(chapter.title)}</a></li>\n"
        for chapter in programme.chapters
    )
    return filled(
        "audiobook/contents.html",
        {
            "language": programme.leaflet.language,
            "title": escape(programme.leaflet.title),
            "contents": escape(programme.labels["contents"]),
            "entries": "".join(entries),
        },
    )


def _duration(ms: int) -> str:
    """ISO 8601, as the standard's own examples write it: `PT64.245S`."""
    return f"PT{ms // 1000}.{ms % 1000:03d}S"
