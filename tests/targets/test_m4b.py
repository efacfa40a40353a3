from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from mutagen.mp4 import MP4

from parcha.model import Programme
from parcha.sound.loudness import measure
from parcha.store import Store
from parcha.targets.m4b import M4bTarget
from parcha.targets.sink import FolderSink, MemorySink
from tests.sound.speechlike import tool


@pytest.fixture(scope="module")
def book(programme: Programme, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("m4b")
    (record,) = M4bTarget(store).write(programme, FolderSink(folder))
    return folder / record.path


def test_chapters_tile_the_book(book: Path, programme: Programme) -> None:
    found = MP4(book)
    assert book.name == "als.m4b"
    assert [chapter.title for chapter in found.chapters] == [c.title for c in programme.chapters]
    lengths = [chapter.duration_ms for chapter in programme.chapters]
    starts = [sum(lengths[:number]) / 1000 for number in range(len(lengths))]
    assert [chapter.start for chapter in found.chapters] == pytest.approx(starts, abs=0.002)
    assert found.info.length == pytest.approx(sum(lengths) / 1000, abs=0.1)
    assert found.info.codec == "mp4a.40.2"


def test_title_licence_and_cover_are_in_it(book: Path) -> None:
    tags = MP4(book).tags
    assert tags["\xa9alb"] == ["ए एल एस को समझिए"]
    assert "CC BY-SA 4.0" in tags["cprt"][0]
    assert bytes(tags["covr"][0]).startswith(b"\xff\xd8")


def test_it_is_loud_and_clean(book: Path) -> None:
    heard = measure(book)
    assert heard.integrated_lufs == pytest.approx(-16, abs=1)
    assert heard.true_peak_dbtp <= -1


def test_the_same_programme_gives_the_same_bytes(
    programme: Programme, book: Path, tmp_path: Path
) -> None:
    M4bTarget(Store(tmp_path)).write(programme, sink := MemorySink())
    assert sink.files["als.m4b"] == book.read_bytes()


@pytest.mark.real
def test_ffprobe_agrees(book: Path) -> None:
    shown = subprocess.run(
        [tool("ffprobe"), "-v", "error", "-show_chapters", "-show_streams", "-of", "json", book],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stderr == ""
    found = json.loads(shown.stdout)
    ends = [chapter["end_time"] for chapter in found["chapters"]]
    assert [chapter["start_time"] for chapter in found["chapters"]][1:] == ends[:-1]
    audio = next(stream for stream in found["streams"] if stream["codec_type"] == "audio")
    assert (audio["codec_name"], audio["channels"]) == ("aac", 1)
    assert audio["tags"]["language"] == "hin"
