"""One command at a time writes to a leaflet; it also clears what a killed one left half-written.

The lock is the operating system's own (flock, or LockFile on Windows), so it goes with the
process that holds it, however that ends: a lock can be seen to be held, never to be forgotten.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from parcha.errors import BusyError, StorageError
from parcha.folder import Folder
from parcha.store import (
    DAY_S,
    UNFINISHED,
    clear_unfinished,
    default_root,
    make_folder,
    remove,
    write_atomic,
)


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Be the only one who writes to a leaflet.

    Raises `BusyError` where another command is at work, `StorageError` where nothing can be
    written, `InputError` as `Folder.refuse_foreign` does. Commands that only read need not ask.
    """
    if not folder.leaflet.is_file():
        yield  # whoever reads it next says that there is no leaflet
        return
    folder.refuse_foreign()
    import filelock

    try:
        make_folder(folder.lock.parent)
        lock = filelock.FileLock(folder.lock, timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise BusyError(
            f"Another parcha is working on this leaflet{_who(folder.at_work)}.",
            "Wait until it has finished, then run the same command. If it hangs, end that process "
            "first. Looking is possible meanwhile: parcha status, parcha check.",
        ) from None
    except OSError as error:
        raise StorageError.of(error, f"Could not write {folder.lock}") from error
    try:
        _clear(folder)
        write_atomic(folder.at_work, _me(), durable=False)
        yield
    finally:
        with suppress(OSError):  # nobody reads it without a lock that is held
            folder.at_work.unlink()
        lock.release()


def _clear(folder: Folder) -> None:
    """What a killed command left half-written: all of it in the leaflet, what is old in the cache,
    where other leaflets may be at work.
    """
    for left in folder.root.glob(f"{UNFINISHED}*"):
        remove(left)
    for place in ("seeds", "sections", "scripts", "audio"):
        clear_unfinished(folder.root / place)
    if folder.at_work.exists():
        clear_unfinished(default_root(), older_than_s=DAY_S)


def _me() -> bytes:
    now = datetime.now().isoformat(" ", "seconds")
    return json.dumps({"process": os.getpid(), "computer": platform.node(), "since": now}).encode()


def _who(at_work: Path) -> str:
    """Who holds the lock, as far as that can be read."""
    try:
        told = json.loads(at_work.read_bytes())
        return f": process {told['process']} on {told['computer']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
