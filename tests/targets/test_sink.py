from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from parcha.errors import StorageError
from parcha.model import Record
from parcha.store import sha256_of
from parcha.targets.sink import FolderSink, MemorySink
from parcha.targets.target import Sink

BAD = [
    "../x.mp3",
    "/etc/x.mp3",
    "a/../../x.mp3",
    "a/../x.mp3",
    "..",
    ".",
    "",
    "a\\x.mp3",
    "C:x.mp3",
    "a//x.mp3",
    "./x.mp3",
    "a/",
]


@pytest.mark.parametrize("path", BAD)
def test_paths_that_leave_the_package_are_refused(tmp_path: Path, path: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    sinks: list[Sink] = [FolderSink(tmp_path / "package"), MemorySink()]
    for sink in sinks:
        with pytest.raises(StorageError, match="inside the package"):
            sink.write(path, b"x")
        with pytest.raises(StorageError, match="inside the package"):
            sink.copy(path, source)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [source]


def test_a_link_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    package, elsewhere = tmp_path / "package", tmp_path / "elsewhere"
    package.mkdir()
    elsewhere.mkdir()
    (package / "link").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(StorageError, match="link"):
        FolderSink(package).write("link/x.mp3", b"x")
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    package, precious = tmp_path / "package", tmp_path / "precious.mp3"
    package.mkdir()
    precious.write_bytes(b"mine")
    (package / "x.mp3").symlink_to(precious)
    FolderSink(package).write("x.mp3", b"new")
    assert precious.read_bytes() == b"mine"
    assert (package / "x.mp3").read_bytes() == b"new"


def test_folder_and_memory_give_equal_records_and_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"stream" * 1000)
    folder, memory = FolderSink(tmp_path / "package"), MemorySink()
    sinks: list[Sink] = [folder, memory]
    written, copied = (
        {sink.write("playlist.m3u", b"list") for sink in sinks},
        {sink.copy("deep/er/a.mp3", source, head=b"tag") for sink in sinks},
    )
    whole = b"tag" + b"stream" * 1000
    assert written == {Record("playlist.m3u", 4, hashlib.sha256(b"list").hexdigest())}
    assert copied == {Record("deep/er/a.mp3", len(whole), hashlib.sha256(whole).hexdigest())}
    assert (folder.root / "deep/er/a.mp3").read_bytes() == memory.files["deep/er/a.mp3"] == whole
    assert sha256_of(folder.root / "deep/er/a.mp3") == hashlib.sha256(whole).hexdigest()


def test_a_failed_copy_leaves_what_was_there(tmp_path: Path) -> None:
    sink = FolderSink(tmp_path)
    sink.write("a.mp3", b"old")
    with pytest.raises(StorageError):
        sink.copy("a.mp3", tmp_path / "gone", head=b"half a file")
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp3"]
    assert (tmp_path / "a.mp3").read_bytes() == b"old"
