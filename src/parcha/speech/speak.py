"""From lines to recordings: plan, drop duplicates, look up, hand out what is missing, store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from parcha.errors import NetworkError
from parcha.model import Clip, Recording, Utterance
from parcha.speech.cache import Cache
from parcha.speech.engine import Engine, EngineSpec, Prepared, check_voice, open_engine
from parcha.speech.workers import Pool, SpeakTask, cores, executor, speak_each


@dataclass(frozen=True, slots=True)
class Spoken:
    """Each utterance is in `recordings`, or its clip is in `failed` and says why."""

    recordings: Mapping[Utterance, Recording]
    failed: tuple[Clip, ...] = ()


def speak(
    utterances: Sequence[Utterance],
    specs: Mapping[str, EngineSpec],
    cache: Cache,
    jobs: int | Pool = 0,
    on_done: Callable[[Clip, bool], None] | None = None,
) -> Spoken:
    """Speak what `cache` does not hold of `utterances`, with `jobs` processes (0: one a core).

    `jobs` may also be a pool that others use as well. `specs` gives the options of engines by name.
    `on_done` gets each clip, and whether it was spoken now; one from the cache comes without its
    sound. If nothing is missing, no engine is loaded and no process started. A clip is stored as
    soon as it comes back.

    Raises `EngineError` where an engine or a voice does not exist or cannot start, or a worker
    died, and `StorageError` where a clip cannot be stored.
    """
    if isinstance(jobs, Pool):
        with jobs.turn:
            return _speak(utterances, specs, cache, jobs, on_done or _nobody)
    return _speak(utterances, specs, cache, jobs, on_done or _nobody)


def _speak(
    utterances: Sequence[Utterance],
    specs: Mapping[str, EngineSpec],
    cache: Cache,
    jobs: int | Pool,
    report: Callable[[Clip, bool], None],
) -> Spoken:
    recordings: dict[Utterance, Recording] = {}
    missing: list[SpeakTask] = []
    tasks = tasks_of(utterances, specs)
    cache.fetch((task.utterance, task.fingerprint) for task in tasks)
    for task in tasks:
        recording = cache.get(task.utterance, task.fingerprint)
        if recording is None:
            missing.append(task)
        else:
            recordings[task.utterance] = recording
            report(Clip(task.utterance, None, recording.words), False)
    failed: list[Clip] = []
    with _pool(missing, jobs) as pool:
        for _, clip, recording in speak_missing(longest_first(missing), cache, pool):
            if recording is None:
                failed.append(clip)
            else:
                recordings[clip.utterance] = recording
            report(clip, True)
    return Spoken(recordings, tuple(failed))


def tasks_of(utterances: Sequence[Utterance], specs: Mapping[str, EngineSpec]) -> list[SpeakTask]:
    """One task for each different utterance, its voice checked before any work starts."""
    tasks = []
    for utterance in dict.fromkeys(utterances):
        name = utterance.voice.engine
        spec = specs.get(name, EngineSpec(name))
        engine = open_engine(spec)
        check_voice(engine, utterance.voice)
        tasks.append(SpeakTask(utterance, spec, engine.fingerprint))
    return tasks


def longest_first(tasks: Iterable[SpeakTask]) -> list[SpeakTask]:
    """A long line left to the end would keep one worker busy and the rest idle."""
    return sorted(tasks, key=lambda task: len(task.utterance.text), reverse=True)


def speak_missing(
    tasks: Iterable[SpeakTask], cache: Cache, pool: Pool
) -> Iterator[tuple[SpeakTask, Clip, Recording | None]]:
    """Have `tasks` spoken in their order and store each clip; one with an error has no recording.

    Once an online voice cannot be reached, its other lines fail without being tried.
    """
    unreachable: dict[EngineSpec, NetworkError] = {}
    untried: list[SpeakTask] = []

    def tried() -> Iterator[SpeakTask]:
        for task in tasks:
            if task.spec in unreachable:
                untried.append(task)
            else:
                yield task

    for task, clip in speak_each(pool, tried()):
        if isinstance(clip.error, NetworkError):
            unreachable[task.spec] = clip.error
        yield task, clip, None if clip.error else cache.put(clip, task.fingerprint)
    for task in untried:
        yield task, Clip(task.utterance, None, error=unreachable[task.spec]), None


def make_ready(tasks: Iterable[SpeakTask]) -> list[Engine]:
    """The engines that `tasks` need, with done what must be done before any worker starts."""
    engines = [open_engine(spec) for spec in dict.fromkeys(task.spec for task in tasks)]
    for engine in engines:
        if isinstance(engine, Prepared):
            engine.prepare()
    return engines


@contextmanager
def _pool(tasks: Sequence[SpeakTask], jobs: int | Pool) -> Iterator[Pool]:
    """As many workers as suit the engines and the tasks, or the pool that there is."""
    engines = make_ready(tasks)
    if isinstance(jobs, Pool):
        yield jobs
        return
    parallel = any(engine.parallel for engine in engines)
    workers = min(jobs or cores(), len(tasks)) if parallel else 1
    with executor(workers) as speaking:
        yield Pool(speaking, workers)


def _nobody(clip: Clip, new: bool) -> None:
    """Nobody asked for news."""
