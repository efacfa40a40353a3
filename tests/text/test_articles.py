"""The same article through every reader gives the same sections, and damage gives no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcha import config
from parcha.errors import ParchaError
from parcha.folder import Folder
from parcha.model import Section
from parcha.prepare import check_sections, draft_sections
from parcha.start import new_leaflet, read_draft
from tests.text import damage
from tests.text.formats import ARTICLES, NAMES, SECOND, TEXT_FORMATS, blocks, by_pandoc

BY_PANDOC = damage.BY_PANDOC
IN_PROCESS = sorted(path for path in ARTICLES.iterdir() if path.suffix not in BY_PANDOC)


def sections_of(article: Path, root: Path) -> tuple[Section, ...]:
    """What `parcha new` and `parcha sections` make of an article; the ledger is proved."""
    folder = new_leaflet(root, read_draft(str(article)), "शीर्षक", "स्रोत", "CC0 1.0", "")
    leaflet = config.load(folder.leaflet)
    drafted = draft_sections(folder, leaflet)
    drafted.draft.save()
    check_sections(Folder(root), leaflet)
    return drafted.sections


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", [form for form in TEXT_FORMATS if form != "wiki"])
def test_every_text_format_gives_the_same_sections(name: str, form: str, tmp_path: Path) -> None:
    suffix, render = TEXT_FORMATS[form]
    other = tmp_path / f"{name}{suffix}"
    other.write_text(render(blocks(name)), encoding="utf-8")
    expected = sections_of(ARTICLES / f"{name}.md", tmp_path / "md")
    assert 3 <= len(expected) <= 8
    assert sections_of(other, tmp_path / "other") == expected


@pytest.mark.real
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["wiki", "docx", "odt", "epub"])
def test_every_pandoc_format_gives_the_same_sections(name: str, form: str, tmp_path: Path) -> None:
    other = tmp_path / f"{name}.{form}"
    if form == "wiki":
        other.write_text(TEXT_FORMATS[form][1](blocks(name)), encoding="utf-8")
    else:
        by_pandoc(name, form, other)
    expected = sections_of(ARTICLES / f"{name}.md", tmp_path / "md")
    assert sections_of(other, tmp_path / "other") == expected


def test_the_second_formats_are_those_of_the_articles() -> None:
    for name, (suffix, render) in SECOND.items():
        text = (ARTICLES / f"{name}{suffix}").read_text(encoding="utf-8")
        assert text == render(blocks(name)), "run: python -m tests.text.formats"


def test_damaged_files_give_sections_or_a_clear_error(tmp_path: Path) -> None:
    for seed in range(200):
        damaged(IN_PROCESS[seed % len(IN_PROCESS)], seed, tmp_path)


@pytest.mark.real
def test_damaged_documents_give_sections_or_a_clear_error(tmp_path: Path) -> None:
    documents = list(damage.write_documents(tmp_path))
    for seed in range(200):
        damaged(documents[seed % len(documents)], seed, tmp_path)


def damaged(path: Path, seed: int, root: Path) -> None:
    """Sections that add up, or an error that says what is wrong."""
    broken = root / f"broken-{seed}{path.suffix}"
    broken.write_bytes(damage.damage(path.read_bytes(), path.suffix, seed))
    try:
        assert sections_of(broken, root / str(seed))
    except ParchaError as error:
        assert error.message


@pytest.mark.real
@pytest.mark.parametrize("suffix", [".txt", ".html", ".wiki"])
def test_five_megabytes_of_one_paragraph(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"big{suffix}"
    path.write_text("मलेरिया एक बुखार है। " * 93_000, encoding="utf-8")
    assert path.stat().st_size > 5_000_000
    assert sections_of(path, tmp_path / "big")
