"""The article without its dirt: every rule is data, and every change is in the ledger.

Rules, in order: what `leaflet.yaml` leaves out and fixes, what the reader found to be no running
text, then `data/hi/cleaning.yaml`. Paragraphs keep their number: an edit never joins or splits
lines, so cleaned line n is the article's line n.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parcha.config import Fix, LeaveOut
from parcha.errors import InputError
from parcha.model import Edit, Source
from parcha.text.data import hindi
from parcha.text.edited import EditedText
from parcha.text.fold import fold
from parcha.text.sentences import abbreviates
from parcha.yamlfile import Mapping

_DANDA = "\u0964"
_ENDS = "\u0964\u0965?!:…"
_CLOSERS = "\"'”’ "
_LINKING = ",;–—- "
_CLUSTER = re.compile(r"\S+")
_BRACKETS = {")": "(", "]": "["}
_STOP = re.compile(r"(?<=\S)\.(?=[\s\"”’)\]]|$)", re.MULTILINE)
_LONGEST_WORD = 80
_NUMBERED = re.compile(r"(?:^|[\s\"'(\[])\d+\.$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article line for line, some lines now empty, and what was done to it."""

    lines: tuple[str, ...]
    edits: tuple[Edit, ...]


def clean(
    source: Source,
    leave_out: Sequence[LeaveOut],
    fixes: Sequence[Fix],
    openings: Sequence[int] = (),
) -> Cleaned:
    """Clean the article, whose chapters open at the blocks with the numbers `openings`.

    Headings there and before the first are left out, because the announcer says the titles; any
    other is read as a sentence. Raises `InputError` for a `leave_out` or `fix` that does not fit.
    """
    edited = EditedText(source.text)
    for span in leave_out:
        start, end = find_span(edited.text, span)
        # The line ends stay, so that paragraphs keep their number.
        kept_lines = "\n" * edited.text.count("\n", start, end)
        edited.replace([(start, end, kept_lines)], "leave-out", span.why)
    for fix in fixes:
        if fix.was not in edited.text:
            raise InputError(
                f'{fix.place}: the article does not say "{fix.was}".',
                "Copy the words from the article exactly, or remove this fix.",
            )
        spans = (match.span() for match in re.finditer(re.escape(fix.was), edited.text))
        edited.replace([(start, end, fix.now) for start, end in spans], "fix", fix.why)
    _leave_out_blocks(edited, source, openings)
    for rule in _rules():
        edited.replace(rule.find(edited.text), rule.name, rule.why)
    _end_sentences(edited, source)
    return Cleaned(tuple(edited.text.split("\n")), edited.edits())


def _leave_out_blocks(edited: EditedText, source: Source, openings: Sequence[int]) -> None:
    """Take out asides, and the headings that the announcer says."""
    first = openings[0] if openings else 0
    said = [
        block.kind == "heading" and (number < first or number in openings)
        for number, block in enumerate(source.blocks)
    ]
    rules = [
        block.rule if block.kind == "aside" else "heading" if title else ""
        for block, title in zip(source.blocks, said, strict=True)
    ]
    for rule, why in hindi("cleaning").mapping("blocks").items():
        spans = zip(rules, _lines(edited.text), strict=False)
        edited.replace([(start, end, "") for of, (start, end) in spans if of == rule], rule, why)


def _end_sentences(edited: EditedText, source: Source) -> None:
    """A list item, and a heading that is read, end like a sentence."""
    for kind, why in hindi("cleaning").mapping("sentences").items():
        spans = []
        for block, (start, end) in zip(source.blocks, _lines(edited.text), strict=False):
            bare = edited.text[start:end].rstrip(_CLOSERS)
            spoken = bare.rstrip(_LINKING)
            last = spoken.rstrip(")]}")[-1:]
            if block.kind == kind and last and last not in _ENDS:
                spans.append((start + len(spoken), start + len(bare), _DANDA))
        edited.replace(spans, f"read-{kind}", why)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def find_span(text: str, span: LeaveOut) -> tuple[int, int]:
    """Where a `leave_out` begins and ends; without `to` it ends with its paragraph."""
    start = _only_place(text, span.start, span.place, "from")
    if not span.end:
        line_end = text.find("\n", start)
        return start, len(text) if line_end < 0 else line_end
    end = text.find(span.end, start)
    if end < 0:
        raise InputError(
            f'{span.place}: after "{span.start}" the article does not say "{span.end}".',
            'Copy the words of "to:" from the article exactly.',
        )
    return start, end + len(span.end)


def _only_place(text: str, words: str, place: str, key: str) -> int:
    lines = text.split("\n")
    if lines.count(words) == 1:
        return sum(len(line) + 1 for line in lines[: lines.index(words)])
    found = text.count(words)
    if found != 1:
        problem = "does not say" if not found else f"says {found} times"
        raise InputError(
            f'{place}: the article {problem} "{words}".',
            f'Copy the words of "{key}:" exactly, and as many as make them unique.',
        )
    return text.index(words)


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    why: str
    find: Callable[[str], Iterator[tuple[int, int, str]]]


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rules of `cleaning.yaml`: patterns, and the few that need code, by name."""
    data = hindi("cleaning")
    rules = []
    for entry in data.only(["blocks", "rules", "sentences", "typing_errors"]).entries("rules"):
        entry.only(["rule", "pattern", "now", "why"])
        name = entry.text("rule")
        find = _by_pattern(entry) if "pattern" in entry else _IN_CODE[name]
        rules.append(_Rule(name, entry.text("why"), find))
    errors = data.mapping("typing_errors")
    words = "|".join(re.escape(word) for word in sorted(errors, key=len, reverse=True))
    whole = re.compile(rf"(?<![\u0900-\u0963])(?:{words})(?![\u0900-\u0963])")

    def typing_errors(text: str) -> Iterator[tuple[int, int, str]]:
        for match in whole.finditer(text):
            yield match.start(), match.end(), errors.text(match.group())

    rules.append(_Rule("typing-error", "a slip of the pen, listed in the data", typing_errors))
    return tuple(rules)


def _by_pattern(entry: Mapping) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    pattern = re.compile(entry.text("pattern"), re.MULTILINE)
    now = entry.text("now")

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), match.expand(now)

    return find


def _composed(text: str) -> Iterator[tuple[int, int, str]]:
    """One spelling for letters that Unicode writes in several ways (NFC)."""
    for match in _CLUSTER.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFC", match.group())


def _unpaired_brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Brackets whose partner is missing in their paragraph."""
    stray: list[int] = []
    open_at: list[int] = []
    for at, character in enumerate(text):
        if character == "\n":
            stray += open_at
            open_at = []
        elif character in _BRACKETS.values():
            open_at.append(at)
        elif character in _BRACKETS:
            if open_at and text[open_at[-1]] == _BRACKETS[character]:
                open_at.pop()
            else:
                stray.append(at)
    for at in sorted(stray + open_at):
        yield at, at + 1, ""


def _danda_for_full_stop(text: str) -> Iterator[tuple[int, int, str]]:
    """A full stop that ends a sentence, but not one that ends an abbreviation, initial, number."""
    for match in _STOP.finditer(text):
        before = fold(text[max(0, match.end() - _LONGEST_WORD) : match.end()])
        ends_line = text[match.end() : match.end() + 1] in ("", "\n")
        if ends_line or not (abbreviates(before) or _NUMBERED.search(before)):
            yield match.start(), match.end(), _DANDA


_IN_CODE: dict[str, Callable[[str], Iterator[tuple[int, int, str]]]] = {
    "composed-letters": _composed,
    "unpaired-bracket": _unpaired_brackets,
    "full-stop": _danda_for_full_stop,
}
