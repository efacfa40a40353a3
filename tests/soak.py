"""A user who does everything, in any order, and now and then pulls the plug.

    python tests/soak.py --minutes 20 --seed 1

The leaflet is small and the voice silent. After every step the rules of the program must hold:
no traceback, every hand edit kept, every character accounted for, manifests true, nothing left
over after a clean run, and the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a script, tests is no package

from tests.faults.kill import dies_at
from tests.faults.stage import Outcome, Stage, demand

BUSY, FAILED_CHECK = 8, 7
EDITIONS = ("full", "brief")
LEAFLET = """\
title: {title}
slug: {slug}
article: {{file: seeds/malaria.txt, name: स्वास्थ्य पुस्तिका, licence: CC BY-SA 4.0}}
voices:
  narrator: {{engine: silent, voice: {voice}, speed: {speed}}}
  announcer: {{engine: silent, voice: high}}
pauses: {{sentence: {pause}}}
editions: {{full: {{targets: [{targets}]}}, brief: {{targets: [phone]}}}}
chapters:
  - {{id: machchhar, title: मच्छर, from: मच्छर काटता}}
{more}  - {{id: kya, title: {chapter}, from: मलेरिया एक}}
"""
CHOICES = {
    "title": ("मलेरिया से बचिए", "मच्छर से बचिए", "बुखार और इलाज"),
    "slug": ("malaria", "machchhar"),
    "voice": ("low", "high"),
    "speed": ("1.0", "0.9"),
    "pause": ("300", "400"),
    "targets": ("phone", "phone, card", "phone, epub"),
    "more": ("", "  - {id: bimari, title: बीमारी, from: वह बीमारी}\n"),
    "chapter": ("यह क्या है", "मलेरिया क्या है"),
}


class User:
    """Somebody at work on one leaflet, with a dice."""

    def __init__(self, home: Path, seed: int) -> None:
        self.stage = Stage(home)
        self.chance = random.Random(seed)
        self.stage.fresh()
        self.said = {key: values[0] for key, values in CHOICES.items()}
        self.counts: Counter[str] = Counter()
        self.edits: set[str] = set()
        self.edited = 0
        self.made: dict[str, dict[str, str]] = {}
        self.clean: dict[str, str] = {}
        self.write_leaflet()
        self.command("scripts")

    def write_leaflet(self) -> None:
        (self.stage.root / "leaflet.yaml").write_text(LEAFLET.format(**self.said), encoding="utf-8")

    def command(self, *arguments: str, may: tuple[int, ...] = (0,)) -> Outcome:
        done = self.stage.run(*arguments)
        self.told(done, may, arguments)
        return done

    def told(self, done: Outcome, may: tuple[int, ...], arguments: tuple[str, ...]) -> None:
        demand("Traceback" not in done.err, done.err)
        demand(done.code in may, f"parcha {' '.join(arguments)} ended with {done.code}: {done.err}")

    # What a user does.

    def build(self) -> None:
        self.build_all(self.chance.choice(EDITIONS))

    def build_all(self, edition: str) -> None:
        """A whole edition; what lost its manifest and is named for that goes."""
        built = json.loads(self.command("build", "--edition", edition, "--json").out)
        for name in built["strangers"]:
            (self.stage.root / "audio" / edition / name).unlink()
        self.check_built(edition)

    def build_half(self) -> None:
        """One part, or another voice, just to hear it."""
        more = self.chance.choice((["--chapter", "kya"], ["--voice", "high"], ["--speed", "1.2"]))
        self.command("build", "--edition", "full", *more)
        self.clean.pop("full", None)

    def kill(self) -> None:
        edition = self.chance.choice(EDITIONS)
        if self.chance.random() < 0.5:
            touch = round(2000 ** self.chance.random())
            done = self.stage.run("build", "--edition", edition, trouble=dies_at(touch))
        else:
            pid = self.stage.start("build", "--edition", edition)
            time.sleep(self.chance.uniform(0, 3))  # this moment is what is tried
            os.kill(pid, signal.SIGKILL)
            done = self.stage.end(pid)
        self.told(done, (0, -signal.SIGKILL), ("build",))
        self.clean.pop(edition, None)
        if self.chance.random() < 0.5:
            left = self.files(edition)
            known = self.made.get(self.input(edition))
            self.build_all(edition)
            if known is not None:
                new = {name: left[name] for name in left if left[name] != known.get(name)}
                demand(known == self.files(edition), f"other bytes after a kill: {new}")

    def two_at_once(self) -> None:
        first = self.stage.start("build", "--edition", "full")
        second = self.stage.run("scripts")
        self.told(self.stage.end(first), (0, BUSY), ("build",))
        demand("Traceback" not in second.err, second.err)
        demand(second.code in (0, BUSY), second.err)
        self.clean.pop("full", None)

    def edit(self) -> None:
        """Another wording for one line of a script."""
        script = self.chance.choice(sorted((self.stage.root / "scripts").glob("0*.yaml")))
        lines = script.read_text(encoding="utf-8").splitlines()
        says = [n for n, line in enumerate(lines) if line.startswith("      - ")]
        place = self.chance.choice(says)
        self.edits.discard(lines[place])
        self.edited += 1
        lines[place] = f"      - यह बात {self.edited} बार कहिए।"
        self.edits.add(lines[place])
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def change(self) -> None:
        """Something in leaflet.yaml: title, voice, packages, a chapter more or less."""
        key = self.chance.choice(list(CHOICES))
        self.said[key] = self.chance.choice(CHOICES[key])
        self.write_leaflet()

    def remove(self) -> None:
        """A file of the packages, or a whole folder that can be made again."""
        files = [path for path in (self.stage.root / "audio").rglob("*") if path.is_file()]
        if files and self.chance.random() < 0.7:
            self.chance.choice(files).unlink()
        else:
            name = self.chance.choice(["audio", "sections"])
            shutil.rmtree(self.stage.root / name, ignore_errors=True)
        self.clean.clear()

    def damage(self) -> None:
        """Some objects of the cache: cut, emptied, one bit turned, or gone."""
        objects = sorted(path for path in self.stage.cache.rglob("*.*") if path.is_file())
        for path in self.chance.sample(objects, min(len(objects), 5)):
            data = bytearray(path.read_bytes())
            how = self.chance.choice(["cut", "empty", "bit", "gone"])
            if how == "gone" or not data:
                path.unlink()
                continue
            if how == "bit":
                data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
            path.write_bytes({"cut": data[: len(data) // 2], "empty": b"", "bit": data}[how])

    def sweep(self) -> None:
        days = self.chance.choice(["0", "90"])
        self.command("cache", *self.chance.choice((["gc", "--days", days], ["verify"], ["info"])))
        if self.chance.random() < 0.1:
            shutil.rmtree(self.stage.cache, ignore_errors=True)

    def look(self) -> None:
        edition = self.chance.choice(EDITIONS)
        before = self.snapshot()
        status = json.loads(self.command("status", "--json", "--edition", edition).out)
        self.command("check", "--edition", edition, may=(0, FAILED_CHECK))
        self.command("scan")
        demand(self.snapshot() == before, "a command that only looks wrote something")
        if self.clean.get(edition) == self.input(edition):
            demand(status["up_to_date"], f"nothing changed, yet: {status}")

    def texts(self) -> None:
        self.command(self.chance.choice(["sections", "scripts"]))
        if self.chance.random() < 0.5:
            self.command("sections")
            self.command("sections", "--check")

    # What must hold.

    def check(self) -> None:
        """After every step."""
        scripts = (self.stage.root / "scripts").glob("*.yaml")
        lines = "\n".join(path.read_text(encoding="utf-8") for path in scripts).splitlines()
        lost = {edit.strip() for edit in self.edits} - set(map(str.strip, lines))
        demand(not lost, f"hand edits are gone: {lost}")

    def check_built(self, edition: str) -> None:
        """After a build that ended well."""
        found = self.files(edition)
        manifest_path = self.stage.root / "audio" / edition / "manifest.json"
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
        listed = {file["path"]: file["sha256"] for file in manifest["files"]}
        there = {name: digest for name, digest in found.items() if name != "manifest.json"}
        other = set(there.items()) ^ set(listed.items())
        demand(not other, f"not as the manifest says: {other}")
        # The other edition may wait for its build to go on.
        others = {f"audio/{name}/unfinished.txt" for name in EDITIONS if name != edition}
        litter = {*self.stage.litter()} - others
        demand(not litter, f"litter: {litter}")
        before = self.made.setdefault(self.input(edition), found)
        demand(before == found, f"other bytes: {set(before.items()) ^ set(found.items())}")
        self.clean[edition] = self.input(edition)
        counts = json.loads(self.command("sections", "--check", "--json").out)
        demand(counts["characters"] == counts["kept"] + counts["left_out"], f"lost: {counts}")

    def files(self, edition: str) -> dict[str, str]:
        prefix = f"{edition}/"
        return {
            name.removeprefix(prefix): digest
            for name, digest in self.stage.audio().items()
            if name.startswith(prefix)
        }

    def input(self, edition: str) -> str:
        """All that an edition is made from, as a hash."""
        texts = [(self.stage.root / "leaflet.yaml").read_text(encoding="utf-8"), edition]
        for script in sorted((self.stage.root / "scripts").glob("0*.yaml")):
            chapter = script.stem.partition("-")[2]
            if chapter != "bimari" or self.said["more"]:
                texts += [chapter, script.read_text(encoding="utf-8")]
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()

    def snapshot(self) -> list[tuple[str, int, int]]:
        return sorted(
            (str(path), path.stat().st_size, path.stat().st_mtime_ns)
            for path in self.stage.root.rglob("*")
            if path.is_file()
        )

    def step(self) -> None:
        name = self.chance.choices(list(STEPS), list(STEPS.values()))[0]
        self.counts[name] += 1
        getattr(self, name)()
        self.check()


STEPS = {
    "build": 6, "build_half": 1, "kill": 4, "two_at_once": 1, "edit": 4, "change": 3, "remove": 2,
    "damage": 3, "sweep": 1, "look": 3, "texts": 2,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    end = time.monotonic() + 60 * said.minutes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        user = User(Path(home), said.seed)
        try:
            while time.monotonic() < end:
                user.step()
        except AssertionError:
            print(f"After {user.counts.total()} steps of seed {said.seed}: {dict(user.counts)}")
            raise
    print(f"{user.counts.total()} steps, all rules held: {dict(user.counts)}")


if __name__ == "__main__":
    main()
