"""The loudness of finished files, measured on what their listeners will decode."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from parcha.sound.loudness import Loudness, measure
from parcha.sound.untagged import open_untagged
from parcha.store import Store, key_of

RECIPE = 2
"""Raise it when other things are measured: it is part of the key of what was."""

READ_AS = {
    ".mp3": (),
    ".ogg": (),
    ".m4a": (),
    ".m4b": (),
    ".mp4": (),
    ".wav": (),
    ".alaw": ("-f", "alaw", "-ar", "8000"),
    ".ulaw": ("-f", "mulaw", "-ar", "8000"),
}
"""The sound files there are, with what ffmpeg must be told of those without a header."""


def hear(path: Path, sha256: str, store: Store) -> Loudness | None:
    """The loudness of the file `path`, or None where it is not sound.

    Measured once for the sound in it: a new tag of an MP3 costs nothing. Of any other file `sha256`
    is the hash. Raises `ParchaError` for sound that cannot be decoded.
    """
    if path.suffix not in READ_AS:
        return None

    def make(out: Path) -> None:
        heard = measure(path, reader=READ_AS[path.suffix])
        out.write_text(json.dumps(asdict(heard)), encoding="utf-8")

    kept = store.derive("loudness", _key(path, sha256), ".json", make)
    return Loudness(**json.loads(kept.read_text(encoding="utf-8")))


def keep(path: Path, heard: Loudness, store: Store) -> None:
    """Note what was measured of an MP3 when it was made, so that `hear` need not."""

    def make(out: Path) -> None:
        out.write_text(json.dumps(asdict(heard)), encoding="utf-8")

    store.derive("loudness", _key(path, ""), ".json", make)


def keep_joined(path: Path, parts: Sequence[Path], store: Store) -> None:
    """Note how loud an MP3 is that was put together of the frames of `parts`.

    It is measured, but for its true peak: that is the highest of theirs.
    """
    heard = [hear(part, "", store) for part in parts]
    peak = max(part.true_peak_dbtp for part in heard if part)
    keep(path, replace(measure(path, peak="none"), true_peak_dbtp=peak), store)


def _key(path: Path, sha256: str) -> str:
    """The same for MP3s with other tags; for other files that of the hash of all their bytes."""
    return key_of(f"loudness {RECIPE}", _untagged_sha256(path) if path.suffix == ".mp3" else sha256)


def _untagged_sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with open_untagged(path) as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
