"""A small programme with real sound: three parts of a few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from parcha.model import Chapter, Leaflet, Line, Programme, Recording
from parcha.plan import labels
from parcha.sound.join import Piece, join
from parcha.sound.pcm import duration_ms, read_wav
from parcha.sound.words import word_times
from parcha.store import Store
from tests.sound.speechlike import recording, speech

LEAFLET = Leaflet(
    title="ए एल एस को समझिए",
    slug="als",
    language="hi",
    article="एमियोट्रोफिक लेटरल स्क्लेरोसिस",
    url="https://hi.wikipedia.org/wiki/एमियोट्रोफिक",
    licence="CC BY-SA 4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    as_of="2011",
    credit="विकिपीडिया के लेखक",
)
PARTS = [("shuruaat", "शुरुआत"), ("lakshan", "पहले लक्षण"), ("ant", "आखिर में")]
SAYS = ["यह पहली पंक्ति है।", "साँस की तकलीफ़ हो तो डॉक्टर को दिखाइए।", "याद रखिए।"]


def chapter(folder: Path, number: int) -> Chapter:
    """Part `number`, joined from three lines of speech-like sound."""
    pieces = [
        Piece(
            recording(folder / f"{number}-{n}.wav", speech(0.8 + n / 3, seed=9 * number + n)), 300
        )
        for n in range(3)
    ]
    audio = folder / f"part-{number}.wav"
    spans: Sequence[tuple[int, int]] = join(pieces, audio)
    pcm = read_wav(audio)
    lines = tuple(Line(say, say, *span) for say, span in zip(SAYS, spans, strict=True))
    part_id, title = PARTS[number - 1]
    return Chapter(number, part_id, title, audio, duration_ms(pcm.count, pcm.rate), lines)


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    folder = tmp_path_factory.mktemp("parts")
    chapters = tuple(chapter(folder, number) for number in (1, 2, 3))
    return Programme("brief", LEAFLET, chapters, len(chapters))


SETTINGS = {
    "web": {"url": "https://example.org/als/"},
    "podcast": {"url": "https://example.org/podcast", "email": "me@example.org"},
}


@pytest.fixture(scope="session")
def finished(programme: Programme) -> Programme:
    """The same with all that a build adds: word times, labels, a picture, settings, the day."""
    chapters = tuple(
        replace(chapter, lines=tuple(map(with_words, chapter.lines)))
        for chapter in programme.chapters
    )
    chapters = (chapters[0], replace(chapters[1], picture="lungs"), chapters[2])
    leaflet = replace(programme.leaflet, published="2026-11-23")
    return replace(
        programme, leaflet=leaflet, chapters=chapters, labels=labels(), settings=SETTINGS
    )


def with_words(line: Line) -> Line:
    untimed = Recording(Path("unused.wav"), 1, 24_000)
    span = (line.start_ms, line.end_ms)
    return replace(line, words=word_times(line.say, line.spoken, line.spoken, untimed, span))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all tests here, so that each part is encoded once."""
    return Store(tmp_path_factory.mktemp("store"))
