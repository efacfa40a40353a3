"""Everything that parcha names, on a Windows that is played here."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha import store
from parcha.cli import run
from parcha.config import load
from parcha.errors import InputError, StorageError
from parcha.folder import Folder
from parcha.model import Programme, Record
from parcha.portable import unfit
from parcha.start import slug
from parcha.store import write_atomic
from parcha.targets.names import numbered
from parcha.targets.sink import inside
from parcha.targets.target import TARGETS, Announced, open_target
from tests.targets.announced import announced
from tests.targets.conftest import finished, programme
from tests.targets.conftest import store as kept

__all__ = ["finished", "kept", "programme"]  # fixtures

MAX_PATH = 260
HOME = "C:\\Users\\Shrimati Lakshmi\\Documents\\parcha\\leaflet\\audio\\full"
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class Windows:
    """A sink that takes what Windows takes: it knows no difference of small and capital letters."""

    def __init__(self, package: str) -> None:
        self.home = PureWindowsPath(HOME, package)
        self.paths: dict[str, str] = {}

    def write(self, path: str, data: bytes) -> Record:
        whole = self.home / path
        assert whole.parts[: len(self.home.parts)] == self.home.parts
        for part in PureWindowsPath(path).parts:
            assert not re.search(r'[<>:"|?*\x00-\x1f]', part), part
            assert not DEVICE.match(part), part
            assert part == part.strip(" .") or part.startswith("."), part
        assert len(str(whole)) + len(".new-12345678") < MAX_PATH
        assert path.lower() not in self.paths, f"{path} and {self.paths[path.lower()]}"
        self.paths[path.lower()] = path
        return Record(path, len(data), hashlib.sha256(data).hexdigest())

    def copy(self, path: str, source: Path, head: bytes = b"") -> Record:
        return self.write(path, head + source.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_package_can_lie_on_windows(
    name: str, finished: Programme, kept: store.Store, tmp_path: Path
) -> None:
    target = open_target(name, kept)
    if isinstance(target, Announced):
        finished = announced(finished, target, tmp_path)
    sink = Windows(name)
    assert target.write(finished, sink)
    assert sink.paths


NAMES = [
    *("con", "CON", "nul.txt", "aux.mp3", "com1", "LPT9.wav", "prn .txt", "com¹"),
    *("", " a", "a ", "a.", "..", ".", "a:b", "a?", "a*", "<a>", 'a"b', "a|b", "a\\b"),
    *("a\tb", "a\x00", "a\x7f", "\u202ea", "x" * 256, "क" * 86),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_some_system_refuses(name: str) -> None:
    assert unfit(name)
    with pytest.raises(StorageError):
        inside(f"folder/{name}")


@pytest.mark.parametrize(
    "name", ["a", "कमल.mp3", ".htaccess", "con-1", "console", "a b", "x" * 255, "com10"]
)
def test_names_that_all_systems_take(name: str) -> None:
    assert unfit(name) == ""
    assert inside(f"folder/{name}")


@given(st.text(max_size=60))
def test_names_made_from_any_text_are_fit(text: str) -> None:
    assert unfit(slug(text)) == ""
    assert unfit(numbered(7, text, ".mp3", 120)) == ""
    assert unfit(f"{slug(text)}.epub") == ""


@pytest.mark.parametrize("name", ["con", "nul", "com1"])
def test_an_edition_or_slug_that_windows_refuses_is_told(
    leaflet: Folder, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    text = leaflet.leaflet.read_text(encoding="utf-8")
    for wrong in (
        text.replace("slug: malaria", f"slug: {name}"),
        f"{text}editions: {{{name}: {{}}}}\n",
    ):
        leaflet.leaflet.write_text(wrong, encoding="utf-8")
        assert load(leaflet.leaflet)
        assert run(["-C", str(leaflet.root), "build"]) == InputError.exit_code
        assert "Windows keeps that name for itself" in capfd.readouterr().err
    assert not leaflet.edition(name).exists()


def test_a_file_that_another_program_holds_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a virus scanner opens what has just been written."""
    waits: list[float] = []
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if len(waits) < 2:
            raise PermissionError(13, "The process cannot access the file")
        return replace(self, target)

    monkeypatch.setattr(store, "_ON_WINDOWS", True)
    monkeypatch.setattr(store.time, "sleep", waits.append)
    monkeypatch.setattr(Path, "replace", held)
    write_atomic(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert waits == sorted(waits)


def test_a_file_that_a_player_keeps_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file")

    write_atomic(tmp_path / "a.mp3", b"old")
    monkeypatch.setattr(store, "_ON_WINDOWS", True)
    monkeypatch.setattr(store.time, "sleep", lambda _: None)
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(StorageError, match="cannot access") as error:
        write_atomic(tmp_path / "a.mp3", b"new")
    assert "Close the programs that have it open" in error.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


def test_hindi_goes_into_a_pipe_on_any_code_page(leaflet: Folder) -> None:
    command = [sys.executable, "-m", "parcha", "-C", str(leaflet.root), "status", "--json"]
    done = subprocess.run(
        command,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
    )
    assert "मलेरिया" in done.stdout.decode("utf-8")
