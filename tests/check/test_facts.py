from __future__ import annotations

import pytest

from parcha.check.facts import Fact, facts_of
from parcha.text.plain import load_glossary

DRUGS = load_glossary().drugs


def found(text: str, kind: str) -> list[str]:
    return [fact.value for fact in facts_of(text, DRUGS) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "negations", "weak"),
    [
        ("यह ठीक नहीं होता।", 1, 0),
        ("दवा मत रोकिए।", 1, 0),
        ("बिना पूछे दवा मत रोकिए।", 2, 0),
        ("न खड़े हो पाते हैं, न चल पाते।", 2, 0),
        ("रोगों को शामिल न करने के लिए", 0, 1),
        ("ज़्यादा काम न कराते हुए", 1, 0),
        ("बोल नहीं पाते या सुन नहीं पाते।", 1, 0),
        ("करें या न करें", 0, 0),
        ("हां/ना संकेत", 0, 0),
        ("न केवल दवा, बल्कि आराम", 0, 0),
        ("ना ही यह असर करता है।", 1, 0),
    ],
)
def test_negations(text: str, negations: int, weak: int) -> None:
    assert len(found(text, "negation")) == negations
    assert len(found(text, "weak negation")) == weak


def test_medicines_by_list_and_by_what_is_said_of_them() -> None:
    assert found("रिलुज़ोल लीजिए।", "drug") == ["रिलुजोल"]
    assert found("ज़ोरिन नाम की दवा लीजिए।", "drug") == ["जोरिन"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("अक्सर होता है", "usually"),
        ("ज्यादातर लोग", "usually"),
        ("75% लोग", "usually"),
        ("25% मामले", "seldom"),
        ("हमेशा पूछिए", "always"),
        ("कभी दवा मत रोकिए", "never"),
        ("कभी-कभी दर्द होता है", "seldom"),
    ],
)
def test_how_often(text: str, step: str) -> None:
    assert found(text, "frequency") == [step]


def test_in_two_days_is_not_by_day() -> None:
    assert found("दो दिन में ठीक होता है", "rhythm") == []
    assert found("दिन में सोते हैं", "rhythm") == ["by day"]


def test_an_age_is_understood_without_its_unit() -> None:
    with_unit, without = facts_of("40 साल", DRUGS)[0], facts_of("चालीस की उम्र", DRUGS)[0]
    assert with_unit.agrees(without)
    assert without.agrees(with_unit)
    days = facts_of("40 दिन", DRUGS)[0]
    assert not days.agrees(with_unit)
    assert not days.agrees(without)


def test_duties() -> None:
    assert Fact("duty", "चाहिए", "चाहिए") in facts_of("जाँच होनी चाहिए।", DRUGS)
