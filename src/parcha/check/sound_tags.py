"""What players show of the delivered files: titles, lengths, chapter marks. Is it true?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parcha.check.sound_files import Decoded
from parcha.check.told import Fault, Told
from parcha.errors import StorageError
from parcha.sound.untagged import open_untagged

MARK_TOLERANCE_MS = 20
TAG_TOLERANCE_MS = 80
"""Tags count whole MP3 frames; decoders drop up to three at both ends (78 ms)."""
_HEAD_BYTES = 1024
"""More than an MP3's first frame, which holds no sound and differs in the complete file."""


def check_tag(part: Told, path: Path, heard: Decoded) -> Iterator[Fault]:
    """The tags of one part's file, where it has any, against its sound and its lines."""
    chapter = part.chapter
    if sound_bytes(path) == path.read_bytes():
        return  # the web page says all that tags would say
    tags = _tags(path)
    length = int(str(tags["TLEN"])) if "TLEN" in tags else 0
    if abs(length - heard.length_ms) > TAG_TOLERANCE_MS:
        what = f"the tag says {length} ms, the sound lasts {heard.length_ms} ms"
        yield Fault(what, heard.file, chapter.id)
    if str(tags.get("TIT2", "")) != chapter.title:
        yield Fault("the tag has another title", heard.file, chapter.id)
    timed = [(text, ms) for frame in tags.getall("SYLT") for text, ms in frame.text]
    if timed != [(line.say, line.start_ms) for line in chapter.lines]:
        yield Fault("the tag times other lines than are said", heard.file, chapter.id)


def starts_in(whole: Path, parts: Sequence[Path]) -> tuple[list[float], bool]:
    """When the parts start (ms) in the file of all of them, and whether nothing follows.

    As many starts as there are parts in order, their sound byte for byte. Bytes are the proof, not
    a second decoding: so the sound of each part is checked once. At a constant bit rate they are a
    clock as well, exact to a tenth of a millisecond.
    """
    from mutagen.mp3 import MP3

    places: list[int] = []
    with open_untagged(whole) as stream:
        end = stream.tell()
        for part in parts:
            body = sound_bytes(part)[_HEAD_BYTES:]
            stream.seek(end)
            # Before a body there is only the head that was left out.
            before = stream.read(_HEAD_BYTES + len(body)).find(body)
            if before < 0:
                break
            places.append(end + before)
            end += before + len(body)
        stream.seek(end)
        nothing_follows = not stream.read(1)
    bytes_a_ms: float = read_with(MP3, whole).info.bitrate / 8000
    return [(place - places[0]) / bytes_a_ms for place in places], nothing_follows


def check_marks(
    name: str, path: Path, parts: Sequence[Told], starts: Sequence[float]
) -> Iterator[Fault]:
    """Whether there is a chapter mark with the title of each part where it starts."""
    marks = _tags(path).getall("CHAP")
    if len(marks) != len(parts):
        yield Fault(f"has {len(marks)} chapter marks for {len(parts)} parts", name)
        return
    for mark, part, start in zip(marks, parts, starts, strict=True):
        chapter = part.chapter
        if abs(mark.start_time - start) > MARK_TOLERANCE_MS:
            what = f"the chapter mark is at {mark.start_time} ms, the part starts at {start:.0f} ms"
            yield Fault(what, name, chapter.id)
        if str(mark.sub_frames.get("TIT2", "")) != chapter.title:
            yield Fault("the chapter mark has another title", name, chapter.id)


def _tags(path: Path) -> Any:
    from mutagen.id3 import ID3

    # Old tags are not translated: what is in the file is what is looked at.
    return read_with(ID3, path, translate=False)


def read_with(reader: Any, path: Path, **how: Any) -> Any:
    """What a class of mutagen reads in a file.

    Raises `StorageError` where the file cannot be read, or is not what it was written as.
    """
    from mutagen import MutagenError

    try:
        return reader(path, **how)
    except MutagenError as error:
        what = f"{path} could not be read: {error}."
        raise StorageError(what, "See that the disk is well, and run the same command.") from error


def sound_bytes(path: Path) -> bytes:
    """An MP3 file without its tag."""
    with open_untagged(path) as file:
        return file.read()
