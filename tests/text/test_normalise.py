from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from parcha.text.normalise import LETTERS, normalise
from tests.text.tables import failures


def test_table():
    assert not failures("normalise")


@given(st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x97F)) | st.text())
def test_twice_is_once(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_letters_are_whole_words():
    """Python's own word class tears words apart at vowel signs."""
    assert LETTERS.findall("हिन्दी में १२ क़दम।") == ["हिन्दी", "में", normalise("क़दम")]
