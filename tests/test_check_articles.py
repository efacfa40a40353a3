"""`parcha new` and `parcha build` on every test article, with no editing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check_articles import build
from tests.text.formats import ARTICLES


@pytest.mark.real
@pytest.mark.parametrize("article", sorted(ARTICLES.iterdir()), ids=lambda path: path.name)
def test_an_article_builds_as_it_is_and_can_be_played(article: Path, tmp_path: Path) -> None:
    row = build(article, tmp_path / "leaflet")
    assert row.startswith(article.name)
