from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from parcha.check.sound_shape import shape
from parcha.errors import EngineError
from parcha.model import Utterance, Voice
from parcha.speech import espeak
from parcha.speech.espeak import VOICES, EspeakEngine, phonemes
from parcha.speech.plausible import check

LINES = [
    "रोगी को चलने, बोलने और निगलने में कठिनाई होती है।",
    "यह बीमारी छूने से नहीं फैलती।",
    "डॉक्टर से पूछे बिना कोई दवा मत लीजिए।",
    "हाँ।",
]
MALE, FEMALE = Voice("espeak", "hi"), Voice("espeak", "hi-female")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", EspeakEngine().voices())
@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_lines_are_spoken(line, name, speed):
    voice = Voice("espeak", name, speed)
    audio = EspeakEngine().speak(line, voice)
    assert audio.rate == EspeakEngine.sample_rate
    check(Utterance(line, voice), audio)


def test_speed_one_is_about_140_words_a_minute():
    line = " ".join(LINES)
    audio = EspeakEngine().speak(line, MALE)
    speech = audio.frames.rstrip(b"\0")  # without the pause at the end
    words_a_minute = len(line.split()) / (len(speech) / 2 / audio.rate / 60)
    assert 125 < words_a_minute < 155


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.3, 1.5, 2.0])
def test_the_last_sound_dies_away(speed):
    take = EspeakEngine().speak("मलेरिया एक बुखार है।", Voice("espeak", "hi", speed))
    assert shape(take).end_db < -70


def test_a_take_does_not_depend_on_what_was_said_before():
    engine = EspeakEngine()
    first = [engine.speak(line, voice).frames for line in LINES for voice in (MALE, FEMALE)]
    phonemes("something else", "en-us")
    engine.speak(LINES[0], Voice("espeak", "hi-female", 1.5))
    again = [
        engine.speak(line, voice).frames for line in reversed(LINES) for voice in (FEMALE, MALE)
    ]
    assert again[::-1] == first


def test_the_voices_differ():
    engine = EspeakEngine()
    assert engine.speak(LINES[0], MALE).frames != engine.speak(LINES[0], FEMALE).frames


def test_every_voice_has_its_file():
    assert {path.name for path in VOICES.iterdir()} == set(EspeakEngine().voices())


def test_the_voices_are_found_wherever_parcha_is_installed(tmp_path, monkeypatch):
    """espeak-ng itself takes no path of 60 bytes, none with a capital and none with a plus."""
    there = tmp_path / "Ramesh+Sita's Programs" / ("a" * 60)
    shutil.copytree(VOICES, there)
    frames = EspeakEngine().speak(LINES[0], FEMALE).frames
    monkeypatch.setattr(espeak, "VOICES", there)
    before = Path.cwd()
    assert EspeakEngine().speak(LINES[0], FEMALE).frames == frames
    assert Path.cwd() == before


def test_threads_do_not_mix_their_sounds():
    engine = EspeakEngine()
    alone = [engine.speak(line, MALE).frames for line in LINES]
    together: dict[int, bytes] = {}

    def speak(number: int) -> None:
        together[number] = engine.speak(LINES[number], MALE).frames

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(len(LINES))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[number] for number in range(len(LINES))] == alone


def test_hindi_phonemes():
    assert phonemes("मरीज़ को घर पर आराम मिलता है") == ("məɾˈiːz koː ɡʰˈʌɾ pˈʌɾ aːɾˈaːm mˈɪltˌaː hɛː")


def test_all_clauses_have_phonemes():
    whole = phonemes("यह एक है। यह दो है, और यह तीन")
    assert whole.count("jˌəh") + whole.count("jˈəh") == 3
    assert EspeakEngine().phonemes("यह एक है। यह दो है, और यह तीन") == whole


def test_english_phonemes():
    assert phonemes("amyotrophic lateral sclerosis", "en-us") == (
        "ˌæmɪətɹˈoʊfɪk lˈæɾɚɹəl skləɹˈoʊsɪs"
    )


@pytest.mark.parametrize("text", ["", "   ", ", ,", "?", "“”"])
def test_text_without_a_word_has_no_phonemes(text):
    assert phonemes(text) == ""


def test_unknown_language():
    with pytest.raises(EngineError, match='language "tlh-x"'):
        phonemes("नमस्ते", "tlh-x")


def test_voice_file_that_is_not_there():
    with pytest.raises(EngineError, match="hi-robot"):
        EspeakEngine().speak("नमस्ते", Voice("espeak", "hi-robot"))


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_the_program_may_lie_deep_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """espeak-ng cuts the names of voice files at 59 bytes and at a plus sign."""
    deep = tmp_path / ("a folder whose name is long + odd" * 3) / "espeak"
    shutil.copytree(espeak.VOICES, deep)
    expected = EspeakEngine().speak("नमस्ते।", FEMALE)
    monkeypatch.setattr(espeak, "VOICES", deep)
    monkeypatch.setattr(espeak, "_SYSTEM", system)
    assert EspeakEngine().speak("नमस्ते।", FEMALE) == expected
