from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from parcha import store
from parcha.errors import StorageError
from parcha.store import (
    DAY_S,
    Store,
    build_atomic,
    clear_unfinished,
    make_folder,
    remove,
    scratch,
    write_atomic,
)


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, b"old")

    def fail(temporary: Path) -> None:
        temporary.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match="No space left on device") as error:
        build_atomic(path, fail)
    assert "Free some space" in error.value.hint
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="Could not write"):
        write_atomic(tmp_path / "file" / "a.txt", b"x")


def test_a_derived_file_is_made_once(tmp_path: Path) -> None:
    made = []

    def make(path: Path) -> None:
        made.append(path.suffix)
        path.write_bytes(b"sound")

    shelf = Store(tmp_path)
    first = shelf.derive("parts", "abcd", ".wav", make)
    assert shelf.derive("parts", "abcd", ".wav", make) == first
    assert first.read_bytes() == b"sound"
    assert made == [".wav"]
    assert "Delete it whenever you like" in (tmp_path / "README.txt").read_text()


def test_sweep_removes_what_nobody_used(tmp_path: Path) -> None:
    shelf = Store(tmp_path)
    old = shelf.derive("parts", "aa", ".wav", lambda path: None)
    new = shelf.derive("mp3", "bb", ".mp3", lambda path: None)
    long_ago = time.time() - 10 * 24 * 60 * 60
    os.utime(old, (long_ago, long_ago))
    assert shelf.sweep(older_than_days=5) == 1
    assert not old.exists()
    assert new.exists()


def test_the_cache_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARCHA_CACHE", str(tmp_path / "here"))
    assert Store().root == tmp_path / "here"
    monkeypatch.delenv("PARCHA_CACHE")
    assert store.default_root().name == "parcha"


@pytest.mark.parametrize("harm", [b"", b"soun", b"Sound"])
def test_a_damaged_derived_file_is_made_again(tmp_path: Path, harm: bytes) -> None:
    shelf = Store(tmp_path)

    def make(path: Path) -> None:
        path.write_bytes(b"sound")

    path = shelf.derive("parts", "abcd", ".wav", make)
    path.write_bytes(harm)
    assert shelf.derive("parts", "abcd", ".wav", make).read_bytes() == b"sound"
    path.with_name(f"{path.name}.sha256").write_bytes(b"\xff")
    assert shelf.derive("parts", "abcd", ".wav", make).read_bytes() == b"sound"


def test_a_name_is_synced_after_the_file_and_only_where_it_must_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    replace = Path.replace
    monkeypatch.setattr(store, "make_folder", lambda folder: None)
    monkeypatch.setattr(os, "fsync", lambda handle: done.append("file"))
    monkeypatch.setattr(store, "sync_folder", lambda folder: done.append(f"names in {folder.name}"))
    monkeypatch.setattr(
        Path, "replace", lambda old, new: (done.append("rename"), replace(old, new))[1]
    )
    write_atomic(tmp_path / "a.txt", b"x")
    assert done == ["file", "rename", f"names in {tmp_path.name}"]
    done.clear()
    write_atomic(tmp_path / "a.txt", b"x", durable=False)
    assert done == ["file", "rename"]


def test_each_new_folder_is_synced_into_the_one_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    monkeypatch.setattr(store, "sync_folder", synced.append)
    make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]
    make_folder(tmp_path / "a" / "b")
    assert len(synced) == 2


def test_scratch_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    with scratch(tmp_path / "cache") as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "a.wav").write_bytes(b"x")
        assert folder.parent == tmp_path / "cache"
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_full_disk_in_scratch_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No space left") as error, scratch(tmp_path):
        raise OSError(28, "No space left on device")
    assert "Free some space" in error.value.hint
    assert list(tmp_path.iterdir()) == []


def test_what_killed_commands_left_goes_when_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / "a" / ".new-1" / "b.wav", tmp_path / ".new-2.mp3"
    old.parent.mkdir(parents=True)
    for path in (old, new, tmp_path / "kept.mp3"):
        path.write_bytes(b"1234")
    long_ago = time.time() - 2 * DAY_S
    os.utime(old.parent, (long_ago, long_ago))
    assert clear_unfinished(tmp_path, older_than_s=DAY_S) == 4
    assert not old.parent.exists()
    assert clear_unfinished(tmp_path) == 4
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["kept.mp3"]


def test_no_power_cut_brings_back_what_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[Path, bool]] = []
    path = tmp_path / "a.mp3"
    path.write_bytes(b"x")
    monkeypatch.setattr(store, "sync_folder", lambda at: synced.append((at, path.exists())))
    remove(path)
    remove(path)
    assert synced == [(tmp_path, False)]


def test_what_cannot_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(StorageError, match="Could not remove") as error:
        remove(tmp_path / "a.mp3")
    assert "Close the programs" in error.value.hint


@pytest.mark.parametrize(
    ("number", "step"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EROFS, "see that you may write"),
        (errno.ENAMETOOLONG, "shorter name"),
        (errno.ENOTDIR, "is in its place"),
        (errno.EIO, "whether the disk is there"),
    ],
)
def test_each_trouble_has_its_next_step(number: int, step: str) -> None:
    error = StorageError.of(OSError(number, os.strerror(number)), "Could not write a.txt")
    assert error.message == f"Could not write a.txt: {os.strerror(number)}."
    assert step in error.hint
