"""Words spelled so that espeak-ng says them as people do: the last step before an engine it feeds.

Hindi does not write the short vowel of a bare consonant, the schwa, nor show where it is silent.
espeak-ng guesses that by its own rule and errs in known places; a virama silences a schwa for it,
hyphens around a syllable keep one. Engines that read letters must not get these spellings. What
is known of letters is in `data/hi/respell.yaml`, of words in `data/hi/respell-words.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from parcha import yamlfile
from parcha.text.data import hindi

# Devanagari without danda, digits and the abbreviation sign.
_LETTER = "[\u0900-\u0963\u0971-\u097f]"
_SEAM = "+"
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Respelling:
    """One word that is spelled anew: `rule` says why `was` became `now`."""

    rule: str
    was: str
    now: str


def respell(text: str, extra: Mapping[str, str] = _NONE) -> str:
    """`text`, a spoken form, as espeak-ng should get it.

    `extra` maps words, or several words with single spaces, to spellings; it wins over all else.
    """
    pattern = _pattern(tuple(extra))
    return pattern.sub(lambda match: _spell(match[0], extra).now, _composed(text))


def respellings(text: str, extra: Mapping[str, str] = _NONE) -> tuple[Respelling, ...]:
    """What `respell` changes in `text`, in reading order."""
    words = _pattern(tuple(extra)).findall(_composed(text))
    spelled = (_spell(word, extra) for word in words)
    return tuple(change for change in spelled if change.was != change.now)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The longest of `phrases` as whole words, or else any word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "".join(f"{re.escape(phrase)}|" for phrase in longest_first)
    return re.compile(f"(?<!{_LETTER})(?:{either}{_LETTER}+)(?!{_LETTER})")


def _spell(word: str, extra: Mapping[str, str]) -> Respelling:
    if word in extra:
        return Respelling("words.yaml", word, _composed(extra[word]))
    return _by_lexicon(word) or _by_rule(word)


@cache
def _by_lexicon(word: str) -> Respelling | None:
    """The longest entry that `word` begins with, where what follows it is an ending."""
    lexicon = _lexicon()
    for cut in range(len(word), 0, -1):
        stem, ending = word[:cut], word[cut:]
        if ending and ending not in lexicon.endings:
            continue
        if spelling := lexicon.spellings.get(stem):
            return Respelling("spelling", word, _apply(lexicon.signs, spelling + ending)[0])
        if division := lexicon.divisions.get(stem):
            divided, _ = _apply(lexicon.signs + lexicon.seams, division + ending)
            return Respelling("division", word, _schwas(divided))
    return None


@cache
def _by_rule(word: str) -> Respelling:
    lexicon = _lexicon()
    divided, fired = _apply(lexicon.signs + lexicon.seams, word)
    now = _schwas(divided)
    if now != divided:
        fired = (*fired, "schwa")
    return Respelling(", ".join(fired), word, now)


def _apply(rules: Sequence[_Rule], word: str) -> tuple[str, tuple[str, ...]]:
    """`word` after the rules, and the names of those that changed it."""
    fired = []
    for rule in rules:
        changed = rule.find.sub(rule.now, word)
        if changed != word:
            fired.append(rule.name)
            word = changed
    return word, tuple(fired)


@dataclass(slots=True)
class _Syllable:
    """`vowel` is "" for the schwa that is not written, a virama where there is no vowel at all."""

    onset: str
    vowel: str
    nasal: str
    silent: bool = False


def _schwas(division: str) -> str:
    """A word, `+` at its seams, spelled so that espeak-ng keeps and drops the right schwas."""
    lexicon = _lexicon()
    parts = [lexicon.syllables(part) for part in division.split(_SEAM)]
    if not all(parts):
        return division.replace(_SEAM, "")
    for part in parts:
        _silence(part, lexicon)
    syllables = [one for part in parts for one in part]
    spelled = []
    for at, one in enumerate(syllables):
        text = one.onset + one.vowel + one.nasal
        drops = _espeak_drops(at, syllables, lexicon)
        if one.silent and not drops and at < len(syllables) - 1:
            text += lexicon.virama if syllables[at + 1].onset else f"{lexicon.virama}-"
        elif drops and not one.silent:
            # On its own between hyphens a syllable is stressed, and its vowel stays.
            text = f"-{text}-"
        spelled.append(text)
    return "".join(spelled).replace("--", "-").strip("-")


def _silence(part: Sequence[_Syllable], lexicon: _Lexicon) -> None:
    """Mark the schwas that nobody says, from right to left.

    They are the last one of a part, each one between vowel + consonant and consonant + said vowel
    (Ohala, Aspects of Hindi Phonology, 1983), and those before a vowel that begins a new word.
    """
    last = part[-1]
    last.silent = len(part) > 1 and not (last.vowel or last.nasal or lexicon.lingers(last.onset))
    for before, one, after in reversed(list(zip(part, part[1:], part[2:], strict=False))):
        if one.vowel or one.nasal or not lexicon.is_single(one.onset):
            continue
        if not after.onset:
            one.silent = not (after is last and after.vowel in lexicon.hiatus)
        else:
            one.silent = (
                before.vowel != lexicon.virama
                and lexicon.is_single(after.onset)
                and after.vowel != lexicon.virama
                and not after.silent
            )


def _espeak_drops(at: int, syllables: Sequence[_Syllable], lexicon: _Lexicon) -> bool:
    """Whether espeak-ng leaves out this schwa by itself.

    It does so after vowel + consonant if another vowel than a schwa follows. An open syllable
    always loses its schwa; a closed one only before a heavy syllable, which takes the stress.
    What counts is what is left once the silent schwas have their virama.
    """
    one = syllables[at]
    if at == 0 or one.vowel or not lexicon.is_light(one.onset):
        return False
    before = syllables[at - 1]
    if before.silent or before.vowel == lexicon.virama or lexicon.ends_in_consonant(before):
        return False
    after = at + 1
    while after < len(syllables) and syllables[after].silent:
        if _espeak_drops(after, syllables, lexicon):
            return False
        after += 1
    if after == len(syllables) or not lexicon.is_full(syllables[after].vowel):
        return False
    is_open = after == at + 1 and not (one.nasal or lexicon.is_cluster(syllables[after].onset))
    rest = syllables[after:]
    return is_open or any(lexicon.is_heavy(*pair) for pair in pairwise(rest))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of the data file: what it finds in a word becomes `now`."""

    name: str
    find: re.Pattern[str]
    now: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The two data files, ready for use."""

    signs: tuple[_Rule, ...]
    seams: tuple[_Rule, ...]
    syllable: re.Pattern[str]
    single: re.Pattern[str]
    light: re.Pattern[str]
    lingering: re.Pattern[str]
    virama: str
    schwa: str
    visarga: str
    nasal_after: frozenset[str]
    long: frozenset[str]
    hiatus: frozenset[str]
    spellings: Mapping[str, str]
    divisions: Mapping[str, str]
    endings: frozenset[str]

    def syllables(self, word: str) -> list[_Syllable]:
        """The syllables of `word` as they are written; none if it is not a regular word."""
        found = list(self.syllable.finditer(word))
        if "".join(match[0] for match in found) != word:
            return []
        return [
            _Syllable(match["onset"] or "", match["sign"] or match["vowel"] or "", match["nasal"])
            for match in found
        ]

    def is_single(self, onset: str) -> bool:
        """Whether it is one consonant."""
        return self.single.fullmatch(onset) is not None

    def is_cluster(self, onset: str) -> bool:
        """Whether it is more than one consonant."""
        return self.virama in onset

    def is_light(self, onset: str) -> bool:
        """Whether espeak-ng takes it for one consonant: a long one is, one with h is not."""
        return self.light.fullmatch(onset) is not None

    def is_full(self, vowel: str) -> bool:
        """Whether it is another vowel than a schwa."""
        return vowel not in {"", self.schwa, self.virama}

    def is_heavy(self, syllable: _Syllable, following: _Syllable) -> bool:
        """Whether it is long, by its vowel or by the consonants that close it."""
        return syllable.vowel in self.long or self.is_cluster(following.onset)

    def lingers(self, onset: str) -> bool:
        """Whether the schwa after this cluster is said even at a seam."""
        return self.lingering.search(onset) is not None

    def ends_in_consonant(self, syllable: _Syllable) -> bool:
        """Whether its nasal sign is a consonant for espeak-ng, not a nasal vowel; visarga is h."""
        return self.visarga in syllable.nasal or (
            syllable.nasal != "" and syllable.vowel in self.nasal_after
        )


@cache
def _lexicon() -> _Lexicon:
    rules, words = hindi("respell"), hindi("respell-words")
    letters = rules.mapping("letters")
    consonant, sign, virama = (letters.text(key) for key in ("consonant", "sign", "virama"))
    return _Lexicon(
        signs=_rules(rules, "signs"),
        seams=_rules(rules, "seams"),
        syllable=re.compile(
            f"(?:(?P<onset>(?:{consonant}{virama})*{consonant})(?P<sign>{sign}|{virama}|)"
            f"|(?P<vowel>{letters.text('vowel')}))(?P<nasal>{letters.text('nasal')}*)"
        ),
        single=re.compile(consonant),
        light=re.compile(letters.text("light")),
        lingering=re.compile(letters.text("lingering")),
        virama=virama,
        schwa=letters.text("schwa"),
        visarga=letters.text("visarga"),
        nasal_after=frozenset({"", *letters.texts("nasal_consonant_after")}),
        long=frozenset(letters.texts("long")),
        hiatus=frozenset(letters.texts("hiatus")),
        spellings=words.mapping("spellings"),
        divisions=words.mapping("divisions"),
        endings=frozenset(words.texts("endings")),
    )


def _rules(document: yamlfile.Mapping, key: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            rule.text("rule"),
            re.compile(rule.text("find").replace("WORDS", "|".join(rule.texts("words")))),
            rule.text("now"),
        )
        for rule in document.entries(key)
    )
