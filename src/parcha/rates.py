"""How long work took on this machine, so that `parcha status` can say how long a build will take.

Work is counted in characters of the text: speaking them, packaging them with new sound ("make") or
with sound that was there already ("again").
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from parcha.progress import Progress
from parcha.store import Store, key_of, write_atomic

CHECKS = "checks"
"""Joining, measuring and checking, which are not of one package."""
FEW = 200
"""Of fewer characters nothing is learnt: they take no longer than starting an engine."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work, and how many characters it is done for."""

    kind: str
    characters: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many seconds work will take, beside the kinds that are `unknown` on this machine."""

    seconds: float
    unknown: tuple[str, ...]


class Rates:
    """Seconds for each kind of work, a character; kept in `rates.json` in the store."""

    def __init__(self, store: Store) -> None:
        self._path = store.root / "rates.json"

    def note(self, work: Work, seconds: float) -> None:
        """Learn from what was just done. Earlier builds count half as much each time.

        Raises `StorageError`.
        """
        if work.characters < FEW:
            return
        rates = self._read()
        before = rates.get(work.kind, (0.0, 0.0))
        rates[work.kind] = (before[0] / 2 + work.characters, before[1] / 2 + seconds)
        write_atomic(self._path, json.dumps(rates, indent=1, sort_keys=True).encode())

    def estimate(self, works: Iterable[Work]) -> Estimate:
        """How long `works` will take, one after the other."""
        rates, seconds, unknown = self._read(), 0.0, []
        for work in works:
            if rate := rates.get(work.kind):
                seconds += work.characters * rate[1] / rate[0]
            elif work.characters:
                unknown.append(work.kind)
        return Estimate(seconds, tuple(unknown))

    def _read(self) -> dict[str, tuple[float, float]]:
        try:
            known = json.loads(self._path.read_bytes())
            rates = {work: (float(rate[0]), float(rate[1])) for work, rate in known.items()}
        except (OSError, ValueError, TypeError, AttributeError, LookupError):
            return {}
        return {work: rate for work, rate in rates.items() if rate[0] > 0}


def speaking(engines: Mapping[str, str], characters: int) -> Work:
    """To speak with these engines, given with their fingerprints."""
    releases = key_of(*(engines[name] for name in sorted(engines)))[:8]
    return Work(f"speak {' and '.join(sorted(engines))} {releases}", characters)


def packaging(name: str, fresh: int, total: int) -> tuple[Work, Work]:
    """To make a package, or the checks: of `total` characters `fresh` have new sound."""
    return Work(f"make {name}", fresh), Work(f"again {name}", total - fresh)


def learn_packaging(rates: Rates, name: str, fresh: int, total: int, seconds: float) -> None:
    """Learn from a package that was made in `seconds`. Raises `StorageError`."""
    make, again = packaging(name, fresh, total)
    if again.characters:
        rates.note(again, max(0.0, seconds - rates.estimate([make]).seconds))
    else:
        rates.note(make, seconds)


class Stopwatch:
    """Passes on a build's progress and notes how long each stage lasts."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stage = ""
        self._since = time.monotonic()
        self._seconds: dict[str, float] = {}

    def begin(self, stage: str, total: int) -> None:
        """A stage of `total` steps starts."""
        self.enter(stage)
        self._progress.begin(stage, total)

    def enter(self, stage: str) -> None:
        """The time of the stage before it ends; nobody is told of its steps yet."""
        self._end()
        self._stage = stage

    def advance(self) -> None:
        """One step is done."""
        self._progress.advance()

    def seconds(self) -> Mapping[str, float]:
        """How long each stage has lasted by now, in their order."""
        self._end()
        return self._seconds

    def _end(self) -> None:
        now = time.monotonic()
        if self._stage:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._since = now


def package_seconds(stages: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """How long each package took, and the checks, by the stages of a build."""
    packages = {stage: stage.removeprefix("package: ") for stage in stages if ":" in stage}
    yield from ((name, stages[stage]) for stage, name in packages.items())
    yield CHECKS, sum(stages[stage] for stage in stages if stage not in (*packages, "speak"))
