"""Hindi lines to try the voice on: those of the ALS leaflet, and others of kinds it has few of."""

from __future__ import annotations

from pathlib import Path

from parcha.config import load
from parcha.draft import draft
from parcha.folder import Folder

ROOT = Path(__file__).parents[2]


def lines(count: int) -> list[str]:
    """`count` different lines: all of lines.txt, then of the leaflet, of every length alike."""
    written = Path(__file__).with_name("lines.txt").read_text(encoding="utf-8").splitlines()
    own = [line for line in written if not line.startswith("#")]
    folder = Folder(ROOT)
    config = load(folder.leaflet)
    told = {
        utterance.text
        for edition in ("brief", "full")
        for utterance in draft(folder, config, edition).utterances
    }
    told = sorted(told, key=lambda line: (len(line), line))
    wanted = min(max(0, count - len(own)), len(told))
    return [*own, *(told[place * len(told) // wanted] for place in range(wanted))][:count]
