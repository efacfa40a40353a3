from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parcha.text.sentences import ABBREVIATIONS, split_sentences
from tests.text.tables import failures

PIECES = st.sampled_from(
    ["डॉ.", "है", "।", ". ", " .", "|", "“", "”", '"', "(", ")", "[4]", "1.5", "ए.", "…", "? "]
)


def test_table():
    assert not failures("sentences")


def test_abbreviations_hold_units_and_titles():
    assert {"डॉ.", "मि.ग्रा.", "ई.", "पू."} <= ABBREVIATIONS


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_nothing_is_lost_or_moved(paragraph):
    sentences = split_sentences(paragraph)
    place = 0
    for sentence in sentences:
        assert sentence == sentence.strip() != ""
        place = paragraph.index(sentence, place) + len(sentence)
    assert "".join("".join(sentences).split()) == "".join(paragraph.split())
