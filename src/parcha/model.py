"""The data that flows from the article to the audio: frozen dataclasses and nothing else.

Times are whole frames (`Pcm`) or integer milliseconds (fields that end in `_ms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "aside"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item of the article as it was read, or an aside.

    `level` is a heading's: 1 for the title of the article, 2 for its chapters. An aside is no part
    of the running text (a foot-note, a menu); `rule` says what it is, so that the ledger can.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader makes of a file. The article's text is its blocks, one a line."""

    blocks: tuple[Block, ...]
    origin: str

    @property
    def text(self) -> str:
        """The whole article: what the cleaning ledger counts its characters in."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the article that was left out or changed: `was` at `offset` became `now`."""

    offset: int
    was: str
    now: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter of the article: paragraphs of cleaned sentences."""

    number: int
    id: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences in reading order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of the article, or one spoken signpost, as the short lines that are said.

    `source` is empty where no single sentence of the article stands behind the lines. `say` is
    what the full edition says, `brief` the plain words of the short one, always written by hand;
    they rest on `source` and on the sentences that `stands_on` names ("4" of this chapter,
    "lakshan:4" of another, counted from 1). `why` is the editor's reason for what the brief words
    leave out or add. `edition` restricts a signpost to one edition.

    `made` is the hash of the generated `say`: where it differs, somebody edited the lines by hand.
    `stale` is the sentence that they were written for, once the article says something else.
    """

    source: str
    say: tuple[str, ...]
    role: str = "text"
    ends_paragraph: bool = False
    made: str = ""
    stale: str = ""
    brief: tuple[str, ...] = ()
    stands_on: tuple[str, ...] = ()
    why: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What will be said in one part. `removed` keeps hand-edited items whose sentence is gone."""

    number: int
    id: str
    title: str
    items: tuple[Item, ...]
    removed: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks. `speed` 1.0 is the voice's own pace, above is faster."""

    engine: str
    name: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line for one voice. `text` is the spoken form: Devanagari words and punctuation only."""

    text: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono 16-bit little-endian sound: `frames` has two bytes a frame, `rate` frames a second."""

    frames: bytes
    rate: int

    @property
    def count(self) -> int:
        """How many frames there are."""
        return len(self.frames) // 2


@dataclass(frozen=True, slots=True)
class Word:
    """When one word is heard, counted from the start of its clip, or of its part in a `Line`."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Clip:
    """What a worker returns for an utterance: sound, or the error that it met. Never raised."""

    utterance: Utterance
    audio: Pcm | None
    words: tuple[Word, ...] = ()
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A clip as the cache holds it: a WAV file of `count` mono 16-bit frames.

    `rendering` says how it was spoken, if in another way than was asked: "speed 0.95".
    """

    path: Path
    count: int
    rate: int
    words: tuple[Word, ...] = ()
    rendering: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line where it is heard: `say` as written, `spoken` as the engine got it.

    `role` is that of its item in the script: "message", "recap", "next" … `words` are those of
    `say`, when each is heard in the part.
    """

    say: str
    spoken: str
    start_ms: int
    end_ms: int
    role: str = "text"
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a programme. `audio` is a WAV file of the joined lines, not yet mastered.

    `picture` names the symbol by which people who do not read find the part.
    """

    number: int
    id: str
    title: str
    audio: Path
    duration_ms: int
    lines: tuple[Line, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What every package says of the leaflet: tags, credits, licence.

    `published` is the day on which it came out (YYYY-MM-DD), or empty.
    """

    title: str
    slug: str
    language: str
    article: str
    url: str
    licence: str
    licence_url: str
    as_of: str
    credit: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line that one package needs beside the programme: a menu, "part 2 b", a radio greeting.

    `phrase` names its words in the language's data; `values` fill its {…}, by name.
    """

    phrase: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """The parts of one edition, ready to be packaged. The edition has `parts` of them in all.

    `labels` are words in the leaflet's language that packages print, by name; `prompts` the lines
    that packages asked for, each spoken by the announcer and joined like a part. `settings` are
    what `leaflet.yaml` says of a package, by its name: the address of the web page, say.
    """

    edition: str
    leaflet: Leaflet
    chapters: tuple[Chapter, ...]
    parts: int
    labels: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[Prompt, Chapter] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all parts are here, not just some for a first listen."""
        return len(self.chapters) == self.parts


@dataclass(frozen=True, slots=True)
class Record:
    """A file that was written: `path` relative to the package, with its size and SHA-256.

    `duration_ms` is how long a file of sound must last, from its lines; 0 for any other file.
    """

    path: str
    bytes: int
    sha256: str
    duration_ms: int = 0

    def lasting(self, duration_ms: int) -> Record:
        """The same file as one of sound, which must last so long."""
        return replace(self, duration_ms=duration_ms)
