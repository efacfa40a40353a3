from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.errors import CheckError, InputError
from parcha.model import Edit
from parcha.text.ledger import HandEdit, Ledger, changes_by_hand, dump, load, prove, redo

ARTICLE = "एक दो . तीन।\nचार।"
LEDGER = Ledger("seeds/a.txt", "abc", len(ARTICLE), (Edit(5, " .", "।", "full-stop", "why"),))
SECTIONS = [
    ("a", "sections/02-a.md", (("एक दो।", "तीन।"),)),
    ("b", "sections/03-b.md", (("चार।",),)),
]


def test_a_ledger_is_read_as_it_was_written() -> None:
    ledger = Ledger(
        "seeds/a.txt",
        "abc",
        10,
        (Edit(3, " .\n", "।", "a + b", "x; y"), Edit(8, "“", "", "r", "w")),
        (HandEdit("a", ("एक।", ""), ("दो।", "", "तीन।")),),
        {"a": "12"},
    )
    assert load(dump(ledger), "cleaning.yaml") == ledger
    assert (ledger.left_out, ledger.put_in) == (4, 1)


def test_something_else_is_no_ledger() -> None:
    with pytest.raises(InputError, match="is not a cleaning ledger"):
        load("- a", "cleaning.yaml")


def test_article_and_ledger_make_the_sections() -> None:
    prove(ARTICLE, LEDGER, SECTIONS)


def test_hand_edits_are_accounted_for() -> None:
    ledger = Ledger("a", "", 0, LEDGER.edits, (HandEdit("a", ("एक दो।",), ("एक और दो।", "नया।")),))
    prove(ARTICLE, ledger, [("a", "02-a.md", (("एक और दो।", "नया।", "तीन।"),)), SECTIONS[1]])


@pytest.mark.parametrize(
    ("article", "first", "message"),
    [
        (ARTICLE, ("एक दो।",), "sections/03-b.md: the article, cleaned, does not say here: चार।"),
        (ARTICLE, ("एक दो।", "तीन नहीं।"), "does not say here: तीन नहीं।"),
        (ARTICLE + " पाँच।", ("एक दो।", "तीन।"), "The article goes on: पाँच।"),
        ("एक xx . तीन।\nचार।", ("एक दो।", "तीन।"), "does not say here: एक दो।"),
        ("एक दो। तीन।\nचार।", ("एक दो।", "तीन।"), "is not the article that the sections"),
    ],
)
def test_what_does_not_add_up_is_named(article: str, first: tuple[str, ...], message: str) -> None:
    with pytest.raises(CheckError) as error:
        prove(article, LEDGER, [("a", "sections/02-a.md", (first,)), SECTIONS[1]])
    assert message in error.value.message


PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(["क।", "ख।", "ग।", "घ।"]), min_size=1, max_size=4).map(tuple),
    min_size=1,
    max_size=4,
).map(tuple)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_change_by_hand_can_be_made_again(ours: tuple, theirs: tuple) -> None:  # type: ignore[type-arg]
    edits = changes_by_hand("a", ours, theirs)
    before = "\n\n".join("\n".join(paragraph) for paragraph in ours).split("\n")
    for edit in edits:
        assert edit.was
        start = before.index(edit.was[0])
        assert start >= 0
    assert not edits if ours == theirs else edits


def test_changes_are_redone_and_lost_ones_named() -> None:
    ours = (("एक।", "दो।"), ("तीन।",))
    theirs = (("एक।", "दो बदला।"), ("तीन।", "नया।"))
    edits = changes_by_hand("a", ours, theirs)
    assert redo(ours, edits) == (theirs, [])
    again, lost = redo((("एक।",), ("तीन।",)), edits)
    assert again == (("एक।",), ("तीन।", "नया।"))
    assert [edit.now for edit in lost] == [("दो बदला।",)]
