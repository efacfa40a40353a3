"""Sentences of the article that look wrong themselves: word salad, other languages, codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parcha.check.report import Finding
from parcha.check.tell import Telling
from parcha.model import Section
from parcha.text.suspect import suspects


def check_passages(items: Sequence[Telling], sections: Sequence[Section]) -> Iterator[Finding]:
    """The suspect sentences among those that the items tell or stand on."""
    used = {source.text for telling in items for source in telling.sources}
    for section in sections:
        for suspect in suspects(section):
            if suspect.sentence in used:
                message = f"{suspect.reason} (line {suspect.line} of this part in sections/)"
                yield Finding("warning", "passage", section.id, "", message, (suspect.sentence,))
