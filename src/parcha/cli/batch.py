"""The command for many leaflets: batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from parcha.cli.app import (
    cli,
    draft_of,
    edition_options,
    executor_option,
    json_option,
    only_option,
    print_json,
    say,
    warn_all,
)
from parcha.errors import BatchError, InputError
from parcha.folder import Folder
from parcha.yamlfile import refuse_unseen

if TYPE_CHECKING:
    from parcha.batch import Outcome


@cli.command()
@click.argument("directories", nargs=-1, metavar="DIR...", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "listed",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
    help="A list of leaflet folders, one a line; - is standard input.",
)
@executor_option
@only_option("target", "package")
@edition_options
@json_option
def batch(
    directories: Sequence[Path],
    listed: TextIO | None,
    executor: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Build many leaflets, every line of all of them through one pool.

    What fails is listed at the end and stops nothing else. The same command goes on where it was.

    \b
    Examples: parcha batch leaflets/*
              parcha batch --from list.txt --executor dask://10.0.0.1:8786
    """
    from parcha.batch import Batch
    from parcha.cli.progress import watched
    from parcha.speech.executors import USUAL, open_pool

    folders = _folders([*directories, *(_paths(listed) if listed else ())])
    with watched(len(folders)) as watcher, open_pool(executor or USUAL) as pool:
        outcomes = Batch(lambda folder: draft_of(folder, options), pool, watcher).run(folders)
    if as_json:
        print_json([_as_json(outcome) for outcome in outcomes])
    else:
        _print(outcomes)
    failed = [outcome for outcome in outcomes if outcome.error]
    if failed:
        raise BatchError(
            f"{len(failed)} of {len(outcomes)} leaflets could not be built.",
            "Mend what is said above and run the same command: what is done stays done.",
        )


def _paths(listed: TextIO) -> Iterator[Path]:
    """The paths of a list, without empty lines and comments (#). Raises `InputError`."""
    try:
        text = listed.read()
    except UnicodeDecodeError:
        raise InputError(
            f"{listed.name} is not UTF-8 text.", 'Save it again with the encoding "UTF-8".'
        ) from None
    refuse_unseen(text, listed.name)
    written = (line.strip() for line in text.splitlines())
    return (Path(line) for line in written if line and not line.startswith("#"))


def _folders(paths: Sequence[Path]) -> list[Folder]:
    """The leaflet folders in their order, each once. Raises `InputError` where there is none."""
    if not paths:
        raise InputError(
            "No leaflet folder is named.", "Say which: parcha batch DIR..., or --from FILE."
        )
    return [Folder(path) for path in {path.resolve(): path for path in paths}.values()]


def _as_json(outcome: Outcome) -> dict[str, Any]:
    built, error = outcome.built, outcome.error
    return {
        "leaflet": str(outcome.folder.root),
        "built": {**asdict(built), "folder": str(built.folder)} if built else None,
        "error": {"message": error.message, "hint": error.hint, "code": error.exit_code}
        if error
        else None,
        "notices": list(outcome.notices),
    }


def _print(outcomes: Sequence[Outcome]) -> None:
    """What was made in one line, and what was not leaflet by leaflet."""
    built = [outcome.built for outcome in outcomes if outcome.built]
    new = [one for one in built if not one.up_to_date]
    minutes = sum(one.duration_ms for one in new) / 60_000
    say(
        f"{len(new)} leaflets built ({minutes:.0f} minutes, {sum(one.spoken for one in new)} lines "
        f"newly spoken), {len(built) - len(new)} were up to date."
    )
    for outcome in outcomes:
        told = (*outcome.notices, *(outcome.built.notices if outcome.built else ()))
        warn_all(f"{outcome.folder.root}: {notice}" for notice in told)
        if outcome.error:
            say(f"{outcome.folder.root}: {outcome.error.message}", fg="red", err=True)
            if outcome.error.hint:
                say(f"  {outcome.error.hint}", err=True)
