"""A second opinion before blame: is it the take, the voice, or the words themselves?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from parcha.check.align import align
from parcha.check.delivered import Take
from parcha.check.heard import HeardLine, Listener, for_listening, judge
from parcha.errors import EngineError
from parcha.model import Clip, Line, Pcm, Utterance, Voice
from parcha.speech.cache import sound_name
from parcha.speech.engine import EngineSpec, open_engine
from parcha.speech.workers import SpeakTask, cores, executor, speak_all

Utter = Callable[[str, Voice], Utterance]
"""What a voice is given for a written line."""


def second_opinions(
    lines: Sequence[HeardLine],
    delivered: Sequence[Take],
    specs: Mapping[str, EngineSpec],
    utter: Utter,
    listener: Listener,
) -> tuple[HeardLine, ...]:
    """`lines`, each with a verdict: what to mend first.

    Each is spoken anew by its own voice (that of `delivered`, in the same order) and by another
    one, and heard. "take": a new take is understood, so the delivered one is bad. "voice": only
    another voice is understood. "words": none is, so it is the words, or the recogniser does not
    know them. Where the new take is the very clip that was delivered, that clip is not bad: the
    delivered sound is heard once more, and the line is "ok", or stays "unsure" for a person to
    hear. Raises `EngineError` where a voice cannot speak.
    """
    voices = [take.voice for take in delivered]
    tasks = [
        SpeakTask(utter(line.say, voice), specs[voice.engine])
        for line, voice in zip(lines, voices, strict=True)
    ]
    others = [
        SpeakTask(utter(line.say, another(voice)), specs[voice.engine])
        for line, voice in zip(lines, voices, strict=True)
    ]
    takes = new_takes([*tasks, *others])
    sounds = [for_listening(audio_of(takes[task.utterance])) for task in (*tasks, *others)]
    understood = [one.verdict == "ok" for one in heard_alone([*lines, *lines], sounds, listener)]
    count = len(lines)
    judged = [
        replace(line, verdict="take" if own else "voice" if other else "words")
        for line, own, other in zip(lines, understood[:count], understood[count:], strict=True)
    ]
    clips = [sound_name(audio_of(takes[task.utterance])) for task in tasks]
    same = [
        (line, take)
        for line, take, clip in zip(judged, delivered, clips, strict=True)
        if line.verdict == "take" and take.clip == clip
    ]
    again = heard_alone([line for line, _ in same], [take.sound for _, take in same], listener)
    better = {
        (line.chapter, line.number): one if one.verdict == "ok" else replace(line, verdict="unsure")
        for (line, _), one in zip(same, again, strict=True)
    }
    return tuple(better.get((line.chapter, line.number), line) for line in judged)


def another(voice: Voice) -> Voice:
    """The next voice of the same engine, or the same one where it has no other."""
    names = open_engine(EngineSpec(voice.engine)).voices()
    return replace(voice, name=names[(names.index(voice.name) + 1) % len(names)])


def new_takes(tasks: Sequence[SpeakTask]) -> dict[Utterance, Clip]:
    """New takes, past the cache: the one in it may be the bad one."""
    different = list({task.utterance: task for task in tasks}.values())
    workers = min(cores(), len(different)) or 1
    with executor(workers) as pool:
        return {clip.utterance: clip for clip in speak_all(pool, different, workers)}


def audio_of(clip: Clip) -> Pcm:
    """The sound of a take. Raises `EngineError` where the voice failed."""
    if clip.audio is None:
        raise EngineError(f'"{clip.utterance.text}" could not be spoken again: {clip.error}')
    return clip.audio


def heard_alone(
    lines: Sequence[HeardLine], sounds: Sequence[Pcm], listener: Listener
) -> list[HeardLine]:
    """What is understood of other sounds (at the recogniser's rate) for the same lines."""
    return [
        judge(
            line.chapter,
            line.number,
            Line(line.say, line.spoken, line.start_ms, 0),
            align([line.spoken], one.text)[0],
            one.confidence,
        )
        for line, one in zip(lines, listener(sounds), strict=True)
    ]
