"""The phone package: one MP3 a part, one complete MP3 with chapters, and playlists.

01-<id>.mp3 …   00-<slug>-complete.mp3   playlist.m3u8   playlist.m3u
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from parcha.model import Chapter, Line, Programme, Record
from parcha.sound.encode import (
    Mp3Profile,
    concatenate,
    encode_mp3,
    mp3_duration_ms,
    mp3_frames,
    mp3_spans,
)
from parcha.store import Store
from parcha.targets import cover, playlist, tags
from parcha.targets.names import numbered
from parcha.targets.sink import sha256_of
from parcha.targets.target import Progress, Sink

PROFILE = Mp3Profile()
AT_A_TIME = 2
"""Chapters encoded together: ffmpeg keeps about one core busy, and small machines have two."""


class PhoneTarget:
    """MP3s for any phone or memory card. Encoded streams are kept in `store`.

    What is kept has no tags: a new title or cover costs no encode.
    """

    name = "phone"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress or (lambda done, total: None)

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the package in play order, as players that do not sort will play it.

        Without all the parts there is no complete file: it would not be one.
        Raises `StorageError`, and `ParchaError` where ffmpeg fails.
        """
        streams = self._streams(programme.chapters)
        records = [self._complete(programme, streams, sink)] if programme.complete else []
        entries = []
        for chapter, stream in zip(programme.chapters, streams, strict=True):
            path = numbered(chapter.number, chapter.id, ".mp3", programme.parts)
            length = mp3_duration_ms(mp3_frames(stream), PROFILE)
            records.append(sink.copy(path, stream, _part_tag(programme, chapter, length)))
            entries.append(playlist.Entry(path, chapter.title, length))
        title = programme.leaflet.title
        records.append(sink.write("playlist.m3u8", playlist.m3u8(title, entries)))
        records.append(sink.write("playlist.m3u", playlist.m3u(entries)))
        return tuple(records)

    def _streams(self, chapters: Sequence[Chapter]) -> list[Path]:
        """The chapters as MP3s without tags, in order."""
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            waiting = [pool.submit(self._stream, chapter) for chapter in chapters]
            try:
                for done, future in enumerate(as_completed(waiting), start=1):
                    future.result()
                    self.progress(done, len(chapters))
                return [future.result() for future in waiting]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _stream(self, chapter: Chapter) -> Path:
        key = _key(sha256_of(chapter.audio), PROFILE.fingerprint)

        def make(out: Path) -> None:
            encode_mp3(chapter.audio, out, PROFILE)

        return self.store.derive("mp3", key, ".mp3", make)

    def _complete(self, programme: Programme, streams: Sequence[Path], sink: Sink) -> Record:
        key = _key(PROFILE.fingerprint, *(stream.stem for stream in streams))

        def make(out: Path) -> None:
            concatenate(streams, out, PROFILE)

        whole = self.store.derive("mp3", key, ".mp3", make)
        path = numbered(0, f"{programme.leaflet.slug}-complete", ".mp3", programme.parts)
        return sink.copy(path, whole, _complete_tag(programme, mp3_spans(streams, PROFILE)))


def _part_tag(programme: Programme, chapter: Chapter, length_ms: int) -> bytes:
    return tags.render(
        tags.Tags(
            title=chapter.title,
            leaflet=programme.leaflet,
            duration_ms=length_ms,
            cover=cover.draw(programme.leaflet.title, chapter.number),
            lines=chapter.lines,
            track=(chapter.number, programme.parts),
        )
    )


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


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
