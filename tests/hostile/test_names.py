"""Folders and files with names that no person would give: from old archives, or on purpose."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from parcha.cli import run
from parcha.cli.app import visible
from parcha.folder import Folder
from tests.conftest import write_leaflet

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names itself")

NOT_UTF8 = os.fsdecode(b"\xff")
ESCAPE = "\x1b]0;x\x07\x9b31m"
EVERYTHING = f'[/bold] it\'s %d\n"$(x)" what?is#this*{ESCAPE}{NOT_UTF8}'
DOORS = ("phone", "card", "m4b", "epub")


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system takes UTF-8 only")
def test_a_leaflet_is_built_in_a_folder_of_any_name(
    tmp_path: Path,
    warm_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write_leaflet(tmp_path / EVERYTHING)
    cache = folder.root / "cache"
    monkeypatch.setenv("PARCHA_CACHE", str(cache))
    monkeypatch.chdir(tmp_path)
    # What was encoded before is made anew here: the cache has the odd name too.
    shutil.copytree(warm_cache, cache, ignore=shutil.ignore_patterns("encoded", "mp3"))
    code = run(["-C", EVERYTHING, "build", *(f"--target={door}" for door in DOORS)])
    told = "".join(capsys.readouterr())
    assert code == 0, told
    assert not {"\x1b", "\x9b", NOT_UTF8} & set(told)
    assert {path.name for path in folder.edition("full").iterdir()} > set(DOORS)


def test_a_file_name_cannot_speak_to_the_terminal(leaflet: Folder, parcha) -> None:  # type: ignore[no-untyped-def]
    assert parcha("scripts")[0] == 0
    script = leaflet.script(2, "kya")
    other = script.with_name(f"09-{ESCAPE}{NOT_UTF8}.yaml")
    text = script.read_text(encoding="utf-8")
    other.write_text(text.replace("    - मलेरिया एक बुखार है।", "    - यह बुखार है।"), encoding="utf-8")
    code, _, err = parcha("scripts")
    assert code == 0
    assert r"09-\u001b]0;x\u0007\u009b31m\udcff.yaml belongs to no chapter" in err
    other.write_text("a: [\n", encoding="utf-8")
    code, _, err = parcha("scripts")
    assert code == 3
    assert "\x1b" not in err
    assert r"\udcff.yaml, line 2" in err


def test_what_is_json_remains_it() -> None:
    names = ["क\x1b", "\x9b", NOT_UTF8, "\u202e", "\n", "ठीक है"]
    assert json.loads(visible(json.dumps(names, ensure_ascii=False))) == names
