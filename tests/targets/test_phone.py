from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from parcha.errors import StorageError
from parcha.model import Pcm, Programme
from parcha.sound import ffmpeg
from parcha.sound.loudness import measure
from parcha.store import Store
from parcha.targets.phone import PhoneTarget
from parcha.targets.sink import FolderSink, MemorySink
from tests.sound.speechlike import samples, tool

NAMES = [
    "00-als-complete.mp3",
    "01-shuruaat.mp3",
    "02-lakshan.mp3",
    "03-ant.mp3",
    "playlist.m3u8",
    "playlist.m3u",
]


@pytest.fixture(scope="module")
def package(programme: Programme, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phone")
    PhoneTarget(store).write(programme, FolderSink(folder))
    return folder


def test_files_come_in_play_order_and_are_recorded(programme: Programme, store: Store) -> None:
    sink = MemorySink()
    records = PhoneTarget(store).write(programme, sink)
    assert [record.path for record in records] == list(sink.files) == NAMES
    assert [record.bytes for record in records] == [len(data) for data in sink.files.values()]


def test_parts_have_title_number_lyrics_and_cover(package: Path) -> None:
    tag = ID3(package / "02-lakshan.mp3")
    assert (str(tag["TIT2"]), str(tag["TRCK"])) == ("पहले लक्षण", "2/3")
    assert tag["USLT::hin"].text.splitlines()[1] == "साँस की तकलीफ़ हो तो डॉक्टर को दिखाइए।"
    assert tag["APIC:"].data.startswith(b"\x89PNG")
    assert len(tag["APIC:"].data) < 100_000
    length_ms = MP3(package / "02-lakshan.mp3").info.length * 1000
    assert float(str(tag["TLEN"])) == pytest.approx(length_ms, abs=1)


def test_chapters_of_the_complete_file_tile_it(package: Path, programme: Programme) -> None:
    complete = MP3(package / "00-als-complete.mp3")
    marks = [complete[f"CHAP:{name}"] for name in complete["CTOC:toc"].child_element_ids]
    assert [str(mark.sub_frames["TIT2"]) for mark in marks] == [
        chapter.title for chapter in programme.chapters
    ]
    assert marks[0].start_time == 0
    assert [m.end_time for m in marks[:-1]] == [m.start_time for m in marks[1:]]
    assert marks[-1].end_time == pytest.approx(complete.info.length * 1000, abs=1)


def test_lines_are_heard_when_the_tags_say(package: Path) -> None:
    """Each timed line of the complete file starts where silence ends, within 20 ms."""
    frames, _ = ffmpeg.run(["-i", package / "00-als-complete.mp3", "-f", "s16le", "-"])
    loud = np.abs(samples(Pcm(frames, 44_100))) > 0.01
    timed = ID3(package / "00-als-complete.mp3")["SYLT::hin"].text
    assert len(timed) == 9
    for _, start_ms in timed:
        at = round(start_ms * 44.1)
        assert not loud[at - 4410 : at - 441].any()
        assert int(np.argmax(loud[at - 441 :])) - 441 == pytest.approx(441, abs=2 * 441)


def test_every_file_is_as_loud_as_a_phone_needs(package: Path) -> None:
    heard = [measure(path) for path in sorted(package.glob("*.mp3"))]
    assert len(heard) == 4
    for loudness in heard:
        # The meter shows tenths: in floating point -16.3 is a little more than 0.3 from -16.
        assert round(abs(loudness.integrated_lufs + 16), 1) <= 0.3
        assert loudness.true_peak_dbtp <= -1


def test_the_playlists_name_the_parts(package: Path) -> None:
    parts = [name for name in NAMES if name[:2] in ("01", "02", "03")]
    for name in ("playlist.m3u8", "playlist.m3u"):
        lines = (package / name).read_text("utf-8").splitlines()
        assert [line for line in lines if not line.startswith("#")] == parts


def test_the_same_programme_gives_the_same_bytes(programme: Programme, package: Path) -> None:
    with_own_store = package.with_name("own")
    PhoneTarget(Store(with_own_store)).write(programme, sink := MemorySink())
    assert sink.files == {name: (package / name).read_bytes() for name in NAMES}


def test_a_changed_title_costs_no_encode(
    programme: Programme, store: Store, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_ffmpeg(*_: object, **__: object) -> None:
        raise AssertionError("ffmpeg was called")

    monkeypatch.setattr(ffmpeg, "run", no_ffmpeg)
    renamed = replace(programme, leaflet=replace(programme.leaflet, title="नया नाम"))
    PhoneTarget(store).write(renamed, sink := MemorySink())
    assert str(ID3(io.BytesIO(sink.files["01-shuruaat.mp3"]))["TALB"]) == "नया नाम"


def test_some_parts_make_no_complete_file(programme: Programme, store: Store) -> None:
    first_listen = replace(programme, chapters=programme.chapters[1:2])
    PhoneTarget(store).write(first_listen, sink := MemorySink())
    assert list(sink.files) == ["02-lakshan.mp3", "playlist.m3u8", "playlist.m3u"]
    assert str(ID3(io.BytesIO(sink.files["02-lakshan.mp3"]))["TRCK"]) == "2/3"


def test_progress_is_told(programme: Programme, store: Store) -> None:
    told: list[tuple[int, int]] = []
    target = PhoneTarget(store, lambda done, total: told.append((done, total)))
    target.write(programme, MemorySink())
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_damaged_part_stops_the_package_before_it_is_written(
    programme: Programme, store: Store, tmp_path: Path
) -> None:
    bad = replace(programme.chapters[0], audio=tmp_path / "gone.wav")
    sink = MemorySink()
    with pytest.raises(StorageError, match="gone"):
        PhoneTarget(store).write(replace(programme, chapters=(bad, *programme.chapters[1:])), sink)
    assert sink.files == {}


def test_nothing_heavy_is_loaded_to_know_the_target() -> None:
    code = (
        "import sys, parcha.targets.phone\n"
        "heavy = {'numpy', 'pydub', 'PIL', 'mutagen', 'uharfbuzz', 'imageio_ffmpeg'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.real
def test_other_peoples_tools_agree(package: Path) -> None:
    files = sorted(package.glob("*.mp3"))
    checked = subprocess.run(
        [tool("mp3val"), *map(str, files)], capture_output=True, text=True, check=True
    ).stdout
    assert "WARNING" not in checked
    assert "ERROR" not in checked
    assert checked.count("CBR") == len(files)
    shown = subprocess.run(
        [tool("ffprobe"), "-v", "error", "-show_chapters", "-of", "csv", str(files[0])],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert [line.rpartition(",")[2] for line in shown] == ["शुरुआत", "पहले लक्षण", "आखिर में"]
