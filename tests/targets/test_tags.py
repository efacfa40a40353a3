from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from parcha.errors import InputError
from parcha.model import Line
from parcha.targets.tags import Mark, Tags, render
from tests.targets.conftest import LEAFLET

LINES = (Line("पहली पंक्ति।", "पहली पंक्ति।", 200, 1500), Line("दूसरी 😀।", "दूसरी।", 2100, 3000))
TAGS = Tags("पहले लक्षण", LEAFLET, 61_234, b"\x89PNG picture", LINES, track=(2, 13))
MARKS = tuple(Mark(f"भाग {n}", n * 1000, (n + 1) * 1000) for n in range(12))


def read(tags: Tags, folder: Path) -> ID3:
    path = folder / "a.mp3"
    path.write_bytes(render(tags) + b"\xff\xfb\x50\xc0" + bytes(200))
    return ID3(path, translate=False)


def test_what_a_player_shows(tmp_path: Path) -> None:
    tag = read(TAGS, tmp_path)
    assert tag.version == (2, 3, 0)
    assert {name: str(tag[name]) for name in tag if name.startswith("T")} == {
        "TIT2": "पहले लक्षण",
        "TALB": "ए एल एस को समझिए",
        "TPE1": "विकिपीडिया के लेखक",
        "TRCK": "2/13",
        "TLAN": "hin",
        "TLEN": "61234",
        "TCON": "Speech",
        "TCOP": "2011 एमियोट्रोफिक लेटरल स्क्लेरोसिस, CC BY-SA 4.0",
    }
    assert tag["WCOP"].url == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert tag["WOAS"].url.startswith("https://hi.wikipedia.org/wiki/%E0%A4%8F")
    picture = tag["APIC:"]
    assert (picture.mime, picture.type, picture.data) == ("image/png", 3, b"\x89PNG picture")


def test_the_script_is_in_the_lyrics_with_its_times(tmp_path: Path) -> None:
    tag = read(TAGS, tmp_path)
    assert tag["USLT::hin"].text == "पहली पंक्ति।\nदूसरी ।"
    assert tag["SYLT::hin"].text == [("पहली पंक्ति।", 200), ("दूसरी ।", 2100)]
    assert (tag["SYLT::hin"].format, tag["SYLT::hin"].type) == (2, 1)


def test_old_players_find_only_what_they_know() -> None:
    """UTF-16 with its mark, nothing of ID3v2.4, no ID3v1."""
    tag = render(TAGS)
    title = "पहले लक्षण".encode("utf-16")
    assert tag[:5] == b"ID3\x03\x00"
    assert b"TIT2" in tag
    assert b"\x01" + title in tag
    assert b"TDRC" not in tag
    assert "पहले".encode() not in tag


def test_the_size_in_the_header_is_true() -> None:
    tag = render(TAGS)
    high, *rest = tag[6:10]
    for byte in rest:
        high = high << 7 | byte
    assert high == len(tag) - 10


def test_chapters(tmp_path: Path) -> None:
    tag = read(replace(TAGS, track=None, marks=MARKS), tmp_path)
    contents = tag["CTOC:toc"]
    assert contents.flags == 3
    assert contents.child_element_ids == [f"ch{n:02d}" for n in range(1, 13)]
    assert contents.sub_frames["TIT2"].text == ["पहले लक्षण"]
    chapters = [tag[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [(c.start_time, c.end_time) for c in chapters] == [
        (mark.start_ms, mark.end_ms) for mark in MARKS
    ]
    assert [c.sub_frames["TIT2"].text for c in chapters] == [[mark.title] for mark in MARKS]
    assert {(c.start_offset, c.end_offset) for c in chapters} == {(0xFFFFFFFF, 0xFFFFFFFF)}
    assert "TRCK" not in tag


def test_chapters_are_stored_in_order() -> None:
    """Some players show them as they come, whatever the contents say."""
    tag = render(replace(TAGS, marks=MARKS))
    places = [
        tag.index(b"CHAP"),
        *(tag.rindex(f"ch{n:02d}\0".encode()) for n in range(1, 13)),
    ]
    assert places == sorted(places)


def test_more_chapters_than_a_tag_can_list_are_refused() -> None:
    with pytest.raises(InputError, match="255"):
        render(replace(TAGS, marks=MARKS[:1] * 256))


def test_without_a_year_or_an_address_those_frames_are_left_out(tmp_path: Path) -> None:
    tag = read(replace(TAGS, leaflet=replace(LEAFLET, as_of="", url="", licence_url="")), tmp_path)
    assert not {"TCOP", "WOAS", "WCOP"} & set(tag)


def test_the_same_tags_give_the_same_bytes() -> None:
    assert render(TAGS) == render(TAGS)
