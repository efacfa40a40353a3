"""From the leaflet folder to the finished packages: the one file that knows the order of stages.

A stage is done again only if what it is made from changed: lines are looked up in the clip cache,
joined parts and encoded files in the store, and the whole edition in its manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from parcha import __version__
from parcha.check.complete import Made, Words, require_complete
from parcha.check.signoff import drafts, marked
from parcha.check.told import Said, Told
from parcha.config import Config, Edition
from parcha.errors import EngineError, InputError, NetworkError, ParchaError
from parcha.folder import Folder
from parcha.model import (
    Chapter,
    Clip,
    Leaflet,
    Line,
    Programme,
    Record,
    Recording,
    Utterance,
    Voice,
)
from parcha.plan import PlannedLine, PlannedPart, Speaker, announce, labels, lines_of, plan
from parcha.prepare import Scripts, Sections, draft_scripts, draft_sections
from parcha.sound.join import Piece
from parcha.sound.meter import hear
from parcha.sound.part import join_part
from parcha.sound.words import word_times
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec, Phonemes, check_voice, open_engine
from parcha.speech.espeak import phonemes
from parcha.speech.speak import speak
from parcha.store import Store, write_atomic
from parcha.targets.batch import make_all
from parcha.targets.sink import FolderSink
from parcha.targets.symbols import check_symbol
from parcha.targets.target import Announced, Particular, Target, open_target
from parcha.text.data import hindi
from parcha.text.lexicon import load_lexicon


class Progress(Protocol):
    """What a build tells while it works."""

    def begin(self, stage: str, total: int) -> None:
        """A stage with `total` steps starts."""

    def advance(self) -> None:
        """One step is done."""


class Quiet:
    """Progress for nobody."""

    def begin(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that is decided before the first word is spoken.

    `drafts` are the parts that nobody has reviewed as they are; `leaflet` says so in its title.
    """

    config: Config
    leaflet: Leaflet
    edition: Edition
    sections: Sections
    scripts: Scripts
    parts: tuple[PlannedPart, ...]
    total_parts: int
    drafts: tuple[str, ...]
    specs: Mapping[str, EngineSpec]
    made_from: str

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Every line of the edition for its voice, repeated ones too."""
        return tuple(line.utterance for part in self.parts for line in part.lines)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words that no rule or word list covers, each once, in order."""
        words = (word for part in self.parts for line in part.lines for word in line.unknown)
        return tuple(dict.fromkeys(words))


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


def draft(
    folder: Folder,
    config: Config,
    edition: str | None = None,
    targets: Sequence[str] = (),
    chapters: Sequence[str] = (),
) -> Draft:
    """Plan an edition, all of it or the `chapters` named, without writing or speaking anything.

    Raises `InputError` for anything that people wrote wrongly, `EngineError` for an unknown voice.
    """
    chosen = config.edition(edition)
    chosen = replace(chosen, targets=tuple(targets) or chosen.targets)
    for name in chosen.targets:
        target = open_target(name, Store())
        if isinstance(target, Particular):
            target.require(config.leaflet, config.settings)
    for chapter in config.chapters:
        check_symbol(chapter.picture, chapter.place)
    config, specs = _cast(config)
    sections = draft_sections(folder, config)
    scripts = draft_scripts(folder, config, sections.sections)
    parts = plan(scripts.scripts, config, chosen, speaker(folder, specs))
    chosen_parts = _only(parts, chapters)
    unsigned = drafts(chosen_parts, config.reviewed)
    leaflet = marked(config.leaflet, unsigned)
    return Draft(
        config=config,
        leaflet=leaflet,
        edition=chosen,
        sections=sections,
        scripts=scripts,
        parts=chosen_parts,
        total_parts=len(parts),
        drafts=unsigned,
        specs=specs,
        made_from=_fingerprint(config, leaflet, chosen, chosen_parts, specs),
    )


def speaker(folder: Folder, specs: Mapping[str, EngineSpec]) -> Speaker:
    """How this leaflet's lines become utterances."""
    respelt = (name for name, spec in specs.items() if isinstance(open_engine(spec), Phonemes))
    return Speaker(
        load_lexicon(folder.words if folder.words.exists() else None),
        lambda word: phonemes(word, "en"),
        frozenset(respelt),
    )


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
    if is_current(drafted, home, old):
        return _built(drafted, home, old, 0, up_to_date=True)
    store = Store()
    recordings, spoken = _speak(drafted.parts, drafted.specs, Cache(store), jobs, progress)
    programme = _programme(drafted, recordings, store, progress)
    targets = {name: open_target(name, store) for name in drafted.edition.targets}
    programme, announced = _announce(folder, drafted, programme, targets, store, jobs, progress)
    records: list[Record] = []
    for name, target in targets.items():
        progress.begin(f"package: {name}", 1)
        written = target.write(programme, FolderSink(home / name))
        records += (replace(record, path=f"{name}/{record.path}") for record in written)
        progress.advance()
    progress.begin("check", 1)
    told = _told(drafted, programme, recordings)
    require_complete(Made(_words(drafted), told, records, home))
    progress.advance()
    files = _heard(home, records, store, progress)
    manifest = _manifest(drafted, programme, told, files)
    _remove_left_over(home, old, manifest)
    write_atomic(manifest_path, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    return _built(drafted, home, manifest, spoken + announced, up_to_date=False)


def missing(drafted: Draft, cache: Cache) -> tuple[Utterance, ...]:
    """The utterances that are not spoken yet, each once."""
    return tuple(
        utterance
        for utterance in dict.fromkeys(drafted.utterances)
        if cache.get(utterance, open_engine(drafted.specs[utterance.voice.engine]).fingerprint)
        is None
    )


def is_current(drafted: Draft, home: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether the packages in `home` are just what this draft would make, byte for byte."""
    if manifest.get("made_from") != drafted.made_from:
        return False
    return all(_intact(home / file["path"], file) for file in manifest["files"])


def _intact(path: Path, file: Mapping[str, Any]) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == str(file["sha256"])


def _cast(config: Config) -> tuple[Config, Mapping[str, EngineSpec]]:
    """The leaflet with every voice named, and the engines that they need."""
    specs: dict[str, EngineSpec] = {}

    def named(voice: Voice, place: int) -> Voice:
        spec = EngineSpec(voice.engine, config.engines.get(voice.engine, ()))
        engine = open_engine(spec)
        voices = engine.voices()
        full = replace(voice, name=voice.name or voices[min(place, len(voices) - 1)])
        check_voice(engine, full)
        specs[voice.engine] = spec
        return full

    config = replace(
        config, narrator=named(config.narrator, 0), announcer=named(config.announcer, 1)
    )
    return config, specs


def _only(parts: Sequence[PlannedPart], chapters: Sequence[str]) -> tuple[PlannedPart, ...]:
    known = {part.id for part in parts}
    for chapter in chapters:
        if chapter not in known:
            raise InputError(
                f'There is no chapter "{chapter}".', f"Chapters: {', '.join(p.id for p in parts)}."
            )
    return tuple(part for part in parts if not chapters or part.id in chapters)


def _fingerprint(
    config: Config,
    leaflet: Leaflet,
    edition: Edition,
    parts: Sequence[PlannedPart],
    specs: Mapping[str, EngineSpec],
) -> str:
    """The hash of all that the packages of an edition are made from."""
    made_from = {
        "parcha": __version__,
        "leaflet": asdict(leaflet),
        "edition": asdict(edition),
        "parts": [asdict(part) for part in parts],
        "packages": hindi("packages"),
        "settings": config.settings,
        "engines": {name: open_engine(spec).fingerprint for name, spec in specs.items()},
    }
    text = json.dumps(made_from, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


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
    spoken, new = _speak(tuple(parts.values()), drafted.specs, Cache(store), jobs, progress)
    prompts = {prompt: _chapter(part, spoken, store) for prompt, part in parts.items()}
    return replace(programme, prompts=prompts), new


def _speak(
    planned: Sequence[PlannedPart],
    specs: Mapping[str, EngineSpec],
    cache: Cache,
    jobs: int,
    progress: Progress,
) -> tuple[Mapping[Utterance, Recording], int]:
    utterances = [line.utterance for part in planned for line in part.lines]
    progress.begin("speak", len(set(utterances)))
    new = 0

    def done(clip: Clip, spoken_now: bool) -> None:
        nonlocal new
        new += spoken_now and clip.error is None
        progress.advance()

    spoken = speak(utterances, specs, cache, jobs, done)
    if spoken.failed:
        failed = {clip.utterance: clip.error for clip in spoken.failed}
        parts = [
            part.id for part in planned if any(line.utterance in failed for line in part.lines)
        ]
        utterance, error = next(iter(failed.items()))
        kind = NetworkError if isinstance(error, NetworkError) else EngineError
        told = error if isinstance(error, ParchaError) else EngineError(str(error))
        raise kind(
            f"{len(failed)} lines could not be spoken, so these parts are not made: "
            f"{', '.join(parts)}.\nThe first one: {utterance.text}\n{told.message}",
            told.hint or "All other lines are kept: mend the cause and run the same command.",
        ) from error
    return spoken.recordings, new


def _programme(
    drafted: Draft,
    recordings: Mapping[Utterance, Recording],
    store: Store,
    progress: Progress,
) -> Programme:
    progress.begin("join", len(drafted.parts))
    chapters = []
    for part in drafted.parts:
        chapters.append(_chapter(part, recordings, store))
        progress.advance()
    return Programme(
        drafted.edition.name,
        drafted.leaflet,
        tuple(chapters),
        drafted.total_parts,
        settings=drafted.config.settings,
    )


def _chapter(part: PlannedPart, recordings: Mapping[Utterance, Recording], store: Store) -> Chapter:
    """Join the lines of a part, or find them joined, and say when each is heard."""
    pieces = [Piece(recordings[line.utterance], line.pause_ms) for line in part.lines]
    joined = join_part(pieces, store)
    lines = tuple(
        _line(line, recordings[line.utterance], span)
        for line, span in zip(part.lines, joined.spans, strict=True)
    )
    return Chapter(
        part.number,
        part.id,
        part.title,
        joined.path,
        joined.duration_ms,
        lines,
        part.picture,
    )


def _line(planned: PlannedLine, recording: Recording, span: tuple[int, int]) -> Line:
    words = word_times(planned.say, planned.spoken, planned.utterance.text, recording, span)
    return Line(planned.say, planned.spoken, *span, planned.role, words)


def _told(
    drafted: Draft, programme: Programme, recordings: Mapping[Utterance, Recording]
) -> tuple[Told, ...]:
    """Each part with its lines, and the clip that each line was made from."""
    parts = []
    for chapter, part in zip(programme.chapters, drafted.parts, strict=True):
        lines = tuple(
            Said(line, planned.utterance, recordings[planned.utterance], planned.pause_ms)
            for line, planned in zip(chapter.lines, part.lines, strict=True)
        )
        parts.append(Told(chapter, lines))
    return tuple(parts)


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


def _manifest(
    drafted: Draft, programme: Programme, told: Sequence[Told], files: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    voices = {"narrator": drafted.config.narrator, "announcer": drafted.config.announcer}
    return {
        "edition": programme.edition,
        "title": programme.leaflet.title,
        "engine": drafted.config.narrator.engine,
        "voices": {role: asdict(voice) for role, voice in voices.items()},
        "parcha": __version__,
        "made_from": drafted.made_from,
        "parts": programme.parts,
        "drafts": list(drafted.drafts),
        "duration_ms": sum(chapter.duration_ms for chapter in programme.chapters),
        "chapters": [
            {
                "number": part.chapter.number,
                "id": part.chapter.id,
                "title": part.chapter.title,
                "duration_ms": part.chapter.duration_ms,
                "lines": [said.as_json() for said in part.lines],
            }
            for part in told
        ],
        "files": files,
    }


def read_manifest(path: Path) -> Mapping[str, Any]:
    """The manifest of an earlier build; an empty one if there is none or it is damaged."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) and "files" in manifest else {}


def _remove_left_over(home: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Files that an earlier build wrote and this one did not: a listener would mix them up."""
    kept = {file["path"] for file in new["files"]}
    for file in old.get("files", ()):
        path = home / file["path"]
        if file["path"] not in kept and path.resolve().is_relative_to(home.resolve()):
            path.unlink(missing_ok=True)


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
