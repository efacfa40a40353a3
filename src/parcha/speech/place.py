"""Where several machines keep their spoken lines together: a shared folder, or any fsspec address.

An object is written under its name only when it is whole, and never changed: two machines that
speak the same line at once write the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from parcha.errors import NetworkError, StorageError
from parcha.store import write_atomic

WHOLE_OR_NOT = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "memory"}
"""Protocols of object stores, where a name appears with all its bytes. Elsewhere we rename."""


class Place(Protocol):
    """Objects by name, such as `clips/ab/abcd.json`."""

    def get(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Those of `names` that are there. Raises `StorageError`, `NetworkError`."""

    def put(self, name: str, data: bytes) -> None:
        """Write an object whole, over whatever is there. Raises `StorageError`, `NetworkError`."""


def open_place(address: str) -> Place:
    """The place at a folder's path or an address such as `s3://bucket/parcha`.

    Raises `StorageError` where a package is missing for such an address.
    """
    if "://" not in address or address.startswith("file://"):
        return FolderPlace(Path(address.removeprefix("file://")))
    return RemotePlace(address)


class FolderPlace:
    """A folder that several machines see."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Those of `names` that are there and can be read."""
        found = {}
        for name in names:
            try:
                found[name] = (self.root / name).read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise StorageError(
                    f"The shared cache {self.root} cannot be read: {error.strerror or error}.",
                    "Look whether the folder is there, and at PARCHA_SHARED_CACHE.",
                ) from error
        return found

    def put(self, name: str, data: bytes) -> None:
        """Write a file under its name once it is whole."""
        write_atomic(self.root / name, data)


class RemotePlace:
    """What fsspec can reach: S3 and the like with their usual environment variables, SSH, FTP."""

    def __init__(self, address: str) -> None:
        try:
            from fsspec.core import url_to_fs

            self._files, root = url_to_fs(address)
        except ImportError as error:
            raise StorageError(
                f"A package is missing for the shared cache {address}: {error}",
                "Install it: pip install 'parcha[shared]'",
            ) from error
        except ValueError as error:
            raise StorageError(
                f"PARCHA_SHARED_CACHE={address}: {error}.", "Say a folder, or s3://BUCKET/FOLDER."
            ) from error
        self._address, self._root = address, root.rstrip("/")

    def get(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Those of `names` that are there; many are asked for at once."""
        paths = {f"{self._root}/{name}": name for name in names}
        if not paths:
            return {}
        answers = self._call(self._files.cat, list(paths), on_error="return")
        found = {}
        for path, answer in answers.items():
            if isinstance(answer, bytes):
                found[paths[path]] = answer
            elif not isinstance(answer, FileNotFoundError):
                raise self._unreachable(answer) from answer
        return found

    def put(self, name: str, data: bytes) -> None:
        """Write an object in one call, or under another name first where that is not atomic."""
        path = f"{self._root}/{name}"
        protocols = self._files.protocol
        if WHOLE_OR_NOT.intersection([protocols] if isinstance(protocols, str) else protocols):
            self._call(self._files.pipe_file, path, data)
            return
        self._call(self._files.makedirs, path.rpartition("/")[0], exist_ok=True)
        temporary = f"{path}.new-{uuid.uuid4().hex}"
        self._call(self._files.pipe_file, temporary, data)
        self._call(self._files.mv, temporary, path)

    def _call(self, function: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except Exception as error:  # every kind of storage raises classes of its own
            raise self._unreachable(error) from error

    def _unreachable(self, error: BaseException) -> NetworkError:
        return NetworkError(
            f"The shared cache {self._address} cannot be used: {type(error).__name__}: {error}",
            "What was spoken is kept on this machine. Mend the access and run the same command.",
        )
