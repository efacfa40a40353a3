"""What a fuzzing target is, and how it is run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True)
class Target:
    """`check` raises where a rule does not hold for what `inputs` makes up.

    `cases` are inputs that once failed. `quick` is how many inputs the tests try.
    """

    inputs: SearchStrategy[Any]
    check: Callable[[Any], None]
    cases: tuple[Any, ...] = ()
    quick: int = 50


def fuzz(target: Target, deadline: float) -> int:
    """Check new inputs until `time.monotonic()` is past `deadline`; say how many it were."""
    tried = 0

    def counted(drawn: Any) -> None:
        nonlocal tried
        tried += 1
        target.check(drawn)

    while time.monotonic() < deadline:
        _run(target, counted, 4 * target.quick, always_the_same=False)
    return tried


def quick(target: Target) -> None:
    """Check the target's cases, and the same few inputs each time."""
    for case in target.cases:
        target.check(case)
    _run(target, target.check, target.quick, always_the_same=True)


def _run(
    target: Target, check: Callable[[Any], None], examples: int, *, always_the_same: bool
) -> None:
    @settings(
        max_examples=examples,
        derandomize=always_the_same,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(target.inputs)
    def run(drawn: Any) -> None:
        check(drawn)

    run()
