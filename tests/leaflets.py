"""Small leaflets made from the articles of the tests, no two alike: what a batch is tried on."""

from __future__ import annotations

from pathlib import Path

from parcha import yamlfile
from parcha.folder import Folder
from parcha.start import leaflet_yaml, read_draft
from parcha.text.propose import propose_chapters

ARTICLES = sorted((Path(__file__).parent / "data" / "articles").glob("*.md"))


def make_leaflets(
    root: Path, count: int, engine: str = "espeak", paragraphs: int = 3
) -> list[Folder]:
    """`count` leaflets in `root`, of a few paragraphs each, spoken by `engine`.

    Each article in turn gives its next paragraphs; some are the same in several leaflets.
    """
    return [
        _leaflet(root / f"leaflet-{number:03d}", number, engine, paragraphs)
        for number in range(count)
    ]


def _leaflet(root: Path, number: int, engine: str, count: int) -> Folder:
    article = ARTICLES[number % len(ARTICLES)].read_text(encoding="utf-8")
    blocks = [block for block in article.split("\n\n") if block.strip()]
    head, paragraphs = blocks[0], [block for block in blocks[1:] if not block.startswith("#")]
    first = number // len(ARTICLES) * 2 % (len(paragraphs) - count)
    text = "\n\n".join([head, *paragraphs[first : first + count]])
    seed = root / "seeds" / "article.md"
    seed.parent.mkdir(parents=True)
    seed.write_text(f"{text}\n", encoding="utf-8")
    draft = read_draft(str(seed))
    chapters = propose_chapters(draft.source)
    title = f"{draft.title} {number + 1}"
    page = leaflet_yaml(draft, root.name, title, title, "CC0 1.0", "", chapters).decode()
    document = yamlfile.parse(page, "leaflet.yaml")
    # Another speed is another clip: only leaflets near each other have lines in common.
    voice = {"engine": engine, "speed": str(1 - number // (2 * len(ARTICLES)) / 100)}
    document["voices"] = {"narrator": voice, "announcer": {"engine": engine}}
    folder = Folder(root)
    folder.leaflet.write_text(yamlfile.dump(_plain(document)), encoding="utf-8")
    return folder


def _plain(value: object) -> object:
    """Without the line numbers, which YAML's writer does not know."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value
