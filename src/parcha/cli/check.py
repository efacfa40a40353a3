"""`parcha check`: is an edition true to its article and easy to hear? And signing a part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from parcha.cli.app import cli, draft_of, json_option, print_json, say
from parcha.errors import CheckError, InputError
from parcha.folder import Folder

if TYPE_CHECKING:
    from parcha.check.report import Finding, Report
    from parcha.draft import Draft

_COLOURS = {"fail": "red", "warning": "yellow", "question": "cyan"}


@cli.command()
@click.option("--edition", metavar="NAME", help="Which edition; if not said, the first.")
@click.option("--sign", metavar="CHAPTER", help="Note in leaflet.yaml that this part is reviewed.")
@click.option("--by", metavar="NAME", help="Who reviewed it (with --sign).")
@click.option("--pairs", is_flag=True, help="Show every line beside its source sentences.")
@json_option
@click.pass_obj
def check(
    folder: Folder,
    edition: str | None,
    sign: str | None,
    by: str | None,
    pairs: bool,
    as_json: bool,
) -> None:
    """Say what of an edition is untrue to the article, hard to hear, or left to people.

    \b
    Examples: parcha check --edition brief
              parcha check --sign lakshan --by "Dr Asha Rao"
    """
    from parcha.check.edition import check_edition
    from parcha.manifest import read_manifest
    from parcha.text.plain import load_glossary

    drafted = draft_of(folder, {"edition": edition})
    if sign or by:
        _sign(folder, drafted, sign or "", by or "")
        return
    report = check_edition(
        drafted.config,
        drafted.edition,
        drafted.sections.sections,
        drafted.scripts.scripts,
        drafted.parts,
        load_glossary(folder.plain),
        read_manifest(folder.manifest(drafted.edition.name)),
    )
    if as_json:
        print_json(report.as_json())
    else:
        _show(report, pairs)
    if report.failures:
        raise CheckError(
            f"{len(report.failures)} findings must be mended before this edition is done.",
            "Mend the lines in scripts/, or give the reason under the item: why: …",
        )


def _sign(folder: Folder, drafted: Draft, chapter: str, by: str) -> None:
    from datetime import date

    from parcha.check.signoff import entry
    from parcha.check.signoff import sign as write
    from parcha.lock import alone

    if not chapter:
        raise InputError("--by needs --sign.", "Say which part: parcha check --sign CHAPTER --by …")
    with alone(folder):
        review = write(folder.leaflet, drafted.parts, chapter, by, date.today())
    say(f"Added to leaflet.yaml under reviewed:\n{entry(review)}", nl=False)


def _show(report: Report, pairs: bool) -> None:
    from parcha.check.report import ORDER

    for part in [*(part.chapter for part in report.summary.parts), ""]:
        found = [
            finding
            for severity in ORDER
            for finding in report.only(severity)
            if finding.chapter == part
        ]
        if found:
            say(f"\n{part or 'The whole edition'}", bold=True)
        for finding in found:
            say(f"  {finding.severity}", fg=_COLOURS[finding.severity], nl=False)
            say("".join(_finding(finding)))
        if pairs:
            for line in _pairs(report, part):
                say(line)
    for line in _summary(report):
        say(line)


def _finding(finding: Finding) -> Iterator[str]:
    yield f" [{finding.check}] {finding.message}"
    if finding.line:
        yield f"\n      line    {finding.line}"
    for source in finding.sources:
        yield f"\n      source  {source}"


def _pairs(report: Report, part: str) -> Iterator[str]:
    for pair in report.pairs:
        if pair.chapter == part:
            yield f"  {pair.chapter} item {pair.item} ({pair.role})"
            yield from (f"    says    {line}" for line in pair.lines)
            if pair.facts:
                yield f"            {'; '.join(pair.facts)}"
            yield from (f"    source  {source}" for source in pair.sources)
            if pair.source_facts:
                yield f"            {'; '.join(pair.source_facts)}"
            if pair.why:
                yield f"    why     {pair.why}"


def _summary(report: Report) -> Iterator[str]:
    summary = report.summary
    how = "measured" if summary.measured else "estimated"
    yield ""
    yield f"Edition {report.edition}: {len(summary.parts)} parts, {summary.minutes} minutes ({how})"
    for part in summary.parts:
        mark = "draft" if part.draft else "reviewed"
        yield (
            f"  {part.chapter:10} {part.seconds:5.0f} s  {part.rate:4.2f} syllables/s  "
            f"{part.lines:3} lines  {part.mean_words:4.1f} words a line  {mark}"
        )
    yield f"  syllables a second while speaking: {summary.rate} ({how}); aim at 3.3 to 4.0"
    yield (
        f"  words outside everyday Hindi: {summary.rare_before:.1%} of the article's, "
        f"{summary.rare_after:.1%} of the lines'"
    )
    yield (
        f"  words a sentence: mean {summary.mean_words_before}, most {summary.longest_before} in "
        f"the article; a line: mean {summary.mean_words_after}, most {summary.longest_after}"
    )
    counts = ", ".join(f"{count} {name}s" for name, count in report.counts().items())
    yield f"{counts}. PEMAT-informed and after the CDC Clear Communication Index."
    yield report.disclaimer
