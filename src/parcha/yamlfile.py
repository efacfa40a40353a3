"""YAML as people write it: every value is text, and a slip is named with file and line.

PyYAML's usual loader reads `1:30` as 90 and `no` as false, and keeps the last of two equal keys
in silence. This one reads text, refuses equal keys, tags, aliases and characters that nobody sees,
and remembers lines.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from parcha.errors import InputError

# libyaml is ten times quicker; PyYAML's wheels bring it, builds from source may not.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

LARGEST = 10_000_000
"""Bytes of a file that people write; the ledger of a long article has some ten thousand."""

# Signals for machines, halves of characters, and marks that turn the text after them round, so that
# it says something else than it shows. A tab and a line end are the only signals that people type.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CONFLICT = re.compile(r"^(<<<<<<<|=======|>>>>>>>)(?: .*)?$", re.MULTILINE)


def shown(text: str) -> str:
    """`text` on one line as a person sees it, and as these files may hold it."""
    return " ".join(UNSEEN.sub(lambda sign: " " if sign[0].isspace() else "", text).split())


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


def parse(text: str, where: str, *, exact: bool = False) -> Any:
    """The YAML document `text` as `Mapping`, list and str. Raises `InputError` with the line.

    `exact` is for what no person writes: characters that nobody sees may stand in it.
    """
    if unseen := yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise _unseen(where, text.count("\n", 0, unseen.start()) + 1, unseen[0])
    try:
        return _Document(text, where, exact).value()
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


class _Document:
    """One document, read event by event so that each key knows its line."""

    def __init__(self, text: str, where: str, exact: bool) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_Parser))
        self._where = where
        self._exact = exact

    def value(self) -> Any:
        """All of it; None where there is nothing."""
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        document = self._value(next(self._events))
        next(self._events)  # the document ends
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            raise yaml.MarkedYAMLError(None, None, "only one document", after.start_mark)
        return document

    def _value(self, event: Any) -> Any:
        """What starts with `event`: a text, a list or a `Mapping`, down to its last entry."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(
                None, None, "tags (!) and aliases (*) are not allowed", event.start_mark
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            values = []
            while not isinstance(entry := next(self._events), yaml.SequenceEndEvent):
                values.append(self._value(entry))
            return values
        return self._mapping(event)

    def _mapping(self, event: Any) -> Mapping:
        mapping = Mapping(self._where, event.start_mark.line + 1)
        while not isinstance(entry := next(self._events), yaml.MappingEndEvent):
            key, line = self._value(entry), entry.start_mark.line + 1
            if not isinstance(key, str):
                raise InputError(f"{self._where}, line {line}: a key should be a word.")
            if key in mapping:
                raise InputError(
                    f'{self._where}, line {line}: "{key}" stands twice (first in line '
                    f"{mapping.lines[key]}).",
                    "Keep one of the two.",
                )
            mapping[key] = self._value(next(self._events))
            mapping.lines[key] = line
        return mapping

    def _text(self, event: Any) -> str:
        text = str(event.value)
        if not self._exact and (unseen := UNSEEN.search(text)):
            raise _unseen(self._where, event.start_mark.line + 1, unseen[0])
        return text


def refuse_unseen(text: str, where: str) -> None:
    """Raises `InputError` with the line of a character that nobody sees."""
    if unseen := UNSEEN.search(text):
        raise _unseen(where, text.count("\n", 0, unseen.start()) + 1, unseen[0])


def _unseen(where: str, line: int, character: str) -> InputError:
    return InputError(
        f"{where}, line {line}: a character that nobody sees (U+{ord(character):04X}) stands in "
        "this text.",
        "Delete the text and type it again, or paste it without its formatting.",
    )


def read_text(path: Path) -> str:
    """A UTF-8 file that people edit, with or without a byte order mark. Raises `InputError`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise InputError(f"{path} is larger than {LARGEST // 1_000_000} MB: nobody wrote that.")
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
        raise InputError.of(error, f"{path} could not be read") from error
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
        # Outside double quotes PyYAML takes these for line ends and writes them so, and libyaml
        # takes a no-break space at an end for one that does not count.
        style = '"' if _LINE_ENDS.search(text) or text != text.strip() else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style)


_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
_Dumper.add_representer(str, _Dumper.represent_text)


def dump(document: object) -> str:
    """YAML for people: Hindi as Hindi, long lines whole, keys in the order given."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
