"""From lines to recordings: plan, drop duplicates, look up, hand out what is missing, store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from parcha.errors import NetworkError
from parcha.model import Clip, Recording, Utterance
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec, Prepared, check_voice, open_engine
from parcha.speech.workers import SpeakTask, cores, executor, speak_all


@dataclass(frozen=True, slots=True)
class Spoken:
    """Each utterance is in `recordings`, or its clip is in `failed` and says why."""

    recordings: Mapping[Utterance, Recording]
    failed: tuple[Clip, ...] = ()


def speak(
    utterances: Sequence[Utterance],
    specs: Mapping[str, EngineSpec],
    cache: Cache,
    jobs: int = 0,
    on_done: Callable[[Clip, bool], None] | None = None,
) -> Spoken:
    """Speak what `cache` does not hold of `utterances`, with `jobs` processes (0: one a core).

    `specs` gives the options of engines by name. `on_done` gets each clip, and whether it was
    spoken now; one from the cache comes without its sound. If nothing is missing, no engine is
    loaded and no process started. A clip is stored as soon as it comes back.

    Raises `EngineError` where an engine or a voice does not exist or cannot start, or a worker
    died, and `StorageError` where a clip cannot be stored.
    """
    report = on_done or _nobody
    recordings: dict[Utterance, Recording] = {}
    missing: list[SpeakTask] = []
    for task in _plan(utterances, specs):
        recording = cache.get(task.utterance, open_engine(task.spec).fingerprint)
        if recording is None:
            missing.append(task)
        else:
            recordings[task.utterance] = recording
            report(Clip(task.utterance, None, recording.words), False)

    # The longest first: a long line left to the end would keep one worker busy and the rest idle.
    missing.sort(key=lambda task: len(task.utterance.text), reverse=True)
    workers = _make_ready(missing, jobs)
    spec_of = {task.utterance: task.spec for task in missing}
    failed: dict[Utterance, Clip] = {}
    # Once an online voice cannot be reached, its other lines fail without being tried.
    unreachable: dict[EngineSpec, NetworkError] = {}
    tried = (task for task in missing if task.spec not in unreachable)
    with executor(workers) as pool:
        for clip in speak_all(pool, tried, workers):
            spec = spec_of.pop(clip.utterance)
            if clip.error is None:
                recordings[clip.utterance] = cache.put(clip, open_engine(spec).fingerprint)
            else:
                failed[clip.utterance] = clip
            if isinstance(clip.error, NetworkError):
                unreachable[spec] = clip.error
            report(clip, True)
    for utterance, spec in spec_of.items():
        failed[utterance] = Clip(utterance, None, error=unreachable[spec])
    return Spoken(recordings, tuple(failed.values()))


def _plan(utterances: Sequence[Utterance], specs: Mapping[str, EngineSpec]) -> list[SpeakTask]:
    """One task for each different utterance, its voice checked before any work starts."""
    tasks = []
    for utterance in dict.fromkeys(utterances):
        name = utterance.voice.engine
        spec = specs.get(name, EngineSpec(name))
        check_voice(open_engine(spec), utterance.voice)
        tasks.append(SpeakTask(utterance, spec))
    return tasks


def _make_ready(tasks: Sequence[SpeakTask], jobs: int) -> int:
    """Prepare the engines that `tasks` need, and say how many workers suit them."""
    engines = [open_engine(spec) for spec in dict.fromkeys(task.spec for task in tasks)]
    for engine in engines:
        if isinstance(engine, Prepared):
            engine.prepare()
    if not any(engine.parallel for engine in engines):
        return 1
    return min(jobs or cores(), len(tasks))


def _nobody(clip: Clip, new: bool) -> None:
    """Nobody asked for news."""
