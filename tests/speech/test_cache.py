from __future__ import annotations

import json
import os
import time
import wave
from pathlib import Path

import pytest

from parcha.errors import EngineError, StorageError
from parcha.model import Clip, Pcm, Utterance, Voice, Word
from parcha.speech.cache import Cache, Removed, _sealed, key_of
from parcha.store import DAY_S, Store

VOICE = Voice("silent", "low")
HELLO, BYE = Utterance("नमस्ते।", VOICE), Utterance("फिर मिलेंगे।", VOICE)
SOUND = Pcm(bytes(range(200)), 24_000)
WORDS = (Word("नमस्ते", 10, 90),)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def actions(root: Path) -> list[Path]:
    return sorted((root / "clips").glob("*/*.json"))


def sounds(root: Path) -> list[Path]:
    return sorted((root / "sounds").glob("*/*.wav"))


def grow_old(path: Path, days: float) -> None:
    then = time.time() - days * DAY_S
    os.utime(path, (then, then))


@pytest.mark.parametrize(
    ("utterance", "fingerprint", "key"),
    [
        (HELLO, "silent-1", "272739213d3e0a4ef70eaae8f9188f2cb70f34ce137248d8b38ee08ac8f94890"),
        (HELLO, "silent-2", "9edd415cc7df461b28763c549180b640b52502fec9a2d33e4029a846951c16ef"),
        (
            Utterance("", Voice("", "", 0.5)),
            "",
            "49a6919ac4254fa0b37ce97ca4aed817a9d991a5fd0be32637409e7fd68ca3d3",
        ),
    ],
)
def test_keys_are_the_same_on_every_machine(utterance, fingerprint, key):
    assert key_of(utterance, fingerprint) == key


def test_whatever_changes_the_sound_changes_the_key():
    keys = {
        key_of(utterance, fingerprint)
        for utterance in (
            HELLO,
            BYE,
            Utterance(HELLO.text, Voice("silent", "high")),
            Utterance(HELLO.text, Voice("silent", "low", 1.1)),
        )
        for fingerprint in ("silent-1", "silent-2")
    }
    assert len(keys) == 8


def test_a_whole_number_as_speed_is_the_same_speed():
    assert key_of(Utterance("क", Voice("a", "b", 1)), "f") == (
        key_of(Utterance("क", Voice("a", "b", 1.0)), "f")
    )


def test_what_was_put_comes_back(cache):
    stored = cache.put(Clip(HELLO, SOUND, WORDS), "silent-1")
    assert cache.get(HELLO, "silent-1") == stored
    assert (stored.count, stored.rate, stored.words) == (100, 24_000, WORDS)
    with wave.open(str(stored.path), "rb") as file:
        assert file.getparams()[:4] == (1, 2, 24_000, 100)
        assert file.readframes(100) == SOUND.frames


def test_what_was_never_put_is_missing(cache):
    cache.put(Clip(HELLO, SOUND), "silent-1")
    assert cache.get(BYE, "silent-1") is None
    assert cache.get(HELLO, "silent-2") is None


def test_equal_sound_is_stored_once(cache, root):
    first = cache.put(Clip(HELLO, SOUND), "silent-1")
    second = cache.put(Clip(BYE, SOUND), "silent-1")
    assert first.path == second.path
    assert sounds(root) == [first.path]
    assert len(actions(root)) == 2


def test_an_error_is_not_stored(cache):
    with pytest.raises(ValueError, match="only a clip with sound"):
        cache.put(Clip(HELLO, None, error=EngineError("no")), "silent-1")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-2],
        lambda data: data + b"\0\0",
        lambda data: data[:100] + b"\xff" + data[101:],
    ],
)
def test_a_damaged_sound_is_a_miss_and_goes(cache, root, damage):
    stored = cache.put(Clip(HELLO, SOUND), "silent-1")
    stored.path.write_bytes(damage(stored.path.read_bytes()))
    assert cache.get(HELLO, "silent-1") is None
    assert sounds(root) == actions(root) == []
    cache.put(Clip(HELLO, SOUND), "silent-1")
    assert cache.get(HELLO, "silent-1") == stored


def test_a_missing_sound_is_a_miss(cache):
    cache.put(Clip(HELLO, SOUND), "silent-1").path.unlink()
    assert cache.get(HELLO, "silent-1") is None


def test_putting_mends_a_damaged_sound_that_others_share(cache):
    stored = cache.put(Clip(HELLO, SOUND), "silent-1")
    stored.path.write_bytes(b"damaged")
    cache.put(Clip(BYE, SOUND), "silent-1")
    assert cache.get(HELLO, "silent-1") == stored


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: "",
        lambda answer: "[1, 2]",
        lambda answer: "[" * 100_000,
        lambda answer: '"sha256"',
        lambda answer: json.dumps(answer)[:-5],
        lambda answer: json.dumps({**answer, "rate": 24_001}),
        lambda answer: json.dumps({**answer, "sha256": 5}),
        lambda answer: json.dumps({key: answer[key] for key in answer if key != "sha256"}),
    ],
)
def test_a_damaged_action_is_a_miss_and_goes(cache, root, change):
    cache.put(Clip(HELLO, SOUND), "silent-1")
    (action,) = actions(root)
    action.write_text(change(json.loads(action.read_text())))
    assert cache.get(HELLO, "silent-1") is None
    assert actions(root) == []


def test_no_bit_of_an_action_turns_unseen(cache, root):
    stored = cache.put(Clip(HELLO, SOUND, words=(Word("x", 100, 250),)), "silent-1")
    (action,) = actions(root)
    whole = action.read_bytes()
    for bit in range(8 * len(whole)):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        action.write_bytes(data)
        assert cache.get(HELLO, "silent-1") is None, data
    cache.put(Clip(HELLO, SOUND, words=(Word("x", 100, 250),)), "silent-1")
    assert cache.get(HELLO, "silent-1") == stored


@pytest.mark.parametrize(
    "other",
    [
        *({"count": "many"}, {"count": 99}, {"count": 1e999}, {"count": None}),
        *({"sound": 5}, {"sound": "../../elsewhere"}, {"words": [{"text": "x"}]}, {"words": 5}),
    ],
)
def test_an_action_that_somebody_else_sealed_does_no_harm(cache, root, other):
    cache.put(Clip(HELLO, SOUND), "silent-1")
    (action,) = actions(root)
    answer = json.loads(action.read_text())
    del answer["sha256"]
    action.write_bytes(_sealed({**answer, **other}))
    assert cache.get(HELLO, "silent-1") is None
    assert actions(root) == []


def test_info(cache):
    assert (cache.info().clips, cache.info().bytes) == (0, 0)
    cache.put(Clip(HELLO, SOUND), "silent-1")
    cache.put(Clip(BYE, SOUND), "silent-1")
    cache.put(Clip(BYE, Pcm(b"\1\0" * 24_000, 24_000)), "silent-2")
    info = cache.info()
    assert (info.clips, info.sounds) == (3, 2)
    assert info.bytes == (44 + 200) + (44 + 48_000)
    assert info.duration_ms == 4 + 1000


def test_verify_finds_nothing_in_a_sound_cache(cache):
    cache.put(Clip(HELLO, SOUND), "silent-1")
    assert cache.verify() == Removed(0, 0, 0)


def test_verify_removes_what_is_damaged_and_what_it_belonged_to(cache, root):
    kept = cache.put(Clip(HELLO, SOUND), "silent-1")
    damaged = cache.put(Clip(BYE, Pcm(b"\1\0" * 500, 24_000)), "silent-1")
    damaged.path.write_bytes(b"x" * 1044)
    removed = cache.verify()
    assert (removed.clips, removed.sounds) == (1, 1)
    assert removed.bytes > 1044
    assert sounds(root) == [kept.path]
    assert cache.get(HELLO, "silent-1") == kept


def test_gc_removes_what_was_not_used_for_long(cache, root):
    kept = cache.put(Clip(HELLO, SOUND), "silent-1")
    cache.put(Clip(BYE, Pcm(b"\1\0" * 500, 24_000)), "silent-1")
    for path in actions(root) + sounds(root):
        grow_old(path, days=40)
    assert cache.get(HELLO, "silent-1") == kept  # this is a use
    removed = cache.gc(older_than_days=30)
    assert (removed.clips, removed.sounds) == (1, 1)
    assert removed.bytes > 1044
    assert cache.get(HELLO, "silent-1") == kept
    assert cache.get(BYE, "silent-1") is None


def test_gc_keeps_a_sound_that_another_clip_needs(cache, root):
    cache.put(Clip(BYE, SOUND), "silent-1")
    for path in actions(root):
        grow_old(path, days=40)
    kept = cache.put(Clip(HELLO, SOUND), "silent-1")
    assert cache.gc(older_than_days=30) == Removed(1, 0, actions_size(BYE, kept.path))
    assert cache.get(HELLO, "silent-1") == kept


def actions_size(utterance: Utterance, sound: Path) -> int:
    answer = {"sound": sound.stem, "count": 100, "rate": 24_000, "words": []}
    return len(_sealed({**answer, "text": utterance.text}))


def test_gc_spares_a_sound_whose_clip_is_just_being_written(cache, root):
    cache.put(Clip(HELLO, SOUND), "silent-1")
    actions(root)[0].unlink()
    assert cache.gc(older_than_days=30) == Removed(0, 0, 0)
    assert len(sounds(root)) == 1


def test_gc_of_everything(cache, root):
    cache.put(Clip(HELLO, SOUND), "silent-1")
    cache.gc(older_than_days=0)
    assert sounds(root) == actions(root) == []


def test_gc_sweeps_what_killed_processes_left(cache, root):
    path = cache.put(Clip(HELLO, SOUND), "silent-1").path
    old, new = path.parent / ".new-abc.wav", path.parent / ".new-def.wav"
    old.write_bytes(b"1234567")
    new.write_bytes(b"in use")
    grow_old(old, days=2)
    assert cache.gc(older_than_days=30) == Removed(0, 0, 7)
    assert new.exists()


def test_a_cache_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    cache = Cache(Store(tmp_path / "file" / "cache"))
    assert cache.get(HELLO, "silent-1") is None
    with pytest.raises(StorageError, match="Could not write"):
        cache.put(Clip(HELLO, SOUND), "silent-1")


def test_a_full_disk(cache, root, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        cache.put(Clip(HELLO, SOUND), "silent-1")
    monkeypatch.undo()
    assert cache.get(HELLO, "silent-1") is None
    assert sounds(root) == actions(root) == []
