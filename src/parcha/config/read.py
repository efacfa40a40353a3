"""`leaflet.yaml` becomes a `Config`. An unknown key is an error with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from datetime import date
from pathlib import Path

from parcha import yamlfile
from parcha.config.data import (
    CLOSING,
    LICENCE_URLS,
    OPENING,
    Article,
    ChapterPlan,
    Config,
    Edition,
    Fix,
    LeaveOut,
    Pauses,
    Review,
)
from parcha.errors import InputError
from parcha.model import Voice
from parcha.store import lies_in

SETTINGS = {"web": ("url",), "podcast": ("url", "email"), "radio": ("contact",)}
"""What `leaflet.yaml` may say of a package, under the package's name."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
        engines=_engines(top.mapping("engines"), path.parent),
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


def _engines(
    entry: yamlfile.Mapping, folder: Path
) -> AbstractMapping[str, tuple[tuple[str, str], ...]]:
    """The options of engines. No file of the leaflet folder: it may come from somebody else, and
    weights are read by a library that trusts them.
    """
    options = {}
    for name in entry:
        engine = entry.mapping(name)
        options[name] = tuple(sorted((key, engine.text(key)) for key in engine))
        for key, value in options[name]:
            named = (folder / value, Path(value).expanduser())
            if any(file.is_file() and lies_in(file, folder) for file in named):
                raise InputError(
                    f"{engine.place(key)}: {value} is a file of the leaflet folder.",
                    "Weights must not come with a leaflet. Where you trust them, keep them "
                    "elsewhere and name that place.",
                )
    return options


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
