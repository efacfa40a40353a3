"""Hard terms in everyday words: the package's glossary, and a leaflet's own over it.

A leaflet folder may hold `plain.yaml`, made like `data/hi/plain.yaml`: under "terms", a term with
its "plain", "explanation" and "example"; under "drugs", names.

`plain` holds the everyday word, or several with commas between; `explanation` is said where the
term stays, and `example` is what a listener knows from his own life. `drugs` are names of
medicines, which must never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parcha import yamlfile
from parcha.text.data import hindi


@dataclass(frozen=True, slots=True)
class Term:
    """A hard word: what to say in its place, how to explain it, and an example from daily life."""

    plain: tuple[str, ...]
    explanation: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms by their spelling, and the names of medicines."""

    terms: Mapping[str, Term]
    drugs: frozenset[str]


def load_glossary(path: Path | None = None) -> Glossary:
    """The package's glossary, and over it the file `path` if it is there.

    Raises `InputError` with file and line for a slip in the file.
    """
    own = _own()
    if path is None or not path.exists():
        return own
    leaflet = _read(yamlfile.load(path))
    return Glossary({**own.terms, **leaflet.terms}, own.drugs | leaflet.drugs)


@cache
def _own() -> Glossary:
    glossary = _read(hindi("plain"))
    return Glossary(glossary.terms, glossary.drugs | {*hindi("facts").texts("drugs")})


def _read(document: yamlfile.Mapping) -> Glossary:
    document.only(["terms", "drugs"])
    entries = document.mapping("terms")
    return Glossary(
        {term: _term(entries.mapping(term)) for term in entries},
        frozenset(document.texts("drugs")),
    )


def _term(entry: yamlfile.Mapping) -> Term:
    entry.only(["plain", "explanation", "example"])
    plain = tuple(word.strip() for word in entry.text("plain").split(",") if word.strip())
    return Term(plain, entry.text("explanation", ""), entry.text("example", ""))
