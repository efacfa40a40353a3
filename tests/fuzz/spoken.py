"""The spoken form: any text in, Hindi words and stops out."""

from __future__ import annotations

import re

from parcha.speech.espeak import phonemes
from parcha.text.lexicon import load_lexicon
from parcha.text.narrate import breath_groups
from parcha.text.normalise import LETTER, normalise
from parcha.text.respell import respell
from parcha.text.sentences import split_sentences
from parcha.text.spoken import PUNCTUATION, to_spoken
from tests.fuzz.target import Target
from tests.fuzz.texts import texts

_SPOKEN = re.compile(f"[{LETTER}{re.escape(PUNCTUATION)} ]*")


def check(text: str) -> None:
    """Only words and stops come out, and what has come out stays as it is."""
    assert normalise(normalise(text)) == normalise(text)
    lexicon = load_lexicon()
    said = to_spoken(text, lexicon, lambda word: phonemes(word, "en")).text
    assert _SPOKEN.fullmatch(said), said
    assert to_spoken(said, lexicon).text == said
    phonemes(respell(said))
    line = " ".join(text.split())
    for sentence in split_sentences(line):
        assert "".join(sentence.split()) in "".join(line.split())
        assert "".join("".join(breath_groups(sentence)).split()) == "".join(sentence.split())
    assert "".join("".join(split_sentences(line)).split()) == "".join(line.split())


# Without the mark between them, a number word and a colon were read as another spelling of it.
TARGET = Target(texts, check, cases=("छ²: <b>",))
