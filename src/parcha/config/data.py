"""What a leaflet is, as its `leaflet.yaml` says: frozen data, read by `parcha.config.read`."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace

from parcha.errors import InputError
from parcha.model import Leaflet, Voice

OPENING = "opening"
CLOSING = "closing"
BRIEF = "brief"

LICENCE_URLS = {
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-SA 3.0": "https://creativecommons.org/licenses/by-sa/3.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True, slots=True)
class Article:
    """Where the text comes from. `as_of` is the date of the information, as free text."""

    file: str
    name: str
    url: str
    licence: str
    licence_url: str
    as_of: str

    @property
    def is_free(self) -> bool:
        """Whether anybody may share it: a licence of Creative Commons without restrictions."""
        return self.licence in LICENCE_URLS


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """A chapter as the editor drew it: `anchor` is how its first paragraph begins.

    `picture` is a symbol of `parcha.targets.symbols` by which people find the part.
    """

    id: str
    title: str
    anchor: str
    place: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """A stretch of the article that is not used: from its first words to its last, and why."""

    start: str
    end: str
    why: str
    place: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A slip of this article alone: `was` becomes `now`, each time that it occurs."""

    was: str
    now: str
    why: str
    place: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a part, on which day, and the hash of what it said then."""

    chapter: str
    by: str
    on: str
    hash: str


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence in milliseconds after a line, a sentence, a paragraph and a spoken title."""

    line: int = 120
    sentence: int = 400
    paragraph: int = 600
    title: int = 700


@dataclass(frozen=True, slots=True)
class Edition:
    """One way to tell the leaflet, and the packages that it is made into.

    The edition called "brief" tells the `brief:` lines of the scripts, any other the `say:` lines.
    """

    name: str
    targets: tuple[str, ...]

    @property
    def is_brief(self) -> bool:
        """Whether it tells the plain words of the short edition."""
        return self.name == BRIEF


@dataclass(frozen=True, slots=True)
class Config:
    """One leaflet. `voices` has `narrator` and `announcer`; `engines` their options by name."""

    title: str
    slug: str
    language: str
    article: Article
    narrator: Voice
    announcer: Voice
    engines: AbstractMapping[str, tuple[tuple[str, str], ...]]
    pauses: Pauses
    editions: tuple[Edition, ...]
    chapters: tuple[ChapterPlan, ...]
    opening: str
    closing: str
    leave_out: tuple[LeaveOut, ...] = field(default=())
    fixes: tuple[Fix, ...] = field(default=())
    reviewed: tuple[Review, ...] = field(default=())
    settings: AbstractMapping[str, AbstractMapping[str, str]] = field(default_factory=dict)
    published: str = ""

    @property
    def leaflet(self) -> Leaflet:
        """What packages say of it."""
        return Leaflet(
            title=self.title,
            slug=self.slug,
            language=self.language,
            article=self.article.name,
            url=self.article.url,
            licence=self.article.licence,
            licence_url=self.article.licence_url,
            as_of=self.article.as_of,
            credit=f"parcha ({self.narrator.name})",
            published=self.published,
        )

    def edition(self, name: str | None) -> Edition:
        """The edition called `name`, or the first one. Raises `InputError` for an unknown name."""
        for edition in self.editions:
            if name is None or edition.name == name:
                return edition
        names = ", ".join(edition.name for edition in self.editions)
        raise InputError(f'leaflet.yaml has no edition "{name}".', f"It has: {names}.")

    def with_voice(self, engine: str | None, voice: str | None, speed: float | None) -> Config:
        """The same leaflet with what the command line said. None means "not said".

        Another engine or voice replaces narrator and announcer alike, because the announcer's
        voice of one engine means nothing to another.
        """

        def changed(old: Voice, default: str) -> Voice:
            new_engine = engine or old.engine
            name = voice or (old.name if new_engine == old.engine else default)
            return Voice(new_engine, name, old.speed if speed is None else speed)

        return replace(
            self,
            narrator=changed(self.narrator, ""),
            announcer=changed(self.announcer, ""),
        )
