"""The harnesses of this folder, short: each has a command of its own for long runs."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.inject import Scene
from tests.faults.kill import Killer
from tests.faults.powercut import PowerCuts
from tests.faults.stage import Variant
from tests.soak import User

pytestmark = pytest.mark.real

EDITED = Variant(edited=True)
OTHER = replace(EDITED, slug="taap", targets="phone, web", more=True)


def test_killed_builds_go_on_to_the_same_bytes(tmp_path: Path) -> None:
    killer = Killer(tmp_path, ["silent"], seed=5)
    killed = [killer.kill_once() for _ in range(6)]
    assert any(killed)


@pytest.mark.parametrize("before", [None, EDITED])
def test_power_cuts_lose_nothing(tmp_path: Path, before: Variant | None) -> None:
    cuts = PowerCuts(tmp_path, before, OTHER)
    chance = random.Random(6)
    for moment in (*(chance.randrange(len(cuts.calls)) for _ in range(3)), len(cuts.calls)):
        cuts.cut(moment, chance)


def test_a_power_cut_would_lose_an_edit_if_names_were_not_synced(tmp_path: Path) -> None:
    """The simulation is worth something: it finds what the program takes care of."""
    cuts = PowerCuts(tmp_path, EDITED, OTHER)
    cuts.calls = [call for call in cuts.calls if call[0] != "sync folder"]
    gone = [n for n, call in enumerate(cuts.calls) if call[0] == "os.remove"]
    removed = next(n for n in gone if str(cuts.calls[n][1]).endswith("03-kya.yaml"))
    with pytest.raises(AssertionError, match="a hand edit was lost"):
        for seed in range(20):
            cuts.cut(removed + 1, random.Random(seed))


def test_each_kind_of_fault_is_told_and_heals(tmp_path: Path) -> None:
    scene = Scene(tmp_path, EDITED, OTHER)
    faults = list(scene.faults(every=False))
    kinds = {fault.kind: fault for fault in faults}
    for fault in kinds.values():
        scene.try_out(fault)


def test_a_user_who_does_everything(tmp_path: Path) -> None:
    user = User(tmp_path, seed=7)
    for _ in range(12):
        user.step()
    assert user.made
