"""What a sentence claims that must not change: numbers, doses, time, negations, medicines, duties.

`facts_of` lists them for a sentence of the article and for a spoken line alike; `faithful.py`
compares the two lists. Every word that it looks for is in `data/hi/facts.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

from parcha.check.phrases import Phrases, phrase
from parcha.check.quantities import Quantity, read_quantities
from parcha.check.words import STOPS, fold, tokens, word_set
from parcha.text.data import hindi

Kind = Literal[
    "number", "time", "dose", "rhythm", "negation", "weak negation", "drug", "frequency", "duty",
    "advice", "hedge", "warning", "negative word",
]  # fmt: skip

COUNTED: frozenset[Kind] = frozenset({"number", "time", "dose", "rhythm"})
"""Facts with a value, of which none may be missing, added or changed."""
SHOWN: frozenset[Kind] = COUNTED | {"negation", "drug", "frequency", "duty", "hedge"}
"""Facts that a person sees beside each other."""

DENIALS: frozenset[Kind] = frozenset({"negation", "weak negation"})

_TIME_UNITS = frozenset({"months", "hours"})
_NUMBER_UNITS = frozenset({"", "share", "fold", "rupees", "degrees", "kilometres"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim: `value` is what is compared, `said` the words that make it.

    `bare` is the number alone, where it is also understood without its unit.
    """

    kind: Kind
    value: str
    said: str
    bare: str = ""

    def agrees(self, other: Fact) -> bool:
        """Whether both say the same."""
        return other.value in (self.value, self.bare) or other.bare == self.value


@lru_cache(maxsize=4096)
def facts_of(text: str, drugs: frozenset[str]) -> tuple[Fact, ...]:
    """Every fact of a sentence or a line. `drugs` are the names of medicines."""
    words = tokens(text)
    quantities = read_quantities(words)
    return (
        *(_counted(quantity, words) for quantity in quantities),
        *_rhythms(words, quantities),
        *_negations(words),
        *_named(words, _drug_phrases(drugs), "drug"),
        *_new_drugs(words),
        *_ladder(words, quantities),
        *_named(words, _phrases("duty"), "duty"),
        *_named(words, _phrases("advice"), "advice"),
        *_named(words, _phrases("hedges"), "hedge"),
        *_named(words, _phrases("warnings"), "warning"),
        *_named(words, _phrases("negative_words"), "negative word"),
    )


def _counted(quantity: Quantity, words: Sequence[str]) -> Fact:
    unit = quantity.unit
    kind: Kind = "dose"
    if unit in _TIME_UNITS:
        kind = "time"
    elif unit in _NUMBER_UNITS:
        kind = "number"
    elif unit == "times":
        kind = "rhythm"
    value = f"{quantity.vague or quantity.value} {unit}".strip()
    if quantity.vague:
        value += f" of {quantity.factor}"
    understood = unit in hindi("facts").texts("understood") and not quantity.vague
    return Fact(
        kind,
        value,
        " ".join(words[quantity.start : quantity.end]),
        str(quantity.said) if understood else "",
    )


def _rhythms(words: Sequence[str], quantities: Sequence[Quantity]) -> Iterator[Fact]:
    """When and how often; "in two days" is not "by day"."""
    taken = {place for quantity in quantities for place in range(quantity.start, quantity.end)}
    for start, end, name in _groups("rhythms").find(words):
        if taken.isdisjoint(range(start, end)):
            yield Fact("rhythm", name, " ".join(words[start:end]))


def _ladder(words: Sequence[str], quantities: Sequence[Quantity]) -> Iterator[Fact]:
    """Steps from "always" to "never"; a share of the cases is such a step too."""
    for start, end, name in _groups("ladder").find(words):
        yield Fact("frequency", name, " ".join(words[start:end]))
    most = Fraction(hindi("facts").text("most"))
    for quantity in quantities:
        if quantity.unit == "share" and not quantity.vague:
            name = "usually" if quantity.value > most else "seldom"
            said = " ".join(words[quantity.start : quantity.end])
            yield Fact("frequency", name, said)


def _negations(words: Sequence[str]) -> Iterator[Fact]:
    """Negations that turn a sentence round, and weak ones, which only hang on an infinitive."""
    last = len(words)
    for at, word in enumerate(words):
        if word not in word_set("negations") or _is_choice(words, at):
            continue
        if word_set("only").intersection(words[at + 1 : at + 2]):
            continue
        if word in word_set("before_infinitive") and _before_infinitive(words, at):
            yield Fact("weak negation", "not", _around(words, at))
        elif not _joined(words[last:at]):
            value = "prohibition" if word in word_set("prohibitions") else "not"
            yield Fact("negation", value, _around(words, at))
        last = at


def _joined(between: Sequence[str]) -> bool:
    """Whether two negations with these words between them are one: "cannot see or cannot hear"."""
    return STOPS.isdisjoint(between) and not word_set("or").isdisjoint(between)


def _before_infinitive(words: Sequence[str], at: int) -> bool:
    ending = hindi("facts").text("infinitive")
    return any(word.endswith(ending) for word in words[at + 1 : at + 3])


def _is_choice(words: Sequence[str], at: int) -> bool:
    """Whether a negation only names the other way: "or not", "yes or no"."""
    before = words[max(0, at - 2) : at]
    return bool(before and before[-1] in word_set("or")) or bool(word_set("yes") & set(before))


def _around(words: Sequence[str], at: int) -> str:
    """The words around a negation, within its clause."""
    start = at
    while start > 0 and words[start - 1] not in STOPS and at - start < 3:
        start -= 1
    end = at + 1
    while end < len(words) and words[end] not in STOPS and end - at < 2:
        end += 1
    return " ".join(words[start:end])


def _new_drugs(words: Sequence[str]) -> Iterator[Fact]:
    """ "A medicine called …": the word before is a medicine, whether it is on a list or not."""
    for start, _, _ in _phrases("named_drug").find(words):
        if start and words[start - 1] not in STOPS:
            yield Fact("drug", words[start - 1], words[start - 1])


def _named(words: Sequence[str], phrases: Phrases, kind: Kind) -> Iterator[Fact]:
    for start, end, name in phrases.find(words):
        yield Fact(kind, name, " ".join(words[start:end]))


@cache
def _phrases(key: str) -> Phrases:
    """The phrases that the data lists under `key`, each its own name."""
    return Phrases(phrase(text, fold(text)) for text in hindi("facts").texts(key))


@cache
def _groups(key: str) -> Phrases:
    """The phrases of a table name -> phrases."""
    table = hindi("facts").mapping(key)
    return Phrases(phrase(text, name) for name in table for text in table.texts(name))


@cache
def _drug_phrases(drugs: frozenset[str]) -> Phrases:
    return Phrases(phrase(name, fold(name)) for name in sorted(drugs))
