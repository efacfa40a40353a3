"""Other renderings of lines that were not understood. The recogniser is played by a function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parcha.check.heard import HeardLine
from parcha.check.mend import mend, renderings
from parcha.model import Pcm, Utterance, Voice
from parcha.speech.engine import EngineSpec
from parcha.speech.listen import Heard

SAID = "दवा हर दिन लीजिए"
FAILED = HeardLine("kya", 3, SAID, SAID, "पानी", 1.0, 0.7, (), 1000, "take")
UTTERANCE = Utterance(SAID, Voice("espeak", "hi"))


def ear(*answers: str):  # type: ignore[no-untyped-def]
    """Says this of the sounds, in the order of `renderings`."""
    lengths: list[int] = []

    def listener(sounds: Sequence[Pcm]) -> list[Heard]:
        lengths.extend(sound.count for sound in sounds)
        more = ["पानी"] * (len(sounds) - len(answers))
        return [Heard(text, 0.7) for text in (*answers, *more)]

    return listener, lengths


@pytest.mark.parametrize(
    ("answers", "rendering"),
    [
        ((SAID, SAID, SAID), "anew"),
        (("पानी", SAID, SAID), "speed 0.95"),
        (("पानी", "पानी", SAID), "speed 1.05"),
        (("पानी", "पानी", "पानी", SAID), "two breaths"),
        # Understood with a slip, and without one: the better rendering is kept.
        (("دوا ہر دل لیجئے", SAID, "पानी"), "speed 0.95"),
    ],
)
def test_the_best_rendering_is_kept(answers: tuple[str, ...], rendering: str) -> None:
    listener, lengths = ear(*answers)
    (mended,) = mend([FAILED], [UTTERANCE], {"espeak": EngineSpec("espeak")}, listener)
    assert (mended.rendering, mended.line.verdict, mended.line.number) == (rendering, "ok", 3)
    # The clip answers what was asked for, whatever the speed.
    assert mended.clip.utterance == UTTERANCE
    anew, slower, faster, paused = lengths
    assert faster < anew < slower
    assert paused > anew


def test_what_nothing_helps_is_left_alone() -> None:
    listener, _ = ear()
    assert mend([FAILED], [UTTERANCE], {"espeak": EngineSpec("espeak")}, listener) == []


@pytest.mark.parametrize("verdict", ["ok", "words"])
def test_only_a_take_or_a_voice_can_be_mended(verdict: str) -> None:
    listener, lengths = ear()
    line = replace(FAILED, verdict=verdict)
    assert mend([line], [UTTERANCE], {"espeak": EngineSpec("espeak")}, listener) == []
    assert lengths == []


def test_a_pause_comes_between_words_that_have_none() -> None:
    def texts(text: str) -> list[str]:
        tried = renderings(replace(UTTERANCE, text=text)).values()
        return sorted({utterance.text for utterance in tried} - {text})

    assert texts("यह दवा हर दिन लीजिए।") == ["यह दवा, हर दिन लीजिए।"]
    assert texts("दवा रोज़ लीजिए।") == []  # too short
    assert texts("दवा लीजिए, और सो जाइए।") == []  # there is one already
