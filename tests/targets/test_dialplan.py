"""The dialplans are read back and walked through: every way leads to a sound that there is."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from parcha.targets.dialplan import Line, asterisk, freeswitch

LINE = Line("als", tuple(f"{number:02d}-part" for number in range(1, 8)))
SOUNDS = {
    *LINE.parts,
    "welcome",
    "goodbye",
    "invalid",
    "timeout",
    "retry",
    "menu-1",
    "menu-2",
    "menu-3",
}
SMALL = Line("flu", ("01-part", "02-part"))

Steps = list[tuple[str, str, str]]
"""Label, application and arguments of an extension, in order."""


def contexts(text: str) -> dict[str, dict[str, Steps]]:
    """Asterisk's extensions.conf: context, extension, steps. Fails at any line it cannot read."""
    found: dict[str, dict[str, Steps]] = {}
    steps: Steps = []
    for line in text.splitlines():
        bare = line.partition(";")[0].strip()
        if not bare:
            continue
        if heading := re.fullmatch(r"\[([\w-]+)\]", bare):
            found[heading[1]] = {}
            context = found[heading[1]]
        elif first := re.fullmatch(r"exten => ([^,]+),1,(\w+)\((.*)\)", bare):
            assert first[1] not in context
            steps = context.setdefault(first[1], [])
            steps.append(("1", first[2], first[3]))
        else:
            step = re.fullmatch(r"same => n(?:\((\w+)\))?,(\w+)\((.*)\)", bare)
            assert step, line
            steps.append((step[1] or "", step[2], step[3]))
    return found


def place(contexts: dict[str, dict[str, Steps]], here: str, goal: str) -> None:
    """Assert that the goal of a Goto is there."""
    *context, extension, label = goal.split(",")
    steps = contexts[context[0] if context else here][extension]
    assert label == "1" or label in {step[0] for step in steps}, goal


@pytest.mark.parametrize("line", [LINE, SMALL], ids=["seven", "two"])
def test_asterisk_every_way_leads_somewhere(line: Line) -> None:
    found = contexts(asterisk(line).decode())
    for name, extensions in found.items():
        assert {"i", "t"} <= set(extensions), name
        for steps in extensions.values():
            for _, application, arguments in steps:
                if application in ("Background", "Playback"):
                    folder, _, sound = arguments.partition("/")
                    assert (folder, sound in SOUNDS) == (line.name, True)
                elif application == "Goto":
                    place(found, name, arguments)
                elif application == "GotoIf":
                    place(found, name, arguments.partition("?")[2])
                else:
                    assert application in ("Answer", "Set", "WaitExten", "Hangup")
            assert steps[-1][1] in ("Goto", "Hangup", "WaitExten")


def test_asterisk_without_a_key_all_parts_are_played() -> None:
    line = contexts(asterisk(LINE).decode())["als"]
    assert [step[1] for step in line["s"]] == ["Answer", "Set", "Background", "WaitExten"]
    played = [
        arguments.partition("/")[2] for _, kind, arguments in line["t"] if kind == "Background"
    ]
    assert played == list(LINE.parts)
    assert line["t"][-1][1] == "Hangup"


def test_asterisk_each_topic_has_one_key() -> None:
    found = contexts(asterisk(LINE).decode())
    topics = [
        found[f"als-menu-{page}"][key][0][2].partition("/")[2]
        for page in (1, 2, 3)
        for key in ("1", "2", "3")
        if key in found[f"als-menu-{page}"]
    ]
    assert topics == list(LINE.parts)
    assert found["als-menu-3"]["8"][0][2] == "als-menu-1,s,1"
    assert "8" not in contexts(asterisk(SMALL).decode())["flu-menu-1"]


def extensions(line: Line) -> dict[str, list[tuple[str, str]]]:
    """FreeSWITCH's dialplan: the actions of each destination."""
    root = ElementTree.fromstring(freeswitch(line))
    (context,) = root.findall("context")
    assert context.get("name") == line.name
    found = {}
    for extension in context.findall("extension"):
        (condition,) = extension.findall("condition")
        name = extension.get("name") or ""
        assert re.fullmatch(condition.get("expression") or "", name)
        found[name] = [
            (action.get("application") or "", action.get("data") or "")
            for action in condition.findall("action")
        ]
    return found


@pytest.mark.parametrize("line", [LINE, SMALL], ids=["seven", "two"])
def test_freeswitch_every_way_leads_somewhere(line: Line) -> None:
    found = extensions(line)
    goals = []
    for actions in found.values():
        for application, data in actions:
            for sound in re.findall(r"\$\{sounds\}/([\w-]+)\.wav", data):
                assert sound in SOUNDS
            goals += re.findall(rf"([\w-]+(?:\$\{{key\}})?) XML {line.name}", data)
            if application == "play_and_get_digits":
                ask = re.fullmatch(r"1 1 \d \d+ # (\S+) (\S+) key (\S+) \d+ '(\S+) XML \S+'", data)
                assert ask, data
                keys = ask[3]
    for goal in goals:
        if goal.endswith("${key}"):
            menu = goal.removesuffix("${key}")
            asked = next(data for kind, data in found[menu[:-1]] if kind == "play_and_get_digits")
            keys = re.search(r"\[(\d+)\]", asked)
            assert keys
            assert all(f"{menu}{key}" in found for key in keys[1])
        else:
            assert goal in found


def test_freeswitch_without_a_key_all_parts_are_played() -> None:
    found = extensions(LINE)
    (ask,) = (data for kind, data in found["start"] if kind == "play_and_get_digits")
    assert ask.endswith("'whole XML als'")
    played = [data for kind, data in found["whole"] if kind == "playback"]
    assert played == [f"${{sounds}}/{name}.wav" for name in (*LINE.parts, "goodbye")]
