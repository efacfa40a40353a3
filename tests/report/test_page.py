"""The page itself: one file, nothing from outside, and nothing that people wrote can break it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest

from parcha import config, draft
from parcha.check.heard import HeardLine
from parcha.folder import Folder
from parcha.report import page
from parcha.report.content import Content, ItemView, LineView, Notice
from parcha.report.gather import gather
from parcha.text.data import hindi

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"'&amp; {{ 7 * 7 }} ]]>"


class Page(HTMLParser):
    """What stands in a page: tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def content(built: Folder) -> Content:
    return gather(built, draft.draft(built, config.load(built.leaflet)), ())


def heard(line: LineView, text: str, verdict: str) -> LineView:
    hearing = HeardLine("kya", 1, line.say, line.spoken, text, 0.4, 0.6, (text,), 0, verdict)
    return replace(line, heard=hearing)


def with_lines(content: Content, change: Any) -> Content:
    parts = tuple(
        replace(
            part,
            items=tuple(
                replace(item, lines=tuple(map(change, item.lines)), sources=(EVIL,), why=EVIL)
                for item in part.items
            ),
        )
        for part in content.parts
    )
    return replace(content, parts=parts)


def test_it_stands_alone(content: Content) -> None:
    text = page.render(content, "")
    found = Page(text)
    links = [tag["href"] or "" for tag in found.named("a")]
    assert all(link.startswith("#") for link in links if link != content.article.url)
    assert not found.named("link") and not found.named("img")
    assert [script.get("src") for script in found.named("script")] == [None, None]
    assert not re.search(r"url\(|@import|https?://(?!example\.org)", text)
    ids = [tag["id"] for _, tag in found.tags if "id" in tag]
    assert len(ids) == len({*ids})
    assert {link[1:] for link in links if link.startswith("#")} <= {*ids}
    for line in (line for part in content.parts for line in part.lines):
        assert line.say in found.text


def test_the_sound_is_found_from_wherever_the_page_is(content: Content, built: Folder) -> None:
    home, elsewhere = built.edition("full"), built.root / "a b#" / "page.html"
    elsewhere.parent.mkdir()
    for place in (built.report("full"), elsewhere):
        found = Page(page.render(content, page.media_of(home, place)))
        sources = [tag["data-src"] for tag in found.named("article")]
        assert len(sources) == 4
        assert all((place.parent / unquote(source or "")).is_file() for source in sources)


def test_hostile_words_stay_words(content: Content) -> None:
    evil = with_lines(content, lambda line: heard(replace(line, say=EVIL, spoken=EVIL), EVIL, EVIL))
    evil = replace(
        evil,
        title=EVIL,
        slug=EVIL,
        edition=EVIL,
        voices=(EVIL,),
        drafts=(EVIL,),
        reviewers=(EVIL,),
        notices=(Notice("fail", EVIL, "kya", 1, EVIL, EVIL, (EVIL,)),),
        article=replace(content.article, name=EVIL, url=f"javascript:{EVIL}", licence=EVIL),
    )
    found, plain = Page(page.render(evil, "")), Page(page.render(content, ""))
    assert len(found.named("script")) == len(plain.named("script")) == 2
    assert not found.named("img")
    assert not any("onerror" in tag for _, tag in found.tags)
    assert not any((tag.get("href") or "").startswith("javascript") for tag in found.named("a"))
    assert EVIL in found.text
    data = re.search(r'id="about" type="application/json">(.*?)</script>', page.render(evil, ""))
    assert data is not None
    assert json.loads(data[1])["leaflet"] == EVIL


def test_700_lines_are_no_large_page(content: Content) -> None:
    part = content.parts[1]
    say = "इसलिए पूरे शरीर की मांसपेशियाँ कमज़ोर होने लगती हैं।"
    lines = tuple(
        heard(replace(part.lines[0], number=number, say=say, spoken=say + "!"), say, "ok")
        for number in range(1, 36)
    )
    items = tuple(ItemView(at + 1, "text", (say,), "", (line,)) for at, line in enumerate(lines))
    parts = tuple(
        replace(part, number=number, id=f"part-{number}", items=items, curve=(-16.0,) * 150)
        for number in range(1, 21)
    )
    text = page.render(replace(content, parts=parts, notices=()), "")
    assert len(Page(text).named("article")) == 20
    assert len(text.encode()) < 1_000_000


def test_every_word_of_the_page_is_in_both_languages() -> None:
    words = hindi("report")
    for table in ("words", "checks", "verdicts", "rules"):
        for name in words.mapping(table):
            own, english = words.mapping(table).texts(name)
            assert re.search("[\u0900-\u097f]", own), (table, name)
            assert not re.search("[\u0900-\u097f]", english), (table, name)
