"""Planned lines become sound: spoken, joined, and timed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parcha.check.told import Said, Told
from parcha.draft import Draft
from parcha.errors import EngineError, NetworkError, ParchaError
from parcha.model import Chapter, Clip, Line, Programme, Prompt, Recording, Utterance
from parcha.plan import PlannedLine, PlannedPart
from parcha.progress import Progress
from parcha.sound.join import Piece
from parcha.sound.part import join_part
from parcha.sound.words import word_times
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec
from parcha.speech.speak import speak
from parcha.speech.workers import Pool
from parcha.store import Store
from parcha.targets.target import Announced, Target


def speak_parts(
    planned: Sequence[PlannedPart],
    specs: Mapping[str, EngineSpec],
    cache: Cache,
    jobs: int | Pool,
    progress: Progress,
) -> tuple[Mapping[Utterance, Recording], tuple[Utterance, ...]]:
    """The recordings of all lines, and the lines that are new.

    Raises `EngineError` or `NetworkError` if any line could not be spoken; the others are kept.
    """
    utterances = [line.utterance for part in planned for line in part.lines]
    progress.begin("speak", len(set(utterances)))
    new: list[Utterance] = []

    def done(clip: Clip, spoken_now: bool) -> None:
        if spoken_now and clip.error is None:
            new.append(clip.utterance)
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
    return spoken.recordings, tuple(new)


def programme_of(
    drafted: Draft,
    recordings: Mapping[Utterance, Recording],
    store: Store,
    progress: Progress,
) -> Programme:
    """All parts of the draft, joined."""
    progress.begin("join", len(drafted.parts))
    chapters = []
    for part in drafted.parts:
        chapters.append(chapter_of(part, recordings, store))
        progress.advance()
    return Programme(
        drafted.edition.name,
        drafted.leaflet,
        tuple(chapters),
        drafted.total_parts,
        settings=drafted.config.settings,
    )


def chapter_of(
    part: PlannedPart, recordings: Mapping[Utterance, Recording], store: Store
) -> Chapter:
    """Join the lines of a part, or find them joined, and say when each is heard."""
    joined = join_part(pieces_of(part, recordings), store)
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


def pieces_of(part: PlannedPart, recordings: Mapping[Utterance, Recording]) -> tuple[Piece, ...]:
    """What a part is joined of."""
    return tuple(Piece(recordings[line.utterance], line.pause_ms) for line in part.lines)


def prompts_of(programme: Programme, targets: Iterable[Target]) -> tuple[Prompt, ...]:
    """What packages want the announcer to say, each once."""
    asked = (target for target in targets if isinstance(target, Announced))
    wanted = (prompt for target in asked for prompt in target.prompts(programme))
    return tuple(dict.fromkeys(wanted))


def _line(planned: PlannedLine, recording: Recording, span: tuple[int, int]) -> Line:
    words = word_times(planned.say, planned.spoken, planned.utterance.text, recording, span)
    return Line(planned.say, planned.spoken, *span, planned.role, words)


def told_of(
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
