from __future__ import annotations

import io
import json
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from parcha.errors import InputError
from parcha.model import Programme
from parcha.store import Store
from parcha.targets.podcast import PodcastTarget
from parcha.targets.sink import MemorySink

BASE = "https://example.org/podcast/"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def written(programme: Programme, store: Store) -> dict[str, bytes]:
    sink = MemorySink()
    PodcastTarget(store).write(programme, sink)
    return sink.files


@pytest.fixture(scope="module")
def files(finished: Programme, store: Store) -> dict[str, bytes]:
    return written(finished, store)


def channel(files: dict[str, bytes]) -> Any:
    return ElementTree.fromstring(files["feed.xml"])[0]


def local(url: str) -> str:
    assert url.startswith(BASE)
    return url.removeprefix(BASE)


def test_every_enclosure_is_a_file_of_that_length_and_none_comes_twice(
    files: dict[str, bytes],
) -> None:
    enclosures = [item.find("enclosure") for item in channel(files).iter("item")]
    names = [local(enclosure.get("url")) for enclosure in enclosures]
    assert names == ["01-shuruaat.mp3", "02-lakshan.mp3", "03-ant.mp3", "00-als-complete.mp3"]
    for name, enclosure in zip(names, enclosures, strict=True):
        assert (enclosure.get("length"), enclosure.get("type")) == (
            str(len(files[name])),
            "audio/mpeg",
        )
    assert len({item.findtext("guid") for item in channel(files).iter("item")}) == 4


def test_what_directories_ask_for(files: dict[str, bytes], finished: Programme) -> None:
    feed = channel(files)
    assert feed.findtext("title") == finished.leaflet.title
    assert feed.findtext("language") == "hi"
    assert feed.findtext("link") == "https://example.org/als/"
    assert feed.findtext(f"{ITUNES}explicit") == "false"
    assert feed.find(f"{ITUNES}category/{ITUNES}category").get("text") == "Medicine"
    assert feed.findtext(f"{ITUNES}owner/{ITUNES}email") == "me@example.org"
    licence = feed.find(f"{PODCAST}license")
    assert (licence.text, licence.get("url")) == ("cc-by-sa-4.0", finished.leaflet.licence_url)
    art = files[local(feed.find(f"{ITUNES}image").get("href"))]
    image = Image.open(io.BytesIO(art))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400))
    assert all(len(text.encode()) <= 4000 for text in feed.itertext())


def test_a_long_description_ends_with_a_whole_word(finished: Programme, store: Store) -> None:
    say = "साँस " * 900
    line = replace(finished.chapters[0].lines[0], say=say.strip())
    chapters = (replace(finished.chapters[0], lines=(line,)), *finished.chapters[1:])
    feed = channel(written(replace(finished, chapters=chapters), store))
    told = next(feed.iter("item")).findtext("description")
    assert 3900 < len(told.encode()) <= 4000
    assert set(told.split()) == {"साँस", "…"}


def test_episodes_keep_their_order_and_say_how_long_they_last(files: dict[str, bytes]) -> None:
    items = list(channel(files).iter("item"))
    dates = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    assert dates[:3] == sorted(dates[:3])
    assert {date.date().isoformat() for date in dates} == {"2026-11-23"}
    seconds = [int(item.findtext(f"{ITUNES}duration")) for item in items]
    assert seconds[3] == pytest.approx(sum(seconds[:3]), abs=2)
    kinds = [item.findtext(f"{ITUNES}episodeType") for item in items]
    assert kinds == ["full", "full", "full", "bonus"]


def test_transcripts_and_chapters_are_there(files: dict[str, bytes], finished: Programme) -> None:
    complete = list(channel(files).iter("item"))[3]
    transcript = complete.find(f"{PODCAST}transcript")
    captions = files[local(transcript.get("url"))].decode()
    assert transcript.get("type") == "text/vtt"
    assert captions.count(" --> ") == sum(len(part.lines) for part in finished.chapters)
    chapters = json.loads(files[local(complete.find(f"{PODCAST}chapters").get("url"))])
    assert chapters["version"] == "1.2.0"
    assert [mark["title"] for mark in chapters["chapters"]] == [
        part.title for part in finished.chapters
    ]
    starts = [mark["startTime"] for mark in chapters["chapters"]]
    assert starts == sorted(starts)
    assert starts[0] == 0
    for mark in chapters["chapters"]:
        assert Image.open(io.BytesIO(files[local(mark["img"])])).size == (1400, 1400)
    # The first word of the second part is said after the whole first part.
    second_part = captions.split("\n\n")[1 + len(finished.chapters[0].lines)]
    minutes, rest = second_part.split(" --> ")[0].split(":")
    start = finished.chapters[1].lines[0].start_ms / 1000
    assert 60 * int(minutes) + float(rest) == pytest.approx(starts[1] + start, abs=0.002)


def test_some_parts_make_no_complete_episode(finished: Programme, store: Store) -> None:
    files = written(replace(finished, chapters=finished.chapters[:1]), store)
    assert [item.findtext("title") for item in channel(files).iter("item")] == ["शुरुआत"]


@pytest.mark.parametrize(
    ("settings", "day", "wrong"),
    [
        ({}, "2026-11-23", "the url and email of the podcast"),
        ({"podcast": {"url": BASE}}, "2026-11-23", "the email of the podcast"),
        ({"podcast": {"url": BASE, "email": "a@b.c"}}, "", "when the leaflet came out"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_spoken(
    finished: Programme, store: Store, settings: dict[str, dict[str, str]], day: str, wrong: str
) -> None:
    with pytest.raises(InputError, match=wrong) as error:
        PodcastTarget(store).require(replace(finished.leaflet, published=day), settings)
    assert "Add: " in error.value.hint


@pytest.mark.real
def test_feedparser_reads_it(files: dict[str, bytes], finished: Programme) -> None:
    import feedparser

    feed = feedparser.parse(files["feed.xml"])
    assert not feed.bozo
    assert feed.feed.title == finished.leaflet.title
    assert feed.feed.image.href == f"{BASE}cover.jpg"
    assert feed.feed.podcast_license["url"] == finished.leaflet.licence_url
    assert [entry.title for entry in feed.entries] == [
        *(part.title for part in finished.chapters),
        finished.leaflet.title,
    ]
    for entry in feed.entries:
        (enclosure,) = entry.enclosures
        assert enclosure.type == "audio/mpeg"
        assert int(enclosure.length) == len(files[local(enclosure.href)])
        assert entry.published_parsed[:3] == (2026, 11, 23)
