"""The leaflet on the phone: dialplans for Asterisk and FreeSWITCH.

Both do the same. Who presses nothing hears the whole leaflet. A key leads to the topics, some to a
page; there the topic is named before its key, a wrong key and silence are answered, and after
three silent rounds the whole leaflet is played. 8 leads to more topics, 9 repeats the page, 0 leads
back to the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

TOPICS_A_PAGE = 3
KEY_MENU, KEY_MORE, KEY_AGAIN, KEY_START = "1", "8", "9", "0"
ROUNDS = 3
WELCOME_WAIT_S, MENU_WAIT_S = 3, 10
CLIPPED_MS = 500
"""Without it the line swallows the first syllable."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is played on the phone line `name`: `parts` are sounds, all by their names."""

    name: str
    parts: tuple[str, ...]

    @property
    def pages(self) -> list[tuple[str, ...]]:
        """The topics of each page of the menu."""
        starts = range(0, len(self.parts), TOPICS_A_PAGE)
        return [self.parts[start : start + TOPICS_A_PAGE] for start in starts]


def menu(number: int) -> str:
    """The name of page `number` of the menu, and of its sound."""
    return f"menu-{number}"


def _following(line: Line, number: int) -> str:
    """The page after page `number`: behind the last one comes the first."""
    return menu(number % len(line.pages) + 1)


def asterisk(line: Line) -> bytes:
    """`extensions.conf`, with a context for the line and one for each page."""
    return "\n".join([*_asterisk_line(line), *_asterisk_pages(line), ""]).encode("ascii")


def _asterisk_line(line: Line) -> Iterator[str]:
    name = line.name
    yield f"; Copy the folder sounds/{name} to hi/{name} in Asterisk's folder of sounds, put this"
    yield "; file beside extensions.conf, include it there and send calls to it:"
    yield f";   exten => _X.,1,Goto({name},s,1)"
    yield ""
    yield f"[{name}]"
    yield f"exten => s,1,Answer({CLIPPED_MS})"
    yield " same => n,Set(CHANNEL(language)=hi)"
    yield f" same => n(start),Background({name}/welcome)"
    yield f" same => n,WaitExten({WELCOME_WAIT_S})"
    yield "; Nothing pressed: the whole leaflet."
    first, *others = line.parts
    yield f"exten => t,1,Background({name}/{first})"
    yield from (f" same => n,Background({name}/{part})" for part in others)
    yield f" same => n,Playback({name}/goodbye)"
    yield " same => n,Hangup()"
    yield "; Any key, whenever: the topics."
    yield f"exten => _[0-9*#],1,Goto({name}-{menu(1)},s,1)"
    yield f"exten => i,1,Goto({name}-{menu(1)},s,1)"


def _asterisk_pages(line: Line) -> Iterator[str]:
    name = line.name
    for number, topics in enumerate(line.pages, start=1):
        yield ""
        yield f"[{name}-{menu(number)}]"
        yield "exten => s,1,Set(ROUNDS=0)"
        yield f" same => n(menu),Background({name}/{menu(number)})"
        yield f" same => n,WaitExten({MENU_WAIT_S})"
        for key, topic in enumerate(topics, start=1):
            yield f"exten => {key},1,Background({name}/{topic})"
            yield " same => n,Goto(s,1)"
        if len(line.pages) > 1:
            yield f"exten => {KEY_MORE},1,Goto({name}-{_following(line, number)},s,1)"
        yield f"exten => {KEY_AGAIN},1,Goto(s,1)"
        yield f"exten => {KEY_START},1,Goto({name},s,start)"
        yield f"exten => i,1,Playback({name}/invalid)"
        yield " same => n,Goto(s,menu)"
        yield "exten => t,1,Set(ROUNDS=$[${ROUNDS} + 1])"
        yield f" same => n,GotoIf($[${{ROUNDS}} >= {ROUNDS}]?{name},t,1)"
        yield f" same => n,Playback({name}/timeout)"
        yield " same => n,Goto(s,menu)"


def freeswitch(line: Line) -> bytes:
    """A context for FreeSWITCH's XML dialplan, with an extension for each place of the call."""
    name = line.name
    extensions = [*_freeswitch_line(line), *_freeswitch_pages(line)]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<!-- Copy the folder sounds/{name} to hi/in/parcha/8000/{name} in FreeSWITCH's",
            "     folder of sounds and this file to its folder dialplan, and send calls to it:",
            f'     <action application="transfer" data="start XML {name}"/> -->',
            "<include>",
            f"  <context name={quoteattr(name)}>",
            *(line for extension in extensions for line in extension),
            "  </context>",
            "</include>",
            "",
        ]
    ).encode("ascii")


def _freeswitch_line(line: Line) -> Iterator[list[str]]:
    name, to_menu = line.name, f"{menu(1)} XML {line.name}"
    sounds = f"sounds=$${{sounds_dir}}/hi/in/parcha/8000/{name}"
    wait = 1000 * WELCOME_WAIT_S
    # One round: a key that is none of the digits, or no key, leads to the whole leaflet.
    ask = f"1 1 1 {wait} # ${{sounds}}/welcome.wav silence_stream://250 key [0-9] {wait}"
    yield _extension(
        "start",
        ("answer", ""),
        ("sleep", str(CLIPPED_MS)),
        ("set", sounds),
        ("clear_digit_action", "all"),
        ("play_and_get_digits", f"{ask} 'whole XML {name}'"),
        ("transfer", to_menu),
    )
    yield _extension(
        "whole",
        ("bind_digit_action", f"whole,~[0-9],exec:transfer,{to_menu}"),
        ("digit_action_set_realm", "whole"),
        ("set", "playback_terminators=none"),
        *(("playback", f"${{sounds}}/{part}.wav") for part in line.parts),
        ("playback", "${sounds}/goodbye.wav"),
        ("hangup", "NORMAL_CLEARING"),
    )


def _freeswitch_pages(line: Line) -> Iterator[list[str]]:
    name = line.name
    for number, topics in enumerate(line.pages, start=1):
        page, wait = menu(number), 1000 * MENU_WAIT_S
        keys = "".join(str(key) for key in range(1, len(topics) + 1))
        keys += (KEY_MORE if len(line.pages) > 1 else "") + KEY_AGAIN + KEY_START
        ask = f"1 1 {ROUNDS} {wait} # ${{sounds}}/{page}.wav ${{sounds}}/retry.wav key [{keys}]"
        yield _extension(
            page,
            ("clear_digit_action", "all"),
            ("play_and_get_digits", f"{ask} {wait} 'whole XML {name}'"),
            ("transfer", f"{page}-${{key}} XML {name}"),
        )
        for key, topic in enumerate(topics, start=1):
            yield _extension(
                f"{page}-{key}",
                ("set", "playback_terminators=0123456789*#"),
                ("playback", f"${{sounds}}/{topic}.wav"),
                ("transfer", f"{page} XML {name}"),
            )
        if len(line.pages) > 1:
            yield _leads(f"{page}-{KEY_MORE}", _following(line, number), name)
        yield _leads(f"{page}-{KEY_AGAIN}", page, name)
        yield _leads(f"{page}-{KEY_START}", "start", name)


def _leads(place: str, to: str, context: str) -> list[str]:
    return _extension(place, ("transfer", f"{to} XML {context}"))


def _extension(place: str, *actions: tuple[str, str]) -> list[str]:
    lines = [
        f"      <action application={quoteattr(application)}"
        + (f" data={quoteattr(data)}" if data else "")
        + "/>"
        for application, data in actions
    ]
    return [
        f"    <extension name={quoteattr(place)}>",
        f'     <condition field="destination_number" expression="^{place}$">',
        *lines,
        "     </condition>",
        "    </extension>",
    ]
