"""The phone package: one MP3 a part, one complete MP3 with chapters, and playlists.

01-<id>.mp3 …   00-<slug>-complete.mp3   playlist.m3u8   playlist.m3u
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from parcha.model import Line, Programme, Record
from parcha.sound.encode import concatenate, mp3_spans
from parcha.store import Store, key_of
from parcha.targets import cover, mp3, playlist, tags
from parcha.targets.mp3 import PROFILE
from parcha.targets.names import numbered
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
            path = numbered(chapter.number, chapter.id, ".mp3", programme.parts)
            records.append(sink.copy(path, stream, mp3.part_tag(programme, chapter, stream)))
            entries.append(playlist.Entry(path, chapter.title, mp3.length_ms(stream)))
        title = programme.leaflet.title
        records.append(sink.write("playlist.m3u8", playlist.m3u8(title, entries)))
        records.append(sink.write("playlist.m3u", playlist.m3u(entries)))
        return tuple(records)

    def _complete(self, programme: Programme, streams: Sequence[Path], sink: Sink) -> Record:
        key = key_of(PROFILE.fingerprint, *(stream.stem for stream in streams))

        def make(out: Path) -> None:
            concatenate(streams, out, PROFILE)

        whole = self.store.derive("mp3", key, ".mp3", make)
        path = numbered(0, f"{programme.leaflet.slug}-complete", ".mp3", programme.parts)
        return sink.copy(path, whole, _complete_tag(programme, mp3_spans(streams, PROFILE)))


def _complete_tag(programme: Programme, spans: Sequence[tuple[int, int]]) -> bytes:
    lines: list[Line] = []
    marks = []
    for chapter, (start, end) in zip(programme.chapters, spans, strict=True):
        marks.append(tags.Mark(chapter.title, start, end))
        lines += (
            replace(line, start_ms=start + line.start_ms, end_ms=start + line.end_ms)
            for line in chapter.lines
        )
    return tags.render(
        tags.Tags(
            title=programme.leaflet.title,
            leaflet=programme.leaflet,
            duration_ms=spans[-1][1],
            cover=cover.draw(programme.leaflet.title),
            lines=lines,
            marks=marks,
        )
    )
