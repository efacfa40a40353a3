from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from parcha.model import Programme
from parcha.sound.loudness import measure
from parcha.sound.pcm import read_wav
from parcha.store import Store
from parcha.targets.ivr import IvrTarget
from parcha.targets.sink import FolderSink, MemorySink
from tests.sound.speechlike import tool
from tests.targets.announced import announced, part


@pytest.fixture(scope="module")
def told(programme: Programme, tmp_path_factory: pytest.TempPathFactory, store: Store) -> Programme:
    folder = tmp_path_factory.mktemp("told")
    roles = ["title", "text", "next"]
    parts = tuple(part(folder, number, [0.6, 1.0, 0.7], roles) for number in range(1, 5))
    return announced(replace(programme, chapters=parts, parts=4), IvrTarget(store), folder / "said")


@pytest.fixture(scope="module")
def package(told: Programme, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ivr")
    IvrTarget(store).write(told, FolderSink(folder))
    return folder


def test_the_topic_comes_before_the_key(told: Programme, store: Store) -> None:
    from parcha.text.data import hindi

    phrases = hindi("packages").mapping("prompts")
    for name in ("ivr_topic", "ivr_more", "ivr_first", "ivr_again"):
        (phrase,) = phrases.texts(name)
        assert phrase.index("{key}") > len(phrase) / 2
    topics = [dict(p.values) for p in IvrTarget(store).prompts(told) if p.phrase == "ivr_topic"]
    assert [topic["key"] for topic in topics] == ["1", "2", "3", "1"]


def test_every_sound_that_is_called_is_there_in_three_kinds(package: Path) -> None:
    sounds = package / "sounds" / "als"
    called = set(
        re.findall(r"\(als/([\w-]+)\)", (package / "asterisk/extensions.conf").read_text())
    )
    called |= set(re.findall(r"\}/([\w-]+)\.wav", (package / "freeswitch/als.xml").read_text()))
    assert {path.stem for path in sounds.iterdir()} == called
    for name in called:
        frames = read_wav(sounds / f"{name}.wav")
        assert frames.rate == 8000
        for suffix in ("alaw", "ulaw"):
            assert (sounds / f"{name}.{suffix}").stat().st_size == frames.count


def test_every_sound_is_as_loud_as_a_line_needs(package: Path) -> None:
    for path in (package / "sounds" / "als").glob("*.wav"):
        heard = measure(path)
        assert heard.integrated_lufs == pytest.approx(-19, abs=1)
        assert heard.true_peak_dbtp <= -1


def test_hear_next_is_not_said_behind_a_menu(package: Path, told: Programme) -> None:
    chapter = told.chapters[0]
    frames = read_wav(package / "sounds" / "als" / "01-bhaag-1.wav").count
    assert frames / 8 == pytest.approx(chapter.lines[2].start_ms, abs=60)


def test_the_same_programme_gives_the_same_bytes(
    told: Programme, package: Path, tmp_path: Path
) -> None:
    records = IvrTarget(Store(tmp_path / "own")).write(told, sink := MemorySink())
    assert {r.path for r in records} == set(sink.files)
    assert all((package / name).read_bytes() == data for name, data in sink.files.items())


@pytest.mark.real
def test_sox_reads_all_kinds(package: Path) -> None:
    for suffix, flags in ((".wav", []), (".alaw", ["-t", "al"]), (".ulaw", ["-t", "ul"])):
        shape = [] if suffix == ".wav" else ["-r", "8000", "-c", "1"]
        done = subprocess.run(
            [tool("sox"), *flags, *shape, package / f"sounds/als/welcome{suffix}", "-n", "stat"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "WARN" not in done.stderr
        assert float(re.search(r"RMS\s+amplitude:\s+(\S+)", done.stderr)[1]) > 0.03  # type: ignore[index]
