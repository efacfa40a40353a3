from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any

import pytest

from parcha.model import Line, Programme, Word
from parcha.store import Store
from parcha.targets import mp3
from parcha.targets.sink import MemorySink
from parcha.targets.web import WebTarget


def written(programme: Programme, store: Store) -> dict[str, bytes]:
    sink = MemorySink()
    records = WebTarget(store).write(programme, sink)
    assert [record.path for record in records] == list(sink.files)
    return sink.files


@pytest.fixture(scope="module")
def files(finished: Programme, store: Store) -> dict[str, bytes]:
    return written(finished, store)


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def data(files: dict[str, bytes]) -> dict[str, Any]:
    found = re.search(r'type="application/json">(.*?)</script>', files["index.html"].decode(), re.S)
    assert found
    return json.loads(found[1])


def test_one_page_a_sound_and_captions_a_part_and_what_a_server_needs(
    files: dict[str, bytes],
) -> None:
    parts = ["01-shuruaat", "02-lakshan", "03-ant"]
    assert list(files) == [
        *(f"{part}{suffix}" for part in parts for suffix in (".mp3", ".vtt")),
        *("icon-192.png", "icon-512.png", "manifest.webmanifest", "sw.js", "index.html"),
    ]
    assert sum(len(data) for name, data in files.items() if not name.endswith(".mp3")) < 60_000


def test_the_page_fetches_nothing_but_its_sound(files: dict[str, bytes]) -> None:
    tags = Tags(files["index.html"]).tags
    fetched = {
        attributes.get("src") or attributes.get("href")
        for tag, attributes in tags
        if tag in {"script", "img", "audio", "link", "iframe", "source"}
    }
    assert fetched == {None, "01-shuruaat.mp3", "icon-192.png"}


def test_without_its_program_the_page_is_a_list_of_sounds(files: dict[str, bytes]) -> None:
    links = [attributes["href"] for tag, attributes in Tags(files["index.html"]).tags if tag == "a"]
    assert links[:3] == ["01-shuruaat.mp3", "02-lakshan.mp3", "03-ant.mp3"]


def test_every_button_has_a_hindi_name(files: dict[str, bytes]) -> None:
    buttons = [attributes for tag, attributes in Tags(files["index.html"]).tags if tag == "button"]
    assert len(buttons) == 5
    for button in buttons:
        if button["id"] != "speed":  # named by the program, with the speed
            assert re.search("[\u0900-\u097f]", button["aria-label"] or "")
    assert "{{" not in files["index.html"].decode()


def test_word_times_are_those_of_the_lines(finished: Programme, files: dict[str, bytes]) -> None:
    words = data(files)["words"].split(" ")
    assert len(words) == len(set(words))
    for chapter, part in zip(finished.chapters, data(files)["parts"], strict=True):
        assert (part["id"], part["title"], part["src"]) == (
            chapter.id,
            chapter.title,
            f"{chapter.number:02d}-{chapter.id}.mp3",
        )
        for line, (start, *packed) in zip(chapter.lines, part["lines"], strict=True):
            assert [words[place] for place in packed[::2]] == [word.text for word in line.words]
            heard = [start + 10 * after for after in accumulate(packed[1::2])]
            assert heard == [pytest.approx(word.start_ms, abs=5) for word in line.words]
    assert data(files)["parts"][1]["picture"] == "lungs"
    assert b'<symbol id="s-lungs"' in files["index.html"]


def test_a_dash_stays_with_its_word_and_untimed_words_start_together(
    finished: Programme, store: Store
) -> None:
    words = (Word("हाँ —", 200, 300), Word("ना", 300, 400))
    lines = (Line("हाँ — ना", "", 200, 400, words=words), Line("दो बात", "", 500, 900))
    chapter = replace(finished.chapters[0], lines=lines)
    found = data(written(replace(finished, chapters=(chapter,)), store))
    assert found["words"] == "हाँ\u00a0— ना दो बात"
    assert found["parts"][0]["lines"] == [[200, 0, 0, 1, 10], [500, 2, 0, 3, 0]]


def test_hostile_words_stay_words(finished: Programme, store: Store) -> None:
    bad = '</script><img src=x onerror=alert(1)>"{{style}}&'
    chapter = replace(finished.chapters[0], title=bad, lines=(Line(bad, bad, 0, 900),))
    leaflet = replace(finished.leaflet, title=bad, article=bad)
    changed = replace(finished, leaflet=leaflet, chapters=(chapter, *finished.chapters[1:]))
    files = written(changed, store)
    assert "img" not in {tag for tag, _ in Tags(files["index.html"]).tags}
    found = data(files)
    assert found["title"] == found["parts"][0]["title"] == bad
    assert set(bad.split()) < set(found["words"].split(" "))


def test_the_manifest_names_icons_that_are_there(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.webmanifest"])
    assert {icon["src"] for icon in manifest["icons"]} == {"icon-192.png", "icon-512.png"}
    assert (manifest["lang"], manifest["start_url"], manifest["display"]) == (
        "hi",
        "./",
        "standalone",
    )


def test_what_is_kept_offline_is_thrown_away_when_anything_changes(
    finished: Programme, store: Store, files: dict[str, bytes]
) -> None:
    def cache(worker: bytes) -> str:
        found = re.search(r'CACHE = "(parcha-als-brief-\w+)"', worker.decode())
        assert found
        return found[1]

    assert written(finished, store) == files
    renamed = replace(finished, leaflet=replace(finished.leaflet, title="नया"))
    assert cache(written(renamed, store)["sw.js"]) != cache(files["sw.js"])
    first, second, third = finished.chapters
    other_sound = replace(finished, chapters=(first, second, replace(third, audio=first.audio)))
    assert mp3.streams([first], store, None) == mp3.streams([other_sound.chapters[2]], store, None)
    assert cache(written(other_sound, store)["sw.js"]) != cache(files["sw.js"])
