from __future__ import annotations

from parcha.model import Line, Word
from parcha.targets import vtt


def line(say: str, start: int, end: int, *words: tuple[str, int, int]) -> Line:
    return Line(say, say, start, end, words=tuple(Word(*word) for word in words))


def test_words_carry_their_times() -> None:
    lines = [
        line("यह 5% है।", 200, 1500, ("यह", 200, 500), ("5%", 510, 900), ("है।", 950, 1500)),
        line("<b> & --> बस", 3_600_000, 3_601_000),
    ]
    assert vtt.render(lines).decode() == (
        "WEBVTT\n\n"
        "00:00.200 --> 00:01.500\n"
        "यह <00:00.510>5% <00:00.950>है।\n"
        "\n"
        "01:00:00.000 --> 01:00:01.000\n"
        "&lt;b&gt; &amp; --&gt; बस\n"
    )


def test_times_inside_a_cue_only_go_forward() -> None:
    words = [("क", 100, 900), ("ख", 400, 900), ("ग", 400, 900), ("घ", 900, 900)]
    text = vtt.render([line("क ख ग घ", 100, 900, *words)]).decode()
    assert text.splitlines()[3] == "क <00:00.400>ख ग घ"


def test_long_lines_are_cut_between_words() -> None:
    say = " ".join(["पंद्रह"] * 20)
    rows = vtt.render([line(say, 0, 9000)]).decode().splitlines()[3:]
    # Without word times a line stays whole: nobody knows where its words are.
    assert rows == [say]
    timed = [("पंद्रह", 100 * n, 100 * n + 90) for n in range(20)]
    rows = vtt.render([line(say, 0, 9000, *timed)]).decode().splitlines()[3:]
    plain = ["".join(part.partition(">")[2] or part for part in row.split("<")) for row in rows]
    assert [len(row) <= vtt.LONGEST_ROW for row in plain] == [True] * 3
    assert " ".join(plain) == say


def test_a_line_of_no_length_still_ends_after_it_starts() -> None:
    assert "00:00.100 --> 00:00.101" in vtt.render([line("क", 100, 100)]).decode()
