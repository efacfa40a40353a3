"""What an edition says, line for line: placeholders filled, spoken form made, voices cast.

Everything after this stage works on `Utterance`s; nothing after it knows scripts or Hindi.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from parcha.config import CLOSING, OPENING, Config, Edition, Pauses
from parcha.errors import InputError
from parcha.model import Item, Prompt, Script, Utterance, Voice
from parcha.text.data import hindi
from parcha.text.lexicon import Lexicon
from parcha.text.respell import respell
from parcha.text.spoken import to_spoken

LONGEST_LINE = 5_000
"""Characters: minutes of speech without a pause. Narration makes lines of a hundred or two."""
SIGNPOSTS = frozenset({"title", "next"})
PICTURES = {OPENING: "speech", CLOSING: "doctor"}
"""By what people find the two parts that are no chapters of the article."""
# The announcer says titles, signposts and recaps, the narrator the rest.
_NARRATED = frozenset({"text", "message", "note"})
_STOPS = "\u0964?!"
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line: `say` as written, `spoken` in words, `utterance` as the engine gets it."""

    say: str
    spoken: str
    utterance: Utterance
    pause_ms: int
    unknown: tuple[str, ...] = ()
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a planned line is written: the `line`-th text under `key` of an item, from 1.

    `written` is that text, with its placeholders.
    """

    item: int
    key: str
    line: int
    written: str


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part of an edition."""

    number: int
    id: str
    title: str
    lines: tuple[PlannedLine, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How lines become utterances: the leaflet's words, and what the engines need."""

    lexicon: Lexicon
    english: Callable[[str], str] | None
    respelt_engines: frozenset[str]

    def utter(self, say: str, voice: Voice) -> tuple[str, tuple[str, ...], Utterance]:
        """The spoken form of a line, the words that no rule knows, and the utterance."""
        spoken = to_spoken(say, self.lexicon, self.english)
        text = spoken.text
        if voice.engine in self.respelt_engines:
            text = respell(text, self.lexicon.respell)
        return spoken.text, spoken.unknown, Utterance(text, voice)


def plan(
    scripts: Sequence[Script], config: Config, edition: Edition, speaker: Speaker
) -> tuple[PlannedPart, ...]:
    """The parts of the edition, numbered from 1, with their lines in order.

    Chapters that the short edition has no lines for are not in it. Raises `InputError` for a line
    that nobody could listen to.
    """
    told = _told(scripts, edition)
    pictures = PICTURES | {chapter.id: chapter.picture for chapter in config.chapters}
    parts = []
    for place, script in enumerate(told):
        values = _values(told, place, config)
        lines: list[PlannedLine] = []
        for item in script.items:
            for _, say, pause in _said(item, lines_of(item, edition), values, config.pauses):
                _refuse_endless(say, script)
                voice = config.narrator if item.role in _NARRATED else config.announcer
                spoken, unknown, utterance = speaker.utter(say, voice)
                lines.append(PlannedLine(say, spoken, utterance, pause, unknown, item.role))
        picture = pictures.get(script.id, "")
        parts.append(PlannedPart(place + 1, script.id, script.title, tuple(lines), picture))
    return tuple(parts)


def _refuse_endless(say: str, script: Script) -> None:
    if len(say) > LONGEST_LINE:
        raise InputError(
            f'A line of {script.id} has {len(say)} characters: "{say[:40]}…".',
            "Break it into several in its script, or name it under leave_out: in leaflet.yaml.",
        )


def places(
    scripts: Sequence[Script], config: Config, edition: Edition
) -> Mapping[str, tuple[Place, ...]]:
    """Where each line of each part of `plan` is written, by the part's id."""
    told = _told(scripts, edition)
    found: dict[str, tuple[Place, ...]] = {}
    for at, script in enumerate(told):
        values = _values(told, at, config)
        found[script.id] = tuple(
            Place(number, "brief" if lines is item.brief else "say", line, lines[line - 1])
            for number, item in enumerate(script.items, start=1)
            for lines in [lines_of(item, edition)]
            for line, _, _ in _said(item, lines, values, config.pauses)
        )
    return found


def announce(
    prompts: Sequence[Prompt], config: Config, speaker: Speaker
) -> Mapping[Prompt, PlannedPart]:
    """What the announcer says for the packages, beside the programme."""
    return {prompt: _announcement(prompt, config, speaker) for prompt in prompts}


def _announcement(prompt: Prompt, config: Config, speaker: Speaker) -> PlannedPart:
    values = dict(prompt.values)
    lines = []
    for phrase in hindi("packages").mapping("prompts").texts(prompt.phrase):
        say = _PLACEHOLDER.sub(lambda match: values[match[1]], phrase)
        spoken, unknown, utterance = speaker.utter(say, config.announcer)
        lines.append(PlannedLine(say, spoken, utterance, config.pauses.sentence, unknown, "prompt"))
    return PlannedPart(0, prompt.phrase, "", tuple(lines))


def labels() -> Mapping[str, str]:
    """The words that packages print, by name."""
    words = hindi("packages").mapping("labels")
    return {name: words.text(name) for name in words}


def lines_of(item: Item, edition: Edition) -> tuple[str, ...]:
    """What an edition tells of an item. Lines of the editor's own are for every edition."""
    if item.edition and item.edition != edition.name:
        return ()
    if edition.is_brief:
        return item.brief or (() if item.source else item.say)
    return item.say


def _told(scripts: Sequence[Script], edition: Edition) -> list[Script]:
    """The scripts that are parts of the edition."""
    return [script for script in scripts if _is_told(script, edition)]


def _is_told(script: Script, edition: Edition) -> bool:
    return script.id in (OPENING, CLOSING) or any(
        lines_of(item, edition) for item in script.items if item.role not in SIGNPOSTS
    )


def _values(scripts: Sequence[Script], place: int, config: Config) -> Mapping[str, str]:
    """What the placeholders of one part stand for; an empty value silences its line."""
    following = scripts[place + 1] if place + 1 < len(scripts) else None
    line = hindi("phrases").text("contents_line")
    contents = (
        line.format(part=number, title=other.title)
        for number, other in enumerate(scripts[1:], start=2)
    )
    return {
        "part": str(place + 1),
        "parts": str(len(scripts)),
        "title": scripts[place].title,
        "leaflet": config.title,
        "next": str(place + 2) if following else "",
        "next_title": following.title if following else "",
        "contents": "\n".join(contents),
        "article": config.article.name,
        "licence": config.article.licence,
        "free": hindi("phrases").text("share") if config.article.is_free else "",
        "as_of": config.article.as_of,
    }


def _said(
    item: Item, say: Sequence[str], values: Mapping[str, str], pauses: Pauses
) -> list[tuple[int, str, int]]:
    """The lines of an item: the number of its text, what is said, the silence after it (ms)."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(say, start=1):
        names = _PLACEHOLDER.findall(line)
        if all(values.get(name, "?") for name in names):
            filled = _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), line)
            lines += ((number, text) for text in filled.split("\n"))
    if item.role == "title":
        last = pauses.title
    else:
        last = pauses.paragraph if item.ends_paragraph else pauses.sentence
    within = (pauses.sentence if text[-1:] in _STOPS else pauses.line for _, text in lines[:-1])
    silences = [*within, last]
    return [(*line, pause) for line, pause in zip(lines, silences, strict=False)]
