from __future__ import annotations

from pathlib import Path

import pytest

from parcha.errors import InputError
from parcha.text.read import read_article


def test_lines_are_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffएक।\r\n\r\n दो। \n".encode())
    assert [block.text for block in read_article(path).blocks] == ["एक।", " दो। "]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"  \n\n", "is empty"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b"abc \xe0\xa4", "is not UTF-8 text (byte 5)"),
        ("a.pdf", b"%PDF", 'files of the kind ".pdf" cannot be read'),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_article(path)
    assert message in error.value.message


def test_a_missing_article_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        read_article(tmp_path / "a.txt")
