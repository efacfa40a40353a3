"""How a word is said, written into `words.yaml`: the way that the voices will follow."""

from __future__ import annotations

import tempfile
from pathlib import Path

from parcha import yamledit, yamlfile
from parcha.errors import InputError
from parcha.folder import read_if_there
from parcha.model import Voice
from parcha.plan import Speaker
from parcha.report.marks import Mark
from parcha.speech.engine import EngineSpec, Phonemes, open_engine
from parcha.speech.espeak import phonemes
from parcha.text.lexicon import load_lexicon
from parcha.text.normalise import LETTERS, normalise

_WAYS = ("say", "letters", "spell-out")


class Teacher:
    """`words.yaml` with the entries of the marks read so far; nothing is written here.

    A word in Hindi letters is only respelled, where the engine is one that misreads spellings:
    its text stays what it is. Any other word gets new words to say.
    """

    def __init__(self, path: Path, engine: str) -> None:
        self.path = path
        self.before = read_if_there(path) or ""
        self.text = self.before
        self.voice = Voice(engine, "")
        self.respells = isinstance(open_engine(EngineSpec(engine)), Phonemes)
        self.taught: dict[str, str] = {}

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        return self.text != self.before

    def teach(self, mark: Mark) -> tuple[str, str, str] | None:
        """Take in how a word should be said: file, what is said now, what will be.

        None if it is said so already. Raises `InputError` for what cannot be said, what another
        mark contradicts, and what no voice would heed.
        """
        if not (mark.word and mark.should):
            raise InputError("word and sound are both needed")
        other = self.taught.get(mark.word, mark.should)
        if other != mark.should:
            raise InputError(f'another mark wants "{mark.word}" said as "{other}"')
        new = self._entered(mark.word, mark.should)
        if new == self.text:
            return None
        was, now = self._said(self.text, mark), self._said(new, mark)
        if was[0] == now[0]:
            raise InputError(f'"{mark.word}" would sound the same here: change the line instead')
        self.text, self.taught[mark.word] = new, mark.should
        return self.path.name, was[1], now[1]

    def _entered(self, word: str, should: str) -> str:
        """The file with the entry, new or changed."""
        plain = LETTERS.fullmatch(normalise(word)) is not None
        way = "respell" if plain and self.respells else "say"
        document = yamlfile.parse(self.text, self.path.name) or {}
        key = next((own for own in document if own.casefold() == word.casefold()), None)
        if key is None:
            return yamledit.add(self.text, word, {way: should} if way == "respell" else should)
        entry = document[key]
        if isinstance(entry, str):
            if way == "say":
                return self._replaced([key], entry, should)
            raise InputError(f'"{key}" stands in words.yaml already: change it there')
        if way in entry:
            return self._replaced([key, way], entry[way], should)
        old = next((other for other in _WAYS if other in entry), None)
        if way == "say" and old:
            return yamledit.rename(self.text, [key, old], way, should)
        return yamledit.insert(self.text, [key], way, should)

    def _replaced(self, path: list[str | int], was: str, should: str) -> str:
        return self.text if was == should else yamledit.replace(self.text, path, should)

    def _said(self, words: str, mark: Mark) -> tuple[str, str]:
        """What the voice gets for the line and for the word. Raises `InputError` for a slip."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, self.path.name)
            path.write_text(words, encoding="utf-8")
            lexicon = load_lexicon(path if words.strip() else None)
        engines = frozenset({self.voice.engine} if self.respells else ())
        speaker = Speaker(lexicon, lambda word: phonemes(word, "en"), engines)
        # What fills a placeholder is not written in the line.
        line = f"{mark.was} {mark.word}" if "{" in mark.was else mark.was
        line, word = (speaker.utter(text, self.voice)[2].text for text in (line, mark.word))
        return line, word
