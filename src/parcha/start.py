"""`parcha new`: an article becomes a leaflet folder that builds at once and is worth editing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from parcha import yamlfile
from parcha.errors import InputError, StorageError
from parcha.folder import Folder
from parcha.model import Source
from parcha.store import write_atomic
from parcha.text.read import read_article

# About two minutes of speech: what the studies of health calls in India converged on.
_WORDS_A_CHAPTER = 260
_TITLE_WORDS = 6
_STOPS = "\u0964.?!"

_HEAD = """\
# What this leaflet is. Edit it as you like, then run: parcha build
# A chapter begins with the paragraph whose first words stand under "from"; move and rename them.
"""
_TAIL = """
# More that may stand here:
# pauses: {line: 120, sentence: 400, paragraph: 600, title: 700}   # milliseconds of silence
# leave_out:                                                        # not read aloud, and why
#   - {from: first words, to: last words, why: the reason}
# fix:                                                              # slips of this article
#   - {was: as it stands, now: as it should, why: the reason}
"""


def new_leaflet(
    root: Path, article: Path, title: str | None, name: str | None, licence: str, url: str
) -> Folder:
    """Make the leaflet folder `root` for `article`. Raises `InputError` if one is there already.

    Nothing is written before the article has been read.
    """
    folder = Folder(root)
    if folder.leaflet.exists():
        raise InputError(
            f"{folder.leaflet} is there already.", "Choose another folder; nothing was changed."
        )
    source = read_article(article)
    first = source.blocks[0].text.strip()
    has_title = len(source.blocks) > 1 and len(first.split()) <= 12 and first[-1:] not in _STOPS
    seed = Path("seeds") / f"{_ascii(article.stem)}{article.suffix}"
    document = {
        "title": title or (first if has_title else article.stem),
        "slug": _ascii(article.stem),
        "language": "hi",
        "article": {
            "file": seed.as_posix(),
            "name": name or (first if has_title else article.stem),
            "url": url,
            "licence": licence,
            "as_of": "",
        },
        "voices": {
            "narrator": {"engine": "kokoro", "voice": "hm_omega", "speed": "1.0"},
            "announcer": {"engine": "kokoro", "voice": "hf_beta", "speed": "1.0"},
        },
        "editions": {"full": {"targets": ["phone"]}},
        "chapters": propose_chapters(source, 1 if has_title else 0),
    }
    if has_title:
        document["leave_out"] = [{"from": first, "why": "the title is said by the announcer"}]
    try:
        (root / seed).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(article, root / seed)
    except OSError as error:
        raise StorageError(f"Could not write {root / seed}: {error.strerror}.") from error
    write_atomic(folder.leaflet, (_HEAD + yamlfile.dump(document) + _TAIL).encode())
    return folder


def propose_chapters(source: Source, first: int = 0) -> list[dict[str, str]]:
    """Chapters of about two minutes, cut at paragraphs, titled with their first words."""
    texts = [" ".join(block.text.split()) for block in source.blocks]
    chapters: list[dict[str, str]] = []
    words = _WORDS_A_CHAPTER
    for number in range(first, len(texts)):
        anchor = _anchor(texts, number) if words >= _WORDS_A_CHAPTER or not chapters else ""
        if anchor:
            title = re.sub(r"[^\w\s\u0900-\u097f-]", "", anchor)
            chapters.append({"id": f"part-{len(chapters) + 1}", "title": title, "from": anchor})
            words = 0
        words += len(texts[number].split())
    return chapters


def _anchor(texts: Sequence[str], number: int) -> str:
    """The fewest first words that only this paragraph begins with; none if there are no such."""
    words = texts[number].split()
    for count in range(min(_TITLE_WORDS, len(words)), len(words) + 1):
        anchor = " ".join(words[:count])
        if sum(text.startswith(anchor) for text in texts) == 1:
            return anchor
    return anchor if texts.count(anchor) == 1 else ""


def _ascii(stem: str) -> str:
    """A name that any file system and `leaflet.yaml` take."""
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "leaflet"
