from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from parcha.errors import InputError
from parcha.model import Programme
from parcha.store import Store
from parcha.targets.sink import MemorySink
from parcha.targets.target import TARGETS, open_target
from tests.targets.conftest import SAYS


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_target_opens_under_its_own_name(name: str, store: Store) -> None:
    assert open_target(name, store).name == name


def test_an_unknown_target_is_answered_with_the_names(store: Store) -> None:
    with pytest.raises(InputError, match=r'"phon"(.|\n)*phone'):
        open_target("phon", store)


def test_the_recipe_in_the_docs_makes_a_package(
    programme: Programme, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "targets.md").read_text(encoding="utf-8")
    recipe = re.search(r"```python\n(.*?)```", docs, re.S)
    assert recipe
    (tmp_path / "sheet.py").write_text(textwrap.dedent(recipe[1]), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(TARGETS, "sheet", "sheet:SheetTarget")
    target = open_target("sheet", store)
    records = target.write(programme, sink := MemorySink())
    assert [record.path for record in records] == ["sheet.txt"]
    assert sink.files["sheet.txt"].decode().splitlines()[:2] == SAYS[:2]
    assert target.name == "sheet"
