"""Everything that is decided before the first word is spoken; nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from parcha import __version__
from parcha.check.signoff import drafts, marked
from parcha.config import Config, Edition
from parcha.errors import InputError
from parcha.folder import Folder
from parcha.model import Leaflet, Utterance, Voice
from parcha.plan import PlannedPart, Speaker, plan
from parcha.portable import unfit
from parcha.prepare import Scripts, Sections, draft_scripts, draft_sections
from parcha.recipe import recipe
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec, Phonemes, check_voice, open_engine
from parcha.speech.espeak import phonemes
from parcha.speech.speak import tasks_of
from parcha.store import Store
from parcha.targets.symbols import check_symbol
from parcha.targets.target import Particular, open_target
from parcha.text.data import hindi
from parcha.text.lexicon import load_lexicon


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

    @property
    def notices(self) -> tuple[str, ...]:
        """What people should be told of their edits."""
        return (*self.sections.notices, *self.scripts.notices)


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
    for name in (chosen.name, config.slug):
        if why := unfit(name):
            raise InputError(
                f'leaflet.yaml: "{name}" cannot be the name of a file: {why}.', "Choose another."
            )
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


def missing(
    utterances: Sequence[Utterance], specs: Mapping[str, EngineSpec], cache: Cache
) -> tuple[Utterance, ...]:
    """Those of `utterances` that are not spoken yet, each once."""
    tasks = tasks_of(utterances, specs)
    cache.fetch((task.utterance, task.fingerprint) for task in tasks)
    return tuple(
        task.utterance for task in tasks if cache.get(task.utterance, task.fingerprint) is None
    )


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
    """The hash of all that the packages of an edition are made from, whichever they are."""
    made_from = {
        "parcha": __version__,
        "recipes": [recipe("sound"), recipe("targets")],
        "leaflet": asdict(leaflet),
        "edition": edition.name,
        "parts": [asdict(part) for part in parts],
        "packages": hindi("packages"),
        "settings": config.settings,
        "engines": {name: open_engine(spec).fingerprint for name, spec in specs.items()},
    }
    text = json.dumps(made_from, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
