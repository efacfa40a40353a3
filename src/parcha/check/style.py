"""Is each line easy to hear? Length, everyday words, voice, lists, numbers, dates.

What is wrong with lines that people wrote for the short edition fails; the long edition tells
the article's own sentences, so there the same finding is a warning. The limits are house limits
(`style.yaml`), informed by PEMAT-A/V and the CDC Clear Communication Index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from parcha.check.everyday import Everyday
from parcha.check.phrases import Phrases, phrase, stemmed
from parcha.check.quantities import Quantity, read_quantities
from parcha.check.report import Finding, Severity
from parcha.check.tell import FRAME, Telling
from parcha.check.words import STOPS, fold, sentences, stems, tokens, word_set
from parcha.text.data import hindi
from parcha.text.plain import Glossary

_END = "."


def limit(name: str) -> float:
    """A house limit of `style.yaml`."""
    return hindi("style").mapping("limits").number(name, 0)


def check_style(
    tellings: Sequence[Telling], glossary: Glossary, words: Everyday, hard: bool
) -> Iterator[Finding]:
    """Findings for every line that is not a signpost. `hard` makes the graver ones failures."""
    grave: Severity = "fail" if hard else "warning"
    terms = frozenset(word for term in glossary.terms for word in stems(term))
    for telling in tellings:
        if telling.item.role not in FRAME:
            yield from _long_lines(telling, grave)
            yield from _rare_words(telling, words, terms)
            yield from _voice(telling)
            yield from _lists(telling, grave)
            yield from _numbers(telling)
            yield from _dates(telling, grave)


def _long_lines(telling: Telling, grave: Severity) -> Iterator[Finding]:
    most = round(limit("words"))
    for line in telling.lines:
        count = len(line.split())
        if count > most:
            yield telling.finding(grave, "line length", f"{count} words; at most {most}", line)


def _rare_words(telling: Telling, words: Everyday, terms: frozenset[str]) -> Iterator[Finding]:
    """Words that a listener hardly meets (PEMAT 3); terms of the glossary are asked elsewhere."""
    for line in telling.lines:
        rare = [word for word in dict.fromkeys(words.rare(line)) if not terms & {*stems(word)}]
        if rare:
            message = f"not an everyday word: {', '.join(rare)}"
            yield telling.finding("warning", "everyday words", message, line)


def _voice(telling: Telling) -> Iterator[Finding]:
    """Passive voice (PEMAT 5, CCI 6), and nouns where a verb would do."""
    for line in telling.lines:
        for check in ("passive", "nominal"):
            found = [name for _, _, name in patterns(check, any_form=True).find(stemmed(line))]
            if found:
                message = f'"{", ".join(found)}": say who does what'
                yield telling.finding("warning", check, message, line)


@cache
def patterns(key: str, any_form: bool = False) -> Phrases:
    """The phrases that `style.yaml` lists under `key`; `any_form` ones are sought in stems."""
    return Phrases(phrase(text, text, any_form) for text in hindi("style").texts(key))


def _lists(telling: Telling, grave: Severity) -> Iterator[Finding]:
    """More than seven things in a row (CCI 8)."""
    most = round(limit("list"))
    for sentence in sentences(telling.lines):
        things = 1 + sum(token in word_set("list_signs", "style") for token in tokens(sentence))
        if things > most:
            message = f"about {things} things in a row; at most {most}"
            yield telling.finding(grave, "list", message, sentence)


def _numbers(telling: Telling) -> Iterator[Finding]:
    """Numbers that are hard to hear, or that leave the sum to the listener (CCI 15, 17)."""
    for line in telling.lines:
        words = tokens(line)
        for quantity in read_quantities(words):
            said = words[quantity.start : quantity.end]
            if complaint := _complaint(quantity, said):
                message = f'"{" ".join(said)}": {complaint}'
                yield telling.finding("warning", "numbers", message, line)


def _complaint(quantity: Quantity, said: Sequence[str]) -> str:
    """What is hard about a number, or nothing."""
    if quantity.said.denominator > 2 or word_set("point", "style") & {*said}:
        return "a decimal; round it"
    if word_set("percent", "style") & {*said}:
        return "a percentage; say so many of so many people"
    if quantity.unit == "fold":
        return "a sum for the listener; say both numbers"
    if quantity.said >= limit("large") and not _is_year(quantity):
        return "hard to picture; compare it with something, or leave it out"
    return ""


def _is_year(quantity: Quantity) -> bool:
    return not quantity.unit and limit("years_from") <= quantity.value <= limit("years_to")


def _dates(telling: Telling, grave: Severity) -> Iterator[Finding]:
    """Claims that were true when they were written, without a year beside them."""
    if any(map(_is_year, read_quantities(tokens(telling.text)))) or "{as_of}" in telling.text:
        return
    for line in telling.lines:
        for _, _, name in patterns("time_bound").find(tokens(line)):
            message = f'"{name}": since when? Say the year, or leave it out'
            yield telling.finding(grave, "time-bound", message, line)


def acts(line: str) -> bool:
    """Whether a line asks the listener to do something: an imperative ends one of its clauses."""
    words = ("", *tokens(line), _END)
    return any(
        _is_action(words[at - 1], words[at])
        for at in range(1, len(words) - 1)
        if words[at + 1] in STOPS
    )


def _is_action(before: str, last: str) -> bool:
    """Whether the last word of a clause is an imperative; a prohibition may stand behind it."""
    verb = before if last in word_set("prohibitions") else last
    endings = tuple(map(fold, hindi("style").texts("action_endings")))
    return verb.endswith(endings) and verb not in word_set("no_actions", "style")
