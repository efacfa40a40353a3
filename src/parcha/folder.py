"""Where everything of a leaflet lies: the one file that knows folder and file names."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from parcha.errors import InputError
from parcha.model import Script, Section
from parcha.store import lies_in
from parcha.yamlfile import read_text


@dataclass(frozen=True, slots=True)
class Folder:
    """A leaflet folder: `seeds/`, `sections/`, `scripts/` and `audio/` beside `leaflet.yaml`."""

    root: Path

    @property
    def leaflet(self) -> Path:
        """What this leaflet is."""
        return self.root / "leaflet.yaml"

    @property
    def words(self) -> Path:
        """How this leaflet's own words are said; need not be there."""
        return self.root / "words.yaml"

    @property
    def plain(self) -> Path:
        """This leaflet's own glossary; need not be there."""
        return self.root / "plain.yaml"

    @property
    def ledger(self) -> Path:
        """What was left out of the article or changed."""
        return self.root / "sections" / "cleaning.yaml"

    def refuse_foreign(self) -> None:
        """Raises `InputError` where a link leads out of this folder, or where a pipe or a device
        has the place of a file. Reading it would never end or tell of what is not the leaflet's.
        """
        for path in self._own_files():
            if path.is_symlink():
                self._own(path)
            if _is_special(path):
                raise InputError(
                    f"{path} is neither a file nor a folder.",
                    "Remove it, or put the file itself there; then run the same command.",
                )

    def _own_files(self) -> Iterator[Path]:
        """What parcha reads and writes here; it may vanish while another command is at work."""
        yield from (self.leaflet, self.words, self.plain, self.root / "seeds")
        for place in ("sections", "scripts", "audio"):
            yield self.root / place
            for folder, inner, files in os.walk(self.root / place):
                yield from (Path(folder, name) for name in (*inner, *files))

    def article(self, file: str) -> Path:
        """The article, named by `leaflet.yaml`. Raises `InputError` where it is not in here."""
        return self._own(self.root / file)

    def section(self, number: int, chapter: str) -> Path:
        """One chapter's cleaned sentences. Raises `InputError` as `article` does."""
        return self._own(self.root / "sections" / f"{number:02d}-{chapter}.md")

    def script(self, number: int, chapter: str) -> Path:
        """One part's lines. Raises `InputError` as `article` does."""
        return self._own(self.root / "scripts" / f"{number:02d}-{chapter}.yaml")

    def other_parts(
        self, kind: str, suffix: str, parts: Iterable[Section | Script]
    ) -> list[tuple[Path, str]]:
        """Numbered files in `sections/` or `scripts/` that are not today's, with their chapter."""
        known = {f"{part.number:02d}-{part.id}{suffix}" for part in parts}
        found = sorted((self.root / kind).glob(f"[0-9]*-*{suffix}"))
        return [(path, path.stem.partition("-")[2]) for path in found if path.name not in known]

    def edition(self, name: str) -> Path:
        """Everything that is built for an edition. Raises `InputError` as `article` does."""
        return self._own(self.root / "audio" / name)

    def manifest(self, edition: str) -> Path:
        """The list of what was built: written last, so that it cannot lie."""
        return self.edition(edition) / "manifest.json"

    def report(self, edition: str) -> Path:
        """The page for those who answer for an edition; no part of what people get."""
        return self.edition(edition) / "report.html"

    def begun(self, edition: str) -> Path:
        """The names of the files that an unfinished build has begun to write."""
        return self.edition(edition) / "unfinished.txt"

    def beside(self, edition: str) -> tuple[Path, ...]:
        """What parcha keeps beside the packages."""
        return (self.manifest(edition), self.report(edition), self.begun(edition))

    @property
    def lock(self) -> Path:
        """The file that a command locks while it writes. It says nothing and stays."""
        return self._own(self.root / "audio" / ".lock")

    @property
    def at_work(self) -> Path:
        """Which process holds the lock, and since when."""
        return self._own(self.root / "audio" / ".at-work.json")

    def _own(self, path: Path) -> Path:
        """`path`, if it lies in this folder. What others sent could read or write any other file.

        Raises `InputError` where it leads out, by `..` or by a link.
        """
        if not lies_in(path, self.root):
            raise InputError(
                f"{path} leads out of the leaflet folder.",
                "Put the file or folder itself there instead of a link or a path to it.",
            )
        return path

    def named(self, path: Path) -> str:
        """A path as messages show it: relative to the leaflet folder."""
        return path.relative_to(self.root).as_posix()


def _is_special(path: Path) -> bool:
    """Whether there is something that is neither a file nor a folder: a pipe, a device."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def read_if_there(path: Path) -> str | None:
    """The text of a file that need not exist."""
    return read_text(path) if path.exists() else None


def find_part(path: Path, chapter: str) -> Path | None:
    """The file of a chapter, under today's number or an earlier one."""
    if path.exists():
        return path
    found = path.parent.glob(f"[0-9]*-{chapter}{path.suffix}")
    named = re.compile(rf"\d+-{re.escape(chapter)}{re.escape(path.suffix)}")
    return next((other for other in sorted(found) if named.fullmatch(other.name)), None)
