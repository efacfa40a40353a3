"""Everything that is known of a built edition, gathered for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from parcha.check.delivered import delivered_parts
from parcha.check.edition import check_edition
from parcha.check.heard import HeardLine, Part
from parcha.check.report import PartSummary
from parcha.check.report import Report as Checked
from parcha.check.signoff import said_hash
from parcha.check.tell import Telling, tellings
from parcha.draft import Draft
from parcha.folder import Folder
from parcha.manifest import package_of, read_manifest
from parcha.report.article import article_of
from parcha.report.content import Content, ItemView, LineView, Package, PartView
from parcha.report.notices import notices_of
from parcha.report.trace import trace
from parcha.sound.curve import loudness_curve
from parcha.store import Store
from parcha.text.plain import load_glossary


def gather(
    folder: Folder, drafted: Draft, heard: Sequence[HeardLine], store: Store | None = None
) -> Content:
    """What there is to say of the edition as it was built, and of its scripts as they are now.

    Raises `InputError` where nothing is built, or no package has a file for each part.
    """
    store = store or Store()
    config, edition = drafted.config, drafted.edition
    home, path = folder.edition(edition.name), folder.manifest(edition.name)
    manifest = read_manifest(path)
    played = delivered_parts(manifest, home)
    scripts = drafted.scripts.scripts
    checked = check_edition(
        config,
        edition,
        drafted.sections.sections,
        scripts,
        drafted.parts,
        load_glossary(folder.plain),
        manifest,
    )
    told = tellings(scripts, drafted.sections.sections, edition)
    views = _parts(drafted, manifest, home, played, told, heard, checked, store)
    signed = {(part.id, said_hash(part)) for part in drafted.parts}
    return Content(
        title=config.title,
        slug=config.leaflet.slug,
        edition=edition.name,
        engine=manifest["engine"],
        voices=tuple(dict.fromkeys(voice["name"] for voice in manifest["voices"].values())),
        version=manifest["parcha"],
        made=datetime.fromtimestamp(path.stat().st_mtime).isoformat(" ", "minutes"),
        made_from=manifest["made_from"],
        reviewers=tuple(
            dict.fromkeys(
                review.by for review in config.reviewed if (review.chapter, review.hash) in signed
            )
        ),
        drafts=tuple(view.title for view in views if view.draft),
        packages=_packages(manifest["files"]),
        notices=notices_of(drafted, manifest, home, views, checked),
        parts=views,
        article=article_of(drafted, told),
        summary=checked.summary,
    )


def _packages(files: Sequence[Mapping[str, Any]]) -> tuple[Package, ...]:
    grouped = groupby(sorted(files, key=package_of), package_of)
    named = ((name, list(own)) for name, own in grouped if name)
    return tuple(Package(name, len(own), sum(file["bytes"] for file in own)) for name, own in named)


def _parts(
    drafted: Draft,
    manifest: Mapping[str, Any],
    home: Path,
    played: Sequence[Part],
    told: Sequence[Telling],
    heard: Sequence[HeardLine],
    checked: Checked,
    store: Store,
) -> tuple[PartView, ...]:
    """The parts that were built, in order."""
    files = {home / file["path"]: file for file in manifest["files"]}
    file_of = {part.chapter: files[part.file] for part in played}
    summaries = {part.chapter: part for part in checked.summary.parts}
    unknown = PartSummary("", "", 0.0, 0.0, False, 0, 0.0, 0.0, True)
    by_place = {(line.chapter, line.number): line for line in heard}
    by_item = {(telling.chapter, telling.number): telling for telling in told}
    written = trace(drafted, manifest)
    views = []
    for chapter in manifest["chapters"]:
        file = file_of[chapter["id"]]
        figures = summaries.get(chapter["id"], unknown)
        lines = [
            LineView(
                number,
                line["say"],
                line["spoken"],
                line["start_ms"],
                line["end_ms"],
                place,
                by_place.get((chapter["id"], number)),
            )
            for number, (line, place) in enumerate(
                zip(chapter["lines"], written[chapter["id"]], strict=True), start=1
            )
        ]
        views.append(
            PartView(
                number=chapter["number"],
                id=chapter["id"],
                title=chapter["title"],
                file=file["path"],
                duration_ms=chapter["duration_ms"],
                lufs=file["lufs"],
                peak_dbtp=file["peak_dbtp"],
                rate=figures.rate,
                mean_words=figures.mean_words,
                rare_share=figures.rare_share,
                draft=figures.draft,
                curve=loudness_curve(home / file["path"], file["sha256"], store),
                items=_items(chapter["id"], lines, by_item),
            )
        )
    return tuple(views)


def _items(
    chapter: str, lines: Sequence[LineView], told: Mapping[tuple[str, int], Telling]
) -> tuple[ItemView, ...]:
    """The lines, those of one item together."""
    items = []
    for number, own in groupby(lines, lambda line: line.place.item if line.place else 0):
        telling = told.get((chapter, number))
        items.append(
            ItemView(
                number,
                telling.item.role if telling else "",
                tuple(source.text for source in telling.sources) if telling else (),
                telling.item.why if telling else "",
                tuple(own),
            )
        )
    return tuple(items)
