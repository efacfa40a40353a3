"""`parcha new`: an article becomes a leaflet folder that builds at once and is worth editing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from parcha import yamlfile
from parcha.config import LICENCE_URLS
from parcha.errors import InputError
from parcha.folder import Folder
from parcha.model import Source
from parcha.portable import unfit
from parcha.store import write_atomic
from parcha.targets.target import TARGETS
from parcha.text.data import hindi
from parcha.text.propose import Proposal, propose_chapters
from parcha.text.read import parse_article, read_bytes
from parcha.text.readers import web

_LEAFLET = """\
# What this leaflet is. Change what you like, then run: parcha build

# The name of the leaflet, said at the beginning. slug: the same for file names, in Latin letters.
title: {title}
slug: {slug}
language: hi

# Where the text comes from; name and licence are said at the end.
article:
  file: {file}
  name: {name}  # the book, site or institution
  url: {url}  # where it can be read; may stay empty
  licence: {licence}  # such as CC BY-SA 4.0, or who allowed the use
  as_of: ""  # the year of the facts, such as "2024"

# Other voices: parcha voices. A speed of 0.9 is easier to follow than 1.0.
voices:
  narrator: {{engine: kokoro, voice: hm_omega, speed: 1.0}}
  announcer: {{engine: kokoro, voice: hf_beta, speed: 1.0}}

# What is made. full says every sentence of the article. For an edition of its own words, write
# brief: lines into scripts/ and add here:  brief: {{targets: [phone, whatsapp]}}
# Packages: {targets}.
editions:
  full: {{targets: [phone]}}

# The program drew these chapters; move, rename, join or add as you see fit. A chapter begins with
# the heading or paragraph whose first words stand under "from". id: its name in file names.
chapters:
{chapters}
# More that may stand here, without the # and the space after it:
#
# opening: another title for the first part
# pauses: {{line: 120, sentence: 400, paragraph: 600, title: 700}}  # silence in milliseconds
# leave_out:  # what is not read aloud; "to" may be missing: to the end of the paragraph
#   - {{from: first words, to: last words, why: the reason}}
# fix:  # slips of this article
#   - {{was: as it stands, now: as it should be, why: the reason}}
"""
_CHAPTER = """\
  - id: {id}
    title: {title}
    from: {start}
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
        if path.is_dir():
            raise InputError(f"{path} is a folder.", "Name the file of the article in it.")
        if not path.is_file():
            raise InputError(
                f"The article {article} is not there.",
                "Look at the name of the file. A web address begins with http:// or https://.",
            )
        stem, url = path.stem, ""
        data, file = read_bytes(path), f"{slug(stem)}{path.suffix.lower()}"
    source = parse_article(data, Path(file if url else article).name)
    headings = (yamlfile.shown(block.text) for block in source.blocks if block.level == 1)
    title = next(filter(None, headings), yamlfile.shown(stem) or "leaflet")
    return Draft(data, file, source, url, title)


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

    Raises `InputError` if there is one already, a link that leads out, or nothing to read aloud;
    `StorageError` if it cannot be written.
    """
    folder = Folder(root)
    refuse_existing(folder)
    folder.refuse_foreign()
    chapters = propose_chapters(draft.source)
    if not chapters:
        raise InputError(
            f"{draft.file}: nothing is left to read aloud.",
            "Look whether the file holds the text of the article, not just links or tables.",
        )
    write_atomic(root / "seeds" / draft.file, draft.data)
    text = leaflet_yaml(draft, root.resolve().name, title, name, licence, url, chapters)
    write_atomic(folder.leaflet, text)
    return folder


def refuse_existing(folder: Folder) -> None:
    """Raise `InputError` where a leaflet is already."""
    if folder.leaflet.exists():
        raise InputError(
            f"{folder.leaflet} is there already.", "Choose another folder; nothing was changed."
        )


def leaflet_yaml(
    draft: Draft,
    folder: str,
    title: str,
    name: str,
    licence: str,
    url: str,
    chapters: tuple[Proposal, ...],
) -> bytes:
    """`leaflet.yaml` with a comment at everything that people edit. `folder` is its name."""
    values = {
        "title": yamlfile.shown(title),
        "slug": slug(folder, slug(Path(draft.file).stem)),
        "file": f"seeds/{draft.file}",
        "name": yamlfile.shown(name),
        "url": yamlfile.shown(url),
        "licence": yamlfile.shown(licence),
    }
    drawn = (
        _CHAPTER.format(id=chapter.id, title=_scalar(chapter.title), start=_scalar(chapter.anchor))
        for chapter in chapters
    )
    text = _LEAFLET.format(
        **{key: _scalar(value) for key, value in values.items()},
        targets=", ".join(TARGETS),
        chapters="".join(drawn),
    )
    return text.encode()


def _scalar(value: str) -> str:
    """A value as YAML writes it, in quotes where it must be."""
    written = yamlfile.dump([value]).strip().removeprefix("- ")
    # YAML breaks very long lines, as damaged files have them; JSON does not, and is YAML, too.
    return written if value and "\n" not in written else json.dumps(value, ensure_ascii=False)


def known_licences() -> tuple[str, ...]:
    """The licences whose address the program knows."""
    return tuple(LICENCE_URLS)


def slug(name: str, otherwise: str = "leaflet") -> str:
    """A name that any file system and `leaflet.yaml` take; `otherwise` where none is left."""
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or otherwise
    return f"{otherwise}-{short}" if unfit(short) else short
