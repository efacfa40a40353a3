"""Fail one call to the file system after another, and see what a build says and leaves.

    python -m tests.faults.inject            each place in the code, the first and the last time
    python -m tests.faults.inject --every    each single call (long)

For each fault: one message and no traceback, the exit code of its kind, nothing half-made under
its final name, every hand edit kept; and the same command, undisturbed, ends with the bytes of an
undisturbed build. A fault that a build can do without must change nothing.
"""

from __future__ import annotations

import argparse
import builtins
import collections
import errno
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.stage import Outcome, Stage, Variant, demand

STORAGE, INPUT, ENGINE, OTHER = 6, 3, 4, 1
ERRORS = {
    "read": (errno.EIO, errno.EACCES),
    "create": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENAMETOOLONG),
    "write": (errno.ENOSPC,),
    "fsync": (errno.EIO, errno.ENOSPC),
    "os.rename": (errno.EACCES, errno.ENOSPC),
    "os.mkdir": (errno.ENOSPC, errno.EROFS),
    "os.remove": (errno.EACCES,),
    "os.chmod": (errno.EPERM,),
    "os.utime": (errno.EROFS,),
    "subprocess.Popen": (errno.ENOMEM,),
    "ffmpeg writes": (errno.EFBIG,),
    "cache is deleted": (errno.ENOENT,),
}
"""What can fail, and how: one error after the other, call by call."""
TOLD = {"read": {STORAGE, INPUT, ENGINE}, "subprocess.Popen": {OTHER, STORAGE}}
SMALL_FILE = 2_000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True, slots=True)
class Fault:
    """The `number`-th call of a kind fails with `error`. `place` is the code that makes it."""

    kind: str
    number: int
    error: int
    place: str


class Injector:
    """Counts calls in this process; fails the one that `fault` names, or notes them all."""

    def __init__(self, stage: Stage, fault: Fault | None, notes: Path | None = None) -> None:
        self.homes = (str(stage.root), str(stage.cache))
        self.cache = stage.cache
        self.fault = fault
        self.counts: collections.Counter[str] = collections.Counter()
        self.notes = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if notes else None
        self.fsync, self.open, self.run = os.fsync, io.open, subprocess.run

    def __call__(self) -> None:
        """Set the traps, in the process that is to be disturbed."""
        os.fsync = self._fsync
        io.open = builtins.open = self._open
        subprocess.run = self._run  # type: ignore[assignment]
        sys.addaudithook(self._audit)

    def _hit(self, kind: str) -> bool:
        self.counts[kind] += 1
        if self.notes is not None:
            os.write(self.notes, f"{kind}\t{self.counts[kind]}\t{_place()}\n".encode())
        fault = self.fault
        return bool(fault and fault.kind == kind and fault.number == self.counts[kind])

    def _fail(self, path: object) -> None:
        assert self.fault
        raise OSError(self.fault.error, os.strerror(self.fault.error), str(path))

    def _ours(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.homes)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and self._ours(arguments[0]):
            kind = "create" if arguments[2] & WRITING else "read"
        elif event in ERRORS and (event == "subprocess.Popen" or self._ours(arguments[0])):
            kind = event
        else:
            return
        if self._hit(kind):
            self._fail(arguments[0])
        if kind in {"create", "os.rename"} and self._hit("cache is deleted"):
            shutil.rmtree(self.cache, ignore_errors=True)

    def _fsync(self, handle: int) -> None:
        if self._hit("fsync"):
            self._fail("a file")
        self.fsync(handle)

    def _open(self, file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        """What is written to this file finds no room: /dev/full takes its place."""
        if set(mode) & set("wax+") and self._ours(file) and self._hit("write"):
            self.open(file, mode, *rest, **more).close()
            file = "/dev/full"
        return self.open(file, mode, *rest, **more)

    def _run(self, command: Any, **more: Any) -> Any:
        if self._hit("ffmpeg writes"):
            more["preexec_fn"] = _limit
        return self.run(command, **more)


def _limit() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE, SMALL_FILE))


def _place() -> str:
    """The innermost line of parcha that is at work, and who called it."""
    frames = [frame for frame in traceback.extract_stack() if "/src/parcha/" in frame.filename]
    return " < ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames[:-4:-1])


class Scene:
    """A state of the leaflet from which a build with `flags` is disturbed again and again."""

    def __init__(self, home: Path, before: Variant | None, now: Variant, *flags: str) -> None:
        self.stage, self.now, self.home, self.flags = Stage(home), now, home, flags
        self.stage.fresh()
        self.whole: set[tuple[str, str]] = set()
        if before:
            self.stage.become(before)
            demand(self.stage.run("build", *flags).code == 0, "the earlier build failed")
            self.whole |= set(self.stage.audio().items())
        self.stage.become(now)
        for name in ("leaflet", "cache"):
            (home / name).mkdir(exist_ok=True)
            shutil.copytree(home / name, home / f"{name} as it was")
        notes = home / "notes"
        done = self.stage.run("build", *flags, trouble=Injector(self.stage, None, notes))
        demand(done.code == 0, f"the undisturbed build failed: {done.err}")
        self.expected: Mapping[str, str] = self.stage.audio()
        self.whole |= set(self.expected.items())
        lines = notes.read_text(encoding="utf-8").splitlines()
        self.calls = [tuple(line.split("\t")) for line in lines]

    def faults(self, every: bool) -> Iterator[Fault]:
        """What is to be tried: each call, or the first and last call of each place."""
        places: dict[tuple[str, str], list[int]] = {}
        for kind, number, place in self.calls:
            places.setdefault((kind, place), []).append(int(number))
        for (kind, place), numbers in places.items():
            for number in numbers if every else sorted({numbers[0], numbers[-1]}):
                errors = ERRORS[kind]
                yield Fault(kind, number, errors[number % len(errors)], place)

    def restore(self) -> None:
        """Back to the state before the build."""
        for name in ("leaflet", "cache"):
            shutil.rmtree(self.home / name, ignore_errors=True)
            shutil.copytree(self.home / f"{name} as it was", self.home / name)

    def try_out(self, fault: Fault) -> Outcome:
        """Disturb a build once, and let the same command heal it. Raises `AssertionError`."""
        self.restore()
        done = self.stage.run("build", *self.flags, trouble=Injector(self.stage, fault))
        self.check(done, TOLD.get(fault.kind, {STORAGE}))
        self.stage.built(self.now, self.expected, *self.flags)
        return done

    def check(self, done: Outcome, codes: set[int]) -> None:
        """A disturbed build says one thing and leaves nothing half-made."""
        demand("Traceback" not in done.err, done.err)
        if done.code == 0:
            demand(self.stage.audio() == self.expected, "a fault went unnoticed and did harm")
            return
        demand(done.code in codes, f"exit code {done.code}: {done.err}")
        demand(done.err.count("Error:") == 1, f"not one message: {done.err}")
        demand(len(done.err.strip().splitlines()) >= 2, f"no next step: {done.err}")
        partial = sorted(set(self.stage.audio().items()) - self.whole)
        demand(not partial, f"not whole: {partial}")
        self.stage.edit_is_kept(self.now)


def scenes(home: Path) -> Iterator[tuple[str, Callable[[], Scene]]]:
    """A first build, and one that takes the place of another with other file names.

    The first is of one part, because everything in it has to be spoken and encoded.
    """
    edited = Variant(edited=True)
    other = Variant(slug="taap", targets="phone, web, epub", edited=True, more=True)
    yield "a first build", lambda: Scene(home / "first", None, edited, "--chapter", "kya")
    yield "other names and packages", lambda: Scene(home / "second", edited, other)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", action="store_true", help="each call, not each place")
    said = parser.parse_args()
    tried, told, wrong = 0, collections.Counter[str](), 0
    messages: set[str] = set()
    with tempfile.TemporaryDirectory() as home:
        for name, make in scenes(Path(home)):
            scene = make()
            faults = list(scene.faults(said.every))
            print(f"{name}: {len(scene.calls)} calls, {len(faults)} faults", flush=True)
            for fault in faults:
                tried += 1
                if tried % 50 == 0:
                    print(f"{tried} faults", flush=True)
                try:
                    done = scene.try_out(fault)
                    told[f"exit code {done.code}"] += 1
                    messages.add(done.err.replace(home, "…"))
                except AssertionError as error:
                    wrong += 1
                    print(f"WRONG {fault}\n{error}\n", flush=True)
    print(*sorted(messages), sep="\n")
    print(f"{tried} faults, {dict(told)}, {wrong} of them handled wrongly.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
