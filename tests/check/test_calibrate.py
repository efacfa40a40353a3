from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parcha.check.calibrate import Sample, calibrate, chosen
from parcha.check.complete import Made
from parcha.check.heard import for_listening
from parcha.check.told import Said
from parcha.model import Pcm, Word
from parcha.sound.pcm import read_wav
from parcha.speech.listen import Heard


@pytest.fixture
def samples(made: Made) -> list[Sample]:
    """The lines that the narrator says, with times of their words: equal shares of the clip."""
    return [
        Sample(line.line.spoken, replace(line.recording, words=shared(line)))
        for part in made.parts[1:3]
        for line in part.lines
        if line.utterance.voice.name == "hi"
    ]


def shared(said: Said) -> tuple[Word, ...]:
    words = said.line.spoken.split()
    length = 1000 * said.recording.count // said.recording.rate // len(words)
    return tuple(Word(word, at * length, (at + 1) * length) for at, word in enumerate(words))


def test_every_damage_is_tried_and_a_perfect_ear_finds_it(samples: list[Sample]) -> None:
    """An ear that understands whole lines, and nothing of what is not exactly one."""
    known = {for_listening(read_wav(s.recording.path)).frames: s.spoken for s in samples}

    def ear(sounds: Sequence[Pcm]) -> list[Heard]:
        return [Heard(" ".join(understood(sound.frames)), 0.7) for sound in sounds]

    def understood(heard: bytes) -> list[str]:
        places = {heard.find(frames): text for frames, text in known.items() if frames in heard}
        return [text for _, text in sorted(places.items())]

    rates = {rate.damage: rate for rate in calibrate(samples, ear)}
    assert (rates["none"].lines, rates["none"].found) == (len(samples), 0)
    # A sound at the border of two lines may go to either.
    assert rates.pop("none").largest_error < 0.2
    # Behind a doubled first word the whole line follows, which is what this ear understands.
    assert rates["word doubled"].found > len(samples) // 2
    for damage in ("word dropped", "cut off", "noise", "another line"):
        assert rates[damage].lines == len(samples)
        # Now and then a neighbour's words are just those that are missing.
        assert rates[damage].found >= len(samples) - 1, damage
    # Two lines have a number: 10-15 and 75 %. One says not to do something.
    assert (rates["number changed"].lines, rates["number changed"].found) == (2, 2)
    assert rates["negation dropped"].found == rates["negation dropped"].lines > 0


def test_a_deaf_ear_blames_everything(samples: list[Sample]) -> None:
    rates = calibrate(samples[:2], lambda sounds: [Heard("", 0.0) for _ in sounds])
    assert all(rate.found == rate.lines for rate in rates)
    assert all(rate.median_error == 1 for rate in rates)


def test_lines_with_a_number_or_a_negation_come_first(samples: list[Sample]) -> None:
    telling = {s.spoken for s in samples if "नहीं" in s.spoken or "पचहत्तर" in s.spoken}
    few = chosen(samples, 6)
    assert len(few) == 6
    assert len(telling) >= 2
    assert telling <= {sample.spoken for sample in few}
    assert chosen(samples, 100) == samples
