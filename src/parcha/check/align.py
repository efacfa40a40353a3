"""Which of the heard words belong to which line, and how far they differ from it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from parcha.check.skeleton import alike, before_lips, counts, skeleton


@dataclass(frozen=True, slots=True)
class Match:
    """What was heard of one line, and the share of its consonants that are wrong, 0 or more.

    `word_errors` has the same share for every word of the line, `silent` whether none of a word's
    consonants was heard, not even as another. `missing` and `extra` are the most
    consonants that were lost or added at one place: a recogniser mishears sounds one by one, a
    dropped or doubled word is several in a row.
    """

    heard: str
    error: float
    word_errors: tuple[float, ...]
    silent: tuple[bool, ...]
    missing: int = 0
    extra: int = 0


def align(lines: Sequence[str], heard: str) -> tuple[Match, ...]:
    """Share out the words of `heard` among `lines`, which were said in this order."""
    said = _Signs.of([word for line in lines for word in line.split()])
    given = _Signs.of(heard.split())
    path = _path(said.text, given.text)
    owner: dict[int, int] = {}
    for step in path:
        if step.given is not None:
            owner.setdefault(given.owners[step.given], said.word_at(step.said))
    for at in range(1, len(given.words)):
        # Words without a consonant that counts go with the word before them.
        owner.setdefault(at, owner.get(at - 1, 0))
    matches = []
    first = 0
    for line in lines:
        last = first + len(line.split())
        mine = [given.words[at] for at, word in sorted(owner.items()) if first <= word < last]
        steps = [step for step in path if first <= said.word_at(step.said) < last]
        matches.append(_match(" ".join(mine), steps, said, range(first, last)))
        first = last
    return tuple(matches)


def _match(heard: str, steps: Sequence[_Step], said: _Signs, words: range) -> Match:
    """Sum up the steps of one line."""
    wrong = Counter(said.word_at(step.said) for step in steps if step.wrong and step.counts)
    given = Counter(said.word_at(step.said) for step in steps if step.given is not None)
    sizes = Counter(
        owner for sign, owner in zip(said.text, said.owners, strict=True) if counts(sign)
    )
    gains = [
        sum(step.gain for step in run)
        for is_wrong, run in groupby(steps, key=lambda step: step.wrong)
        if is_wrong
    ]
    return Match(
        heard,
        wrong.total() / max(1, sum(sizes[word] for word in words)),
        tuple(wrong[word] / max(1, sizes[word]) for word in words),
        tuple(sizes[word] > 0 and not given[word] for word in words),
        missing=max(0, -min(gains, default=0)),
        extra=max(0, *gains, 0),
    )


@dataclass(frozen=True, slots=True)
class _Signs:
    """The skeleton of words in a row: `owners` says for each sign which word it is from."""

    words: tuple[str, ...]
    text: str
    owners: tuple[int, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> _Signs:
        text, owners = "", []
        for number, word in enumerate(words):
            signs = skeleton(word)
            # A sound at the border of two words is heard once.
            new = signs[1:] if text and text[-1:] == signs[:1] else signs
            text += new
            owners += [number] * len(new)
        return cls(tuple(words), before_lips(text), tuple(owners))

    def word_at(self, position: int) -> int:
        """The word of a sign; behind the last one, the last word."""
        return self.owners[min(position, len(self.owners) - 1)] if self.owners else 0


@dataclass(frozen=True, slots=True)
class _Step:
    """The sign at `said` and the one at `given` belong together; None where nothing was heard.

    `gain` is 1 for a sign that was heard but not said, which belongs to the one said before it,
    and -1 for one that was said but not heard. What need not be heard does not count.
    """

    said: int
    given: int | None
    wrong: bool
    gain: int
    counts: bool


RIGHT, WRONG = 0, 1
_ERROR = 1.0
_NEW_PLACE = 0.001
"""Of two ways with as many errors, the one with them together is what happened."""

_Node = tuple[int, int, int]
"""How many signs were said and heard so far, and whether the last of them was right or wrong."""


def _path(said: str, given: str) -> list[_Step]:
    """The cheapest way from `said` to `given`."""
    start: _Node = (0, 0, RIGHT)
    costs: dict[_Node, float] = {start: 0.0}
    origin: dict[_Node, _Node] = {}
    for row in range(len(said) + 1):
        for column in range(len(given) + 1):
            places = [(row - 1, column - 1), (row - 1, column), (row, column - 1)]
            if row and column and alike(said[row - 1], given[column - 1]):
                _reach((row, column, RIGHT), places.pop(0), costs, origin)
            for place in places:
                _reach((row, column, WRONG), place, costs, origin)
            if row and not counts(said[row - 1]):
                _skip((row, column), (row - 1, column), costs, origin)
            if column and not counts(given[column - 1]):
                _skip((row, column), (row, column - 1), costs, origin)
    end = (len(said), len(given))
    node = min(((*end, RIGHT), (*end, WRONG)), key=lambda node: costs.get(node, math.inf))
    steps = []
    while node != start:
        (row, column, state), node = node, origin[node]
        was_said, was_heard = row > node[0], column > node[1]
        heard = column - 1 if was_heard else None
        both = was_said and was_heard
        sign = given[column - 1] if was_heard else said[row - 1]
        step = _Step(
            said=max(0, row - 1),
            given=heard,
            wrong=state == WRONG,
            gain=was_heard - was_said if counts(sign) else 0,
            counts=both or counts(sign),
        )
        steps.append(step)
    return steps[::-1]


def _skip(
    end: tuple[int, int],
    place: tuple[int, int],
    costs: dict[_Node, float],
    origin: dict[_Node, _Node],
) -> None:
    """Note the way over a sign that need not be heard: it ends no error and begins none."""
    for state in (RIGHT, WRONG):
        before = (*place, state)
        node = (*end, state)
        if before in costs and costs[before] < costs.get(node, math.inf):
            costs[node], origin[node] = costs[before], before


def _reach(
    node: _Node,
    place: tuple[int, int],
    costs: dict[_Node, float],
    origin: dict[_Node, _Node],
) -> None:
    """Note the way to `node` from `place`, if it is cheaper than what was found before."""
    for state in (RIGHT, WRONG):
        before = (*place, state)
        if before in costs:
            new = _NEW_PLACE if state == RIGHT else 0.0
            cost = costs[before] + (_ERROR + new if node[2] == WRONG else 0.0)
            if cost < costs.get(node, math.inf):
                costs[node], origin[node] = cost, before
