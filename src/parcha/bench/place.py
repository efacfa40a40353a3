"""Where one measurement is made: a copy of the leaflet and a cache that knows only the weights."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from parcha.bench.child import Answer, Request
from parcha.bench.figures import Run
from parcha.errors import ParchaError
from parcha.folder import Folder
from parcha.model import Item
from parcha.store import DAY_S, DERIVED
from parcha.text import scriptfile
from parcha.yamlfile import read_text

TEXT = ("leaflet.yaml", "words.yaml", "plain.yaml", "seeds", "sections", "scripts")


@dataclass(frozen=True, slots=True)
class Text:
    """What is spoken: an edition of a leaflet, all of it or some chapters, by an engine."""

    folder: Folder
    edition: str | None = None
    engine: str | None = None
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One copy of the leaflet with its cache."""

    root: Path
    text: Text

    @property
    def leaflet(self) -> Folder:
        """The copy."""
        return Folder(self.root / "leaflet")

    @property
    def cache(self) -> Path:
        """Its cache."""
        return self.root / "cache"

    def run(self, what: str, jobs: int = 0, times: int = 1) -> tuple[Run, Answer]:
        """Measure a child that does `what`. Raises `ParchaError` if it fails."""
        text = self.text
        request = Request(
            what, str(self.leaflet.root), text.edition, text.engine, text.chapters, jobs, times
        )
        command = [sys.executable, "-m", "parcha.bench.child", json.dumps(asdict(request))]
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=self._environment())
        assert process.stdout
        with process.stdout:
            printed = process.stdout.read()
        # With what its own children used, unlike what the system adds up for all of ours.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise ParchaError(f'The measurement "{what}" failed; what it said stands above.')
        answer = Answer(**json.loads(printed))
        run = Run(
            seconds=seconds,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            parent_peak_mb=answer.peak_mb,
            peak_mb=answer.peak_mb + answer.workers_mb,
            minutes=answer.length_ms / 60_000,
            speak_seconds=answer.speak_s,
            network_seconds=answer.network_s,
            first_part_seconds=max(0.0, answer.first_part_at - started),
            clips_mb=_megabytes(self.cache, "clips", "sounds"),
            made_mb=_megabytes(self.cache, *DERIVED),
            package_mb=_megabytes(self.leaflet.root, "audio", "stock"),
        )
        return run, answer

    def build(self) -> float:
        """How many seconds `parcha build` takes here. Raises `ParchaError` if it fails."""
        text = self.text
        command = [sys.executable, "-m", "parcha", "-C", str(self.leaflet.root), "build"]
        command += ["--edition", text.edition] if text.edition else []
        command += ["--engine", text.engine] if text.engine else []
        command += [word for chapter in text.chapters for word in ("--chapter", chapter)]
        started = time.monotonic()
        done = subprocess.run(
            [*command, "--target", "phone"],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            check=False,
            timeout=DAY_S,
        )
        if done.returncode:
            raise ParchaError("`parcha build` failed; what it said stands above.")
        return time.monotonic() - started

    def edit(self, part: str, brief: bool) -> None:
        """Change one line of a part, as a person would: two of its words change places."""
        path = next((self.leaflet.root / "scripts").glob(f"[0-9]*-{part}.yaml"))
        script = scriptfile.parse(read_text(path), path.name, int(path.name.partition("-")[0]))
        items = list(script.items)
        told = "brief" if brief else "say"
        place = max(range(len(items)), key=lambda number: _length(items[number], told))
        first, *rest = getattr(items[place], told)
        one, two, *words = first.split()
        changed: Any = {told: (" ".join([two, one, *words]), *rest)}
        items[place] = replace(items[place], **changed)
        path.write_text(scriptfile.render(replace(script, items=tuple(items))), encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        known = {key: value for key, value in os.environ.items() if not key.startswith("PARCHA_S")}
        return {**known, "PARCHA_CACHE": str(self.cache)}


def _megabytes(root: Path, *folders: str) -> float:
    """How much the files in `folders` of `root` hold."""
    files = (path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files) / 1_000_000


def _length(item: Item, told: str) -> int:
    """How many words the first line of an item of the article has."""
    lines = getattr(item, told) if item.role == "text" else ()
    return len(lines[0].split()) if lines else 0


@contextmanager
def fresh(text: Text, prepared: Path | None = None) -> Iterator[Place]:
    """A new place, whose cache is a copy of `prepared`; it goes with all that is in it."""
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), text)
        place.leaflet.root.mkdir()
        place.cache.mkdir()
        for part in TEXT:
            _copy(text.folder.root / part, place.leaflet.root / part)
        if prepared is not None:
            # Links, because nothing in a cache is changed after it was written.
            shutil.copytree(prepared, place.cache, copy_function=_link, dirs_exist_ok=True)
        yield place


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.is_file():
        shutil.copy(source, target)


def _link(source: Any, target: Any) -> Any:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
