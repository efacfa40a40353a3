"""Who speaks: this process, or several others with one engine and one thread each."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import platform
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

from parcha.errors import EngineError, NetworkError, ParchaError
from parcha.model import Clip, Utterance, Word
from parcha.speech import plausible
from parcha.speech.engine import EngineSpec, Timed, check_voice, open_engine

RENEWALS = 3
"""How often a pool starts anew: a machine without memory would kill its workers for ever."""
LOOK_AFTER_S = 5.0
"""How often somebody looks whether a cluster that says nothing is still there."""
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class SpeakTask:
    """All that a worker has to know: one positional argument, as Dask's executor wants it.

    A worker on another machine must have the engine whose `fingerprint` is asked for, down to its
    release: its sound will be kept as that engine's. "" asks for nothing.
    """

    utterance: Utterance
    spec: EngineSpec
    fingerprint: str = ""


@dataclass(slots=True)
class Pool:
    """Who speaks: an executor, and how many lines it speaks at once.

    Of several callers that look up and speak what is missing, each waits for its `turn`: so what
    one has spoken the next one finds. A cluster that is no longer `alive` gives nothing back.
    `start` makes another executor in the place of a broken one, where that can be done.
    """

    executor: Executor
    workers: int
    turn: threading.Lock = field(default_factory=threading.Lock)
    alive: Callable[[], bool] = lambda: True
    start: Callable[[], Executor] | None = None
    _renewing: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, broken: Executor) -> None:
        """Replace an executor whose worker died, unless another caller has done so."""
        with self._renewing:
            if self.start is not None and self.executor is broken:
                self.executor = self.start()


def work(task: SpeakTask) -> Clip:
    """Speak one utterance. Never raises: an error comes back in the clip, fit for pickling."""
    utterance = task.utterance
    words: tuple[Word, ...] = ()
    try:
        engine = open_engine(task.spec)
        check_voice(engine, utterance.voice)
        if task.fingerprint not in ("", engine.fingerprint):
            raise EngineError(
                f"{platform.node()} has another release of {task.spec.name}: "
                f"{engine.fingerprint} instead of {task.fingerprint}.",
                "Install the same packages on every machine.",
            )
        if isinstance(engine, Timed):
            audio, words = engine.speak_timed(utterance.text, utterance.voice)
        else:
            audio = engine.speak(utterance.text, utterance.voice)
        plausible.check(utterance, audio)
    except ParchaError as error:
        return Clip(utterance, None, error=error)
    except Exception as error:  # a bug in one voice must not lose what the others spoke
        message = f'{task.spec.name} failed on "{utterance.text}": {type(error).__name__}: {error}'
        return Clip(utterance, None, error=EngineError(message))
    return Clip(utterance, audio, words)


def speak_all(executor: Executor, tasks: Iterable[SpeakTask], workers: int) -> Iterator[Clip]:
    """The clips of `tasks` as they are finished, as `speak_each` does it."""
    return (clip for _, clip in speak_each(Pool(executor, workers), tasks))


def speak_each(pool: Pool, tasks: Iterable[SpeakTask]) -> Iterator[tuple[SpeakTask, Clip]]:
    """Each task with its clip as it is finished. Few are handed out ahead, so few can be lost.

    A pool that can be renewed goes on after a worker process died: the lines that it had in hand
    are spoken one by one, and a line that kills its worker alone comes back with an error.

    Raises `EngineError` after the last finished clip if workers die all the same, `NetworkError`
    if a cluster is gone.
    """
    waiting = iter(tasks)
    for _ in range(RENEWALS + 1):
        # With one worker, each clip is out before the next begins.
        lost = yield from _speak(pool, waiting, 2 * pool.workers - 1)
        if not lost:
            return
        if pool.start is None:
            break
        for task in lost:
            if (yield from _speak(pool, [task], 1)):
                what = f'A speaking process died at the line "{task.utterance.text}".'
                yield task, Clip(task.utterance, None, error=EngineError(what))
    raise EngineError(
        "A speaking process died, most likely because the memory was full.",
        "Run the same command again with --jobs 1 or --executor processes:1: it goes on where this "
        "one stopped.",
    )


def _speak(
    pool: Pool, tasks: Iterable[SpeakTask], window: int
) -> Generator[tuple[SpeakTask, Clip], None, list[SpeakTask]]:
    """Speak `tasks`, `window` at once; returns those that were in hand when a worker died."""
    executor = pool.executor
    waiting = iter(tasks)
    running: dict[Future[Clip], SpeakTask] = {}
    lost: list[SpeakTask] = []
    while True:
        for task in () if lost else islice(waiting, window - len(running)):
            try:
                running[executor.submit(work, task)] = task
            except BrokenExecutor:
                lost.append(task)
                break
            except Exception as error:
                if pool.alive():
                    raise
                raise _gone() from error
        if not running:
            break
        done = wait(running, LOOK_AFTER_S, FIRST_COMPLETED).done
        if not done and not pool.alive():
            raise _gone()
        for future in done:
            task = running.pop(future)
            try:
                yield task, future.result()
            except BrokenExecutor:
                lost.append(task)
            except Exception as error:  # `work` raises nothing: it is the cluster that failed
                what = f"The line did not come back: {type(error).__name__}: {error}"
                yield task, Clip(task.utterance, None, error=EngineError(what))
    if lost:
        pool.renew(executor)
    return lost


def _gone() -> NetworkError:
    what = "The cluster is gone: its scheduler does not answer."
    return NetworkError(what, "What was spoken is kept: run the same command again.")


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def executor(jobs: int) -> Iterator[Executor]:
    """Something that speaks: inline for one job, else processes that never outlive the block.

    The workers watch a pipe that only this process holds open. It closes when the block fails,
    when Ctrl-C is pressed, and also when this process is killed.
    """
    if jobs == 1:
        yield InlineExecutor()
        return
    context = multiprocessing.get_context("spawn")
    watched, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _start_worker, (watched,))
    try:
        yield pool
    except BaseException:
        lifeline.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        lifeline.close()
        watched.close()


class InlineExecutor(Executor):
    """Does each task at once, in this process, so that callers have no second path."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is already done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _start_worker(watched: Connection) -> None:
    """One thread a worker, Ctrl-C left to the parent, and no life after the parent's."""
    for variable in THREAD_VARIABLES:
        os.environ[variable] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, args=(watched,), daemon=True).start()


def _die_with_parent(watched: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        watched.recv_bytes()
    os._exit(1)
