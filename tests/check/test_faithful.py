"""Honest rewriting passes; each kind of damage fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parcha.check.faithful import compare
from parcha.check.report import Finding
from parcha.check.tell import tellings
from parcha.config import Edition
from parcha.model import Item, Script, Section
from parcha.text.plain import load_glossary

SENTENCES = (
    "इस रोग से ग्रस्त लगभग 75% लोग पहले बाज़ुओं या पैरों में लक्षण महसूस करते हैं।",
    "यह उपकरण रोग की प्रगति को प्रभावित नहीं करता।",
    "रिलुज़ोल उत्तरजीविता को कई महीने आगे बढ़ाता है।",
    "इसका अक्सर रात में उपयोग किया जाता है।",
    "ज्यादातर लोगों की उम्र चालीस और सत्तर के बीच होती है।",
    "उनके कैलोरी अंतर्ग्रहण को प्रतिबंधित नहीं करना चाहिए।",
    "रोगी को हर आठ घंटे पर 50 mg दवा दी जाती है।",
)
HONEST = (
    "चार में से लगभग तीन लोगों को, पहले बाँहों या पैरों में तकलीफ़ होती है।",
    "यह मशीन बीमारी को बढ़ने से नहीं रोकती।",
    "रिलुज़ोल नाम की दवा ज़िंदगी कई महीने बढ़ा सकती है।",
    "इसे अक्सर रात में लगाते हैं।",
    "ज़्यादातर मरीज़ चालीस से सत्तर साल के होते हैं।",
    "मरीज़ के खाने पर रोक मत लगाइए।",
    "मरीज़ को हर आठ घंटे पर पचास मिलीग्राम दवा दीजिए।",
)


def items() -> list[Item]:
    return [
        Item("", (), brief=(line,), stands_on=(str(number),))
        for number, line in enumerate(HONEST, start=1)
    ]


def findings(changed: list[Item], chapter: str = "roga") -> list[Finding]:
    sections = [Section(2, "roga", "रोग", (SENTENCES,))]
    scripts = [Script(2, chapter, "रोग", tuple(changed))]
    told = tellings(scripts, sections, Edition("brief", ()))
    return list(compare(told, load_glossary(), "2011")[0])


def failures(changed: list[Item]) -> set[str]:
    return {finding.check for finding in findings(changed) if finding.severity == "fail"}


def test_honest_plain_words_pass() -> None:
    assert findings(items()) == []


@pytest.mark.parametrize(
    ("number", "was", "now", "check"),
    [
        (1, "तीन", "दो", "number"),
        (1, "चार में से लगभग तीन", "सौ में से लगभग पचहत्तर", None),
        (1, "पैरों में", "पैरों में हमेशा", "frequency"),
        (2, "से नहीं रोकती", "से रोकती", "negation"),
        (3, "रिलुज़ोल", "एडारावोन", "drug"),
        (3, "रिलुज़ोल", "रिलुज़ोन", "drug"),
        (3, "रिलुज़ोल नाम की दवा", "ज़ोरिन नाम की दवा", "drug"),
        (3, "रिलुज़ोल नाम की दवा", "ज़ोरिनेक्स", "drug"),
        (3, "कई महीने", "कई साल", "time"),
        (4, "अक्सर", "हमेशा", "frequency"),
        (4, "अक्सर", "कभी-कभी", "frequency"),
        (4, "रात में", "सुबह", "rhythm"),
        (5, "सत्तर", "साठ", "number"),
        (6, "रोक मत लगाइए", "रोक लगाइए", "negation"),
        (7, "आठ घंटे", "छह घंटे", "time"),
        (7, "पचास", "पाँच सौ", "dose"),
        (7, "दवा दीजिए", "दवा ज़रूर दीजिए", "duty"),
        (7, "दीजिए", "मत दीजिए", "negation"),
    ],
)
def test_a_changed_fact_is_caught(number: int, was: str, now: str, check: str | None) -> None:
    changed = items()
    line = changed[number - 1].brief[0]
    assert was in line
    changed[number - 1] = replace(changed[number - 1], brief=(line.replace(was, now),))
    found = failures(changed)
    assert check in found if check else not found


@pytest.mark.parametrize(
    "claim", ["रोज़ लहसुन खाने से आदमी चंगा हो जाता है।", "हल्दी वाला दूध पीजिए।", "टीका लगवाइए।"]
)
def test_an_added_claim_is_caught(claim: str) -> None:
    changed = items()
    changed[1] = replace(changed[1], brief=(*changed[1].brief, claim))
    assert failures(changed) & {"added claim", "rhythm"}
    assert failures([*items(), Item("", (), brief=(claim,))]) == {"stands on"}


def test_a_lost_fact_needs_a_reason_that_names_it() -> None:
    changed = items()
    changed[0] = replace(changed[0], brief=("पहले बाँहों या पैरों में तकलीफ़ होती है।",))
    assert failures(changed) == {"number"}
    changed[0] = replace(changed[0], why="too many numbers")
    assert failures(changed) == {"number"}
    changed[0] = replace(changed[0], why="the 75 % is said in another part")
    assert failures(changed) == set()
    assert [finding.severity for finding in findings(changed)] == ["question"]


def test_what_a_recap_leaves_out_may_be_said_elsewhere() -> None:
    recap = Item("", (), "recap", brief=("याद रखिए: तकलीफ़ बाँहों या पैरों में होती है।",))
    recap = replace(recap, stands_on=("1",))
    assert failures([*items(), recap]) == set()
    assert failures([recap]) == {"number"}


def test_an_editors_note_is_shown_to_a_person() -> None:
    note = Item("", (), "note", brief=("दो बार डॉक्टर से पूछिए।",), why="an action")
    found = findings([*items(), note])
    assert [(finding.severity, finding.check) for finding in found] == [
        ("question", "editor's words")
    ]
    assert "दो बार" in found[0].message
    assert failures([replace(note, why="")]) == {"stands on"}


def test_a_reference_to_nothing_fails() -> None:
    assert failures([Item("", (), brief=("कुछ।",), stands_on=("99", "moon:1"))]) == {"stands on"}


def test_the_year_of_the_information_may_be_put_to_any_claim() -> None:
    changed = items()
    changed[3] = replace(changed[3], brief=("लगभग 2011 में इसे अक्सर रात में लगाते थे।",))
    assert failures(changed) == set()


def test_lines_and_sources_stand_beside_each_other() -> None:
    sections = [Section(2, "roga", "रोग", (SENTENCES,))]
    told = tellings([Script(2, "roga", "रोग", tuple(items()))], sections, Edition("brief", ()))
    pair = compare(told, load_glossary(), "")[1][0]
    assert pair.sources == (f"roga:1: {SENTENCES[0]}",)
    assert pair.facts[0] == "number: तीन"
    assert pair.source_facts[0] == "number: 75 %"
