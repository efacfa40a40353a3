from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import pytest

from parcha.errors import EngineError, NetworkError, StorageError
from parcha.model import Clip, Utterance, Voice
from parcha.speech import engine as engine_module
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec, open_engine
from parcha.speech.silent import SilentEngine
from parcha.speech.speak import speak
from parcha.store import Store

LOW, HIGH = Voice("silent", "low"), Voice("silent", "high")
LINES = ["एक।", "दो लोग।", "तीन लोग आए।", "चार लोग आए थे।", "पाँच लोग आए थे कल।"]
UTTERANCES = [Utterance(line, LOW) for line in LINES]


class Log:
    """What `on_done` was told."""

    def __init__(self) -> None:
        self.new: list[Utterance] = []
        self.old: list[Utterance] = []

    def __call__(self, clip: Clip, new: bool) -> None:
        (self.new if new else self.old).append(clip.utterance)


@pytest.fixture
def register(monkeypatch):
    """Adds an engine to the registry: a class of this module, under a name."""

    def add(name: str, engine: type) -> None:
        monkeypatch.setitem(engine_module._REGISTRY, name, f"{__name__}:{engine.__name__}")

    open_engine.cache_clear()
    yield add
    open_engine.cache_clear()


def test_every_utterance_is_recorded(cache):
    spoken = speak(UTTERANCES, {}, cache)
    assert set(spoken.recordings) == set(UTTERANCES)
    assert spoken.failed == ()
    for utterance, recording in spoken.recordings.items():
        audio = SilentEngine().speak(utterance.text, utterance.voice)
        with wave.open(str(recording.path), "rb") as file:
            assert file.readframes(recording.count) == audio.frames
        assert (recording.count, recording.rate) == (audio.count, audio.rate)


def test_nothing_to_say(cache):
    assert speak([], {}, cache).recordings == {}


def test_the_longest_line_is_spoken_first(cache):
    log = Log()
    speak(UTTERANCES, {}, cache, on_done=log)
    assert log.new == UTTERANCES[::-1]


def test_the_same_line_twice_is_spoken_once(cache):
    log = Log()
    other = Utterance(LINES[0], HIGH)
    spoken = speak([*UTTERANCES, *UTTERANCES, other], {}, cache, on_done=log)
    assert len(log.new) == len(LINES) + 1
    assert spoken.recordings[other] != spoken.recordings[UTTERANCES[0]]


def test_the_second_time_nothing_is_spoken(cache, register):
    first = speak(UTTERANCES, {}, cache)
    log = Log()
    register("silent", MuteEngine)
    second = speak(UTTERANCES, {}, cache, on_done=log)
    assert second == first
    assert log.new == []
    assert log.old == UTTERANCES


class MuteEngine(SilentEngine):
    """Has the fingerprint of the silent engine, and must not be asked."""

    def prepare(self):
        raise AssertionError("prepared")

    def speak(self, text, voice):
        raise AssertionError("asked to speak")


def test_an_edited_line_is_spoken_alone(cache):
    speak(UTTERANCES, {}, cache)
    log = Log()
    edited = Utterance("छह लोग आए थे।", LOW)
    speak([*UTTERANCES[:3], edited, UTTERANCES[4]], {}, cache, on_done=log)
    assert log.new == [edited]
    assert log.old == [*UTTERANCES[:3], UTTERANCES[4]]


def test_a_damaged_recording_is_spoken_again(cache):
    spoken = speak(UTTERANCES, {}, cache)
    spoken.recordings[UTTERANCES[2]].path.write_bytes(b"damaged")
    log = Log()
    assert speak(UTTERANCES, {}, cache, on_done=log) == spoken
    assert log.new == [UTTERANCES[2]]


class FlakyEngine(SilentEngine):
    """Cannot say one of the lines."""

    fingerprint = "flaky-1"

    def speak(self, text, voice):
        if text == LINES[1]:
            raise EngineError("That is too hard for me.")
        return super().speak(text, voice)


def test_a_line_that_fails_stops_no_other(cache, register):
    register("flaky", FlakyEngine)
    lines = [Utterance(line, Voice("flaky", "low")) for line in LINES]
    spoken = speak(lines, {}, cache)
    assert [clip.utterance for clip in spoken.failed] == [lines[1]]
    assert "too hard" in str(spoken.failed[0].error)
    assert set(spoken.recordings) == set(lines) - {lines[1]}


class OfflineEngine(SilentEngine):
    """Speaks one line, then its network is gone."""

    fingerprint = "offline-1"
    asked = 0

    def speak(self, text, voice):
        OfflineEngine.asked += 1
        if OfflineEngine.asked > 1:
            raise NetworkError("No network.", "Plug the cable in.")
        return super().speak(text, voice)


def test_a_network_that_is_gone_is_tried_once(cache, register, monkeypatch):
    monkeypatch.setattr(OfflineEngine, "asked", 0)
    register("offline", OfflineEngine)
    lines = [Utterance(line, Voice("offline", "low")) for line in LINES]
    log = Log()
    spoken = speak([*lines, *UTTERANCES], {}, cache, on_done=log)
    assert OfflineEngine.asked == 2
    assert set(spoken.recordings) == {lines[-1], *UTTERANCES}
    assert {clip.utterance for clip in spoken.failed} == set(lines[:-1])
    assert all(isinstance(clip.error, NetworkError) for clip in spoken.failed)
    again = speak(lines[-1:], {}, cache)
    assert again.failed == ()


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        (Voice("siri", "x"), 'no engine "siri"'),
        (Voice("silent", "x"), 'no voice "x"'),
        (Voice("silent", "low", 9.0), "speed 9.0"),
    ],
)
def test_a_bad_voice_is_found_before_anything_is_spoken(cache, voice, message):
    log = Log()
    with pytest.raises(EngineError, match=message):
        speak([*UTTERANCES, Utterance(LINES[0], voice)], {}, cache, on_done=log)
    assert log.new == []


def test_options_reach_the_engine(cache):
    with pytest.raises(EngineError, match='"silent" has no option "loud"'):
        speak(UTTERANCES, {"silent": EngineSpec("silent", (("loud", "yes"),))}, cache)


class UnreadyEngine(SilentEngine):
    """Lacks something, which shows before any worker starts."""

    fingerprint = "unready-1"
    parallel = True

    def prepare(self):
        raise EngineError("The weights are missing.")


def test_an_engine_that_cannot_start_stops_everything(cache, register):
    register("unready", UnreadyEngine)
    with pytest.raises(EngineError, match="weights are missing"):
        speak([Utterance(line, Voice("unready", "low")) for line in LINES], {}, cache)


def test_a_disk_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        speak(UTTERANCES, {}, Cache(Store(tmp_path / "file" / "cache")))


def test_after_sigkill_no_line_is_spoken_twice(tmp_path: Path):
    program = f"""
import sys
from pathlib import Path
from parcha.model import Utterance, Voice
from parcha.speech.cache import Cache
from parcha.speech.speak import speak
from parcha.store import Store

def report(clip, new):
    print(clip.utterance.text, flush=True)
    sys.stdin.readline()

lines = [Utterance(line, Voice("espeak", "hi")) for line in {LINES!r}]
speak(lines, {{}}, Cache(Store(Path({str(tmp_path)!r}))), on_done=report)
"""
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write("go on\n")
    process.stdin.flush()
    before = {process.stdout.readline().strip() for _ in range(2)}
    process.kill()
    process.communicate(timeout=30)

    log = Log()
    lines = [Utterance(line, Voice("espeak", "hi")) for line in LINES]
    spoken = speak(lines, {}, Cache(Store(tmp_path)), on_done=log)
    assert {utterance.text for utterance in log.old} == before
    assert {utterance.text for utterance in log.new} == set(LINES) - before
    assert len(spoken.recordings) == len(LINES)
