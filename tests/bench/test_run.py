from __future__ import annotations

import json

import pytest

from parcha.bench.place import Text, fresh
from parcha.cli import run
from parcha.folder import Folder


def test_a_line_is_edited_as_a_person_would(leaflet: Folder) -> None:
    run(["-C", str(leaflet.root), "scripts"])
    before = leaflet.script(3, "lakshan").read_text(encoding="utf-8")
    with fresh(Text(leaflet)) as place:
        place.edit("lakshan", brief=False)
        after = place.leaflet.script(3, "lakshan").read_text(encoding="utf-8")
        changed = set(after.splitlines()) - set(before.splitlines())
        assert len(changed) == 1
        assert run(["-C", str(place.leaflet.root), "scripts"]) == 0
        assert place.leaflet.script(3, "lakshan").read_text(encoding="utf-8") == after
    assert leaflet.script(3, "lakshan").read_text(encoding="utf-8") == before
    assert not place.root.exists()


@pytest.mark.real
def test_a_bench_measures_both_ways(leaflet: Folder, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(leaflet.root), "bench", "--engine", "espeak", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["overhead"] is None
    for name in ("wall_ratio", "two_worker_speedup", "noop_seconds", "one_line_seconds"):
        assert found[name] > 0
    assert 20 < found["parent_peak_mb"] < 400
    assert found["runs"]["ours_4x"]["minutes"] > 3.9 * found["runs"]["ours"]["minutes"]
    assert not leaflet.edition("full").exists()


@pytest.mark.real
def test_the_network_is_timed_where_there_is_one(leaflet: Folder) -> None:
    with fresh(Text(leaflet, engine="kokoro", chapters=("kya",))) as place:
        place.run("prepare")
        found, _ = place.run("ours", jobs=1)
        stock, _ = place.run("stock")
    assert 0.5 * found.cpu_seconds < found.network_seconds < found.cpu_seconds
    assert stock.first_part_seconds > 0
    assert 0.5 < found.minutes / stock.minutes < 2
