"""Every test article from file to sound without editing, in a table.

Run: python -m tests.check_articles [FILE …]    (needs ffprobe, and pandoc for wiki text)

For each file: `parcha new`, `parcha build --engine espeak`, `parcha sections --check`; then every
MP3 is probed. Prints chapters, minutes, how much was left out, seconds needed, and the titles.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from parcha import config
from parcha.cli import run
from parcha.folder import Folder
from parcha.text.ledger import load
from tests.text.formats import ARTICLES


def minutes_of(path: Path) -> float:
    """How long a player finds a sound file to be. Raises where it cannot play it."""
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", path]
    done = subprocess.run(command, capture_output=True, check=True)
    return float(json.loads(done.stdout)["format"]["duration"]) / 60


def build(article: Path, root: Path) -> str:
    """Make a leaflet of an article and check it; a row of the table."""
    began = time.monotonic()
    for command in (
        ["new", str(root), "--article", str(article), "--licence", "CC0 1.0"],
        ["-C", str(root), "build", "--engine", "espeak"],
        ["-C", str(root), "sections", "--check"],
    ):
        assert run(command) == 0, command
    seconds = time.monotonic() - began
    leaflet = config.load(root / "leaflet.yaml")
    phone = root / "audio" / "full" / "phone"
    parts = sorted(phone.glob("[0-9]*.mp3"))
    lengths = {path.name: minutes_of(path) for path in parts}
    complete = next(length for name, length in lengths.items() if name.startswith("00-"))
    chapters = [length for name, length in lengths.items() if not name.startswith("00-")]
    assert len(chapters) == len(leaflet.chapters) + 2
    assert abs(sum(chapters) - complete) < 0.1
    ledger = load(Folder(root).ledger.read_text(encoding="utf-8"), "cleaning.yaml")
    titles = " | ".join(chapter.title for chapter in leaflet.chapters)
    return (
        f"{article.name:20} {len(leaflet.chapters):8} {complete:8.1f} "
        f"{ledger.left_out / ledger.characters:9.1%} {seconds:7.0f}  {titles}"
    )


def main(articles: list[Path]) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, article in enumerate(articles):
            rows.append(build(article, Path(scratch) / f"leaflet-{number}"))
    print(f"{'file':20} chapters  minutes  left out seconds  titles")
    print("\n".join(rows))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted(ARTICLES.iterdir()))
