from __future__ import annotations

from pathlib import Path

import pytest

from tests.planted import DEFECTS, LEAFLETS, rows


@pytest.mark.real
@pytest.mark.parametrize("name", LEAFLETS)
def test_ten_planted_defects_are_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    (_, _, alarms), *planted = rows(tmp_path, name, "kokoro", listen=True)
    assert alarms == ""
    assert [defect for defect, _, _ in planted] == list(DEFECTS)
    assert [defect for defect, found, _ in planted if not found] == []
    assert [(defect, alarms) for defect, _, alarms in planted if alarms] == []
