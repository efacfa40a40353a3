"""Files that may be thrown away and made again: look, build in a temporary file, rename.

The store is shared by all leaflets of a user and safe to use from several processes: whoever
finishes last replaces an equal file. `PARCHA_CACHE` moves it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from parcha.errors import StorageError

README = """This folder is parcha's cache: clips, joined chapters, encoded files and voice weights.
Everything in it can be made again. Delete it whenever you like, or run `parcha cache gc`.
"""


# What a build makes again by itself, quickly. Clips are swept by who knows their sounds.
DERIVED = ("parts", "mp3", "encoded", "loudness", "graphs")


def default_root() -> Path:
    """The user's cache folder, or the one that `PARCHA_CACHE` names."""
    if named := os.environ.get("PARCHA_CACHE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("parcha", appauthor=False))


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` under its final name only once all of it is on the disk.

    Raises `StorageError` and leaves what was there before untouched.
    """

    def fill(temporary: Path) -> None:
        temporary.write_bytes(data)

    build_atomic(path, fill)


def build_atomic(path: Path, make: Callable[[Path], None]) -> None:
    """Let `make` fill a temporary file beside `path`, flush it, then rename it to `path`.

    Raises `StorageError` where the disk is full or the folder cannot be written.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The suffix stays last, because ffmpeg and pydub choose the format by it.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        make(temporary)
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise StorageError(
            f"Could not write {path}: {error.strerror or error}.",
            "Free some space or choose a folder that you may write to, then run the same command.",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def key_of(*parts: str) -> str:
    """The key of what is made from `parts`, and from nothing else."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Store:
    """Derived files, each under the hash of what it was made from."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or default_root()

    def path(self, kind: str, key: str, suffix: str) -> Path:
        """Where the file for `key` (hexadecimal) is, made or not."""
        return self.root / kind / key[:2] / f"{key}{suffix}"

    def derive(self, kind: str, key: str, suffix: str, make: Callable[[Path], None]) -> Path:
        """The file for `key`; `make` fills it first if it is not there yet."""
        path = self.path(kind, key, suffix)
        if not path.is_file():
            readme = self.root / "README.txt"
            if not readme.is_file():
                write_atomic(readme, README.encode())
            build_atomic(path, make)
        with contextlib.suppress(OSError):
            os.utime(path)
        return path

    def sweep(self, older_than_days: float) -> int:
        """Remove joined parts and encoded files that were not used for so long; say how many."""
        oldest = time.time() - older_than_days * 24 * 60 * 60
        swept = 0
        for kind in DERIVED:
            for path in (self.root / kind).glob("*/*"):
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime <= oldest:
                        path.unlink()
                        swept += 1
        return swept
