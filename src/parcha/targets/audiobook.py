"""The audiobook: a folder with a W3C manifest that audiobook apps and libraries read.

publication.json   contents.html   cover.png   NN-<id>.mp3 …

W3C Audiobooks (2020). What the text only recommends its own processing rules report when it is
missing, so all of it is there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parcha.model import Programme, Record
from parcha.store import Store
from parcha.targets import cover, mp3
from parcha.targets.book import contents, day, identifier
from parcha.targets.names import part_name
from parcha.targets.target import Progress, Sink

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
            path = part_name(programme, chapter, ".mp3")
            part = sink.copy(path, stream, mp3.part_tag(programme, chapter, stream))
            records.append(part.lasting(chapter.duration_ms))
        records.append(sink.write(CONTENTS, contents("audiobook/contents.html", programme, ".mp3")))
        manifest = json.dumps(_manifest(programme, streams), ensure_ascii=False, indent=1)
        records.append(sink.write("publication.json", manifest.encode()))
        return tuple(records)


def _manifest(programme: Programme, streams: Sequence[Path]) -> dict[str, Any]:
    leaflet = programme.leaflet
    lengths = [mp3.length_ms(stream) for stream in streams]
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
        "datePublished": day(leaflet),
        "dateModified": day(leaflet),
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
                "url": part_name(programme, chapter, ".mp3"),
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


def _duration(ms: int) -> str:
    """ISO 8601, as the standard's own examples write it: `PT64.245S`."""
    return f"PT{ms // 1000}.{ms % 1000:03d}S"
