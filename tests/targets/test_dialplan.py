"""Both dialplans are read back and called: whatever a caller does, the leaflet is heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parcha.targets.dialplan import KEY_AGAIN, KEY_MENU, KEY_MORE, KEY_START, Line, asterisk
from tests.targets.caller import (
    Press,
    call_asterisk,
    call_freeswitch,
    contexts,
    extensions,
    presses,
    silent,
)

LINE = Line("als", tuple(f"{number:02d}-part" for number in range(1, 8)))
SMALL = Line("flu", ("01-part", "02-part"))
WHOLE = [*LINE.parts, "goodbye"]
TO_MENU = ("welcome", KEY_MENU)

Call = Callable[[Line, Press], list[str]]
both = pytest.mark.parametrize("call", [call_asterisk, call_freeswitch])


@both
@pytest.mark.parametrize("line", [LINE, SMALL], ids=["seven", "two"])
def test_who_presses_nothing_hears_the_whole_leaflet(call: Call, line: Line) -> None:
    assert call(line, silent) == ["welcome", *line.parts, "goodbye"]


@both
@pytest.mark.parametrize("topic", range(7))
def test_each_topic_has_a_key(call: Call, topic: int) -> None:
    page, key = divmod(topic, 3)
    turns = [(f"menu-{number}", KEY_MORE) for number in range(1, page + 1)]
    here = f"menu-{page + 1}"
    heard = call(LINE, presses(TO_MENU, *turns, (here, str(key + 1))))
    before = ["welcome", *(name for name, _ in turns), here]
    # The topics come again behind it.
    assert heard[: len(before) + 2] == [*before, LINE.parts[topic], here]


@both
@pytest.mark.parametrize("key", ["7", "*", "#"])
def test_a_wrong_key_is_answered_and_the_menu_comes_again(call: Call, key: str) -> None:
    answer = "invalid" if call is call_asterisk else "retry"
    heard = call(LINE, presses(TO_MENU, ("menu-1", key), ("menu-1", "2")))
    assert heard[:5] == ["welcome", "menu-1", answer, "menu-1", "02-part"]


@both
def test_after_three_rounds_of_silence_the_whole_leaflet_is_played(call: Call) -> None:
    heard = call(LINE, presses(TO_MENU))
    rounds = len(heard) - len(WHOLE)
    assert heard[:rounds].count("menu-1") == 3
    assert set(heard[:rounds]) <= {"welcome", "menu-1", "timeout", "retry"}
    assert heard[rounds:] == WHOLE


@both
def test_repeat_and_back_to_the_beginning(call: Call) -> None:
    keys = [TO_MENU, ("menu-1", KEY_AGAIN), ("menu-1", KEY_START), TO_MENU, ("menu-1", "1")]
    heard = call(LINE, presses(*keys))
    assert heard[:6] == ["welcome", "menu-1", "menu-1", "welcome", "menu-1", "01-part"]


@both
def test_behind_the_last_page_comes_the_first(call: Call) -> None:
    turns = [(f"menu-{number}", KEY_MORE) for number in (1, 2, 3)]
    heard = call(LINE, presses(TO_MENU, *turns, ("menu-1", "3")))
    assert heard[:6] == ["welcome", "menu-1", "menu-2", "menu-3", "menu-1", "03-part"]


@both
def test_one_page_has_no_key_for_more(call: Call) -> None:
    answer = "invalid" if call is call_asterisk else "retry"
    heard = call(SMALL, presses(TO_MENU, ("menu-1", KEY_MORE)))
    assert heard[:4] == ["welcome", "menu-1", answer, "menu-1"]


@both
def test_a_key_while_the_whole_leaflet_plays_leads_to_the_topics(call: Call) -> None:
    heard = call(LINE, presses(("02-part", "5"), ("menu-1", "1")))
    assert heard[:5] == ["welcome", "01-part", "02-part", "menu-1", "01-part"]


@both
@pytest.mark.parametrize("line", [LINE, SMALL], ids=["seven", "two"])
@pytest.mark.parametrize("key", [*"0123456789*#"])
def test_whatever_key_is_pressed_the_call_comes_to_its_end(
    call: Call, line: Line, key: str
) -> None:
    heard = call(line, presses(TO_MENU, ("menu-1", key)))
    assert heard[:2] == ["welcome", "menu-1"]
    assert heard[-len(line.parts) - 1 :] == [*line.parts, "goodbye"]


def test_the_plans_have_these_places_and_no_others() -> None:
    plan = contexts(asterisk(LINE).decode("ascii"))
    assert set(plan) == {"als", "als-menu-1", "als-menu-2", "als-menu-3"}
    assert all({"s", "i", "t"} <= set(context) for context in plan.values())
    keys = {1: "123890", 2: "123890", 3: "1890"}
    pages = {f"menu-{page}" for page in keys}
    assert set(extensions(LINE)) == {"start", "whole"} | pages | {
        f"menu-{page}-{key}" for page in keys for key in keys[page]
    }
