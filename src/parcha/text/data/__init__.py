"""Every Hindi word that the program knows, as YAML that a Hindi speaker can extend."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from parcha import yamlfile


@cache
def hindi(name: str) -> yamlfile.Mapping:
    """The data file `hi/<name>.yaml`, read once. Raises `InputError` with the line of a slip."""
    text = (files(__package__) / "hi" / f"{name}.yaml").read_text(encoding="utf-8")
    document = yamlfile.parse(text, f"{name}.yaml")
    assert isinstance(document, yamlfile.Mapping)
    return document
