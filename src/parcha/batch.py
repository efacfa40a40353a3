"""Many leaflets at once: every line of all of them through one pool, each leaflet built when it
has its lines.

The parent drafts the next leaflet while the pool speaks, so that no worker waits; finished ones are
joined and packaged beside it. What fails stops nothing else, and the same command goes on later:
lines are in the cache, finished leaflets are up to date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol

from parcha.build import Built, build
from parcha.draft import Draft
from parcha.errors import EngineError, ParchaError, StorageError
from parcha.folder import Folder
from parcha.lock import alone
from parcha.model import Clip
from parcha.speech.cache import Cache, open_cache
from parcha.speech.speak import longest_first, make_ready, speak_missing, tasks_of
from parcha.speech.workers import Pool, SpeakTask, cores
from parcha.store import Store

BUILT_AT_ONCE = max(1, cores() // 2)
"""A build keeps about two cores busy with ffmpeg."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one leaflet: it is `built`, or `error` says why not.

    `notices` are what people should be told of their edits.
    """

    folder: Folder
    built: Built | None = None
    error: ParchaError | None = None
    notices: tuple[str, ...] = ()


class Watcher(Protocol):
    """Who is told how a batch gets on. It is called from several threads."""

    def drafted(self, folder: Folder, lines: int, missing: int) -> None:
        """A leaflet has so many different lines, of which so many have to be spoken."""

    def spoken(self, folder: Folder) -> None:
        """One of its missing lines is done, well or not."""

    def building(self, folder: Folder) -> None:
        """It has all its lines."""

    def finished(self, outcome: Outcome) -> None:
        """It is built, or has failed."""


@dataclass(slots=True)
class _Leaflet:
    """A leaflet that waits for lines."""

    folder: Folder
    waiting: set[SpeakTask]
    asked: int = 0  # how many of its lines no other leaflet had asked for
    failed: list[Clip] = field(default_factory=list)


class Batch:
    """One run over many leaflets: `draft_of` plans each, `pool` speaks."""

    def __init__(self, draft_of: Callable[[Folder], Draft], pool: Pool, watcher: Watcher) -> None:
        self._draft_of = draft_of
        self._pool = pool
        self._watcher = watcher
        self._cache: Cache = open_cache(Store())
        self._waiting: defaultdict[SpeakTask, list[_Leaflet]] = defaultdict(list)
        self._outcomes: list[Outcome] = []
        self._building: list[Future[None]] = []

    def run(self, folders: Sequence[Folder]) -> list[Outcome]:
        """Build the leaflets in `folders` and say what became of each, in their order.

        Raises `StorageError` where a clip cannot be stored, `EngineError` where a worker process
        died: that would befall all others as well.
        """
        with ThreadPoolExecutor(BUILT_AT_ONCE) as self._builders:
            try:
                for task, clip, _ in speak_missing(self._tasks(folders), self._cache, self._pool):
                    self._came_back(task, clip)
                for future in self._building:
                    future.result()
            except BaseException:
                self._builders.shutdown(cancel_futures=True)
                raise
        place = {folder: number for number, folder in enumerate(folders)}
        return sorted(self._outcomes, key=lambda outcome: place[outcome.folder])

    def _tasks(self, folders: Iterable[Folder]) -> Iterator[SpeakTask]:
        """Every line that has to be spoken, once, a leaflet after the other."""
        for folder in folders:
            try:
                leaflet = self._drafted(folder)
            except ParchaError as error:
                self._finish(Outcome(folder, error=error))
                continue
            new = [task for task in leaflet.waiting if task not in self._waiting]
            leaflet.asked = len(new)
            for task in leaflet.waiting:
                self._waiting[task].append(leaflet)
            if leaflet.waiting:
                yield from longest_first(new)
            else:
                self._build(leaflet)

    def _drafted(self, folder: Folder) -> _Leaflet:
        drafted = self._draft_of(folder)
        tasks = tasks_of(drafted.utterances, drafted.specs)
        self._cache.fetch((task.utterance, task.fingerprint) for task in tasks)
        missing = {
            task for task in tasks if self._cache.get(task.utterance, task.fingerprint) is None
        }
        make_ready(missing)
        self._watcher.drafted(folder, len(tasks), len(missing))
        return _Leaflet(folder, missing)

    def _came_back(self, task: SpeakTask, clip: Clip) -> None:
        for leaflet in self._waiting.pop(task):
            leaflet.waiting.remove(task)
            if clip.error:
                leaflet.failed.append(clip)
            self._watcher.spoken(leaflet.folder)
            if not leaflet.waiting:
                self._build(leaflet)

    def _build(self, leaflet: _Leaflet) -> None:
        """Have a leaflet built that has all its lines, or note that it lacks some."""
        if leaflet.failed:
            self._finish(Outcome(leaflet.folder, error=_unspoken(leaflet.failed)))
            return
        self._building.append(self._builders.submit(self._made, leaflet))

    def _made(self, leaflet: _Leaflet) -> None:
        folder = leaflet.folder
        self._watcher.building(folder)
        try:
            # Drafted anew: somebody may have edited a script since, and a build writes scripts.
            with alone(folder):
                drafted = self._draft_of(folder)
                built = build(folder, drafted, self._pool)
        except ParchaError as error:
            self._finish(Outcome(folder, error=error))
        except OSError as error:
            what = f"{error.filename or folder.root}: {error.strerror or error}"
            self._finish(Outcome(folder, error=StorageError(what)))
        else:
            spoken = leaflet.asked + built.spoken
            built = replace(built, spoken=spoken)
            self._finish(Outcome(folder, built=built, notices=drafted.notices))

    def _finish(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._watcher.finished(outcome)


def _unspoken(failed: Sequence[Clip]) -> ParchaError:
    """What to say of a leaflet whose lines could not all be spoken."""
    first = failed[0]
    told = first.error if isinstance(first.error, ParchaError) else EngineError(str(first.error))
    what = f"{len(failed)} lines could not be spoken. The first one: {first.utterance.text}"
    return EngineError(f"{what}\n{told.message}", told.hint)
