"""A second opinion before blame: is it the take, the voice, or the words themselves?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from parcha.check.align import align
from parcha.check.heard import HeardLine, Listener, for_listening, judge
from parcha.errors import EngineError
from parcha.model import Clip, Line, Pcm, Utterance, Voice
from parcha.speech.engine import EngineSpec, open_engine
from parcha.speech.workers import SpeakTask, cores, executor, speak_all

Utter = Callable[[str, Voice], Utterance]
"""What a voice is given for a written line."""


def second_opinions(
    lines: Sequence[HeardLine],
    voices: Sequence[Voice],
    specs: Mapping[str, EngineSpec],
    utter: Utter,
    listener: Listener,
) -> tuple[HeardLine, ...]:
    """`lines`, each with a verdict: what to mend first.

    Each is spoken anew by its own voice (of `voices`, in the same order) and by another one, and
    heard. "take": a new take is understood, so the delivered one is bad. "voice": only another
    voice is understood. "words": none is, so it is the words, or the recogniser does not know
    them. Raises `EngineError` where a voice cannot speak.
    """
    tasks = [
        SpeakTask(utter(line.say, voice), specs[voice.engine])
        for line, voice in zip(lines, voices, strict=True)
    ]
    others = [
        SpeakTask(utter(line.say, another(voice)), specs[voice.engine])
        for line, voice in zip(lines, voices, strict=True)
    ]
    takes = _takes([*tasks, *others])
    heard = listener([takes[task.utterance] for task in (*tasks, *others)])
    understood = [
        judge(
            line.chapter,
            line.number,
            Line(line.say, line.spoken, 0, 0),
            align([line.spoken], one.text)[0],
            one.confidence,
        ).verdict
        == "ok"
        for line, one in zip([*lines, *lines], heard, strict=True)
    ]
    count = len(lines)
    return tuple(
        replace(line, verdict="take" if own else "voice" if other else "words")
        for line, own, other in zip(lines, understood[:count], understood[count:], strict=True)
    )


def another(voice: Voice) -> Voice:
    """The next voice of the same engine, or the same one where it has no other."""
    names = open_engine(EngineSpec(voice.engine)).voices()
    return replace(voice, name=names[(names.index(voice.name) + 1) % len(names)])


def _takes(tasks: Sequence[SpeakTask]) -> dict[Utterance, Pcm]:
    """New takes, past the cache: the one in it may be the bad one."""
    different = list({task.utterance: task for task in tasks}.values())
    workers = min(cores(), len(different)) or 1
    with executor(workers) as pool:
        clips = list(speak_all(pool, different, workers))
    return {clip.utterance: _sound(clip) for clip in clips}


def _sound(clip: Clip) -> Pcm:
    if clip.audio is None:
        raise EngineError(f'"{clip.utterance.text}" could not be spoken again: {clip.error}')
    return for_listening(clip.audio)
