from __future__ import annotations

from pathlib import Path

import pytest

from parcha import config
from parcha.errors import CheckError
from parcha.folder import Folder
from parcha.prepare import Scripts, Sections, check_sections, draft_scripts, draft_sections


def sections(leaflet: Folder, force: bool = False) -> Sections:
    drafted = draft_sections(leaflet, config.load(leaflet.leaflet), force)
    drafted.draft.save()
    return drafted


def scripts(leaflet: Folder, force: bool = False) -> Scripts:
    drafted = draft_scripts(
        leaflet, config.load(leaflet.leaflet), sections(leaflet).sections, force
    )
    drafted.draft.save()
    return drafted


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rename_chapter(leaflet: Folder) -> None:
    replace(leaflet.leaflet, "{id: kya,", "{id: naya,")


def move_chapter(leaflet: Folder) -> None:
    """The first chapter is left out, so the second one gets its number."""
    replace(leaflet.leaflet, "  - {id: kya, title: यह क्या है, from: मलेरिया एक}\n", "")
    text = leaflet.leaflet.read_text(encoding="utf-8")
    gone = "leave_out:\n  - {from: मलेरिया एक बुखार, why: elsewhere}\n"
    leaflet.leaflet.write_text(text + gone, encoding="utf-8")


def test_sections_are_clean_and_everything_adds_up(leaflet: Folder) -> None:
    drafted = sections(leaflet)
    path = leaflet.section(2, "kya")
    assert path.read_text(encoding="utf-8") == (
        "# यह क्या है\n\nमलेरिया एक बुखार है।\nयह मच्छर के काटने से होता है, छूने से नहीं।\n"
    )
    assert "डॉ. शर्मा कहते हैं कि देर मत कीजिए।" in drafted.sections[1].sentences
    assert {edit.rule for edit in drafted.ledger.edits} >= {"template", "space-before-stop"}
    assert check_sections(leaflet, config.load(leaflet.leaflet)) == drafted.ledger
    assert drafted.draft.changed == ()


@pytest.mark.parametrize(
    ("old", "new"), [("छूने से नहीं।", "छूने से।"), ("मलेरिया एक बुखार है।\n", ""), ("एक", "दो")]
)
def test_a_lost_or_changed_word_is_found(leaflet: Folder, old: str, new: str) -> None:
    sections(leaflet)
    replace(leaflet.section(2, "kya"), old, new)
    with pytest.raises(CheckError, match=r"sections/0[23]"):
        check_sections(leaflet, config.load(leaflet.leaflet))


def test_a_missing_section_and_a_missing_ledger_are_told(leaflet: Folder) -> None:
    with pytest.raises(CheckError, match=r"no sections/cleaning\.yaml"):
        check_sections(leaflet, config.load(leaflet.leaflet))
    sections(leaflet)
    leaflet.section(3, "lakshan").unlink()
    with pytest.raises(CheckError, match=r"sections/03-lakshan\.md is missing"):
        check_sections(leaflet, config.load(leaflet.leaflet))


def test_edits_in_sections_stay_and_are_in_the_ledger(leaflet: Folder) -> None:
    sections(leaflet)
    path = leaflet.section(2, "kya")
    replace(path, "मलेरिया एक बुखार है।", "मलेरिया एक तेज़ बुखार है।")
    for _ in range(2):
        drafted = sections(leaflet)
        assert "तेज़ बुखार" in path.read_text(encoding="utf-8")
        assert [edit.now for edit in drafted.ledger.by_hand] == [("मलेरिया एक तेज़ बुखार है।",)]
    check_sections(leaflet, config.load(leaflet.leaflet))
    sections(leaflet, force=True)
    assert "तेज़" not in path.read_text(encoding="utf-8")


def test_an_edit_whose_sentence_went_is_named(leaflet: Folder) -> None:
    sections(leaflet)
    replace(leaflet.section(2, "kya"), "मलेरिया एक बुखार है।", "मलेरिया एक तेज़ बुखार है।")
    sections(leaflet)
    replace(leaflet.article("seeds/malaria.txt"), "मलेरिया एक बुखार", "मलेरिया एक बुरा बुखार")
    assert [edit.now for edit in sections(leaflet).lost] == [("मलेरिया एक तेज़ बुखार है।",)]


def test_edited_sections_of_a_renamed_chapter_stay(leaflet: Folder) -> None:
    sections(leaflet)
    replace(leaflet.section(2, "kya"), "मलेरिया एक बुखार है।", "मलेरिया एक तेज़ बुखार है।")
    rename_chapter(leaflet)
    assert sections(leaflet).left == ("sections/02-kya.md",)
    assert leaflet.section(2, "kya").exists()
    assert leaflet.section(2, "naya").exists()


def test_files_of_gone_chapters_go_if_nobody_edited_them(leaflet: Folder) -> None:
    scripts(leaflet)
    rename_chapter(leaflet)
    drafted = scripts(leaflet)
    assert drafted.left == ()
    assert not leaflet.section(2, "kya").exists()
    assert not leaflet.script(2, "kya").exists()


def test_lines_edited_in_scripts_survive_until_forced(leaflet: Folder) -> None:
    scripts(leaflet)
    path = leaflet.script(2, "kya")
    replace(path, "    - मलेरिया एक बुखार है।", "    - मलेरिया बुखार है।")
    first = path.read_text(encoding="utf-8")
    drafted = scripts(leaflet)
    assert (drafted.edited, path.read_text(encoding="utf-8")) == (1, first)
    assert scripts(leaflet, force=True).edited == 0


def test_edited_scripts_follow_their_chapter_to_its_new_number(leaflet: Folder) -> None:
    scripts(leaflet)
    replace(leaflet.script(3, "lakshan"), "    - बुखार, कँपकँपी", "    - तेज़ बुखार, कँपकँपी")
    move_chapter(leaflet)
    assert scripts(leaflet).edited == 1
    assert "तेज़ बुखार" in leaflet.script(2, "lakshan").read_text(encoding="utf-8")
    assert not leaflet.script(3, "lakshan").exists()


def test_edited_scripts_of_gone_chapters_stay(leaflet: Folder) -> None:
    scripts(leaflet)
    replace(leaflet.script(2, "kya"), "    - मलेरिया एक बुखार है।", "    - मलेरिया बुखार है।")
    rename_chapter(leaflet)
    assert scripts(leaflet).left == ("scripts/02-kya.yaml",)
    assert leaflet.script(2, "kya").exists()


def test_a_changed_article_marks_edited_lines_stale(leaflet: Folder) -> None:
    scripts(leaflet)
    replace(leaflet.script(2, "kya"), "    - मलेरिया एक बुखार है।", "    - मलेरिया बुखार है।")
    replace(leaflet.article("seeds/malaria.txt"), "मलेरिया एक बुखार है", "मलेरिया एक बुरा बुखार है")
    assert scripts(leaflet).stale == ("मलेरिया एक बुरा बुखार है।",)


def test_a_title_edited_in_a_script_is_named_when_it_goes(leaflet: Folder) -> None:
    assert scripts(leaflet).retitled == ()
    replace(leaflet.script(2, "kya"), "title: यह क्या है", "title: मलेरिया क्या है")
    drafted = scripts(leaflet)
    assert drafted.retitled == (("scripts/02-kya.yaml", "मलेरिया क्या है", "यह क्या है"),)
    assert any("मलेरिया क्या है" in notice for notice in drafted.notices)
    assert scripts(leaflet).retitled == ()
