"""What a build will do is what it then does, and no more than what changed costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcha import config
from parcha.build import Built, build
from parcha.draft import draft
from parcha.folder import Folder
from parcha.sound import encode
from parcha.speech.silent import SilentEngine
from parcha.status import Status, describe


def ahead(leaflet: Folder, *targets: str) -> Status:
    return describe(leaflet, draft(leaflet, config.load(leaflet.leaflet), targets=targets))


def make(leaflet: Folder, *targets: str) -> Built:
    return build(leaflet, draft(leaflet, config.load(leaflet.leaflet), targets=targets))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often something was spoken, and how often something encoded."""
    found = {"spoken": 0, "encoded": 0}
    speak, master = SilentEngine.speak, encode.master

    def counted_speak(*arguments):  # type: ignore[no-untyped-def]
        found["spoken"] += 1
        return speak(*arguments)

    def counted_master(*arguments):  # type: ignore[no-untyped-def]
        found["encoded"] += 1
        return master(*arguments)

    monkeypatch.setattr(SilentEngine, "speak", counted_speak)
    monkeypatch.setattr(encode, "master", counted_master)
    return found


def test_a_first_build_has_everything_to_do_and_no_rates(
    leaflet: Folder, costs: dict[str, int]
) -> None:
    status = ahead(leaflet)
    built = make(leaflet)
    assert costs == {"spoken": len(status.to_speak), "encoded": len(status.to_join)}
    assert (built.spoken, built.parts) == (len(status.to_speak), len(status.to_join))
    assert {kind.split()[0] for kind in status.not_measured} == {"speak", "make"}
    assert any("not measured here yet" in line for line in status.as_text())


@pytest.mark.usefixtures("warm")
def test_a_line_costs_that_line_and_its_part(leaflet: Folder, costs: dict[str, int]) -> None:
    make(leaflet)
    replace(leaflet.script(2, "kya"), "    - मलेरिया एक बुखार है।", "    - मलेरिया बुखार है।")
    status = ahead(leaflet)
    assert (len(status.to_speak), status.to_join) == (1, ("kya",))
    make(leaflet)
    assert costs == {"spoken": 1, "encoded": 1}


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://example.org/malaria", "https://example.org/m"),
        ("{id: kya,", "{id: kya, picture: drop,"),
    ],
)
def test_a_tag_or_a_picture_costs_no_sound(
    leaflet: Folder, costs: dict[str, int], old: str, new: str
) -> None:
    make(leaflet)
    replace(leaflet.leaflet, old, new)
    status = ahead(leaflet)
    assert (status.to_speak, status.to_join, status.up_to_date) == ((), (), False)
    assert not make(leaflet).up_to_date
    assert costs == {"spoken": 0, "encoded": 0}


@pytest.mark.usefixtures("warm")
def test_a_pause_costs_no_speech(leaflet: Folder, costs: dict[str, int]) -> None:
    make(leaflet)
    replace(leaflet.leaflet, "chapters:", "pauses: {sentence: 450}\nchapters:")
    status = ahead(leaflet)
    assert (status.to_speak, len(status.to_join)) == ((), 4)
    make(leaflet)
    assert costs == {"spoken": 0, "encoded": 4}


@pytest.mark.usefixtures("warm")
def test_the_lines_of_packages_are_counted(leaflet: Folder, costs: dict[str, int]) -> None:
    make(leaflet)
    status = ahead(leaflet, "phone", "ivr", "radio")
    assert status.to_speak == ()
    assert make(leaflet, "phone", "ivr", "radio").spoken == len(status.prompts) > 10
    assert costs["spoken"] == len(status.prompts)


def test_after_a_build_the_next_one_can_be_timed(leaflet: Folder) -> None:
    make(leaflet)
    assert ahead(leaflet).seconds == 0
    replace(leaflet.leaflet, "voice: low", "voice: high, speed: 1.1")
    status = ahead(leaflet)
    assert status.not_measured == ()
    assert status.seconds > 0
    assert any("takes about" in line for line in status.as_text())
