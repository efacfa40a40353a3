"""The memory card: what goes on a card for a player with no screen, and nothing else.

MEMORY-CARD/01-<id>.mp3 …   playlist.m3u   playlist.m3u8   cover.jpg
"""

from __future__ import annotations

from parcha.model import Programme, Record
from parcha.store import Store
from parcha.targets import mp3, pictures, playlist
from parcha.targets.names import part_name
from parcha.targets.target import Progress, Sink

FOLDER = "MEMORY-CARD"
COVER_SIZE = 500


class CardTarget:
    """The parts alone: a complete file beside them would be played first, or once more."""

    name = "card"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the parts in play order: cheap players follow the order of the directory.

        Raises `StorageError`, and `ParchaError` where ffmpeg fails.
        """
        streams = mp3.streams(programme.chapters, self.store, self.progress)
        records, entries = [], []
        for chapter, stream in zip(programme.chapters, streams, strict=True):
            name = part_name(programme, chapter, ".mp3")
            tag = mp3.part_tag(programme, chapter, stream)
            part = sink.copy(f"{FOLDER}/{name}", stream, tag)
            records.append(part.lasting(chapter.duration_ms))
            entries.append(playlist.Entry(name, chapter.title, mp3.length_ms(stream)))
        title = programme.leaflet.title
        for name, data in (
            ("playlist.m3u", playlist.m3u(entries)),
            ("playlist.m3u8", playlist.m3u8(title, entries)),
            ("cover.jpg", pictures.cover_jpeg(title, COVER_SIZE)),
        ):
            records.append(sink.write(f"{FOLDER}/{name}", data))
        return tuple(records)
