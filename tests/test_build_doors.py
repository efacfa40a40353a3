"""What a build does for packages beside the phone's: prompts spoken, loudness in the manifest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parcha import config
from parcha.build import Built, build
from parcha.draft import draft
from parcha.errors import EngineError
from parcha.folder import Folder
from parcha.model import Pcm, Voice
from parcha.sound.loudness import measure
from parcha.sound.meter import READ_AS
from parcha.speech.silent import SilentEngine


def make(leaflet: Folder, *targets: str) -> Built:
    return build(leaflet, draft(leaflet, config.load(leaflet.leaflet), targets=targets), jobs=1)


def files(leaflet: Folder) -> list[dict[str, Any]]:
    return json.loads(leaflet.manifest("full").read_text(encoding="utf-8"))["files"]


def test_the_announcer_says_what_a_package_needs(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, str]] = []
    speak = SilentEngine.speak

    def listen(self: SilentEngine, text: str, voice: Voice) -> Pcm:
        said.append((text, voice.name))
        return speak(self, text, voice)

    monkeypatch.setattr(SilentEngine, "speak", listen)
    built = make(leaflet, "ivr")
    assert ("लक्षण, इसके लिए तीन दबाइए।", "high") in said
    assert ("विषय चुनने के लिए, एक दबाइए।", "high") in said
    assert built.spoken == len(said) > built.lines
    monkeypatch.setattr(SilentEngine, "speak", None)
    assert make(leaflet, "ivr").up_to_date


def test_the_manifest_tells_how_loud_each_file_is(leaflet: Folder) -> None:
    make(leaflet, "ivr", "card")
    home = leaflet.edition("full")
    found = files(leaflet)
    for file in found:
        path = home / file["path"]
        assert ("lufs" in file) == (path.suffix in READ_AS)
    loud = next(file for file in found if file["path"].endswith("kya.mp3"))
    heard = measure(home / loud["path"])
    assert (loud["lufs"], loud["peak_dbtp"]) == (heard.integrated_lufs, heard.true_peak_dbtp)
    assert loud["lufs"] == pytest.approx(-16, abs=1)


def test_a_prompt_that_cannot_be_spoken_is_told(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = SilentEngine.speak

    def fail(self: SilentEngine, text: str, voice: Voice) -> Pcm:
        if "दबाइए" in text:
            raise EngineError("the voice broke")
        return speak(self, text, voice)

    monkeypatch.setattr(SilentEngine, "speak", fail)
    with pytest.raises(EngineError, match="ivr_topic"):
        make(leaflet, "ivr")
    assert not leaflet.manifest("full").exists()


def paths(leaflet: Folder) -> set[str]:
    home = leaflet.edition("full")
    there = {str(path.relative_to(home)) for path in home.rglob("*")}
    listed = {file["path"] for file in files(leaflet)}
    assert listed == {path for path in there - {"manifest.json"} if (home / path).is_file()}
    return there


def test_a_package_alone_leaves_the_others_where_they_are(leaflet: Folder) -> None:
    make(leaflet, "phone")
    before = paths(leaflet)
    make(leaflet, "card")
    assert before < paths(leaflet)
    guide = (leaflet.edition("full") / "README.txt").read_text(encoding="utf-8-sig")
    assert "phone/" in guide
    assert "card/" in guide
    assert make(leaflet, "phone").up_to_date
    assert make(leaflet, "phone", "card").up_to_date


def test_a_package_of_other_words_goes(leaflet: Folder) -> None:
    make(leaflet, "phone", "card")
    script = leaflet.script(2, "kya")
    text = script.read_text(encoding="utf-8")
    assert "छूने से नहीं" in text
    script.write_text(text.replace("छूने से नहीं", "छूने से कभी नहीं"), encoding="utf-8")
    assert make(leaflet, "phone").taken_away == ("card",)
    assert not [path for path in paths(leaflet) if path.startswith("card")]


def test_a_package_that_somebody_changed_is_made_anew(leaflet: Folder) -> None:
    make(leaflet, "phone", "card")
    changed = leaflet.edition("full") / "card" / "MEMORY-CARD" / "cover.jpg"
    changed.write_bytes(b"")
    make(leaflet, "phone")
    assert not [path for path in paths(leaflet) if path.startswith("card")]
    make(leaflet, "phone", "card")
    assert changed.stat().st_size > 1000


def test_files_that_no_build_knows_are_named(leaflet: Folder) -> None:
    """Whoever lost the manifest and changed the slug has two leaflets in one folder."""
    make(leaflet, "phone")
    (old,) = (path for path in paths(leaflet) if path.endswith("complete.mp3"))
    leaflet.manifest("full").unlink()
    leaflet.report("full").touch()
    for name in (".DS_Store", "Thumbs.db", "phone/desktop.ini"):
        (leaflet.edition("full") / name).touch()
    text = leaflet.leaflet.read_text(encoding="utf-8")
    leaflet.leaflet.write_text(text.replace("slug: malaria", "slug: taap"), encoding="utf-8")
    built = make(leaflet, "phone")
    assert built.strangers == (old,)
    (told,) = built.notices
    assert told.startswith(f"Not of this build: {old}. Remove")
    (leaflet.edition("full") / old).unlink()
    again = make(leaflet, "phone")
    assert (again.up_to_date, again.strangers, [*again.notices]) == (True, (), [])
