from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.errors import InputError
from parcha.model import Line, Programme
from parcha.plan import labels
from parcha.store import Store
from parcha.targets.excerpt import Take, length_ms
from parcha.targets.pieces import ANNOUNCED_MS, announcements, cut, pieces
from tests.targets.announced import part

LONGEST_MS = 20_000


def lines(lengths: list[tuple[int, int]]) -> list[Take]:
    """Lines of (sound, pause) milliseconds, one behind the other."""
    found, start = [], 0
    for spoken, pause in lengths:
        line = Line("…", "…", start, start + spoken)
        start += spoken + pause
        found.append(Take(Path("x.wav"), line, start))
    return found


@given(st.lists(st.tuples(st.integers(300, 9000), st.integers(100, 900)), min_size=1, max_size=60))
def test_nothing_is_lost_and_no_piece_is_too_long(lengths: list[tuple[int, int]]) -> None:
    whole = lines(lengths)
    found = cut(whole, LONGEST_MS)
    assert [take for piece in found for take in piece] == whole
    assert all(piece and length_ms(piece) <= LONGEST_MS for piece in found)


def test_cuts_are_even_and_where_the_pause_is_long() -> None:
    whole = lines([(1000, 200)] * 12 + [(1000, 800)] + [(1000, 200)] * 11)
    assert [len(piece) for piece in cut(whole, 17_000)] == [13, 11]


def test_a_line_that_no_piece_can_hold_is_told() -> None:
    with pytest.raises(InputError, match="20 s"):
        cut(lines([(30_000, 100)]), LONGEST_MS)


def test_pieces_say_which_they_are(programme: Programme, tmp_path: Path) -> None:
    roles = ["title", *["text"] * 14, "next"]
    long = part(tmp_path / "long", 2, [1.2] * 16, roles)
    programme = replace(programme, chapters=(programme.chapters[0], long), labels=labels())
    asked = announcements(programme, ANNOUNCED_MS + 9000)
    assert [(prompt.phrase, dict(prompt.values)["letter"]) for prompt in asked] == [
        *(("piece", "क"), ("piece_next", "ख")),
        *(("piece", "ख"), ("piece_next", "ग")),
        ("piece", "ग"),
    ]
    said = {
        prompt: part(tmp_path / "said", 50 + n, [1.0], ["prompt"], [f"{prompt.phrase} {n}"])
        for n, prompt in enumerate(asked)
    }
    programme = replace(programme, prompts=said)
    found = pieces(programme, ANNOUNCED_MS + 9000, Store(tmp_path / "store"))
    assert [letter for _, letter in found] == ["", "a", "b", "c"]
    assert found[0][0] == programme.chapters[0]
    first, second, third = (piece for piece, _ in found[1:])
    assert (first.title, first.number) == (f"{long.title} (क)", 2)
    assert [first.lines[0].say, first.lines[-1].say] == ["piece 0", "piece_next 1"]
    assert [second.lines[0].say, second.lines[-1].say] == ["piece 2", "piece_next 3"]
    # The last one goes on to the next part, as the part itself does.
    assert [third.lines[0].say, third.lines[-1].role] == ["piece 4", "next"]
    told = [
        line.say for piece in (first, second, third) for line in piece.lines if line.role == "text"
    ]
    assert told == [line.say for line in long.lines if line.role == "text"]
