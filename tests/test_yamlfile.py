from __future__ import annotations

from pathlib import Path

import pytest

from parcha import yamlfile
from parcha.errors import InputError


def parse(text: str) -> yamlfile.Mapping:
    document = yamlfile.parse(text, "leaflet.yaml")
    assert isinstance(document, yamlfile.Mapping)
    return document


def test_every_value_is_text() -> None:
    assert parse("a: 1:30\nb: no\nc: 12\n") == {"a": "1:30", "b": "no", "c": "12"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 'leaflet.yaml, line 3: "a" stands twice (first in line 1)'),
        ("a: &x 1\nb: *x\n", "line 2: this is not valid YAML (tags (!) and aliases"),
        ("a: !!python/name:os.system 1\n", "line 1: this is not valid YAML (tags (!)"),
        ("a: [1\nb: 2\n", "this is not valid YAML"),
        ("[1]: 2\n", "line 1: a key should be a word"),
        ("a: 1\nb: \x07\n", "leaflet.yaml, line 2: a character that nobody sees (U+0007)"),
        ('a: "x\\u202ey"\n', "leaflet.yaml, line 1: a character that nobody sees (U+202E)"),
        ('a: "\\ud800"\n', "leaflet.yaml, line 1: "),
    ],
)
def test_slips_are_named_with_their_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        parse(text)
    assert message in str(error.value)


def test_deep_nesting_is_refused_not_crashed() -> None:
    with pytest.raises(InputError):
        yamlfile.parse("[" * 5000, "leaflet.yaml")


def test_an_unknown_key_names_the_near_one_and_the_valid_ones() -> None:
    with pytest.raises(InputError) as error:
        parse("titel: x\n").only(["title", "slug"])
    assert 'leaflet.yaml, line 1: unknown key "titel"' in error.value.message
    assert error.value.hint == 'Did you mean "title"? Valid keys here: slug, title.'


def test_values_of_the_wrong_kind_are_named() -> None:
    document = parse("a: [1]\nb: x\nc: {d: 1}\ne: [{f: 1}, g]\n")
    wrong = [
        lambda: document.text("a"),
        lambda: document.text("missing"),
        lambda: document.number("b", 1),
        lambda: document.mapping("b"),
        lambda: document.texts("c"),
        lambda: document.texts("e"),
        lambda: document.entries("e"),
        lambda: document.items_of("b"),
    ]
    for call in wrong:
        with pytest.raises(InputError) as error:
            call()
        assert "leaflet.yaml, line" in error.value.message


def test_missing_values_have_their_defaults() -> None:
    document = parse("a:\n")
    assert document.text("b", "x") == "x"
    assert document.number("b", 2) == 2
    assert document.mapping("b") == {}
    assert document.texts("a") == ()
    assert parse("a: one\n").texts("a") == ("one",)


def test_files_are_utf8_with_or_without_bom(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xe0\xa4\x95\r\n")
    assert yamlfile.load(path) == {"a": "क"}
    path.write_bytes(b"a: \xff")
    with pytest.raises(InputError, match=r"not UTF-8 text \(byte 4\)"):
        yamlfile.load(path)
    path.write_text("- a", encoding="utf-8")
    with pytest.raises(InputError, match="should hold"):
        yamlfile.load(path)
    with pytest.raises(InputError, match="is not there"):
        yamlfile.load(tmp_path / "b.yaml")
    with pytest.raises(InputError, match="could not be read"):
        yamlfile.read_text(tmp_path)


def test_what_is_dumped_is_read_back() -> None:
    document = {"a": ["ए: बी", "12", "no", "#", "'\"", ""], "b": {"c": "x\ny"}}
    assert parse(yamlfile.dump(document)) == document
