"""YAML as people write it: every value is text, and a slip is named with file and line.

PyYAML's usual loader reads `1:30` as 90 and `no` as false, and keeps the last of two equal keys
in silence. This one reads text, refuses equal keys, tags, aliases and characters that nobody sees,
and remembers lines.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import yaml

from parcha.errors import InputError

LARGEST = 10_000_000
"""Bytes of a file that people write; the ledger of a long article has some ten thousand."""

# Signals for machines, halves of characters, and marks that turn the text after them round, so that
# it says something else than it shows. A tab and a line end are the only signals that people type.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CONFLICT = re.compile(r"^(<<<<<<<|=======|>>>>>>>)(?: .*)?$", re.MULTILINE)


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

    def one_line(self, key: str, default: str | None = None) -> str:
        """The text at `key` on one line, as titles and names are shown."""
        return " ".join(self.text(key, default).split())

    def number(self, key: str, default: float) -> float:
        """The number at `key`."""
        try:
            number = float(self.text(key, str(default)))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise InputError(f'{self.place(key)}: "{key}" should be a number.')
        return number

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


def _loader(where: str, exact: bool) -> type[yaml.BaseLoader]:
    """A loader class that writes `where` and lines into the mappings that it makes."""

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            event = self.peek_event()  # type: ignore[no-untyped-call]
            if getattr(event, "tag", None) or isinstance(event, yaml.AliasEvent):
                raise yaml.MarkedYAMLError(
                    None, None, "tags (!) and aliases (*) are not allowed", event.start_mark
                )
            return super().compose_node(parent, index)

        def construct_scalar(self, node: yaml.ScalarNode) -> str:
            value = str(super().construct_scalar(node))
            if not exact and (unseen := UNSEEN.search(value)):
                raise InputError(
                    f"{where}, line {node.start_mark.line + 1}: a character that nobody sees "
                    f"(U+{ord(unseen[0]):04X}) stands in this text.",
                    "Delete the text and type it again, or paste it without its formatting.",
                )
            return value

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


def parse(text: str, where: str, *, exact: bool = False) -> Any:
    """The YAML document `text` as `Mapping`, list and str. Raises `InputError` with the line.

    `exact` is for what no person writes: characters that nobody sees may stand in it.
    """
    try:
        return yaml.load(text, Loader=_loader(where, exact))
    except yaml.reader.ReaderError as error:
        before = text.count("\n", 0, error.position)
        raise InputError(
            f"{where}, line {before + 1}: a character that nobody sees (U+{error.character:04X}) "
            "stands here.",
            "Delete the line and type it again.",
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise InputError(
            f"{where}{line}: this is not valid YAML ({error.problem}).",
            "Look at the indentation (with spaces, not tabs), colons and quotes in that line and "
            "the one above.",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{where}: this is not valid YAML ({error}).") from error


def read_text(path: Path) -> str:
    """A UTF-8 file that people edit, with or without a byte order mark. Raises `InputError`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise InputError(f"{path} is not there.") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text (byte {error.start + 1}).",
            'Save it again with the encoding "UTF-8". Text in an old Hindi font such as Kruti Dev '
            "must be converted to Unicode first.",
        ) from None
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror or error}.") from error
    if len(data) > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST // 1_000_000} MB: nobody wrote that.")
    if conflict := _CONFLICT.search(text):
        raise InputError(
            f"{path}, line {text.count(chr(10), 0, conflict.start()) + 1}: two people changed the "
            f'same lines, and nobody has chosen yet (a merge conflict, marked "{conflict[1]}").',
            "Keep what should stay of both, delete the lines with <<<<<<<, ======= and >>>>>>>, "
            "and save.",
        )
    return text


def load(path: Path) -> Mapping:
    """The YAML file at `path`, which must hold a mapping."""
    document = parse(read_text(path), path.name)
    if not isinstance(document, Mapping):
        raise InputError(f'{path.name}: the file should hold "name: value" lines.')
    return document


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_text(self, text: str) -> yaml.ScalarNode:
        # Outside double quotes PyYAML takes these for line ends and writes them so.
        style = '"' if _LINE_ENDS.search(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style)


_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
_Dumper.add_representer(str, _Dumper.represent_text)


def dump(document: object) -> str:
    """YAML for people: Hindi as Hindi, long lines whole, keys in the order given."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
