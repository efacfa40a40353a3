"""`parcha check`: everything that a machine can say of an edition, and what it leaves to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parcha.check.everyday import Everyday, everyday
from parcha.check.faithful import compare
from parcha.check.parts import Pace, check_part, pace, summarise
from parcha.check.passages import check_passages
from parcha.check.report import Finding, PartSummary, Report, Summary
from parcha.check.signoff import drafts
from parcha.check.style import acts, check_style
from parcha.check.tell import FRAME, Telling, tellings
from parcha.check.terms import check_terms
from parcha.config import Config, Edition
from parcha.model import Script, Section
from parcha.plan import PlannedPart
from parcha.text.data import hindi
from parcha.text.plain import Glossary

DISCLAIMER = (
    "Informed by PEMAT-A/V (AHRQ) and the CDC Clear Communication Index. An automated adaptation, "
    "not an official or validated application of either."
)


def check_edition(
    config: Config,
    edition: Edition,
    sections: Sequence[Section],
    scripts: Sequence[Script],
    parts: Sequence[PlannedPart],
    glossary: Glossary,
    manifest: Mapping[str, Any],
) -> Report:
    """Check an edition as it is planned now. `manifest` is that of its build, or empty."""
    told_parts = {part.id for part in parts}
    items = tellings([script for script in scripts if script.id in told_parts], sections, edition)
    words = everyday(glossary)
    findings, pairs = compare(items, glossary, config.article.as_of)
    found = [*findings, *check_style(items, glossary, words, edition.is_brief)]
    found += check_terms(items, glossary)
    found += check_passages(items, sections)
    unsigned = drafts(parts, config.reviewed)
    paces, summaries = [], []
    for part in parts:
        told = [telling for telling in items if telling.chapter == part.id]
        paces.append(pace(part, manifest))
        found += check_part(part, told, paces[-1], edition.is_brief)
        summaries.append(summarise(part, told, paces[-1], words, part.id in unsigned))
    found += _whole(items, edition)
    place = {part.id: part.number for part in parts}
    found.sort(key=lambda finding: place.get(finding.chapter, 0))
    summary = _summary(summaries, paces, items, sections, words)
    return Report(edition.name, summary, (*found, *_questions()), pairs, DISCLAIMER)


def _whole(items: Sequence[Telling], edition: Edition) -> Iterator[Finding]:
    """What the edition as a whole must have."""
    if not any(acts(line) for telling in items for line in telling.lines):
        message = "no part asks the listener to do anything (PEMAT 20, CCI 5)"
        yield Finding("fail" if edition.is_brief else "warning", "action", "", "", message)


def _questions() -> Iterator[Finding]:
    """What only a person can judge."""
    for entry in hindi("style").entries("questions"):
        message = f"{entry.text('item')}: {entry.text('ask')}"
        yield Finding("question", "for a person", "", "", message)
    message = f"not asked of a recording: {hindi('style').text('left_out')}"
    yield Finding("question", "for a person", "", "", message)


def _summary(
    parts: Sequence[PartSummary],
    paces: Sequence[Pace],
    items: Sequence[Telling],
    sections: Sequence[Section],
    words: Everyday,
) -> Summary:
    """The edition in figures; "before" is every sentence of the article."""
    before = [sentence for section in sections for sentence in section.sentences]
    after = [line for telling in items if telling.item.role not in FRAME for line in telling.lines]
    speaking = sum(each.speaking for each in paces)
    return Summary(
        parts=tuple(parts),
        minutes=round(sum(each.seconds for each in paces) / 60, 1),
        rate=round(sum(each.syllables for each in paces) / speaking, 2) if speaking else 0.0,
        measured=all(each.measured for each in paces),
        rare_before=_share(words, before),
        rare_after=_share(words, after),
        mean_words_before=_mean(before),
        mean_words_after=_mean(after),
        longest_before=max((len(text.split()) for text in before), default=0),
        longest_after=max((len(text.split()) for text in after), default=0),
    )


def _share(words: Everyday, texts: Sequence[str]) -> float:
    rare, count = words.share_rare(" ".join(texts))
    return round(rare / max(1, count), 3)


def _mean(texts: Sequence[str]) -> float:
    return round(sum(len(text.split()) for text in texts) / max(1, len(texts)), 1)
