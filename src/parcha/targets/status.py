"""The status film: a minute of the leaflet, the cover above and the words lighting up below."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from parcha.model import Chapter, Line, Programme
from parcha.sound import film
from parcha.sound.film import Still
from parcha.sound.formats import MASTER
from parcha.store import Store, key_of, sha256_of
from parcha.targets import cover, lettering
from parcha.targets.excerpt import Take, excerpt, length_ms, sound, takes

if TYPE_CHECKING:
    from PIL import Image

LONGEST_MS = 60_000
"""WhatsApp cuts a longer status."""
WIDTH, HEIGHT = 720, 1280
MARGIN = 48
SIZES = (58.0, 50.0, 42.0, 34.0, 26.0)
LEADING = 1.55
DIM, LIT = "#7F796B", cover.GREEN


def minute(chapters: Sequence[Chapter]) -> list[Take]:
    """The lines of the film: from the beginning, in whole lines, as many as a minute holds."""
    chosen: list[Take] = []
    for take in takes(chapters[0], without={"title", "next", "contents"}):
        if length_ms([*chosen, take]) > LONGEST_MS:
            break
        chosen.append(take)
    return chosen


def status_film(programme: Programme, store: Store) -> Path | None:
    """The film as MP4, made or found in `store`; None where not one line fits into it."""
    chosen = minute(programme.chapters)
    if not chosen:
        return None
    chapter = excerpt(chosen, programme.chapters[0], store)
    heard = sound(chapter.audio, MASTER, store)
    art = cover.draw(programme.leaflet.title, size=WIDTH)
    stills = list(_stills(art, chapter.lines))
    looks = (f"{still.start_ms} {key_of(still.png.hex())}" for still in stills)
    key = key_of("film", MASTER.fingerprint, sha256_of(heard), *looks)

    def make(out: Path) -> None:
        film.film(stills, heard, chapter.duration_ms, out)

    return store.derive("encoded", key, ".mp4", make)


def _stills(art: bytes, lines: Sequence[Line]) -> Iterator[Still]:
    """A picture for each moment at which a word, or else a whole line, lights up."""
    blank = _page(art)
    for place, line in enumerate(lines):
        words = line.say.split()
        starts = [word.start_ms for word in line.words]
        # Where the voice does not tell when each word is heard, the line lights up as one.
        timed = len(starts) == len(words)
        moments = starts if timed else [line.start_ms]
        for lit, moment in enumerate(moments, start=1):
            page = blank.copy()
            _write(page, words, lit if timed else len(words))
            yield Still(_png(page), moment if place or lit > 1 else 0)


def _page(art: bytes) -> Image.Image:
    from PIL import Image

    page = Image.new("RGB", (WIDTH, HEIGHT), cover.PAPER)
    page.paste(Image.open(io.BytesIO(art)).convert("RGB"), (0, 0))
    return page


def _write(page: Image.Image, words: Sequence[str], lit: int) -> None:
    """Write `words` below the cover, the first `lit` of them bright."""
    room = HEIGHT - WIDTH - MARGIN
    for size in SIZES:
        rows = _rows(words, size)
        if len(rows) * size * LEADING <= room:
            break
    space = lettering.width(" ", size)
    top = WIDTH + (room - len(rows) * size * LEADING) / 2
    written = 0
    for number, row in enumerate(rows):
        widths = [lettering.width(word, size) for word in row]
        left = (WIDTH - sum(widths) - space * (len(row) - 1)) / 2
        baseline = top + size * (number * LEADING + lettering.ASCENT)
        for word, wide in zip(row, widths, strict=True):
            ink = LIT if written < lit else DIM
            lettering.write(page, word, left + wide / 2, baseline, size, ink)
            left += wide + space
            written += 1


def _rows(words: Sequence[str], size: float) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for word in words:
        wider = " ".join([*rows[-1], word])
        if rows[-1] and lettering.width(wider, size) > WIDTH - 2 * MARGIN:
            rows.append([word])
        else:
            rows[-1].append(word)
    return rows


def _png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG", compress_level=1)
    return out.getvalue()
