"""Excerpts: lines of a programme, put together anew for a door that does not want whole parts.

A voice note of half a part, a radio programme of 28 minutes, a menu on the phone: each is a
`Chapter` again, with its lines at their new times, so that all that packages parts packages it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parcha.model import Chapter, Line
from parcha.sound.formats import Format, encode
from parcha.sound.join import LEAD_IN_MS
from parcha.sound.splice import Cut, splice
from parcha.store import Store, key_of, sha256_of

STOPS = ("\u0964", "?", "!", ".")
"""What a sentence ends with; U+0964 is the danda."""


@dataclass(frozen=True, slots=True)
class Take:
    """One line of a part with the pause behind it, which lasts until `end_ms`."""

    audio: Path
    line: Line
    end_ms: int

    @property
    def duration_ms(self) -> int:
        """How long line and pause last."""
        return self.end_ms - self.line.start_ms


def takes(chapter: Chapter, without: Collection[str] = ()) -> list[Take]:
    """The lines of a part or prompt, but those whose role is in `without`."""
    ends = [*(line.start_ms for line in chapter.lines[1:]), chapter.duration_ms]
    return [
        Take(chapter.audio, line, end)
        for line, end in zip(chapter.lines, ends, strict=True)
        if line.role not in without
    ]


def length_ms(lines: Iterable[Take]) -> int:
    """How long the excerpt of `lines` lasts."""
    return LEAD_IN_MS + sum(take.duration_ms for take in lines)


def excerpt(lines: Sequence[Take], chapter: Chapter, store: Store) -> Chapter:
    """`chapter` with the sound of `lines` alone, in their order. Raises `StorageError`."""
    audio = joined(lines, store)
    return replace(chapter, audio=audio, duration_ms=length_ms(lines), lines=_moved(lines))


def joined(lines: Sequence[Take], store: Store) -> Path:
    """The sound of `lines` as one WAV file; made, or found in `store`. Raises `StorageError`."""
    cuts: list[Cut] = []
    for take in lines:
        if cuts and cuts[-1].audio == take.audio and cuts[-1].end_ms == take.line.start_ms:
            cuts[-1] = replace(cuts[-1], end_ms=take.end_ms)
        else:
            cuts.append(Cut(take.audio, take.line.start_ms, take.end_ms))
    digests = {path: sha256_of(path) for path in {cut.audio for cut in cuts}}
    key = key_of(
        f"excerpt {LEAD_IN_MS}",
        *(f"{digests[cut.audio]} {cut.start_ms} {cut.end_ms}" for cut in cuts),
    )
    return store.derive("parts", key, ".wav", lambda out: splice(cuts, out))


def _moved(lines: Sequence[Take]) -> tuple[Line, ...]:
    moved = []
    start = LEAD_IN_MS
    for take in lines:
        moved.append(later(take.line, start - take.line.start_ms))
        start += take.duration_ms
    return tuple(moved)


def later(line: Line, by_ms: int) -> Line:
    """The line and its words, heard `by_ms` later."""
    words = (
        replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms)
        for word in line.words
    )
    return replace(
        line, start_ms=line.start_ms + by_ms, end_ms=line.end_ms + by_ms, words=tuple(words)
    )


def sound(audio: Path, form: Format, store: Store) -> Path:
    """The sound of a part as one door wants it; made, or found in `store`."""
    key = key_of(sha256_of(audio), form.fingerprint)

    def make(out: Path) -> None:
        encode(audio, out, form)

    return store.derive("encoded", key, form.suffix, make)
