from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, CancelledError
from pathlib import Path

import pytest

from parcha.errors import EngineError
from parcha.model import Utterance, Voice
from parcha.speech import engine as engine_module
from parcha.speech.engine import EngineSpec, open_engine
from parcha.speech.silent import SilentEngine
from parcha.speech.workers import InlineExecutor, SpeakTask, executor, speak_all, work

SILENT = EngineSpec("silent")
TEXTS = ["एक।", "दो लोग।", "तीन लोग आए।", "चार लोग आए थे।", "पाँच लोग आए थे कल।"]


def task(text: str, voice: str = "low") -> SpeakTask:
    return SpeakTask(Utterance(text, Voice("silent", voice)), SILENT)


class Deadly:
    """What kills the worker that unpickles it, as a crash of a native library would."""

    text = "मौत"

    def __reduce__(self):
        return (os._exit, (9,))


def test_work_speaks():
    clip = work(task("नमस्ते।"))
    assert clip.error is None
    assert clip.audio == SilentEngine().speak("नमस्ते।", Voice("silent", "low"))


def test_tasks_and_clips_survive_pickling():
    one = task("नमस्ते।")
    assert pickle.loads(pickle.dumps(one)) == one
    clip = work(one)
    assert pickle.loads(pickle.dumps(clip)) == clip


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (task("नमस्ते।", voice="none"), 'no voice "none"'),
        (task("।"), "nothing to say"),
        (SpeakTask(Utterance("हाँ", Voice("siri", "x")), EngineSpec("siri")), 'engine "siri"'),
    ],
)
def test_an_error_comes_back_as_a_value(bad, message):
    clip = pickle.loads(pickle.dumps(work(bad)))
    assert clip.utterance == bad.utterance
    assert clip.audio is None
    assert isinstance(clip.error, EngineError)
    assert message in str(clip.error)


class BrokenEngine(SilentEngine):
    def speak(self, text, voice):
        raise ZeroDivisionError("a bug")


class SwallowingEngine(SilentEngine):
    def speak(self, text, voice):
        return super().speak("हा", voice)


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        ("BrokenEngine", 'broken failed on "नमस्ते": ZeroDivisionError: a bug'),
        ("SwallowingEngine", "cannot be right"),
    ],
)
def test_a_bad_engine_gives_an_error_too(monkeypatch, engine, message):
    monkeypatch.setitem(engine_module._REGISTRY, "broken", f"{__name__}:{engine}")
    open_engine.cache_clear()
    line = "नमस्ते" if engine == "BrokenEngine" else "सब लोग सब कुछ सुनते रहते हैं और सब समझते भी हैं"
    clip = work(SpeakTask(Utterance(line, Voice("broken", "low")), EngineSpec("broken")))
    open_engine.cache_clear()
    assert isinstance(clip.error, EngineError)
    assert message in str(clip.error)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_executor_gives_the_same_clips(workers):
    tasks = [*map(task, TEXTS), task("छह।", voice="none")]
    with executor(workers) as pool:
        clips = list(speak_all(pool, tasks, workers))
    sounds = {clip.utterance.text: clip.audio for clip in clips}
    assert sounds == {one.utterance.text: work(one).audio for one in tasks}
    assert len(clips) == len(tasks)


def test_inline_work_comes_out_one_by_one():
    handed_out = []

    def tasks():
        for text in TEXTS:
            handed_out.append(text)
            yield task(text)

    clips = speak_all(InlineExecutor(), tasks(), 1)
    next(clips)
    assert handed_out == TEXTS[:1]
    next(clips)
    assert handed_out == TEXTS[:2]


def test_processes_are_handed_little_ahead():
    handed_out = []

    def tasks():
        for text in TEXTS * 4:
            handed_out.append(text)
            yield task(text)

    with executor(2) as pool:
        next(speak_all(pool, tasks(), 2))
        assert len(handed_out) <= 3


def test_a_dead_worker_is_an_error_after_what_was_finished():
    deadly = SpeakTask(Deadly(), SILENT)  # type: ignore[arg-type]  # it stands for a crash
    finished = []
    with pytest.raises(EngineError, match="process died") as error, executor(2) as pool:
        for clip in speak_all(pool, [task(TEXTS[0]), task(TEXTS[1]), deadly], 1):
            finished.append(clip.utterance.text)
    assert finished == TEXTS[:2]
    assert "--jobs 1" in error.value.hint


def test_workers_use_one_thread_and_leave_ctrl_c_to_the_parent():
    with executor(2) as pool:
        assert pool.submit(os.getenv, "OMP_NUM_THREADS").result() == "1"
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_worker_outlives_its_parent(tmp_path: Path, name: str):
    program = tmp_path / "program.py"
    program.write_text(
        f"""
import os, signal, time
from {executor.__module__} import executor
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
    with executor(2) as pool:
        ready = [pool.submit(os.getpid) for _ in range(2)]
        [future.result() for future in ready]
        busy = [pool.submit(time.sleep, 600) for _ in range(2)]  # killed, not waited for
        print("busy", flush=True)
        busy[0].result()
"""
    )
    process = subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "busy\n"
    process.send_signal(getattr(signal, name))
    # The pipe ends when the last process that inherited it is gone.
    process.communicate(timeout=30)
    assert process.returncode != 0


def test_a_block_that_fails_does_not_wait_for_its_workers():
    with pytest.raises(KeyboardInterrupt), executor(2) as pool:
        pool.submit(os.getpid).result()
        busy = pool.submit(time.sleep, 600)  # killed, not waited for
        raise KeyboardInterrupt
    with pytest.raises((BrokenExecutor, CancelledError)):
        busy.result(timeout=0)
