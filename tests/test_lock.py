from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parcha.errors import BusyError, StorageError
from parcha.folder import Folder
from parcha.lock import alone

Parcha = Callable[..., tuple[int, str, str]]


def hold(root: Path, told: Any) -> None:
    """Another process that works on the leaflet until it is killed."""
    with alone(Folder(root)):
        told.send(os.getpid())
        told.recv()


@pytest.fixture
def other(leaflet: Folder) -> Any:
    """A process that holds the lock."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=hold, args=(leaflet.root, there))
    process.start()
    assert here.recv() == process.pid
    yield process
    process.kill()
    process.join()


def test_a_second_build_is_told_who_is_at_work(other: Any, parcha: Parcha, leaflet: Folder) -> None:
    for command in ("build", "audio", "sections", "scripts"):
        code, out, err = parcha(command)
        assert (code, out) == (BusyError.exit_code, "")
        assert f"Another parcha is working on this leaflet: process {other.pid} on " in err
        assert "Wait until it has finished" in err
    assert not (leaflet.root / "sections").exists()


def test_looking_needs_no_lock(other: Any, parcha: Parcha) -> None:
    assert parcha("status")[0] == 0
    assert "Wait" not in parcha("check")[2]
    assert parcha("scan")[0] == 0


@pytest.mark.usefixtures("warm")
def test_the_lock_of_a_dead_process_is_taken_over(
    other: Any, parcha: Parcha, leaflet: Folder
) -> None:
    os.kill(other.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    other.join()
    assert leaflet.at_work.exists()
    assert parcha("build")[0] == 0
    assert not leaflet.at_work.exists()


def test_what_a_killed_command_left_is_cleared(leaflet: Folder) -> None:
    left = [
        leaflet.root / ".new-d.yaml",
        leaflet.root / "sections" / ".new-a.md",
        leaflet.root / "audio" / "full" / "phone" / ".new-b.mp3",
        leaflet.root / "audio" / ".new-folder" / "c.wav",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    with alone(leaflet):
        assert not any(path.exists() for path in left)
    assert leaflet.lock.exists()


def test_after_a_kill_the_cache_is_cleared_of_what_is_old(leaflet: Folder, cache: Path) -> None:
    cache.mkdir()
    old, new = cache / ".new-old.wav", cache / ".new-now.wav"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    with alone(leaflet):
        assert old.exists()
        at_work = leaflet.at_work.read_bytes()
    leaflet.at_work.write_bytes(at_work)
    with alone(leaflet):
        assert not old.exists()
        assert new.exists()


def test_a_lock_is_for_one_at_a_time_even_in_one_process(leaflet: Folder) -> None:
    leaflet.at_work.parent.mkdir()
    with alone(leaflet):
        leaflet.at_work.write_text("[damaged", encoding="utf-8")
        with pytest.raises(BusyError, match="working on this leaflet\\."), alone(leaflet):
            pass
    with alone(leaflet):
        pass


def test_a_folder_without_a_leaflet_stays_as_it_is(tmp_path: Path) -> None:
    with alone(Folder(tmp_path)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_cannot_be_written_is_told(leaflet: Folder) -> None:
    (leaflet.root / "audio").write_text("a file", encoding="utf-8")
    with pytest.raises(StorageError, match="Could not write"), alone(leaflet):
        pass
