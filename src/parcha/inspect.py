"""What each stage makes of a line: the sight into the machine that `parcha inspect` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from parcha.speech.espeak import phonemes
from parcha.text.lexicon import load_lexicon
from parcha.text.respell import respell
from parcha.text.sentences import split_sentences
from parcha.text.spoken import to_spoken

Inspector = Callable[[str], Iterable[str]]


def inspector(stage: str, words: Path | None, explain: bool) -> Inspector:
    """The function that shows one line at `stage`: "sentences", "spoken" or "phonemes"."""
    if stage == "sentences":
        # Several sentences answer one paragraph, so an empty line stays one.
        return lambda line: split_sentences(line) or ("",)
    lexicon = load_lexicon(words)

    def spoken(line: str) -> Iterable[str]:
        result = to_spoken(line, lexicon, lambda word: phonemes(word, "en"))
        yield result.text
        if explain:
            for firing in result.fired:
                yield f"    {firing.rule}: {firing.was} → {firing.now}"

    def ipa(line: str) -> Iterable[str]:
        text = to_spoken(line, lexicon, lambda word: phonemes(word, "en")).text
        yield phonemes(respell(text, lexicon.respell))

    return spoken if stage == "spoken" else ipa
