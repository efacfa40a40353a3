"""Words spelled so that espeak-ng says them as people do: the last step before an engine it feeds.

Hindi does not write the short vowel of a bare consonant, the schwa, nor show where it is silent.
espeak-ng guesses that by its own rule and errs in known places; a virama silences a schwa for it,
hyphens around a syllable keep one. Engines that read letters must not get these spellings. What
is known of letters and words is in `data/hi/respell.yaml` and `data/hi/respell-words.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from parcha.text.data import hindi

# Devanagari without danda, digits and the abbreviation sign.
_WORD = re.compile("[\u0900-\u0963\u0971-\u097f]+")
_SEAM = "+"
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Respelling:
    """One word that is spelled anew: `rule` says why `was` became `now`."""

    rule: str
    was: str
    now: str


def respell(text: str, extra: Mapping[str, str] = _NONE) -> str:
    """`text` (spoken form) as espeak-ng should get it; `extra` maps words to spellings and wins."""
    text = unicodedata.normalize("NFC", text)
    return _WORD.sub(lambda match: _spell(match[0], extra).now, text)


def respellings(text: str, extra: Mapping[str, str] = _NONE) -> tuple[Respelling, ...]:
    """What `respell` changes in `text`, in reading order."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    spelled = (_spell(word, extra) for word in words)
    return tuple(change for change in spelled if change.was != change.now)


def _spell(word: str, extra: Mapping[str, str]) -> Respelling:
    if word in extra:
        return Respelling("words.yaml", word, unicodedata.normalize("NFC", extra[word]))
    return _by_lexicon(word) or _by_rule(word)


@cache
def _by_lexicon(word: str) -> Respelling | None:
    """The longest entry that `word` begins with, if what follows it is an ending."""
    lexicon = _lexicon()
    if spelling := lexicon.spellings.get(word):
        return Respelling("spelling", word, spelling)
    for cut in range(len(word), 1, -1):
        stem, ending = word[:cut], word[cut:]
        if ending and ending not in lexicon.endings:
            continue
        if division := lexicon.divisions.get(stem):
            return Respelling("division", word, _schwas(_signs(division + ending)[0]))
    return None


@cache
def _by_rule(word: str) -> Respelling:
    signs, rules = _signs(word)
    now = _schwas(signs)
    return Respelling(" + ".join((*rules, *(("schwa",) if now != signs else ()))), word, now)


def _signs(word: str) -> tuple[str, tuple[str, ...]]:
    """`word` after the rules for single signs, with the names of those that changed it."""
    fired = []
    for name, pattern, now in _lexicon().signs:
        changed = pattern.sub(now, word)
        if changed != word:
            fired.append(name)
            word = changed
    return word, tuple(fired)


@dataclass(slots=True)
class _Syllable:
    """`vowel` is "" for the schwa that is not written, a virama where there is no vowel at all."""

    onset: str
    vowel: str
    nasal: str
    first: bool
    last: bool
    silent: bool = False

    @property
    def has_schwa(self) -> bool:
        return not self.vowel and not self.nasal and not self.silent


def _schwas(division: str) -> str:
    """A word, with `+` at its seams, spelled so that espeak-ng keeps and drops the right schwas."""
    letters = _lexicon().letters
    syllables = letters.syllables(division)
    _silence(syllables, letters)
    spelled = ""
    for at, syllable in enumerate(syllables):
        dropped = letters.espeak_drops(syllables, at)
        vowel = syllable.vowel
        if syllable.silent and not dropped and at < len(syllables) - 1:
            vowel = letters.virama
        letters_of_it = syllable.onset + vowel + syllable.nasal
        if syllable.has_schwa and dropped:
            # On its own between hyphens a syllable is stressed, and its vowel stays.
            letters_of_it = f"-{letters_of_it}-"
        spelled += letters_of_it
    return spelled.replace("--", "-").strip("-")
