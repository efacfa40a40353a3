"""A tiny leaflet, spoken by the silent voice, with a cache of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parcha.cli import run
from parcha.folder import Folder

ARTICLE = """\
मलेरिया एक बुखार है। यह मच्छर के काटने से होता है , छूने से नहीं .

इसके लक्षण 10-15 दिन में दिखते हैं। बुखार, कँपकँपी और सिरदर्द होता है।
75% लोग इलाज से ठीक हो जाते हैं।साँचा:MEDRS डॉ. शर्मा कहते हैं कि देर मत कीजिए।
"""

LEAFLET = """\
title: मलेरिया से बचिए
slug: malaria
article:
  file: seeds/malaria.txt
  name: स्वास्थ्य पुस्तिका
  url: https://example.org/malaria
  licence: CC BY-SA 4.0
  as_of: "2020"
voices:
  narrator: {engine: silent, voice: low}
  announcer: {engine: silent, voice: high}
chapters:
  - {id: kya, title: यह क्या है, from: मलेरिया एक}
  - {id: lakshan, title: लक्षण, from: इसके लक्षण}
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the user's cache."""
    path = tmp_path / "cache"
    monkeypatch.setenv("PARCHA_CACHE", str(path))
    return path


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor the user's settings."""
    monkeypatch.setenv("PARCHA_CONFIG", str(tmp_path / "config"))


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows the tiny leaflet, so that most tests need not make its sound anew."""
    path = tmp_path_factory.mktemp("warm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCHA_CACHE", str(path))
        folder = write_leaflet(tmp_path_factory.mktemp("leaflet"))
        assert run(["-C", str(folder.root), "build"]) == 0
    return path


@pytest.fixture
def warm(warm_cache: Path, cache: Path) -> None:
    """For tests that build but do not care how often something is spoken."""
    shutil.copytree(warm_cache, cache)


def write_leaflet(root: Path) -> Folder:
    """A leaflet folder with two chapters, nothing built."""
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "malaria.txt").write_text(ARTICLE, encoding="utf-8")
    (root / "leaflet.yaml").write_text(LEAFLET, encoding="utf-8")
    return Folder(root)


@pytest.fixture
def leaflet(tmp_path: Path) -> Folder:
    """The tiny leaflet of this test."""
    return write_leaflet(tmp_path / "leaflet")


@pytest.fixture
def parcha(leaflet: Folder, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run the command line on the tiny leaflet: exit code, standard output and error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(["-C", str(leaflet.root), *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call
