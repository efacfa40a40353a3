"""MediaWiki, Word, OpenDocument and EPUB through pandoc's JSON tree (extra `formats`).

https://hackage.haskell.org/package/pandoc-types describes the tree: each element has its type `t`
and contents `c`.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterable
from typing import Any

from parcha.errors import InputError
from parcha.model import Block
from parcha.text.readers import furniture
from parcha.text.readers.builder import BREAK, Builder
from parcha.text.readers.tidy import BOLD, is_bold_heading

_SECONDS = 120
# Pandoc takes half a gigabyte for 1.5 million characters of EPUB, the hungriest format.
_MEMORY = "-M512m"
_HEAP_EXHAUSTED = 251
_UNPACKED = 200_000_000

_SIGNS = {"Space": " ", "SoftBreak": " ", "LineBreak": BREAK}
# Where the inline contents stand in elements that have more than these.
_CONTENTS = {"Quoted": 1, "Cite": 1, "Span": 1, "Link": 1}
_BOLD = ("Strong", "Underline", "Space", "SoftBreak")
_LEFT_OUT = {"Figure": "picture", "CodeBlock": "code", "mediawiki": "template"}


def read(data: bytes, form: str, name: str) -> list[Block]:
    """The blocks of a document in pandoc's format `form`.

    Raises `InputError` where pandoc is not installed or cannot read it.
    """
    _refuse_bomb(data, name)
    try:
        tree = json.loads(_run(data, form, name))
    except json.JSONDecodeError as error:
        raise InputError(f"{name} could not be read: {error}.") from error
    walker = _Walker()
    title = tree["meta"].get("title", {})
    if title.get("t") == "MetaInlines":
        walker.inlines(title["c"])
        # Above all headings of the text: Word's style "Title", the title of a book.
        walker.builder.end("heading", 0)
    walker.blocks(tree["blocks"])
    return walker.builder.blocks


def _run(data: bytes, form: str, name: str) -> bytes:
    try:
        import pypandoc
    except ImportError:
        raise InputError(
            f"{name}: reading this kind of file needs pandoc, which is not installed.",
            "Run: pip install 'parcha[formats]'",
        ) from None
    # --sandbox: a document cannot make pandoc read other files or the network.
    command = [pypandoc.get_pandoc_path(), "+RTS", _MEMORY, "-RTS", "--sandbox", "-f", form]
    try:
        done = subprocess.run(
            [*command, "-t", "json"],
            input=data,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_large(name) from None
    if done.returncode == _HEAP_EXHAUSTED:
        raise _too_large(name)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise InputError(
            f"{name} could not be read: {said[-1] if said else 'pandoc failed'}.",
            "Open it in the program that made it, save it anew, or save it as plain text.",
        )
    return done.stdout


def _refuse_bomb(data: bytes, name: str) -> None:
    """A few bytes can unpack to more than any disk holds."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(f"{name} is damaged: {error}.", "Save or copy it again.") from error
    if unpacked > _UNPACKED:
        raise _too_large(name)


def _too_large(name: str) -> InputError:
    return InputError(
        f"{name} is too large or too tangled to be read.",
        "Save it as plain text, without pictures.",
    )


class _Walker:
    def __init__(self) -> None:
        self.builder = Builder()

    def blocks(self, elements: Iterable[Any]) -> None:
        for element in elements:
            self._block(element["t"], element.get("c"))

    def _block(self, kind: str, contents: Any) -> None:
        build = self.builder
        match kind:
            case "Para" | "Plain":
                bold = _text_of([element for element in contents if element["t"] in _BOLD])
                self.inlines(contents)
                if is_bold_heading(_text_of(contents), bold):
                    build.end("heading", BOLD)
                build.end()
            case "Header":
                self.inlines(contents[2])
                build.end("heading", contents[0])
            case "BulletList":
                self._list(contents, None)
            case "OrderedList":
                self._list(contents[1], contents[0][0])
            case "DefinitionList":
                self._definitions(contents)
            case "Table":
                self._table(contents)
            case "Div":
                self._div(contents)
            case "BlockQuote":
                self.blocks(contents)
            case "LineBlock":
                for line in contents:
                    self.inlines(line)
                    build.end()
            case "Figure" | "CodeBlock" | "RawBlock":
                rule = _LEFT_OUT.get(contents[0] if kind == "RawBlock" else kind, "markup")
                build.aside(_text_of({"t": kind, "c": contents}), rule)
                build.end()

    def _div(self, contents: Any) -> None:
        (name, classes, _), elements = contents
        if rule := furniture.rule_of_classes([*classes, name]):
            self.builder.aside(_text_of(elements), rule)
            self.builder.end()
        else:
            self.blocks(elements)

    def _list(self, items: Iterable[Any], number: int | None) -> None:
        for item in items:
            if number is not None:
                self.builder.write(f"{number}. ")
                number += 1
            for element in item:
                if element["t"] in ("Para", "Plain"):
                    self.inlines(element["c"])
                    self.builder.end("item")
                else:
                    self.builder.end("item")
                    self.blocks([element])

    def _definitions(self, contents: Any) -> None:
        for term, definitions in contents:
            self.inlines(term)
            if definitions:
                self.builder.write(": ")
            for definition in definitions:
                self.builder.write(_text_of(definition))
                self.builder.end("item")
            self.builder.end("item")

    def _table(self, contents: Any) -> None:
        _, caption, _, head, bodies, foot = contents
        self.builder.aside(_text_of(caption), "picture")
        # A body has rows of its own head, too.
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        spans = any((cell[2], cell[3]) != (1, 1) for _, cells in rows for cell in cells)
        texts = [[_text_of(cell[4]) for cell in cells] for _, cells in rows]
        if spans:
            self.builder.aside("; ".join(", ".join(row) for row in texts), "table")
            self.builder.end()
        else:
            has_header = bool(head[1]) and any(texts[0])
            self.builder.table(texts, has_header)

    def inlines(self, elements: Iterable[Any]) -> None:
        for element in elements:
            self._inline(element["t"], element.get("c"))

    def _inline(self, kind: str, contents: Any) -> None:
        build = self.builder
        if kind in _SIGNS:
            build.write(_SIGNS[kind])
        elif kind == "Str":
            build.write(contents)
        elif kind == "Quoted":
            single = contents[0]["t"] == "SingleQuote"
            build.write("\u2018" if single else "\u201c")
            self.inlines(contents[1])
            build.write("\u2019" if single else "\u201d")
        elif kind == "Note":
            build.aside(_text_of(contents), "footnote")
        elif kind == "Image":
            build.aside(_text_of(contents[1]), "picture")
        elif kind in ("Code", "Math"):
            build.write(contents[1])
        elif kind == "RawInline":
            build.aside(contents[1], _LEFT_OUT.get(contents[0], "markup"))
        elif kind in ("Link", "Span") and (rule := _rule_of(kind, contents)):
            build.aside(_text_of(contents[1]), rule)
        else:
            self.inlines(contents[_CONTENTS[kind]] if kind in _CONTENTS else contents)


def _rule_of(kind: str, contents: Any) -> str:
    """The rule by which a link or span is left out, or nothing."""
    if kind == "Link":
        return furniture.rule_of_link(contents[2][0])
    return furniture.rule_of_classes(contents[0][1])


def _text_of(tree: Any) -> str:
    """All text below a part of the tree, on one line."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            kind, contents = node["t"], node.get("c", [])
            if kind == "Str":
                parts.append(contents)
            elif kind in _SIGNS:
                parts.append(" ")
            elif kind in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
                parts.append(contents[1])
            else:
                walk(contents)
                if kind in ("Para", "Plain", "Header"):
                    parts.append(" ")

    walk(tree)
    return " ".join("".join(parts).split())
