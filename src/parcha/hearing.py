"""What `parcha listen` does with a built edition: hear it, ask before blame, mend, calibrate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parcha.check.calibrate import Sample, chosen
from parcha.check.delivered import delivered_parts, takes_of, voices_of
from parcha.check.heard import HeardLine, Listener, listen_back
from parcha.check.mend import Mended, mend
from parcha.check.opinion import second_opinions
from parcha.draft import Draft, speaker
from parcha.errors import InputError
from parcha.folder import Folder
from parcha.manifest import forget, read_manifest
from parcha.model import Utterance, Voice
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec, open_engine
from parcha.store import Store


class BuiltEdition:
    """An edition as it was built, and the voices that spoke it."""

    def __init__(self, folder: Folder, drafted: Draft) -> None:
        name = drafted.edition.name
        self._home = folder.edition(name)
        self._path = folder.manifest(name)
        self._manifest: Mapping[str, Any] = read_manifest(self._path)
        # The build may have been told to take other engines than the leaflet names.
        spoke = {voice["engine"] for voice in self._manifest.get("voices", {}).values()}
        self._specs = {**{engine: EngineSpec(engine) for engine in spoke}, **drafted.specs}
        self._speaker = speaker(folder, self._specs)

    def listen(self, chapters: Sequence[str], listener: Listener) -> tuple[HeardLine, ...]:
        """What was heard of its lines, with a second opinion on every doubtful one.

        Raises `InputError` where it is not built, `EngineError` where a voice cannot speak.
        """
        parts = delivered_parts(self._manifest, self._home, chapters)
        lines = listen_back(parts, listener)
        doubtful = [line for line in lines if line.verdict != "ok"]
        if not doubtful:
            return lines
        takes = takes_of(self._manifest, parts, doubtful)
        judged = second_opinions(doubtful, takes, self._specs, self._utter, listener)
        by_place = {(line.chapter, line.number): line for line in judged}
        return tuple(by_place.get((line.chapter, line.number), line) for line in lines)

    def mend(self, lines: Sequence[HeardLine], listener: Listener) -> list[Mended]:
        """Better renderings of `lines`, kept in the cache as the answers for the next build."""
        voices = voices_of(self._manifest, lines)
        utterances = list(map(self._utter, (line.say for line in lines), voices))
        mended = mend(lines, utterances, self._specs, listener)
        cache = Cache(Store())
        for one in mended:
            engine = open_engine(self._specs[one.clip.utterance.voice.engine])
            cache.put(one.clip, engine.fingerprint, one.rendering)
        if mended:
            forget(self._path)
        return mended

    def _utter(self, say: str, voice: Voice) -> Utterance:
        return self._speaker.utter(say, voice)[2]


def samples(drafted: Draft, count: int) -> list[Sample]:
    """`count` lines from all over an edition, each once, as its voices spoke them.

    Raises `InputError` where no line is spoken yet by a voice that times its words.
    """
    cache = Cache(Store())
    found = {}
    for part in drafted.parts:
        for line in part.lines:
            spec = drafted.specs[line.utterance.voice.engine]
            recording = cache.get(line.utterance, open_engine(spec).fingerprint)
            if recording and recording.words:
                found[line.utterance] = Sample(line.spoken, recording)
    if not found:
        raise InputError(
            "There are no spoken lines with word times to calibrate with.",
            "Run: parcha build --engine kokoro",
        )
    return chosen(list(found.values()), count)
