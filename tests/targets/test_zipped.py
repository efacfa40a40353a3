from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from parcha.errors import StorageError
from parcha.targets.sink import MemorySink
from parcha.targets.zipped import Both, ZipSink


def packed(tmp_path: Path) -> bytes:
    source = tmp_path / "source"
    source.write_bytes(b"sound" * 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        sink = ZipSink(file)
        sink.write("messages.txt", "संदेश".encode())
        sink.copy("deep/01.mp3", source, head=b"tag")
    return out.getvalue()


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    assert packed(tmp_path) == packed(tmp_path)


def test_what_is_in_it_can_be_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(tmp_path))) as file:
        assert file.testzip() is None
        assert file.namelist() == ["messages.txt", "deep/01.mp3"]
        assert file.read("deep/01.mp3") == b"tag" + b"sound" * 1000
        assert file.infolist()[0].external_attr >> 16 == 0o644


def test_paths_that_leave_it_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(), "w") as file, pytest.raises(StorageError):
        ZipSink(file).write("../x", b"")


def test_both_get_the_same_and_tell_the_same(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"sound")
    memory = MemorySink()
    with zipfile.ZipFile(io.BytesIO(), "w") as file:
        zipped = ZipSink(file)
        both = Both(memory, zipped)
        records = [both.write("a", b"1"), both.copy("b", source, b"head")]
        assert file.namelist() == ["a", "b"]
        again = zipped.copy("c", source, b"head")
        assert (records[1].bytes, records[1].sha256) == (again.bytes, again.sha256)
    assert memory.files == {"a": b"1", "b": b"headsound"}
