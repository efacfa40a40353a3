"""Are hard terms explained where they are first said (PEMAT 4, CCI 7)?

A term of the glossary is explained by a line near it that says so ("…, that is …"), or by its
plain word near it or earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parcha.check.report import Finding
from parcha.check.style import limit, patterns
from parcha.check.tell import FRAME, Telling
from parcha.check.words import stems, tokens
from parcha.text.plain import Glossary

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    telling: Telling
    text: str
    stems: Stems

    def holds(self, words: Stems) -> bool:
        """Whether it says these words in a row, in any form."""
        said = self.stems
        return any(said[at : at + len(words)] == words for at in range(len(said)))

    @property
    def explains(self) -> bool:
        """Whether it is told as an explanation."""
        return any(True for _ in patterns("explaining").find(tokens(self.text)))


def check_terms(tellings: Sequence[Telling], glossary: Glossary) -> Iterator[Finding]:
    """A warning for each term that the edition does not explain at its first use."""
    lines = [
        _Line(telling, line, stems(line))
        for telling in tellings
        if telling.item.role not in FRAME
        for line in telling.lines
    ]
    for term, entry in glossary.terms.items():
        words = stems(term)
        plain = [stems(text) for text in entry.plain]
        at = next((at for at, line in enumerate(lines) if line.holds(words)), None)
        if at is None or words in plain or _explained(lines, at, words, plain):
            continue
        message = f'"{term}" is not explained; plain: {", ".join(entry.plain)}'
        message += f"; or say: {entry.explanation}" if entry.explanation else ""
        yield lines[at].telling.finding("warning", "terms", message, lines[at].text)


def _explained(lines: Sequence[_Line], at: int, words: Stems, plain: Sequence[Stems]) -> bool:
    near = round(limit("near"))
    around = [
        line
        for line in lines[max(0, at - near) : at + near + 1]
        if line.telling.chapter == lines[at].telling.chapter
    ]
    return any(line.holds(each) for line in (*lines[:at], *around) for each in plain) or any(
        line.holds(words) and line.explains for line in around
    )
