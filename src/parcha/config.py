"""`leaflet.yaml` as a `Config`: what this leaflet is. An unknown key is an error with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from parcha import yamlfile
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

SETTINGS = {"web": ("url",), "podcast": ("url", "email"), "radio": ("contact",)}
"""What `leaflet.yaml` may say of a package, under the package's name."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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


def load(path: Path) -> Config:
    """Read `leaflet.yaml`. Raises `InputError` with file, line and the next step."""
    if not path.is_file():
        raise InputError(
            f"There is no leaflet.yaml in {path.parent.resolve()}.",
            "Go to a leaflet folder, name one with -C DIR, or make one: "
            "parcha new DIR --article FILE",
        )
    top = yamlfile.load(path).only(
        [
            *("title", "slug", "language", "article", "voices", "engines", "pauses"),
            *("editions", "chapters", "opening", "closing", "leave_out", "fix", "reviewed"),
            *("published", *SETTINGS),
        ]
    )
    language = top.text("language", "hi")
    if language != "hi":
        raise InputError(
            f'{top.place("language")}: language "{language}" is not known.',
            "parcha speaks Hindi only: language: hi",
        )
    voices = top.mapping("voices").only(["narrator", "announcer"])
    narrator = _voice(voices.mapping("narrator"), Voice("kokoro", "hm_omega"))
    return Config(
        title=top.one_line("title"),
        slug=_slug(top, "slug", top.text("slug", "leaflet")),
        language=language,
        article=_article(top.mapping("article")),
        narrator=narrator,
        announcer=_voice(voices.mapping("announcer"), narrator),
        engines={
            name: tuple(sorted((key, engine.text(key)) for key in engine))
            for name in top.mapping("engines")
            for engine in [top.mapping("engines").mapping(name)]
        },
        pauses=_pauses(top.mapping("pauses")),
        editions=_editions(top.mapping("editions")),
        chapters=_chapters(top),
        opening=top.one_line("opening", ""),
        closing=top.one_line("closing", ""),
        leave_out=tuple(
            LeaveOut(entry.text("from"), entry.text("to", ""), entry.text("why"), entry.place())
            for entry in top.entries("leave_out")
            if entry.only(["from", "to", "why"])
        ),
        fixes=tuple(
            Fix(entry.text("was"), entry.text("now"), entry.text("why"), entry.place())
            for entry in top.entries("fix")
            if entry.only(["was", "now", "why"])
        ),
        reviewed=tuple(
            Review(*(entry.text(key) for key in ("chapter", "by", "on", "hash")))
            for entry in top.entries("reviewed")
            if entry.only(["chapter", "by", "on", "hash"])
        ),
        settings={name: _settings(top.mapping(name), name) for name in SETTINGS},
        published=_day(top, "published"),
    )


def _day(entry: yamlfile.Mapping, key: str) -> str:
    day = entry.text(key, "")
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise InputError(
            f'{entry.place(key)}: "{day}" is not a day.', "Write it so: 2026-11-23"
        ) from None


def _settings(entry: yamlfile.Mapping, name: str) -> AbstractMapping[str, str]:
    return {
        key: _address(entry, key) if key == "url" else entry.one_line(key)
        for key in entry.only(SETTINGS[name])
    }


def _address(entry: yamlfile.Mapping, key: str, default: str | None = None) -> str:
    """A web address or nothing: packages make links of it, and a link may also run a program."""
    address = entry.text(key, default)
    if address and not _ADDRESS.fullmatch(address):
        raise InputError(
            f'{entry.place(key)}: "{address}" is not a web address.',
            "Write all of it: https://example.org/leaflet/",
        )
    return address


def _article(entry: yamlfile.Mapping) -> Article:
    entry.only(["file", "name", "url", "licence", "licence_url", "as_of"])
    licence = entry.one_line("licence")
    return Article(
        file=entry.text("file"),
        name=entry.one_line("name"),
        url=_address(entry, "url", ""),
        licence=licence,
        licence_url=_address(entry, "licence_url", LICENCE_URLS.get(licence, "")),
        as_of=entry.one_line("as_of", ""),
    )


def _voice(entry: yamlfile.Mapping, default: Voice) -> Voice:
    entry.only(["engine", "voice", "speed"])
    engine = entry.text("engine", default.engine)
    return Voice(
        engine=engine,
        name=entry.text("voice", default.name if engine == default.engine else ""),
        speed=entry.number("speed", default.speed),
    )


def _pauses(entry: yamlfile.Mapping) -> Pauses:
    usual = Pauses()
    entry.only(["line", "sentence", "paragraph", "title"])
    values = {
        key: round(entry.number(key, getattr(usual, key)))
        for key in ("line", "sentence", "paragraph", "title")
    }
    for key, value in values.items():
        if not 0 <= value <= 5000:
            raise InputError(f"{entry.place(key)}: a pause is 0 to 5000 milliseconds.")
    return Pauses(**values)


def _editions(entry: yamlfile.Mapping) -> tuple[Edition, ...]:
    editions = []
    for name in entry:
        _slug(entry, name, name)
        edition = entry.mapping(name).only(["targets"])
        editions.append(Edition(name, edition.texts("targets") or ("phone",)))
    return tuple(editions) or (Edition("full", ("phone",)),)


def _chapters(top: yamlfile.Mapping) -> tuple[ChapterPlan, ...]:
    chapters: list[ChapterPlan] = []
    for entry in top.entries("chapters"):
        entry.only(["id", "title", "from", "picture"])
        chapter = ChapterPlan(
            _slug(entry, "id", entry.text("id")),
            entry.one_line("title"),
            entry.text("from"),
            entry.place(),
            entry.text("picture", ""),
        )
        if chapter.id in {OPENING, CLOSING, *(known.id for known in chapters)}:
            raise InputError(
                f'{entry.place("id")}: the id "{chapter.id}" is taken.',
                "Every chapter needs an id of its own.",
            )
        chapters.append(chapter)
    if not chapters:
        raise InputError(
            "leaflet.yaml lists no chapters.",
            "Add at least one: chapters: [{id: …, title: …, from: first words of the article}]",
        )
    return tuple(chapters)


def _slug(entry: yamlfile.Mapping, key: str, value: str) -> str:
    if not _ID.fullmatch(value) or len(value) > 40:
        raise InputError(
            f'{entry.place(key)}: "{value}" cannot be used in a file name.',
            "Use up to 40 small Latin letters, digits and single hyphens: first-signs",
        )
    return value
