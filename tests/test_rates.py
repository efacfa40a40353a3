from __future__ import annotations

import pytest

from parcha.progress import Quiet
from parcha.rates import (
    Estimate,
    Rates,
    Stopwatch,
    Work,
    learn_packaging,
    package_seconds,
    packaging,
    speaking,
)
from parcha.store import Store


@pytest.fixture
def rates() -> Rates:
    return Rates(Store())


def test_what_was_never_done_is_unknown(rates: Rates) -> None:
    works = [Work("make phone", 500), Work("again phone", 0)]
    assert rates.estimate(works) == Estimate(0.0, ("make phone",))


def test_a_rate_is_known_to_the_next_run_and_follows_the_machine(rates: Rates) -> None:
    rates.note(Work("speak", 1000), 10.0)
    assert Rates(Store()).estimate([Work("speak", 500)]).seconds == pytest.approx(5.0)
    for _ in range(10):
        rates.note(Work("speak", 1000), 20.0)
    assert rates.estimate([Work("speak", 500)]).seconds == pytest.approx(10.0, rel=0.01)


def test_a_few_characters_teach_nothing(rates: Rates) -> None:
    rates.note(Work("speak", 20), 3.0)
    assert rates.estimate([Work("speak", 1000)]).unknown == ("speak",)


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"speak": 3}', b'{"speak": [0, 1]}', b"\xff"])
def test_a_damaged_file_is_as_none(rates: Rates, damage: bytes) -> None:
    rates.note(Work("speak", 1000), 10.0)
    (Store().root / "rates.json").write_bytes(damage)
    assert rates.estimate([Work("speak", 1000)]).unknown == ("speak",)


def test_another_release_of_an_engine_has_its_own_rate() -> None:
    kinds = [speaking({"espeak": release}, 1).kind for release in ("espeak-1", "espeak-2")]
    assert kinds[0] != kinds[1]
    assert all(kind.startswith("speak espeak ") for kind in kinds)


def test_what_is_packaged_again_is_told_from_what_is_new(rates: Rates) -> None:
    learn_packaging(rates, "phone", fresh=1000, total=1000, seconds=10.0)
    learn_packaging(rates, "phone", fresh=250, total=1250, seconds=3.5)  # 2.5 s of it are new
    assert rates.estimate(packaging("phone", 0, 1000)).seconds == pytest.approx(1.0)
    assert rates.estimate(packaging("phone", 500, 1500)).seconds == pytest.approx(6.0)


def test_stages_are_timed_and_packages_told_from_checks() -> None:
    watch = Stopwatch(Quiet())
    for stage in ("speak", "join", "speak", "package: phone", "check"):
        watch.begin(stage, 1)
        watch.advance()
    stages = watch.seconds()
    assert list(stages) == ["speak", "join", "package: phone", "check"]
    told = dict(package_seconds(stages))
    assert told["phone"] == stages["package: phone"]
    assert told["checks"] == pytest.approx(stages["join"] + stages["check"])
