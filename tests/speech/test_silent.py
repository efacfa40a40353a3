from __future__ import annotations

import hashlib

import pytest

from parcha.model import Utterance, Voice
from parcha.speech.plausible import check
from parcha.speech.silent import LOUDNESS, SilentEngine

LINE = "रोगी को चलने में कठिनाई होती है।"
LOW = Voice("silent", "low")


def test_the_same_line_gives_the_same_bytes_on_every_machine():
    frames = SilentEngine().speak(LINE, LOW).frames
    assert (
        hashlib.sha256(frames).hexdigest()
        == "4e35634a56acc00321c3c61ba683b324a6895fc01fc4cfe65e8db7a437978d9d"
    )


def test_another_line_or_voice_gives_other_bytes():
    speak = SilentEngine().speak
    takes = {
        speak(LINE, LOW).frames,
        speak(LINE.replace("चलने", "चलते"), LOW).frames,
        speak(LINE, Voice("silent", "high")).frames,
        speak(LINE, Voice("silent", "low", 0.9)).frames,
    }
    assert len(takes) == 4


@pytest.mark.parametrize(("speed", "length_ms"), [(0.5, 4800), (1.0, 2400), (2.0, 1200)])
def test_the_length_follows_the_aksharas(speed, length_ms):
    audio = SilentEngine().speak(LINE, Voice("silent", "low", speed))
    assert 1000 * audio.count / audio.rate == pytest.approx(length_ms, abs=1)


def test_it_is_quiet_but_not_silent():
    samples = memoryview(SilentEngine().speak(LINE, LOW).frames).cast("h")
    assert LOUDNESS * 0.9 < max(samples) <= LOUDNESS
    assert -LOUDNESS <= min(samples) < -LOUDNESS * 0.9


@pytest.mark.parametrize("text", ["हाँ", LINE])
@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_every_clip_is_plausible(text, speed):
    voice = Voice("silent", "low", speed)
    check(Utterance(text, voice), SilentEngine().speak(text, voice))
