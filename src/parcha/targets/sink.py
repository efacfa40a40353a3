"""Where packages are written: a folder on the disk, or memory for tests and previews."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from parcha.errors import StorageError
from parcha.model import Record
from parcha.portable import unfit
from parcha.store import build_atomic, lies_in, sha256_of


def inside(path: str) -> str:
    """`path` as it was given.

    Raises `StorageError` if it could lead out of a package, or has a name in it that not every
    system takes.
    """
    pure = PurePosixPath(path)
    plain = str(pure) == path and path != "."
    if not plain or pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path:
        raise StorageError(f'"{path}" is not a plain path inside the package.')
    for name in pure.parts:
        if why := unfit(name):
            raise StorageError(f'"{name}" cannot be the name of a file: {why}.')
    return path


def _nobody(path: str) -> None:
    """Nobody asked to be told."""


class FolderSink:
    """A folder. Files appear under their names only when they are whole.

    `begin` is told the path of each file before it appears.
    """

    def __init__(self, root: Path, begin: Callable[[str], None] = _nobody) -> None:
        self.root = root
        self.begin = begin

    def write(self, path: str, data: bytes) -> Record:
        """Write `data` to `path`. Raises `StorageError`."""
        return self._build(path, lambda temporary: temporary.write_bytes(data))

    def copy(self, path: str, source: Path, head: bytes = b"") -> Record:
        """Copy `head` and then the file `source` to `path`. Raises `StorageError`."""

        def fill(temporary: Path) -> None:
            with temporary.open("wb") as file, source.open("rb") as stream:
                file.write(head)
                shutil.copyfileobj(stream, file)

        return self._build(path, fill)

    def _build(self, path: str, make: Callable[[Path], object]) -> Record:
        target = self.root / inside(path)
        through_link = not lies_in(target.parent, self.root)
        if self.root.is_symlink() or through_link:
            raise StorageError(f'"{path}" leads out of {self.root} through a link.')
        records = []

        def fill(temporary: Path) -> None:
            make(temporary)
            records.append(_record(path, temporary))
            self.begin(path)

        build_atomic(target, fill)
        return records[0]


class MemorySink:
    """A dictionary of path to bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def write(self, path: str, data: bytes) -> Record:
        """Keep `data` under `path`."""
        self.files[inside(path)] = data
        return Record(path, len(data), hashlib.sha256(data).hexdigest())

    def copy(self, path: str, source: Path, head: bytes = b"") -> Record:
        """Keep `head` and then the bytes of the file `source` under `path`."""
        return self.write(path, head + source.read_bytes())


def _record(path: str, file: Path) -> Record:
    return Record(path, file.stat().st_size, sha256_of(file))
