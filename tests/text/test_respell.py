from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.speech.espeak import phonemes
from parcha.text import respell as module
from parcha.text.data import hindi
from parcha.text.respell import Respelling, respell, respellings

TABLE = Path(__file__).parents[1] / "data" / "hi" / "respell.tsv"
STRESS = str.maketrans("", "", "ˈˌ")


def said(spelling: str) -> str:
    """What espeak-ng says, without stress."""
    return unicodedata.normalize("NFC", phonemes(spelling).translate(STRESS))


def entries():
    words = hindi("respell-words")
    return [(key, word) for key in ("divisions", "spellings") for word in words.mapping(key)]


def test_table():
    """Each row holds a word, what espeak-ng says of its respelling, and a comment."""
    wrong = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            word, expected, _comment = unicodedata.normalize("NFC", line).split("\t")
            heard = said(respell(word))
            if heard != expected:
                wrong.append(f"{TABLE.name}:{number}: {word} is said {heard}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_every_entry_is_needed():
    """Without its entry a word would be said otherwise."""
    idle = [
        f"respell-words.yaml, line {hindi('respell-words').mapping(key).lines[word]}: {word}"
        for key, word in entries()
        if said(respell(word)) == said(module._by_rule(unicodedata.normalize("NFC", word)).now)
    ]
    assert not idle, "\n".join(idle)


def test_no_word_is_entered_twice():
    words = [unicodedata.normalize("NFC", word) for _key, word in entries()]
    assert len(words) == len(set(words))


def test_entries_are_composed():
    """A spelling with a letter in two code points where one will do would never be found."""
    for key, word in entries():
        entry = word + hindi("respell-words").mapping(key).text(word)
        assert entry == unicodedata.normalize("NFC", entry)


def test_a_division_has_the_letters_of_its_word():
    for word, division in hindi("respell-words").mapping("divisions").items():
        assert division.replace("+", "") == word


def test_an_entry_holds_for_the_word_with_an_ending():
    assert respell("नौकरशाहों") == respell("नौकरशाह") + "ों"
    assert said(respell("असमानता")) == "ʌsəmaːntaː"
    assert said(respell("कार्यकर्ताओं")) == "kaːrjəkəɾtaːõ"


def test_an_entry_does_not_hold_inside_another_word():
    assert respell("मतदानकेंद्र") != respell("मतदान") + "केंद्र"


def test_text_is_respelled_word_by_word():
    assert respell("पहले, रोगी को साँस मिले।") == "पह्ले, रोगी को सांस मिले।"


def test_nothing_but_words_is_touched():
    assert respell("क 12 ABC, (%) ।?!-") == "क 12 ABC, (%) ।?!-"
    assert respell("") == ""


@given(st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F) | st.just(" ")))
def test_any_text_keeps_its_words(text):
    """Whatever stands there, no mark of ours is left over and no word is lost or made."""
    spelled = respell(text)
    assert "+" not in spelled
    assert len(spelled.split()) == len(text.split())


def test_decomposed_letters_are_composed_first():
    assert respell("बढ\u093cती") == respell("ब\u095dती")


def test_a_leaflets_own_words_win():
    assert respell("पहले दवा", {"पहले": "पैले"}) == "पैले दवा"


def test_a_leaflets_own_entry_may_be_several_words():
    extra = {"एफ़ यू एस": "एफ़्यूएस", "एफ़": "ऐफ़"}
    assert respell("एफ़ यू एस और एफ़ यू", extra) == "एफ़्यूएस और ऐफ़ यू"


def test_a_leaflets_own_entry_is_a_whole_word():
    assert respell("दवाखाना", {"दवा": "दबा"}) == respell("दवाखाना")


def test_respellings_name_the_rule():
    assert respellings("रोगी को पहले साँस, मतदान", {"रोगी": "रोगि"}) == (
        Respelling("words.yaml", "रोगी", "रोगि"),
        Respelling("schwa", "पहले", "पह्ले"),
        Respelling("candrabindu", "साँस", "सांस"),
        Respelling("spelling", "मतदान", "मत्दान"),
    )


def test_respellings_list_changes_only():
    assert respellings("सरकार का काम") == ()


@pytest.mark.parametrize(
    "rule", hindi("respell").entries("signs") + hindi("respell").entries("seams")
)
def test_the_examples_of_a_rule_are_respelled(rule):
    """The first word in the brackets of `why` shows the rule: the voice says it otherwise now."""
    example = re.search(r"\(([\u0900-\u097f+]+)", rule.text("why"))
    assert example
    word = example[1].replace("+", "")
    assert said(respell(word)) != said(word)
