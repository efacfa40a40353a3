"""`manifest.json`: what an edition is and what was written, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
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
    files = manifest.get("files") if isinstance(manifest, dict) else None
    whole = isinstance(files, list) and all(
        isinstance(file, dict) and file.get("path") and file.get("sha256") for file in files
    )
    return manifest if whole else {}


def is_current(drafted: Draft, home: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether the packages in `home` are just what this draft would make, byte for byte."""
    if manifest.get("made_from") != drafted.made_from:
        return False
    return all(_intact(home / file["path"], file) for file in manifest["files"])


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
        "files": files,
    }


def remove_left_over(home: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Files that an earlier build wrote and this one did not: a listener would mix them up."""
    kept = {file["path"] for file in new["files"]}
    for file in old.get("files", ()):
        path = home / file["path"]
        inside = path.resolve().is_relative_to(home.resolve())
        if file["path"] not in kept and inside and path.is_file():
            path.unlink(missing_ok=True)
