"""All targets, by name."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fuzz import articles, books, editors, packages, spoken, yamls
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = {
    "spoken": spoken.TARGET,
    "articles": articles.TARGET,
    "documents": articles.DOCUMENTS,
    "yaml": yamls.TARGET,
    "scripts": yamls.SCRIPTS,
    "packages": packages.TARGET,
    "books": books.TARGET,
    "editors": editors.TARGET,
}
