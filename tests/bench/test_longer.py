from __future__ import annotations

import pytest

from parcha import config
from parcha.bench.longer import longer
from parcha.build import build
from parcha.draft import draft
from parcha.folder import Folder


def test_the_text_three_times_is_three_times_the_work(leaflet: Folder) -> None:
    drafted = draft(leaflet, config.load(leaflet.leaflet))
    thrice = longer(drafted, 3)
    assert len(set(thrice.utterances)) == 3 * len(set(drafted.utterances))
    assert [part.number for part in thrice.parts] == list(range(1, 13))
    assert {line.say for line in thrice.parts[9].lines} == {
        line.say for line in drafted.parts[1].lines
    }


@pytest.mark.usefixtures("warm")
def test_it_is_built_as_any_leaflet_and_its_text_stays(leaflet: Folder) -> None:
    drafted = draft(leaflet, config.load(leaflet.leaflet))
    built = build(leaflet, longer(drafted, 2), jobs=1)
    assert (built.parts, built.spoken) == (8, len(set(drafted.utterances)))
    assert not list(leaflet.root.glob("scripts/*"))
