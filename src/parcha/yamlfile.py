"""YAML as people write it: every value is text, and a slip is named with file and line.

PyYAML's usual loader reads `1:30` as 90 and `no` as false, and keeps the last of two equal keys
in silence. This one reads text, refuses equal keys, tags and aliases, and remembers lines.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import yaml

from parcha.errors import InputError


class Mapping(dict[str, Any]):
    """A YAML mapping that knows its file and the line of each key."""

    def __init__(self, where: str, line: int) -> None:
        super().__init__()
        self.where = where
        self.line = line
        self.lines: dict[str, int] = {}

    def place(self, key: str | None = None) -> str:
        """`file, line N` of `key`, or of the mapping itself."""
        return f"{self.where}, line {self.lines.get(key or '', self.line)}"

    def only(self, allowed: Iterable[str]) -> Mapping:
        """Itself, or `InputError` naming the first key that is not allowed."""
        valid = sorted(allowed)
        for key in self:
            if key not in valid:
                near = difflib.get_close_matches(key, valid, n=1)
                did_you_mean = f'Did you mean "{near[0]}"? ' if near else ""
                raise InputError(
                    f'{self.place(key)}: unknown key "{key}".',
                    f"{did_you_mean}Valid keys here: {', '.join(valid)}.",
                )
        return self

    def text(self, key: str, default: str | None = None) -> str:
        """The text at `key`; without a default the key must be there."""
        value = self.get(key, default)
        if value is None:
            raise InputError(f'{self.place()}: "{key}" is missing.', f'Add a line "{key}: …".')
        if not isinstance(value, str):
            raise InputError(f'{self.place(key)}: "{key}" should be one line of text.')
        return value

    def number(self, key: str, default: float) -> float:
        """The number at `key`."""
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            raise InputError(f'{self.place(key)}: "{key}" should be a number.') from None

    def mapping(self, key: str) -> Mapping:
        """The mapping at `key`; an empty one where the key is missing."""
        value = self.get(key)
        if value is None or value == "":
            return Mapping(self.where, self.lines.get(key, self.line))
        if not isinstance(value, Mapping):
            raise InputError(f'{self.place(key)}: "{key}" should hold "name: value" lines.')
        return value

    def entries(self, key: str) -> list[Mapping]:
        """The list of mappings at `key`."""
        return [_expect_mapping(self, key, value) for value in self.items_of(key)]

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`; one text stands for a list of one."""
        value = self.get(key)
        values = [value] if isinstance(value, str) and value else self.items_of(key)
        if not all(isinstance(text, str) for text in values):
            raise InputError(f'{self.place(key)}: "{key}" should be a list of lines of text.')
        return tuple(values)

    def items_of(self, key: str) -> list[Any]:
        """The list at `key`, an empty one where the key is missing."""
        value = self.get(key)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise InputError(f'{self.place(key)}: "{key}" should be a list ("- …" lines).')
        return value


def _expect_mapping(parent: Mapping, key: str, value: object) -> Mapping:
    if not isinstance(value, Mapping):
        raise InputError(f'{parent.place(key)}: each entry of "{key}" should be a mapping.')
    return value


def _loader(where: str) -> type[yaml.BaseLoader]:
    """A loader class that writes `where` and lines into the mappings that it makes."""

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            event = self.peek_event()  # type: ignore[no-untyped-call]
            if getattr(event, "tag", None) or isinstance(event, yaml.AliasEvent):
                raise yaml.MarkedYAMLError(
                    None, None, "tags (!) and aliases (*) are not allowed", event.start_mark
                )
            return super().compose_node(parent, index)

        def construct_mapping(
            self, node: yaml.MappingNode, deep: bool = False
        ) -> dict[Hashable, Any]:
            mapping = Mapping(where, node.start_mark.line + 1)
            for key_node, value_node in node.value:
                key = self.construct_object(key_node, deep=True)
                line = key_node.start_mark.line + 1
                if not isinstance(key, str):
                    raise InputError(f"{where}, line {line}: a key should be a word.")
                if key in mapping:
                    raise InputError(
                        f'{where}, line {line}: "{key}" stands twice (first in line '
                        f"{mapping.lines[key]}).",
                        "Keep one of the two.",
                    )
                mapping[key] = self.construct_object(value_node, deep=True)
                mapping.lines[key] = line
            return mapping  # type: ignore[return-value]

    Loader.add_constructor("tag:yaml.org,2002:map", Loader.construct_mapping)
    return Loader


def parse(text: str, where: str) -> Any:
    """The YAML document `text` as `Mapping`, list and str. Raises `InputError` with the line."""
    try:
        return yaml.load(text, Loader=_loader(where))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise InputError(
            f"{where}{line}: this is not valid YAML ({error.problem}).",
            "Look at the indentation, colons and quotes in that line and the one above.",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{where}: this is not valid YAML ({error}).") from error


def read_text(path: Path) -> str:
    """A UTF-8 file as text, with or without a byte order mark. Raises `InputError`."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise InputError(f"{path} is not there.") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text (byte {error.start + 1}).",
            'Save it again with the encoding "UTF-8". Text in an old Hindi font such as Kruti Dev '
            "must be converted to Unicode first.",
        ) from None
    except OSError as error:
        raise InputError.of(error, f"{path} could not be read") from error


def load(path: Path) -> Mapping:
    """The YAML file at `path`, which must hold a mapping."""
    document = parse(read_text(path), path.name)
    if not isinstance(document, Mapping):
        raise InputError(f'{path.name}: the file should hold "name: value" lines.')
    return document


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def dump(document: object) -> str:
    """YAML for people: Hindi as Hindi, long lines whole, keys in the order given."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
