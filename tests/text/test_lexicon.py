from __future__ import annotations

import pytest

from parcha.errors import InputError
from parcha.text.lexicon import load_lexicon
from parcha.text.spoken import to_spoken


@pytest.fixture
def words(tmp_path):
    def write(text):
        path = tmp_path / "words.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def said(text, path):
    return to_spoken(text, load_lexicon(path)).text


def test_a_leaflet_without_words_has_the_package_s(tmp_path):
    lexicon = load_lexicon(tmp_path / "words.yaml")
    assert lexicon == load_lexicon()
    assert lexicon.find("BiPAP") == "बाइपैप"


def test_every_kind_of_entry(words):
    path = words(
        "BiPAP: बाई पैप\n"
        "INSMEDX: {say: इन्समेड, comment: a company}\n"
        "Fus: {letters: yes}\n"
        '"1098": {spell-out: yes}\n'
        "मांसपेशियों: {respell: मांस्पेशियों}\n"
        "Xyzin: {say: ज़ाइज़िन, respell: ज़ाइज़ीन}\n"
    )
    assert said("BiPAP, INSMEDX, fus और 1098", path) == (
        "बाई पैप, इन्समेड, एफ़ यू एस और एक शून्य नौ आठ".replace("फ़", "फ़")
    )
    assert load_lexicon(path).respell == {
        "मांसपेशियों": "मांस्पेशियों",
        "ज़ाइज़िन": "ज़ाइज़ीन",
    }


def test_capitals_are_meant_as_they_stand(words):
    path = words("ABCDEF: अबकद\nplain: प्लेन\nor: ऑर\n")
    assert said("ABCDEF Plain PLAIN or", path) == "अबकद प्लेन प्लेन ऑर"
    assert said("OR", path) == "ओ आर"
    assert "abcdef" in to_spoken("abcdef", load_lexicon(path)).unknown


def test_entries_are_whole_words(words):
    path = words("रोग: बीमारी\nदवा देना: इलाज\n")
    assert said("रोग रोगी दवा देना", path) == "बीमारी रोगी इलाज"


def test_the_longest_entry_wins(words):
    path = words("ALS: ए\nALS Association: संघ\n")
    assert said("ALS Association ALS", path) == "संघ ए"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ALS: एक\nALS: दो\n", 'words.yaml, line 2: "ALS" stands twice'),
        ("ALS: {sey: एक}\n", 'words.yaml, line 1: unknown key "sey"'),
        ("\nALS: one\n", 'words.yaml, line 2: "one" cannot be said'),
        ("ALS: {say: 5}\n", 'words.yaml, line 1: "5" cannot be said'),
        ("ALS: {comment: नहीं}\n", 'words.yaml, line 1: nothing is said about "ALS"'),
        ("ALS: {letters: no}\n", 'words.yaml, line 1: "letters" should be "yes"'),
        ("रोग: {letters: yes}\n", 'words.yaml, line 1: "रोग" has nothing that "letters"'),
        ("ALS: {say: ए, letters: yes}\n", 'words.yaml, line 1: "ALS" has both'),
    ],
)
def test_slips_are_named_with_file_and_line(words, text, message):
    with pytest.raises(InputError) as error:
        load_lexicon(words(text))
    assert message in str(error.value)
