from __future__ import annotations

import pytest

from parcha.errors import InputError
from parcha.store import Store
from parcha.targets.target import TARGETS, open_target


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_target_opens_under_its_own_name(name: str, store: Store) -> None:
    assert open_target(name, store).name == name


def test_an_unknown_target_is_answered_with_the_names(store: Store) -> None:
    with pytest.raises(InputError, match=r'"phon"(.|\n)*phone'):
        open_target("phon", store)
