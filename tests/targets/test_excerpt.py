from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parcha.model import Chapter, Word
from parcha.sound import ffmpeg
from parcha.sound.formats import TELEPHONE
from parcha.sound.join import LEAD_IN_MS
from parcha.sound.pcm import duration_ms, read_wav
from parcha.store import Store
from parcha.targets.excerpt import excerpt, length_ms, sound, takes
from tests.targets.announced import part


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    return part(tmp_path / "p", 2, [0.5, 0.6, 0.7, 0.5], ["title", "text", "recap", "next"])


def test_lines_are_where_they_say_and_sound_as_before(chapter: Chapter, tmp_path: Path) -> None:
    chosen = takes(chapter, without={"title", "next"})
    short = excerpt(chosen, chapter, Store(tmp_path / "store"))
    assert (short.number, short.id) == (chapter.number, chapter.id)
    assert [line.role for line in short.lines] == ["text", "recap"]
    assert short.lines[0].start_ms == LEAD_IN_MS
    before, after = read_wav(chapter.audio), read_wav(short.audio)
    assert short.duration_ms == duration_ms(after.count, after.rate) == length_ms(chosen)
    for old, new in zip(chapter.lines[1:3], short.lines, strict=True):
        old_frames = before.frames[48 * old.start_ms : 48 * old.end_ms]
        assert after.frames[48 * new.start_ms : 48 * new.end_ms] == old_frames


def test_words_move_with_their_line(chapter: Chapter, tmp_path: Path) -> None:
    first, *others = chapter.lines
    start = others[0].start_ms
    timed = replace(others[0], words=(Word("यह", start + 10, start + 90),))
    chapter = replace(chapter, lines=(first, timed, *others[1:]))
    short = excerpt(takes(chapter)[1:2], chapter, Store(tmp_path / "store"))
    assert short.lines[0].words == (Word("यह", LEAD_IN_MS + 10, LEAD_IN_MS + 90),)


def test_lines_may_come_from_several_parts(chapter: Chapter, tmp_path: Path) -> None:
    other = part(tmp_path / "o", 3, [0.4], ["text"])
    short = excerpt([*takes(other), *takes(chapter)[:1]], chapter, Store(tmp_path / "store"))
    assert [line.role for line in short.lines] == ["text", "title"]
    assert short.lines[1].start_ms == LEAD_IN_MS + takes(other)[0].duration_ms


def test_sound_is_made_once(
    chapter: Chapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")
    made = sound(chapter.audio, TELEPHONE, store)
    monkeypatch.setattr(ffmpeg, "run", None)
    assert sound(chapter.audio, TELEPHONE, store) == made
