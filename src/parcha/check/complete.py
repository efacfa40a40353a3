"""Was everything said? Sentence, item, line, clip, part and file are counted against each other.

This needs no recogniser and runs at the end of every build, on the files that people get. Whether
the words are the right ones is what `parcha listen` hears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from parcha.check.packages import Package, check_parts, check_sounds, heard_through, packages
from parcha.check.sound_clips import check_clips
from parcha.check.sound_files import check_part, decode
from parcha.check.sound_lists import check_list
from parcha.check.sound_tags import check_marks, check_tag, sound_bytes, starts_in
from parcha.check.sound_times import check_times, id_in, timeline
from parcha.check.told import Fault, Told
from parcha.errors import CheckError
from parcha.model import Record, Script, Section
from parcha.sound.loudness import Loudness
from parcha.store import sha256_of

SHOWN = 20
_PLACEHOLDER = re.compile(r"\{\w*\}")


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a leaflet, and the lines that an edition tells of each script (by its id)."""

    sections: Sequence[Section]
    scripts: Sequence[Script]
    lines: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Made:
    """All that was made of an edition, from its words to the files in the folder `home`.

    `sounds` are the files of sound by their names, as they were when decoded.
    """

    words: Words
    parts: Sequence[Told]
    files: Sequence[Record]
    sounds: Mapping[str, Loudness]
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
        yield from check_sounds(made.files, made.sounds)
        yield from _packages(made)


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
        elif sha256_of(path) != record.sha256:
            yield Fault("is not the file that was written", record.path)


def _packages(made: Made) -> Iterator[Fault]:
    """The packages: one is heard through, the others must hold the same and tell the truth."""
    ids = {part.chapter.number: part.chapter.id for part in made.parts}
    found = packages([record.path for record in made.files], ids)
    heard = heard_through(found, ids)
    if heard:
        yield from _hear(made, heard)
    for package in found:
        yield from check_parts(package, ids)
        if heard and package is not heard:
            yield from _same(made, package, heard)
        yield from _told(made, package)


def _hear(made: Made, package: Package) -> Iterator[Fault]:
    """Every line of every part, in the files of one package."""
    names = [package.parts[part.chapter.number] for part in made.parts]
    decoded = decode([(name, made.home / name) for name in names])
    for part, file in zip(made.parts, decoded, strict=True):
        yield from check_part(part, file)
        yield from check_tag(part, made.home / file.file, file)


def _same(made: Made, package: Package, heard: Package) -> Iterator[Fault]:
    """Whether the parts of a package have the very sound that was heard in another."""
    for number, name in package.parts.items():
        other = heard.parts[number]
        if sound_bytes(made.home / name) != sound_bytes(made.home / other):
            yield Fault(f"has other sound than {other}", name)


def _told(made: Made, package: Package) -> Iterator[Fault]:
    """Whether times and lengths are true wherever a package tells them."""
    own = [part for part in made.parts if part.chapter.number in package.parts]
    names = [package.parts[part.chapter.number] for part in own]
    times = {part.chapter.id: timeline([part], [0]) for part in made.parts}
    ends = accumulate(part.chapter.duration_ms for part in made.parts)
    times[""] = timeline(made.parts, [0, *ends][:-1])
    if package.whole and own:
        path = made.home / package.whole
        starts, complete = starts_in(path, [made.home / name for name in names])
        if len(starts) < len(own):
            what = "does not hold this part as its own file does"
            yield Fault(what, package.whole, own[len(starts)].chapter.id)
        elif not complete:
            yield Fault("goes on after the last part", package.whole)
        else:
            yield from check_marks(package.whole, path, own, starts)
            times[id_in(package.whole)] = timeline(own, starts)
    lengths = {name: sound.duration_ms for name, sound in made.sounds.items()}
    for name in package.files:
        yield from check_times(made.home / name, name, times)
        yield from check_list(made.home / name, name, names, lengths)
