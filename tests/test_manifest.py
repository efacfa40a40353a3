from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parcha.errors import StorageError
from parcha.manifest import Begun, read_manifest, remove_left_over

WHOLE = {
    "edition": "full",
    "title": "मलेरिया",
    "engine": "silent",
    "parcha": "0.1.0",
    "made_from": "abc",
    "voices": {
        "narrator": {"engine": "silent", "name": "low", "speed": 1.0},
        "announcer": {"engine": "silent", "name": "high", "speed": 0.9},
    },
    "duration_ms": 1000,
    "chapters": [
        {
            "number": 1,
            "id": "kya",
            "title": "यह क्या है",
            "duration_ms": 1000,
            "lines": [
                {
                    "say": "नमस्ते",
                    "spoken": "नमस्ते",
                    "start_ms": 0,
                    "end_ms": 900,
                    "voice": "low",
                    "clip": "123",
                }
            ],
        }
    ],
    "files": [
        {
            "path": "phone/a.mp3",
            "sha256": "123",
            "bytes": 5,
            "duration_ms": 1000,
            "lufs": -16.0,
            "peak_dbtp": -2.5,
        }
    ],
}
WRONG = (None, True, [], {}, "\ud800", "\x1b[31m", -1, 1.5, 1e300, [[]], "elsewhere")
Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in a manifest."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*at, key)
            yield from places(one, (*at, key))


def changed(place: Place, value: object) -> dict[str, Any]:
    """The whole manifest with something else at `place`."""
    manifest: Any = copy.deepcopy(WHOLE)
    inner = manifest
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return manifest


def same_kind(place: Place, value: object) -> bool:
    """Whether `value` is as good as what is at `place`."""
    was: Any = WHOLE
    for key in place:
        was = was[key]
    number = isinstance(was, float) and type(value) in (int, float) and abs(value) < 1e9
    joined = place[-1] == "voice" or place == ("voices", "narrator", "name")
    text = isinstance(was, str) and value == "elsewhere" and not joined
    return number or text or (isinstance(was, list) and value == [])


def test_a_whole_manifest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({**WHOLE, "of a later version": {"more": [1]}}))
    assert read_manifest(path)["title"] == "मलेरिया"


@pytest.mark.parametrize("place", [*places(WHOLE)], ids=str)
def test_a_manifest_with_anything_else_in_a_place_is_none(tmp_path: Path, place: Place) -> None:
    """A leaflet folder may come from somebody who wrote the manifest by hand."""
    path = tmp_path / "manifest.json"
    for wrong in WRONG:
        path.write_text(json.dumps(changed(place, wrong)))
        read = read_manifest(path)
        assert (read != {}) == same_kind(place, wrong), wrong


@pytest.mark.parametrize("text", ["", "{half", "[]", "7", "[" * 100_000, '{"a":' * 100_000])
def test_a_damaged_manifest_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text)
    assert read_manifest(path) == {}


@pytest.mark.parametrize(
    "name", ["../a.mp3", "/a.mp3", "a/../../b.mp3", "a//b.mp3", "C:/a.mp3", "a\\..\\b.mp3", "."]
)
def test_a_manifest_that_leads_out_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(changed(("files", 0, "path"), name)))
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
