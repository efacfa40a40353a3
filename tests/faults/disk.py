"""Disks that are full, read-only or forbidden, for real. Linux, as root (for mount and setpriv).

    python -m tests.faults.disk

Tiny file systems of many sizes in the place of the cache and of audio/, a folder that only root
may write to, a read-only mount, a name that is too long, a clock that was set back, a cache with
every object damaged: each time one message and the right exit code, and once the cause is mended,
the bytes of an undisturbed build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.faults.inject import STORAGE
from tests.faults.stage import Outcome, Stage, Variant, demand

SIZES_KB = {
    "cache": (8, 1000, 2500, 3000, 3500, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000),
    "leaflet/audio": (8, 300, 600, 1000, 1300, 2000, 2500),
}
PATH_MAX = 4096
NOBODY = 65534
VARIANT = Variant(targets="phone, epub, m4b", edited=True)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A file system in memory at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def years_ago() -> None:
    """The battery of the clock is empty. A zip knows no day before 1980."""
    time.time = lambda: 86_400.0


class Disks:
    """One leaflet, met by one disk after another."""

    def __init__(self, home: Path) -> None:
        self.home, self.stage = home, Stage(home)
        self.tried = self.told = 0
        self.begin()
        demand(self.stage.run("build").code == 0, "the undisturbed build failed")
        self.expected: Mapping[str, str] = self.stage.audio()

    def begin(self) -> None:
        self.stage.fresh()
        self.stage.become(VARIANT)

    def judge(self, done: Outcome, what: str) -> None:
        """One message that names the next step, nothing half-made, no edit lost."""
        self.tried += 1
        demand("Traceback" not in done.err, f"{what}: {done.err}")
        if done.code:
            self.told += 1
            demand(done.code == STORAGE, f"{what}: exit code {done.code}: {done.err}")
            demand(done.err.count("Error:") == 1, f"{what}: {done.err}")
            demand(len(done.err.strip().splitlines()) >= 2, f"{what}: no next step: {done.err}")
        partial = set(self.stage.audio().items()) - set(self.expected.items())
        demand(not partial, f"{what}: not whole: {partial}")
        self.stage.edit_is_kept(VARIANT)
        print(
            f"{done.code} {what}: {done.err.splitlines()[0] if done.code else 'built'}", flush=True
        )

    def full(self) -> None:
        """A disk of each size; then it grows, and the same command goes on."""
        for name, sizes in SIZES_KB.items():
            for size in sizes:
                self.begin()
                with mounted(self.home / name, f"size={size}k"):
                    self.judge(self.stage.run("build"), f"{size} KB for {name}")
                    remount(self.home / name, "size=64m")
                    self.stage.built(VARIANT, self.expected)

    def refused(self, what: str, folder: str, *commands: str) -> None:
        """A read-only mount."""
        self.begin()
        demand(self.stage.run(*commands).code == 0, "the first run failed")
        with mounted(self.home / folder, "size=64m"):
            remount(self.home / folder, "ro")
            self.judge(self.stage.run("build"), what)
            remount(self.home / folder, "rw")
            self.stage.built(VARIANT, self.expected)

    def forbidden(self) -> None:
        """Folders of somebody else, one after the other."""
        for name in ("leaflet", "leaflet/scripts", "leaflet/audio", "cache"):
            self.begin()
            for folder in ("leaflet/audio", "cache"):
                (self.home / folder).mkdir(exist_ok=True)
            os.chown(self.home / name, NOBODY, NOBODY)
            self.judge(self.powerless("build"), f"{name} belongs to somebody else")
            os.chown(self.home / name, 0, 0)
            self.stage.built(VARIANT, self.expected)

    def powerless(self, *arguments: str) -> Outcome:
        """Run `parcha` as a root whom the rights of files bind."""
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", sys.executable]
        done = subprocess.run(
            [*command, "-m", "parcha", "-C", self.stage.root, *arguments],
            env={**os.environ, "PARCHA_CACHE": str(self.stage.cache)},
            capture_output=True,
            text=True,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def damaged(self, how: str, harm: Callable[[bytes], bytes]) -> None:
        """Every object of the cache is damaged, and the packages are gone."""
        self.begin()
        demand(self.stage.run("build").code == 0, "the first build failed")
        for path in self.stage.cache.rglob("*.*"):
            if path.is_file():
                path.write_bytes(harm(path.read_bytes()))
        shutil.rmtree(self.stage.root / "audio")
        self.judge(self.stage.run("build"), f"every object of the cache {how}")
        self.stage.built(VARIANT, self.expected)

    def clock(self) -> None:
        """The clock was set back, before a first build and before another one."""
        for again in (False, True):
            self.begin()
            if again:
                demand(self.stage.run("build").code == 0, "the first build failed")
                shutil.rmtree(self.stage.root / "audio")
            self.judge(self.stage.run("build", trouble=years_ago), "the clock says 1970")
            self.stage.built(VARIANT, self.expected)
            done = self.stage.run("cache", "gc", "--days", "30", trouble=years_ago)
            demand(done.code == 0, done.err)
            self.stage.built(VARIANT, self.expected)

    def deep(self) -> None:
        """A leaflet so deep down that names in it become too long, and a cache likewise."""
        for name, attribute in (("leaflet", "root"), ("cache", "cache")):
            self.begin()
            deep = self.home / "/".join(["x" * 200] * 19)
            deep = deep / ("x" * (PATH_MAX - 45 - len(str(deep))))
            deep.mkdir(parents=True)
            shallow = getattr(self.stage, attribute)
            shallow.mkdir(exist_ok=True)
            shallow.rename(deep / name)
            setattr(self.stage, attribute, deep / name)
            self.judge(self.stage.run("build"), f"a {name} whose path has {len(str(deep))} signs")
            (deep / name).rename(shallow)
            setattr(self.stage, attribute, shallow)
            shutil.rmtree(self.home / ("x" * 200))
            self.stage.built(VARIANT, self.expected)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        disks = Disks(Path(home))
        disks.damaged("is empty", lambda data: b"")
        disks.damaged("is cut in half", lambda data: data[: len(data) // 2])
        disks.damaged("has one bit turned", lambda data: data[:-1] + bytes([data[-1] ^ 1]))
        disks.clock()
        disks.refused("a read-only cache", "cache", "scripts")
        disks.refused("a read-only audio folder", "leaflet/audio", "scripts")
        disks.forbidden()
        disks.deep()
        disks.full()
    print(f"{disks.tried} disks, {disks.told} of them refused with one message; all healed.")


if __name__ == "__main__":
    sys.exit(main())
