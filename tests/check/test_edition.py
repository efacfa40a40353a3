"""`parcha check` from the outside, on a small leaflet and on the repository's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parcha import config
from parcha.check.edition import check_edition
from parcha.check.faithful import compare
from parcha.check.report import Report
from parcha.check.tell import tellings
from parcha.draft import Draft, draft
from parcha.folder import Folder
from parcha.model import Item, Script
from parcha.plan import PlannedPart
from parcha.text.plain import load_glossary

Parcha = Callable[..., tuple[int, str, str]]
REPOSITORY = Folder(Path(__file__).parents[2])

BRIEF = """\
- role: message
  brief: [मलेरिया मच्छर के काटने से होता है।]
  stands_on: ["2"]
- brief: [यह छूने से नहीं होता।]
  stands_on: ["2"]
- {role: note, brief: [मच्छरदानी लगाइए।], why: an action}
- role: recap
  brief: ["याद रखिए: मलेरिया मच्छर से होता है।"]
  stands_on: ["2"]
"""


@pytest.fixture
def brief(leaflet: Folder, parcha: Parcha) -> Folder:
    """The small leaflet with a short edition of one chapter."""
    text = leaflet.leaflet.read_text(encoding="utf-8")
    leaflet.leaflet.write_text(text + "editions: {brief: {}, full: {}}\n", encoding="utf-8")
    parcha("scripts")
    script = leaflet.script(2, "kya")
    text = script.read_text(encoding="utf-8")
    head, item, rest = text.partition("  - source:")
    added = "".join(f"  {line}\n" for line in BRIEF.splitlines())
    script.write_text(head + added + item + rest, encoding="utf-8")
    return leaflet


def replace_line(leaflet: Folder, was: str, now: str) -> None:
    script = leaflet.script(2, "kya")
    text = script.read_text(encoding="utf-8")
    assert was in text
    script.write_text(text.replace(was, now), encoding="utf-8")


def of_chapter(out: str, chapter: str, severity: str) -> list[str]:
    findings = json.loads(out)["findings"]
    return [
        found["check"]
        for found in findings
        if (found["chapter"], found["severity"]) == (chapter, severity)
    ]


def test_an_honest_part_has_no_failure(brief: Folder, parcha: Parcha) -> None:
    code, out, _ = parcha("check", "--json")
    assert of_chapter(out, "kya", "fail") == []
    result = json.loads(out)
    assert "not an official or validated application" in result["disclaimer"]
    # The opening and the closing of this leaflet have no message and no recap yet.
    assert code == 7
    assert of_chapter(out, "opening", "fail") == ["message", "recap"]


def test_damage_fails_and_is_shown_beside_its_source(brief: Folder, parcha: Parcha) -> None:
    replace_line(brief, "छूने से नहीं होता", "छूने से होता है")
    code, out, err = parcha("check")
    assert code == 7
    assert "fail [negation]" in out
    assert "source  kya:2: यह मच्छर के काटने से होता है, छूने से नहीं।" in out
    assert "must be mended" in err
    assert "after the CDC Clear Communication Index" in out


def test_pairs_show_every_line(brief: Folder, parcha: Parcha) -> None:
    out = parcha("check", "--pairs")[1]
    assert "kya item 3 (text)" in out
    assert "negation: छूने से नहीं" in out


def test_the_full_edition_only_warns(brief: Folder, parcha: Parcha) -> None:
    code, out, _ = parcha("check", "--edition", "full", "--json")
    assert code == 0
    assert of_chapter(out, "lakshan", "fail") == []
    assert "numbers" in of_chapter(out, "lakshan", "warning")


def test_pace_is_measured_once_it_is_built(brief: Folder, parcha: Parcha) -> None:
    summary = json.loads(parcha("check", "--json")[1])["summary"]
    assert (summary["measured"], summary["rate"]) == (False, 4.2)
    parcha("build", "--engine", "espeak")
    summary = json.loads(parcha("check", "--json")[1])["summary"]
    assert summary["measured"] is True
    assert 3 < summary["rate"] < 7


def test_signing_on_the_command_line(brief: Folder, parcha: Parcha) -> None:
    code, out, _ = parcha("check", "--sign", "kya", "--by", "Asha Rao")
    assert (code, "chapter: kya" in out) == (0, True)
    assert "reviewed" in parcha("check")[1]
    assert parcha("check", "--by", "Asha Rao")[0] == 3
    assert parcha("check", "--sign", "kya")[0] == 3
    code, _, err = parcha("build", "--release")
    assert (code, "opening, closing" in err) == (7, True)


def own_draft(edition: str) -> Draft:
    """The repository's leaflet, planned for a voice that needs no weights."""
    settings = config.load(REPOSITORY.leaflet).with_voice("silent", None, None)
    return draft(REPOSITORY, settings, edition)


def own(edition: str) -> tuple[tuple[PlannedPart, ...], Report]:
    plan = own_draft(edition)
    return plan.parts, check_edition(
        plan.config,
        plan.edition,
        plan.sections.sections,
        plan.scripts.scripts,
        plan.parts,
        load_glossary(REPOSITORY.plain),
        {},
    )


@pytest.mark.parametrize("edition", ["full", "brief"])
def test_the_repositorys_own_leaflet_has_no_failure(edition: str) -> None:
    parts, report = own(edition)
    assert report.failures == ()
    assert len(report.summary.parts) == len(parts)
    assert {finding.chapter for finding in report.findings} <= {"", *(part.id for part in parts)}


def test_plain_words_are_plainer_than_the_article() -> None:
    summary = own("brief")[1].summary
    assert summary.rare_after < summary.rare_before / 5
    assert summary.mean_words_after < summary.mean_words_before / 2
    assert summary.longest_after <= 12


PLANTED = [
    ("तीन", "दो", {"number", "time", "dose"}),
    (" नहीं ", " ", {"negation"}),
    ("रिलुज़ोल", "बैक्लोफ़ेन", {"drug"}),
    ("अक्सर", "हमेशा", {"frequency"}),
]


def planted(script: Script, was: str, now: str) -> Iterator[Script]:
    """The script with one line of one item changed, for each item that has `was`."""
    for at, item in enumerate(script.items):
        if item.role == "text" and (item.source or item.stands_on) and not item.why:
            for place, line in enumerate(item.brief):
                if was in line:
                    brief = (*item.brief[:place], line.replace(was, now), *item.brief[place + 1 :])
                    items = (
                        *script.items[:at],
                        replace(item, brief=brief),
                        *script.items[at + 1 :],
                    )
                    yield replace(script, items=items)


@pytest.mark.parametrize(("was", "now", "checks"), PLANTED)
def test_planted_changes_in_the_repositorys_leaflet_are_caught(
    was: str, now: str, checks: set[str]
) -> None:
    plan = own_draft("brief")
    scripts, sections = plan.scripts.scripts, plan.sections.sections
    tried = 0
    for script in scripts:
        for changed in planted(script, was, now):
            others = [changed if other is script else other for other in scripts]
            found, _ = compare(tellings(others, sections, plan.edition), load_glossary(), "2011")
            assert checks & {finding.check for finding in found if finding.severity == "fail"}
            tried += 1
    assert tried


def test_an_added_claim_in_the_repositorys_leaflet_is_caught() -> None:
    plan = own_draft("brief")
    script = next(script for script in plan.scripts.scripts if script.id == "saans")
    claim = Item("", (), brief=("रोज़ लहसुन खाने से आदमी चंगा हो जाता है।",))
    told = tellings([replace(script, items=(*script.items, claim))], (), plan.edition)
    found, _ = compare(told, load_glossary(), "2011")
    assert any(f.check == "stands on" and f.line == claim.brief[0] for f in found)
