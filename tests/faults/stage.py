"""A small leaflet with a cache of its own, and `parcha` run on it in a process that may be broken.

The process is forked, so that it starts at once and any trouble can be put into it beforehand.
POSIX only, as are the harnesses that use it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import parcha.build
import parcha.cli
import parcha.targets.phone
from parcha.lock import alone  # noqa: F401

ARTICLE = "मच्छर काटता है।\n\nवह बीमारी लाता है।\n\nमलेरिया एक बुखार है।\n"
LINE = "    - मलेरिया एक बुखार है।\n"
EDITED = "    - मलेरिया बुखार है।\n"
LEAFLET = """\
title: मलेरिया से बचिए
slug: {slug}
article: {{file: seeds/malaria.txt, name: स्वास्थ्य पुस्तिका, licence: CC BY-SA 4.0}}
voices:
  narrator: {{engine: {engine}}}
  announcer: {{engine: {engine}}}
web: {{url: "https://example.org/"}}
editions: {{full: {{targets: [{targets}]}}}}
chapters:
  - {{id: machchhar, title: मच्छर, from: मच्छर काटता}}
{more}  - {{id: kya, title: यह क्या है, from: मलेरिया एक}}
"""
MORE = "  - {id: bimari, title: बीमारी, from: वह बीमारी}\n"
BOOKKEEPING = {".lock", ".at-work.json", "unfinished.txt"}


@dataclass(frozen=True, slots=True)
class Variant:
    """One state of the leaflet: its voice, its file names, its packages, and one edited line.

    `more`: a chapter before the edited one, so that the script with the edit gets another number.
    """

    engine: str = "silent"
    slug: str = "malaria"
    targets: str = "phone"
    edited: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended; `code` is negative where a signal ended it."""

    code: int
    out: str
    err: str


def demand(holds: object, what: str) -> None:
    """An assertion that `python -O` does not drop."""
    if not holds:
        raise AssertionError(what)


class Stage:
    """A leaflet folder and its cache under `home`."""

    def __init__(self, home: Path) -> None:
        self.root, self.cache, self._home = home / "leaflet", home / "cache", home

    def fresh(self) -> None:
        """Throw away everything, the cache too."""
        for folder in (self.root, self.cache):
            shutil.rmtree(folder, ignore_errors=True)
        (self.root / "seeds").mkdir(parents=True)
        (self.root / "seeds" / "malaria.txt").write_text(ARTICLE, encoding="utf-8")

    def become(self, variant: Variant) -> None:
        """Edit the leaflet by hand, as its author would."""
        leaflet = LEAFLET.format(
            engine=variant.engine,
            slug=variant.slug,
            targets=variant.targets,
            more=MORE if variant.more else "",
        )
        (self.root / "leaflet.yaml").write_text(leaflet, encoding="utf-8")
        if variant.edited and not self.scripts():
            demand(self.run("scripts").code == 0, "the scripts could not be written")
        was, now = (LINE, EDITED) if variant.edited else (EDITED, LINE)
        for script in self.scripts():
            text = script.read_text(encoding="utf-8")
            script.write_text(text.replace(was, now), encoding="utf-8")

    def scripts(self) -> list[Path]:
        """The script with the edited line: one file, or two where a build ended between them."""
        return sorted((self.root / "scripts").glob("0*-kya.yaml"))

    def start(self, *arguments: str, trouble: Callable[[], None] | None = None) -> int:
        """Fork a `parcha` that meets `trouble`, and return its process id."""
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            return pid
        try:
            for number, name in ((1, "out"), (2, "err")):
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                os.dup2(os.open(self._home / name, flags), number)
            os.environ["PARCHA_CACHE"] = str(self.cache)
            sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
            if trouble:
                trouble()
            code = parcha.cli.run(["-C", str(self.root), *arguments])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            os.write(2, traceback.format_exc().encode())
            code = 99
        os._exit(code)

    def end(self, pid: int) -> Outcome:
        """Wait for a process of `start`."""
        _, status = os.waitpid(pid, 0)
        told = (Path(self._home, name).read_text(encoding="utf-8") for name in ("out", "err"))
        return Outcome(os.waitstatus_to_exitcode(status), *told)

    def run(self, *arguments: str, trouble: Callable[[], None] | None = None) -> Outcome:
        """Run `parcha` to its end."""
        return self.end(self.start(*arguments, trouble=trouble))

    def audio(self) -> Mapping[str, str]:
        """The packages: hash by path. What is not whole yet and bookkeeping do not count."""
        return {
            path.relative_to(self.root / "audio").as_posix(): sha256(path)
            for path in sorted((self.root / "audio").rglob("*"))
            if path.is_file() and path.name not in BOOKKEEPING and not unfinished(path)
        }

    def litter(self) -> list[str]:
        """What should be gone after a clean run."""
        return [
            str(path.relative_to(self.root))
            for path in self.root.rglob("*")
            if unfinished(path) or path.name in BOOKKEEPING - {".lock"}
        ]

    def built(self, variant: Variant, expected: Mapping[str, str], *flags: str) -> None:
        """Run a build, which must finish with just the `expected` files and nothing else."""
        done = self.run("build", *flags)
        demand(done.code == 0, f"the build after it ended with {done.code}: {done.err}")
        demand("Traceback" not in done.err, done.err)
        found = self.audio()
        different = sorted(set(found.items()) ^ set(expected.items()))
        demand(not different, f"other files than an undisturbed build: {different}")
        demand(not self.litter(), f"litter: {self.litter()}")
        self.edit_is_kept(variant)

    def edit_is_kept(self, variant: Variant) -> None:
        """The hand-edited line is in the script as it was written."""
        if variant.edited:
            texts = [script.read_text(encoding="utf-8") for script in self.scripts()]
            demand(texts and all(EDITED in text for text in texts), "a hand edit was lost")


def unfinished(path: Path) -> bool:
    """Whether a path is, or lies in, something that is not whole yet."""
    return any(part.startswith(".new-") for part in path.parts)


def sha256(path: Path) -> str:
    """The hash of a file, or a word where another process has just removed it."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return "gone"
