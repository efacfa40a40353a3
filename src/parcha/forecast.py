"""What a build has to do and how long that will take; what a finished one teaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from parcha.assemble import pieces_of, prompts_of
from parcha.draft import Draft, missing, speaker
from parcha.errors import ParchaError
from parcha.folder import Folder
from parcha.model import Chapter, Line, Programme, Prompt, Utterance
from parcha.plan import PlannedPart, announce, labels
from parcha.rates import (
    CHECKS,
    Estimate,
    Rates,
    Work,
    learn_packaging,
    package_seconds,
    packaging,
    speaking,
)
from parcha.sound.part import is_joined
from parcha.speech.cache import Cache
from parcha.speech.speak import tasks_of
from parcha.store import Store
from parcha.targets.target import open_target

MS_A_CHARACTER = 75
"""About how long a character is heard; it decides only how many pieces a long part is cut into."""


NOTHING = Estimate(0.0, ())


@dataclass(frozen=True, slots=True)
class Forecast:
    """What there is to do: lines to speak, lines that only packages need, parts to join."""

    to_speak: tuple[Utterance, ...] = ()
    prompts: tuple[Utterance, ...] = ()
    to_join: tuple[str, ...] = ()
    estimate: Estimate = NOTHING


def forecast(folder: Folder, drafted: Draft, manifest: Mapping[str, Any], cache: Cache) -> Forecast:
    """What a build of `drafted` would do, after the one that wrote `manifest`. Nothing is made."""
    store = Store()
    to_speak = missing(drafted.utterances, drafted.specs, cache)
    prompts = missing(_announced(folder, drafted, store), drafted.specs, cache)
    fresh = [part for part in drafted.parts if not _is_joined(part, drafted, cache, store)]
    works = [_speaking([*to_speak, *prompts], drafted)]
    total = characters(drafted.parts)
    for name in (*drafted.edition.targets, CHECKS):
        works += packaging(name, fresh_for(name, fresh, drafted, manifest), total)
    estimate = Rates(store).estimate(works)
    return Forecast(to_speak, prompts, tuple(part.id for part in fresh), estimate)


def learn(
    store: Store,
    drafted: Draft,
    manifest: Mapping[str, Any],
    spoken: Sequence[Utterance],
    fresh: Sequence[PlannedPart],
    stages: Mapping[str, float],
) -> None:
    """Note how long a build took that spoke `spoken`, joined `fresh`, and followed `manifest`.

    Raises `StorageError`.
    """
    rates = Rates(store)
    rates.note(_speaking(spoken, drafted), stages.get("speak", 0.0))
    for name, seconds in package_seconds(stages):
        new = fresh_for(name, fresh, drafted, manifest)
        learn_packaging(rates, name, new, characters(drafted.parts), seconds)


def fresh_for(
    package: str, fresh: Iterable[PlannedPart], drafted: Draft, manifest: Mapping[str, Any]
) -> int:
    """How many characters have new sound for a package: all of them, where it was not there."""
    there = any(file["path"].startswith(f"{package}/") for file in manifest.get("files", ()))
    return characters(fresh if there or package == CHECKS else drafted.parts)


def characters(parts: Iterable[PlannedPart]) -> int:
    """How much text is spoken in `parts`."""
    return sum(len(line.utterance.text) for part in parts for line in part.lines)


def _speaking(utterances: Sequence[Utterance], drafted: Draft) -> Work:
    tasks = tasks_of(utterances, drafted.specs)
    engines = {task.spec.name: task.fingerprint for task in tasks}
    return speaking(engines, sum(len(utterance.text) for utterance in utterances))


def _is_joined(part: PlannedPart, drafted: Draft, cache: Cache, store: Store) -> bool:
    recordings = {}
    for task in tasks_of([line.utterance for line in part.lines], drafted.specs):
        recording = cache.get(task.utterance, task.fingerprint)
        if recording is None:
            return False
        recordings[task.utterance] = recording
    return is_joined(pieces_of(part, recordings), store)


def _announced(folder: Folder, drafted: Draft, store: Store) -> list[Utterance]:
    """What the packages will want the announcer to say, by a guess at how long the parts last."""
    programme = Programme(
        drafted.edition.name,
        drafted.leaflet,
        tuple(map(_guessed, drafted.parts)),
        drafted.total_parts,
        labels=labels(),
        settings=drafted.config.settings,
    )
    wanted: list[Prompt] = []
    for name in drafted.edition.targets:
        with suppress(ParchaError):  # a guess must not be refused
            wanted += prompts_of(programme, [open_target(name, store)])
    parts = announce(tuple(wanted), drafted.config, speaker(folder, drafted.specs))
    return [line.utterance for part in parts.values() for line in part.lines]


def _guessed(part: PlannedPart) -> Chapter:
    lines, now = [], 0
    for line in part.lines:
        end = now + MS_A_CHARACTER * len(line.utterance.text)
        lines.append(Line(line.say, line.spoken, now, end, line.role))
        now = end + line.pause_ms
    unmade = Store().path("parts", "", "")
    return Chapter(part.number, part.id, part.title, unmade, now, tuple(lines), part.picture)
