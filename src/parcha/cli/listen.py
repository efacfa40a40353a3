"""The command that hears an edition back: listen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from parcha.cli.app import cli, draft_of, json_option, print_json, say
from parcha.folder import Folder

if TYPE_CHECKING:
    from parcha.check.calibrate import Sample
    from parcha.check.heard import HeardLine, Listener
    from parcha.check.mend import Mended
    from parcha.cli.progress import Bars

SHOWN = 10
SAMPLES = 72


@cli.command()
@click.option("--edition", metavar="NAME", help="Which edition; if not said, the first.")
@click.option("--chapter", "chapters", multiple=True, metavar="ID", help="Only this part.")
@click.option("--model", default="base", show_default=True, help="A faster-whisper name or folder.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0: one a core.")
@click.option("--mend", is_flag=True, help="Speak doubtful lines in other ways; keep the best.")
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
    mend: bool,
    as_json: bool,
) -> None:
    """Hear every line of the built files with a recogniser, offline.

    \b
    Examples: parcha listen --chapter lakshan
              parcha listen --mend && parcha build
    """
    from parcha.check.heard import summary
    from parcha.cli.progress import shown
    from parcha.hearing import BuiltEdition, samples
    from parcha.speech.listen import check_installed

    check_installed(model)
    drafted = draft_of(folder, {"edition": edition})
    mended: list[Mended] = []
    with shown() as bars:
        listener = listener_of(model, jobs, bars)
        if calibrate:
            _calibrate(samples(drafted, SAMPLES), listener, as_json)
            return
        built = BuiltEdition(folder, drafted)
        lines = built.listen(chapters, listener)
        if mend:
            mended = built.mend(lines, listener)
    if as_json:
        renderings = [{"rendering": one.rendering, **asdict(one.line)} for one in mended]
        print_json(summary(lines) | ({"mended": renderings} if mend else {}))
    else:
        _show(lines)
        _show_mended(mended)


def listener_of(model: str, jobs: int, bars: Bars) -> Listener:
    """A recogniser that shows how far it is."""
    from parcha.speech.listen import hear
    from parcha.speech.workers import cores

    def listener(sounds: Sequence[Any]) -> Sequence[Any]:
        bars.begin("listen", len(sounds))
        return hear(sounds, model, jobs=jobs or cores(), on_done=bars.advance)

    return listener


def _calibrate(samples: Sequence[Sample], listener: Listener, as_json: bool) -> None:
    from parcha.check.calibrate import calibrate

    rates = calibrate(samples, listener)
    if as_json:
        print_json([asdict(rate) for rate in rates])
        return
    say(f"{'damage':18} lines  found  median error  largest")
    for rate in rates:
        say(
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
        say(f"{place}: {line.verdict}, error {line.error:.2f}{lost}")
        say(f"  said:  {line.spoken}\n  heard: {line.heard}")
    mean = sum(line.error for line in lines) / len(lines)
    say(f"{len(lines)} lines heard, {len(doubtful)} to look at, mean error {mean:.3f}.")


def _show_mended(mended: Sequence[Mended]) -> None:
    for one in mended:
        place = f"{one.line.chapter} {one.line.number}"
        say(f"{place}: understood {one.rendering}, error {one.line.error:.2f}")
    if mended:
        say("Run parcha build to put them in their places.")
