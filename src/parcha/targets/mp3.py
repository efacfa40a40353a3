"""Parts as MP3s with their tags: what the phone, the memory card and WhatsApp packages share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parcha.model import Chapter, Programme
from parcha.sound.encode import Mp3Profile, encode_mp3, mp3_duration_ms, mp3_frames
from parcha.store import Store, key_of
from parcha.targets import cover, tags
from parcha.targets.batch import make_all
from parcha.targets.sink import sha256_of
from parcha.targets.target import Progress

PROFILE = Mp3Profile()


def streams(chapters: Sequence[Chapter], store: Store, progress: Progress | None) -> list[Path]:
    """The chapters as MP3s without tags, in order; made, or found in `store`.

    What is kept has no tags: so a new title or cover costs no encode.
    """

    def stream(chapter: Chapter) -> Path:
        def make(out: Path) -> None:
            encode_mp3(chapter.audio, out, PROFILE)

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
            cover=cover.draw(programme.leaflet.title, chapter.number),
            lines=chapter.lines,
            track=(chapter.number, programme.parts),
        )
    )
