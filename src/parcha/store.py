"""Files that may be thrown away and made again: look, build in a temporary file, rename.

The store is shared by all leaflets of a user and safe to use from several processes: whoever
finishes last replaces an equal file. `PARCHA_CACHE` moves it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
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


UNFINISHED = ".new-"
"""How the name of everything begins that is not whole yet: a killed command may leave it."""
_ON_WINDOWS = os.name == "nt"
_PATIENCE_S = (0.05, 0.2, 0.5, 1.0)
DAY_S = 24 * 60 * 60


def write_atomic(path: Path, data: bytes, durable: bool = True) -> None:
    """Write `data` under its final name only once all of it is on the disk.

    Raises `StorageError` and leaves what was there before untouched.
    """

    def fill(temporary: Path) -> None:
        temporary.write_bytes(data)

    build_atomic(path, fill, durable)


def build_atomic(path: Path, make: Callable[[Path], None], durable: bool = True) -> None:
    """Let `make` fill a temporary file beside `path`, flush it, then rename it to `path`.

    A `durable` file is there after a power cut as well; what can be made again need not be.
    Raises `StorageError` where the disk is full or the folder cannot be written.
    """
    temporary = None
    try:
        make_folder(path.parent)
        # The suffix stays last, because ffmpeg and pydub choose the format by it.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED, suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        make(temporary)
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        with contextlib.suppress(OSError):  # not every memory card knows rights
            temporary.chmod(0o644)
        _rename(temporary, path)
        if durable:
            sync_folder(path.parent)
    except OSError as error:
        raise StorageError.of(error, f"Could not write {path}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):  # the error that counts is on its way already
                temporary.unlink(missing_ok=True)


def lies_in(path: Path, folder: Path) -> bool:
    """Whether `path`, there or not, is in `folder` once all links are followed.

    Unlike `Path.resolve`, this bears links in a circle.
    """
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def remove(path: Path) -> None:
    """Delete a file that need not be there, so that no power cut brings it back.

    Raises `StorageError`.
    """
    try:
        path.unlink()
        sync_folder(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError.of(error, f"Could not remove {path}") from error


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, each of them to stay after a power cut."""
    if folder.is_dir():
        return
    if folder.parent != folder:  # else it is a drive that is not there
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in `folder` survive a power cut: POSIX promises that for nothing less.

    Windows keeps its own journal of names, and some network folders cannot do it.
    """
    if _ON_WINDOWS:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _rename(temporary: Path, path: Path) -> None:
    """Rename over `path`. On Windows a virus scanner may hold a new file for a moment."""
    for wait in _PATIENCE_S if _ON_WINDOWS else ():
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    temporary.replace(path)


@contextlib.contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A new folder in `folder` for files on the way, which goes with all that is in it.

    Raises `StorageError` where the block fails by the disk.
    """
    try:
        make_folder(folder)
        with tempfile.TemporaryDirectory(
            dir=folder, prefix=UNFINISHED, ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
    except OSError as error:
        raise StorageError.of(error, f"Could not write in {folder}") from error


def clear_unfinished(folder: Path, older_than_s: float = 0) -> int:
    """Remove what killed commands left half-written anywhere in `folder`; say how many bytes.

    Only somebody who is alone in `folder` may remove all of it, whatever its age.
    """
    newest = time.time() - older_than_s
    freed = 0
    for path in list(folder.rglob(f"{UNFINISHED}*")):
        with contextlib.suppress(OSError):
            if older_than_s and path.lstat().st_mtime > newest:
                continue
            freed += sum(file.stat().st_size for file in [path, *path.rglob("*")] if file.is_file())
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
    return freed


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
        """The file for `key`; `make` fills it first if it is not there yet, or is damaged.

        Its hash is kept beside it, as `<name>.sha256`.
        """
        path = self.path(kind, key, suffix)
        kept = path.with_name(f"{path.name}.sha256")
        if not _is_whole(path, kept):
            readme = self.root / "README.txt"
            if not readme.is_file():
                write_atomic(readme, README.encode())
            build_atomic(path, make, durable=False)
            write_atomic(kept, sha256_of(path).encode(), durable=False)
        for used in (path, kept):
            with contextlib.suppress(OSError):
                os.utime(used)
        return path

    def sweep(self, older_than_days: float) -> int:
        """Remove joined parts and encoded files that were not used for so long; say how many."""
        oldest = time.time() - older_than_days * DAY_S
        swept = 0
        for kind in DERIVED:
            for path in (self.root / kind).glob("*/*"):
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime <= oldest:
                        path.unlink()
                        swept += 1
        return swept


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, read in pieces. Raises `StorageError`."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise StorageError.of(error, f"Could not read {file}") from error
    return digest.hexdigest()


def _is_whole(path: Path, kept: Path) -> bool:
    try:
        return kept.read_text(encoding="ascii") == sha256_of(path)
    except (OSError, ValueError, StorageError):
        return False
