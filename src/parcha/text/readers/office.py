"""Documents of word processors: pandoc's tree, and the text boxes, which pandoc passes over."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from parcha.model import Block
from parcha.text.readers import pandoc

# Where the text is, the element that a text box is, and the one that ends a paragraph in it.
_PLACES = {
    "docx": ("word/document.xml", "w:txbxContent", "</w:p>"),
    "odt": ("content.xml", "draw:text-box", "</text:p>"),
}
_LARGEST = 100_000_000
_TAG = re.compile(r"<[^<>]*>")


def read(data: bytes, form: str, name: str) -> list[Block]:
    """The blocks of a document in the format "docx" or "odt".

    Raises `InputError` where pandoc is missing or cannot read it.
    """
    blocks = pandoc.read(data, form, name)
    read_aloud = {block.text for block in blocks if block.kind != "aside"}
    # Word keeps each box twice, for itself and for older programs.
    boxes = dict.fromkeys(" ".join(text.split()) for text in _boxes(data, form))
    return [
        *blocks,
        *(
            Block(text, "aside", rule="text-box")
            for text in boxes
            if text and text not in read_aloud
        ),
    ]


def _boxes(data: bytes, form: str) -> Iterator[str]:
    file, box, paragraph_end = _PLACES[form]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo(file).file_size > _LARGEST:
                return
            document = package.read(file).decode(errors="replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, EOFError):
        # Damaged in a way that pandoc forgives.
        return
    start = document.find(f"<{box}")
    while start >= 0:
        end = document.find(f"</{box}>", start)
        if end < 0:
            return
        yield html.unescape(_TAG.sub("", document[start:end].replace(paragraph_end, " ")))
        start = document.find(f"<{box}", end)
