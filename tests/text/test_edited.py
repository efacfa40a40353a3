from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.model import Edit
from parcha.text.edited import EditedText, apply


def substitute(text: EditedText, pattern: str, now: str, rule: str = "rule") -> None:
    spans = [(match.start(), match.end(), now) for match in re.finditer(pattern, text.text)]
    text.replace(spans, rule, f"why {rule}")


def test_an_edit_says_what_stood_where() -> None:
    text = EditedText("one two three")
    substitute(text, "two", "2", "number")
    assert text.text == "one 2 three"
    assert text.edits() == (Edit(4, "two", "2", "number", "why number"),)


def test_edits_on_edits_become_one_with_both_rules() -> None:
    text = EditedText("a  .b")
    substitute(text, r" +(?=\.)", "", "space")
    substitute(text, r"\.", "!", "stop")
    assert text.text == "a!b"
    (edit,) = text.edits()
    assert (edit.offset, edit.was, edit.now) == (1, "  .", "!")
    assert edit.rule == "space + stop"
    assert edit.why == "why space; why stop"


def test_what_is_put_back_as_it_was_is_no_change() -> None:
    text = EditedText("abc")
    substitute(text, "b", "b")
    assert text.edits() == ()


def test_edits_at_both_ends() -> None:
    text = EditedText("xmiddlex")
    substitute(text, "^x|x$", "yy")
    assert text.text == "yymiddleyy"
    assert [edit.offset for edit in text.edits()] == [0, 7]
    assert apply("xmiddlex", text.edits()) == "yymiddleyy"


def test_a_ledger_of_another_text_does_not_fit() -> None:
    with pytest.raises(ValueError, match="at character 1"):
        apply("abc", [Edit(1, "x", "", "rule", "why")])
    with pytest.raises(ValueError, match="at character 0"):
        apply("abc", [Edit(0, "ab", "", "r", "w"), Edit(0, "a", "", "r", "w")])


@given(
    st.text(alphabet="abc ।\n", max_size=40),
    st.lists(st.tuples(st.sampled_from(["a", "b+", "c ", " ", "ab", "।", "^"]),
                       st.sampled_from(["", "x", "a b", "।।"])), max_size=6),
)  # fmt: skip
def test_the_ledger_always_turns_the_original_into_the_text(
    original: str, rules: list[tuple[str, str]]
) -> None:
    text = EditedText(original)
    for pattern, now in rules:
        substitute(text, pattern, now)
    assert apply(original, text.edits()) == text.text
