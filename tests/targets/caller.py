"""Callers who walk through the dialplans: their keys go in, what they hear comes out.

Two small telephone exchanges, for as much of Asterisk and FreeSWITCH as the dialplans use. They
stop at whatever a real one would stumble over: an unknown application, a goal that is not there,
an extension that simply ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from parcha.targets.dialplan import Line, asterisk, freeswitch

Press = Callable[[list[str]], str]
"""Asked with all that was heard so far, whenever a key would count: the key, or "" for none."""
Steps = list[tuple[str, str, str]]
"""Label, application and arguments of an extension, in order."""
MOST_SOUNDS = 200


def silent(heard: list[str]) -> str:
    """Somebody who presses nothing."""
    return ""


def presses(*wanted: tuple[str, str]) -> Press:
    """Somebody who presses each key once, in this order: (the sound heard last, the key)."""
    waiting = list(wanted)

    def press(heard: list[str]) -> str:
        if waiting and heard[-1:] == [waiting[0][0]]:
            return waiting.pop(0)[1]
        return ""

    return press


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


def call_asterisk(line: Line, press: Press) -> list[str]:
    """What a caller of Asterisk hears until somebody hangs up."""
    found = contexts(asterisk(line).decode("ascii"))
    heard: list[str] = []
    context, extension, place, rounds = line.name, "s", 0, 0

    def dialled(key: str) -> tuple[str, int]:
        """The extension that a key leads to; the invalid one where it leads nowhere."""
        plan = found[context]
        if key in plan:
            return key, 0
        patterns = [name for name in plan if name.startswith("_") and re.fullmatch(name[1:], key)]
        return (patterns or ["i"])[0], 0

    def gone(goal: str) -> tuple[str, str, int]:
        *before, name, label = goal.split(",")
        there = before[0] if before else context
        labels = [step[0] for step in found[there][name]]
        return there, name, labels.index(label)

    while len(heard) < MOST_SOUNDS:
        _, application, arguments = found[context][extension][place]
        place += 1
        if application in ("Background", "Playback"):
            folder, _, sound = arguments.partition("/")
            assert folder == line.name
            heard.append(sound)
            if application == "Background" and (key := press(heard)):
                extension, place = dialled(key)
        elif application == "WaitExten":
            key = press(heard)
            extension, place = dialled(key) if key else ("t", 0)
        elif application == "Goto":
            context, extension, place = gone(arguments)
        elif application == "GotoIf":
            condition = re.fullmatch(r"\$\[\$\{ROUNDS\} >= (\d+)\]\?(.+)", arguments)
            assert condition, arguments
            if rounds >= int(condition[1]):
                context, extension, place = gone(condition[2])
        elif application == "Set" and arguments.startswith("ROUNDS="):
            rounds = 0 if arguments == "ROUNDS=0" else rounds + 1
        elif application == "Hangup":
            return heard
        else:
            assert (application, arguments) in (("Answer", "500"), ("Set", "CHANNEL(language)=hi"))
    raise AssertionError(f"The call never ends: {heard[-8:]}")


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
        assert name not in found
        found[name] = [
            (action.get("application") or "", action.get("data") or "")
            for action in condition.findall("action")
        ]
    return found


def call_freeswitch(line: Line, press: Press) -> list[str]:
    """What a caller of FreeSWITCH hears until somebody hangs up."""
    found = extensions(line)
    heard: list[str] = []
    place, variables = "start", {}
    bound: tuple[str, str] | None = None

    def sound(data: str) -> str:
        name = re.fullmatch(r"\$\{sounds\}/([\w-]+)\.wav", data)
        assert name, data
        return name[1]

    def goal(data: str) -> str:
        there = re.fullmatch(rf"(\S+) XML {re.escape(line.name)}", data)
        assert there, data
        return re.sub(r"\$\{(\w+)\}", lambda match: variables[match[1]], there[1])

    def asked(data: str) -> str | None:
        """Play and get digits: where a caller goes who gave none of the keys."""
        ask = re.fullmatch(r"1 1 (\d) \d+ # (\S+) (\S+) key (\S+) \d+ '(.+)'", data)
        assert ask, data
        for _ in range(int(ask[1])):
            heard.append(sound(ask[2]))
            key = press(heard)
            if re.fullmatch(ask[4], key):
                variables["key"] = key
                return None
            if not ask[3].startswith("silence_stream:"):
                heard.append(sound(ask[3]))
        return goal(ask[5])

    actions = iter(found[place])
    while len(heard) < MOST_SOUNDS:
        application, data = next(actions)
        to: str | None = None
        if application == "play_and_get_digits":
            to = asked(data)
        elif application == "playback":
            heard.append(sound(data))
            key = press(heard)
            if key and bound and re.fullmatch(bound[0], key):
                to = bound[1]
        elif application == "transfer":
            to = goal(data)
        elif application == "bind_digit_action":
            action = re.fullmatch(r"whole,~([^,]+),exec:transfer,(.+)", data)
            assert action, data
            bound = (action[1], goal(action[2]))
        elif application == "clear_digit_action":
            bound = None
        elif application == "hangup":
            return heard
        else:
            assert application in ("answer", "sleep", "set", "digit_action_set_realm"), application
        if to is not None:
            actions = iter(found[to])
    raise AssertionError(f"The call never ends: {heard[-8:]}")
