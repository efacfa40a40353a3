"""Kill builds at random moments and see that the same command goes on to the same bytes.

    python -m tests.faults.kill --moments 200 --seed 1
    python -m tests.faults.kill --moments 10 --seed 1 --engine kokoro --chapter kya

Half of the moments are counted in what the build does to files, half are taken from the clock.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.faults.stage import Stage, Variant, demand

TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "subprocess.Popen"}
DERIVED = ("parts", "mp3", "loudness", "clips", "sounds")


def variants(engines: list[str]) -> list[Variant]:
    """States between which an author goes back and forth."""
    return [
        variant
        for engine in engines
        for variant in (
            Variant(engine),
            Variant(engine, slug="bukhar", edited=True, more=True),
            Variant(engine, slug="taap", targets="phone, web"),
        )
    ]


def dies_at(touch: int) -> Callable[[], None]:
    """A process that kills itself when it touches files for the so-manieth time."""

    def prepare() -> None:
        left = touch

        def watch(event: str, _: object) -> None:
            nonlocal left
            if event in TOUCHES:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)

    return prepare


class Killer:
    """Builds, kills and checks. `whole` knows every file of every undisturbed build."""

    def __init__(self, home: Path, engines: list[str], seed: int, *flags: str) -> None:
        self.stage, self.flags = Stage(home), flags
        self.chance = random.Random(seed)
        self.expected: dict[Variant, Mapping[str, str]] = {}
        self.seconds: dict[Variant, float] = {}
        for variant in variants(engines):
            self.stage.fresh()
            self.stage.become(variant)
            began = time.monotonic()
            demand(self.stage.run("build", *flags).code == 0, f"{variant} cannot be built")
            self.seconds[variant] = time.monotonic() - began
            self.expected[variant] = self.stage.audio()
        self.whole = {file for files in self.expected.values() for file in files.items()}
        self.stage.fresh()

    def kill_once(self) -> str:
        """One build that is killed, or finishes first; what happened."""
        variant = self.chance.choice(list(self.expected))
        how = self._disturb()
        self.stage.become(variant)
        if self.chance.random() < 0.5:
            touch = round(3000 ** self.chance.random())
            where = f"touch {touch}"
            done = self.stage.run("build", *self.flags, trouble=dies_at(touch))
        else:
            after = self.chance.uniform(0, self.seconds[variant])
            where = f"{after:.2f} s"
            pid = self.stage.start("build", *self.flags)
            time.sleep(after)  # this moment is what is tried
            os.kill(pid, signal.SIGKILL)
            done = self.stage.end(pid)
        partial = sorted(set(self.stage.audio().items()) - self.whole)
        demand(not partial, f"{variant} {how} {where}: not whole: {partial}")
        self.stage.edit_is_kept(variant)
        self.stage.built(variant, self.expected[variant], *self.flags)
        return f"{how}, {where}" if done.code == -signal.SIGKILL else ""

    def _disturb(self) -> str:
        """Start from scratch, or from what is there, with some of the cache gone."""
        start = self.chance.choice(["fresh", "cache only", "goes on", "some of the cache", "audio"])
        if start == "fresh":
            self.stage.fresh()
        elif start == "cache only":
            for name in ("audio", "sections"):
                shutil.rmtree(self.stage.root / name, ignore_errors=True)
        elif start == "some of the cache":
            for kind in self.chance.sample(DERIVED, 3):
                shutil.rmtree(self.stage.cache / kind, ignore_errors=True)
        elif start == "audio":
            for path in sorted((self.stage.root / "audio").rglob("*.mp3")):
                if self.chance.random() < 0.5:
                    path.unlink()
        return start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", action="append", dest="engines")
    parser.add_argument("--chapter")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        flags = ["--chapter", said.chapter] if said.chapter else []
        killer = Killer(Path(home), said.engines or ["silent", "espeak"], said.seed, *flags)
        killed = runs = 0
        while killed < said.moments:
            runs += 1
            if where := killer.kill_once():
                killed += 1
                print(f"{killed:4} {where}", flush=True)
    print(f"{killed} builds killed (of {runs} started): each went on to the same bytes.")


if __name__ == "__main__":
    main()
