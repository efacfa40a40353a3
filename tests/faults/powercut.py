"""Cut the power at random moments of a build: what was not synced may be lost.

    python -m tests.faults.powercut --moments 200 --seed 1

A build runs to its end while its calls are recorded. For each cut the folder is put together
again as POSIX allows it to be found afterwards: a file holds what it held when it was last synced,
or rubbish; a name that was given, changed or removed since its folder was last synced is as it was
or as it became, each name by itself. Then the same command runs there.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.stage import Stage, Variant, demand

Call = tuple[str, ...] | tuple[str, str, bytes]
PART = ("--chapter", "kya")
WRITING = os.O_WRONLY | os.O_RDWR


class Recorder:
    """Notes every call of this process and its threads that changes `homes`."""

    def __init__(self, homes: tuple[Path, ...], notes: Path) -> None:
        self.homes = tuple(map(str, homes))
        self.notes = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.fsync = os.fsync

    def __call__(self) -> None:
        """Start to note."""
        os.fsync = self._fsync
        sys.addaudithook(self._audit)

    def _note(self, *call: Any) -> None:
        if str(call[1]).startswith(self.homes):
            os.write(self.notes, pickle.dumps(call))  # one write: threads do not mix

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            if arguments[2] & WRITING:
                self._note("open", os.fspath(arguments[0]))
        elif event in {"os.rename", "os.mkdir", "os.remove", "shutil.rmtree"}:
            paths = [os.fspath(path) for path in arguments[: 1 + (event == "os.rename")]]
            self._note(event, *paths)

    def _fsync(self, handle: int) -> None:
        self.fsync(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.is_dir():
            self._note("sync folder", str(path))
        else:
            self._note("sync", str(path), path.read_bytes())


@dataclass(slots=True)
class File:
    """`synced` is what is surely there; None where nothing is."""

    synced: bytes | None = None


@dataclass(slots=True)
class Dir:
    """`entries` as a process sees them, `synced` as the disk surely has them; `since`: between."""

    entries: dict[str, File | Dir] = field(default_factory=dict)
    synced: dict[str, File | Dir] = field(default_factory=dict)
    since: list[tuple[str, str, File | Dir | None]] = field(default_factory=list)

    def change(self, old: str, new: str, node: File | Dir | None) -> None:
        """Take away the name `old`, give the name `new` to `node`; "" for neither."""
        self.entries.pop(old, None)
        if new and node is not None:
            self.entries[new] = node
        self.since.append((old, new, node))

    def sync(self) -> None:
        """All names are on the disk now."""
        self.synced, self.since = dict(self.entries), []

    def after_a_cut(self, chance: random.Random) -> dict[str, File | Dir]:
        """The names that are found: of what came since, some have reached the disk."""
        found = dict(self.synced)
        for old, new, node in self.since:
            if chance.random() < 0.5:
                found.pop(old, None)
                if new and node is not None:
                    found[new] = node
        return found


class Disk:
    """The folders below `home`, as calls change them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.top = Dir()
        for path in sorted(home.rglob("*")):
            parent = self._folder(path.parent)
            node: File | Dir = Dir() if path.is_dir() else File(path.read_bytes())
            parent.entries[path.name] = parent.synced[path.name] = node

    def _folder(self, path: Path) -> Dir:
        node: File | Dir = self.top
        for part in path.relative_to(self.home).parts:
            assert isinstance(node, Dir)
            node = node.entries[part]
        assert isinstance(node, Dir)
        return node

    def play(self, call: Call) -> None:
        """One more call."""
        name, path = call[0], Path(str(call[1]))
        folder = self._folder(path.parent) if path != self.home else self.top
        node = folder.entries.get(path.name)
        if name == "sync folder":
            self._folder(path).sync()
        elif name == "sync" and isinstance(node, File):
            assert isinstance(call[2], bytes)
            node.synced = call[2]
        elif name == "open" and node is None:
            folder.change("", path.name, File())
        elif name == "os.mkdir" and node is None:
            folder.change("", path.name, Dir())
        elif name == "os.rename":
            folder.change(path.name, Path(str(call[2])).name, node)
        elif name in {"os.remove", "shutil.rmtree"} and node is not None:
            folder.change(path.name, "", None)

    def cut(self, to: Path, chance: random.Random) -> None:
        """Write to `to` what a cut of the power leaves."""
        _write(self.top, to, chance)


def _write(folder: Dir, to: Path, chance: random.Random) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for name, node in folder.after_a_cut(chance).items():
        if isinstance(node, Dir):
            _write(node, to / name, chance)
        else:
            rubbish = bytes(chance.choice([0, 1, 4096]))
            (to / name).write_bytes(rubbish if node.synced is None else node.synced)


class PowerCuts:
    """One recorded build of one part, to be cut again and again."""

    def __init__(self, home: Path, before: Variant | None, now: Variant) -> None:
        self.now, self.disk_home = now, home / "disk"
        self.stage = Stage(self.disk_home)
        self.disk_home.mkdir(parents=True)
        self.stage.fresh()
        self.whole: set[tuple[str, str]] = set()
        if before:
            self.stage.become(before)
            demand(self.stage.run("build", *PART).code == 0, "the earlier build failed")
            self.whole |= set(self.stage.audio().items())
        self.stage.become(now)
        self.stage.cache.mkdir(exist_ok=True)
        self.start = home / "start"
        shutil.copytree(self.disk_home, self.start)
        notes = home / "notes"
        recorder = Recorder((self.stage.root, self.stage.cache), notes)
        demand(
            self.stage.run("build", *PART, trouble=recorder).code == 0, "the recorded build failed"
        )
        self.expected: Mapping[str, str] = self.stage.audio()
        self.whole |= set(self.expected.items())
        self.calls: list[Call] = []
        with notes.open("rb") as file:
            while file.peek(1):
                self.calls.append(pickle.load(file))

    def cut(self, moment: int, chance: random.Random) -> None:
        """Cut the power before the call number `moment`, and build again."""
        shutil.rmtree(self.disk_home)
        shutil.copytree(self.start, self.disk_home)
        disk = Disk(self.disk_home)
        for call in self.calls[:moment]:
            disk.play(call)
        shutil.rmtree(self.disk_home)
        disk.cut(self.disk_home, chance)
        left = set(self.stage.audio().items())
        demand(left <= self.whole, f"not whole: {sorted(left - self.whole)}")
        self.stage.edit_is_kept(self.now)
        self.stage.built(self.now, self.expected, *PART)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    chance = random.Random(said.seed)
    edited = Variant(edited=True)
    other = Variant(slug="taap", targets="phone, web", edited=True, more=True)
    with tempfile.TemporaryDirectory() as home:
        for number, before in enumerate((None, edited)):
            cuts = PowerCuts(Path(home, str(number)), before, other)
            for _ in range(said.moments // 2):
                moment = chance.randrange(len(cuts.calls) + 1)
                try:
                    cuts.cut(moment, chance)
                except AssertionError as error:
                    sys.exit(f"The power went at call {moment} of {len(cuts.calls)}: {error}")
            print(f"{said.moments // 2} cuts among {len(cuts.calls)} calls.", flush=True)
    print(f"{said.moments // 2 * 2} power cuts: each build went on to the same bytes.")


if __name__ == "__main__":
    main()
