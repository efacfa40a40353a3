"""Clips that were spoken before: what was asked for leads to sound that is stored once.

`clips/<key>.json` says which sound answers an utterance, and the hash of what it says;
`sounds/<hash>.wav` is that sound under the hash of its bytes. So what is damaged is noticed, and
equal sound is kept once. Only the parent process writes. Where `PARCHA_SHARED_CACHE` names a place,
the same files lie there under the same names, and what others spoke is copied here before it is
used.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import time
import wave
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from parcha.model import Clip, Pcm, Recording, Utterance, Word
from parcha.speech.place import Place, open_place
from parcha.store import DAY_S, Store, clear_unfinished, write_atomic

VERSION = b"\x01"
WAV_HEADER = 44
AT_ONCE = 64
"""How many clips are fetched together: their sounds are in memory for a moment."""
_SHA256 = re.compile("[0-9a-f]{64}")


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


def open_cache(store: Store) -> Cache:
    """The cache in `store`, shared with the place that `PARCHA_SHARED_CACHE` names, if any.

    Raises `StorageError` for an address that cannot be used.
    """
    address = os.environ.get("PARCHA_SHARED_CACHE")
    return Cache(store, open_place(address) if address else None)


class Cache:
    """Clips by utterance and engine fingerprint."""

    def __init__(self, store: Store, shared: Place | None = None) -> None:
        self._store = store
        self._shared = shared

    def fetch(self, wanted: Iterable[tuple[Utterance, str]]) -> None:
        """Copy here what others spoke of `wanted` (with its engine's fingerprint).

        Damaged objects are left where they are. Raises `StorageError`, `NetworkError`.
        """
        if self._shared is None:
            return
        actions = (self._action(key_of(*asked)) for asked in wanted)
        lacking = iter([action for action in actions if not action.is_file()])
        while some := {self._named(action): action for action in islice(lacking, AT_ONCE)}:
            answers = self._shared.get(list(some))
            sounds = {name: self._sound_of(answer) for name, answer in answers.items()}
            absent = {path for path in sounds.values() if path and not path.is_file()}
            heard = self._shared.get([self._named(path) for path in absent])
            for path in absent:
                data = heard.get(self._named(path))
                if data and hashlib.sha256(data).hexdigest() == path.stem:
                    write_atomic(path, data)
            for name, sound in sounds.items():
                if sound and sound.is_file():
                    write_atomic(some[name], answers[name])

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
        name = sound_name(clip.audio)
        recording = Recording(
            self._sound(name), clip.audio.count, clip.audio.rate, clip.words, rendering
        )
        if not _is_intact(recording):
            write_atomic(recording.path, _wav(clip.audio), durable=False)
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
        write_atomic(action, _sealed(answer), durable=False)
        if self._shared is not None:
            # The sound first: no answer may lead to nothing.
            for path in (recording.path, action):
                self._shared.put(self._named(path), path.read_bytes())
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
        oldest = now - older_than_days * DAY_S
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
        left = clear_unfinished(self._store.root, older_than_s=DAY_S)
        return Removed(len(unused), len(orphans), _remove(unused | orphans) + left)

    def _action(self, key: str) -> Path:
        return self._store.path("clips", key, ".json")

    def _sound(self, name: str) -> Path:
        return self._store.path("sounds", name, ".wav")

    def _sound_of(self, answer: bytes) -> Path | None:
        """The sound that an answer from elsewhere leads to; None for a damaged one."""
        name = str(_opened(answer).get("sound", ""))
        return self._sound(name) if _SHA256.fullmatch(name) else None

    def _named(self, path: Path) -> str:
        """The name of a file in the shared place."""
        return path.relative_to(self._store.root).as_posix()

    def _sounds(self) -> Iterator[Path]:
        return (self._store.root / "sounds").glob("*/*.wav")

    def _recordings(self) -> dict[Path, Recording | None]:
        """Each action with what it names: None where it cannot be read."""
        actions = (self._store.root / "clips").glob("*/*.json")
        return {action: self._read(action) for action in actions}

    def _read(self, action: Path) -> Recording | None:
        try:
            answer = _opened(action.read_bytes())
            words = tuple(Word(**word) for word in answer["words"])
            sound = self._sound(answer["sound"])
            rendering = str(answer.get("rendering", ""))
            return Recording(sound, int(answer["count"]), int(answer["rate"]), words, rendering)
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None


def _sealed(answer: Mapping[str, Any]) -> bytes:
    """`answer` as it is kept: with the hash of all that it says, so that no bit turns unseen."""
    return json.dumps({**answer, "sha256": _seal(answer)}, ensure_ascii=False).encode()


def _opened(data: bytes) -> Mapping[str, Any]:
    """What `_sealed` wrote; nothing where it is damaged."""
    try:
        answer = json.loads(data)
        seal = answer.pop("sha256")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return answer if seal == _seal(answer) else {}


def _seal(answer: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()


def sound_name(audio: Pcm) -> str:
    """The name of a sound in the cache: the same for the same frames, and for no others."""
    return hashlib.sha256(_wav(audio)).hexdigest()


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
