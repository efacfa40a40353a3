"""Clips that were spoken before: what was asked for leads to sound that is stored once.

`clips/<key>.json` says which sound answers an utterance; `sounds/<hash>.wav` is that sound under
the hash of its bytes, so a damaged one is noticed and equal sound is kept once. Only the parent
process writes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import time
import wave
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from parcha.model import Clip, Pcm, Recording, Utterance, Word
from parcha.store import Store, write_atomic

VERSION = b"\x01"
DAY = 24 * 60 * 60
WAV_HEADER = 44


@dataclass(frozen=True, slots=True)
class Info:
    """What the cache holds: clips, different sounds, and bytes and length of the sounds."""

    clips: int
    sounds: int
    bytes: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Removed:
    """What a sweep or a check took away; `bytes` counts leftovers of killed runs as well."""

    clips: int
    sounds: int
    bytes: int


def key_of(utterance: Utterance, fingerprint: str) -> str:
    """The name of an utterance in the cache, in hexadecimal: the same on every machine."""
    asked = {
        "engine": fingerprint,
        "speed": float(utterance.voice.speed),
        "text": utterance.text,
        "voice": utterance.voice.name,
    }
    canonical = json.dumps(asked, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(VERSION + canonical.encode("ascii")).hexdigest()


class Cache:
    """Clips by utterance and engine fingerprint."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, utterance: Utterance, fingerprint: str) -> Recording | None:
        """The recording of `utterance`, or None if there is none. A damaged one is removed.

        The sound is hashed each time, which takes a tenth of a second for 40 minutes of it.
        """
        action = self._action(key_of(utterance, fingerprint))
        if not action.is_file():
            return None
        recording = self._read(action)
        if recording is None or not _is_intact(recording):
            _remove([action] if recording is None else [action, recording.path])
            return None
        _touch(action)
        return recording

    def put(self, clip: Clip, fingerprint: str, rendering: str = "") -> Recording:
        """Store the sound of `clip`; `rendering` says how it differs from what was asked.

        Raises `StorageError` if the disk is full or read-only.
        """
        if clip.audio is None:
            raise ValueError("only a clip with sound can be stored")
        data = _wav(clip.audio)
        name = hashlib.sha256(data).hexdigest()
        recording = Recording(
            self._sound(name), clip.audio.count, clip.audio.rate, clip.words, rendering
        )
        if not _is_intact(recording):
            _remove([recording.path])
        self._store.derive("sounds", name, ".wav", lambda path: _write(path, data))
        _touch(recording.path)  # so that a sweep in another process lets it live
        answer = {
            "sound": name,
            "count": recording.count,
            "rate": recording.rate,
            "words": [asdict(word) for word in clip.words],
            "text": clip.utterance.text,
            **({"rendering": rendering} if rendering else {}),
        }
        action = self._action(key_of(clip.utterance, fingerprint))
        write_atomic(action, json.dumps(answer, ensure_ascii=False).encode())
        return recording

    def info(self) -> Info:
        """Count what there is, without checking it."""
        recordings = self._recordings()
        sounds = {recording.path: recording for recording in recordings.values() if recording}
        return Info(
            clips=len(recordings),
            sounds=len(sounds),
            bytes=sum(_size(path) for path in sounds),
            duration_ms=sum(1000 * sound.count // sound.rate for sound in sounds.values()),
        )

    def verify(self) -> Removed:
        """Check every clip with its sound, and remove the damaged ones."""
        recordings = self._recordings()
        broken = [path for path in self._sounds() if not _is_named_by_content(path)]
        size = _remove(broken)
        astray = [
            action
            for action, recording in recordings.items()
            if recording is None or not _is_intact(recording)
        ]
        return Removed(len(astray), len(broken), size + _remove(astray))

    def gc(self, older_than_days: float) -> Removed:
        """Remove the clips that no build used for so long, and the sounds that are then unused."""
        now = time.time()
        oldest = now - older_than_days * DAY
        recordings = self._recordings()
        unused = {action for action in recordings if _used(action) <= oldest}
        needed = {
            recording.path
            for action, recording in recordings.items()
            if recording and action not in unused
        }
        spare = {path for path in self._sounds() if path not in needed}
        orphans = {path for path in spare if _used(path) <= oldest}
        # Only a killed process leaves its temporary file for a whole day.
        left = {path for path in self._store.root.rglob(".new-*") if _used(path) < now - DAY}
        return Removed(len(unused), len(orphans), _remove(unused | orphans | left))

    def _action(self, key: str) -> Path:
        return self._store.path("clips", key, ".json")

    def _sound(self, name: str) -> Path:
        return self._store.path("sounds", name, ".wav")

    def _sounds(self) -> Iterator[Path]:
        return (self._store.root / "sounds").glob("*/*.wav")

    def _recordings(self) -> dict[Path, Recording | None]:
        """Each action with what it names: None where it cannot be read."""
        actions = (self._store.root / "clips").glob("*/*.json")
        return {action: self._read(action) for action in actions}

    def _read(self, action: Path) -> Recording | None:
        try:
            answer = json.loads(action.read_bytes())
            words = tuple(Word(**word) for word in answer["words"])
            sound = self._sound(answer["sound"])
            rendering = str(answer.get("rendering", ""))
            return Recording(sound, int(answer["count"]), int(answer["rate"]), words, rendering)
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _wav(audio: Pcm) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(audio.rate)
        wav.writeframes(audio.frames)
    return file.getvalue()


def _is_intact(recording: Recording) -> bool:
    return _size(recording.path) == WAV_HEADER + 2 * recording.count and _is_named_by_content(
        recording.path
    )


def _is_named_by_content(path: Path) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _size(path: Path) -> int:
    """Bytes of a file, 0 where another process removed it just now."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _used(path: Path) -> float:
    """When a file was last written or touched; now, where it is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def _touch(path: Path) -> None:
    """Note that a file was used. A cache that cannot be written still gives what it has."""
    with contextlib.suppress(OSError):
        os.utime(path)


def _remove(paths: Iterable[Path]) -> int:
    """Delete files and say how many bytes that freed."""
    freed = 0
    for path in paths:
        size = _size(path)
        with contextlib.suppress(OSError):
            path.unlink()
            freed += size
    return freed
