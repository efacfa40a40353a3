"""The seam that every package fits: a finished programme goes in, files go out through a sink."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from parcha.model import Programme, Record


class Sink(Protocol):
    """Where a target writes: a folder, a zip, memory. Refuses paths that leave it.

    Every write is atomic and returns the record that the manifest lists.
    """

    def write(self, path: str, data: bytes) -> Record:
        """Write `data` to `path`, relative to the sink."""

    def copy(self, path: str, source: Path) -> Record:
        """Copy the file `source` to `path`."""


class Target(Protocol):
    """One kind of package. A target opens no output file itself."""

    name: str

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the whole package and say what was written."""
