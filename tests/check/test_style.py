from __future__ import annotations

import pytest

from parcha.check.everyday import everyday
from parcha.check.report import Finding
from parcha.check.style import acts, check_style
from parcha.check.tell import tellings
from parcha.check.terms import check_terms
from parcha.config import Edition
from parcha.model import Item, Script
from parcha.text.plain import load_glossary

GLOSSARY = load_glossary()


def told(*lines: str) -> list[Item]:
    return [Item("", (), "note", brief=(line,), why="a test") for line in lines]


def check(*lines: str, hard: bool = True) -> list[Finding]:
    items = tellings([Script(2, "x", "x", tuple(told(*lines)))], (), Edition("brief", ()))
    found = check_style(items, GLOSSARY, everyday(GLOSSARY), hard)
    return [*found, *check_terms(items, GLOSSARY)]


@pytest.mark.parametrize(
    ("line", "severity", "name"),
    [
        ("यह एक बहुत ही लंबी बात है जो सुनने में किसी को याद नहीं रहती।", "fail", "line length"),
        ("उसे वमन होता है।", "warning", "terms"),
        ("यह उपापचयी बात है।", "warning", "everyday words"),
        ("मरीज़ की जाँच डॉक्टर द्वारा होती है।", "warning", "passive"),
        ("उसका इलाज किया जाता है।", "warning", "passive"),
        ("पानी का उपयोग करना ठीक है।", "warning", "nominal"),
        ("आम, केला, सेब, दाल, साग, दूध, दही और रोटी खाइए।", "fail", "list"),
        ("75% लोग ठीक होते हैं।", "warning", "numbers"),
        ("इसमें 2.35 लीटर पानी है।", "warning", "numbers"),
        ("हर साल 5000 लोग बीमार होते हैं।", "warning", "numbers"),
        ("यह दुगुना है।", "warning", "numbers"),
        ("अब तक इसका इलाज नहीं है।", "fail", "time-bound"),
        ("हाल ही में नई दवा आई।", "fail", "time-bound"),
    ],
)
def test_what_is_hard_to_hear(line: str, severity: str, name: str) -> None:
    assert (severity, name) in {(finding.severity, finding.check) for finding in check(line)}


@pytest.mark.parametrize(
    "line",
    [
        "बीमारी हर मरीज़ में अलग तरह से बढ़ती है।",
        "चार में से तीन लोग ठीक होते हैं।",
        "लगभग 2011 तक इसका इलाज नहीं था।",
        "2011 में, अब तक की बात यही थी।",
        "आम, केला, दाल और साग खाइए।",
    ],
)
def test_plain_lines_pass(line: str) -> None:
    assert check(line) == []


def test_the_long_edition_is_only_warned() -> None:
    found = check("अब तक इसका इलाज नहीं है।", hard=False)
    assert [finding.severity for finding in found] == ["warning"]


def test_a_term_may_be_explained_nearby_or_by_its_plain_word() -> None:
    assert check("उसे निमोनिया हो सकता है।")[0].check == "terms"
    assert check("उसे निमोनिया हो सकता है।", "निमोनिया, यानी फेफड़ों की सूजन।") == []
    assert check("पेट के ऊपर जिगर होता है।", "यकृत का ध्यान रखिए।") == []


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("जल्दी डॉक्टर को दिखाइए।", True),
        ("घबराइए मत।", True),
        ("मरीज़ जाँच करवाते रहें।", True),
        ("जाँच होनी चाहिए।", False),
        ("यह इसी के लिए।", False),
        ("ये अच्छी बातें।", False),
        ("मरीज़ ठीक हैं।", False),
    ],
)
def test_what_asks_the_listener_to_act(line: str, asks: bool) -> None:
    assert acts(line) is asks
