"""`parcha listen` on the tiny leaflet, whose voice says notes: the recogniser is a function."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from parcha.folder import Folder
from parcha.model import Pcm
from parcha.speech import listen
from parcha.speech.listen import Heard


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the recogniser is going to say, a text a sound; then it says nothing more."""
    answers: list[str] = []

    def hear(sounds: Sequence[Pcm], *_: Any, **__: Any) -> list[Heard]:
        return [Heard(answers.pop(0) if answers else "", 0.7) for _ in sounds]

    monkeypatch.setattr(listen, "hear", hear)
    monkeypatch.setattr(listen, "check_installed", lambda model: None)
    return answers


def lines_of(leaflet: Folder) -> list[dict[str, Any]]:
    """The lines of the one part that was built."""
    (part,) = json.loads(leaflet.manifest("full").read_text(encoding="utf-8"))["chapters"]
    return part["lines"]


def text_of(leaflet: Folder) -> str:
    return " ".join(line["spoken"] for line in lines_of(leaflet))


def test_the_lines_that_were_not_understood(parcha: Any, leaflet: Folder, ear: list[str]) -> None:
    assert parcha("build", "--jobs", "1", "--chapter", "kya")[0] == 0
    ear.append(text_of(leaflet).replace("छूने से नहीं।", "छूने से।"))
    code, out, _ = parcha("listen", "--chapter", "kya", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) == {"mean_error", "worst", "flagged", "lines"}
    (line,) = [line for line in found["lines"] if line["verdict"] != "ok"]
    assert (line["chapter"], line["verdict"], line["lost"]) == ("kya", "words", ["नहीं"])
    assert "छूने से नहीं" in line["say"]

    ear.append(text_of(leaflet).replace("छूने से नहीं।", "छूने से।"))
    code, out, _ = parcha("listen", "--chapter", "kya")
    assert "words, error" in out
    assert "lost: नहीं" in out
    assert "1 to look at" in out


@pytest.mark.parametrize("own", [True, False], ids=["the clip is understood", "another voice is"])
def test_what_is_said_well_in_another_way_is_mended_and_noted(
    parcha: Any, leaflet: Folder, ear: list[str], own: bool
) -> None:
    assert parcha("build", "--jobs", "1", "--chapter", "kya")[0] == 0
    (said,) = (line["spoken"] for line in lines_of(leaflet) if "नहीं" in line["spoken"])
    wrong = said.replace("नहीं", "")
    # In context and alone; its own voice and another; the file once more; anew, slower, faster.
    ear.extend([text_of(leaflet).replace(said, wrong), wrong])
    ear.extend([said, said, wrong] if own else [wrong, said])
    ear.extend([wrong, said, said])
    code, out, _ = parcha("listen", "--mend", "--json")
    assert code == 0
    (mended,) = json.loads(out)["mended"]
    assert (mended["rendering"], mended["verdict"]) == ("speed 0.95", "ok")

    assert parcha("build", "--jobs", "1", "--chapter", "kya")[0] == 0
    noted = {line["spoken"]: line["rendering"] for line in lines_of(leaflet) if "rendering" in line}
    assert noted == {said: "speed 0.95"}


def test_nothing_built_and_unknown_parts(parcha: Any, ear: list[str]) -> None:
    code, _, err = parcha("listen")
    assert (code, "Run: parcha build" in err) == (3, True)
    parcha("build", "--jobs", "1", "--chapter", "kya")
    code, _, err = parcha("listen", "--chapter", "saans")
    assert (code, "Parts: kya" in err) == (3, True)


def test_calibration_needs_word_times(parcha: Any, ear: list[str]) -> None:
    parcha("build", "--jobs", "1", "--chapter", "kya")
    code, _, err = parcha("listen", "--calibrate")
    assert (code, "no spoken lines with word times" in err) == (3, True)
