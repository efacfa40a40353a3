from __future__ import annotations

from dataclasses import replace

from parcha.model import Programme
from parcha.plan import labels
from parcha.targets import guide
from parcha.targets.target import TARGETS


def test_every_package_is_told_in_both_languages(programme: Programme) -> None:
    assert set(guide.ENGLISH) == set(TARGETS)
    told = guide.render(replace(programme, labels=labels()), set(TARGETS)).decode("utf-8-sig")
    for name in TARGETS:
        head, hindi, english = told[told.index(f"\r\n{name}/") :].split("\r\n")[1:4]
        assert (head, english.strip()) == (f"{name}/", guide.ENGLISH[name])
        assert any("\u0900" <= letter <= "\u097f" for letter in hindi)


def test_only_what_was_built_is_told(programme: Programme) -> None:
    told = guide.render(replace(programme, labels=labels()), {"web"}).decode("utf-8-sig")
    assert "web/" in told
    assert "whatsapp/" not in told
    assert programme.leaflet.url in told
