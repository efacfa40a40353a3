from __future__ import annotations

import pytest

from parcha.check.syllables import syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("कमल", 2), ("सरकार", 2), ("समझना", 3), ("पहले", 2), ("लगभग", 2), ("न", 1), ("दवाएँ", 3),
        ("चमत्कार", 3), ("उम्र", 1), ("हिंदी", 2), ("बीमारी", 3), ("ए", 1), ("ज़्यादा", 2),
    ],
)  # fmt: skip
def test_vowels_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_words_add_up() -> None:
    assert syllables("कमल, समझना।") == 5
