"""Sections become scripts: long sentences in breath groups, with spoken signposts around them.

Broken phrasing costs listeners up to a third of their understanding (Charles University, 2023),
so a line ends only where a speaker would breathe; `data/hi/breath.yaml` says where that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from parcha.config import CLOSING, OPENING
from parcha.model import Item, Script, Section
from parcha.text.catalogue import generated
from parcha.text.data import hindi
from parcha.yamlfile import Mapping

_NEVER = 1e9
# No line is longer than this many words, whatever it costs.
_LONGEST = 40


def narrate(
    sections: Sequence[Section], opening_title: str = "", closing_title: str = ""
) -> tuple[Script, ...]:
    """All scripts of a leaflet: the opening, one for each section, the closing."""
    phrases = hindi("phrases")
    title = generated("", phrases.texts("title"), "title")
    signpost = generated("", phrases.texts("next"), "next")
    opening = (*_phrases("opening"), title, *_phrases("contents"), signpost)
    scripts = [Script(1, OPENING, opening_title or phrases.text("opening_title"), opening)]
    for section in sections:
        items: list[Item] = []
        for paragraph in section.paragraphs:
            items += (generated(sentence, breath_groups(sentence)) for sentence in paragraph)
            items[-1] = replace(items[-1], ends_paragraph=True)
        scripts.append(Script(section.number, section.id, section.title, (title, *items, signpost)))
    closing = (title, *_phrases("closing"))
    last = len(sections) + 2
    scripts.append(Script(last, CLOSING, closing_title or phrases.text("closing_title"), closing))
    return tuple(scripts)


def _phrases(kind: str) -> tuple[Item, ...]:
    """The fixed lines of the opening or the closing, an item each."""
    items = []
    for entry in hindi("phrases").items_of(kind):
        if isinstance(entry, Mapping):
            items += [generated("", (entry.text(name),), kind, name) for name in entry]
        else:
            items.append(generated("", (entry,), kind))
    return tuple(items)


@dataclass(frozen=True, slots=True)
class _Breath:
    aim: int
    least: int
    after_sign: dict[str, float]
    after_word: dict[str, float]
    before_word: dict[str, float]
    joining: frozenset[str]
    joining_after_verb: float
    joining_elsewhere: float
    verb_endings: frozenset[str]
    leaning: frozenset[str]


@cache
def _breath() -> _Breath:
    data = hindi("breath")

    def costs(key: str) -> dict[str, float]:
        table = data.mapping(key)
        return {word: table.number(word, 0) for word in table}

    return _Breath(
        round(data.number("aim", 12)),
        round(data.number("least", 3)),
        costs("after_sign"),
        costs("after_word"),
        costs("before_word"),
        frozenset(data.texts("joining")),
        data.number("joining_after_verb", 2),
        data.number("joining_elsewhere", 14),
        frozenset(data.texts("verb_endings")),
        frozenset(data.texts("leaning")),
    )


def breath_groups(sentence: str) -> tuple[str, ...]:
    """Cut a sentence into lines of about twelve words; joined by spaces they are the sentence.

    Of all ways to cut it, the one with the least cost: each place has its price, and so has a
    line that is too long (the square of the words too many) or too short.
    """
    words = sentence.split()
    prices = _prices(words)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        best.append(
            min(
                (best[start][0] + _length_cost(end - start, len(words)) + prices[end], start)
                for start in range(max(0, end - _LONGEST), end)
            )
        )
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return tuple(reversed(lines))


def _length_cost(length: int, whole: int) -> float:
    breath = _breath()
    if length < breath.least and length < whole:
        return 6.0 * (breath.least - length)
    return 0.5 * max(0, length - breath.aim) ** 2


def _prices(words: Sequence[str]) -> list[float]:
    """What it costs to end a line after so many words; inside quotes or brackets, too much."""
    prices = [0.0]
    depth, quoted = 0, False
    for before, after in pairwise(words):
        depth = max(0, depth + before.count("(") - before.count(")"))
        depth = max(0, depth + before.count("“") - before.count("”"))
        quoted ^= before.count('"') % 2 == 1
        prices.append(_NEVER if depth or quoted else _price(before, after))
    return [*prices, 0.0]


def _price(before: str, after: str) -> float:
    """What it costs to breathe between two words."""
    breath = _breath()
    before, after = before.rstrip("\"”’')"), after.lstrip("\"“‘'(")
    if after in breath.leaning:
        return _NEVER
    offers = [_NEVER]
    if before[-1:] in breath.after_sign:
        offers.append(breath.after_sign[before[-1]])
    if before in breath.after_word:
        offers.append(breath.after_word[before])
    if after in breath.before_word:
        offers.append(breath.before_word[after])
    if after in breath.joining:
        verb = before in breath.verb_endings
        offers.append(breath.joining_after_verb if verb else breath.joining_elsewhere)
    # A breath has a price of its own, so that a short sentence stays whole.
    return min(offers) + 2.0
