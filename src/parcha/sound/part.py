"""Joined parts, kept in the store: a part is joined again only if a line or a pause changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.errors import StorageError
from parcha.recipe import recipe
from parcha.sound.join import Piece, join
from parcha.sound.pcm import duration_ms, wav_size
from parcha.store import Store, build_atomic, sha256_of, write_atomic


@dataclass(frozen=True, slots=True)
class Part:
    """A joined part: a WAV file of `count` frames, and when each line starts and ends (ms)."""

    path: Path
    count: int
    rate: int
    spans: tuple[tuple[int, int], ...]

    @property
    def duration_ms(self) -> int:
        """How long the part lasts."""
        return duration_ms(self.count, self.rate)


def join_part(pieces: Sequence[Piece], store: Store) -> Part:
    """Join `pieces`, or find them joined. Raises `StorageError`."""
    wav, times = _paths(pieces, store)
    known = _read(wav, times)
    if known:
        return known
    spans: list[tuple[int, int]] = []
    build_atomic(wav, lambda path: spans.extend(join(pieces, path)), durable=False)
    rate = max(piece.recording.rate for piece in pieces)
    count = (wav.stat().st_size - wav_size(0)) // 2
    about = {"count": count, "rate": rate, "spans": spans, "sha256": sha256_of(wav)}
    write_atomic(times, json.dumps(about).encode(), durable=False)
    return Part(wav, count, rate, tuple(spans))


def is_joined(pieces: Sequence[Piece], store: Store) -> bool:
    """Whether `join_part` would find them joined."""
    return _read(*_paths(pieces, store)) is not None


def _paths(pieces: Sequence[Piece], store: Store) -> tuple[Path, Path]:
    """Where the part and its times are, made or not."""
    made_from = [[piece.recording.path.stem, piece.pause_after_ms] for piece in pieces]
    key = hashlib.sha256(json.dumps([recipe("sound"), *made_from]).encode()).hexdigest()
    return store.path("parts", key, ".wav"), store.path("parts", key, ".json")


def _read(wav: Path, times: Path) -> Part | None:
    """The part as it was joined before, if both files are there and whole."""
    try:
        known = json.loads(times.read_text(encoding="utf-8"))
        spans = tuple((start, end) for start, end in known["spans"])
        part = Part(wav, known["count"], known["rate"], spans)
        return part if known["sha256"] == sha256_of(wav) else None
    except (OSError, ValueError, KeyError, TypeError, StorageError):
        return None
