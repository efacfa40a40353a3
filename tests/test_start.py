from __future__ import annotations

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


def test_names_fit_any_file_system() -> None:
    assert slug("Über die Malaria!.x") == "ber-die-malaria-x"
    assert slug("मलेरिया") == "leaflet"
    assert len(slug("a-" * 60)) <= 40
