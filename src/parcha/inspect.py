"""What each stage makes of a line: the sight into the machine that `parcha inspect` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from parcha.speech.espeak import phonemes
from parcha.text.lexicon import load_lexicon
from parcha.text.respell import Respelling, respell, respellings
from parcha.text.sentences import split_sentences
from parcha.text.spoken import Firing, Spoken, to_spoken

Inspector = Callable[[str], Iterable[str]]


def inspector(stage: str, words: Path | None, explain: bool) -> Inspector:
    """The function that shows one line at `stage`: "sentences", "spoken" or "phonemes"."""
    if stage == "sentences":
        # Several sentences answer one paragraph, so an empty line stays one.
        return lambda line: split_sentences(line) or ("",)
    lexicon = load_lexicon(words)

    def say(line: str) -> Spoken:
        return to_spoken(line, lexicon, lambda word: phonemes(word, "en"))

    def spoken(line: str) -> Iterable[str]:
        result = say(line)
        yield result.text
        if explain:
            yield from _told(result.fired)

    def ipa(line: str) -> Iterable[str]:
        text = say(line).text
        yield phonemes(respell(text, lexicon.respell))
        if explain:
            yield from _told(respellings(text, lexicon.respell))

    return spoken if stage == "spoken" else ipa


def _told(changes: Sequence[Firing | Respelling]) -> Iterable[str]:
    """One indented line a change: the rule or entry, what stood there, what stands there now."""
    return (f"    {change.rule}: {change.was} → {change.now}" for change in changes)
