from __future__ import annotations

from pathlib import Path

import pytest

from parcha import config
from parcha.config import Config, Pauses
from parcha.errors import InputError
from parcha.folder import Folder
from parcha.model import Voice


def changed(leaflet: Folder, old: str, new: str) -> Config:
    text = leaflet.leaflet.read_text(encoding="utf-8")
    assert old in text
    leaflet.leaflet.write_text(text.replace(old, new), encoding="utf-8")
    return config.load(leaflet.leaflet)


def test_a_leaflet_is_read(leaflet: Folder) -> None:
    loaded = config.load(leaflet.leaflet)
    assert loaded.title == "मलेरिया से बचिए"
    assert loaded.article.licence_url == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert loaded.narrator == Voice("silent", "low", 1.0)
    assert [chapter.id for chapter in loaded.chapters] == ["kya", "lakshan"]
    assert loaded.editions[0].targets == ("phone",)
    assert loaded.pauses == Pauses()


def test_the_repository_is_a_leaflet_itself() -> None:
    loaded = config.load(Path(__file__).parents[1] / "leaflet.yaml")
    assert loaded.narrator == Voice("kokoro", "hm_omega", 0.9)
    assert loaded.announcer == Voice("kokoro", "hf_beta", 0.86)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("slug:", "slugg:", 'leaflet.yaml, line 2: unknown key "slugg"'),
        ("slug: malaria", "slug: मलेरिया", "cannot be used in a file name"),
        ("slug: malaria", "slug: ../x", "cannot be used in a file name"),
        ("slug: malaria", "language: bn", 'language "bn" is not known'),
        ("title: म", "title: {म", "is not valid YAML"),
        ("{id: lakshan,", "{id: kya,", 'the id "kya" is taken'),
        ("{id: lakshan,", "{id: opening,", 'the id "opening" is taken'),
        ("{id: lakshan,", "{", '"id" is missing'),
        ("  licence: CC BY-SA 4.0\n", "", '"licence" is missing'),
        ("engine: silent, voice: low", "engine: silent, tone: low", 'unknown key "tone"'),
        ("slug: malaria", "pauses: {line: 9999}", "0 to 5000 milliseconds"),
        ("slug: malaria", "pauses: {line: soon}", "should be a number"),
        ("slug: malaria", "editions: {full: phone}", "should hold"),
        ("slug: malaria", "voices2: x", "Did you mean"),
    ],
)
def test_slips_are_named(leaflet: Folder, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        changed(leaflet, old, new)
    assert message in str(error.value)


def test_a_leaflet_without_chapters_is_told(leaflet: Folder) -> None:
    text = leaflet.leaflet.read_text(encoding="utf-8")
    leaflet.leaflet.write_text(text[: text.index("chapters:")], encoding="utf-8")
    with pytest.raises(InputError, match="lists no chapters"):
        config.load(leaflet.leaflet)


def test_a_folder_without_leaflet_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        config.load(tmp_path / "leaflet.yaml")
    assert "parcha new" in error.value.hint


def test_options_of_engines_and_editions(leaflet: Folder) -> None:
    loaded = changed(
        leaflet,
        "slug: malaria",
        "engines: {kokoro: {model: x.onnx}}\neditions: {brief: {targets: [phone]}, full: }",
    )
    assert loaded.engines == {"kokoro": (("model", "x.onnx"),)}
    assert loaded.edition(None).name == "brief"
    assert loaded.edition("full").targets == ("phone",)
    with pytest.raises(InputError, match='no edition "long"') as error:
        loaded.edition("long")
    assert error.value.hint == "It has: brief, full."


def test_flags_win_over_the_file(leaflet: Folder) -> None:
    loaded = config.load(leaflet.leaflet)
    assert loaded.with_voice(None, None, None) == loaded
    other = loaded.with_voice("espeak", None, 1.5)
    assert (other.narrator, other.announcer) == (Voice("espeak", "", 1.5), Voice("espeak", "", 1.5))
    assert loaded.with_voice(None, "high", None).narrator == Voice("silent", "high", 1.0)


def test_what_packages_need_to_know(leaflet: Folder) -> None:
    loaded = changed(
        leaflet,
        "slug: malaria",
        'published: "2026-11-23"\nweb: {url: "https://example.org/"}\npodcast: {email: a@b.c}',
    )
    assert loaded.settings["web"] == {"url": "https://example.org/"}
    assert loaded.settings["podcast"] == {"email": "a@b.c"}
    assert loaded.leaflet.published == "2026-11-23"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("published: yesterday", 'line 2: "yesterday" is not a day'),
        ("web: {url: example.org}", 'line 2: "example.org" is not a web address'),
        ("podcast: {mail: a@b.c}", 'unknown key "mail"'),
    ],
)
def test_slips_in_what_packages_need_to_know(leaflet: Folder, line: str, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        changed(leaflet, "slug: malaria", line)


def test_a_chapter_has_a_picture(leaflet: Folder) -> None:
    loaded = changed(leaflet, "{id: kya,", "{id: kya, picture: drop,")
    assert [chapter.picture for chapter in loaded.chapters] == ["drop", ""]
