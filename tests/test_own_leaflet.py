"""The repository is a leaflet folder too: what it holds is what the program writes today."""

from __future__ import annotations

from pathlib import Path

from parcha import config
from parcha.folder import Folder
from parcha.prepare import draft_scripts, draft_sections


def test_sections_and_scripts_are_as_the_program_writes_them() -> None:
    leaflet = Folder(Path(__file__).parents[1])
    loaded = config.load(leaflet.leaflet)
    sections = draft_sections(leaflet, loaded)
    assert sections.draft.changed == ()
    assert draft_scripts(leaflet, loaded, sections.sections).draft.changed == ()
