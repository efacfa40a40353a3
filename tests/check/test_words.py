from __future__ import annotations

from parcha.check.words import fold, sentences, stem, tokens


def test_one_spelling() -> None:
    assert fold("हिन्दी") == fold("हिंदी")
    assert fold("साँस") == fold("सांस")
    assert fold("ज़्यादा") == fold("ज्यादा")
    assert fold("उन्नीस") == "उन्नीस"


def test_names_with_digits_are_one_token() -> None:
    assert tokens("SOD1, 15–45% और 1,000") == ("SOD1", ",", "15", "–", "45", "%", "और", "1,000")


def test_forms_of_a_word_have_one_stem() -> None:
    assert {stem(fold(word)) for word in ("मांसपेशी", "मांसपेशियाँ", "मांसपेशियों")} == {"मांसपेश"}
    assert stem("दवा") == stem(fold("दवाएँ")) == stem("दवाओं")


def test_a_comma_at_the_end_of_a_line_goes_on() -> None:
    assert sentences(["चार में से तीन,", "ठीक हो जाते हैं।", "पूछिए।"]) == (
        "चार में से तीन, ठीक हो जाते हैं।",
        "पूछिए।",
    )
