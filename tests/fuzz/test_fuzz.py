"""A short run of every target: its kept cases, and the same few inputs each time."""

from __future__ import annotations

import pytest

from tests.fuzz.target import quick
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_every_rule_holds(name: str) -> None:
    quick(TARGETS[name])
