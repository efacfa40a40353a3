"""Files that targets fill in: `{{name}}` stands for a text, already escaped for its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def read(path: str) -> str:
    """The file `path` of `data/`, as text."""
    return files(__package__).joinpath("data", *path.split("/")).read_text(encoding="utf-8")


def filled(path: str, texts: Mapping[str, str]) -> str:
    """The file `path` with every `{{name}}` replaced; what is put in is not looked at again."""
    return fill(read(path), texts)


def fill(template: str, texts: Mapping[str, str]) -> str:
    """As `filled`, for a template in hand."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: texts[match[1]], template)
