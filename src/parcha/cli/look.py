"""The commands that look: status, inspect, scan, voices, cache."""

from __future__ import annotations

from typing import Any

import click

from parcha.cli.app import cli, draft_of, edition_options, json_option, print_json, say, stdin_lines
from parcha.folder import Folder


@cli.command()
@edition_options
@json_option
@click.pass_obj
def status(folder: Folder, /, as_json: bool, **options: Any) -> None:
    """Say what a build would do, and why. Writes nothing.

    \b
    Example: parcha status
    """
    from parcha.status import describe

    report = describe(folder, draft_of(folder, options))
    if as_json:
        print_json(report.as_json())
    else:
        for line in report.as_text():
            say(line)


@cli.command()
@click.argument("stage", type=click.Choice(["sentences", "spoken", "phonemes"]))
@click.option("--explain", is_flag=True, help="Say which rule or entry fired.")
@click.pass_obj
def inspect(folder: Folder, stage: str, explain: bool) -> None:
    """Show what a stage makes of text on standard input, line for line.

    \b
    Example: echo "ALS: 15–45%" | parcha inspect spoken --explain
    """
    from parcha.inspect import inspector

    show = inspector(stage, folder.words if folder.words.exists() else None, explain)
    for line in stdin_lines():
        for answer in show(line):
            say(answer)


@cli.command()
@json_option
@click.pass_obj
def scan(folder: Folder, as_json: bool) -> None:
    """List words that no rule or word list covers; add them to words.yaml.

    \b
    Example: parcha scan
    """
    drafted = draft_of(folder, {})
    if as_json:
        print_json({"unknown": list(drafted.unknown)})
        return
    for word in drafted.unknown:
        say(word)
    if not drafted.unknown:
        say("Every word of every line is covered.", err=True)


@cli.command()
@click.option("--time", "timed", is_flag=True, help="Say how fast the offline voices are here.")
@json_option
def voices(timed: bool, as_json: bool) -> None:
    """List the voices of every engine, the usual one first.

    \b
    Example: parcha voices --time
    """
    from parcha.speech.engine import EngineSpec, engine_names, open_engine

    if timed:
        _time_voices(as_json)
        return
    table = {name: open_engine(EngineSpec(name)).voices() for name in engine_names()}
    if as_json:
        print_json(table)
        return
    for name, names in table.items():
        say(f"{name:8} {', '.join(names)}")


def _time_voices(as_json: bool) -> None:
    from dataclasses import asdict

    from parcha.speech.timing import time_voices
    from parcha.text.data import hindi

    timings = time_voices(hindi("example").text("line"))
    if as_json:
        print_json([asdict(timing) for timing in timings])
        return
    say("Seconds of work for each second of sound, on one core:", err=True)
    for timing in timings:
        say(f"{timing.engine:18} {timing.voice:10} {timing.factor:.3f}")


@cli.command()
@click.argument("action", type=click.Choice(["info", "verify", "gc"]))
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=90,
    show_default=True,
    help="gc: keep what was used in the last so many days.",
)
@json_option
def cache(action: str, days: int, as_json: bool) -> None:
    """Look after the store of spoken lines: info, verify or gc.

    \b
    Example: parcha cache gc --days 30
    """
    from dataclasses import asdict

    from parcha.speech.cache import Cache
    from parcha.store import Store

    store = Store()
    clips = Cache(store)
    if action == "gc":
        result = asdict(clips.gc(days)) | {"derived": store.sweep(days)}
    else:
        result = asdict(clips.info() if action == "info" else clips.verify())
    result = {"folder": str(store.root), **result}
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        say(f"{key}: {value}")
