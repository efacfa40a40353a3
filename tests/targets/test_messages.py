from __future__ import annotations

from dataclasses import replace

import pytest

from parcha.model import Line, Programme
from parcha.plan import labels
from parcha.targets.messages import LONGEST, message, sheet


@pytest.fixture
def labelled(programme: Programme) -> Programme:
    return replace(programme, labels=labels())


def test_title_source_licence_and_links_are_told(labelled: Programme) -> None:
    text = message(labelled, labelled.chapters[1])
    assert text.splitlines()[:2] == ["*ए एल एस को समझिए*", "भाग 2: पहले लक्षण"]
    assert "साँस की तकलीफ़ हो तो डॉक्टर को दिखाइए।" in text
    assert "https://hi.wikipedia.org/wiki/%E0%A4%8F" in text
    assert "CC BY-SA 4.0 https://creativecommons.org/licenses/by-sa/4.0/" in text


def test_the_page_with_all_parts_is_named_where_there_is_one(labelled: Programme) -> None:
    assert "सब भाग यहाँ सुनिए" not in message(labelled, labelled.chapters[0])
    settings = {"web": {"url": "https://example.org/als/"}}
    text = message(replace(labelled, settings=settings), labelled.chapters[0])
    assert "सब भाग यहाँ सुनिए: https://example.org/als/" in text.splitlines()


def test_where_a_part_has_a_message_it_is_that(labelled: Programme) -> None:
    chapter = labelled.chapters[0]
    roles = ("title", "text", "recap")
    lines = tuple(replace(line, role=role) for line, role in zip(chapter.lines, roles, strict=True))
    text = message(labelled, replace(chapter, lines=lines))
    assert "याद रखिए।" in text
    assert chapter.lines[1].say not in text


def test_a_long_part_is_cut_between_lines(labelled: Programme) -> None:
    says = [f"{n} " + "पानी उबालकर पीजिए 💧 " * 3 for n in range(60)]
    lines = tuple(Line(say, say, n, n + 1) for n, say in enumerate(says))
    text = message(labelled, replace(labelled.chapters[0], lines=lines))
    assert LONGEST - 100 < len(text.encode("utf-16-le")) // 2 <= LONGEST
    told = [line for line in text.splitlines() if "पानी" in line]
    assert told == says[: len(told)]
    assert "CC BY-SA 4.0" in text


def test_the_sheet_names_each_file_above_its_text() -> None:
    data = sheet("सिर", [("01-a.ogg", "पहला\nसंदेश"), ("02-b.ogg", "दूसरा")])
    lines = ["सिर", "", "=== 01-a.ogg ===", "पहला", "संदेश", "", "=== 02-b.ogg ===", "दूसरा", ""]
    assert data.decode("utf-8-sig") == "\r\n".join(lines)
