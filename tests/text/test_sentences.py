from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parcha.text.sentences import abbreviates, split_sentences
from tests.text.tables import failures

PIECES = st.sampled_from(
    ["डॉ.", "है", "।", ". ", " .", "|", "“", "”", '"', "(", ")", "[4]", "1.5", "ए.", "…", "? "]
)


def test_table():
    assert not failures("sentences")


def test_units_titles_and_initials_abbreviate_and_words_do_not():
    assert all(map(abbreviates, ["डॉ.", "वह (डॉ.", "5 मि.ग्रा.", "सन् 5 ई.", "पू.", "एच.", "Dr."]))
    assert not any(map(abbreviates, ["रोग है.", "विटामिन ए.", "है", ""]))


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_nothing_is_lost_or_moved(paragraph):
    sentences = split_sentences(paragraph)
    place = 0
    for sentence in sentences:
        assert sentence == sentence.strip() != ""
        place = paragraph.index(sentence, place) + len(sentence)
    assert "".join("".join(sentences).split()) == "".join(paragraph.split())


def test_a_word_without_end_does_not_take_for_ever():
    word = "क" * 400_000
    assert split_sentences(f"{word} है। हाँ।") == (f"{word} है।", "हाँ।")
