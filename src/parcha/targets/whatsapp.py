"""The WhatsApp package: voice notes, their MP3 twins, texts to paste, a cover and a status film.

01-<id>.ogg …   02a-<id>.ogg …   the same as .mp3   cover.jpg   status.mp4   messages.txt
<slug>-whatsapp.zip holds all of them, to be sent round.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parcha.errors import ParchaError
from parcha.model import Chapter, Leaflet, Programme, Prompt, Record
from parcha.sound.formats import VOICE_NOTE, VOICE_NOTE_KBPS
from parcha.store import Store, scratch
from parcha.targets import messages, mp3, pictures
from parcha.targets.batch import make_all
from parcha.targets.excerpt import length_ms, sound
from parcha.targets.names import part_name
from parcha.targets.pieces import announcements, pieces
from parcha.targets.status import minute, status_film
from parcha.targets.target import Progress, Sink
from parcha.targets.zipped import Both, ZipSink

LONGEST_NOTE_BYTES = 512 * 1024
"""Above it a phone shows a download icon in the place of the play button."""
SPARE = 0.9
"""Ogg's own bytes, tags, and the whims of a variable bit rate (measured: 5 % and less)."""
LONGEST_NOTE_MS = round(SPARE * LONGEST_NOTE_BYTES * 8 / VOICE_NOTE_KBPS)


COVER_SIZE = 1080


class WhatsAppTarget:
    """What a health worker posts to a group, part by part, and one zip for other health workers."""

    name = "whatsapp"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def prompts(self, programme: Programme) -> Sequence[Prompt]:
        """What the pieces of long parts say of themselves."""
        return announcements(programme, LONGEST_NOTE_MS)

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write all files and the zip of them. Raises `StorageError`, `ParchaError`."""
        with scratch(self.store.root) as folder:
            path = Path(folder, "package.zip")
            with zipfile.ZipFile(path, "w") as file:
                records = list(self._files(programme, Both(sink, ZipSink(file))))
            records.append(sink.copy(f"{programme.leaflet.slug}-whatsapp.zip", path))
        return tuple(records)

    def _files(self, programme: Programme, sink: Sink) -> Iterator[Record]:
        notes = pieces(programme, LONGEST_NOTE_MS, self.store)
        chapters = [chapter for chapter, _ in notes]
        streams = mp3.streams(chapters, self.store, self.progress)
        sounds = make_all(lambda chapter: sound(chapter.audio, VOICE_NOTE, self.store), chapters)
        texts = []
        for (chapter, letter), stream, note in zip(notes, streams, sounds, strict=True):
            stem = _stem(programme, chapter, letter)
            tagged = _tagged(note, programme.leaflet, chapter)
            if len(tagged) > LONGEST_NOTE_BYTES:
                raise ParchaError(f"The voice note {stem}.ogg became larger than 512 KB.")
            yield sink.write(f"{stem}.ogg", tagged).lasting(chapter.duration_ms)
            twin = sink.copy(f"{stem}.mp3", stream, mp3.part_tag(programme, chapter, stream))
            yield twin.lasting(chapter.duration_ms)
            texts.append((f"{stem}.ogg, {stem}.mp3", messages.message(programme, chapter)))
        yield sink.write("messages.txt", messages.sheet(programme.labels["messages_head"], texts))
        yield sink.write("cover.jpg", pictures.cover_jpeg(programme.leaflet.title, COVER_SIZE))
        if film := status_film(programme, self.store):
            yield sink.copy("status.mp4", film).lasting(length_ms(minute(programme.chapters)))


def _stem(programme: Programme, chapter: Chapter, letter: str) -> str:
    number, _, rest = part_name(programme, chapter).partition("-")
    return f"{number}{letter}-{rest}"


def _tagged(note: Path, leaflet: Leaflet, chapter: Chapter) -> bytes:
    """The voice note with its title and licence, and without ffmpeg's name.

    Some phones were reported to refuse notes that name ffmpeg as their maker; libopus it was.
    """
    from mutagen import oggopus

    data = io.BytesIO(note.read_bytes())
    new: Any = oggopus.OggOpus  # `Any`, because mutagen's functions have no types
    file = new(data)
    file.tags.clear()
    file.tags.vendor = "libopus"
    file["title"], file["album"], file["artist"] = chapter.title, leaflet.title, leaflet.credit
    file["tracknumber"], file["license"] = str(chapter.number), leaflet.licence_url
    file.save(data, padding=lambda _: 0)
    return data.getvalue()
