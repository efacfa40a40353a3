"""Units of measure: which there are, and what they are called beside a number.

`mg/dL` is made of `mg` and `dL`, `mg` of a prefix and a base: `data/hi/units.yaml` lists the parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.normalise import LETTER
from parcha.text.numbers import decimal
from parcha.text.rules import any_of, loosely
from parcha.yamlfile import Mapping


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name for one and for many; before `natural` ones 1.5 has a word."""

    one: str
    many: str
    natural: bool = False


@cache
def atoms() -> dict[str, Unit]:
    """Every unit without "/" and exponent, as it is written."""
    data = hindi("units")
    found: dict[str, Unit] = {}
    prefixes, bases = data.mapping("prefixes"), data.mapping("bases")
    for base in bases:
        entry = bases.mapping(base)
        found[base] = Unit(entry.text("say"), entry.text("say"))
        for prefix in entry.text("prefixes", "").split():
            joint = " " if " " in entry.text("say") else ""
            name = prefixes.text(prefix) + joint + entry.text("say")
            found[fold(prefix + base)] = Unit(name, name)
    units = data.mapping("units")
    for written in units:
        found[fold(written)] = _unit(units, written)
    return found


def _unit(units: Mapping, written: str) -> Unit:
    if isinstance(units[written], str):
        return Unit(units[written], units[written])
    entry = units.mapping(written).only(("say", "many", "natural"))
    say = entry.text("say")
    return Unit(say, entry.text("many", say), entry.text("natural", "no") == "yes")


_BARE = {"".join(written.split()): unit for written, unit in atoms().items()}


def _atom_pattern() -> str:
    """Any atom, the longest that fits, not within a word; some only behind a space."""
    spaced = set(hindi("units").texts("spaced"))
    written = sorted(atoms(), key=len, reverse=True)
    apart = "|".join(loosely(atom) for atom in written if atom in spaced)
    others = "|".join(loosely(atom) for atom in written if atom not in spaced)
    return rf"(?:(?<=[\s/])(?:{apart})|(?:{others})){_END_OF_WORD}"


# mg is no unit in "mgx", "mg5" or "mg25", but m2 is a square metre.
_END_OF_WORD = r"(?!(?<=[A-Za-z])(?:[A-Za-z]|[014-9]|[23]\d))" + rf"(?!(?<=[{LETTER}])[{LETTER}])"
_EXPONENT = r"(?:\^?[23](?!\d)|[²³])?"
_FACTOR = _atom_pattern() + _EXPONENT
_PER = r"\s?(?:/|(?<=\s)per(?=\s))\s?"
_BELOW = rf"{_PER}(?:\d+(?:\.\d+)?\s?)?{_FACTOR}"
UNIT = rf"(?:{_PER})?{_FACTOR}(?:{_BELOW})*"
"""A unit with its exponents and denominators; or, as in 4000/µL, these alone."""

ALONE = (
    rf"(?:(?=[^/\s]{{2}}){_FACTOR}(?:{_BELOW})+"
    rf"|{any_of(map(fold, hindi('units').texts('alone')))}(?![A-Za-z{LETTER}]))"
)
"""A unit that is known as one even where no number stands before it."""

_PARTS = re.compile(_PER)
_SPLIT_FACTOR = re.compile(rf"(\d+(?:\.\d+)?\s?)?(.+?)({_EXPONENT})")


def say_unit(written: str, one: bool = False) -> tuple[str, bool]:
    """A unit's name, for one or for many, and whether it is `natural`."""
    first, *others = _PARTS.split(written.strip())
    name, natural = _say_factor(first, one) if first else ("", False)
    per = hindi("units").text("per")
    said = " ".join([name, *(f"{per} {_say_factor(each, True)[0]}" for each in others)])
    return said.strip(), natural


def _say_factor(written: str, one: bool) -> tuple[str, bool]:
    match = _SPLIT_FACTOR.fullmatch(written.strip())
    assert match is not None
    number, atom, exponent = match.groups()
    unit = _BARE["".join(atom.split())]
    name = unit.one if one else unit.many
    if exponent:
        power = "square" if exponent[-1] in "2²" else "cubic"
        name = f"{hindi('units').text(power)} {name}"
    if number:
        name = f"{decimal(number.strip())} {name}"
    return name, unit.natural and not exponent
