from __future__ import annotations

from pathlib import Path

import pytest

from parcha.sound.untagged import open_untagged

SOUND = b"\xff\xfb\x90\x00" + bytes(300)


@pytest.mark.parametrize(
    ("tag", "file"),
    [
        ("none", SOUND),
        ("short", b"ID3\x03\x00\x00\x00\x00\x00\x05" + b"words" + SOUND),
        ("of more than 127 bytes", b"ID3\x03\x00\x00\x00\x00\x01\x02" + bytes(130) + SOUND),
    ],
)
def test_the_sound_begins_behind_the_tag(tmp_path: Path, tag: str, file: bytes) -> None:
    path = tmp_path / f"{tag}.mp3"
    path.write_bytes(file)
    with open_untagged(path) as opened:
        assert opened.read() == SOUND


def test_an_empty_file_has_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp3"
    path.write_bytes(b"")
    with open_untagged(path) as opened:
        assert opened.read() == b""
