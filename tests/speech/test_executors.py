from __future__ import annotations

import os
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from parcha.errors import EngineError, InputError, NetworkError
from parcha.model import Utterance, Voice
from parcha.speech import executors, workers
from parcha.speech.engine import EngineSpec
from parcha.speech.executors import open_pool
from parcha.speech.speak import speak
from parcha.speech.workers import Pool, SpeakTask, cores, speak_each, work

LOW = Voice("silent", "low")
LINES = [Utterance(line, LOW) for line in ("एक।", "दो लोग।", "तीन लोग आए।", "चार लोग आए थे।")]


@pytest.mark.parametrize(("name", "workers"), [("processes:3", 3), ("processes", cores())])
def test_processes(name, workers):
    with open_pool(name) as pool:
        assert pool.workers == workers


@pytest.mark.parametrize("name", ["", "threads:2", "processes:x", "processes:2:3"])
def test_another_name_is_an_error(name):
    with pytest.raises(InputError, match="processes:N"), open_pool(name):
        pass


def test_a_pool_serves_several_callers(cache):
    with open_pool("processes:2") as pool:
        first = speak(LINES[:2], {}, cache, pool)
        second = speak(LINES, {}, cache, pool)
    assert set(second.recordings) == set(LINES)
    assert all(second.recordings[line] == first.recordings[line] for line in LINES[:2])


def test_a_worker_with_another_release_is_refused():
    silent = EngineSpec("silent")
    error = work(SpeakTask(LINES[0], silent, "silent-0")).error
    assert isinstance(error, EngineError)
    assert "silent-2 instead of silent-0" in str(error)
    assert work(SpeakTask(LINES[0], silent, "silent-2")).error is None


@pytest.mark.parametrize(
    "name",
    ["dask://", "dask://[::1", "dask://a", "dask://a:b", "dask://a b:1", "dask://tcp://a:1", "x:1"],
)
def test_what_is_no_address_is_told_at_once(name):
    with pytest.raises(InputError, match="no executor"), open_pool(name):
        pass


@pytest.mark.real
def test_no_scheduler(monkeypatch):
    monkeypatch.setattr(executors, "FIRST_WORKER_WITHIN_S", 1)
    with pytest.raises(NetworkError, match="no Dask scheduler"), open_pool("dask://127.0.0.1:9"):
        pass


@pytest.mark.parametrize("refuses", [True, False])
def test_a_cluster_that_is_gone_is_an_error(monkeypatch, refuses):
    class Gone(Executor):
        def submit(self, fn, /, *args, **kwargs):
            if refuses:
                raise RuntimeError("closed")
            return Future()

    monkeypatch.setattr(workers, "LOOK_AFTER_S", 0.01)
    task = SpeakTask(LINES[0], EngineSpec("silent"))
    with pytest.raises(NetworkError, match="cluster is gone"):
        next(speak_each(Pool(Gone(), 1, alive=lambda: False), [task]))


def test_a_line_that_a_cluster_loses_stops_no_other():
    class Losing(Executor):
        def submit(self, fn, /, *args, **kwargs):
            future = Future()
            if args[0].utterance == LINES[0]:
                future.set_exception(KeyError("lost"))
            else:
                future.set_result(fn(*args))
            return future

    tasks = [SpeakTask(line, EngineSpec("silent")) for line in LINES]
    clips = [clip for _, clip in speak_each(Pool(Losing(), 2), tasks)]
    failed = [clip for clip in clips if clip.error]
    assert len(clips) == len(LINES)
    assert [clip.utterance for clip in failed] == LINES[:1]
    assert "did not come back: KeyError" in str(failed[0].error)


class Deadly:
    """A line that kills the worker which unpickles it: the first time, or each time."""

    text = "मौत"

    def __init__(self, mark: Path, how: str):
        self.mark = mark
        self.how = how

    def __reduce__(self):
        return die, (self.mark, self.how)


def die(mark: Path, how: str) -> Utterance:
    if how == "each time" or not mark.exists():
        mark.touch()
        os._exit(9)
    return Utterance(Deadly.text, LOW)


@pytest.mark.parametrize("how", ["once", "each time"])
def test_a_pool_goes_on_after_a_worker_died(tmp_path, how):
    silent = EngineSpec("silent")
    deadly = SpeakTask(Deadly(tmp_path / "mark", how), silent)
    tasks = [SpeakTask(line, silent) for line in LINES]
    with open_pool("processes:2") as pool:
        clips = [clip for _, clip in speak_each(pool, [*tasks[:2], deadly, *tasks[2:]])]
    spoken = {clip.utterance.text for clip in clips if clip.error is None}
    assert {line.text for line in LINES} <= spoken
    assert (Deadly.text in spoken) == (how == "once")
    assert len(clips) == len(LINES) + 1


def test_workers_that_die_for_ever_are_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "RENEWALS", 0)
    deadly = SpeakTask(Deadly(tmp_path / "mark", "each time"), EngineSpec("silent"))
    with open_pool("processes:2") as pool, pytest.raises(EngineError, match="process died"):
        list(speak_each(pool, [deadly] * 4))
