from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from parcha import cli as command_line
from parcha.cli import cli, run
from parcha.folder import Folder

pytestmark = pytest.mark.usefixtures("warm")

Parcha = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.commands[name]
    text = command.get_help(click.Context(command, info_name=name))
    assert "Example" in text
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"parcha {name}" in readme


def test_from_nothing_to_a_leaflet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "मलेरिया.txt"
    article.write_text("मलेरिया\n\nमलेरिया एक बुखार है।\nइससे बचिए।\n", encoding="utf-8")
    root = tmp_path / "new"
    assert run(["new", str(root), "--article", str(article)]) == 0
    assert f"parcha -C {root} build" in capfd.readouterr().out
    assert run(["-C", str(root), "build", "--engine", "silent"]) == 0
    assert (root / "audio" / "full" / "phone" / "playlist.m3u8").exists()
    assert run(["-C", str(root), "sections", "--check"]) == 0
    assert run(["new", str(root), "--article", str(article)]) == 3
    assert "nothing was changed" in capfd.readouterr().err


def test_build_says_what_it_did(parcha: Parcha) -> None:
    code, out, err = parcha("build")
    assert (code, err) == (0, "")
    assert out.startswith("4 parts, 1:")
    code, out, _ = parcha("build")
    assert out.startswith("Nothing to do:")
    code, out, _ = parcha("build", "--json")
    assert json.loads(out)["up_to_date"] is True


def test_each_stage_alone(parcha: Parcha, leaflet: Folder) -> None:
    code, out, _ = parcha("sections")
    assert (code, "2 sections, 3 files written." in out) == (0, True)
    code, out, _ = parcha("scripts")
    assert "4 scripts" in out
    code, out, _ = parcha("scripts", "--json")
    assert json.loads(out)["written"] == []
    code, out, _ = parcha("audio", "--engine", "espeak", "--chapter", "kya", "--speed", "1.5")
    assert code == 0
    code, out, _ = parcha("sections", "--check", "--json")
    assert json.loads(out)["edits"] == 3


def test_status_writes_nothing_and_says_why(parcha: Parcha, leaflet: Folder) -> None:
    code, out, _ = parcha("status")
    assert code == 0
    assert "would be written: sections/02-kya.md" in out
    assert "not built yet" in out
    assert not (leaflet.root / "sections").exists()
    parcha("build")
    assert "Nothing to do." in parcha("status")[1]
    script = leaflet.script(2, "kya")
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("    - मलेरिया एक", "    - मलेरिया"), encoding="utf-8")
    code, out, _ = parcha("status")
    assert "edited by hand: 1 items" in out
    assert "to be spoken: 1 lines" in out
    assert "1 lines are new or changed" in out
    assert json.loads(parcha("status", "--json")[1])["to_speak"]


def test_scan_lists_words_that_nobody_knows(parcha: Parcha, leaflet: Folder) -> None:
    code, out, err = parcha("scan")
    assert (code, out) == (0, "")
    assert "Every word of every line is covered." in err
    text = leaflet.leaflet.read_text(encoding="utf-8")
    leaflet.leaflet.write_text(text.replace("title: लक्षण", "title: Zyxophen"), encoding="utf-8")
    assert parcha("scan")[1].split() == ["Zyxophen"]
    assert json.loads(parcha("scan", "--json")[1]) == {"unknown": ["Zyxophen"]}


def test_voices_and_cache(parcha: Parcha, cache: Path) -> None:
    assert "hm_omega" in parcha("voices")[1]
    assert "espeak" in json.loads(parcha("voices", "--json")[1])
    parcha("build")
    assert json.loads(parcha("cache", "info", "--json")[1])["clips"] > 5
    assert f"folder: {cache}" in parcha("cache", "verify")[1]
    assert json.loads(parcha("cache", "gc", "--days", "0", "--json")[1])["clips"] > 5
    assert json.loads(parcha("cache", "info", "--json")[1])["clips"] == 0


def inspect(stage: str, text: str, *flags: str) -> str:
    command = [sys.executable, "-m", "parcha", "inspect", stage, *flags]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def test_inspect_answers_line_for_line() -> None:
    assert inspect("spoken", "ALS\n\n75% लोग\n").splitlines() == [
        "ए एल एस",
        "",
        "पचहत्तर प्रतिशत लोग",
    ]
    assert inspect("sentences", "एक। दो।\n\nतीन।\n").splitlines() == ["एक।", "दो।", "", "तीन।"]
    assert inspect("phonemes", "कमल\n").strip() == "kˈʌməl"
    assert "75%" in inspect("spoken", "75% लोग\n", "--explain")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["build", "--engine", "nobody"], 4, 'no engine "nobody"'),
        (["build", "--voice", "nobody"], 4, 'no voice "nobody"'),
        (["build", "--edition", "long"], 3, 'no edition "long"'),
        (["build", "--target", "moon"], 3, '"moon"'),
        (["build", "--chapter", "moon"], 3, 'no chapter "moon"'),
        (["build", "--speed", "9"], 2, "9"),
        (["-C", "nowhere", "build"], 3, "There is no leaflet.yaml"),
        (["sections", "--check"], 7, "Run: parcha sections"),
        (["inspekt"], 2, "No such command"),
    ],
)
def test_wrong_calls_say_what_to_do(
    parcha: Parcha, arguments: list[str], code: int, message: str
) -> None:
    found, _, err = parcha(*arguments)
    assert (found, message in err) == (code, True), err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("file", "data", "code", "message"),
    [
        ("seeds/malaria.txt", None, 3, "is not there"),
        ("seeds/malaria.txt", b"", 3, "is empty"),
        ("seeds/malaria.txt", b"\xff\xfe\x00", 3, "is not UTF-8"),
        ("leaflet.yaml", b"title: x\nfoo: y\n", 3, 'line 2: unknown key "foo"'),
        ("scripts/02-kya.yaml", b"items: [", 3, "scripts/02-kya.yaml"),
        ("sections/cleaning.yaml", b"x: 1", 3, "sections/cleaning.yaml"),
        ("words.yaml", b"x: 1", 3, "words.yaml"),
    ],
)
def test_bad_files_are_told_and_nothing_else_is_touched(
    parcha: Parcha, leaflet: Folder, file: str, data: bytes | None, code: int, message: str
) -> None:
    parcha("build")
    path = leaflet.root / file
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    before = {p: p.read_bytes() for p in leaflet.root.rglob("*") if p.is_file()}
    found, _, err = parcha("build")
    assert (found, message in err) == (code, True), err
    assert "Traceback" not in err
    assert {p: p.read_bytes() for p in leaflet.root.rglob("*") if p.is_file()} == before


def test_a_bug_is_reported_as_one(parcha: Parcha, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr("parcha.cli.make.draft_of", broken)
    code, _, err = parcha("build")
    assert code == command_line.BUG
    assert "This is a bug in parcha" in err


def test_stopping_says_how_to_go_on(parcha: Parcha, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("parcha.cli.make.draft_of", stopped)
    code, _, err = parcha("build")
    assert (code, "goes on where it was" in err) == (command_line.INTERRUPTED, True)


def test_a_disk_that_fails_anywhere_is_one_message(
    parcha: Parcha, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error", "scripts/02-kya.yaml")

    monkeypatch.setattr("parcha.cli.look.draft_of", fails)
    code, out, err = parcha("status")
    assert (code, out) == (6, "")
    first, second = err.splitlines()
    assert first == "Error: Could not read or write scripts/02-kya.yaml: Input/output error."
    assert second.startswith("Look whether the disk is there")


def test_a_reader_that_hangs_up_is_no_error(
    parcha: Parcha, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs_up(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("parcha.cli.look.draft_of", hangs_up)
    assert parcha("status") == (0, "", "")
