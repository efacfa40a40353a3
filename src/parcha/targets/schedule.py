"""What goes on the air: programmes that fit a slot, and spots with one message each.

On the radio there is no "part 3" and no "hear next": titles are announced anew, and signposts go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parcha.model import Chapter, Programme, Prompt
from parcha.targets.excerpt import STOPS, Take, length_ms, takes

PROGRAMME_MINUTES = (28, 5)
SPOT_SECONDS = (30, 60)
SIGNPOSTS = frozenset({"title", "next", "opening", "contents"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a show that has a line in the running order. `id` is ASCII."""

    id: str
    title: str
    lines: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """One file for the radio: a programme of `slot_ms` at most, or a spot."""

    stem: str
    title: str
    slot_ms: int
    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()
    message: str = ""
    """What a spot is about, in its own words; empty for a programme."""

    @property
    def lines(self) -> list[Take]:
        """All lines in order."""
        return [take for item in self.items for take in item.lines]


def prompts(programme: Programme) -> list[Prompt]:
    """What the announcer must say for the radio."""
    return [
        _opening(programme),
        Prompt("radio_left_out"),
        _spot_opening(programme),
        Prompt("spot_closing"),
        *(_announcement(chapter) for chapter in programme.chapters),
    ]


def shows(programme: Programme) -> list[Show]:
    """Everything that goes on the air: programmes, longest first, then spots part by part."""
    programmes = [_programme(programme, minutes) for minutes in PROGRAMME_MINUTES]
    spots = [
        spot
        for chapter in programme.chapters
        for seconds in SPOT_SECONDS
        if (spot := _spot(programme, chapter, seconds))
    ]
    return programmes + spots


def _programme(programme: Programme, minutes: int) -> Show:
    """Greeting, parts in order as far as they fit, source and licence: these always.

    A part that does not fit whole is told in short, and left out only where that does not fit.
    """
    slot_ms = minutes * 60_000
    greeting = Item("greeting", programme.leaflet.title, _said(programme, _opening(programme)))
    parts: list[Sequence[Item]] = []
    closing: list[Item] = []
    for chapter in programme.chapters:
        if forms := _forms(programme, chapter):
            if _closes(chapter):
                closing.append(forms[0])
            else:
                parts.append(forms)
    sorry = _said(programme, Prompt("radio_left_out"))
    fixed = length_ms([*greeting.lines, *(take for item in closing for take in item.lines)])
    told = _fitting(parts, slot_ms - fixed)
    if len(told) < len(parts):
        told = _fitting(parts, slot_ms - fixed - length_ms(sorry))
        closing = [Item("left-out", programme.labels["left_out"], sorry), *closing]
    return Show(
        f"programme-{minutes:02d}min",
        programme.labels["programme"].format(minutes=minutes),
        slot_ms,
        (greeting, *told, *closing),
        tuple(forms[0].title for forms in parts if forms[0].id not in {item.id for item in told}),
    )


def _fitting(parts: Sequence[Sequence[Item]], room_ms: int) -> list[Item]:
    """The parts in order: as many as fit whole, and then as many of the others in short."""
    told: dict[int, Item] = {}
    for form in (0, -1):
        for place, forms in enumerate(parts):
            lasts = sum(take.duration_ms for take in forms[form].lines)
            if place not in told and lasts <= room_ms:
                told[place] = forms[form]
                room_ms -= lasts
    return [told[place] for place in sorted(told)]


def _forms(programme: Programme, chapter: Chapter) -> list[Item]:
    """A part as the radio tells it: whole and, where it has a message, in short.

    Empty where nothing but signposts is in it.
    """
    whole = takes(chapter, without=SIGNPOSTS)
    if not whole:
        return []
    announced = _said(programme, _announcement(chapter))
    forms = [Item(chapter.id, chapter.title, (*announced, *whole))]
    if any(take.line.role == "message" for take in whole):
        short = [take for take in whole if take.line.role in ("message", "recap")]
        title = programme.labels["in_short"].format(title=chapter.title)
        forms.append(Item(chapter.id, title, (*announced, *short)))
    return forms


def _spot(programme: Programme, chapter: Chapter, seconds: int) -> Show | None:
    """The message of a part, what explains it as far as there is time, and its recap.

    None where the part has no message, or where it does not fit.
    """
    told = takes(chapter, without={*SIGNPOSTS, "closing"})
    message = [take for take in told if take.line.role == "message"]
    recap = [take for take in told if take.line.role == "recap"]
    more = [take for take in told if take.line.role not in ("message", "recap")]
    before = _said(programme, _spot_opening(programme))
    after = _said(programme, Prompt("spot_closing"))
    slot_ms = seconds * 1000
    room_ms = slot_ms - length_ms([*before, *message, *after])
    if not message or room_ms < 0:
        return None
    recap = _sentences(recap, room_ms)
    more = _sentences(more, room_ms - sum(take.duration_ms for take in recap))
    title = f"{programme.labels['spot'].format(seconds=seconds)}: {chapter.title}"
    lines = (*before, *message, *more, *recap, *after)
    stem = f"spot-{seconds}s-{chapter.number:02d}-{chapter.id}"
    says = " ".join(take.line.say for take in message)
    return Show(stem, title, slot_ms, (Item(chapter.id, chapter.title, lines),), message=says)


def _sentences(lines: Sequence[Take], room_ms: int) -> list[Take]:
    """As many whole sentences from the beginning as fit."""
    chosen: list[Take] = []
    whole = 0
    for take in lines:
        room_ms -= take.duration_ms
        if room_ms < 0:
            break
        chosen.append(take)
        if take.line.say.endswith(STOPS):
            whole = len(chosen)
    return chosen[:whole]


def _closes(chapter: Chapter) -> bool:
    """Whether it is the part that names source and licence."""
    return any(line.role == "closing" for line in chapter.lines)


def _said(programme: Programme, prompt: Prompt) -> tuple[Take, ...]:
    return tuple(takes(programme.prompts[prompt]))


def _opening(programme: Programme) -> Prompt:
    return Prompt("radio_opening", (("leaflet", programme.leaflet.title),))


def _spot_opening(programme: Programme) -> Prompt:
    return Prompt("spot_opening", (("leaflet", programme.leaflet.title),))


def _announcement(chapter: Chapter) -> Prompt:
    return Prompt("radio_part", (("title", chapter.title),))
