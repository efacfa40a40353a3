"""The phone package: one MP3 a part, one complete MP3 with chapters, and playlists.

01-<id>.mp3 …   00-<slug>-complete.mp3   playlist.m3u8   playlist.m3u
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parcha.model import Programme, Record
from parcha.store import Store
from parcha.targets import mp3, playlist
from parcha.targets.names import numbered, part_name
from parcha.targets.target import Progress, Sink


class PhoneTarget:
    """MP3s for any phone or memory card. Encoded streams are kept in `store`.

    What is kept has no tags: a new title or cover costs no encode.
    """

    name = "phone"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the package in play order, as players that do not sort will play it.

        Without all the parts there is no complete file: it would not be one.
        Raises `StorageError`, and `ParchaError` where ffmpeg fails.
        """
        streams = mp3.streams(programme.chapters, self.store, self.progress)
        records = [self._complete(programme, streams, sink)] if programme.complete else []
        entries = []
        for chapter, stream in zip(programme.chapters, streams, strict=True):
            path = part_name(programme, chapter, ".mp3")
            part = sink.copy(path, stream, mp3.part_tag(programme, chapter, stream))
            records.append(part.lasting(chapter.duration_ms))
            entries.append(playlist.Entry(path, chapter.title, mp3.length_ms(stream)))
        title = programme.leaflet.title
        records.append(sink.write("playlist.m3u8", playlist.m3u8(title, entries)))
        records.append(sink.write("playlist.m3u", playlist.m3u(entries)))
        return tuple(records)

    def _complete(self, programme: Programme, streams: Sequence[Path], sink: Sink) -> Record:
        path = numbered(0, f"{programme.leaflet.slug}-complete", ".mp3", programme.parts)
        spans = mp3.spans(streams)
        tag = mp3.complete_tag(programme, spans)
        return sink.copy(path, mp3.complete(streams, self.store), tag).lasting(spans[-1][1])
