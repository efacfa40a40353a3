from __future__ import annotations

import json
from pathlib import Path

import pytest

from parcha.errors import StorageError
from parcha.manifest import Begun, read_manifest, remove_left_over

WHOLE = {
    "made_from": "abc",
    "duration_ms": 1000,
    "files": [{"path": "phone/a.mp3", "sha256": "123"}],
    "chapters": [{"lines": [{"say": "नमस्ते"}]}],
}


@pytest.mark.parametrize("lost", ["", *WHOLE])
def test_a_manifest_is_whole_or_none(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({key: WHOLE[key] for key in WHOLE if key != lost}))
    assert read_manifest(path) == ({} if lost else WHOLE)


@pytest.mark.parametrize(
    "text", ["", "{half", "[]", "7", '{"files": 3}', json.dumps({**WHOLE, "files": [{}]})]
)
def test_a_damaged_manifest_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text)
    assert read_manifest(path) == {}


def test_a_manifest_that_cannot_be_read_is_no_missing_one(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    assert read_manifest(tmp_path / "audio" / "manifest.json") == {}
    with pytest.raises(StorageError, match=r"Could not read .*manifest\.json"):
        read_manifest(tmp_path / "manifest.json")


def test_what_a_build_begins_to_write_is_known_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "full" / "unfinished.txt"
    begun = Begun(path, WHOLE)
    assert begun.files() == ()
    begun.note("phone", "a.mp3")
    assert not path.exists()  # the manifest lists it
    for name in ("b.mp3", "c.mp3", "b.mp3"):
        begun.note("phone", name)
    begun.note("", "README.txt")
    assert Begun(path, WHOLE).files() == ("phone/b.mp3", "phone/c.mp3", "README.txt")
    begun.forget()
    assert Begun(path, WHOLE).files() == ()


def test_only_what_was_written_and_is_not_listed_goes(tmp_path: Path) -> None:
    home, outside = tmp_path / "full", tmp_path / "precious.txt"
    for path in (home / "phone" / "a.mp3", home / "phone" / "b.mp3", home / "mine.txt", outside):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    remove_left_over(home, ("phone/a.mp3", "phone/b.mp3", "../precious.txt", "gone.mp3"), WHOLE)
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["a.mp3", "mine.txt", "precious.txt"]
