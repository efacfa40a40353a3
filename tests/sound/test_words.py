from __future__ import annotations

from pathlib import Path

import pytest

from parcha.model import Pcm, Recording, Word
from parcha.sound.pcm import silence, write_wav
from parcha.sound.words import word_times
from tests.sound.speechlike import speech

NOWHERE = Path("unused.wav")


def untimed(say: str, spoken: str, text: str, span: tuple[int, int]) -> list[tuple[str, int, int]]:
    words = word_times(say, spoken, text, Recording(NOWHERE, 1, 24_000), span)
    return [(word.text, word.start_ms, word.end_ms) for word in words]


def timed(tmp_path: Path, say: str, spoken: str, *heard: tuple[str, int, int]) -> list[Word]:
    """A second of voice between two half seconds of silence; its line is at 10 000 ms."""
    pcm = speech(1.0)
    quiet = silence(500, pcm.rate)
    audio = Pcm(quiet + pcm.frames + quiet, pcm.rate)
    write_wav(tmp_path / "clip.wav", audio)
    recording = Recording(
        tmp_path / "clip.wav", audio.count, audio.rate, tuple(Word(*word) for word in heard)
    )
    text = " ".join(word for word, _, _ in heard)
    return list(word_times(say, spoken, text, recording, (10_000, 11_040)))


def test_without_times_words_share_the_line_by_their_letters() -> None:
    line = "यह एक बीमारी है।"
    assert untimed(line, line, line, (1000, 1800)) == [
        ("यह", 1000, 1200),
        ("एक", 1200, 1400),
        ("बीमारी", 1400, 1700),
        ("है।", 1700, 1800),
    ]


@pytest.mark.parametrize(
    ("say", "spoken", "shown"),
    [
        # One written word that became several lasts as long as all of them.
        ("75% लोग", "पचहत्तर प्रतिशत लोग", [("75%", 0, 1100), ("लोग", 1100, 1300)]),
        # Several that cannot be told apart light up together.
        ("घर 75% 9", "घर पचहत्तर प्रतिशत नौ", [("घर", 0, 200), ("75%", 200, 1400), ("9", 200, 1400)]),
        # A lone dash belongs to the word before it, and so does a word that is not said.
        ("हाँ — लोग", "हाँ लोग", [("हाँ —", 0, 100), ("लोग", 100, 300)]),
        ("लोग (1) घर", "लोग घर", [("लोग", 0, 200), ("(1)", 0, 200), ("घर", 200, 400)]),
        ("[2] घर", "घर", [("[2]", 0, 200), ("घर", 0, 200)]),
    ],
)
def test_what_is_written_otherwise_than_it_is_said(
    say: str, spoken: str, shown: list[tuple[str, int, int]]
) -> None:
    letters = sum("क" <= char <= "ह" or "अ" <= char <= "औ" for char in spoken)
    assert untimed(say, spoken, spoken, (0, 100 * letters)) == shown


def test_the_engines_times_are_moved_to_where_the_line_is_heard(tmp_path: Path) -> None:
    words = timed(
        tmp_path, "एक 2 घर।", "एक दो घर।", ("एक", 560, 900), ("दो", 950, 1200), ("घर", 1200, 1400)
    )
    # The clip's first 480 ms are silence, which `join` leaves out; what it keeps is all voice.
    assert words == [
        Word("एक", 10_000, 10_420),
        Word("2", 10_470, 10_720),
        Word("घर।", 10_720, 11_040),
    ]


def test_respelt_words_are_the_same_words(tmp_path: Path) -> None:
    words = timed(tmp_path, "मरीज़ को।", "मरीज़ को।", ("मरीज", 500, 900), ("को", 950, 1500))
    assert [word.text for word in words] == ["मरीज़", "को।"]
    assert [word.start_ms for word in words] == [10_000, 10_470]


def test_a_clause_that_was_timed_as_a_whole_is_shared_out(tmp_path: Path) -> None:
    words = timed(tmp_path, "और एक, दो।", "और एक, दो।", ("और एक", 500, 880), ("दो", 950, 1500))
    assert [(word.text, word.start_ms) for word in words] == [
        ("और", 10_000),
        ("एक,", 10_200),
        ("दो।", 10_470),
    ]


def test_no_word_is_outside_its_line(tmp_path: Path) -> None:
    words = timed(
        tmp_path,
        "एक दो तीन।",
        "एक दो तीन।",
        ("एक", 100, 900),
        ("दो", 950, 2000),
        ("तीन", 2000, 2100),
    )
    times = [time for word in words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (10_000, 11_040)
