"""Was everything said? Sentence, item, line, clip, part and file are counted against each other.

This needs no recogniser and runs at the end of every build, on the files that people get. Whether
the words are the right ones is what `parcha listen` hears.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.check.sound_clips import check_clips
from parcha.check.sound_files import check_part, decode
from parcha.check.sound_tags import check_playlists, check_tag, check_whole
from parcha.check.told import Fault, Told
from parcha.errors import CheckError
from parcha.model import Record, Script, Section

PACKAGE = "phone"
"""The package that is heard through: its files have the very timeline of the parts."""
SHOWN = 20
_NUMBERED = re.compile(rf"{PACKAGE}/(\d+)-.*\.mp3")
_PLACEHOLDER = re.compile(r"\{\w*\}")


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a leaflet, and the lines that an edition tells of each script (by its id)."""

    sections: Sequence[Section]
    scripts: Sequence[Script]
    lines: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Made:
    """All that was made of an edition, from its words to the files in the folder `home`."""

    words: Words
    parts: Sequence[Told]
    files: Sequence[Record]
    home: Path


def require_complete(made: Made) -> None:
    """Raises `CheckError` that names every fault by file, part and line."""
    faults = list(find_faults(made))
    if not faults:
        return
    shown = [f"- {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        shown.append(f"- and {len(faults) - SHOWN} more")
    raise CheckError(
        "The audio is not what the script says, so this build is not finished:\n"
        + "\n".join(shown),
        "Run the same command again. If a clip is bad, run `parcha cache verify`, or write its "
        "line in another way.",
    )


def find_faults(made: Made) -> Iterator[Fault]:
    """Everything that does not add up, from the text to the files."""
    yield from _sentences(made)
    yield from _lines(made)
    yield from check_clips(made.parts)
    lost = list(_lost(made))
    yield from lost
    if not lost:
        yield from _package(made)


def _sentences(made: Made) -> Iterator[Fault]:
    """Every sentence of a section is the source of an item, in order."""
    sources = {
        script.id: [item.source for item in script.items if item.source]
        for script in made.words.scripts
    }
    for section in made.words.sections:
        if sources.get(section.id, []) != list(section.sentences):
            yield Fault("the script's items are not the section's sentences", part=section.id)


def _lines(made: Made) -> Iterator[Fault]:
    """Every line of an item is among the part's lines, in order."""
    for part in made.parts:
        said = iter([line.say for line in part.chapter.lines])
        for line in made.words.lines[part.chapter.id]:
            # `in` goes on behind the last line that was found: so the order counts.
            if not _PLACEHOLDER.search(line) and line not in said:
                yield Fault(f'the line "{line}" is not said', part=part.chapter.id)
                break


def _lost(made: Made) -> Iterator[Fault]:
    """Files that are not there as they were written."""
    for record in made.files:
        path = made.home / record.path
        if not path.is_file():
            yield Fault("is missing", record.path)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != record.sha256:
            yield Fault("is not the file that was written", record.path)


def _package(made: Made) -> Iterator[Fault]:
    """The files of the phone package, if the edition has one."""
    names = [record.path for record in made.files if record.path.startswith(f"{PACKAGE}/")]
    if not names:
        return
    numbered = {int(found[1]): name for name in names if (found := _NUMBERED.fullmatch(name))}
    missing = [part for part in made.parts if part.chapter.number not in numbered]
    if missing:
        yield from (Fault("has no file", part=part.chapter.id) for part in missing)
        return
    paths = {number: made.home / name for number, name in numbered.items()}
    chosen = [part.chapter.number for part in made.parts]
    heard = decode([(numbered[number], paths[number]) for number in chosen])
    for part, decoded in zip(made.parts, heard, strict=True):
        yield from check_part(part, decoded)
        yield from check_tag(part, paths[part.chapter.number], decoded)
    playlists = [name for name in names if name.endswith((".m3u", ".m3u8"))]
    yield from check_playlists(made.home, playlists, heard)
    if 0 in paths:
        yield from check_whole(numbered[0], paths[0], made.parts, paths)
