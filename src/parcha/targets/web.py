"""The web player: one page that plays from a memory card or a server, on any phone with a browser.

index.html   01-<id>.mp3 and 01-<id>.vtt …   manifest.webmanifest, sw.js and icons for a server

The page carries its style, its program, the pictures and all words with their times, because a
page opened from a memory card may fetch nothing. It shows the phone's own Devanagari letters.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from parcha.model import Chapter, Line, Programme, Record
from parcha.store import Store
from parcha.targets import cover, mp3, symbols, vtt
from parcha.targets.names import part_name
from parcha.targets.target import Progress, Sink
from parcha.targets.template import fill, filled, read

ICONS = (192, 512)
_NO_BREAK = "\u00a0"
_SAID_BY_SCRIPT = ("play", "pause", "speed", "minutes", "missing")


class WebTarget:
    """The page with its sound."""

    name = "web"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the page last: who sees it finds its sound. Raises `StorageError`."""
        streams = mp3.streams(programme.chapters, self.store, self.progress)
        records = []
        for chapter, stream in zip(programme.chapters, streams, strict=True):
            # With its tag, for who keeps the sound without the page.
            tag = mp3.part_tag(programme, chapter, stream)
            part = sink.copy(part_name(programme, chapter, ".mp3"), stream, tag)
            records.append(part.lasting(chapter.duration_ms))
            captions = vtt.render(chapter.lines)
            records.append(sink.write(part_name(programme, chapter, ".vtt"), captions))
        for size in ICONS:
            records.append(sink.write(f"icon-{size}.png", cover.icon(size)))
        page = _page(programme, streams)
        records.append(sink.write("manifest.webmanifest", _manifest(programme)))
        records.append(sink.write("sw.js", _worker(programme, page, streams)))
        records.append(sink.write("index.html", page))
        return tuple(records)


def _page(programme: Programme, streams: Sequence[Path]) -> bytes:
    leaflet, labels = programme.leaflet, programme.labels
    first = programme.chapters[0]
    seconds = round(mp3.length_ms(streams[0]) / 1000)
    used = sorted({_symbol(chapter) for chapter in programme.chapters})
    texts = {name: escape(text) for name, text in labels.items()} | {
        "language": leaflet.language,
        "title": escape(leaflet.title),
        "source": escape(leaflet.article),
        "source_label": escape(labels["source"]),
        "source_link": _link(leaflet.article, leaflet.url),
        "as_of": f" ({escape(leaflet.as_of)})" if leaflet.as_of else "",
        "licence_label": escape(labels["licence"]),
        "licence_link": _link(leaflet.licence, leaflet.licence_url),
        "first_src": part_name(programme, first, ".mp3"),
        "first_title": escape(first.title),
        "first_number": str(first.number),
        "first_picture": _symbol(first),
        "first_seconds": str(seconds),
        "first_length": f"{seconds // 60}:{seconds % 60:02d}",
        "symbols": _symbols(used),
        "style": _squeezed(read("web/player.css")),
        "script": _without_comments(read("web/player.js")),
        "data": _json_for_html(_contents(programme, streams)),
        "parts": "".join(
            filled(
                "web/part.html",
                {
                    "src": part_name(programme, chapter, ".mp3"),
                    "index": str(index),
                    "picture": _symbol(chapter),
                    "number": str(chapter.number),
                    "title": escape(chapter.title),
                },
            )
            for index, chapter in enumerate(programme.chapters)
        ),
    }
    return re.sub(r"\n +", "\n", filled("web/index.html", texts)).encode()


def _contents(programme: Programme, streams: Sequence[Path]) -> dict[str, object]:
    """What the page's program knows. `key` is where the browser keeps the listener's place.

    A word stands once in `words`, the most frequent first, and a line names it by its place there.
    """
    leaflet, labels = programme.leaflet, programme.labels
    say = {name: labels[f"web_{name}"] for name in _SAID_BY_SCRIPT} | {"part": labels["part"]}
    spoken = Counter(
        text for chapter in programme.chapters for line in chapter.lines for text, _ in _words(line)
    )
    words = [text for text, _ in spoken.most_common()]
    place = {text: number for number, text in enumerate(words)}
    return {
        "key": f"parcha {leaflet.slug} {programme.edition}",
        "title": leaflet.title,
        "source": leaflet.article,
        "url": programme.settings.get("web", {}).get("url", ""),
        "say": say,
        "words": " ".join(words),
        "parts": [
            {
                "id": chapter.id,
                "number": chapter.number,
                "title": chapter.title,
                "picture": _symbol(chapter),
                "src": part_name(programme, chapter, ".mp3"),
                "ms": mp3.length_ms(stream),
                "lines": [_line(line, place) for line in chapter.lines],
            }
            for chapter, stream in zip(programme.chapters, streams, strict=True)
        ],
    }


def _words(line: Line) -> list[tuple[str, int]]:
    """The words of a line, and when each starts (ms): without times, all with the line.

    A word that holds a space, because a dash belongs to it, holds an unbreakable one here.
    """
    timed = [(word.text.replace(" ", _NO_BREAK), word.start_ms) for word in line.words]
    return timed or [(text, line.start_ms) for text in line.say.split()]


def _line(line: Line, place: Mapping[str, int]) -> list[int]:
    """When a line starts (ms); for each word its place, and how long after the one before (10 ms).

    The first word is so long after the start of the line.
    """
    packed, before = [line.start_ms], 0
    for text, start_ms in _words(line):
        start = round((start_ms - line.start_ms) / 10)
        packed += [place[text], start - before]
        before = start
    return packed


def _manifest(programme: Programme) -> bytes:
    """The web application manifest, by which a phone installs the page beside its apps."""
    title = programme.leaflet.title
    icons = [
        {
            "src": f"icon-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in ICONS
    ]
    manifest = {
        "name": title,
        "short_name": title,
        "lang": programme.leaflet.language,
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": cover.PAPER,
        "theme_color": cover.GREEN,
        "icons": icons,
    }
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()


def _worker(programme: Programme, page: bytes, streams: Sequence[Path]) -> bytes:
    """The service worker; its cache has another name as soon as anything in it is another."""
    made_from = hashlib.sha256(page)
    for stream in streams:
        made_from.update(stream.stem.encode())  # the store's key: the same sound, the same name
    family = f"parcha-{programme.leaflet.slug}-{programme.edition}-"
    names = {"family": family, "cache": family + made_from.hexdigest()[:16]}
    return fill(_without_comments(read("web/sw.js")), names).encode()


def _symbols(used: Iterable[str]) -> str:
    drawn = "".join(
        f'<symbol id="s-{name}" viewBox="0 0 48 48">{symbols.shapes(name)}</symbol>'
        for name in used
    )
    return drawn + read("web/icons.svg").replace("\n", "")


def _symbol(chapter: Chapter) -> str:
    return symbols.symbol_of(chapter.picture, chapter.number)


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _json_for_html(value: object) -> str:
    """JSON that cannot end the `<script>` that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _squeezed(css: str) -> str:
    """Without spaces that say nothing. One before a colon does: `p :hover` is not `p:hover`."""
    return re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", css)


def _without_comments(script: str) -> str:
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
