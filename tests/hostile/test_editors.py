"""What people wrote stays or is named, whatever else happens to their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcha import config
from parcha.errors import InputError
from parcha.folder import Folder
from parcha.prepare import Scripts, Sections, draft_scripts, draft_sections
from tests.test_prepare import move_chapter, rename_chapter, replace, scripts, sections

MINE = "    - मलेरिया मच्छर से होता है।\n"
SAID = "    - मलेरिया एक बुखार है।\n"


@pytest.fixture
def script(leaflet: Folder) -> Path:
    """A script in which somebody wrote a line anew."""
    scripts(leaflet)
    path = leaflet.script(2, "kya")
    replace(path, SAID, MINE)
    return path


def again(leaflet: Folder) -> tuple[Sections, Scripts]:
    plan = config.load(leaflet.leaflet)
    first = draft_sections(leaflet, plan)
    return first, draft_scripts(leaflet, plan, first.sections)


SAVED = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "mixed": lambda text: text.replace("\n", "\r\n", 7).encode(),
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "BOM and CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "blanks": lambda text: text.replace("\n", "  \n").encode(),
    "empty lines": lambda text: text.replace("\n", "\n\n").encode(),
    "no last line end": lambda text: text.rstrip().encode(),
}


@pytest.mark.parametrize("way", SAVED)
def test_any_editor_may_save_a_script(leaflet: Folder, script: Path, way: str) -> None:
    script.write_bytes(SAVED[way](script.read_text(encoding="utf-8")))
    drafted = scripts(leaflet)
    assert (drafted.edited, drafted.removed) == (1, 0)
    assert MINE in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", SAVED)
def test_any_editor_may_save_a_section(leaflet: Folder, way: str) -> None:
    sections(leaflet)
    path = leaflet.section(2, "kya")
    replace(path, "एक बुखार", "एक तेज़ बुखार")
    path.write_bytes(SAVED[way](path.read_text(encoding="utf-8")))
    drafted = sections(leaflet)
    assert "मलेरिया एक तेज़ बुखार है।" in drafted.sections[0].sentences
    assert drafted.lost == ()


@pytest.mark.parametrize(
    "line",
    [
        "“मलेरिया” मच्छर से",
        "‘मलेरिया’: मच्छर से",
        "मलेरिया – मच्छर… से",
        "मलेरिया # मच्छर से",
        "- मलेरिया",
        "मलेरिया\tमच्छर",
    ],
)
def test_words_quotes_and_signs_stay_or_are_refused_with_their_line(
    leaflet: Folder, script: Path, line: str
) -> None:
    replace(script, MINE, f"    - {line}\n")
    before = script.read_bytes()
    try:
        drafted = scripts(leaflet)
    except InputError as error:
        assert "02-kya.yaml, line" in error.message
        assert script.read_bytes() == before
    else:
        said = [say for item in drafted.scripts[1].items for say in item.say]
        assert line.partition(" #")[0].removeprefix("- ") in said


def test_a_tab_before_a_line_is_named(leaflet: Folder, script: Path) -> None:
    replace(script, MINE, f"\t{MINE.lstrip()}")
    with pytest.raises(InputError, match=r"02-kya\.yaml, line \d+: .*\n.*not tabs"):
        scripts(leaflet)


CONFLICT = "<<<<<<< HEAD\n{}=======\n    - और कुछ।\n>>>>>>> ramesh\n"


@pytest.mark.parametrize("name", ["scripts/02-kya.yaml", "sections/02-kya.md", "leaflet.yaml"])
def test_a_merge_conflict_is_named_with_file_and_line(leaflet: Folder, name: str) -> None:
    scripts(leaflet)
    path = leaflet.root / name
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    text = f"{first}\n{CONFLICT.format('x')}{rest}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        again(leaflet)
    assert f"{path.name}, line 2: two people changed the same lines" in error.value.message
    assert path.read_text(encoding="utf-8") == text


def test_the_rest_of_a_conflict_is_named_too(leaflet: Folder, script: Path) -> None:
    script.write_text(script.read_text(encoding="utf-8") + ">>>>>>> ramesh\n", encoding="utf-8")
    with pytest.raises(InputError, match="two people changed the same lines"):
        scripts(leaflet)


def test_two_peoples_scripts_of_one_chapter_are_both_kept(leaflet: Folder, script: Path) -> None:
    """One renumbered the chapters, the other edited the old file; then both were merged."""
    other = script.with_name("05-kya.yaml")
    other.write_text(
        script.read_text(encoding="utf-8").replace(MINE, "    - दूसरे के शब्द।\n"), encoding="utf-8"
    )
    drafted = scripts(leaflet)
    assert drafted.left == ("scripts/05-kya.yaml",)
    assert "दूसरे के शब्द" in other.read_text(encoding="utf-8")
    assert MINE in script.read_text(encoding="utf-8")


def test_two_peoples_sections_of_one_chapter_are_both_kept(leaflet: Folder) -> None:
    sections(leaflet)
    path = leaflet.section(2, "kya")
    other = path.with_name("05-kya.md")
    other.write_text(path.read_text(encoding="utf-8").replace("एक", "दूसरा"), encoding="utf-8")
    assert sections(leaflet).left == ("sections/05-kya.md",)
    assert other.is_file()


def test_a_copy_that_nobody_edited_goes(leaflet: Folder) -> None:
    scripts(leaflet)
    path = leaflet.script(2, "kya")
    other = path.with_name("05-kya.yaml")
    other.write_bytes(path.read_bytes())
    assert scripts(leaflet).left == ()
    assert not other.exists()


def test_an_edit_follows_a_renumbered_chapter_and_stays_with_a_renamed_one(
    leaflet: Folder, script: Path
) -> None:
    rename_chapter(leaflet)
    assert scripts(leaflet).left == ("scripts/02-kya.yaml",)
    assert MINE in script.read_text(encoding="utf-8")
    replace(leaflet.leaflet, "{id: naya,", "{id: kya,")
    assert scripts(leaflet).edited == 1
    replace(leaflet.script(3, "lakshan"), "    - बुखार, कँपकँपी", "    - तेज़ बुखार, कँपकँपी")
    move_chapter(leaflet)
    drafted = scripts(leaflet)
    assert drafted.left == ("scripts/02-kya.yaml",)
    assert "तेज़ बुखार" in leaflet.script(2, "lakshan").read_text(encoding="utf-8")


def test_the_same_sentence_twice_keeps_both_edits(leaflet: Folder) -> None:
    replace(
        leaflet.article("seeds/malaria.txt"),
        "मलेरिया एक बुखार है।",
        "मलेरिया एक बुखार है। मलेरिया एक बुखार है।",
    )
    scripts(leaflet)
    path = leaflet.script(2, "kya")
    text = path.read_text(encoding="utf-8")
    assert text.count(SAID) == 2
    for number in (1, 2):
        text = text.replace(SAID, f"    - मेरे शब्द {number}।\n", 1)
    path.write_text(text, encoding="utf-8")
    scripts(leaflet)
    assert path.read_text(encoding="utf-8") == text
    replace(leaflet.article("seeds/malaria.txt"), "बुखार है। मलेरिया एक बुखार है।", "बुखार है।")
    drafted = scripts(leaflet)
    assert (drafted.edited, drafted.removed) == (1, 1)
    assert all(f"मेरे शब्द {number}।" in path.read_text(encoding="utf-8") for number in (1, 2))


def test_moved_and_deleted_items_come_back_in_order_with_their_edits(
    leaflet: Folder, script: Path
) -> None:
    head, *items = script.read_text(encoding="utf-8").split("\n  - ")
    mine = next(item for item in items if "मच्छर से होता है।" in item and "मलेरिया मच्छर" in item)
    others = [item.rstrip("\n") for item in items if item is not mine]
    script.write_text(
        "\n  - ".join([head, *others[1:], mine.rstrip("\n")]) + "\n", encoding="utf-8"
    )
    drafted = scripts(leaflet)
    assert (drafted.edited, drafted.removed) == (1, 0)
    assert len(drafted.scripts[1].items) == len(items)


def test_lines_in_a_block_are_lines_of_their_own(leaflet: Folder, script: Path) -> None:
    replace(script, f"say:\n  {MINE}", "say: |\n      मलेरिया मच्छर से होता है।\n      पानी से नहीं।\n")
    (item,) = [
        item
        for item in scripts(leaflet).scripts[1].items
        if "मच्छर से होता है।" in str(item.say[:1]) and len(item.say) == 2
    ]
    assert item.say == ("मलेरिया मच्छर से होता है।", "पानी से नहीं।")


@pytest.mark.parametrize("title", ["# मेरा शीर्षक", "#", "## दो", ""])
def test_a_title_changed_in_a_section_is_named_before_it_goes(leaflet: Folder, title: str) -> None:
    sections(leaflet)
    path = leaflet.section(2, "kya")
    replace(path, "# यह क्या है", title)
    (told,) = sections(leaflet).notices
    was = title.removeprefix("# ") if title.startswith("# ") else ""
    assert told.startswith(f'sections/02-kya.md: the title "{was}" is now "यह क्या है"')
    assert path.read_text(encoding="utf-8").startswith("# यह क्या है\n")
    assert not [*sections(leaflet).notices]
    replace(leaflet.leaflet, "title: यह क्या है", "title: नया")
    assert not [*sections(leaflet).notices]


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\x00", "\x85"])
def test_what_nobody_sees_in_a_section_is_named_there(leaflet: Folder, sign: str) -> None:
    """A script would have it otherwise, where it is refused as well: too late to be found."""
    scripts(leaflet)
    path = leaflet.section(2, "kya")
    replace(path, "यह मच्छर", f"यह {sign}मच्छर")
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"sections/02-kya\.md, line 4: a character that nobody"):
        sections(leaflet)
    assert path.read_bytes() == before
