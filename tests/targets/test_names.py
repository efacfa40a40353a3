from __future__ import annotations

import re

import pytest

from parcha.targets.names import numbered


@pytest.mark.parametrize(
    ("number", "stem", "highest", "name"),
    [
        (1, "lakshan", 9, "01-lakshan.mp3"),
        (7, "lakshan", 120, "007-lakshan.mp3"),
        (0, "als-complete", 14, "00-als-complete.mp3"),
        (3, "Café: Ünder?/\\ * ", 9, "03-cafe-under.mp3"),
        (3, "लक्षण", 9, "03-part.mp3"),
        (3, "CON", 9, "03-con.mp3"),
        (3, "../../etc/passwd", 9, "03-etc-passwd.mp3"),
    ],
)
def test_names(number: int, stem: str, highest: int, name: str) -> None:
    assert numbered(number, stem, ".mp3", highest) == name


def test_long_names_fit_fat32_and_end_cleanly() -> None:
    name = numbered(1, "a-" * 300, ".mp3", 9)
    assert len(name) < 255
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.mp3", name)
