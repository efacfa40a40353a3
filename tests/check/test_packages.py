"""All packages of one edition: none has a fault, and a defect in any of them is found."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parcha.check.complete import Made, find_faults
from parcha.check.packages import heard_through, packages
from parcha.sound import ffmpeg
from tests.check.conftest import small_edition
from tests.check.test_complete import recorded, texts

TARGETS = "phone, card, web, podcast, audiobook, epub, m4b, whatsapp, radio, ivr"
SETTINGS = f"""slug: malaria
published: "2026-11-23"
podcast: {{url: https://example.org/podcast/, email: me@example.org}}
editions: {{full: {{targets: [{TARGETS}]}}}}"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    yield from small_edition(tmp_path_factory.mktemp("all"), {"slug: malaria": SETTINGS})


@pytest.fixture
def copy(everything: Made, tmp_path: Path) -> Made:
    return replace(everything, home=Path(shutil.copytree(everything.home, tmp_path / "audio")))


def test_no_package_has_a_fault(everything: Made) -> None:
    assert texts(list(find_faults(everything))) == ""
    lasting = {record.path for record in everything.files if record.duration_ms}
    assert lasting == set(everything.sounds)
    assert {path.split("/")[0] for path in lasting} == set(TARGETS.split(", ")) - {"epub"}


def in_text(pattern: str, now: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_bytes().decode()
        changed = re.sub(pattern, now, text, count=1)
        assert changed != text
        path.write_bytes(changed.encode())

    return change


def in_book(path: Path) -> None:
    """A clip of an overlay a second too late."""
    new = path.with_suffix(".new")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as file:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("02-kya.smil"):
                data = re.sub(rb'(id="w6".*?clipBegin=")\d+\.\d+', rb"\g<1>6.999", data)
                assert data != old.read(name)
            file.writestr(name, data)
    new.replace(path)


def louder_by(gain_db: float) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        new = path.with_name(f"new{path.suffix}")
        ffmpeg.run(["-i", path, "-map", "0:a:0", "-af", f"volume={gain_db}dB", new])
        new.replace(path)

    return change


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def later_chapter(path: Path) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    found["chapters"][1]["startTime"] += 0.025
    path.write_text(json.dumps(found), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "change", "what"),
    [
        ("web/02-kya.vtt", in_text(r"(?m)^00:0\d(\.\d+ --> )", r"00:59\1"), "which starts at"),
        ("podcast/02-kya.vtt", in_text("बुखार", "दर्द"), "other words"),
        ("podcast/00-malaria-draft-complete.json", later_chapter, "which starts at"),
        ("podcast/feed.xml", in_text(r"(<itunes:duration>)\d+", r"\g<1>99"), "says 99 s for"),
        (
            "audiobook/publication.json",
            in_text(r'(kya.mp3(?s:.*?))"PT\d+', r'\1"PT99'),
            "says 100 s",
        ),
        ("card/MEMORY-CARD/playlist.m3u", in_text(r"02-kya.mp3\r\n", ""), "in order"),
        ("card/MEMORY-CARD/02-kya.mp3", louder_by(-6), "has other sound than phone/02-kya.mp3"),
        ("m4b/malaria-draft.m4b", louder_by(-60), "is silent, or nearly so"),
        ("whatsapp/02-kya.ogg", half, "planned were"),
        ("radio/programme-05min.wav", half, "planned were"),
        ("ivr/sounds/malaria-draft/welcome.alaw", half, "planned were"),
        ("epub/malaria-draft.epub", in_book, "has clips that are not in order"),
    ],
)
def test_a_defect_in_any_package(
    copy: Made, file: str, change: Callable[[Path], None], what: str
) -> None:
    faults = list(find_faults(recorded(copy, change, copy.home / file)))
    assert any(fault.file == file and what in fault.what for fault in faults), texts(faults)
    assert {fault.file for fault in faults} == {file}


def test_whole_parts_are_told_from_pieces() -> None:
    parts = {1: "kya", 2: "lakshan"}
    files = ["whatsapp/01-kya.mp3", "whatsapp/02a-lakshan.mp3", "web/001-kya.mp3", "web/02-x.mp3"]
    whatsapp, web = packages(files, parts)
    assert (whatsapp.parts, whatsapp.cut) == ({1: "whatsapp/01-kya.mp3"}, {2})
    assert (web.parts, web.cut, web.whole) == ({1: "web/001-kya.mp3"}, frozenset(), "")
    assert heard_through([whatsapp, web], parts) is None
    assert heard_through([whatsapp, web], {1}) is whatsapp
