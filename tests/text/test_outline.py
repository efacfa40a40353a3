from __future__ import annotations

import pytest

from parcha.config import ChapterPlan, LeaveOut
from parcha.errors import InputError
from parcha.model import Block, Section, Source
from parcha.text.clean import clean
from parcha.text.outline import outline

SOURCE = Source(
    (Block("मलेरिया एक बुखार है। यह फैलता है।"), Block("इसके  लक्षण। दूसरा।"), Block("इसका इलाज।")),
    "x.txt",
)  # fmt: skip


def chapter(name: str, anchor: str) -> ChapterPlan:
    return ChapterPlan(name, name, anchor, "leaflet.yaml, line 5")


def sections(*chapters: ChapterPlan, leave_out: tuple[LeaveOut, ...] = ()) -> tuple[Section, ...]:
    return outline(SOURCE, clean(SOURCE, leave_out, ()), chapters)


def test_anchors_cut_the_article() -> None:
    first, second = sections(chapter("a", "मलेरिया एक"), chapter("b", "इसके लक्षण"))
    assert (first.number, first.paragraphs) == (2, (("मलेरिया एक बुखार है।", "यह फैलता है।"),))
    assert (second.number, second.sentences) == (3, ("इसके लक्षण।", "दूसरा।", "इसका इलाज।"))


@pytest.mark.parametrize(
    ("chapters", "message"),
    [
        ([("a", "डेंगू एक")], 'no paragraph of the article begins with "डेंगू एक"'),
        ([("a", "मलेरिया दो")], 'Did you mean "मलेरिया एक"?'),
        ([("a", "इस")], '2 paragraphs begin with "इस"'),
        ([("a", "यह फैलता")], "stands inside paragraph 1"),
        ([("a", "इसका इलाज"), ("b", "मलेरिया")], '"b" begins before "a"'),
        ([("b", "इसके लक्षण")], "stand before the first chapter"),
    ],
)
def test_anchors_that_do_not_fit_are_named(chapters: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(InputError) as error:
        sections(*(chapter(name, anchor) for name, anchor in chapters))
    assert message in str(error.value)
    assert "leaflet.yaml, line 5" in str(error.value) or "leave_out" in str(error.value)


def test_a_chapter_with_nothing_left_is_named() -> None:
    gone = LeaveOut("इसका इलाज।", "", "why", "leaflet.yaml, line 9")
    with pytest.raises(InputError, match='nothing is left of chapter "b"'):
        sections(chapter("a", "मलेरिया"), chapter("b", "इसका"), leave_out=(gone,))


def test_the_title_before_the_first_chapter_may_be_left_out() -> None:
    gone = LeaveOut("मलेरिया एक बुखार है। यह फैलता है।", "", "why", "leaflet.yaml, line 9")
    (only,) = sections(chapter("b", "इसके"), leave_out=(gone,))
    assert only.sentences == ("इसके लक्षण।", "दूसरा।", "इसका इलाज।")
