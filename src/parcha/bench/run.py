"""The order of a bench: what is measured, each time in a fresh process and with a fresh cache."""

from __future__ import annotations

import platform
import statistics
import sys
from dataclasses import replace
from pathlib import Path

from parcha.bench.figures import Figures, Run
from parcha.bench.place import Place, Text, fresh
from parcha.config import load
from parcha.errors import ParchaError
from parcha.progress import Progress
from parcha.speech.workers import cores

LONGER = (2, 4)
NOOPS = 3
STEPS = 7 + len(LONGER)


def bench(text: Text, progress: Progress) -> Figures:
    """Measure both ways on this machine. Raises `ParchaError` if one of them fails."""
    if sys.platform == "win32":
        raise ParchaError("parcha bench does not run on Windows.", "Run it on Linux or macOS.")
    progress.begin("measure", STEPS)
    config = load(text.folder.leaflet)
    edition = config.edition(text.edition)
    with fresh(text) as prepared:
        _, drafted = prepared.run("prepare")
        progress.advance()

        def run(text: Text, what: str = "ours", jobs: int = 0, times: int = 1) -> Run:
            with fresh(text, prepared.cache) as place:
                found, _ = place.run(what, jobs, times)
            progress.advance()
            return found

        stock = run(text, "stock")
        with fresh(text, prepared.cache) as place:
            ours, _ = place.run("ours")
            progress.advance()
            noop = statistics.median(place.build() for _ in range(NOOPS))
            one_line = _one_line(place, drafted.parts, edition.is_brief)
            progress.advance()
        return Figures(
            text={
                "edition": edition.name,
                "engine": text.engine or config.narrator.engine,
                "parts": len(drafted.parts),
                "lines": drafted.lines,
            },
            machine=_machine(),
            stock=stock,
            ours=ours,
            one_worker=run(text, jobs=1),
            two_workers=ours if cores() == 2 else run(text, jobs=2),
            first_part_seconds=run(replace(text, chapters=drafted.parts[:1])).seconds,
            noop_seconds=noop,
            one_line_seconds=one_line,
            longer={times: run(text, times=times) for times in LONGER},
        )


def _one_line(place: Place, parts: tuple[str, ...], brief: bool) -> float:
    """How long a build takes after one line of the part in the middle was edited."""
    place.edit(parts[len(parts) // 2], brief)
    return place.build()


def _machine() -> dict[str, str | int]:
    try:
        known = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        names = [
            line.partition(":")[2].strip() for line in known.splitlines() if "model name" in line
        ]
    except OSError:
        names = []
    return {
        "cores": cores(),
        "processor": (names or [platform.processor() or platform.machine()])[0],
        "system": platform.system(),
        "python": platform.python_version(),
    }
