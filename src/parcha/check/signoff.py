"""Sign-off: a part is a draft until a person has reviewed just what it says.

`leaflet.yaml` names who and when, bound to a hash of the words that are spoken. A later edit of a
line, of the title, or of how a word is said makes the part a draft again; its number and the
signposts around it may change.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from parcha import yamlfile
from parcha.config import Review
from parcha.errors import CheckError, InputError
from parcha.model import Leaflet
from parcha.plan import SIGNPOSTS, PlannedPart
from parcha.store import write_atomic
from parcha.text.data import hindi

_HASH_LENGTH = 16
_NOT_SIGNED = SIGNPOSTS | {"contents"}
_LIST = re.compile(r"^reviewed:[^\S\n]*(?:#.*)?$", re.MULTILINE)


def said_hash(part: PlannedPart) -> str:
    """The hash of what a part says: its title and the words of its lines, not its signposts."""
    said = [part.id, part.title]
    said += [line.spoken for line in part.lines if line.role not in _NOT_SIGNED]
    text = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def drafts(parts: Sequence[PlannedPart], reviewed: Sequence[Review]) -> tuple[str, ...]:
    """The ids of the parts that nobody reviewed as they are now, in order."""
    signed = {(review.chapter, review.hash) for review in reviewed}
    return tuple(part.id for part in parts if (part.id, said_hash(part)) not in signed)


def marked(leaflet: Leaflet, unsigned: Sequence[str]) -> Leaflet:
    """The leaflet as packages show it: drafts say so in the title and in file names."""
    if not unsigned:
        return leaflet
    title = hindi("phrases").text("draft").format(title=leaflet.title)
    return replace(leaflet, title=title, slug=f"{leaflet.slug}-draft")


def refuse_drafts(unsigned: Sequence[str]) -> None:
    """Raises `CheckError` that names the parts which are drafts, if there are any."""
    if unsigned:
        raise CheckError(
            f"These parts are drafts, so there is no release: {', '.join(unsigned)}.",
            "Whoever reviewed a part signs it: parcha check --sign CHAPTER --by NAME",
        )


def sign(
    path: Path, parts: Sequence[PlannedPart], chapter: str, by: str, on: datetime.date
) -> Review:
    """Add a review of what `chapter` says now to the leaflet file `path`; all else stays as it is.

    Raises `InputError` if there is no such part, nobody is named, or the list in the file is not
    written with an entry a line.
    """
    part = next((part for part in parts if part.id == chapter), None)
    if part is None:
        names = ", ".join(part.id for part in parts)
        raise InputError(f'This edition has no part "{chapter}".', f"Parts: {names}.")
    if not by.strip():
        raise InputError("Nobody is named.", "Say who reviewed it: --by NAME")
    review = Review(chapter, " ".join(by.split()), on.isoformat(), said_hash(part))
    write_atomic(path, _with_entry(yamlfile.read_text(path), review, path.name).encode())
    return review


def entry(review: Review) -> str:
    """The line of a review in `leaflet.yaml`."""
    by = json.dumps(review.by, ensure_ascii=False)
    return f"  - {{chapter: {review.chapter}, by: {by}, on: {review.on}, hash: {review.hash}}}\n"


def _with_entry(text: str, review: Review, where: str) -> str:
    """The leaflet file with one more review, first in its list or at the end of the file."""
    document = yamlfile.parse(text, where)
    if "reviewed" not in document:
        return f"{text.rstrip()}\n\n# Who reviewed what is said now.\nreviewed:\n{entry(review)}"
    match = _LIST.search(text)
    if match is None:
        raise InputError(
            f"{document.place('reviewed')}: write the list with one entry a line.",
            f'Below a line with only "reviewed:", add:\n{entry(review)}',
        )
    return f"{text[: match.end()]}\n{entry(review)}{text[match.end() + 1 :]}"
