from __future__ import annotations

import io
import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from PIL import Image

from parcha.model import Programme, Word
from parcha.sound.loudness import measure
from parcha.store import Store
from parcha.targets import whatsapp
from parcha.targets.sink import FolderSink, MemorySink
from parcha.targets.whatsapp import LONGEST_NOTE_BYTES, LONGEST_NOTE_MS, WhatsAppTarget
from tests.sound.speechlike import tool
from tests.targets.announced import announced, part

SHOW = ["-v", "error", "-show_streams", "-show_format", "-of", "json"]
NOTES = ["01-shuruaat", "02a-bhaag-2", "02b-bhaag-2"]


@pytest.fixture(scope="module")
def told(programme: Programme, tmp_path_factory: pytest.TempPathFactory, store: Store) -> Programme:
    """A short part with timed words and one that is too long for a voice note."""
    folder = tmp_path_factory.mktemp("told")
    first = programme.chapters[0]
    line = first.lines[0]
    words = tuple(
        Word(word, line.start_ms + 200 * n, line.end_ms)
        for n, word in enumerate(["यह", "पहली", "पंक्ति", "है।"])
    )
    first = replace(first, lines=(replace(line, words=words), *first.lines[1:]))
    long = part(folder / "long", 2, [2.0] * 12, ["title", *["text"] * 10, "next"])
    programme = replace(programme, chapters=(first, long), parts=2)
    return announced(programme, WhatsAppTarget(store), folder / "said")


@pytest.fixture(scope="module", autouse=True)
def short_notes() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whatsapp, "LONGEST_NOTE_MS", 20_000)
        patch.setattr("parcha.targets.pieces.ANNOUNCED_MS", 5000)
        yield


@pytest.fixture(scope="module")
def package(told: Programme, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whatsapp")
    WhatsAppTarget(store).write(told, FolderSink(folder))
    return folder


def test_a_note_of_the_longest_kind_has_a_play_button() -> None:
    # Opus spends 24 kb/s and, for a page a second, about a hundred bytes.
    assert LONGEST_NOTE_MS / 1000 * (24_000 / 8 + 125) < LONGEST_NOTE_BYTES


def test_every_part_or_piece_comes_twice(package: Path) -> None:
    names = sorted(path.name for path in package.iterdir())
    assert names == sorted(
        [f"{name}.{kind}" for name in NOTES for kind in ("ogg", "mp3")]
        + ["messages.txt", "cover.jpg", "status.mp4", "als-whatsapp.zip"]
    )


def test_twins_last_alike_and_have_their_title(package: Path) -> None:
    for name, title in zip(NOTES, ["शुरुआत", "विषय 2 (क)", "विषय 2 (ख)"], strict=True):
        note, twin = OggOpus(package / f"{name}.ogg"), MP3(package / f"{name}.mp3")
        assert note.info.length == pytest.approx(twin.info.length, abs=0.1)
        assert note["title"] == [title] == [str(twin["TIT2"])]
        assert note.tags.vendor == "libopus"
        assert note.info.channels == 1


def test_every_sound_is_loud_and_clean(package: Path) -> None:
    for path in [*package.glob("*.ogg"), package / "status.mp4"]:
        heard = measure(path)
        assert heard.integrated_lufs == pytest.approx(-16, abs=1)
        assert heard.true_peak_dbtp <= -1


def test_the_cover_is_what_whatsapp_takes(package: Path) -> None:
    with Image.open(package / "cover.jpg") as image:
        assert (image.mode, image.format, image.size) == ("RGB", "JPEG", (1080, 1080))


def test_the_zip_holds_it_all_and_is_the_same_each_time(
    told: Programme, package: Path, store: Store
) -> None:
    WhatsAppTarget(store).write(told, sink := MemorySink())
    data = sink.files.pop("als-whatsapp.zip")
    assert data == (package / "als-whatsapp.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {name: file.read(name) for name in file.namelist()} == sink.files


@pytest.mark.real
def test_other_peoples_tools_agree(package: Path) -> None:
    for name in NOTES:
        info = subprocess.run(
            [tool("opusinfo"), package / f"{name}.ogg"], capture_output=True, text=True, check=True
        )
        assert "Original sample rate: 16000 Hz" in info.stdout
        assert "Channels: 1" in info.stdout
        assert "WARNING" not in info.stdout + info.stderr
        checked = subprocess.run(
            [tool("mp3val"), package / f"{name}.mp3"], capture_output=True, text=True, check=True
        )
        assert "WARNING" not in checked.stdout
        assert "ERROR" not in checked.stdout
    shown = subprocess.run(
        [tool("ffprobe"), *SHOW, package / "status.mp4"],
        capture_output=True,
        text=True,
        check=True,
    )
    film = json.loads(shown.stdout)
    video, audio = film["streams"]
    assert (video["codec_name"], video["width"], video["height"]) == ("h264", 720, 1280)
    assert (video["pix_fmt"], audio["codec_name"], audio["channels"]) == ("yuv420p", "aac", 1)
    assert float(film["format"]["duration"]) <= 60.1
