from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from parcha.errors import EngineError
from parcha.model import Pcm, Utterance, Voice
from parcha.speech.engine import EngineSpec, open_engine
from parcha.speech.kokoro import VOICES, KokoroEngine, _pcm16
from parcha.speech.plausible import aksharas, check
from parcha.speech.speak import speak

LINE = "रोगी को चलने, बोलने और निगलने में कठिनाई होती है।"
OMEGA = Voice("kokoro", "hm_omega")


@pytest.fixture(scope="module")
def engine() -> KokoroEngine:
    return KokoroEngine()


# --- phonemes ---------------------------------------------------------------------------------


def test_the_danda_becomes_a_full_stop_and_other_marks_stay(engine):
    assert engine.phonemes(LINE) == (
        "ɾˈoːɡi koː tʃˈʌlnˌeː, bˈoːlnˌeː ɔːɾ nˈɪɡəlneː me\u0303ː kˌəʈʰɪnˈaːi hˈoːti hɛː."
    )


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("हाँ।", "."),
        ("हाँ॥", "."),
        ("हाँ? ना! हाँ; ना: हाँ, ना.", "? ! ; : , ."),
        ("हाँ — ना", " — "),
        ("हाँ – ना", " — "),
        ("“हाँ” (ना)", "“” ()"),
    ],
)
def test_marks(engine, text, marks):
    assert re.sub(r"[^\W_]|[ˈː\u0303]", "", engine.phonemes(text)) == marks


@pytest.mark.parametrize(("text", "ipa"), [("काळा", "kˈaːlaː"), ("बड़ा", "bˈʌr.aː")])
def test_sounds_that_kokoro_never_learned_are_replaced(engine, text, ipa):
    assert engine.phonemes(text) == ipa


def test_every_letter_can_be_said(engine):
    letters = [chr(code) for code in (*range(0x904, 0x93A), *range(0x958, 0x962))]
    vowels = ["", *(chr(code) for code in range(0x93E, 0x94D))]
    for letter in letters:
        for vowel in vowels:
            assert engine.phonemes(f"{letter}{vowel}") != ""


def test_latin_letters_are_refused(engine):
    with pytest.raises(EngineError, match='"मरीज़ ALS से" has letters that are not Hindi'):
        engine.phonemes("मरीज़ ALS से, घर में")


@pytest.mark.parametrize("text", ["", " ", "।", "?!", "— ,"])
def test_a_line_without_a_word(engine, text):
    with pytest.raises(EngineError, match="nothing to say"):
        engine.phonemes(text)


def test_they_are_kokoro_onnx_s_own(engine):
    """Where there is no danda, our phonemes are the library's, but for the affricate."""
    from kokoro_onnx.tokenizer import Tokenizer

    tokenizer = Tokenizer()
    article = (Path(__file__).parents[2] / "seeds" / "als.txt").read_text(encoding="utf-8")
    sentences = re.findall(r"[^।\n]+।", article)
    lines = [line.strip() for line in sentences if not re.search("[A-Za-z0-9]", line)][:50]
    assert len(lines) == 50
    for line in lines:
        stopped = line.replace("।", ".")
        theirs = tokenizer.phonemize(stopped, "hi")
        theirs = re.sub("c\u02b0?(?=c)", "t", theirs)
        assert engine.phonemes(line) == theirs.replace("c", "t\u0283")


def test_an_affricate_is_written_as_one(engine):
    assert engine.phonemes("पाँच").endswith("t\u0283")
    assert "tt\u0283\u02b0" in engine.phonemes("मच्छर")
    assert engine.phonemes("पूछिए").count("t\u0283\u02b0") == 1


# --- before the network is loaded ---------------------------------------------------------------


def test_the_longest_line_that_surely_fits_has_phonemes_to_spare(engine):
    article = (Path(__file__).parents[2] / "seeds" / "als.txt").read_text(encoding="utf-8")
    words = re.sub(r"[^\u0900-\u0963\s]", "", article).split()
    text = ""
    for word in words:
        if len(text) + len(word) > KokoroEngine.max_chars:
            assert len(engine.phonemes(text)) <= 510
            text = ""
        text += f"{word} "


def test_a_line_that_is_too_long_is_refused(engine):
    with pytest.raises(EngineError, match="Kokoro takes 510") as error:
        engine.speak("बहुत लंबी बात, " * 60, OMEGA)
    assert "two lines" in error.value.hint


def test_the_voice_table_holds_the_voices(engine):
    with np.load(VOICES) as table:
        assert set(table) == set(engine.voices())
        assert {table[name].shape for name in table} == {(510, 1, 256)}


def test_weights_of_ones_own(tmp_path, monkeypatch):
    default = KokoroEngine().fingerprint
    model = tmp_path / "mine.onnx"
    model.write_bytes(b"one")
    by_option = KokoroEngine(model=str(model)).fingerprint
    monkeypatch.setenv("PARCHA_KOKORO_MODEL", str(model))
    by_variable = KokoroEngine().fingerprint
    model.write_bytes(b"two")
    changed = KokoroEngine().fingerprint
    assert by_option == by_variable
    assert len({default, by_option, changed}) == 3


def test_weights_that_are_not_there(tmp_path):
    with pytest.raises(EngineError, match=r"none\.onnx cannot be read") as error:
        open_engine(EngineSpec("kokoro", (("model", str(tmp_path / "none.onnx")),)))
    assert "PARCHA_KOKORO_MODEL" in error.value.hint


def test_weights_that_are_no_network(tmp_path):
    model = tmp_path / "bad.onnx"
    model.write_bytes(b"this is no network")
    with pytest.raises(EngineError, match=r"cannot load the weights .*bad\.onnx"):
        KokoroEngine(model=str(model)).speak(LINE, OMEGA)


# --- samples ------------------------------------------------------------------------------------


def samples(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_samples_are_rounded():
    frames = _pcm16(samples(0, 1, -1, 2, -2, 2.8 / 32767, 3.2 / 32767), LINE)
    assert list(memoryview(frames).cast("h")) == [0, 16384, -16384, 32767, -32767, 1, 2]


def test_every_line_is_turned_down_alike_and_never_wraps():
    assert list(memoryview(_pcm16(samples(1, 3, -3), LINE)).cast("h")) == [16384, 32767, -32768]


@pytest.mark.parametrize("bad", [samples(), samples(0.1, float("nan")), samples(float("inf"))])
def test_no_sound_is_an_error(bad):
    with pytest.raises(EngineError, match="no sound"):
        _pcm16(bad, LINE)


# --- the real voice -----------------------------------------------------------------------------


@pytest.fixture
def weights(tmp_path_factory, monkeypatch):
    """A cache of our own that all real tests share."""
    monkeypatch.setenv("PARCHA_CACHE", str(tmp_path_factory.getbasetemp() / "real-cache"))


@pytest.mark.real
@pytest.mark.usefixtures("weights")
class TestReal:
    @pytest.mark.parametrize("name", KokoroEngine().voices())
    def test_every_voice_speaks(self, engine, name):
        voice = Voice("kokoro", name)
        audio = engine.speak(LINE, voice)
        check(Utterance(LINE, voice), audio)
        assert audio.rate == 24_000

    def test_the_same_line_gives_the_same_bytes(self, engine):
        first = engine.speak("हाँ जी।", OMEGA)
        engine.speak("कुछ और।", OMEGA)
        assert engine.speak("हाँ जी।", OMEGA) == first

    @pytest.mark.parametrize("speed", [0.5, 2.0])
    @pytest.mark.parametrize("text", ["हाँ।", LINE])
    def test_speeds(self, engine, text, speed):
        voice = Voice("kokoro", "hf_beta", speed)
        check(Utterance(text, voice), engine.speak(text, voice))

    def test_words_are_timed_in_order_within_the_clip(self, engine):
        audio, words = engine.speak_timed(LINE, OMEGA)
        assert [word.text for word in words] == re.findall(r"[^\s,।]+", LINE)
        times = [time for word in words for time in (word.start_ms, word.end_ms)]
        assert times == sorted(times)
        assert 0 <= times[0] < 300
        assert times[-1] <= 1000 * audio.count / audio.rate + 1

    def test_the_comma_is_heard_where_the_words_say(self, engine):
        audio, words = engine.speak_timed(LINE, OMEGA)
        before, after = words[2], words[3]
        quiet = loudness(audio, before.end_ms, after.start_ms)
        assert quiet < 0.3 * loudness(audio, before.start_ms, before.end_ms)
        assert quiet < 0.3 * loudness(audio, after.start_ms, after.end_ms)

    def test_two_workers_speak_as_one_process_does(self, engine, cache):
        lines = [Utterance(text, OMEGA) for text in ("हाँ जी।", "नहीं जी।", "शायद।")]
        spoken = speak(lines, {}, cache, jobs=2)
        assert spoken.failed == ()
        for line in lines:
            recording = spoken.recordings[line]
            audio, words = engine.speak_timed(line.text, OMEGA)
            assert recording.words == words
            assert recording.path.read_bytes()[44:] == audio.frames

    def test_the_pace_is_that_of_a_speaker(self, engine):
        audio = engine.speak(LINE, OMEGA)
        assert 120 < 1000 * audio.count / audio.rate / aksharas(LINE) < 260


def loudness(audio: Pcm, start_ms: int, end_ms: int) -> float:
    """The root mean square of a stretch."""
    whole = np.frombuffer(audio.frames, "<i2").astype(float)
    part = whole[start_ms * audio.rate // 1000 : end_ms * audio.rate // 1000]
    return float(np.sqrt(np.mean(part**2)))
