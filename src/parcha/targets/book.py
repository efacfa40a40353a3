"""What the books have in common: their own name, their day and their list of contents."""

from __future__ import annotations

import uuid
from html import escape

from parcha.model import Leaflet, Programme
from parcha.targets.names import part_name
from parcha.targets.template import filled

NO_DATE = "1980-01-01"
"""Every book must say when it was changed; one that does not know says what its zip says."""


def identifier(programme: Programme, package: str) -> str:
    """The name of a package of an edition, the same in every build."""
    name = f"parcha:{programme.leaflet.slug}/{programme.edition}/{package}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def day(leaflet: Leaflet) -> str:
    """The day on which the leaflet came out."""
    return leaflet.published or NO_DATE


def contents(template: str, programme: Programme, suffix: str) -> bytes:
    """The file `template` with a link to each part's file of that `suffix`."""
    entries = (
        f'<li><a href="{part_name(programme, chapter, suffix)}">{escape(chapter.title)}</a></li>\n'
        for chapter in programme.chapters
    )
    texts = {
        "language": programme.leaflet.language,
        "title": escape(programme.leaflet.title),
        "contents": escape(programme.labels["contents"]),
        "entries": "".join(entries),
    }
    return filled(template, texts).encode()
