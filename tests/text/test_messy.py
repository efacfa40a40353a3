"""The same article in documents as people really make them: same sections, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcha.folder import Folder
from parcha.text.ledger import load
from tests.text.formats import ARTICLES, NAMES, blocks
from tests.text.messy import DIRT, MESSY
from tests.text.test_articles import BY_PANDOC, sections_of

# What a reader of the document sees beside the article.
SEEN = {
    "word": ("डिब्बे में", "पुस्तक, पृष्ठ 5"),
    "word-by-hand": ("डिब्बे में", "पुस्तक, पृष्ठ 5"),
    "open-document": ("डिब्बे में", "पुस्तक"),
    "wiki": ("एक", "दो", "तालिका", "|2010"),
    "news-page": (
        *("ख़बर", "विज्ञापन", "चित्र: एजेंसी", "छिपा", "फ़ेसबुक", "ट्वीट", "कुकी", "होम", "संवाददाता"),
        *("और ख़बरें", "टिप्पणी", "बग़ल में", "सर्वाधिकार"),
    ),
    "div-soup": ("0", "8"),
    "book": ("पाद टिप्पणी",),
}
MARKS = {
    form: [pytest.mark.real] if suffix in BY_PANDOC else [] for form, (suffix, _) in MESSY.items()
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", [pytest.param(form, marks=MARKS[form]) for form in MESSY])
def test_a_messy_document_gives_the_same_sections(name: str, form: str, tmp_path: Path) -> None:
    suffix, make = MESSY[form]
    messy = tmp_path / f"{name}{suffix}"
    messy.write_bytes(make(blocks(name)))
    expected = sections_of(ARTICLES / f"{name}.md", tmp_path / "md")
    assert sections_of(messy, tmp_path / "messy") == expected
    ledger = load(Folder(tmp_path / "messy").ledger.read_text(encoding="utf-8"), "cleaning.yaml")
    left_out = [edit.was for edit in ledger.edits if DIRT in edit.was]
    for seen in SEEN[form]:
        assert any(seen in was for was in left_out), seen
