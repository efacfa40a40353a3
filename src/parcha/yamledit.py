"""Changing one value of a YAML file and nothing else: comments, order and layout stay.

Each function takes the text of a file and returns it changed. What is written is quoted as
`yamlfile.dump` would, so that a file which a program wrote stays as the program writes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml

from parcha import yamlfile

Path = Sequence["str | int"]


def replace(text: str, path: Path, value: str) -> str:
    """`text` with another text at `path`: keys of mappings, and places in lists from 0.

    Raises `KeyError` where there is nothing, or no text, at `path`.
    """
    node, within = _find(text, path)
    if not isinstance(node, yaml.ScalarNode):
        raise KeyError(path)
    return _put(text, node, _written(value, within))


def add(text: str, key: str, value: str | dict[str, str]) -> str:
    """`text`, a mapping or nothing but comments, with one more entry at its end."""
    if text and not text.endswith("\n"):
        text += "\n"
    return text + yamlfile.dump({key: value})


def insert(text: str, path: Path, key: str, value: str) -> str:
    """`text` with one more entry, first in the mapping at `path`."""
    node, _ = _find(text, path)
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise KeyError(path)
    first = node.value[0][0].start_mark
    entry = f"{key}: {_written(value, bool(node.flow_style))}"
    behind = ", " if node.flow_style else "\n" + " " * first.column
    return text[: first.index] + entry + behind + text[first.index :]


def rename(text: str, path: Path, key: str, value: str) -> str:
    """`text` with the entry at `path` put under `key`, with another value."""
    parent, _ = _find(text, path[:-1])
    if not isinstance(parent, yaml.MappingNode):
        raise KeyError(path)
    for own, node in parent.value:
        if own.value == path[-1] and isinstance(node, yaml.ScalarNode):
            entry = f"{key}: {_written(value, bool(parent.flow_style))}"
            return text[: own.start_mark.index] + entry + text[node.end_mark.index :]
    raise KeyError(path)


def _find(text: str, path: Path) -> tuple[yaml.Node | None, bool]:
    """The node at `path`, and whether it stands within brackets or braces."""
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    within = False
    for step in path:
        within = within or bool(getattr(node, "flow_style", False))
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step] if 0 <= step < len(node.value) else None
        else:
            node = None
        if node is None:
            raise KeyError(path)
    return node, within


def _put(text: str, node: yaml.Node, written: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    # An empty value has no place of its own, and a block of text (|, >) ends behind its line.
    before = " " if start == end and text[start - 1 : start] == ":" else ""
    behind = "\n" if text[start:end].endswith("\n") else ""
    return text[:start] + before + written + behind + text[end:]


def _written(value: str, within_brackets: bool) -> str:
    """A text as YAML. Between brackets a comma ends a bare word, so there it is quoted."""
    if within_brackets:
        return json.dumps(value, ensure_ascii=False)
    return yamlfile.dump([value]).strip().removeprefix("-").strip()
