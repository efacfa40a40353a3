from __future__ import annotations

import csv
import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from wavinfo import WavInfoReader

from parcha.model import Programme
from parcha.sound.loudness import measure
from parcha.store import Store
from parcha.targets.radio import RadioTarget
from parcha.targets.running_order import clock
from parcha.targets.sink import FolderSink, MemorySink
from tests.sound.speechlike import tool
from tests.targets.announced import announced, part

SOUNDS = [
    *("programme-05min.wav", "programme-28min.wav"),
    *("spot-30s-01-bhaag-1.wav", "spot-60s-01-bhaag-1.wav"),
]
SETTINGS = {"radio": {"contact": "डॉ. शर्मा, 98765"}}


@pytest.fixture(scope="module")
def told(programme: Programme, tmp_path_factory: pytest.TempPathFactory, store: Store) -> Programme:
    folder = tmp_path_factory.mktemp("told")
    first = part(folder, 1, [0.5, 3, 2, 1], ["title", "message", "recap", "next"])
    closing = part(folder, 2, [0.5, 2], ["title", "closing"])
    programme = replace(programme, chapters=(first, closing), parts=2, settings=SETTINGS)
    return announced(programme, RadioTarget(store), folder / "said")


@pytest.fixture(scope="module")
def package(told: Programme, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("radio")
    RadioTarget(store).write(told, FolderSink(folder))
    return folder


def test_all_files_are_there(package: Path) -> None:
    names = sorted(path.name for path in package.iterdir())
    assert names == sorted([*SOUNDS, "running-order.csv", "running-order.html"])


def test_every_sound_keeps_the_rule_of_r128(package: Path) -> None:
    for name in SOUNDS:
        heard = measure(package / name)
        assert heard.integrated_lufs == pytest.approx(-23, abs=0.2)
        assert heard.true_peak_dbtp <= -1
        assert WavInfoReader(str(package / name)).bext.loudness_value == heard.integrated_lufs


def test_the_running_order_tells_when_what_begins(package: Path) -> None:
    text = (package / "running-order.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    programme = [row for row in rows if row["फ़ाइल"] == "programme-28min.wav"]
    assert [row["विषय"] for row in programme] == ["ए एल एस को समझिए", "विषय 1", "विषय 2"]
    found = WavInfoReader(str(package / "programme-28min.wav"))
    for row, cue in zip(programme, found.cues.cues, strict=True):
        assert row["शुरू"] == clock(cue.position // 48)
        assert re.fullmatch(r"\d\d:\d\d", row["अवधि"])
        assert "CC BY-SA 4.0" in row["अधिकार"]
        assert row["संपर्क"] == "डॉ. शर्मा, 98765"
    assert programme[1]["आख़िरी शब्द"].endswith("पंक्ति 2 यह है।")
    page = (package / "running-order.html").read_text("utf-8")
    assert '<html lang="hi">' in page
    assert all(name in page for name in SOUNDS)
    assert "डॉ. शर्मा" in page


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "00:00"), (499, "00:00"), (59_500, "01:00"), (1_680_000, "28:00")]
)
def test_the_clock(ms: int, shown: str) -> None:
    assert clock(ms) == shown


def test_the_same_programme_gives_the_same_bytes(
    told: Programme, package: Path, tmp_path: Path
) -> None:
    RadioTarget(Store(tmp_path / "own")).write(told, sink := MemorySink())
    assert sink.files == {path.name: path.read_bytes() for path in package.iterdir()}


@pytest.mark.real
def test_sox_and_ffprobe_agree(package: Path) -> None:
    for name in SOUNDS:
        told = subprocess.run(
            [tool("sox"), "--i", package / name], capture_output=True, text=True, check=True
        ).stdout
        assert re.search(r"Channels\s+: 1\n", told)
        assert re.search(r"Sample Rate\s+: 48000\n", told)
        assert re.search(r"Precision\s+: 16-bit\n", told)
        shown = subprocess.run(
            [tool("ffprobe"), "-v", "error", "-show_entries", "format_tags", package / name],
            capture_output=True,
            text=True,
            check=True,
        )
        assert shown.stderr == ""
        assert "TAG:originator_reference=als-" in shown.stdout
