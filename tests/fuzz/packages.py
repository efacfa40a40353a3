"""What packages say: another library reads it back, and it is what went in."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import replace

import webvtt
from hypothesis import strategies as st
from mutagen.id3 import ID3

from parcha.model import Leaflet, Line, Word
from parcha.targets import playlist, running_order, tags, vtt
from parcha.targets.excerpt import Take
from parcha.targets.schedule import Item, Show
from tests.fuzz.target import Target
from tests.fuzz.texts import said
from tests.targets.conftest import LEAFLET

COLUMNS = {name: name for name in running_order.COLUMNS}


def _lines(says: list[str]) -> tuple[Line, ...]:
    """Lines of a second each, every other one with the times of its words."""
    lines = []
    for number, say in enumerate(says):
        start = 1000 * number
        words = say.split()
        steps = [start + 1000 * place // len(words) for place in range(len(words) + 1)]
        timed = tuple(map(Word, words, steps, steps[1:])) if number % 2 else ()
        lines.append(Line(say, say, start, start + 1000, words=timed))
    return tuple(lines)


def _leaflet(title: str, name: str) -> Leaflet:
    return replace(LEAFLET, title=title, article=name, credit=name)


def check(texts: tuple[str, str, list[str]]) -> None:
    """ID3 tags, playlists, captions and the running order, each by its own reader."""
    title, name, says = texts
    lines = _lines(says)
    _check_tags(title, _leaflet(title, name), lines)
    _check_playlist(title, name)
    _check_captions(lines)
    _check_running_order(title, name, lines)


def _basic(text: str) -> str:
    """Emoji are left out for old players, unless there is nothing else."""
    basic = "".join(character for character in text if ord(character) <= 0xFFFF)
    return basic if basic.strip() else text


def _check_tags(title: str, leaflet: Leaflet, lines: tuple[Line, ...]) -> None:
    marks = [tags.Mark(line.say, line.start_ms, line.end_ms) for line in lines]
    rendered = tags.render(tags.Tags(title, leaflet, 9000, b"png", lines, (1, 2), marks))
    tag = ID3(io.BytesIO(rendered + b"\xff\xfb\x50\xc0" + bytes(200)), translate=False)
    assert tag["TIT2"].text == [_basic(title)]
    assert tag["TALB"].text == [_basic(leaflet.title)]
    assert tag["TPE1"].text == [_basic(leaflet.credit)]
    assert tag["TCOP"].text == [_basic(f"2011 {leaflet.article}, {leaflet.licence}")]
    assert tag["USLT::hin"].text == "\n".join(_basic(line.say) for line in lines)
    assert tag["SYLT::hin"].text == [(_basic(line.say), line.start_ms) for line in lines]
    chapters = [tag[f"CHAP:{name}"] for name in tag["CTOC:toc"].child_element_ids]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == [
        _basic(mark.title) for mark in marks
    ]


def _check_playlist(title: str, name: str) -> None:
    entries = [playlist.Entry("01-a.mp3", name, 1000), playlist.Entry("02-b.mp3", title, 2000)]
    rows = playlist.m3u8(title, entries).decode().split("\r\n")
    assert rows == [
        "#EXTM3U",
        f"#PLAYLIST:{title}",
        *(f"#EXTINF:1,{name}", "01-a.mp3", f"#EXTINF:2,{title}", "02-b.mp3", ""),
    ]


def _check_captions(lines: tuple[Line, ...]) -> None:
    cues = list(webvtt.from_buffer(io.StringIO(vtt.render(lines).decode())))
    assert [html.unescape(cue.text).split() for cue in cues] == [line.say.split() for line in lines]


def _check_running_order(title: str, name: str, lines: tuple[Line, ...]) -> None:
    takes = tuple(Take(LEAFLET, line, line.end_ms) for line in lines)  # type: ignore[arg-type]
    sheet = running_order.Sheet(title, "hi", name, name, COLUMNS | {"rights": "r", "contact": "c"})
    show = Show("spot", title, 30_000, (Item("a", title, takes),))
    text = running_order.as_csv(sheet, [show]).decode("utf-8-sig")
    ((*_,), row) = csv.reader(io.StringIO(text, newline=""))
    first = " ".join(" ".join(line.say for line in lines).split()[: running_order.WORDS])
    told = [row[1], row[5], row[7], row[8]]
    assert [cell.removeprefix("'") for cell in told] == [
        text.removeprefix("'") for text in (title, first, name, name)
    ]
    # A spreadsheet calculates a cell that begins so, and could be made to send what it holds.
    assert not any(cell.lstrip()[:1] in "=+-@" for cell in told if cell.strip())


TARGET = Target(
    st.tuples(said, said, st.lists(said, min_size=1, max_size=5)),
    check,
    cases=(("<b>", "-", ["<b>"]), ("<b>", "<b>", ["\U0001d538"])),
)
