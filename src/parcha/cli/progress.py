"""Progress bars with the time left, on a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from parcha.cli.app import visible

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from parcha.batch import Outcome
    from parcha.folder import Folder


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
    with _bars() as bars:
        yield Bars(bars)


def _bars() -> RichProgress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))


class Table:
    """How a batch gets on: leaflets, lines, and a row for each leaflet that is being worked at.

    One that has its lines and waits to be packaged has no row: there may be hundreds.
    """

    def __init__(self, bars: RichProgress | None, leaflets: int) -> None:
        self._bars = bars
        self._rows: dict[Folder, TaskID] = {}
        self._missing: dict[Folder, int] = {}
        self._lock = Lock()
        if bars is not None:
            self._all = bars.add_task("leaflets", total=leaflets)
            self._lines = bars.add_task("lines to speak", total=0)
            self._total = self._failed = 0

    def drafted(self, folder: Folder, lines: int, missing: int) -> None:
        """A row for a leaflet that has lines to be spoken."""
        if self._bars is None:
            return
        with self._lock:
            self._total += missing
            self._missing[folder] = missing
            self._bars.update(self._lines, total=self._total)
            done = lines - missing
            self._rows[folder] = self._bars.add_task(
                f"  {visible(folder.root.name)}", total=lines, completed=done, visible=missing > 0
            )

    def spoken(self, folder: Folder) -> None:
        """One step in its row, one in that of all lines."""
        if self._bars is not None:
            self._bars.advance(self._lines)
            self._missing[folder] -= 1
            self._bars.update(self._rows[folder], advance=1, visible=self._missing[folder] > 0)

    def building(self, folder: Folder) -> None:
        """It says so in its row."""
        if self._bars is not None:
            told = f"  {visible(folder.root.name)}: packages"
            self._bars.update(self._rows[folder], description=told, visible=True)

    def finished(self, outcome: Outcome) -> None:
        """Its row goes; failures are counted."""
        if self._bars is None:
            return
        with self._lock:
            if outcome.folder in self._rows:
                self._bars.remove_task(self._rows.pop(outcome.folder))
            self._failed += outcome.error is not None
            failed = f" ({self._failed} failed)" if self._failed else ""
            self._bars.update(self._all, advance=1, description=f"leaflets{failed}")


@contextmanager
def watched(leaflets: int) -> Iterator[Table]:
    """The table of a batch on standard error, if somebody is looking."""
    if not sys.stderr.isatty():
        yield Table(None, leaflets)
        return
    with _bars() as bars:
        yield Table(bars, leaflets)
