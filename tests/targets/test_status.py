from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parcha.model import Programme, Word
from parcha.sound import ffmpeg
from parcha.store import Store
from parcha.targets import status
from parcha.targets.excerpt import length_ms
from parcha.targets.status import HEIGHT, LONGEST_MS, WIDTH, minute, status_film
from tests.targets.announced import part


def lit(frame: np.ndarray) -> int:
    """How many pixels below the cover have the colour of a word that is heard."""
    green = np.array([int(status.LIT[n : n + 2], 16) for n in (1, 3, 5)])
    return int((np.abs(frame[WIDTH:].astype(int) - green).sum(axis=2) < 60).sum())


def test_a_minute_is_whole_lines_without_signposts(tmp_path: Path) -> None:
    chapter = part(tmp_path / "p", 1, [1.0, *[7.0] * 10, 1.0], ["title", *["text"] * 10, "next"])
    chosen = minute([chapter])
    assert [take.line for take in chosen] == list(chapter.lines[1 : 1 + len(chosen)])
    assert LONGEST_MS - 7400 < length_ms(chosen) <= LONGEST_MS


def test_words_light_up_when_they_are_heard(programme: Programme, tmp_path: Path) -> None:
    chapter = programme.chapters[0]
    line = chapter.lines[0]
    halves = [Word(word, line.start_ms + 150 * n, 0) for n, word in enumerate(line.say.split())]
    chapter = replace(chapter, lines=(replace(line, words=tuple(halves)), *chapter.lines[1:]))
    told = replace(programme, chapters=(chapter,))
    film = status_film(told, Store(tmp_path / "store"))
    assert film
    raw, _ = ffmpeg.run(["-i", film, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
    frames = np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)
    assert len(frames) == pytest.approx(15 * chapter.duration_ms / 1000, abs=2)
    at = [round(15 * (line.start_ms + ms) / 1000) for ms in (75, 225, 375, 525)]
    counts = [lit(frames[place]) for place in at]
    assert counts == sorted(counts)
    assert 0 < counts[0] < counts[1] < counts[3]


def test_a_line_without_times_lights_up_as_one(programme: Programme, tmp_path: Path) -> None:
    stills = list(status._stills(_white(), programme.chapters[0].lines))
    assert [still.start_ms for still in stills] == [
        0,
        *(line.start_ms for line in programme.chapters[0].lines[1:]),
    ]
    assert all(lit(np.asarray(Image.open(io.BytesIO(still.png)))) > 0 for still in stills)


def test_long_lines_stay_on_the_page() -> None:
    page = Image.new("RGB", (WIDTH, HEIGHT), status.cover.PAPER)
    blank = np.asarray(page).copy()
    words = ["ट्रेकियोस्टॉमी", "वाले", "मरीज़ों", "की", "देखभाल", "घर", "पर"] * 6
    status._write(page, words, len(words))
    changed = np.argwhere((np.asarray(page) != blank).any(axis=2))
    assert changed[:, 0].min() > WIDTH
    assert changed[:, 0].max() < HEIGHT - 10
    assert changed[:, 1].min() > 10
    assert changed[:, 1].max() < WIDTH - 10


def _white() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (WIDTH, WIDTH), "white").save(out, "PNG")
    return out.getvalue()
