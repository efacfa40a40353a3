from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parcha import config, recipe
from parcha.build import build
from parcha.draft import draft
from parcha.folder import Folder
from parcha.targets.mp3 import PROFILE


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A copy of the source, in which recipes may change."""
    root = tmp_path / "source"
    for room in ("sound", "targets"):
        shutil.copytree(recipe._HERE / room, root / room)
    monkeypatch.setattr(recipe, "_HERE", root)
    recipe.recipe.cache_clear()
    yield root
    recipe.recipe.cache_clear()


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("file", ["sound/join.py", "targets/tags.py", "targets/data/web/player.js"])
def test_another_recipe_is_another_edition(leaflet: Folder, source: Path, file: str) -> None:
    def drafted():  # type: ignore[no-untyped-def]
        recipe.recipe.cache_clear()
        return draft(leaflet, config.load(leaflet.leaflet))

    build(leaflet, drafted(), jobs=1)
    assert build(leaflet, drafted(), jobs=1).up_to_date
    with (source / file).open("a") as changed:
        changed.write("\n")
    made = build(leaflet, drafted(), jobs=1)
    assert (made.up_to_date, made.spoken) == (False, 0)


def test_another_recipe_is_another_sound(source: Path) -> None:
    before = PROFILE.fingerprint
    assert PROFILE.fingerprint == before
    (source / "sound" / "more.py").write_text("")
    recipe.recipe.cache_clear()
    assert PROFILE.fingerprint != before
