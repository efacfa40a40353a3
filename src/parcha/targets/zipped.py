"""One zip of a whole package, to be sent round: the same files, the same bytes, on any machine."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

from parcha.model import Record
from parcha.targets.sink import inside
from parcha.targets.target import Sink

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold: the real one would make each zip another file."""
READABLE = 0o644 << 16


class ZipSink:
    """A zip. Nothing is compressed: sound and pictures are, and zlib's releases differ."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file

    def write(self, path: str, data: bytes) -> Record:
        """Add `data` as `path`."""
        self.file.writestr(_entry(path), data)
        return Record(path, len(data), hashlib.sha256(data).hexdigest())

    def copy(self, path: str, source: Path, head: bytes = b"") -> Record:
        """Add `head` and then the bytes of the file `source` as `path`."""
        digest = hashlib.sha256(head)
        with self.file.open(_entry(path), "w") as out, source.open("rb") as stream:
            out.write(head)
            shutil.copyfileobj(stream, out)
            stream.seek(0)
            while piece := stream.read(1 << 20):
                digest.update(piece)
        return Record(path, len(head) + source.stat().st_size, digest.hexdigest())


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(inside(path), EARLIEST)
    entry.external_attr = READABLE
    entry.create_system = 3  # whatever system packs it
    return entry


class Both:
    """Two sinks that get the same files."""

    def __init__(self, first: Sink, second: Sink) -> None:
        self.first = first
        self.second = second

    def write(self, path: str, data: bytes) -> Record:
        """Write `data` to `path` in both."""
        self.second.write(path, data)
        return self.first.write(path, data)

    def copy(self, path: str, source: Path, head: bytes = b"") -> Record:
        """Copy `head` and then the file `source` to `path` in both."""
        self.second.copy(path, source, head)
        return self.first.copy(path, source, head)
