"""`manifest.json`: what an edition is and what was written, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parcha import __version__
from parcha.check.told import Told
from parcha.draft import Draft
from parcha.model import Programme


def read_manifest(path: Path) -> Mapping[str, Any]:
    """The manifest of an earlier build; an empty one if there is none or it is damaged."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) and "files" in manifest else {}


def is_current(drafted: Draft, home: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether all packages in `home` are just what this draft would make, byte for byte."""
    if manifest.get("made_from") != drafted.made_from:
        return False
    there = {package_of(file) for file in manifest["files"]}
    return there.issuperset(drafted.edition.targets) and all(
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


def package_of(file: Mapping[str, Any]) -> str:
    """The package that a file of the manifest belongs to; "" for what stands beside them all."""
    folder, _, name = str(file["path"]).partition("/")
    return folder if name else ""


def _intact(path: Path, file: Mapping[str, Any]) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == str(file["sha256"])


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


def remove_left_over(home: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Remove what an earlier build wrote and this one did not: a listener would mix them up.

    Returns the packages of which nothing is left.
    """
    stay = {file["path"] for file in new["files"]}
    for file in old.get("files", ()):
        path = home / file["path"]
        if file["path"] in stay or not path.resolve().is_relative_to(home.resolve()):
            continue
        path.unlink(missing_ok=True)
        for folder in path.relative_to(home).parents[:-1]:
            with suppress(OSError):  # it is not empty, or gone
                (home / folder).rmdir()
    before, now = ({*map(package_of, files)} for files in (old.get("files", ()), new["files"]))
    return tuple(sorted(before - now))
