"""What `parcha report` knows of a built edition, as its JSON tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from parcha.check import heard as check
from parcha.folder import Folder
from parcha.model import Pcm
from parcha.report import hearing
from parcha.speech import listen
from parcha.speech.listen import Heard

LEVELS = ["fail", "hear", "look", "judge"]


def lines_of(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for item in part["items"] for line in item["lines"]]


def texts(folder: Folder) -> list[str]:
    """What each part says."""
    manifest = json.loads(folder.manifest("full").read_text(encoding="utf-8"))
    return [" ".join(line["spoken"] for line in part["lines"]) for part in manifest["chapters"]]


def test_every_line_with_its_place_and_sentence(built: Folder, report: Any) -> None:
    found = report()
    manifest = json.loads(built.manifest("full").read_text(encoding="utf-8"))
    assert [part["id"] for part in found["parts"]] == ["opening", "kya", "lakshan", "closing"]
    for part, chapter in zip(found["parts"], manifest["chapters"], strict=True):
        assert [(line["say"], line["start_ms"], line["end_ms"]) for line in lines_of(part)] == [
            (line["say"], line["start_ms"], line["end_ms"]) for line in chapter["lines"]
        ]
        assert (built.edition("full") / part["file"]).is_file()
        assert -70 < part["lufs"] < 0
        assert len(part["curve"]) == pytest.approx(part["duration_ms"] / 1000 - 2, abs=1)
    item = next(item for item in found["parts"][1]["items"] if item["sources"])
    assert item["lines"][0]["place"]["key"] == "say"
    assert item["sources"] == [item["lines"][0]["place"]["written"]]
    title = found["parts"][1]["items"][0]["lines"]
    assert [line["place"]["written"] for line in title] == ["भाग {part}।", "{title}।"]
    assert found["duration_ms"] == manifest["duration_ms"]


def test_what_may_harm_comes_first(built: Folder, report: Any) -> None:
    changed = next((built.edition("full") / "phone").glob("00-*.mp3"))
    changed.write_bytes(changed.read_bytes() + b"x")
    found = report()
    levels = [notice["level"] for notice in found["notices"]]
    assert levels == sorted(levels, key=LEVELS.index)
    assert (levels[0], found["notices"][0]["check"]) == ("fail", "files")
    assert found["notices"][0]["quote"] == f"phone/{changed.name}"
    assert found["counts"] == {level: levels.count(level) for level in LEVELS}
    assert "sign-off" in [notice["check"] for notice in found["notices"]]
    assert len(found["drafts"]) == 4


def test_a_finding_stands_at_its_line(built: Folder, report: Any) -> None:
    path = next((built.root / "scripts").glob("*-kya.yaml"))
    text = path.read_text(encoding="utf-8").replace("छूने से नहीं", "छूने से")
    path.write_text(text, encoding="utf-8")
    notices = report()["notices"]
    (changed,) = [notice for notice in notices if notice["check"] == "changed"]
    assert (changed["level"], changed["part"]) == ("look", "kya")
    (denied,) = [notice for notice in notices if notice["check"] == "negation"]
    assert (denied["level"], denied["part"], denied["line"]) == ("fail", "kya", 0)
    line = next(line for line in lines_of(report()["parts"][1]) if "छूने" in line["say"])
    assert line["place"] is None


def test_what_is_not_in_the_edition(built: Folder, report: Any) -> None:
    article = report()["article"]
    omitted = [one for one in article["omissions"] if one["rule"].startswith("template")]
    assert ["MEDRS" in one["was"] for one in omitted] == [True]
    assert article["unused"] == []
    leaflet = built.leaflet.read_text(encoding="utf-8")
    built.leaflet.write_text(leaflet + "editions: {full: {}, brief: {}}\n", encoding="utf-8")
    manifest = built.manifest("brief")
    manifest.parent.mkdir()
    manifest.write_bytes(built.manifest("full").read_bytes())
    (built.edition("full") / "phone").rename(built.edition("brief") / "phone")
    unused = report("--edition", "brief")["article"]["unused"]
    assert [one["chapter"] for one in unused] == ["kya", "lakshan"]
    assert unused[0]["sentences"][0] == "मलेरिया एक बुखार है।"


def test_heard_before_or_now_or_not(
    built: Folder, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = texts(built)
    answers: list[Heard | None] = [Heard(text, 0.9) for text in spoken]
    answers[1] = Heard(spoken[1].replace("छूने से नहीं।", "छूने से।"), 0.9)
    answers[3] = None

    alone = False

    def recall(sounds: Sequence[Pcm]) -> list[Heard | None]:
        # Each part is one sound; then its doubtful lines, by themselves.
        nonlocal alone
        answer = Heard("", 0.9) if alone else answers.pop(0)
        alone = not alone and answer is not None
        return [answer for _ in sounds]

    monkeypatch.setattr(check, "LONGEST_MS", 10**6)
    monkeypatch.setattr(hearing, "recall", recall)
    found = report()
    assert [bool(lines_of(part)[0]["heard"]) for part in found["parts"]] == [True] * 3 + [False]
    (doubtful,) = [notice for notice in found["notices"] if notice["level"] == "hear"]
    assert (doubtful["part"], "नहीं" in doubtful["message"]) == ("kya", True)
    assert "छूने से नहीं" in lines_of(found["parts"][1])[doubtful["line"] - 1]["say"]

    assert not any(lines_of(part)[0]["heard"] for part in report("--no-listen")["parts"])

    again = iter(spoken)
    monkeypatch.setattr(listen, "check_installed", lambda *_: None)
    monkeypatch.setattr(
        listen, "hear", lambda sounds, *_, **__: [Heard(next(again), 0.9) for _ in sounds]
    )
    heard = report("--listen")
    assert all(line["heard"] for part in heard["parts"] for line in lines_of(part))
    assert heard["counts"]["hear"] == 0


def test_nothing_built(leaflet: Folder, parcha: Any) -> None:
    code, _, err = parcha("report")
    assert (code, "Run: parcha build" in err) == (3, True)


def test_the_page_is_no_part_of_what_was_built(built: Folder, parcha: Any) -> None:
    before = built.manifest("full").read_bytes()
    code, out, _ = parcha("report")
    assert (code, str(built.report("full")) in out) == (0, True)
    assert built.report("full").is_file()
    assert built.manifest("full").read_bytes() == before
    code, out, _ = parcha("build", "--json")
    assert json.loads(out)["up_to_date"]
    assert built.report("full").is_file()
