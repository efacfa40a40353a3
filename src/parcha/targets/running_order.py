"""The running order: what a radio presenter needs beside the sound, as a page to print and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from parcha.sound.join import LEAD_IN_MS
from parcha.targets.excerpt import Take, length_ms
from parcha.targets.schedule import Show

WORDS = 6
"""How many words let a presenter know where an item begins and ends."""
_FORMULA = ("=", "+", "-", "@")
COLUMNS = (
    *("item", "title", "file", "starts", "duration"),
    *("in_words", "out_words", "contact", "rights"),
)
STYLE = """
@page { size: A4 landscape; margin: 12mm }
body { font: 11pt/1.5 "Noto Sans Devanagari", "Nirmala UI", Mangal, sans-serif; color: #111 }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid }
p { margin: 1mm 0 } table { border-collapse: collapse; width: 100% }
th, td { border: 0.3mm solid #777; padding: 1mm 2mm; text-align: left; vertical-align: top }
th { background: #eee } thead { display: table-header-group } tr { break-inside: avoid }
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the running order says beside the shows; `labels` are its words."""

    title: str
    language: str
    contact: str
    rights: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    item: int
    title: str
    starts_ms: int
    lasts_ms: int
    words: tuple[str, str]
    """The first ones and the last ones."""


def as_csv(sheet: Sheet, shows: Sequence[Show]) -> bytes:
    """One row an item; with a byte order mark, without which Excel shows no Hindi."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([sheet.labels[column] for column in COLUMNS])
    for show in shows:
        for row in _rows(show):
            title, *words = map(_no_formula, (row.title, *row.words))
            table.writerow(
                [
                    *(row.item, title, f"{show.stem}.wav", clock(row.starts_ms)),
                    *(clock(row.lasts_ms), *words),
                    *map(_no_formula, (sheet.contact, sheet.rights)),
                ]
            )
    return out.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would calculate, which could do harm."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def as_html(sheet: Sheet, shows: Sequence[Show]) -> bytes:
    """A page for A4, one table a show, with what was left out of it."""
    label = sheet.labels
    head = f"{label['running_order']}: {sheet.title}"
    page = [
        f'<!doctype html><html lang="{escape(sheet.language)}"><meta charset="utf-8">',
        f"<title>{escape(head)}</title><style>{STYLE}</style><h1>{escape(head)}</h1>",
        f"<p>{escape(label['rights'])}: {escape(sheet.rights)}</p>",
        f"<p>{escape(label['contact'])}: {escape(sheet.contact) or '________________'}</p>",
        *(line for show in shows if not show.message for line in _programme(label, show)),
        *_spots(label, [show for show in shows if show.message]),
        "</html>\n",
    ]
    return "\n".join(page).encode("utf-8")


def _programme(label: Mapping[str, str], show: Show) -> Iterator[str]:
    total = clock(length_ms(show.lines))
    yield f"<h2>{escape(show.title)}: {total} <small>{show.stem}.wav</small></h2>"
    columns = ("item", "title", "starts", "duration", "in_words", "out_words")
    rows = (
        (str(row.item), row.title, clock(row.starts_ms), clock(row.lasts_ms), *row.words)
        for row in _rows(show)
    )
    yield from _table([label[column] for column in columns], rows)
    left_out = ", ".join(show.left_out) or label["nothing_left_out"]
    yield f"<p>{escape(label['left_out'])}: {escape(left_out)}</p>"


def _spots(label: Mapping[str, str], spots: Sequence[Show]) -> Iterator[str]:
    if not spots:
        return
    yield f"<h2>{escape(label['spots'])}</h2>"
    columns = ("item", "title", "file", "duration", "message", "out_words")
    rows = (
        (
            str(number),
            show.title,
            f"{show.stem}.wav",
            clock(row.lasts_ms),
            show.message,
            row.words[1],
        )
        for number, show in enumerate(spots, start=1)
        for row in _rows(show)
    )
    yield from _table([label[column] for column in columns], rows)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    heads = "".join(f"<th>{escape(column)}</th>" for column in columns)
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>"
    yield "</tbody></table>"


def _rows(show: Show) -> Iterator[_Row]:
    start = LEAD_IN_MS
    for number, item in enumerate(show.items, start=1):
        lasts = sum(take.duration_ms for take in item.lines)
        words = _spoken(item.lines)
        ends = (" ".join(words[:WORDS]), " ".join(words[-WORDS:]))
        yield _Row(number, item.title, start, lasts, ends)
        start += lasts


def _spoken(lines: Sequence[Take]) -> list[str]:
    return [word for take in lines for word in take.line.say.split()]


def clock(ms: int) -> str:
    """Minutes and seconds as mm:ss, to the nearest second."""
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"
