from __future__ import annotations

import pytest

from parcha.errors import EngineError
from parcha.model import Pcm, Utterance, Voice
from parcha.speech.plausible import aksharas, check

RATE = 1000
LINE = "रोगी को चलने में कठिनाई होती है।"  # 14 aksharas


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("।", 0),
        ("हाँ", 1),
        ("क्या", 1),
        ("स्त्री", 1),
        ("नमस्ते", 3),
        ("क़लम", 3),
        ("बड़ा घर", 4),
        (LINE, 14),
    ],
)
def test_aksharas(text, count):
    assert aksharas(text) == count


def check_length(text: str, length_ms: int, speed: float = 1.0) -> None:
    check(Utterance(text, Voice("silent", "low", speed)), Pcm(b"\1\0" * length_ms, RATE))


@pytest.mark.parametrize("length_ms", [840, 2800, 6600])
def test_lengths_that_can_be(length_ms):
    check_length(LINE, length_ms)


@pytest.mark.parametrize("length_ms", [1, 839, 6601, 60_000])
def test_lengths_that_cannot_be(length_ms):
    with pytest.raises(EngineError, match=f"lasts {length_ms} ms"):
        check_length(LINE, length_ms)


def test_the_limits_follow_the_speed():
    check_length(LINE, 12_000, speed=0.5)
    check_length(LINE, 420, speed=2.0)
    with pytest.raises(EngineError):
        check_length(LINE, 6000, speed=2.0)


def test_a_single_word_takes_its_time():
    check_length("हाँ", 1300)


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        (b"", "no sound"),
        (b"\1\0\1", "no sound"),
        (b"\0\0" * 2500, "silence"),
    ],
)
def test_no_sound(frames, message):
    with pytest.raises(EngineError, match=message):
        check(Utterance(LINE, Voice("silent", "low")), Pcm(frames, RATE))


@pytest.mark.parametrize("text", ["", "।", "—", "?!"])
def test_a_line_without_a_word_is_an_error(text):
    with pytest.raises(EngineError, match="nothing to say"):
        check_length(text, 900)
