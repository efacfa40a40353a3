from __future__ import annotations

import random
from pathlib import Path

import pytest

from parcha.model import Section
from parcha.text.sectionfile import parse, render
from parcha.text.sentences import split_sentences
from parcha.text.suspect import foreign_language, suspects
from tests.text.formats import NAMES, blocks

SECTIONS = Path(__file__).parents[2] / "sections"
MARATHI = "मलेरिया हा डासांच्या चावण्यामुळे होणारा आजार आहे. रुग्णाला ताप येतो आणि थंडी वाजते."
NEPALI = "मलेरिया लामखुट्टेको टोकाइबाट सर्ने रोग हो। बिरामीलाई ज्वरो आउँछ र काम छुट्छ।"


def kinds(paragraph: str) -> list[str]:
    section = Section(2, "a", "क", (split_sentences(paragraph),))
    return [suspect.kind for suspect in suspects(section)]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("मलेरिया एक बुखार है। यह मच्छर से फैलता है।", []),
        ("सिट्रैक्स है मौखिक रूप से प्रशासित दवा वर्तमान में है।", ["salad"]),
        ("ए एल एस के लिए के ने अध्ययन किया गया है।", ["salad"]),
        ("प्रयोगशाला में इस्तेमाल किया गया गया है।", ["salad"]),
        ("में रोगी की दवा शुरू होती है।", ["salad"]),
        ("वह धीरे धीरे चलता है।", []),
        ('उसने "ठीक कहा है।', ["quotes"]),
        ("उसने “ठीक” कहा (सच) है।", []),
        ("यह एक बुखार है। हर साल दुनिया के करोड़ों लोग और बच्चे।", ["no-verb"]),
        ("तेज़ बुखार, जो ठंड के साथ।", []),
        ("यह amyotrophic lateral sclerosis disease है।", ["latin"]),
        ("कमी के बारे में बात की जाती है /phys/ {x}", ["symbols"]),
        (MARATHI, ["other-language"] * 2),
        (NEPALI, ["other-language"] * 2),
    ],
)
def test_suspects_are_named(paragraph: str, expected: list[str]) -> None:
    assert kinds(paragraph) == expected


def test_languages_are_named() -> None:
    assert (foreign_language(MARATHI), foreign_language(NEPALI)) == ("Marathi", "Nepali")
    assert foreign_language("यह एक बुखार है और मच्छर से फैलता है।") == ""


def test_the_line_is_that_of_the_section_file() -> None:
    section = Section(2, "a", "क", (("एक है।", "दो है।"), ('"तीन है।',)))
    (found,) = suspects(section)
    assert render(section).split("\n")[found.line - 1] == found.sentence == '"तीन है।'
    assert "quotation mark" in found.reason


def test_good_text_is_hardly_suspected() -> None:
    sections = [
        Section(2, path.stem, "", parse(path.read_text(encoding="utf-8")))
        for path in SECTIONS.glob("*.md")
    ]
    sections += [
        Section(
            2, name, "", tuple(split_sentences(b.text) for b in blocks(name) if b.kind != "aside")
        )
        for name in NAMES
    ]
    sentences = sum(len(section.sentences) for section in sections)
    found = [suspect for section in sections for suspect in suspects(section)]
    assert sentences > 500
    assert len(found) < 0.02 * sentences, found


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("Marathi", "क्षयरोग हा हवेतून पसरणारा संसर्गजन्य रोग आहे."),
        ("Marathi", "डेंग्यूचा ताप आल्यास भरपूर पाणी प्यावे व डॉक्टरांचा सल्ला घ्यावा."),
        ("Marathi", "लहान मुलांना वेळेवर लस द्या आणि त्यांच्या आहाराकडे लक्ष ठेवा."),
        ("Nepali", "मधुमेह एक दीर्घकालीन रोग हो। यसमा रगतमा चिनीको मात्रा बढ्छ।"),
        ("Nepali", "दुई हप्ताभन्दा बढी खोकी लागेमा जाँच गराउनुहोस्।"),
        ("Nepali", "झाडापखाला लागेको बच्चालाई जीवनजल खुवाउनु पर्छ र आमाको दूध दिनु पर्छ।"),
        ("", "शीत रक्त एवं तीव्र ज्वर के लक्षण, रोगी की परीक्षा तथा उपचार।"),
        ("", "साबुन, पानी, तौलिया, ग्लास, चम्मच, दाल, चावल, आलू।"),
    ],
)
def test_other_languages_in_the_same_letters(language: str, paragraph: str) -> None:
    assert foreign_language(paragraph) == language


def test_a_foreign_sentence_in_a_hindi_paragraph_is_named() -> None:
    assert kinds(f"मलेरिया एक बुखार है। {MARATHI} यह मच्छर से फैलता है।") == ["other-language"] * 2


def test_planted_salad_is_mostly_found_and_good_sentences_are_left_alone() -> None:
    """Words shuffled, quotes lost, ends cut off, each with a fixed seed."""
    chance = random.Random(3)
    good = [
        sentence
        for name in NAMES
        for block in blocks(name)
        if block.kind == "paragraph"
        for sentence in split_sentences(block.text)
        if len(sentence.split()) >= 8
    ]
    shuffled = [" ".join(chance.sample(s.rstrip("।").split(), len(s.split()))) + "।" for s in good]
    cut = [" ".join(s.split()[: len(s.split()) // 2]) + " और।" for s in good]
    found = [
        sum(bool(kinds(f"यह एक बुखार है। {sentence}")) for sentence in sentences) / len(good)
        for sentences in (good, shuffled, cut, [s.replace(" ", ' "', 1) for s in good])
    ]
    assert found[0] < 0.01
    assert found[1] > 0.65
    assert found[2:] == [1.0, 1.0]
