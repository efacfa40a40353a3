"""Parts as MP3s with their tags: what the phone, the memory card and WhatsApp packages share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parcha.model import Chapter, Line, Programme
from parcha.sound.encode import (
    Mp3Profile,
    concatenate,
    encode_mp3,
    mp3_duration_ms,
    mp3_frames,
    mp3_spans,
)
from parcha.sound.meter import keep, keep_joined
from parcha.store import Store, key_of, sha256_of
from parcha.targets import cover, symbols, tags
from parcha.targets.batch import make_all
from parcha.targets.excerpt import later
from parcha.targets.target import Progress

PROFILE = Mp3Profile()


def streams(chapters: Sequence[Chapter], store: Store, progress: Progress | None) -> list[Path]:
    """The chapters as MP3s without tags, in order; made, or found in `store`.

    What is kept has no tags: so a new title or cover costs no encode.
    """

    def stream(chapter: Chapter) -> Path:
        def make(out: Path) -> None:
            keep(out, encode_mp3(chapter.audio, out, PROFILE), store)

        return store.derive(
            "mp3", key_of(sha256_of(chapter.audio), PROFILE.fingerprint), ".mp3", make
        )

    return make_all(stream, chapters, progress)


def length_ms(stream: Path) -> int:
    """How long an MP3 lasts, as players show it."""
    return mp3_duration_ms(mp3_frames(stream), PROFILE)


def part_tag(programme: Programme, chapter: Chapter, stream: Path) -> bytes:
    """The tag that goes before the `stream` of one part."""
    return tags.render(
        tags.Tags(
            title=chapter.title,
            leaflet=programme.leaflet,
            duration_ms=length_ms(stream),
            cover=cover.draw(
                programme.leaflet.title,
                chapter.number,
                symbols.symbol_of(chapter.picture, chapter.number),
            ),
            lines=chapter.lines,
            track=(chapter.number, programme.parts),
        )
    )


def complete(streams: Sequence[Path], store: Store) -> Path:
    """All parts as one MP3 without a tag; made, or found in `store`."""

    def make(out: Path) -> None:
        concatenate(streams, out, PROFILE)
        keep_joined(out, streams, store)

    key = key_of(PROFILE.fingerprint, *(stream.stem for stream in streams))
    return store.derive("mp3", key, ".mp3", make)


def spans(streams: Sequence[Path]) -> tuple[tuple[int, int], ...]:
    """From when to when (ms) each part lasts in the complete file."""
    return mp3_spans(streams, PROFILE)


def complete_lines(programme: Programme, spans: Sequence[tuple[int, int]]) -> tuple[Line, ...]:
    """The lines of all parts with their times, and their words' times, in the complete file."""
    return tuple(
        later(line, start)
        for chapter, (start, _) in zip(programme.chapters, spans, strict=True)
        for line in chapter.lines
    )


def complete_tag(programme: Programme, spans: Sequence[tuple[int, int]]) -> bytes:
    """The tag of the complete file, with a chapter for each part."""
    marks = [
        tags.Mark(chapter.title, start, end)
        for chapter, (start, end) in zip(programme.chapters, spans, strict=True)
    ]
    return tags.render(
        tags.Tags(
            title=programme.leaflet.title,
            leaflet=programme.leaflet,
            duration_ms=spans[-1][1],
            cover=cover.draw(programme.leaflet.title),
            lines=complete_lines(programme, spans),
            marks=marks,
        )
    )
