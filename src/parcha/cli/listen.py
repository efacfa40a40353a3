"""The command that hears an edition back: listen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from parcha.cli.app import cli, draft_of, json_option, print_json
from parcha.errors import InputError
from parcha.folder import Folder

if TYPE_CHECKING:
    from parcha.check.calibrate import Sample
    from parcha.check.heard import HeardLine, Listener
    from parcha.check.mend import Mended
    from parcha.cli.progress import Bars
    from parcha.model import Utterance, Voice
    from parcha.speech.engine import EngineSpec

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
    from parcha.speech.listen import check_installed

    check_installed(model)
    options = {"edition": edition, "chapters": chapters}
    mended: list[Mended] = []
    with shown() as bars:
        listener = _listener(model, jobs, bars)
        if calibrate:
            _calibrate(_samples(folder, options), listener, as_json)
            return
        edition_heard = _Edition(folder, edition)
        lines = edition_heard.listen(chapters, listener)
        if mend:
            mended = edition_heard.mend(lines, listener)
    if as_json:
        renderings = [{"rendering": one.rendering, **asdict(one.line)} for one in mended]
        print_json(summary(lines) | ({"mended": renderings} if mend else {}))
    else:
        _show(lines)
        _show_mended(mended)


def _listener(model: str, jobs: int, bars: Bars) -> Listener:
    from parcha.speech.listen import hear
    from parcha.speech.workers import cores

    def listener(sounds: Sequence[Any]) -> Sequence[Any]:
        bars.begin("listen", len(sounds))
        return hear(sounds, model, jobs=jobs or cores(), on_done=bars.advance)

    return listener


class _Edition:
    """A built edition, and the voices that spoke it."""

    def __init__(self, folder: Folder, edition: str | None) -> None:
        from parcha.config import load
        from parcha.manifest import read_manifest

        self.folder = folder
        self.name = load(folder.leaflet).edition(edition).name
        self.manifest = read_manifest(folder.manifest(self.name))

    @cached_property
    def specs(self) -> Mapping[str, EngineSpec]:
        """The engines of the leaflet, and those that the build was told to take instead."""
        from parcha.speech.engine import EngineSpec

        built = {voice["engine"] for voice in self.manifest["voices"].values()}
        of_leaflet = draft_of(self.folder, {"edition": self.name}).specs
        return {**{name: EngineSpec(name) for name in built}, **of_leaflet}

    @cached_property
    def utter(self) -> Callable[[str, Voice], Utterance]:
        from parcha.draft import speaker

        speaks = speaker(self.folder, self.specs)
        return lambda say, voice: speaks.utter(say, voice)[2]

    def listen(self, chapters: Sequence[str], listener: Listener) -> tuple[HeardLine, ...]:
        """What was heard, with a second opinion on every doubtful line."""
        from parcha.check.delivered import delivered_parts, voices_of
        from parcha.check.heard import listen_back
        from parcha.check.opinion import second_opinions

        parts = delivered_parts(self.manifest, self.folder.edition(self.name), chapters)
        lines = listen_back(parts, listener)
        doubtful = [line for line in lines if line.verdict != "ok"]
        if not doubtful:
            return lines
        voices = voices_of(self.manifest, doubtful)
        judged = second_opinions(doubtful, voices, self.specs, self.utter, listener)
        by_place = {(line.chapter, line.number): line for line in judged}
        return tuple(by_place.get((line.chapter, line.number), line) for line in lines)

    def mend(self, lines: Sequence[HeardLine], listener: Listener) -> list[Mended]:
        """Better renderings, put into the cache as the answers that the next build finds."""
        from parcha.check.delivered import voices_of
        from parcha.check.mend import mend
        from parcha.manifest import forget
        from parcha.speech.cache import Cache
        from parcha.speech.engine import open_engine
        from parcha.store import Store

        voices = voices_of(self.manifest, lines)
        utterances = list(map(self.utter, (line.say for line in lines), voices))
        mended = mend(lines, utterances, self.specs, listener)
        cache = Cache(Store())
        for one in mended:
            engine = open_engine(self.specs[one.clip.utterance.voice.engine])
            cache.put(one.clip, engine.fingerprint, one.rendering)
        if mended:
            forget(self.folder.manifest(self.name))
        return mended


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


def hear_edition(folder: Folder, edition: str) -> tuple[HeardLine, ...]:
    """Every line of a built edition, heard now with the usual recogniser."""
    from parcha.cli.progress import shown
    from parcha.speech.listen import BUILT_IN, check_installed

    check_installed()
    with shown() as bars:
        return _Edition(folder, edition).listen((), _listener(BUILT_IN, 0, bars))


def _show_mended(mended: Sequence[Mended]) -> None:
    for one in mended:
        place = f"{one.line.chapter} {one.line.number}"
        click.echo(f"{place}: understood {one.rendering}, error {one.line.error:.2f}")
    if mended:
        click.echo("Run parcha build to put them in their places.")
