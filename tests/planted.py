"""Ten defects, planted in built leaflets one at a time: which check finds which?

Most are put into the clip cache, as if the voice had said so; wrong times are put into what writes
them. Then the leaflet is built. A defect is found if the build refuses it at that place, or else if
`parcha listen` blames that line's take; a false alarm is anything else that either of them names.

Run: python tests/planted.py                   (Kokoro and the recogniser: ten minutes)
     python tests/planted.py --engine espeak   (what the build finds by itself: two minutes)
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest import mock

from parcha import cli, config, draft
from parcha.build import build
from parcha.draft import Draft, speaker
from parcha.errors import CheckError
from parcha.folder import Folder
from parcha.hearing import BuiltEdition
from parcha.model import Clip, Pcm, Utterance, Voice
from parcha.plan import PlannedLine, PlannedPart
from parcha.sound.pcm import read_wav
from parcha.speech.cache import Cache
from parcha.speech.engine import open_engine
from parcha.speech.listen import hear
from parcha.speech.workers import SpeakTask, work
from parcha.store import Store
from parcha.targets import mp3, playlist

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "tests" / "data" / "articles"
LEAFLETS = {
    "als": [ROOT / "sections" / "16-umr.md", ROOT / "sections" / "18-naam.md"],
    "malaria": [ARTICLES / "malaria.md"],
    "diarrhoea": [ARTICLES / "diarrhoea.md"],
}
PARAGRAPHS = 4
NEGATION = "नहीं"


def excerpt(files: Sequence[Path]) -> str:
    """The first paragraphs with a number or a negation, which can be planted in, and a heading."""
    kept, heading = [], ""
    for block in "\n\n".join(file.read_text(encoding="utf-8") for file in files).split("\n\n"):
        if block.startswith("#"):
            heading = block.strip()
        elif re.search(rf"\d|{NEGATION}", block) and len(kept) < PARAGRAPHS:
            kept.append(f"{heading}\n\n{block}")
            heading = ""
    return "\n\n".join(kept)


class Leaflet:
    """One leaflet, its plan, and the clips of its lines."""

    def __init__(self, root: Path, name: str, engine: str) -> None:
        article = root / f"{name}.md"
        article.write_text(excerpt(LEAFLETS[name]), encoding="utf-8")
        said = ["--article", str(article), "--title", name, "--source", name, "--licence", "CC0"]
        assert cli.run(["new", str(root / name), *said, "--url", ""]) == 0
        self.folder = Folder(root / name)
        self.config = config.load(self.folder.leaflet).with_voice(engine, None, None)
        self.cache = Cache(Store())

    @property
    def draft(self) -> Draft:
        return draft.draft(self.folder, self.config)

    def build(self) -> str:
        """What the build says: nothing, or what is wrong."""
        self.folder.manifest("full").unlink(missing_ok=True)  # or there would be nothing to do
        try:
            build(self.folder, self.draft)
        except CheckError as error:
            return error.message
        return ""

    def doubtful(self) -> list[tuple[str, int]]:
        """The lines that `parcha listen` blames on the take: a new one is understood."""
        built = BuiltEdition(self.folder, self.draft)
        lines = built.listen((), lambda sounds: hear(sounds, jobs=2))
        return [(line.chapter, line.number) for line in lines if line.verdict == "take"]

    def fingerprint(self, utterance: Utterance) -> str:
        return open_engine(self.draft.specs[utterance.voice.engine]).fingerprint

    def sound(self, line: PlannedLine) -> Pcm:
        recording = self.cache.get(line.utterance, self.fingerprint(line.utterance))
        assert recording
        return read_wav(recording.path)

    def spoken(self, say: str, voice: Voice) -> Pcm:
        """What the voice says for another text."""
        drafted = self.draft
        _, _, utterance = speaker(self.folder, drafted.specs).utter(say, voice)
        clip = work(SpeakTask(utterance, drafted.specs[voice.engine]))
        assert clip.audio, clip.error
        return clip.audio

    @contextlib.contextmanager
    def clips(self, sounds: dict[PlannedLine, Pcm]) -> Iterator[None]:
        """The cache answers these lines with other sounds, for a while."""
        right = {line: self.sound(line) for line in sounds}
        self._put(sounds)
        try:
            yield
        finally:
            self._put(right)

    def _put(self, sounds: dict[PlannedLine, Pcm]) -> None:
        for line, sound in sounds.items():
            self.cache.put(Clip(line.utterance, sound), self.fingerprint(line.utterance))


Place = tuple[str, int]
Planted = tuple[contextlib.AbstractContextManager[object], list[Place]]
"""While it lasts the defect is there; and the lines where it must be found, none for a file."""


def narrated(part: PlannedPart) -> list[tuple[int, PlannedLine]]:
    return [(number, line) for number, line in enumerate(part.lines, 1) if line.role == "text"]


def one(leaflet: Leaflet, fits: Callable[[str], object] = bool) -> tuple[Place, PlannedLine]:
    """A line of the article that fits; of those the longest."""
    found = [
        ((part.id, number), line)
        for part in leaflet.draft.parts
        for number, line in narrated(part)
        if fits(line.say)
    ]
    return max(found, key=lambda placed: len(placed[1].spoken))


def changed(change: Callable[[Pcm], Pcm]) -> Callable[[Leaflet], Planted]:
    """One clip, changed."""

    def plant(leaflet: Leaflet) -> Planted:
        place, line = one(leaflet)
        return leaflet.clips({line: change(leaflet.sound(line))}), [place]

    return plant


def scaled(gain: float) -> Callable[[Pcm], Pcm]:
    def change(pcm: Pcm) -> Pcm:
        import numpy as np

        samples = gain * np.frombuffer(pcm.frames, "<i2").astype(float)
        return Pcm(np.clip(samples, -32768, 32767).astype("<i2").tobytes(), pcm.rate)

    return change


def cut(pcm: Pcm) -> Pcm:
    return Pcm(pcm.frames[: 2 * (7 * pcm.count // 10)], pcm.rate)


def swapped(leaflet: Leaflet) -> Planted:
    """The most alike of all neighbours: what is too short or too long would be easy to find."""
    pairs = [
        ((part.id, number), line, after)
        for part in leaflet.draft.parts
        for (number, line), (_, after) in zip(narrated(part), narrated(part)[1:], strict=False)
        if line.spoken != after.spoken
    ]
    (part, number), line, after = min(
        pairs, key=lambda pair: abs(len(pair[1].spoken) - len(pair[2].spoken))
    )
    sounds = {line: leaflet.sound(after), after: leaflet.sound(line)}
    return leaflet.clips(sounds), [(part, number), (part, number + 1)]


def number_changed(leaflet: Leaflet) -> Planted:
    place, line = one(leaflet, lambda say: re.search(r"\d\d", say))
    other = re.sub(r"\d+", lambda match: str(int(match[0]) + 20), line.say, count=1)
    return leaflet.clips({line: leaflet.spoken(other, line.utterance.voice)}), [place]


def negation_removed(leaflet: Leaflet) -> Planted:
    place, line = one(leaflet, lambda say: f" {NEGATION} " in say)
    other = line.say.replace(f"{NEGATION} ", "", 1)
    return leaflet.clips({line: leaflet.spoken(other, line.utterance.voice)}), [place]


def voice_changed(leaflet: Leaflet) -> Planted:
    """From the middle of the longest part on, the narrator is another.

    Either half may be blamed: which of two voices is the right one cannot be heard.
    """
    part = max(leaflet.draft.parts, key=lambda part: len(narrated(part)))
    lines = narrated(part)[len(narrated(part)) // 2 :]
    other = leaflet.draft.config.announcer
    sounds = {line: leaflet.spoken(line.say, other) for _, line in lines}
    return leaflet.clips(sounds), [(part.id, number) for number, _ in narrated(part)]


def wrong_mark(leaflet: Leaflet) -> Planted:
    def shifted(streams: Sequence[Path]) -> list[tuple[int, int]]:
        first, *others = right(streams)
        return [first, *((start + 100, end) for start, end in others)]

    right = mp3.spans
    return mock.patch.object(mp3, "spans", shifted), []


def wrong_time(leaflet: Leaflet) -> Planted:
    def shifted(title: str, entries: Sequence[playlist.Entry]) -> bytes:
        first, *others = entries
        longer = dataclasses.replace(first, duration_ms=first.duration_ms + 2000)
        return right(title, [longer, *others])

    right = playlist.m3u8
    return mock.patch.object(playlist, "m3u8", shifted), []


DEFECTS: dict[str, Callable[[Leaflet], Planted]] = {
    "clip silenced": changed(scaled(0.002)),
    "clip cut": changed(cut),
    "swapped with its neighbour": swapped,
    "spoken twice": changed(lambda pcm: Pcm(2 * pcm.frames, pcm.rate)),
    "clipped": changed(scaled(8)),
    "wrong chapter mark": wrong_mark,
    "wrong playlist time": wrong_time,
    "number changed": number_changed,
    "negation removed": negation_removed,
    "voice changed half-way": voice_changed,
}
NONE = "none"


def find(leaflet: Leaflet, defect: str, listen: bool) -> tuple[str, str]:
    """Who found the defect ("" for nobody), and what was named beside it."""
    if defect == NONE:
        said = leaflet.build()
        return "", said or (str(leaflet.doubtful() or "") if listen else "")
    planted, places = DEFECTS[defect](leaflet)
    with planted:
        said = leaflet.build()
        if said:
            named = re.findall(r"part (\S+), line (\d+)", said)
            others = {(part, int(number)) for part, number in named} - set(places)
            return "build", str(sorted(others) or "")
        found = leaflet.doubtful() if listen else []
    hit = set(found) & set(places)
    return ("listen" if hit else ""), str(sorted(set(found) - set(places)) or "")


def rows(root: Path, name: str, engine: str, listen: bool) -> Iterator[tuple[str, str, str]]:
    """Defect, who found it, and false alarms: a row for each as it is known, the first for none."""
    leaflet = Leaflet(root, name, engine)
    for defect in (NONE, *DEFECTS):
        yield (defect, *find(leaflet, defect, listen))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="kokoro", choices=["kokoro", "espeak"])
    engine = parser.parse_args().engine
    missed = 0
    with tempfile.TemporaryDirectory() as root:
        for name in LEAFLETS:
            for defect, found, alarms in rows(Path(root), name, engine, engine == "kokoro"):
                missed += (defect != NONE and not found) or bool(alarms)
                print(f"{name:10} {defect:27} {found or '-':7} {alarms or '-'}", flush=True)
    return min(1, missed)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as kept:
        # Planted clips must not stay behind in the user's cache.
        os.environ["PARCHA_CACHE"] = kept
        sys.exit(main())
