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
