"""`parcha new`: an article becomes a leaflet folder that builds at once and is worth editing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from parcha import yamlfile
from parcha.config import LICENCE_URLS
from parcha.errors import InputError, StorageError
from parcha.folder import Folder
from parcha.model import Source
from parcha.store import write_atomic
from parcha.text.data import hindi
from parcha.text.propose import Proposal, propose_chapters
from parcha.text.read import parse_article, read_bytes
from parcha.text.readers import web

_HEAD = """\
# What this leaflet is. Edit it as you like, then run: parcha build
"""
_COMMENTS = {
    "title": "The name of the leaflet; it is said at the beginning.",
    "article": "Where the text comes from; it is said at the end. as_of: the year of the facts.",
    "voices": "Other voices: parcha voices",
    "editions": "What is made, and for whom.",
    "chapters": "A chapter begins with the paragraph or heading that begins with these words.\n"
    "# The program drew these borders; move, rename, join or add as you see fit.",
}
_TAIL = """
# More that may stand here:
# opening: another title for the first part
# pauses: {line: 120, sentence: 400, paragraph: 600, title: 700}   # milliseconds of silence
# leave_out:                                                        # not read aloud, and why
#   - {from: first words, to: last words, why: the reason}
# fix:                                                              # slips of this article
#   - {was: as it stands, now: as it should, why: the reason}
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that has been read, before anything is written. `title` is what it says."""

    data: bytes
    file: str
    source: Source
    url: str
    title: str
    name: str = ""
    licence: str = ""


def read_draft(article: str, allow: web.Allow = web.is_public) -> Draft:
    """Read the article at a path or web address. Raises `InputError`, `NetworkError`."""
    if web.is_address(article):
        page = web.fetch(article, allow)
        stem = page.url.rstrip("/").rpartition("/")[2].partition("?")[0].partition(".")[0]
        data, file, url = page.data, f"{slug(stem)}{page.suffix}", page.url
    else:
        path = Path(article)
        if not path.is_file():
            raise InputError(f"The article {path} is not there.", "Look at the name of the file.")
        stem, url = path.stem, ""
        data, file = read_bytes(path), f"{slug(stem)}{path.suffix.lower()}"
    source = parse_article(data, Path(file if url else article).name)
    headings = (block.text for block in source.blocks if block.level == 1)
    return Draft(data, file, source, url, title=next(headings, stem))


def example_draft() -> Draft:
    """A tiny article to try the program with."""
    data = hindi("example")
    text = data.text("article").encode()
    source = parse_article(text, "example.md")
    return Draft(
        text, "example.md", source, "", data.text("title"), data.text("name"), data.text("licence")
    )


def new_leaflet(root: Path, draft: Draft, title: str, name: str, licence: str, url: str) -> Folder:
    """Make the leaflet folder `root` for an article.

    Raises `InputError` if there is one already, or nothing to read aloud in the article;
    `StorageError` if it cannot be written.
    """
    folder = Folder(root)
    refuse_existing(folder)
    chapters = propose_chapters(draft.source)
    if not chapters:
        raise InputError(
            f"{draft.file}: nothing is left to read aloud.",
            "Look whether the file holds the text of the article, not just links or tables.",
        )
    try:
        write_atomic(root / "seeds" / draft.file, draft.data)
        write_atomic(folder.leaflet, leaflet_yaml(draft, title, name, licence, url, chapters))
    except OSError as error:
        raise StorageError(f"Could not write {root}: {error.strerror}.") from error
    return folder


def refuse_existing(folder: Folder) -> None:
    """Raise `InputError` where a leaflet is already."""
    if folder.leaflet.exists():
        raise InputError(
            f"{folder.leaflet} is there already.", "Choose another folder; nothing was changed."
        )


def leaflet_yaml(
    draft: Draft, title: str, name: str, licence: str, url: str, chapters: tuple[Proposal, ...]
) -> bytes:
    """`leaflet.yaml` with a comment at everything that people edit."""
    document = {
        "title": title,
        "slug": slug(Path(draft.file).stem),
        "language": "hi",
        "article": {
            "file": f"seeds/{draft.file}",
            "name": name,
            "url": url,
            "licence": licence,
            "as_of": "",
        },
        "voices": {
            "narrator": {"engine": "kokoro", "voice": "hm_omega", "speed": "1.0"},
            "announcer": {"engine": "kokoro", "voice": "hf_beta", "speed": "1.0"},
        },
        "editions": {"full": {"targets": ["phone"]}},
        "chapters": [
            {"id": chapter.id, "title": chapter.title, "from": chapter.anchor}
            for chapter in chapters
        ],
    }
    parts = [_HEAD]
    for key, value in document.items():
        comment = f"\n# {_COMMENTS[key]}\n" if key in _COMMENTS else ""
        parts.append(comment + yamlfile.dump({key: value}))
    return ("".join(parts) + _TAIL).encode()


def known_licences() -> tuple[str, ...]:
    """The licences whose address the program knows."""
    return tuple(LICENCE_URLS)


def slug(stem: str) -> str:
    """A name that any file system and `leaflet.yaml` take."""
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "leaflet"
