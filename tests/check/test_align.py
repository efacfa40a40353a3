from __future__ import annotations

import pytest

from parcha.check.align import align

LINES = ["भाग आठ।", "दवा।", "रिलुज़ोल क्षति को पलटा नहीं सकता है"]


def test_every_line_gets_its_words() -> None:
    part, title, line = align(LINES, "بھگ آٹی دو آئی ریلوزول قشتی کو پلٹہ نہیں سکتا ہے۔")
    assert (part.heard, title.heard) == ("بھگ آٹی", "دو آئی")
    assert line.heard == "ریلوزول قشتی کو پلٹہ نہیں سکتا ہے۔"
    assert part.error == title.error == line.error == 0


@pytest.mark.parametrize("missing", range(len(LINES)))
def test_a_missing_line_is_that_line_alone(missing: int) -> None:
    heard = " ".join(line for at, line in enumerate(LINES) if at != missing)
    matches = align(LINES, heard)
    assert [match.error for match in matches] == [float(at == missing) for at in range(len(LINES))]
    assert matches[missing].heard == ""


def test_a_word_too_many_counts_for_its_line() -> None:
    first, second = align(["दवा लीजिए", "पानी पीजिए"], "दवा मच्छर लीजिए पानी पीजिए")
    assert first.error > 0.5
    assert second.error == 0


def test_a_missing_word_is_named() -> None:
    (match,) = align(["बुख़ार नहीं होता"], "बुख़ार होता")
    assert match.word_errors == (0, 1, 0)


@pytest.mark.parametrize("heard", ["", "۔", "ہے"])
def test_nothing_heard(heard: str) -> None:
    (match,) = align(["दवा लीजिए"], heard)
    assert match.error == 1


def test_a_line_without_consonants_cannot_be_wrong() -> None:
    assert [match.error for match in align(["है"], "ہے")] == [0]
