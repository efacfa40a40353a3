"""What stands around an article, by the lists of `data/hi/boilerplate.yaml`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from parcha.text.data import hindi


@cache
def _table(kind: str) -> dict[str, str]:
    """One of the lists: name → rule."""
    entries = hindi("boilerplate").mapping(kind)
    return {unicodedata.normalize("NFC", name): entries.text(name) for name in entries}


def content_selectors() -> tuple[str, ...]:
    """CSS selectors of a page's article, most exact first."""
    return hindi("boilerplate").texts("content")


def rule_of_tag(tag: str) -> str:
    """The rule for an element by its name, or nothing."""
    return _table("tags").get(tag, "")


def rule_of_role(role: str) -> str:
    """The rule for an element by its role, or nothing."""
    return _table("roles").get(role, "")


def rule_of_classes(names: Iterable[str]) -> str:
    """The rule for an element by its classes and id, or nothing."""
    return next((rule for name in names if (rule := _table("classes").get(name, ""))), "")


def rule_of_heading(heading: str) -> str:
    """The rule for a section by its heading, or nothing."""
    bare = unicodedata.normalize("NFC", heading).strip().rstrip(":").rstrip()
    return _table("headings").get(bare, "")


def rule_of_link(target: str) -> str:
    """The rule for a wiki link by its name space, or nothing."""
    space, colon, _ = unicodedata.normalize("NFC", target).partition(":")
    return _table("namespaces").get(space, "") if colon else ""
