"""Scripts that people edit and programs make again: like a gettext catalogue.

Items are matched by their source sentence. Lines that somebody edited stay; if the sentence behind
them changed, they are marked stale; if it is gone, they are kept under `removed`. Items that
somebody added stay where they stand. Nothing written by hand is ever dropped.
"""

from __future__ import annotations

import difflib
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from parcha.model import Item, Script

# How alike two sentences must be for one to be a new version of the other (difflib's ratio).
_SAME_SENTENCE = 0.6


def line_hash(lines: Iterable[str]) -> str:
    """The hash that tells generated lines from edited ones."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def generated(source: str, say: tuple[str, ...], role: str = "text", edition: str = "") -> Item:
    """An item as the program makes it."""
    return Item(source, say, role, made=line_hash(say), edition=edition)


def edited_by_hand(item: Item) -> bool:
    """Whether somebody wrote or changed the lines of this item."""
    return item.made != line_hash(item.say) or bool(item.brief)


def merge(fresh: Script, existing: Script | None) -> Script:
    """`fresh` with everything that people wrote in `existing`."""
    if existing is None:
        return fresh
    waiting: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in existing.items:
        if item.made:
            waiting[item.role, item.source].append(item)
    items = [_carry_over(item, waiting[item.role, item.source]) for item in fresh.items]
    orphans = [item for group in waiting.values() for item in group if edited_by_hand(item)]
    items, orphans = _mark_stale(items, orphans)
    removed = (*existing.removed, *(item for item in orphans if item not in existing.removed))
    return replace(fresh, items=_put_back_added(items, existing), removed=removed)


def _carry_over(fresh: Item, candidates: list[Item]) -> Item:
    """The fresh item, with what people wrote into its predecessor."""
    return _with_words_of(candidates.pop(0), fresh) if candidates else fresh


def _with_words_of(old: Item, fresh: Item) -> Item:
    """`fresh` with the brief lines of `old`, and with its lines if somebody edited them."""
    kept = replace(fresh, brief=old.brief, stands_on=old.stands_on, why=old.why, stale=old.stale)
    if old.made == line_hash(old.say):
        return kept if edited_by_hand(kept) else replace(kept, stale="")
    return replace(kept, say=old.say, made=old.made)


def _mark_stale(items: list[Item], orphans: list[Item]) -> tuple[list[Item], list[Item]]:
    """Give edited lines whose sentence changed to the sentence that it became."""
    left = []
    for orphan in orphans:
        best, score = None, _SAME_SENTENCE
        for at, item in enumerate(items):
            if item.source and orphan.source and not edited_by_hand(item):
                ratio = difflib.SequenceMatcher(None, orphan.source, item.source).ratio()
                if ratio >= score:
                    best, score = at, ratio
        if best is None:
            left.append(orphan)
        else:
            items[best] = replace(_with_words_of(orphan, items[best]), stale=orphan.source)
    return items, left


def _put_back_added(items: list[Item], existing: Script) -> tuple[Item, ...]:
    """Items that people added (they have no `made`) go behind the item they stood behind."""
    added: defaultdict[tuple[str, str] | None, list[Item]] = defaultdict(list)
    before: tuple[str, str] | None = None
    for item in existing.items:
        if item.made:
            before = (item.role, item.source)
        else:
            added[before].append(item)
    result = added.pop(None, [])
    for item in items:
        result.append(item)
        result += added.pop((item.role, item.stale or item.source), [])
    return (*result, *(item for group in added.values() for item in group))
