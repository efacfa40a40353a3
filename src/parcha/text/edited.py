"""A text that remembers every change made to it, counted in the characters it started with.

This is what makes the promise "nothing is lost in silence" checkable: `edits()` turns the
original into the present text, and nothing else does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from parcha.model import Edit

_Touched = tuple[int, int, int, str, str]

# Marks a character that stands in the present text but not in the original.
_INSERTED = -1


class EditedText:
    """`original` after any number of `replace` calls, with the ledger of what they did."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = original
        self._origin = list(range(len(original)))
        self._touched: list[tuple[int, int, str, str]] = []

    def replace(self, spans: Iterable[tuple[int, int, str]], rule: str, why: str) -> None:
        """Replace each `(start, end, now)` of the present text; spans ascend, none overlap."""
        text: list[str] = []
        origin: list[int] = []
        done = 0
        for start, end, now in spans:
            if self.text[start:end] == now:
                continue
            text += (self.text[done:start], now)
            origin += self._origin[done:start]
            self._touched.append((*self._original_span(start, end), rule, why))
            origin += [_INSERTED] * len(now)
            done = end
        text.append(self.text[done:])
        origin += self._origin[done:]
        self.text, self._origin = "".join(text), origin

    def _original_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original between the kept characters around `start:end`."""
        before, after = start - 1, end
        while before >= 0 and self._origin[before] == _INSERTED:
            before -= 1
        while after < len(self._origin) and self._origin[after] == _INSERTED:
            after += 1
        low = self._origin[before] + 1 if before >= 0 else 0
        return low, self._origin[after] if after < len(self._origin) else len(self.original)

    def edits(self) -> tuple[Edit, ...]:
        """What was left out or changed, in order of the original."""
        edits: list[Edit] = []
        # By place, so that no edit has to look at all; with their turn, to name rules in order.
        touched = sorted(
            (low, turn, high, rule, why)
            for turn, (low, high, rule, why) in enumerate(self._touched)
        )
        expected, inserted = 0, ""
        for at, character in zip(
            [*self._origin, len(self.original)], [*self.text, ""], strict=True
        ):
            if at == _INSERTED:
                inserted += character
                continue
            if at > expected or inserted:
                edits.append(self._edit(expected, at, inserted, touched))
            expected, inserted = at + 1, ""
        return tuple(edits)

    def _edit(self, start: int, end: int, now: str, touched: Sequence[_Touched]) -> Edit:
        first, last = bisect_left(touched, (start,)), bisect_left(touched, (end + 1,))
        by_turn = sorted(touched[first:last], key=lambda touch: touch[1])
        reasons = {rule: why for _, _, high, rule, why in by_turn if high <= end}
        return Edit(
            start, self.original[start:end], now, " + ".join(reasons), "; ".join(reasons.values())
        )


def apply(original: str, edits: Sequence[Edit]) -> str:
    """The original with the ledger's edits made. Raises `ValueError` where one does not fit."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        end = edit.offset + len(edit.was)
        if edit.offset < done or original[edit.offset : end] != edit.was:
            raise ValueError(f'at character {edit.offset} the article does not say "{edit.was}"')
        parts += (original[done : edit.offset], edit.now)
        done = end
    return "".join(parts) + original[done:]
