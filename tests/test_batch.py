from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from parcha.cli import run
from parcha.speech.cache import Cache
from parcha.speech.silent import SilentEngine
from parcha.store import Store
from tests import check_batch
from tests.leaflets import make_leaflets

KINDS = ("processes", "dask")


def hashes(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_leaflets(tmp_path / "leaflets", 3, engine="silent", paragraphs=1)
    return tmp_path / "leaflets"


def batch(root: Path, *more: str) -> int:
    return run(["batch", *map(str, sorted(root.iterdir())), *more])


def test_a_batch_makes_what_single_builds_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_leaflets(tmp_path / "together", 2, paragraphs=1)
    assert batch(tmp_path / "together", "--executor", "processes:2") == 0
    together = hashes(tmp_path / "together")
    monkeypatch.setenv("PARCHA_CACHE", str(tmp_path / "other"))
    make_leaflets(tmp_path / "alone", 2, paragraphs=1)
    for folder in sorted((tmp_path / "alone").iterdir()):
        assert run(["-C", str(folder), "build"]) == 0
    assert hashes(tmp_path / "alone") == together


def test_what_fails_is_told_at_the_end_and_stops_nothing(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak, broken = SilentEngine.speak, root / "leaflet-000"
    (root / "leaflet-001" / "leaflet.yaml").unlink()
    script = next(iter((broken / "seeds").iterdir()))
    script.write_text(script.read_text(encoding="utf-8") + "\n\nयह बात कही नहीं जाती।\n", "utf-8")

    def some(self, text, voice):  # type: ignore[no-untyped-def]
        if "कही नहीं" in text:
            raise ValueError("the voice broke")
        return speak(self, text, voice)

    monkeypatch.setattr(SilentEngine, "speak", some)
    assert batch(root, "--executor", "processes:1", "--json") == 9
    out, err = capfd.readouterr()
    found = json.loads(out)
    assert "2 of 3 leaflets could not be built" in err
    assert [bool(one["built"]) for one in found] == [False, False, True]
    assert "1 lines could not be spoken" in found[0]["error"]["message"]
    assert "no leaflet.yaml" in found[1]["error"]["message"]
    assert not (broken / "audio").exists()

    monkeypatch.setattr(SilentEngine, "speak", speak)
    assert batch(root, "--executor", "processes:1", "--json") == 9
    again = json.loads(capfd.readouterr().out)
    assert (again[0]["built"]["spoken"], again[2]["built"]["up_to_date"]) == (1, True)


def test_edits_that_do_not_fit_are_told_with_their_leaflet(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert batch(root, "--executor", "processes:1") == 0
    script = next((root / "leaflet-001" / "scripts").glob("02-*.yaml"))
    text = script.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(text) if line.startswith("title: "))
    text[place] = "title: मेरा शीर्षक"
    script.write_text("\n".join(text) + "\n", encoding="utf-8")
    capfd.readouterr()
    assert batch(root, "--executor", "processes:1") == 0
    told = [line for line in capfd.readouterr().err.splitlines() if "leaflet.yaml" in line]
    assert len(told) == 1
    assert "leaflet-001" in told[0]
    assert "मेरा शीर्षक" in told[0]


def test_a_line_of_two_leaflets_is_spoken_once(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = SilentEngine.speak
    said: list[tuple[str, str]] = []

    def counted(self, text, voice):  # type: ignore[no-untyped-def]
        said.append((voice.name, text))
        return speak(self, text, voice)

    monkeypatch.setattr(SilentEngine, "speak", counted)
    listed = root.parent / "list.txt"
    names = [f"{folder}\n" for folder in sorted(root.iterdir())]
    listed.write_text("".join(["# those of today\n", *names, "\n", names[0]]), encoding="utf-8")
    # A package with an announcer, whose lines are asked for by several leaflets at once.
    flags = ["--from", str(listed), "--target", "ivr", "--executor", "processes:1", "--json"]
    assert run(["batch", *flags]) == 0
    found = json.loads(capfd.readouterr().out)
    assert len(found) == 3
    assert len(said) == len(set(said)) == sum(one["built"]["spoken"] for one in found)
    assert Cache(Store()).info().clips == len(said)


def test_no_leaflet_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["batch"]) == 3
    assert "No leaflet folder is named" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        ("मलेरिया\n".encode("utf-16"), 3, "list.txt is not UTF-8 text"),
        (b"one\ntw\0o\n", 3, "list.txt, line 2: a character that nobody sees (U+0000)"),
        (b"\xef\xbb\xbfnone\r\n", 9, "none: There is no leaflet.yaml in"),
    ],
)
def test_a_list_that_somebody_saved_otherwise(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes, code: int, told: str
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_bytes(data)
    assert run(["batch", "--from", str(listed)]) == code
    assert told in capfd.readouterr().err


@pytest.mark.real
def test_a_dask_cluster_that_loses_a_worker_makes_the_same(tmp_path: Path) -> None:
    here, there = (check_batch.batch(tmp_path / kind, kind, 2, "espeak") for kind in KINDS)
    assert there["figures"]["workers left"] == 1
    assert there["files"] == here["files"]
    assert there["clips"] == here["clips"]
    assert len(there["clips"]) == there["figures"]["spoken"]
