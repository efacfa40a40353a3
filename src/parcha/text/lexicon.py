"""Words that are not said as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the word lists say: written word -> words to say, and spoken word -> respelling."""

    say: Mapping[str, str] = field(default_factory=dict)
    respell: Mapping[str, str] = field(default_factory=dict)


def load_lexicon(words: Path | None = None) -> Lexicon:
    """The package's words, and over them those of a leaflet's `words.yaml`."""
    return Lexicon()
