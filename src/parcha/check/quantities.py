"""Numbers in Hindi text, written in digits or in words, with what they count.

75%, the same in words, and "four, of which three" are one share; two years are 24 months. Nothing
is rounded: values are fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from parcha.check.words import STOPS, fold, word_set
from parcha.text.data import hindi
from parcha.text.numbers import cardinal

_YEARS = range(1800, 2100)
_FAR = 3
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in `tokens[start:end]`: `said` of something that holds `factor` of `unit`.

    `unit` is empty where things or persons are counted; a `vague` word stands for the number.
    """

    start: int
    end: int
    said: Fraction
    factor: Fraction = Fraction(1)
    unit: str = ""
    vague: str = ""

    @property
    def value(self) -> Fraction:
        """The number in its unit: months, hours, milligrams, a share of one …"""
        return self.said * self.factor


def read_quantities(tokens: Sequence[str]) -> tuple[Quantity, ...]:
    """All quantities of a text, in order: shares, measures, plain numbers, vague time spans."""
    numbers = list(_numbers(tokens))
    shared = _shares(tokens, numbers)
    counted = [_with_unit(tokens, numbers, at) for at in range(len(numbers))]
    found = [
        share or quantity
        for share, quantity in zip(shared, counted, strict=True)
        if share is not _WHOLE and (share or not _is_article(tokens, numbers, quantity))
    ]
    return (*found, *_vague(tokens))


def is_number_word(token: str) -> bool:
    """Whether a folded word is a number, or part of one."""
    return token in _small() or token in _table("multipliers") or token in _table("parts")


# A number that is the whole of a share is said with its part.
_WHOLE = Quantity(0, 0, Fraction(0))


@cache
def _table(key: str) -> dict[str, Fraction]:
    entries = hindi("facts").mapping(key)
    return {fold(word): Fraction(entries.text(word)) for word in entries}


@cache
def _small() -> Mapping[str, int]:
    """Number words from zero to ninety-nine, in all their spellings."""
    usual = {fold(cardinal(number)): number for number in range(100)}
    return usual | {word: int(value) for word, value in _table("numbers").items()}


@cache
def _units() -> Mapping[str, tuple[Fraction, str]]:
    entries = hindi("facts").mapping("units")
    table = {}
    for word in entries:
        factor, _, unit = entries.text(word).partition(" ")
        table[fold(word)] = (Fraction(factor), unit)
    return table


def _numbers(tokens: Sequence[str]) -> Iterator[Quantity]:
    at = 0
    while at < len(tokens):
        found = _number(tokens, at)
        if found:
            yield found
            at = found.end
        else:
            at += 1


def _number(tokens: Sequence[str], at: int) -> Quantity | None:
    """The longest number that begins at a token."""
    more = _table("add").get(tokens[at], Fraction(0))
    total, current, place = Fraction(0), None, at + bool(more)
    while place < len(tokens):
        grown = _grow(total, current, tokens[place], more)
        if grown is None:
            break
        (total, current), place = grown, place + 1
    if current is None:
        return _part(tokens, at)
    part = _table("parts").get(tokens[place], Fraction(1)) if place < len(tokens) else Fraction(1)
    if part < 1:
        return Quantity(at, place + 1, current, part, "share")
    if place == at + 1 and _is_give(tokens, at):
        return None
    return Quantity(at, place, total + current)


def _grow(
    total: Fraction, current: Fraction | None, token: str, more: Fraction
) -> tuple[Fraction, Fraction] | None:
    """A number with one more word: thousands so far, and what is below them. None: it ends."""
    multiplier = _table("multipliers").get(token)
    if current is None:
        first = _first(token)
        return None if first is None else (total, first + more)
    if token in _small() and current % HUNDRED == 0 and current + total > 0:
        return total, current + _small()[token]
    if multiplier == HUNDRED:
        return total, current * multiplier
    if multiplier:
        return total + current * multiplier, Fraction(0)
    return None


def _first(token: str) -> Fraction | None:
    """The number that a word or digits begin."""
    if token[0].isdigit():
        return Fraction(token.replace(",", "").rstrip("."))
    if token in _small():
        return Fraction(_small()[token])
    begins = _table("multipliers").get(token) == HUNDRED or _table("parts").get(token, 0) > 1
    return (_table("multipliers") | _table("parts"))[token] if begins else None


def _part(tokens: Sequence[str], at: int) -> Quantity | None:
    """Half, a third, a quarter; twice."""
    token = tokens[at]
    if token in _table("parts"):
        return Quantity(at, at + 1, _table("parts")[token], unit="share")
    if token in _table("times"):
        return Quantity(at, at + 1, _table("times")[token], unit="fold")
    return None


def _is_give(tokens: Sequence[str], at: int) -> bool:
    """Whether the word for two ends its sentence as a verb ("give"), and no range or share."""
    if tokens[at] != fold(cardinal(2)) or not STOPS.issuperset(tokens[at + 1 : at + 2]):
        return False
    return word_set("range").union(word_set("of")).isdisjoint(tokens[max(0, at - 1) : at])


def _skip(tokens: Sequence[str], at: int, words: frozenset[str]) -> int:
    """The first place from `at` on, at most three further, that is not one of `words`."""
    for place in range(at, min(at + _FAR, len(tokens))):
        if tokens[place] not in words:
            return place
    return min(at + _FAR, len(tokens))


def _between() -> frozenset[str]:
    return word_set("between") | word_set("of_from")


def _shares(tokens: Sequence[str], numbers: Sequence[Quantity]) -> list[Quantity | None]:
    """For each number: the share that it is part of, `_WHOLE` if it is the whole, or nothing."""
    found: list[Quantity | None] = [None] * len(numbers)
    for at in range(len(numbers) - 1):
        whole, part = numbers[at], numbers[at + 1]
        if found[at] or not _stand_as_share(tokens, whole, part):
            continue
        found[at] = _WHOLE
        for place in (at + 1, at + 2):
            if place == at + 2 and not _in_range(tokens, numbers, at + 1):
                break
            number = numbers[place]
            found[place] = replace(number, factor=1 / whole.said, unit="share")
    return found


def _stand_as_share(tokens: Sequence[str], whole: Quantity, part: Quantity) -> bool:
    """Whether "whole (people) in (from) part" is what the tokens say."""
    if whole.unit or part.unit or not 0 < part.value <= whole.value or whole.value < 2:
        return False
    within = tokens[whole.end : part.start]
    inside = [at for at, token in enumerate(within) if token in word_set("of")]
    if not inside or inside[0] > 2 or STOPS.intersection(within):
        return False
    counted, rest = within[: inside[0]], within[inside[0] + 1 :]
    if any(token in _units() for token in counted) or whole.value in _YEARS:
        return False
    return all(token in _between() for token in rest)


def _in_range(tokens: Sequence[str], numbers: Sequence[Quantity], at: int) -> bool:
    """Whether number `at` and the next are the two ends of a range."""
    if at + 1 >= len(numbers):
        return False
    within = tokens[numbers[at].end : numbers[at + 1].start]
    signs = [token for token in within if token not in _units()]
    return not within or (len(within) <= 2 and len(signs) == 1 and signs[0] in word_set("range"))


def _with_unit(tokens: Sequence[str], numbers: Sequence[Quantity], at: int) -> Quantity:
    """Number `at` in the measure of its unit, which may stand behind the end of its range."""
    number = numbers[at]
    if number.unit:
        return number
    place = _skip(tokens, number.end, _between())
    if place < len(tokens) and tokens[place] in _units():
        factor, unit = _units()[tokens[place]]
        return replace(number, end=place + 1, factor=factor, unit=unit)
    if _in_range(tokens, numbers, at):
        after = _with_unit(tokens, numbers, at + 1)
        return replace(number, factor=after.factor, unit=after.unit)
    return number


def _is_article(tokens: Sequence[str], numbers: Sequence[Quantity], quantity: Quantity) -> bool:
    """Whether a bare "one" only means "a"."""
    if quantity.unit or tokens[quantity.start] not in word_set("one"):
        return False
    at = next(at for at, number in enumerate(numbers) if number.start == quantity.start)
    ors = word_set("or") | word_set("of_from")
    after = tokens[quantity.end : quantity.end + 1]
    before = tokens[max(0, quantity.start - 1) : quantity.start]
    return not (
        (ors.intersection(after) and _in_range(tokens, numbers, at))
        or (at and ors.intersection(before) and _in_range(tokens, numbers, at - 1))
    )


def _vague(tokens: Sequence[str]) -> Iterator[Quantity]:
    """Time spans of "several" and "some"."""
    allowed = set(hindi("facts").texts("vague_units"))
    for at, token in enumerate(tokens[:-1]):
        factor_unit = _units().get(tokens[at + 1])
        if token in word_set("vague") and factor_unit and factor_unit[1] in allowed:
            factor, unit = factor_unit
            yield Quantity(at, at + 2, Fraction(1), factor, unit, vague=token)
