"""`manifest.json`: what an edition is and what was written, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parcha import __version__
from parcha.check.told import Told
from parcha.draft import Draft
from parcha.errors import StorageError
from parcha.model import Programme
from parcha.store import lies_in, make_folder, remove, sync_folder, write_atomic
from parcha.yamlfile import UNSEEN


def read_manifest(path: Path) -> Mapping[str, Any]:
    """The manifest of an earlier build; an empty one if there is none or it is damaged.

    Raises `StorageError` where it is there but cannot be read: it says which files are ours.
    """
    try:
        manifest = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    except OSError as error:
        raise StorageError.of(error, f"Could not read {path}") from error
    return manifest if _has_shape(manifest) else {}


_VOICE = {"engine": str, "name": str, "speed": float}
_LINE = {"say": str, "spoken": str, "start_ms": int, "end_ms": int, "voice": str, "clip": str}
_SHAPE = {
    **dict.fromkeys(("edition", "title", "engine", "parcha", "made_from"), str),
    "voices": {"narrator": _VOICE, "announcer": _VOICE},
    "duration_ms": int,
    "chapters": [
        {"number": int, "id": str, "title": str, "duration_ms": int, "lines": [_LINE]},
    ],
    "files": [{"path": Path, "sha256": str, "bytes": int}],
}
"""What the program asks of a manifest: a leaflet may come from somebody else. More may be there."""
_SOUND = {"duration_ms": int, "lufs": float, "peak_dbtp": float}
_LARGEST = 2**53


def _fits(value: Any, shape: Any) -> bool:
    """Whether `value`, read from JSON, has all that `shape` says, as it says."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            _fits(value.get(key), inner) for key, inner in shape.items()
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(one, shape[0]) for one in value)
    if shape is str:
        return isinstance(value, str) and not UNSEEN.search(value)
    if shape is Path:
        return _fits(value, str) and not {"", ".", ".."} & set(re.split(r"[/\\:]", value))
    if shape is float:
        return type(value) in (int, float) and abs(value) <= _LARGEST
    return type(value) is int and 0 <= value <= _LARGEST


def _has_shape(manifest: Any) -> bool:
    if not _fits(manifest, _SHAPE):
        return False
    sounds = [file for file in manifest["files"] if file["path"].endswith(".mp3")]
    voices = {voice["name"] for voice in manifest["voices"].values()}
    lines = [line for chapter in manifest["chapters"] for line in chapter["lines"]]
    return _fits(sounds, [_SOUND]) and all(
        line["voice"] in voices and line["start_ms"] <= line["end_ms"] for line in lines
    )


def forget(path: Path) -> None:
    """Let the next build look at every clip again: one of them is another now."""
    manifest = {**read_manifest(path), "made_from": ""}
    write_atomic(path, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def is_current(drafted: Draft, home: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether all packages in `home` are just what this draft would make, byte for byte."""
    if manifest.get("made_from") != drafted.made_from:
        return False
    return packages_in(manifest).issuperset(drafted.edition.targets) and all(
        _intact(home / file["path"], file) for file in manifest["files"]
    )


def kept(drafted: Draft, home: Path, manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The files of the whole packages built before from the very same, but for those asked for.

    So `--target` makes one package and takes none away.
    """
    if manifest.get("made_from") != drafted.made_from:
        return []
    files = manifest["files"]
    broken = {package_of(file) for file in files if not _intact(home / file["path"], file)}
    made_now = {"", *drafted.edition.targets}
    return [file for file in files if package_of(file) not in broken | made_now]


def packages_in(manifest: Mapping[str, Any]) -> frozenset[str]:
    """The packages of which a manifest lists files."""
    return frozenset(map(package_of, manifest.get("files", ()))) - {""}


def package_of(file: Mapping[str, Any]) -> str:
    """The package that a file of the manifest belongs to; "" for what stands beside them all."""
    folder, _, name = str(file["path"]).partition("/")
    return folder if name else ""


def _intact(path: Path, file: Mapping[str, Any]) -> bool:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == str(file["sha256"])


def compose(
    drafted: Draft, programme: Programme, told: Sequence[Told], files: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The manifest of a finished edition; `files` have their loudness if they have sound."""
    voices = {"narrator": drafted.config.narrator, "announcer": drafted.config.announcer}
    return {
        "edition": programme.edition,
        "title": programme.leaflet.title,
        "engine": drafted.config.narrator.engine,
        "voices": {role: asdict(voice) for role, voice in voices.items()},
        "parcha": __version__,
        "made_from": drafted.made_from,
        "parts": programme.parts,
        "drafts": list(drafted.drafts),
        "duration_ms": sum(chapter.duration_ms for chapter in programme.chapters),
        "chapters": [
            {
                "number": part.chapter.number,
                "id": part.chapter.id,
                "title": part.chapter.title,
                "duration_ms": part.chapter.duration_ms,
                "lines": [said.as_json() for said in part.lines],
            }
            for part in told
        ],
        "files": sorted(files, key=lambda file: str(file["path"])),
    }


class Begun:
    """The files that a build has begun to write, noted before each of them appears.

    A build that is killed leaves no manifest, and the next one may write other files. It reads
    here which ones are nobody's.
    """

    def __init__(self, path: Path, known: Mapping[str, Any]) -> None:
        self._path = path
        self._known = {file["path"] for file in known.get("files", ())}

    def files(self) -> tuple[str, ...]:
        """What a build that never came to its end has noted."""
        try:
            return tuple(self._path.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError):
            return ()

    def note(self, package: str, path: str) -> None:
        """Note a file of a package ("" for none) that no manifest lists. Raises `OSError`."""
        file = f"{package}/{path}".removeprefix("/")
        if file not in self._known:
            self._known.add(file)
            make_folder(self._path.parent)
            with self._path.open("a", encoding="utf-8", newline="\n") as notes:
                notes.write(f"{file}\n")
                notes.flush()
                os.fsync(notes.fileno())
            sync_folder(self._path.parent)

    def forget(self) -> None:
        """The manifest lists them all now. Raises `StorageError`."""
        remove(self._path)


def remove_left_over(home: Path, written: Iterable[str], manifest: Mapping[str, Any]) -> None:
    """Of `written`, the files that `manifest` does not list: a listener would mix them up.

    Raises `StorageError`.
    """
    kept = {file["path"] for file in manifest["files"]}
    for name in set(written) - kept:
        path = home / name
        if lies_in(path, home):
            remove(path)
            for folder in path.relative_to(home).parents[:-1]:
                with suppress(OSError):  # it is not empty, or gone
                    (home / folder).rmdir()


def strangers(home: Path, manifest: Mapping[str, Any], beside: Collection[Path]) -> tuple[str, ...]:
    """The files in `home` that nobody knows: `manifest` does not list them, nor are they `beside`.

    They may be of an earlier build whose manifest is lost, and a listener would mix them up.
    """
    known = {home / file["path"] for file in manifest["files"]} | set(beside)
    there = (Path(folder, name) for folder, _, names in os.walk(home) for name in names)
    found = (path for path in there if path not in known and not _of_the_system(path))
    return tuple(sorted(path.relative_to(home).as_posix() for path in found))


def _of_the_system(path: Path) -> bool:
    return path.name.startswith(".") or path.name in ("Thumbs.db", "desktop.ini")
