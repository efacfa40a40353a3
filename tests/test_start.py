from __future__ import annotations

import contextlib
import os
import pty
import sys
from pathlib import Path

import pytest

from parcha import config
from parcha.cli import run
from parcha.errors import InputError
from parcha.start import example_draft, new_leaflet, read_draft, slug
from tests.text.formats import ARTICLES

TB = ARTICLES / "tb.html"


def new(root: Path, *arguments: str) -> int:
    return run(["new", str(root), *arguments])


def test_flags_say_what_the_leaflet_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "my leaflet"
    flags = [
        "--title",
        "टीबी",
        "--source",
        "पुस्तिका",
        "--licence",
        "CC BY 4.0",
        "--url",
        "http://a.b",
    ]
    assert new(root, "--article", str(TB), *flags) == 0
    out, err = capfd.readouterr()
    assert (f"parcha -C '{root}' build" in out, err) == (True, "")
    leaflet = config.load(root / "leaflet.yaml")
    assert (leaflet.title, leaflet.slug, leaflet.article.name) == ("टीबी", "my-leaflet", "पुस्तिका")
    assert (leaflet.article.licence, leaflet.article.url) == ("CC BY 4.0", "http://a.b")
    assert (root / "seeds" / "tb.html").read_bytes() == TB.read_bytes()
    assert "A chapter begins with" in (root / "leaflet.yaml").read_text(encoding="utf-8")


def test_the_article_says_its_title_and_an_unknown_licence_is_warned_of(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "a", "--article", str(TB)) == 0
    assert "Nobody said under which licence" in capfd.readouterr().err
    leaflet = config.load(tmp_path / "a" / "leaflet.yaml")
    assert (leaflet.title, leaflet.article.licence) == ("टीबी की बीमारी", "")


def test_on_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    answers = iter(["", "स्वास्थ्य पुस्तिका", "CC0 1.0"])
    asked = []

    def prompt(question: str, default: str, show_default: bool) -> str:
        asked.append((question, default))
        return next(answers) or default

    monkeypatch.setattr("click.get_text_stream", lambda name: Terminal())
    monkeypatch.setattr("click.prompt", prompt)
    assert new(tmp_path / "a", "--article", str(TB), "--url", "") == 0
    leaflet = config.load(tmp_path / "a" / "leaflet.yaml")
    assert (leaflet.title, leaflet.article.name) == ("टीबी की बीमारी", "स्वास्थ्य पुस्तिका")
    assert leaflet.article.licence == "CC0 1.0"
    assert [default for _, default in asked] == ["टीबी की बीमारी", "टीबी की बीमारी", ""]


def test_the_example_builds(tmp_path: Path) -> None:
    root = tmp_path / "example"
    assert new(root, "--example") == 0
    assert run(["-C", str(root), "build", "--engine", "espeak"]) == 0
    assert run(["-C", str(root), "sections", "--check"]) == 0
    assert (root / "audio" / "full" / "phone" / "playlist.m3u8").exists()


@pytest.mark.parametrize("arguments", [[], ["--example", "--article", str(TB)]])
def test_an_article_or_the_example(tmp_path: Path, arguments: list[str]) -> None:
    assert new(tmp_path / "a", *arguments) == 2


def test_nothing_is_written_over_or_half(tmp_path: Path) -> None:
    root = tmp_path / "a"
    assert new(root, "--article", str(tmp_path / "none.txt")) == 3
    empty = tmp_path / "b.md"
    empty.write_text("# रोग\n", encoding="utf-8")
    with pytest.raises(InputError, match="nothing is left to read aloud"):
        new_leaflet(root, read_draft(str(empty)), "", "", "", "")
    assert not root.exists()
    assert new(root, "--example") == 0
    before = (root / "leaflet.yaml").read_bytes()
    assert new(root, "--article", str(TB)) == 3
    assert (root / "leaflet.yaml").read_bytes() == before


def test_example_text_is_our_own_and_free() -> None:
    assert example_draft().licence == "CC0 1.0"


def test_a_real_terminal_is_asked_and_enter_takes_the_guess(tmp_path: Path) -> None:
    root = tmp_path / "मेरा पर्चा"
    article = tmp_path / "टीबी का लेख.md"
    text = (ARTICLES / "tb.md").read_text(encoding="utf-8")
    article.write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    pid, terminal = pty.fork()
    if not pid:
        command = [sys.executable, "-m", "parcha", "new", str(root), "--article", str(article)]
        os.execv(sys.executable, command)
    os.write(terminal, "\nस्वास्थ्य पुस्तिका\nCC BY 4.0\n\n".encode())
    said = b""
    # Linux ends the reading of a terminal that is gone with an error.
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 4096):
            said += piece
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said.decode()
    assert "Title of the leaflet [टीबी की बीमारी]" in said.decode()
    leaflet = config.load(root / "leaflet.yaml")
    assert (leaflet.title, leaflet.slug) == ("टीबी की बीमारी", "leaflet")
    assert (leaflet.article.name, leaflet.article.licence) == ("स्वास्थ्य पुस्तिका", "CC BY 4.0")
    assert [chapter.id for chapter in leaflet.chapters][:2] == ["kya-hai", "failna"]


@pytest.mark.parametrize(
    ("article", "message", "hint"),
    [
        ("folder", "is a folder", "Name the file"),
        ("none.txt", "none.txt is not there", "Look at the name"),
        ("example.org/malaria", "is not there", "begins with http:// or https://"),
        ("a.pdf", 'files of the kind ".pdf"', "From a PDF, copy the text"),
        ("empty.txt", "is empty", "Paste the text"),
        ("http://127.0.0.1:9/a", "not on the public internet", "save the page"),
    ],
)
def test_what_is_no_article_is_told_with_the_next_step(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    article: str,
    message: str,
    hint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("a.pdf").write_bytes(b"%PDF-1.4")
    Path("empty.txt").write_bytes(b"\n \n")
    assert new(Path("leaflet"), "--article", article) == 3
    err = capfd.readouterr().err
    assert message in err
    assert hint in err
    assert not Path("leaflet").exists()


def test_a_folder_with_other_files_is_used_and_they_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("मेरे नोट", encoding="utf-8")
    assert new(tmp_path, "--article", str(TB), "--title", "", "--licence", "अनुमति: विभाग # 1") == 0
    leaflet = config.load(tmp_path / "leaflet.yaml")
    assert (leaflet.title, leaflet.article.licence) == ("टीबी की बीमारी", "अनुमति: विभाग # 1")
    assert (tmp_path / "notes.txt").exists()


def test_names_fit_any_file_system() -> None:
    assert slug("Über die Malaria!.x") == "ber-die-malaria-x"
    assert slug("मलेरिया") == "leaflet"
    assert len(slug("a-" * 60)) <= 40
