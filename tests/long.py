"""A leaflet as long as one likes, from the articles of the tests, no two sentences alike."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from parcha import yamlfile
from parcha.folder import Folder
from tests.leaflets import ARTICLES

MINUTES_A_CHAPTER = 30
CHARACTERS_A_MINUTE = 390
"""About what the silent voice needs at its slowest."""


def make_long(root: Path, hours: float) -> Folder:
    """A leaflet in `root` that the silent voice speaks for about so many hours."""
    paragraphs = [
        block
        for article in ARTICLES
        for block in article.read_text(encoding="utf-8").split("\n\n")
        if block.strip() and block[0] not in "#|"
    ]
    wanted = round(60 * hours * CHARACTERS_A_MINUTE)
    chapters: list[dict[str, str]] = []
    written: list[str] = []
    length = 0
    for number in count(1):
        # The number makes it another text for the cache, as another leaflet's would be.
        text = f"{number}: {paragraphs[number % len(paragraphs)]}"
        if length >= len(chapters) * MINUTES_A_CHAPTER * CHARACTERS_A_MINUTE:
            place = len(chapters) + 1
            chapters.append(
                {"id": f"part-{place}", "title": f"किताब का हिस्सा {place}", "from": text[:40]}
            )
        written.append(text)
        length += len(text)
        if length > wanted:
            break
    folder = Folder(root)
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "long.txt").write_text("\n\n".join(written) + "\n", encoding="utf-8")
    leaflet = {
        "title": "लंबा",
        "article": {"file": "seeds/long.txt", "name": "लंबा", "licence": "CC0 1.0"},
        "voices": {
            "narrator": {"engine": "silent", "speed": "0.5"},
            "announcer": {"engine": "silent", "speed": "0.5"},
        },
        "chapters": chapters,
    }
    folder.leaflet.write_text(yamlfile.dump(leaflet), encoding="utf-8")
    return folder
