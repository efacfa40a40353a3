from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from parcha.batch import Outcome
from parcha.cli.progress import Table
from parcha.errors import EngineError
from parcha.folder import Folder


def test_a_batch_shows_what_is_being_worked_at() -> None:
    bars = Progress(console=Console(quiet=True))
    one, two = Folder(Path("one")), Folder(Path("two"))

    def shown() -> list[str]:
        return [task.description.strip() for task in bars.tasks if task.visible]

    table = Table(bars, 2)
    table.drafted(one, lines=3, missing=2)
    table.drafted(two, lines=3, missing=0)
    assert shown() == ["leaflets", "lines to speak", "one"]
    table.building(two)
    assert shown()[2:] == ["one", "two: packages"]
    table.spoken(one)
    table.spoken(one)
    assert shown()[2:] == ["two: packages"]
    table.finished(Outcome(two))
    table.finished(Outcome(one, error=EngineError("no voice")))
    assert shown() == ["leaflets (1 failed)", "lines to speak"]
    assert all(task.finished for task in bars.tasks)
