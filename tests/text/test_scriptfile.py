from __future__ import annotations

import pytest

from parcha.errors import InputError
from parcha.model import Item, Script
from parcha.text import scriptfile
from parcha.text.catalogue import generated

SCRIPT = Script(
    3,
    "lakshan",
    "लक्षण: पहले",
    (
        generated("", ("भाग {part}।", "{title}।"), "title"),
        Item("एक: दो।", ("एक:", "- दो।"), "text", True, "abc", "पुराना।"),
        Item("", ("12", "no"), "note"),
    ),
    (Item("गया।", ("गया।",), "text", False, "x"),),
)


def test_a_script_is_read_as_it_was_written() -> None:
    assert scriptfile.parse(scriptfile.render(SCRIPT), "03.yaml", 3) == SCRIPT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "03.yaml is not a script"),
        ("chapter: a\ntitle: b\nitems:\n- {say: [x], sey: y}\n", 'line 4: unknown key "sey"'),
        ("chapter: a\ntitle: b\nitems:\n- {say: [x], role: boss}\n", 'unknown role "boss"'),
        ("chapter: a\ntitle: b\nitems:\n- {say: [x], ends: day}\n", "line 4"),
        ("chapter: a\ntitle: b\nitems: x\n", "should be a list"),
        ("chapter: a\n<<<<<<< mine\ntitle: b\n", "line"),
    ],
)
def test_slips_are_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        scriptfile.parse(text, "03.yaml", 3)
    assert message in str(error.value)


def test_one_line_need_not_be_a_list_and_blanks_do_not_count() -> None:
    text = 'chapter: a\ntitle: b\nitems:\n- say: "  एक।  "\n- say: ["", " "]\n'
    assert [item.say for item in scriptfile.parse(text, "x", 1).items] == [("एक।",), ()]
