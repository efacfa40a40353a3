"""The tiny leaflet, built once by the silent voice; each test has a copy of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from parcha.cli import run
from parcha.folder import Folder
from tests.conftest import write_leaflet


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A built leaflet folder and its cache."""
    root = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCHA_CACHE", str(root / "cache"))
        write_leaflet(root / "leaflet")
        assert run(["-C", str(root / "leaflet"), "build", "--jobs", "1"]) == 0
    return root / "leaflet", root / "cache"


@pytest.fixture
def built(built_once: tuple[Path, Path], leaflet: Folder, cache: Path) -> Folder:
    """The folder of this test, built."""
    made, kept = built_once
    shutil.copytree(kept, cache)
    shutil.copytree(made, leaflet.root, dirs_exist_ok=True)
    return leaflet


@pytest.fixture
def report(parcha: Any):  # type: ignore[no-untyped-def]
    """What `parcha report --json` prints."""

    def call(*arguments: str) -> dict[str, Any]:
        code, out, err = parcha("report", "--json", *arguments)
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        return found

    return call
