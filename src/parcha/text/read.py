"""An article in any file becomes a `Source`: its headings, paragraphs and list items in order.

What a reader recognises as no part of the running text (menus, foot-notes, pictures) stays in the
`Source` as asides, so that `clean.py` leaves it out and the ledger names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath

from parcha.errors import InputError
from parcha.model import Block, Source
from parcha.text.readers.decode import decode
from parcha.text.readers.legacy import refuse_legacy
from parcha.text.readers.tidy import tidy

Reader = Callable[[bytes, str], Iterable[Block]]

# No article is larger; a book in parts should become several leaflets.
LARGEST = 30_000_000
# Characters of running text: two days of listening.
LONGEST = 2_000_000
_ONE_ARTICLE = "Make a leaflet of one article, or of one chapter of a book."


def _text(data: bytes, name: str) -> str:
    """The text of a file that is nothing but text. Raises `InputError` where it is too long."""
    text = decode(data, name)
    _refuse_long(len(text), name)
    return text


def _refuse_long(characters: int, name: str) -> None:
    if characters > LONGEST:
        raise InputError(f"{name} has more than {LONGEST} characters.", _ONE_ARTICLE)


def _plain(data: bytes, name: str) -> Iterable[Block]:
    from parcha.text.readers import plain

    return plain.read(_text(data, name))


def _markdown(data: bytes, name: str) -> Iterable[Block]:
    from parcha.text.readers import markdown

    return markdown.read(_text(data, name))


def _html(data: bytes, name: str) -> Iterable[Block]:
    from parcha.text.readers import html

    return html.read(decode(data, name))


def _wiki(data: bytes, name: str) -> Iterable[Block]:
    from parcha.text.readers import wiki

    return wiki.read(_text(data, name), name)


def _office(form: str) -> Reader:
    def read(data: bytes, name: str) -> Iterable[Block]:
        from parcha.text.readers import office

        return office.read(data, form, name)

    return read


def _epub(data: bytes, name: str) -> Iterable[Block]:
    from parcha.text.readers import pandoc

    return pandoc.read(data, "epub", name)


READERS: Mapping[str, Reader] = {
    "": _plain,
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".wiki": _wiki,
    ".mediawiki": _wiki,
    ".docx": _office("docx"),
    ".odt": _office("odt"),
    ".epub": _epub,
}
"""How to read a file, by its suffix: bytes and the file's name in, blocks out."""


def read_article(path: Path) -> Source:
    """Read the article at `path`, by its suffix.

    Raises `InputError` if it is missing, empty, damaged, of a kind that cannot be read, or Hindi
    in the code of an old font.
    """
    if not path.is_file():
        raise InputError(
            f"The article {path} is not there.",
            'Put the file there, or correct "file:" under "article:" in leaflet.yaml.',
        )
    return parse_article(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """What is in an article's file; of one that is too large no more than shows it.

    Raises `InputError`.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError.of(error, f"{path} could not be read") from error


def parse_article(data: bytes, name: str) -> Source:
    """The article in the bytes of a file called `name`; its suffix says how to read it."""
    suffix = PurePath(name).suffix
    reader = READERS.get(suffix.lower())
    if reader is None:
        kinds = ", ".join(suffix for suffix in READERS if suffix)
        raise InputError(
            f'{name}: files of the kind "{suffix}" cannot be read.',
            f"Open it and save it anew as one of these: {kinds}. "
            "From a PDF, copy the text into a .txt file.",
        )
    if len(data) > LARGEST:
        raise InputError(
            f"{name} is larger than {LARGEST // 1_000_000} MB.",
            _ONE_ARTICLE,
        )
    try:
        blocks = tidy(reader(data, name))
    except RecursionError:
        raise InputError(f"{name} is nested too deeply.", "Save it as plain text.") from None
    if not any(block.kind != "aside" for block in blocks):
        raise InputError(f"The article {name} is empty.", "Paste the text into it and save it.")
    source = Source(blocks, name)
    _refuse_long(len(source.text), name)
    refuse_legacy(source.text, name)
    return source
