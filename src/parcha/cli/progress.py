"""Progress bars with the time left, on a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Bars:
    """One bar a stage."""

    def __init__(self, bars: RichProgress | None) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int) -> None:
        """A stage with `total` steps starts."""
        if self._bars is not None:
            self._task = self._bars.add_task(stage, total=total)

    def advance(self) -> None:
        """One step is done."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task)


@contextmanager
def shown() -> Iterator[Bars]:
    """Bars on standard error, if somebody is looking."""
    if not sys.stderr.isatty():
        yield Bars(None)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        yield Bars(bars)
