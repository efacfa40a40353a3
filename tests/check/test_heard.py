"""What is made of a recogniser's answers; the recogniser itself is played by a function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parcha.check.align import align
from parcha.check.complete import Made
from parcha.check.delivered import Take, delivered_parts, takes_of, voices_of
from parcha.check.heard import HeardLine, Part, judge, listen_back, summary
from parcha.check.opinion import another, second_opinions
from parcha.errors import InputError
from parcha.model import Line, Pcm, Utterance, Voice
from parcha.speech.cache import sound_name
from parcha.speech.engine import EngineSpec
from parcha.speech.espeak import EspeakEngine
from parcha.speech.listen import RATE, Heard, hear
from parcha.store import Store
from tests.check.conftest import file_of, small_edition


def judged(spoken: str, heard: str) -> HeardLine:
    (match,) = align([spoken], heard)
    return judge("kya", 1, Line(spoken, spoken, 0, 1000), match, 0.7)


@pytest.mark.parametrize(
    ("spoken", "heard", "lost"),
    [
        ("दर्द नहीं होता है", "درد نہیں ہوتا ہے", ()),
        ("दर्द नहीं होता है", "درد ہوتا ہے", ("नहीं",)),
        ("पानी जमा मत होने दीजिए", "پانی جما ہونے دیجئے", ("मत",)),
        ("पानी जमा मत होने दीजिए", "پانی جمہ مدھ ہونے دیجئے", ()),
        ("दवा मत बंद कीजिए", "دوہ مطبند کیجئے", ()),
        ("पचहत्तर प्रतिशत लोग", "پچھتر پرتشت لوگ", ()),
        ("पचहत्तर प्रतिशत लोग", "75 پرتشت لوگ", ()),
        ("पचहत्तर प्रतिशत लोग", "ستاون پرتشت لوگ", ("पचहत्तर",)),
        ("पचहत्तर प्रतिशत लोग", "57 پرتشت لوگ", ("पचहत्तर",)),
        # "One" is an article as well, and is swallowed as such.
        ("एक बुख़ार है", "بخار ہے", ()),
    ],
)
def test_numbers_and_negations_must_be_heard(
    spoken: str, heard: str, lost: tuple[str, ...]
) -> None:
    line = judged(spoken, heard)
    assert line.lost == lost
    assert line.verdict == ("unsure" if lost else "ok")


def test_a_slip_of_the_recogniser_is_no_finding() -> None:
    assert judged("दवा सोडियम के चैनलों को रोकती है", "دوہ سوریم کے چینلوں کو روکتی ہے").verdict == "ok"
    assert judged("दवा सोडियम के चैनलों को रोकती है", "پانی پلائیے").verdict == "unsure"


class Recogniser:
    """Answers with what it is told, window by window, and notes how much it was given."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.lengths_ms: list[list[int]] = []

    def __call__(self, sounds: Sequence[Pcm]) -> Sequence[Heard]:
        self.lengths_ms.append([1000 * sound.count // sound.rate for sound in sounds])
        assert all(sound.rate == RATE for sound in sounds)
        texts = self.answers.pop(0) if sounds else []
        return [Heard(text, 0.7) for text in texts]


@pytest.fixture
def part(made: Made) -> Part:
    chapter = made.parts[1].chapter
    return Part(chapter.id, file_of(made, chapter.number), chapter.lines)


def windows(part: Part) -> list[str]:
    """What a recogniser without a fault would answer."""
    recogniser = Recogniser([])
    with pytest.raises(ValueError, match="zip"):
        listen_back([part], recogniser)
    count = len(recogniser.lengths_ms[0])
    each = -(-len(part.lines) // count)
    assert count == 1, "the tests below know what one window holds"
    return [" ".join(line.spoken for line in part.lines[:each])]


def test_lines_are_heard_in_context_and_nothing_again(part: Part) -> None:
    recogniser = Recogniser(windows(part), [])
    lines = listen_back([part], recogniser)
    assert [(line.chapter, line.number) for line in lines] == [
        ("kya", number) for number in range(1, len(part.lines) + 1)
    ]
    assert {(line.error, line.verdict) for line in lines} == {(0.0, "ok")}
    length = part.lines[-1].end_ms - part.lines[0].start_ms
    assert recogniser.lengths_ms[0] == [pytest.approx(length + 300, abs=2)]
    assert recogniser.lengths_ms[1] == []


def test_a_long_part_is_heard_in_stretches(part: Part) -> None:
    """Ten copies of the lines, one after the other in time, are more than half a minute."""
    step = part.lines[-1].end_ms + 500
    lines = tuple(
        Line(line.say, line.spoken, line.start_ms + turn * step, line.end_ms + turn * step)
        for turn in range(10)
        for line in part.lines
    )
    recogniser = Recogniser([])
    with pytest.raises(ValueError, match="zip"):
        listen_back([Part("kya", part.file, lines)], recogniser)
    assert len(recogniser.lengths_ms[0]) > 5
    assert max(recogniser.lengths_ms[0]) <= 25_300


def test_a_doubtful_line_is_heard_alone_and_the_better_hearing_counts(part: Part) -> None:
    (text,) = windows(part)
    third, fourth = part.lines[2].spoken, part.lines[3].spoken
    text = text.replace(third, "").replace(fourth, "")
    recogniser = Recogniser([text], [third, "پانی"])
    lines = listen_back([part], recogniser)
    assert [line.number for line in lines if line.verdict != "ok"] == [4]
    assert lines[2].heard == third
    length = part.lines[2].end_ms - part.lines[2].start_ms
    assert recogniser.lengths_ms[1][0] == pytest.approx(length + 300, abs=2)


def test_the_summary_names_the_worst(part: Part) -> None:
    (text,) = windows(part)
    lost = part.lines[3].spoken
    lines = listen_back([part], Recogniser([text.replace(lost, "")], [""]))
    found = summary(lines)
    assert found["worst"]["say"] == part.lines[3].say
    assert found["flagged"] == 1
    assert found["mean_error"] == pytest.approx(found["worst"]["error"] / len(lines), abs=0.001)
    assert set(found["lines"][0]) >= {"chapter", "number", "say", "heard", "error", "verdict"}


ESPEAK = {"espeak": EngineSpec("espeak")}


def utter(say: str, voice: Voice) -> Utterance:
    return Utterance(say, voice)


VOICE = Voice("espeak", "hi")
FILE = Pcm(bytes(2 * RATE), RATE)
SOUND = sound_name(EspeakEngine().speak("दर्द नहीं होता है", VOICE))


@pytest.mark.parametrize(
    ("clip", "own", "other", "delivered", "verdict"),
    [
        ("of another sound", True, True, True, "take"),
        ("of another sound", True, False, True, "take"),
        (SOUND, True, False, True, "ok"),  # the recogniser's chance
        (SOUND, True, True, False, "unsure"),  # not the voice's fault, but not understood
        (SOUND, False, True, True, "voice"),
        (SOUND, False, False, True, "words"),
    ],
)
def test_a_second_opinion_before_blame(
    clip: str, own: bool, other: bool, delivered: bool, verdict: str
) -> None:
    failed = judged("दर्द नहीं होता है", "پانی")
    heard = (own, other, delivered)
    answers = ["दर्द नहीं होता है" if understood else "پانی" for understood in heard]
    recogniser = Recogniser(answers[:2], answers[2:])
    (line,) = second_opinions([failed], [Take(VOICE, clip, FILE)], ESPEAK, utter, recogniser)
    assert (line.verdict, line.heard) == (verdict, answers[2] if verdict == "ok" else "پانی")
    # Two voices spoke, each in its own way.
    assert len(set(recogniser.lengths_ms[0])) == 2


def test_another_voice_of_the_same_engine() -> None:
    assert another(Voice("espeak", "hi")).name != "hi"
    names = {"hi"}
    voice = Voice("espeak", "hi")
    while (voice := another(voice)).name != "hi":
        names.add(voice.name)
    assert len(names) > 1


MANIFEST = {
    "files": [{"path": "phone/02-kya.mp3"}],
    "voices": {
        "narrator": {"engine": "espeak", "name": "hi", "speed": 1.0},
        "announcer": {"engine": "espeak", "name": "hi-female", "speed": 1.0},
    },
    "chapters": [
        {
            "number": 2,
            "id": "kya",
            "lines": [
                {
                    "say": "a",
                    "spoken": "b",
                    "start_ms": 0,
                    "end_ms": 9,
                    "voice": "hi-female",
                    "clip": "c",
                },
            ],
        }
    ],
}


def test_the_manifest_leads_to_the_files(made: Made) -> None:
    (part,) = delivered_parts(MANIFEST, made.home)
    assert part == Part("kya", file_of(made, 2), (Line("a", "b", 0, 9),))
    line = judged("b", "c")
    assert voices_of(MANIFEST, [line]) == [Voice("espeak", "hi-female", 1.0)]
    (take,) = takes_of(MANIFEST, [part], [line])
    assert (take.voice.name, take.clip) == ("hi-female", "c")
    # From 0 to 9 ms, with twice as much behind it as the line alone has.
    assert take.sound.count == pytest.approx(RATE * (9 + 300) / 1000, abs=1)


def test_what_is_not_built_cannot_be_heard(made: Made) -> None:
    with pytest.raises(InputError, match="nothing built"):
        delivered_parts({}, made.home)
    with pytest.raises(InputError, match='no part "saans"'):
        delivered_parts(MANIFEST, made.home, ["saans"])
    with pytest.raises(InputError, match="every part as an MP3"):
        delivered_parts({**MANIFEST, "files": [{"path": "radio/02-kya.wav"}]}, made.home)


@pytest.fixture(scope="session")
def spoken_part(tmp_path_factory: pytest.TempPathFactory) -> Part:
    """A part of the small edition as the neural voices say it."""
    root = tmp_path_factory.mktemp("kokoro")
    for made in small_edition(root, {"hi-female": "hf_beta", "hi": "hm_omega", "espeak": "kokoro"}):
        chapter = made.parts[2].chapter
        return Part(chapter.id, file_of(made, chapter.number), chapter.lines)
    raise AssertionError


@pytest.mark.real
def test_a_right_part_is_understood_and_two_wrong_words_are_not(
    spoken_part: Part, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store(tmp_path_factory.mktemp("heard"))

    def listener(sounds: Sequence[Pcm]) -> Sequence[Heard]:
        return hear(sounds, store=store)

    lines = listen_back([spoken_part], listener)
    assert [line.say for line in lines if line.verdict != "ok"] == []
    assert sum(line.error for line in lines) / len(lines) <= 0.08

    # As if the voice had said 75 where the script says 45, and left out a negation.
    planted = {"पचहत्तर": "पैंतालीस", "पता चलता": "पता नहीं चलता"}
    wrong = []
    for line in spoken_part.lines:
        spoken = line.spoken
        for was, now in planted.items():
            spoken = spoken.replace(was, now)
        wrong.append(replace(line, spoken=spoken))
    assert sum(a != b for a, b in zip(wrong, spoken_part.lines, strict=True)) == len(planted)
    found = listen_back([replace(spoken_part, lines=tuple(wrong))], listener)
    assert [line.lost for line in found if line.lost] == [("नहीं",), ("पैंतालीस",)]
    changed = [a.spoken for a, b in zip(wrong, spoken_part.lines, strict=True) if a != b]
    assert [line.spoken for line in found if line.verdict != "ok"] == changed
