"""The two stages that make text: article → sections → scripts. What people wrote is kept.

Both draft first and write later, so that `parcha status` can say what would change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parcha.config import Config
from parcha.errors import CheckError, InputError
from parcha.folder import Folder, find_part, read_if_there
from parcha.model import Script, Section
from parcha.store import remove, write_atomic
from parcha.text import scriptfile, sectionfile
from parcha.text.catalogue import edited_by_hand, merge
from parcha.text.clean import clean
from parcha.text.ledger import HandEdit, Ledger, changes_by_hand, digest, dump, load, prove, redo
from parcha.text.narrate import narrate
from parcha.text.outline import outline, starts_of
from parcha.text.read import read_article
from parcha.yamlfile import LARGEST, read_text, refuse_unseen


@dataclass(frozen=True, slots=True)
class Draft:
    """Files as they should be, and those that should go."""

    files: Mapping[Path, str]
    obsolete: tuple[Path, ...] = ()

    @property
    def changed(self) -> tuple[Path, ...]:
        """The files that say something else today, or are not there."""
        return tuple(
            path
            for path, text in self.files.items()
            if not path.is_file() or path.read_bytes() != text.encode()
        )

    def save(self) -> tuple[Path, ...]:
        """Write what changed, remove what is obsolete.

        Raises `StorageError`; `InputError` before anything is written that would be too large to be
        read again.
        """
        changed = self.changed
        for path in changed:
            if len(self.files[path].encode()) > LARGEST:
                raise InputError(
                    f"{path} would be larger than {LARGEST // 1_000_000} MB.",
                    "Cut the article into more chapters (chapters: in leaflet.yaml), or make "
                    "several leaflets of it.",
                )
        for path in changed:
            write_atomic(path, self.files[path].encode())
        for path in self.obsolete:
            remove(path)
        return changed


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of a leaflet. `lost` are hand edits whose sentences are gone, `left` are
    edited sections of chapters that are gone, `retitled` those whose title was edited: which one,
    that title, and the one that it gets.
    """

    sections: tuple[Section, ...]
    ledger: Ledger
    lost: tuple[HandEdit, ...]
    left: tuple[str, ...]
    draft: Draft
    retitled: tuple[tuple[str, str, str], ...] = ()

    @property
    def notices(self) -> Iterator[str]:
        """What people should be told of their edits."""
        yield from map(_has_title, self.retitled)
        for edit in self.lost:
            yield f"A line changed by hand no longer fits its section: {' '.join(edit.now)}"
        yield from map(_stays, self.left)


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of a leaflet. `left` are edited scripts of chapters that are gone, `retitled`
    are those whose title was another one: the file, that title, and the one of today.
    """

    scripts: tuple[Script, ...]
    left: tuple[str, ...]
    draft: Draft
    retitled: tuple[tuple[str, str, str], ...] = ()

    @property
    def edited(self) -> int:
        """How many items somebody edited or added."""
        return sum(edited_by_hand(item) for script in self.scripts for item in script.items)

    @property
    def stale(self) -> tuple[str, ...]:
        """The sentences whose hand-edited lines were written for an earlier wording."""
        return tuple(item.source for script in self.scripts for item in script.items if item.stale)

    @property
    def removed(self) -> int:
        """How many hand-edited items are kept although their sentence is gone."""
        return sum(len(script.removed) for script in self.scripts)

    @property
    def notices(self) -> Iterator[str]:
        """What people should be told of their edits."""
        yield from map(_has_title, self.retitled)
        for sentence in self.stale:
            yield f"Edited for an earlier wording, look again: {sentence}"
        if self.removed:
            yield f"{self.removed} edited items have lost their sentence; see removed: in scripts/."
        yield from map(_stays, self.left)


def _has_title(retitled: tuple[str, str, str]) -> str:
    name, was, title = retitled
    return f'{name}: the title "{was}" is now "{title}"; titles are read from leaflet.yaml.'


def _stays(name: str) -> str:
    return f"{name} belongs to no chapter any more, but was edited by hand: it stays."


def draft_sections(folder: Folder, config: Config, force: bool = False) -> Sections:
    """Clean the article and cut it into sections, with the lines that somebody changed in them.

    `force` drops those changes. Raises `InputError`; `CheckError` if article and sections do not
    add up.
    """
    source = read_article(folder.article(config.article.file))
    starts = starts_of(source, config.chapters)
    cleaned = clean(source, config.leave_out, config.fixes, starts)
    old = None if force else _read_ledger(folder)
    sections: list[Section] = []
    by_hand: list[HandEdit] = []
    lost: list[HandEdit] = []
    retitled: list[tuple[str, str, str]] = []
    for section in outline(source, cleaned, config.chapters):
        changes, title = ((), section.title) if force else _by_hand(folder, section, old)
        if title != section.title:
            name = folder.named(folder.section(section.number, section.id))
            retitled.append((name, title, section.title))
        paragraphs, unfit = redo(section.paragraphs, changes)
        by_hand += (change for change in changes if change not in unfit)
        lost += unfit
        sections.append(replace(section, paragraphs=paragraphs))
    paths = [folder.section(section.number, section.id) for section in sections]
    texts = [sectionfile.render(section) for section in sections]
    ledger = Ledger(
        article=config.article.file,
        sha256=hashlib.sha256(source.text.encode()).hexdigest(),
        characters=len(source.text),
        edits=cleaned.edits,
        by_hand=tuple(by_hand),
        written={section.id: digest(text) for section, text in zip(sections, texts, strict=True)},
    )
    parts = zip(sections, paths, strict=True)
    prove(source.text, ledger, [(s.id, folder.named(path), s.paragraphs) for s, path in parts])
    files = {**dict(zip(paths, texts, strict=True)), folder.ledger: dump(ledger)}
    obsolete, left = _left_sections(folder, sections, old)
    drafted = Draft(files, obsolete)
    return Sections(tuple(sections), ledger, tuple(lost), left, drafted, tuple(retitled))


def check_sections(folder: Folder, config: Config) -> Ledger:
    """Prove that article = sections + ledger, from the files alone. Raises `CheckError`."""
    source = read_article(folder.article(config.article.file))
    ledger = _read_ledger(folder)
    if ledger is None:
        raise CheckError("There is no sections/cleaning.yaml yet.", "Run: parcha sections")
    parts = []
    for number, chapter in enumerate(config.chapters, start=2):
        path = folder.section(number, chapter.id)
        text = _read_section(folder, path)
        if text is None:
            raise CheckError(f"{folder.named(path)} is missing.", "Run: parcha sections")
        parts.append((chapter.id, folder.named(path), sectionfile.parse(text)))
    prove(source.text, ledger, parts)
    return ledger


def draft_scripts(
    folder: Folder, config: Config, sections: Sequence[Section], force: bool = False
) -> Scripts:
    """What will be said, with every line that somebody edited (unless `force`)."""
    scripts: list[Script] = []
    retitled: list[tuple[str, str, str]] = []
    taken_over: set[Path] = set()
    for fresh in narrate(sections, config.opening, config.closing):
        path = find_part(folder.script(fresh.number, fresh.id), fresh.id)
        old = _read_script(folder, path, fresh.number) if path and not force else None
        taken_over |= {path} if path else set()
        if path and old and old.title != fresh.title:
            retitled.append((folder.named(path), old.title, fresh.title))
        scripts.append(merge(fresh, old))
    files = {
        folder.script(script.number, script.id): scriptfile.render(script) for script in scripts
    }
    obsolete, left = _left_scripts(folder, scripts, taken_over)
    return Scripts(tuple(scripts), left, Draft(files, obsolete), tuple(retitled))


def _by_hand(
    folder: Folder, section: Section, old: Ledger | None
) -> tuple[tuple[HandEdit, ...], str]:
    """What people changed in a section, now or before the ledger was last written; its title."""
    path = folder.section(section.number, section.id)
    text = _read_section(folder, find_part(path, section.id) or path)
    if text is None:
        return (), section.title
    if old is not None and old.written.get(section.id) == digest(text):
        return tuple(edit for edit in old.by_hand if edit.chapter == section.id), section.title
    edits = changes_by_hand(section.id, section.paragraphs, sectionfile.parse(text))
    return edits, sectionfile.title_of(text)


def _read_section(folder: Folder, path: Path) -> str | None:
    text = read_if_there(path)
    refuse_unseen(text or "", folder.named(path))
    return text


def _read_ledger(folder: Folder) -> Ledger | None:
    text = read_if_there(folder.ledger)
    return load(text, folder.named(folder.ledger)) if text else None


def _read_script(folder: Folder, path: Path, number: int) -> Script | None:
    text = read_if_there(path)
    return scriptfile.parse(text, folder.named(path), number) if text else None


def _left_sections(
    folder: Folder, sections: Sequence[Section], old: Ledger | None
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Sections that are not today's: those that may go, and edited ones to keep."""
    taken_over = {find_part(folder.section(part.number, part.id), part.id) for part in sections}
    obsolete, left = [], []
    for path, chapter in folder.other_parts("sections", ".md", sections):
        untouched = old is not None and old.written.get(chapter) == digest(read_text(path))
        edited = old is not None and any(edit.chapter == chapter for edit in old.by_hand)
        if path in taken_over or (untouched and not edited):
            obsolete.append(path)
        else:
            left.append(folder.named(path))
    return tuple(obsolete), tuple(left)


def _left_scripts(
    folder: Folder, scripts: Sequence[Script], taken_over: Collection[Path]
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Scripts that are not today's: those that may go, and edited ones to keep.

    A chapter may have two, one of an earlier number, where two people's work came together.
    """
    obsolete, left = [], []
    for path, _ in folder.other_parts("scripts", ".yaml", scripts):
        old = _read_script(folder, path, 0)
        edited = old is not None and (old.removed or any(map(edited_by_hand, old.items)))
        if edited and path not in taken_over:
            left.append(folder.named(path))
        else:
            obsolete.append(path)
    return tuple(obsolete), tuple(left)
