"""Whole packages with any titles: book, podcast and web page, read by strict readers."""

from __future__ import annotations

import atexit
import io
import json
import tempfile
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from parcha.model import Programme
from parcha.plan import labels
from parcha.store import Store
from parcha.targets.epub import EpubTarget
from parcha.targets.podcast import PodcastTarget
from parcha.targets.sink import MemorySink
from parcha.targets.web import WebTarget
from tests.fuzz.target import Target
from tests.fuzz.texts import said
from tests.targets.conftest import LEAFLET, SETTINGS, chapter, with_words

_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


@cache
def _made() -> tuple[Programme, Store]:
    """A programme of one part, and the store that knows its sound."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    leaflet = replace(LEAFLET, published="2026-11-23")
    part = chapter(Path(folder.name), 1)
    programme = Programme("brief", leaflet, (part,), 1, labels=labels(), settings=SETTINGS)
    return programme, Store(Path(folder.name, "store"))


def _told(title: str, name: str, says: tuple[str, str, str]) -> Programme:
    programme, _ = _made()
    (part,) = programme.chapters
    lines = tuple(
        with_words(replace(line, say=say)) for line, say in zip(part.lines, says, strict=True)
    )
    return replace(
        programme,
        leaflet=replace(programme.leaflet, title=title, article=name, credit=name),
        chapters=(replace(part, title=name, lines=lines),),
    )


def check(texts: tuple[str, str, tuple[str, str, str]]) -> None:
    """Every title and line arrives as it is and is nothing else than text."""
    programme = _told(*texts)
    _check_book(programme, *texts)
    _check_page(programme, *texts)
    _check_feed(programme, *texts)


def _files(target: Any, programme: Programme) -> dict[str, bytes]:
    sink = MemorySink()
    target(_made()[1]).write(programme, sink)
    return sink.files


def _words(texts: Any) -> list[str]:
    return " ".join(texts).split()


def _check_book(programme: Programme, title: str, name: str, says: tuple[str, str, str]) -> None:
    book = zipfile.ZipFile(io.BytesIO(_files(EpubTarget, programme)["als.epub"]))
    read = {
        name: ElementTree.fromstring(book.read(name))
        for name in book.namelist()
        if name.endswith((".xhtml", ".smil", ".opf"))
    }
    package = read["EPUB/package.opf"]
    assert package.findtext(f".//{_DC}title") == title
    page = read["EPUB/01-shuruaat.xhtml"]
    assert page.findtext(f".//{_XHTML}title") == name
    assert page.find(f".//{_XHTML}script") is None
    spans = {span.get("id"): span.text for span in page.iter(f"{_XHTML}span")}
    assert _words(spans.values()) == _words(says)
    heard = [
        par[0].get("src").partition("#")[2]
        for par in read["EPUB/01-shuruaat.smil"].iter("{http://www.w3.org/ns/SMIL}par")
    ]
    assert heard == list(spans)


def _check_page(programme: Programme, title: str, name: str, says: tuple[str, str, str]) -> None:
    page = LexborHTMLParser(_files(WebTarget, programme)["index.html"].decode())
    assert page.css_first("title").text() == title
    assert page.css_first("h1").text() == title
    assert page.css_first("#title").text() == name
    assert len(page.css("script")) == 2
    data = json.loads(page.css_first("#leaflet").text())
    assert data["title"] == title
    known = data["words"].split(" ")
    told = (known[place] for line in data["parts"][0]["lines"] for place in line[1::2])
    assert _words(told) == _words(says)


def _check_feed(programme: Programme, title: str, name: str, says: tuple[str, str, str]) -> None:
    text = _files(PodcastTarget, programme)["feed.xml"]
    channel = ElementTree.fromstring(text)[0]
    assert channel.findtext("title") == title
    item, _complete = channel.iter("item")
    assert item.findtext("title") == name
    assert " ".join(says).startswith(item.findtext("description") or "?")
    feed = feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [name, title]


TARGET = Target(st.tuples(said, said, st.tuples(said, said, said)), check, quick=3)
