"""What a build tells while it works, to whoever shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a build tells while it works."""

    def begin(self, stage: str, total: int) -> None:
        """A stage with `total` steps starts."""

    def advance(self) -> None:
        """One step is done."""


class Quiet:
    """Progress for nobody."""

    def begin(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""
