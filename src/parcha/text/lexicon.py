"""Words that are not said as they are written: the package's own, and a leaflet's over them.

A leaflet folder may hold `words.yaml`, one entry a word, as it stands in the article:

    BiPAP: <words>                       # what to say, in Hindi letters
    INSMED: {say: <words>, comment: a company}
    FUS: {letters: yes}                  # say the names of its letters
    "1098": {spell-out: yes}             # say its digits one by one
    <word>: {respell: <spelling>}        # how to write it for the voices that misread it

A word in CAPITALS is meant as it stands (AIDS is not aids). Any other fits small and capital
letters; but up to three capitals are an acronym ("OR" is not the word "or"). `comment` is for
people and is not read. `data/hi/words.yaml` is such a file, with examples of all this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parcha import yamlfile
from parcha.errors import InputError
from parcha.text.data import hindi
from parcha.text.fold import fold
from parcha.text.letters import say_letters
from parcha.text.normalise import LETTER, normalise
from parcha.text.numbers import digit_by_digit

_KEYS = ("say", "letters", "spell-out", "respell", "comment")
_WORD_CHAR = f"0-9A-Za-z{LETTER}"
_SAYABLE = re.compile(f"[{LETTER}][{LETTER} ,-]*")
_ACRONYM = 3
_YES = ("yes", "true")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Written words -> what is said; spoken words -> how espeak-fed voices should see them.

    `pattern` finds the written words in folded text.
    """

    say: Mapping[str, str]
    respell: Mapping[str, str]
    pattern: re.Pattern[str]

    def find(self, word: str) -> str | None:
        """What is said for a written word, or None if it is not in the lexicon."""
        if word in self.say or (word.isupper() and len(word) <= _ACRONYM):
            return self.say.get(word)
        return self.say.get(word.casefold())


def load_lexicon(words: Path | None = None) -> Lexicon:
    """The package's words, and over them those of the file `words` if it is there.

    Raises `InputError` with file and line for a slip in the file.
    """
    say, respell = (dict(table) for table in _own())
    if words is not None and words.exists():
        more_say, more_respell = _entries(yamlfile.load(words))
        say.update(more_say)
        respell.update(more_respell)
    return Lexicon(say, respell, _pattern(tuple(say)))


@cache
def _own() -> tuple[dict[str, str], dict[str, str]]:
    return _entries(hindi("words"))


def _entries(document: yamlfile.Mapping) -> tuple[dict[str, str], dict[str, str]]:
    say: dict[str, str] = {}
    respell: dict[str, str] = {}
    for written in document:
        word = " ".join(fold(normalise(written)).split())
        said = _say(document, written)
        if said:
            say[word if word.isupper() else word.casefold()] = said
        if isinstance(document[written], str):
            continue
        if spelling := document.mapping(written).text("respell", ""):
            respell[said or normalise(written)] = spelling
        elif not said:
            raise InputError(
                f'{document.place(written)}: nothing is said about "{written}".',
                f"Add one of: {', '.join(_KEYS[:-1])}.",
            )
    return say, respell


def _say(document: yamlfile.Mapping, written: str) -> str:
    """The words to say for an entry; none if it only respells."""
    if isinstance(document[written], str):
        return _checked(document, written, document.text(written))
    entry = document.mapping(written).only(_KEYS)
    ways = [key for key in ("say", "letters", "spell-out") if key in entry]
    if len(ways) > 1:
        raise InputError(
            f'{entry.place(ways[1])}: "{written}" has both "{ways[0]}" and "{ways[1]}".',
            "Keep one of the two.",
        )
    if not ways:
        return ""
    if ways[0] == "say":
        return _checked(entry, "say", entry.text("say"))
    if entry.text(ways[0]) not in _YES:
        raise InputError(f'{entry.place(ways[0])}: "{ways[0]}" should be "yes".')
    plain = fold(normalise(written))
    said = say_letters(plain) if ways[0] == "letters" else digit_by_digit(plain)
    if not said:
        raise InputError(
            f'{entry.place(ways[0])}: "{written}" has nothing that "{ways[0]}" could name.',
            'Write the words under "say" instead.',
        )
    return said


def _checked(entry: yamlfile.Mapping, key: str, text: str) -> str:
    said = normalise(text).strip()
    if not _SAYABLE.fullmatch(said):
        raise InputError(
            f'{entry.place(key)}: "{text}" cannot be said.',
            "Write it in Hindi letters only: no digits, Latin letters or signs.",
        )
    return said


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds the longest of the written words, as whole words."""
    patterns = []
    for word in sorted(words, key=len, reverse=True):
        end = f"(?![{_WORD_CHAR}])" if re.match(f"[{_WORD_CHAR}]", word[-1]) else ""
        patterns.append((re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})") + end)
    return re.compile(f"(?<![{_WORD_CHAR}])(?:{'|'.join(patterns)})")
