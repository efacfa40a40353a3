from __future__ import annotations

import importlib.util
import math
import struct
from pathlib import Path

import pytest

from parcha.check.align import align
from parcha.errors import EngineError
from parcha.model import Pcm, Voice
from parcha.sound import ffmpeg
from parcha.sound.pcm import write_wav
from parcha.speech import listen
from parcha.speech.kokoro import KokoroEngine
from parcha.speech.listen import RATE, Heard, check_installed, hear
from parcha.store import Store


def tone(hertz: int) -> Pcm:
    samples = (round(3000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(RATE // 10))
    return Pcm(b"".join(struct.pack("<h", sample) for sample in samples), RATE)


SOUNDS = [tone(100), tone(200), tone(300)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Pcm]:
    """Every sound that reaches the recogniser, which is not needed for these tests."""
    sounds: list[Pcm] = []

    def answer(task: listen._Task) -> Heard:
        sounds.append(task.sound)
        return Heard(f"{SOUNDS.index(task.sound)} {task.model}", 0.5)

    monkeypatch.setattr(listen, "_hear", answer)
    monkeypatch.setattr(listen, "check_installed", lambda model: None)
    monkeypatch.setattr(listen.metadata, "version", lambda package: "1")
    return sounds


def test_answers_are_in_the_order_of_the_sounds(store: Store, heard: list[Pcm]) -> None:
    answers = hear([SOUNDS[2], SOUNDS[0], SOUNDS[2]], store=store)
    assert [answer.text for answer in answers] == ["2 base", "0 base", "2 base"]
    assert heard == [SOUNDS[2], SOUNDS[0]]


def test_what_was_heard_is_not_heard_again(store: Store, heard: list[Pcm]) -> None:
    hear(SOUNDS[:2], store=store)
    news: list[None] = []
    answers = hear(SOUNDS, store=store, on_done=lambda: news.append(None))
    assert [answer.text[0] for answer in answers] == ["0", "1", "2"]
    assert (heard, len(news)) == (SOUNDS, 3)


def test_another_model_hears_for_itself(store: Store, heard: list[Pcm], tmp_path: Path) -> None:
    hear(SOUNDS[:1], store=store)
    (answer,) = hear(SOUNDS[:1], str(tmp_path), store=store)
    assert answer.text == f"0 {tmp_path}"


def test_what_was_heard_before_a_stop_is_kept(
    store: Store, heard: list[Pcm], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = listen._hear

    def stopped(task: listen._Task) -> Heard:
        if task.sound is SOUNDS[2]:
            raise KeyboardInterrupt
        return answer(task)

    monkeypatch.setattr(listen, "_hear", stopped)
    with pytest.raises(KeyboardInterrupt):
        hear(SOUNDS, store=store)
    monkeypatch.setattr(listen, "_hear", answer)
    hear(SOUNDS, store=store)
    assert heard == SOUNDS


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"text": "x"}'])
def test_a_damaged_answer_is_heard_again(store: Store, heard: list[Pcm], damage: str) -> None:
    hear(SOUNDS[:1], store=store)
    (path,) = (store.root / "heard").glob("*/*.json")
    path.write_text(damage, encoding="utf-8")
    assert hear(SOUNDS[:1], store=store)[0].text == "0 base"


def test_nothing_to_hear(store: Store, heard: list[Pcm]) -> None:
    assert hear([], store=store) == ()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineError) as error:
        check_installed()
    assert "parcha[listen]" in error.value.hint


@pytest.mark.real
def test_a_spoken_line_is_understood(store: Store, tmp_path: Path) -> None:
    line = "मलेरिया मच्छर के काटने से होता है।"
    clip = KokoroEngine().speak(line, Voice("kokoro", "hm_omega"))
    write_wav(tmp_path / "clip.wav", clip)
    wanted = ["-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    frames, _ = ffmpeg.run(["-i", tmp_path / "clip.wav", *wanted])
    (heard,) = hear([Pcm(frames, RATE)], store=store)
    (match,) = align([line], heard.text)
    assert match.error <= 1 / 11  # one consonant: whether it is च or ज a recogniser tells by chance
    assert heard.confidence > 0.4


@pytest.mark.real
def test_a_model_that_is_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot load"):
        hear(SOUNDS[:1], str(tmp_path), store=store)
