"""One value changes; comments, order and layout of the file stay."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcha import yamledit, yamlfile

FILE = """\
# how words are said
BiPAP: बाइपैप      # a machine

INSMED: {say: इन्समेड, comment: "a company, once"}  # flow
FUS:
  # a gene
  letters: yes
  comment: >
    told letter
    by letter
list: [one, two]   # short
items:
  - brief:
      - पहली बात।
      - 'दूसरी: बात।'   # quoted
    say: एक ही।
"""


def read(text: str) -> Any:
    return yamlfile.parse(text, "file")


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (["BiPAP"], "बाई-पैप", "BiPAP: बाई-पैप      # a machine"),
        (["INSMED", "say"], "क, ख", 'INSMED: {say: "क, ख", comment: "a company, once"}  # flow'),
        (["list", 1], "दो", 'list: [one, "दो"]   # short'),
        (["items", 0, "brief", 0], "नई: बात # जी", "      - 'नई: बात # जी'"),
        (["items", 0, "brief", 1], "नई।", "      - नई।   # quoted"),
        (["items", 0, "say"], "- क", "    say: '- क'"),
        (["FUS", "comment"], "short", "  comment: short"),
    ],
)
def test_a_value_changes_and_nothing_else(path: list[Any], value: str, line: str) -> None:
    new = yamledit.replace(FILE, path, value)
    expected = read(FILE)
    holder = expected
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert read(new) == expected
    assert line in new.splitlines()
    kept = [old for old in FILE.splitlines() if old.strip().startswith("#")]
    assert [old for old in new.splitlines() if old.strip().startswith("#")] == kept


@pytest.mark.parametrize("path", [["nobody"], ["INSMED"], ["list", 2], ["list", "say"], ["FUS", 0]])
def test_what_is_not_there_cannot_be_changed(path: list[Any]) -> None:
    with pytest.raises(KeyError):
        yamledit.replace(FILE, path, "x")


def test_an_entry_more() -> None:
    assert yamledit.add("# only\n", "a b", "क") == "# only\na b: क\n"
    assert yamledit.add("a: b", "c", {"respell": "क"}) == "a: b\nc:\n  respell: क\n"
    assert read(yamledit.insert(FILE, ["INSMED"], "respell", "क"))["INSMED"]["respell"] == "क"
    inserted = yamledit.insert(FILE, ["FUS"], "respell", "क")
    assert "  # a gene\n  respell: क\n  letters: yes\n" in inserted
    with pytest.raises(KeyError):
        yamledit.insert(FILE, ["BiPAP"], "respell", "क")


def test_another_key() -> None:
    assert "  # a gene\n  say: एफ़\n" in yamledit.rename(FILE, ["FUS", "letters"], "say", "एफ़")
    with pytest.raises(KeyError):
        yamledit.rename(FILE, ["FUS", "say"], "letters", "yes")


@settings(deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1))
def test_any_text_can_be_written(value: str) -> None:
    for path in (["BiPAP"], ["list", 0], ["items", 0, "brief", 1]):
        node = read(yamledit.replace(FILE, path, value))
        for step in path:
            node = node[step]
        assert node == value
