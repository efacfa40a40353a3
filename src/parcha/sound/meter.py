"""The loudness of finished files, measured on what their listeners will decode."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from parcha.sound.loudness import Loudness, measure
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

    Measured once for the bytes that `sha256` stands for. Raises `ParchaError` for sound that
    cannot be decoded.
    """
    if path.suffix not in READ_AS:
        return None

    def make(out: Path) -> None:
        heard = measure(path, reader=READ_AS[path.suffix])
        out.write_text(json.dumps(asdict(heard)), encoding="utf-8")

    kept = store.derive("loudness", key_of(f"loudness {RECIPE}", sha256), ".json", make)
    return Loudness(**json.loads(kept.read_text(encoding="utf-8")))
