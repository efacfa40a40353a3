from __future__ import annotations

import subprocess
import sys

import pytest

from parcha.errors import EngineError
from parcha.model import Voice
from parcha.speech.engine import (
    Engine,
    EngineSpec,
    Phonemes,
    Prepared,
    Timed,
    check_voice,
    engine_names,
    open_engine,
)


@pytest.mark.parametrize("name", engine_names())
def test_every_engine_in_the_registry_fits_the_protocol(name):
    engine = open_engine(EngineSpec(name))
    assert isinstance(engine, Engine)
    assert engine.fingerprint.startswith(name)
    assert engine.voices()
    assert engine.sample_rate >= 16_000
    check_voice(engine, Voice(name, engine.voices()[0]))


def test_fingerprints_differ():
    fingerprints = {open_engine(EngineSpec(name)).fingerprint for name in engine_names()}
    assert len(fingerprints) == len(engine_names())


def test_the_default_engine_comes_first():
    assert engine_names()[0] == "kokoro"


def test_extra_abilities():
    kokoro = open_engine(EngineSpec("kokoro"))
    silent = open_engine(EngineSpec("silent"))
    for ability in (Timed, Phonemes, Prepared):
        assert isinstance(kokoro, ability)
        assert not isinstance(silent, ability)


def test_an_engine_is_made_once():
    assert open_engine(EngineSpec("silent")) is open_engine(EngineSpec("silent"))


def test_unknown_engine():
    with pytest.raises(EngineError, match='no engine "siri"') as error:
        open_engine(EngineSpec("siri"))
    assert "kokoro, espeak, gtts, silent" in error.value.hint


def test_unknown_option():
    with pytest.raises(EngineError, match='no option "modle"') as error:
        open_engine(EngineSpec("kokoro", (("modle", "x.onnx"),)))
    assert "model" in error.value.hint


def test_what_only_tests_may_choose_is_no_option():
    with pytest.raises(EngineError, match='no option "sleep"'):
        open_engine(EngineSpec("gtts", (("sleep", "1"),)))


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        (Voice("espeak", "hi-robot"), 'no voice "hi-robot"'),
        (Voice("espeak", ""), 'no voice ""'),
        (Voice("espeak", "hi", 0.49), "speed 0.49"),
        (Voice("espeak", "hi", 2.01), "speed 2.01"),
        (Voice("espeak", "hi", float("nan")), "speed nan"),
    ],
)
def test_voice_that_is_not_there(voice, message):
    with pytest.raises(EngineError, match=message):
        check_voice(open_engine(EngineSpec("espeak")), voice)


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_speeds_at_the_limits(speed):
    check_voice(open_engine(EngineSpec("espeak")), Voice("espeak", "hi", speed))


def test_opening_engines_loads_nothing_heavy():
    program = """
import sys
from parcha.speech.engine import EngineSpec, engine_names, open_engine
for name in engine_names():
    open_engine(EngineSpec(name)).fingerprint
    open_engine(EngineSpec(name)).voices()
heavy = {"numpy", "onnxruntime", "kokoro_onnx", "requests", "gtts", "espeakng_loader"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
