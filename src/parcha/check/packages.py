"""Every package: its sound as long as its lines and audible, its whole parts the same everywhere.

A part's file is named by the part's number and id, and 0 stands for all parts in one file: so a
new package is checked without knowing of this module.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from parcha.check.told import Fault
from parcha.model import Record
from parcha.sound.loudness import Loudness

END_TOLERANCE_MS = 80
"""MP3 encoders add up to three frames (78 ms) at both ends, which decoders drop again."""
INAUDIBLE_DBTP = -40.0
"""The peaks of every package are above -10 dB; a prompt may be too short for a loudness."""
_NUMBERED = re.compile(r"(\d+)([a-z]*)-(.+)")


@dataclass(frozen=True, slots=True)
class Package:
    """The files of one package by their names in the edition, and which of them are what.

    `parts` are the MP3s of whole parts by number, `cut` the numbers of parts that are there in
    pieces, and `whole` is the MP3 of all parts, or empty.
    """

    name: str
    files: tuple[str, ...]
    parts: Mapping[int, str]
    cut: frozenset[int]
    whole: str


def packages(files: Iterable[str], parts: Mapping[int, str]) -> tuple[Package, ...]:
    """The packages of an edition in the order of their files; `parts` are ids by number."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        named[file.split("/")[0]].append(file)
    found = []
    for name, own in named.items():
        whole, own_parts, cut = "", {}, set()
        for file, number, piece, part in _numbered(own):
            if number == 0:
                whole = file
            elif parts.get(number) == part and piece:
                cut.add(number)
            elif parts.get(number) == part:
                own_parts[number] = file
        found.append(Package(name, tuple(own), own_parts, frozenset(cut), whole))
    return tuple(found)


def _numbered(files: Iterable[str]) -> Iterator[tuple[str, int, str, str]]:
    """The MP3s with a number: their names, number, letter of the piece, and id."""
    for file in files:
        path = PurePosixPath(file)
        if path.suffix == ".mp3" and (match := _NUMBERED.fullmatch(path.stem)):
            yield file, int(match[1]), match[2], match[3]


def heard_through(found: Sequence[Package], parts: Iterable[int]) -> Package | None:
    """The package whose files are heard line by line: the first that has all parts."""
    wanted = set(parts)
    if not wanted:
        return None
    return next((package for package in found if wanted <= package.parts.keys()), None)


def check_parts(package: Package, parts: Mapping[int, str]) -> Iterator[Fault]:
    """Whether a package that is made of parts has all of them."""
    there = package.parts.keys() | package.cut
    if there:
        for number, part in parts.items():
            if number not in there:
                yield Fault(f"has no file in the package {package.name}", part=part)


def check_sounds(files: Sequence[Record], heard: Mapping[str, Loudness]) -> Iterator[Fault]:
    """Whether every sound file is as long as its lines, and more than silence."""
    for record in files:
        sound = heard.get(record.path)
        if sound is None:
            continue
        if not record.duration_ms:
            yield Fault("is a file of sound, but nobody said how long it must last", record.path)
        elif abs(sound.duration_ms - record.duration_ms) > END_TOLERANCE_MS:
            what = f"lasts {sound.duration_ms} ms, planned were {record.duration_ms} ms"
            yield Fault(what, record.path)
        if sound.true_peak_dbtp < INAUDIBLE_DBTP:
            yield Fault("is silent, or nearly so", record.path)
