"""Marks of the page, taken into the scripts and words.yaml by `parcha fix`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parcha.folder import Folder
from parcha.text.catalogue import edited_by_hand
from parcha.text.scriptfile import parse

NEW = "मलेरिया मच्छर से होता है: छूने से नहीं।"


@pytest.fixture
def mark(built: Folder, report: Any):  # type: ignore[no-untyped-def]
    """A mark on the first line that holds a word, as the page's button saves it."""
    parts = report()["parts"]

    def make(holds: str, **fields: str) -> dict[str, str]:
        for part in parts:
            for item in part["items"]:
                for line in item["lines"]:
                    if holds in line["say"]:
                        place = line["place"]
                        return {
                            "chapter": part["id"],
                            "item": str(place["item"]),
                            "key": place["key"],
                            "line": str(place["line"]),
                            "was": place["written"],
                            "kind": "text",
                            "word": "",
                            "should": "",
                            "note": "",
                            **fields,
                        }
        raise AssertionError(f"no line says {holds}")

    return make


@pytest.fixture
def fix(built: Folder, parcha: Any):  # type: ignore[no-untyped-def]
    """Run `parcha fix` on some marks."""

    def call(*marks: dict[str, str], flags: tuple[str, ...] = (), slug: str = "malaria") -> Any:
        file = built.root / "fixes.json"
        content = {"leaflet": slug, "edition": "full", "fixes": marks}
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return parcha("fix", str(file), *flags)

    return call


def script(folder: Folder, chapter: str = "kya") -> Path:
    (path,) = (folder.root / "scripts").glob(f"*-{chapter}.yaml")
    return path


def files(folder: Folder) -> dict[Path, bytes]:
    kept = [*(folder.root / "scripts").iterdir(), folder.words]
    return {path: path.read_bytes() for path in kept if path.exists()}


def test_a_line_comes_round(built: Folder, mark: Any, fix: Any, parcha: Any) -> None:
    path = script(built)
    path.write_text(f"# mine\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    old = mark("मच्छर", should=NEW)
    code, out, _ = fix(old)
    assert (code, old["was"] in out, NEW in out, "parcha build" in out) == (0, True, True, True)
    after = path.read_text(encoding="utf-8")
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    assert sum(old_line != new_line for old_line, new_line in pairs) == 1
    assert after.count(NEW) == 1
    item = parse(after, path.name, 2).items[int(old["item"]) - 1]
    assert item.made
    assert edited_by_hand(item)

    # The stages that write scripts keep it, and only this line is spoken anew.
    assert parcha("scripts")[0] == 0
    assert NEW in path.read_text(encoding="utf-8")
    code, out, _ = parcha("build", "--json", "--jobs", "1")
    assert (code, json.loads(out)["spoken"]) == (0, 1)
    said = json.loads(built.manifest("full").read_text(encoding="utf-8"))["chapters"][1]["lines"]
    assert NEW in [line["say"] for line in said]
    assert fix(old)[1].strip() == "Taken in before: 1."


def test_a_line_that_is_no_longer_the_same(built: Folder, mark: Any, fix: Any) -> None:
    old = mark("मच्छर", should=NEW)
    path = script(built)
    text = path.read_text(encoding="utf-8").replace("मच्छर", "मक्खी")
    path.write_text(text, encoding="utf-8")
    before = files(built)
    code, out, err = fix(old)
    assert (code, "no longer the same" in err, old["was"] in err) == (7, True, True)
    assert "parcha build" not in out
    assert files(built) == before


def test_an_item_put_before_it(built: Folder, mark: Any, fix: Any) -> None:
    old = mark("मच्छर", should=NEW)
    path = script(built)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("items:\n", "items:\n  - say: [नमस्ते।]\n"), encoding="utf-8")
    assert fix(old)[0] == 0
    new = path.read_text(encoding="utf-8")
    assert (new.count(NEW), "- say: [नमस्ते।]" in new) == (1, True)


def test_what_fits_is_taken_in_and_the_rest_named(built: Folder, mark: Any, fix: Any) -> None:
    good = mark("मच्छर", should=NEW)
    bad = mark("75%", should="सौ में पचहत्तर।", was="कुछ और।")
    code, out, err = fix(good, bad, flags=("--json",))
    found = json.loads(out)
    assert code == 7
    assert [change["now"] for change in found["changes"]] == [NEW]
    assert [refused["was"] for refused in found["refused"]] == ["कुछ और।"]
    assert "1 of 2 marks" in err


def test_a_dry_run_writes_nothing(built: Folder, mark: Any, fix: Any) -> None:
    before = files(built)
    code, out, _ = fix(mark("मच्छर", should=NEW), flags=("--dry-run",))
    assert (code, NEW in out, "Nothing is written yet." in out) == (0, True, True)
    assert files(built) == before


WORDS = """\
# how we say it
शर्मा: शर्मा-जी   # the doctor

MEDRS: {letters: yes, comment: "x, y"}
"""


def sound(mark: Any, holds: str, word: str, should: str) -> Any:
    return mark(holds, kind="sound", word=word, should=should)


def test_a_word_that_sounds_wrong(built: Folder, mark: Any, fix: Any, parcha: Any) -> None:
    built.words.write_text(WORDS, encoding="utf-8")
    marks = [
        sound(mark, "शर्मा", "शर्मा", "शरमा"),
        sound(mark, "मच्छर", "मच्छर", "मच-छर"),
        sound(mark, "मच्छर", "मच्छर", "मच-छर"),
    ]
    code, out, err = fix(*marks)
    assert (code, err) == (0, "")
    text = built.words.read_text(encoding="utf-8")
    assert text == WORDS.replace("शर्मा-जी", "शरमा") + "मच्छर: मच-छर\n"
    assert "Taken in before: 1." in out
    code, out, _ = parcha("build", "--json", "--jobs", "1")
    assert (code, json.loads(out)["spoken"]) == (0, 2)


def test_voices_that_misread_get_a_spelling(built: Folder, mark: Any, fix: Any) -> None:
    leaflet = built.leaflet.read_text(encoding="utf-8")
    leaflet = leaflet.replace("{engine: silent, voice: low}", "{engine: espeak}")
    built.leaflet.write_text(leaflet, encoding="utf-8")
    code, _, err = fix(sound(mark, "मच्छर", "मच्छर", "मच्‌छर"))
    assert (code, err) == (0, "")
    assert built.words.read_text(encoding="utf-8") == "मच्छर:\n  respell: मच्‌छर\n"


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([("मच्छर", "मच्छर", "mosquito")], "cannot be said"),
        ([("मच्छर", "हाथी", "हाथ-ई")], "change the line instead"),
        ([("मच्छर", "मच्छर", "मच-छर"), ("मच्छर", "मच्छर", "मच्छ-र")], "another mark"),
        ([("मच्छर", "", "मच-छर")], "both needed"),
    ],
)
def test_sounds_that_cannot_be(
    built: Folder, mark: Any, fix: Any, marks: list[tuple[str, str, str]], reason: str
) -> None:
    code, _, err = fix(*(sound(mark, *each) for each in marks))
    assert (code, reason in err) == (7, True)
    assert built.words.exists() == (len(marks) > 1)


def test_a_note_is_for_a_person(built: Folder, mark: Any, fix: Any) -> None:
    before = files(built)
    code, out, _ = fix(mark("मच्छर", kind="other", note="बहुत तेज़ बोला"))
    assert (code, "बहुत तेज़ बोला" in out) == (0, True)
    assert files(built) == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"chapter": "../../etc"}, "unknown chapter"),
        ({"key": "made"}, "unknown key"),
        ({"kind": "code"}, "unknown kind"),
        ({"line": "one"}, "should be a number"),
        ({"colour": "red"}, 'unknown key "colour"'),
    ],
)
def test_a_file_that_is_no_list_of_marks(
    built: Folder, mark: Any, fix: Any, fields: dict[str, str], reason: str
) -> None:
    before = files(built)
    code, _, err = fix(mark("मच्छर", should=NEW, **fields))
    assert (code, reason in err) == (3, True)
    assert files(built) == before


def test_the_marks_of_another_leaflet(built: Folder, mark: Any, fix: Any) -> None:
    code, _, err = fix(mark("मच्छर", should=NEW), slug="dengue")
    assert (code, "dengue" in err, "malaria" in err) == (3, True, True)
