"""From the leaflet folder to the finished packages: the one file that knows the order of stages.

A stage is done again only if what it is made from changed: lines are looked up in the clip cache,
joined parts and encoded files in the store, and the whole edition in its manifest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from parcha.assemble import chapter_of, pieces_of, programme_of, prompts_of, speak_parts, told_of
from parcha.check.complete import Made, Words, require_complete
from parcha.check.told import Told
from parcha.draft import Draft, speaker
from parcha.folder import Folder
from parcha.forecast import learn
from parcha.manifest import (
    Begun,
    compose,
    is_current,
    kept,
    packages_in,
    read_manifest,
    remove_left_over,
    strangers,
)
from parcha.model import Programme, Record, Utterance
from parcha.plan import PlannedPart, announce, labels, lines_of
from parcha.progress import Progress, Quiet
from parcha.rates import Stopwatch
from parcha.sound.loudness import Loudness
from parcha.sound.meter import hear
from parcha.sound.part import is_joined
from parcha.speech.cache import open_cache
from parcha.speech.workers import Pool
from parcha.store import Store, write_atomic
from parcha.targets import guide
from parcha.targets.batch import make_all
from parcha.targets.sink import FolderSink
from parcha.targets.target import Target, open_target

_NAMED = 10
"""How many files a message names."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `spoken` lines were new; `up_to_date` means that nothing was to do.

    `taken_away` are packages of an earlier build that were made from other words and not asked for,
    `strangers` the files in `folder` that no build knows.
    """

    edition: str
    folder: Path
    parts: int
    duration_ms: int
    lines: int
    spoken: int
    files: tuple[str, ...]
    up_to_date: bool
    taken_away: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()

    @property
    def notices(self) -> Iterator[str]:
        """What people should be told of the files."""
        if self.taken_away:
            yield (
                f"Taken away, because made from other words or voices: "
                f"{', '.join(self.taken_away)}. Make them again with --target."
            )
        if self.strangers:
            more = f" and {len(self.strangers) - _NAMED} more" * (len(self.strangers) > _NAMED)
            named = ", ".join(self.strangers[:_NAMED])
            yield (
                f"Not of this build: {named}{more}. Remove what is not yours from {self.folder} "
                "before you hand it on."
            )


def build(
    folder: Folder, drafted: Draft, jobs: int | Pool = 0, progress: Progress | None = None
) -> Built:
    """Make what was drafted: text files, sound, packages, and last of all the manifest.

    Raises `EngineError` if a line could not be spoken: what is spoken by then is kept, nothing
    half-made is. Raises `CheckError` where the files do not say what the scripts do, and
    `StorageError` where the disk is full.
    """
    watch = Stopwatch(progress or Quiet())
    drafted.sections.draft.save()
    drafted.scripts.draft.save()
    home = folder.edition(drafted.edition.name)
    manifest_path = folder.manifest(drafted.edition.name)
    old = read_manifest(manifest_path)
    begun = Begun(folder.begun(drafted.edition.name), old)
    earlier = (*(file["path"] for file in old.get("files", ())), *begun.files())
    if is_current(drafted, home, old):
        remove_left_over(home, earlier, old)
        begun.forget()
        return _built(folder, drafted, old, 0, up_to_date=True)
    store = Store()
    targets = {
        name: open_target(name, store, _steps(name, watch)) for name in drafted.edition.targets
    }
    said = _speak(folder, drafted, targets, store, jobs, watch)
    records = _packaged(said.programme, targets, home, begun, watch)
    sounds = _measured(home, records, store, watch)
    watch.begin("check", 1)
    require_complete(Made(_words(drafted), said.told, records, sounds, home))
    watch.advance()
    before = kept(drafted, home, old)
    doors = {*targets, *packages_in({"files": before})}
    sink = FolderSink(home, partial(begun.note, ""))
    records.append(sink.write(guide.NAME, guide.render(said.programme, doors)))
    files = [*_files(records, sounds), *before]
    manifest = compose(drafted, said.programme, said.told, files)
    remove_left_over(home, earlier, manifest)
    write_atomic(manifest_path, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    begun.forget()
    # Another number of processes, or another machine, has another pace.
    learn(store, drafted, old, said.spoken if jobs == 0 else (), said.joined, watch.seconds())
    built = _built(folder, drafted, manifest, len(said.spoken), up_to_date=False)
    taken_away = sorted(packages_in(old) - packages_in(manifest))
    return replace(built, taken_away=tuple(taken_away))


@dataclass(frozen=True, slots=True)
class _Said:
    """The sound of an edition. `spoken` are the lines and `joined` the parts that were new."""

    programme: Programme
    told: Sequence[Told]
    spoken: Sequence[Utterance]
    joined: Sequence[PlannedPart]


def _speak(
    folder: Folder,
    drafted: Draft,
    targets: Mapping[str, Target],
    store: Store,
    jobs: int | Pool,
    progress: Progress,
) -> _Said:
    """Speak and join the parts, and what the packages want announced."""
    recordings, spoken = speak_parts(
        drafted.parts, drafted.specs, open_cache(store), jobs, progress
    )
    joined = [part for part in drafted.parts if not is_joined(pieces_of(part, recordings), store)]
    programme = programme_of(drafted, recordings, store, progress)
    programme, announced = _announce(folder, drafted, programme, targets, store, jobs, progress)
    told = told_of(drafted, programme, recordings)
    return _Said(programme, told, (*spoken, *announced), joined)


def _packaged(
    programme: Programme,
    targets: Mapping[str, Target],
    home: Path,
    begun: Begun,
    watch: Stopwatch,
) -> list[Record]:
    """Every package in its folder of `home`: the files with their names there."""
    records: list[Record] = []
    for name, target in targets.items():
        watch.enter(f"package: {name}")
        written = target.write(programme, FolderSink(home / name, partial(begun.note, name)))
        records += (replace(record, path=f"{name}/{record.path}") for record in written)
    return records


def _steps(name: str, progress: Progress) -> Callable[[int, int], None]:
    """Shows how far the package `name` is."""

    def step(done: int, total: int) -> None:
        if done == 1:
            progress.begin(f"package: {name}", total)
        progress.advance()

    return step


def _announce(
    folder: Folder,
    drafted: Draft,
    programme: Programme,
    targets: Mapping[str, Target],
    store: Store,
    jobs: int | Pool,
    progress: Progress,
) -> tuple[Programme, tuple[Utterance, ...]]:
    """The programme with what its packages want the announcer to say, and which lines are new."""
    programme = replace(programme, labels=labels())
    wanted = prompts_of(programme, targets.values())
    if not wanted:
        return programme, ()
    parts = announce(wanted, drafted.config, speaker(folder, drafted.specs))
    spoken, new = speak_parts(
        tuple(parts.values()), drafted.specs, open_cache(store), jobs, progress
    )
    prompts = {prompt: chapter_of(part, spoken, store) for prompt, part in parts.items()}
    return replace(programme, prompts=prompts), new


def _words(drafted: Draft) -> Words:
    """The sentences, the items, and what of them this edition tells."""
    scripts = drafted.scripts.scripts
    lines = {
        script.id: [line for item in script.items for line in lines_of(item, drafted.edition)]
        for script in scripts
    }
    return Words(drafted.sections.sections, scripts, lines)


def _measured(
    home: Path, records: Sequence[Record], store: Store, progress: Progress
) -> dict[str, Loudness]:
    """The sound files by their names, as loud and as long as they are when decoded."""
    progress.begin("measure", len(records))
    found = make_all(
        lambda record: hear(home / record.path, record.sha256, store),
        records,
        lambda *_: progress.advance(),
    )
    named = zip(records, found, strict=True)
    return {record.path: heard for record, heard in named if heard is not None}


def _files(records: Sequence[Record], sounds: Mapping[str, Loudness]) -> list[dict[str, Any]]:
    """The files for the manifest: those of sound with their length and loudness."""
    files = []
    for record in sorted(records, key=lambda record: record.path):
        file: dict[str, Any] = {
            "path": record.path,
            "bytes": record.bytes,
            "sha256": record.sha256,
        }
        if heard := sounds.get(record.path):
            file |= {
                "duration_ms": heard.duration_ms,
                "lufs": heard.integrated_lufs,
                "peak_dbtp": heard.true_peak_dbtp,
            }
        files.append(file)
    return files


def _built(
    folder: Folder, drafted: Draft, manifest: Mapping[str, Any], spoken: int, up_to_date: bool
) -> Built:
    edition = drafted.edition.name
    home = folder.edition(edition)
    return Built(
        edition=edition,
        folder=home,
        parts=len(drafted.parts),
        duration_ms=manifest["duration_ms"],
        lines=len(drafted.utterances),
        spoken=spoken,
        files=tuple(file["path"] for file in manifest["files"]),
        up_to_date=up_to_date,
        strangers=strangers(home, manifest, folder.beside(edition)),
    )
