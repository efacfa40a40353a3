"""What stands around an article, by the lists of `data/hi/boilerplate.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from parcha.text.data import hindi

# A link to the same page in another language.
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[a-z]+)?")


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
    if not colon:
        return ""
    return _table("namespaces").get(space, "category" if _LANGUAGE.fullmatch(space) else "")


def arguments_shown(template: str) -> tuple[int, ...]:
    """Which arguments of a wiki template, counted from 1, are words of the sentence around it."""
    name = unicodedata.normalize("NFC", template)
    shown = _table("templates").get(name[:1].lower() + name[1:], "")
    return tuple(int(number) for number in shown.split())
