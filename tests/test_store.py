from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from parcha import store
from parcha.errors import StorageError
from parcha.store import Store, build_atomic, write_atomic


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
