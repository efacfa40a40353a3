from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parcha.model import Programme
from parcha.store import Store
from parcha.targets.excerpt import length_ms
from parcha.targets.radio import RadioTarget
from parcha.targets.schedule import Show, shows
from tests.targets.announced import announced, part

TOLD = ["title", "message", "message", "text", "text", "text", "recap", "next"]


@pytest.fixture(scope="module")
def plan(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> list[Show]:
    """An opening, three parts of 100 s, one without a message, and the closing."""
    folder = tmp_path_factory.mktemp("schedule")
    opening = part(folder, 1, [1.0] * 3, ["opening", "contents", "next"])
    parts = [part(folder, number, [1, 4, 4, 40, 20, 20, 5, 1], TOLD) for number in (2, 3, 4)]
    plain = part(folder, 5, [1, 20, 1], ["title", "text", "next"])
    closing = part(folder, 6, [1, 10, 10], ["title", "closing", "closing"])
    chapters = (opening, *parts, plain, closing)
    programme = replace(programme, chapters=chapters, parts=6)
    return shows(announced(programme, RadioTarget(Store(folder)), folder / "said"))


def by_stem(plan: list[Show], stem: str) -> Show:
    return next(show for show in plan if show.stem == stem)


def test_every_show_fits_its_slot(plan: list[Show]) -> None:
    for show in plan:
        assert 0 < length_ms(show.lines) <= show.slot_ms


def test_a_long_slot_holds_all_in_order(plan: list[Show]) -> None:
    whole = by_stem(plan, "programme-28min")
    ids = [item.id for item in whole.items]
    assert ids == ["greeting", "bhaag-2", "bhaag-3", "bhaag-4", "bhaag-5", "bhaag-6"]
    assert whole.left_out == ()


def test_what_does_not_fit_whole_is_told_in_short(plan: list[Show]) -> None:
    show = by_stem(plan, "programme-05min")
    titles = [item.title for item in show.items]
    # The third long part does not fit any more, the short one behind it does.
    assert titles[1:] == ["विषय 2", "विषय 3", "विषय 4 (संक्षेप में)", "विषय 5", "विषय 6"]
    roles = [take.line.role for take in show.items[3].lines]
    assert roles == ["prompt", "message", "message", "recap"]
    assert show.left_out == ()


def test_a_short_slot_says_what_it_leaves_out_and_never_the_source(
    programme: Programme, tmp_path: Path
) -> None:
    plain = [part(tmp_path, number, [1, 150, 1], ["title", "text", "next"]) for number in (1, 2)]
    closing = part(tmp_path, 3, [1, 10], ["title", "closing"])
    programme = replace(programme, chapters=(*plain, closing), parts=3)
    told = announced(programme, RadioTarget(Store(tmp_path)), tmp_path / "said")
    show = by_stem(shows(told), "programme-05min")
    assert [item.id for item in show.items] == ["greeting", "bhaag-1", "left-out", "bhaag-3"]
    assert show.left_out == ("विषय 2",)
    assert show.items[-2].lines[0].line.say == "radio_left_out"


def test_signposts_are_not_sent(plan: list[Show]) -> None:
    roles = {take.line.role for show in plan for take in show.lines}
    assert roles == {"prompt", "message", "text", "recap", "closing"}


def test_a_spot_has_one_message(plan: list[Show]) -> None:
    spots = [show for show in plan if show.stem.startswith("spot")]
    assert [show.stem for show in spots] == [
        f"spot-{seconds}s-0{number}-bhaag-{number}" for number in (2, 3, 4) for seconds in (30, 60)
    ]
    short, long = spots[:2]
    assert [take.line.role for take in short.lines] == [
        *("prompt", "message", "message", "recap", "prompt")
    ]
    assert [take.line.role for take in long.lines] == [
        *("prompt", "message", "message", "text", "recap", "prompt")
    ]
    assert short.message == "पंक्ति 1 यह है। पंक्ति 2 यह है।"
