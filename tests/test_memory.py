"""Memory does not grow with the text: clips are on the disk, parts are joined as streams."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcha.bench.place import Text, fresh
from tests.long import make_long


def peak_mb(root: Path, hours: float) -> float:
    with fresh(Text(make_long(root, hours))) as place:
        run, _ = place.run("ours", jobs=1)
    assert run.minutes > 50 * hours
    return run.parent_peak_mb


@pytest.mark.real
def test_an_hour_takes_little_more_memory_than_a_quarter(tmp_path: Path) -> None:
    short, long = (peak_mb(tmp_path / str(hours), hours) for hours in (0.25, 1.0))
    assert long < short + 60
    # Ten hours, when each hour more adds what these three quarters did.
    assert short + (long - short) / 0.75 * 10 < 1500
