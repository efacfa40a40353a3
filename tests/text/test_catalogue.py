from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from parcha.model import Item, Script
from parcha.text.catalogue import edited_by_hand, generated, merge


def script(*items: Item, removed: tuple[Item, ...] = ()) -> Script:
    return Script(2, "a", "title", items, removed)


A, B, C = (generated(f"वाक्य {name} है।", (f"{name}।",)) for name in "कखग")


def edit(item: Item, *say: str) -> Item:
    return replace(item, say=say)


def test_a_first_script_is_taken_as_it_is() -> None:
    assert merge(script(A, B), None) == script(A, B)


def test_edited_lines_survive() -> None:
    mine = edit(A, "मेरे शब्द।")
    assert edited_by_hand(mine)
    assert not edited_by_hand(A)
    assert merge(script(A, B), script(mine, B)) == script(mine, B)


def test_generated_lines_follow_the_program() -> None:
    assert merge(script(generated(A.source, ("नया।",))), script(A)).items[0].say == ("नया।",)


def test_edited_lines_of_a_changed_sentence_are_stale() -> None:
    mine = edit(A, "मेरे शब्द।")
    changed = generated("वाक्य क नहीं है।", ("x।",))
    (item,) = merge(script(changed), script(mine)).items
    assert item.say == ("मेरे शब्द।",)
    assert item.source == changed.source
    assert item.stale == A.source
    # It stays stale until somebody looks, and is not taken for lost on the next run.
    assert merge(script(changed), script(item)).items == (item,)


def test_edited_lines_of_a_vanished_sentence_are_kept() -> None:
    mine = edit(A, "मेरे शब्द।")
    other = generated("बिलकुल अलग बात यहाँ लिखी गई।", ("y।",))
    merged = merge(script(other), script(mine))
    assert merged.items == (other,)
    assert merged.removed == (mine,)
    assert merge(script(other), merged).removed == (mine,)


def test_added_items_stay_where_they_stood() -> None:
    note = Item("", ("डॉक्टर से पूछिए।",), "note")
    first = Item("", ("सुनिए।",), "note")
    merged = merge(script(A, B, C), script(first, A, note, B))
    assert merged.items == (first, A, note, B, C)
    assert merge(script(B, C), merged).items == (first, B, C, note)


def test_equal_sentences_keep_their_own_edits() -> None:
    twice = script(A, B, A)
    mine = script(A, B, edit(A, "दूसरी बार।"))
    assert merge(twice, mine) == mine


WORDS = st.sampled_from(["क", "ख", "ग", "घ", "नहीं", "बुखार"])
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), max_size=6)


@given(SENTENCES, SENTENCES, st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_no_hand_written_line_ever_disappears(
    before: list[str], after: list[str], edited: set[int], added: set[int]
) -> None:
    items: list[Item] = []
    for number, sentence in enumerate(before):
        item = generated(sentence, (sentence,))
        items.append(edit(item, f"हाथ से {number}।") if number in edited else item)
        if number in added:
            items.append(Item("", (f"जोड़ा {number}।",), "note"))
    written = {item.say for item in items if edited_by_hand(item)}
    merged = merge(script(*(generated(text, (text,)) for text in after)), script(*items))
    assert written <= {item.say for item in (*merged.items, *merged.removed)}
    assert [item.source for item in merged.items if item.made] == after
