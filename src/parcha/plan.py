"""What an edition says, line for line: placeholders filled, spoken form made, voices cast.

Everything after this stage works on `Utterance`s; nothing after it knows scripts or Hindi.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from parcha.config import Config
from parcha.model import Item, Script, Utterance, Voice
from parcha.text.data import hindi
from parcha.text.lexicon import Lexicon
from parcha.text.respell import respell
from parcha.text.spoken import to_spoken

# The announcer says what is not the article's own text.
_NARRATED = frozenset({"text", "note"})
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line: `say` as written, `spoken` in words, `utterance` as the engine gets it."""

    say: str
    spoken: str
    utterance: Utterance
    pause_ms: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part of an edition."""

    number: int
    id: str
    title: str
    lines: tuple[PlannedLine, ...]


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


def plan(scripts: Sequence[Script], config: Config, speaker: Speaker) -> tuple[PlannedPart, ...]:
    """Every part of the edition with its lines in order."""
    parts = []
    for place, script in enumerate(scripts):
        values = _values(scripts, place, config)
        lines: list[PlannedLine] = []
        for item in script.items:
            for say, pause in _said(item, values, config):
                voice = config.narrator if item.role in _NARRATED else config.announcer
                spoken, unknown, utterance = speaker.utter(say, voice)
                lines.append(PlannedLine(say, spoken, utterance, pause, unknown))
        parts.append(PlannedPart(script.number, script.id, script.title, tuple(lines)))
    return tuple(parts)


def _values(scripts: Sequence[Script], place: int, config: Config) -> Mapping[str, str]:
    """What the placeholders of one part stand for; an empty value silences its line."""
    script = scripts[place]
    following = scripts[place + 1] if place + 1 < len(scripts) else None
    line = hindi("phrases").text("contents_line")
    contents = (line.format(part=other.number, title=other.title) for other in scripts[1:])
    return {
        "part": str(script.number),
        "parts": str(len(scripts)),
        "title": script.title,
        "leaflet": config.title,
        "next": str(following.number) if following else "",
        "next_title": following.title if following else "",
        "contents": "\n".join(contents),
        "article": config.article.name,
        "licence": config.article.licence,
        "as_of": config.article.as_of,
    }


def _said(item: Item, values: Mapping[str, str], config: Config) -> list[tuple[str, int]]:
    """The lines of an item with the silence after each, in milliseconds."""
    lines: list[str] = []
    for line in item.say:
        names = _PLACEHOLDER.findall(line)
        if all(values.get(name, "?") for name in names):
            lines += _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), line).split(
                "\n"
            )
    pauses = config.pauses
    if item.role == "title":
        last = pauses.title
    else:
        last = pauses.paragraph if item.ends_paragraph else pauses.sentence
    within = pauses.line if item.source else pauses.sentence
    return [(line, within) for line in lines[:-1]] + [(line, last) for line in lines[-1:]]
