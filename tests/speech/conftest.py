from __future__ import annotations

from pathlib import Path

import pytest

from parcha.speech.cache import Cache
from parcha.store import Store


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(Store(tmp_path / "cache"))
