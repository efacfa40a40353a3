"""English words in Devanagari by their sound, as Hindi readers write "doctor" and "protein"."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from parcha.text.data import hindi
from parcha.text.rules import any_of
from parcha.yamlfile import Mapping

_VIRAMA = "\u094d"
_DOT = "\u0902"
# An r that is not followed by a vowel sound: northern, doctor, centre.
_SILENT_R = re.compile(r"([aeiouy])r(?![aeiouyr]|$)|([aeiouy])r(?=e?$)")


def devanagari(ipa: str, spelling: str = "") -> str:
    """espeak's IPA of an English word (stress marks and all) in Devanagari.

    `spelling`, in small letters, tells where British English has lost an r.
    """
    return " ".join(_write(_with_r(_sounds().findall(word), spelling)) for word in ipa.split())


@cache
def _sounds() -> re.Pattern[str]:
    data = hindi("ipa")
    return re.compile(any_of((*data.mapping("vowels"), *data.mapping("consonants"))))


def _with_r(sounds: list[str], spelling: str) -> list[str]:
    """The sounds with an r wherever the spelling has one and the vowel before it is said."""
    lost = hindi("ipa").mapping("lost_r")
    restored, place = list(sounds), 0
    for found in _SILENT_R.finditer(spelling):
        letter = found[1] or found[2]
        behind_last = place
        while place < len(restored):
            vowel, following = restored[place], "".join(restored[place + 1 : place + 2])
            place += 1
            if vowel in ("ɜː", "ɜ", "ɚ"):
                break  # its sign has the r already
            if vowel in lost.texts(letter):
                if following not in ("ɹ", "r"):
                    restored.insert(place, "ɹ")
                break
        else:
            place = behind_last
    return restored


def _write(sounds: list[str]) -> str:
    """Consonants in a row are joined; a vowel behind a consonant is a sign."""
    data = hindi("ipa")
    vowels, consonants = data.mapping("vowels"), data.mapping("consonants")
    said, open_consonant = "", False
    for sound, following in pairwise([*sounds, ""]):
        if sound in vowels:
            letter, sign = _vowel(data, sound, following)
            said += sign if open_consonant else letter
            open_consonant = False
        elif sound in ("n", "ŋ") and following in data.texts("nasal_dot_before") and said:
            said += _DOT
            open_consonant = False
        else:
            said += (_VIRAMA if open_consonant else "") + consonants.text(sound)
            open_consonant = True
    return said.removeprefix(_DOT)


def _vowel(data: Mapping, sound: str, following: str) -> tuple[str, str]:
    """The letter and the sign of a vowel; a schwa at the end of a word is said as a long a."""
    special = data.mapping("before_r")
    table = special if following in ("ɹ", "r") and sound in special else data.mapping("vowels")
    letter, sign = table.texts(sound)
    if not following and sound in ("ə", "ɐ"):
        sign = data.text("final_a")
    return letter, sign
