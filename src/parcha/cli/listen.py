"""The command that hears an edition back: listen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from parcha.cli.app import cli, draft_of, json_option, print_json
from parcha.errors import InputError
from parcha.folder import Folder

if TYPE_CHECKING:
    from parcha.check.calibrate import Sample
    from parcha.check.heard import HeardLine, Listener
    from parcha.cli.progress import Bars

SHOWN = 10
SAMPLES = 72


@cli.command()
@click.option("--edition", metavar="NAME", help="Which edition; if not said, the first.")
@click.option("--chapter", "chapters", multiple=True, metavar="ID", help="Only this part.")
@click.option("--model", default="base", show_default=True, help="A faster-whisper name or folder.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0: one a core.")
@click.option("--calibrate", is_flag=True, help="Show which damage the recogniser notices.")
@json_option
@click.pass_obj
def listen(
    folder: Folder,
    /,
    edition: str | None,
    chapters: tuple[str, ...],
    model: str,
    jobs: int,
    calibrate: bool,
    as_json: bool,
) -> None:
    """Hear every line of the built files with a recogniser, offline.

    \b
    Example: parcha listen --chapter lakshan
    """
    from parcha.cli.progress import shown
    from parcha.speech.listen import check_installed

    check_installed(model)
    options = {"edition": edition, "chapters": chapters}
    with shown() as bars:
        listener = _listener(model, jobs, bars)
        if calibrate:
            _calibrate(_samples(folder, options), listener, as_json)
            return
        lines = _listen(folder, options, listener)
    if as_json:
        from parcha.check.heard import summary

        print_json(summary(lines))
    else:
        _show(lines)


def _listener(model: str, jobs: int, bars: Bars) -> Listener:
    from parcha.speech.listen import hear
    from parcha.speech.workers import cores

    def listener(sounds: Sequence[Any]) -> Sequence[Any]:
        bars.begin("listen", len(sounds))
        return hear(sounds, model, jobs=jobs or cores(), on_done=bars.advance)

    return listener


def _listen(
    folder: Folder, options: Mapping[str, Any], listener: Listener
) -> tuple[HeardLine, ...]:
    """What was heard of the built edition, with a second opinion on every doubtful line."""
    from parcha.check.delivered import delivered_parts, voices_of
    from parcha.check.heard import listen_back
    from parcha.check.opinion import second_opinions
    from parcha.config import load
    from parcha.draft import speaker
    from parcha.manifest import read_manifest

    name = load(folder.leaflet).edition(options["edition"]).name
    manifest = read_manifest(folder.manifest(name))
    parts = delivered_parts(manifest, folder.edition(name), options["chapters"])
    lines = listen_back(parts, listener)
    doubtful = [line for line in lines if line.verdict != "ok"]
    if not doubtful:
        return lines
    specs = draft_of(folder, {"edition": name}).specs
    utter = speaker(folder, specs).utter
    judged = second_opinions(
        doubtful,
        voices_of(manifest, doubtful),
        specs,
        lambda say, voice: utter(say, voice)[2],
        listener,
    )
    by_place = {(line.chapter, line.number): line for line in judged}
    return tuple(by_place.get((line.chapter, line.number), line) for line in lines)


def _samples(folder: Folder, options: dict[str, Any]) -> list[Sample]:
    """Lines from all over the edition, each once, as its voices spoke them."""
    from parcha.check.calibrate import Sample, chosen
    from parcha.speech.cache import Cache
    from parcha.speech.engine import open_engine
    from parcha.store import Store

    drafted = draft_of(folder, options)
    cache = Cache(Store())
    samples = {}
    for part in drafted.parts:
        for line in part.lines:
            spec = drafted.specs[line.utterance.voice.engine]
            recording = cache.get(line.utterance, open_engine(spec).fingerprint)
            if recording and recording.words:
                samples[line.utterance] = Sample(line.spoken, recording)
    if not samples:
        raise InputError(
            "There are no spoken lines with word times to calibrate with.",
            "Run: parcha build --engine kokoro",
        )
    return chosen(list(samples.values()), SAMPLES)


def _calibrate(samples: Sequence[Sample], listener: Listener, as_json: bool) -> None:
    from dataclasses import asdict

    from parcha.check.calibrate import calibrate

    rates = calibrate(samples, listener)
    if as_json:
        print_json([asdict(rate) for rate in rates])
        return
    click.echo(f"{'damage':18} lines  found  median error  largest")
    for rate in rates:
        click.echo(
            f"{rate.damage:18} {rate.lines:5} {rate.found / rate.lines:6.0%}"
            f" {rate.median_error:13.2f} {rate.largest_error:8.2f}"
        )


def _show(lines: Sequence[HeardLine]) -> None:
    """The lines that a person should hear first, and the sum."""
    doubtful = sorted(
        (line for line in lines if line.verdict != "ok"), key=lambda line: line.rank, reverse=True
    )
    for line in doubtful[:SHOWN]:
        minutes = f"{line.start_ms // 60000}:{line.start_ms // 1000 % 60:02d}"
        lost = f" lost: {', '.join(line.lost)}" if line.lost else ""
        place = f"{line.chapter} {line.number} ({minutes})"
        click.echo(f"{place}: {line.verdict}, error {line.error:.2f}{lost}")
        click.echo(f"  said:  {line.spoken}\n  heard: {line.heard}")
    mean = sum(line.error for line in lines) / len(lines)
    click.echo(f"{len(lines)} lines heard, {len(doubtful)} to look at, mean error {mean:.3f}.")
