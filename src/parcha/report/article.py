"""What of the article is not in the edition: left out, mended, or not used."""

from __future__ import annotations

from collections.abc import Sequence

from parcha.check.tell import Telling
from parcha.draft import Draft
from parcha.report.content import Article, Omission, Unused


def article_of(drafted: Draft, told: Sequence[Telling]) -> Article:
    """The article with everything that did not come along; the longest losses first."""
    article, ledger = drafted.config.article, drafted.sections.ledger
    sections = drafted.sections.sections
    edits = sorted(ledger.edits, key=lambda edit: (-len(edit.was.strip()), edit.offset))
    return Article(
        name=article.name,
        url=article.url,
        licence=article.licence,
        as_of=article.as_of,
        characters=ledger.characters,
        left_out=ledger.left_out,
        omissions=tuple(Omission(edit.was, edit.now, edit.rule, edit.why) for edit in edits),
        unused=_unused(drafted, told),
        sentences=sum(len(section.sentences) for section in sections),
    )


def _unused(drafted: Draft, told: Sequence[Telling]) -> tuple[Unused, ...]:
    used = {source.text for telling in told for source in telling.sources}
    left = (
        (section, tuple(sentence for sentence in section.sentences if sentence not in used))
        for section in drafted.sections.sections
    )
    return tuple(
        Unused(section.id, section.title, sentences) for section, sentences in left if sentences
    )
