"""From the leaflet folder to the finished packages: the one file that knows the order of stages.

A stage is done again only if what it is made from changed: lines are looked up in the clip cache,
joined parts and encoded files in the store, and the whole edition in its manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from parcha.assemble import chapter_of, programme_of, speak_parts, told_of
from parcha.check.complete import Made, Words, require_complete
from parcha.draft import Draft, speaker
from parcha.folder import Folder
from parcha.manifest import Begun, compose, is_current, read_manifest, remove_left_over
from parcha.model import Programme, Record
from parcha.plan import announce, labels, lines_of
from parcha.progress import Progress, Quiet
from parcha.sound.meter import hear
from parcha.speech.cache import Cache
from parcha.store import Store, write_atomic
from parcha.targets.batch import make_all
from parcha.targets.sink import FolderSink
from parcha.targets.target import Announced, Target, open_target


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `spoken` lines were new; `up_to_date` means that nothing was to do."""

    edition: str
    folder: Path
    parts: int
    duration_ms: int
    lines: int
    spoken: int
    files: tuple[str, ...]
    up_to_date: bool


def build(folder: Folder, drafted: Draft, jobs: int = 0, progress: Progress | None = None) -> Built:
    """Make what was drafted: text files, sound, packages, and last of all the manifest.

    Raises `EngineError` if a line could not be spoken: what is spoken by then is kept, nothing
    half-made is. Raises `CheckError` where the files do not say what the scripts do, and
    `StorageError` where the disk is full.
    """
    progress = progress or Quiet()
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
        return _built(drafted, home, old, 0, up_to_date=True)
    store = Store()
    recordings, spoken = speak_parts(drafted.parts, drafted.specs, Cache(store), jobs, progress)
    programme = programme_of(drafted, recordings, store, progress)
    targets = {name: open_target(name, store) for name in drafted.edition.targets}
    programme, announced = _announce(folder, drafted, programme, targets, store, jobs, progress)
    records: list[Record] = []
    for name, target in targets.items():
        progress.begin(f"package: {name}", 1)
        written = target.write(programme, FolderSink(home / name, partial(begun.note, name)))
        records += (replace(record, path=f"{name}/{record.path}") for record in written)
        progress.advance()
    progress.begin("check", 1)
    told = told_of(drafted, programme, recordings)
    require_complete(Made(_words(drafted), told, records, home))
    progress.advance()
    files = _heard(home, records, store, progress)
    manifest = compose(drafted, programme, told, files)
    remove_left_over(home, earlier, manifest)
    write_atomic(manifest_path, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    begun.forget()
    return _built(drafted, home, manifest, spoken + announced, up_to_date=False)


def _announce(
    folder: Folder,
    drafted: Draft,
    programme: Programme,
    targets: Mapping[str, Target],
    store: Store,
    jobs: int,
    progress: Progress,
) -> tuple[Programme, int]:
    """The programme with what its packages want the announcer to say; how many lines were new."""
    programme = replace(programme, labels=labels())
    wanted = dict.fromkeys(
        prompt
        for target in targets.values()
        if isinstance(target, Announced)
        for prompt in target.prompts(programme)
    )
    if not wanted:
        return programme, 0
    parts = announce(tuple(wanted), drafted.config, speaker(folder, drafted.specs))
    spoken, new = speak_parts(tuple(parts.values()), drafted.specs, Cache(store), jobs, progress)
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


def _heard(
    home: Path, records: Sequence[Record], store: Store, progress: Progress
) -> list[dict[str, Any]]:
    """The files for the manifest: those with sound as loud as they are when decoded."""
    progress.begin("measure", len(records))

    def entry(record: Record) -> dict[str, Any]:
        heard = hear(home / record.path, record.sha256, store)
        if heard is None:
            return asdict(record)
        levels = {"lufs": heard.integrated_lufs, "peak_dbtp": heard.true_peak_dbtp}
        return {**asdict(record), **levels}

    return make_all(
        entry, sorted(records, key=lambda record: record.path), lambda *_: progress.advance()
    )


def _built(
    drafted: Draft, home: Path, manifest: Mapping[str, Any], spoken: int, up_to_date: bool
) -> Built:
    return Built(
        edition=drafted.edition.name,
        folder=home,
        parts=len(drafted.parts),
        duration_ms=manifest["duration_ms"],
        lines=len(drafted.utterances),
        spoken=spoken,
        files=tuple(file["path"] for file in manifest["files"]),
        up_to_date=up_to_date,
    )
