"""Hold the graph that parcha speaks with against the released one and against floating point.

Run: python -m tests.voice.compare [LINES] [FOLDER]   (60 lines take half an hour of one core)
For every voice, each line is spoken with the three graphs. The recogniser hears the lines of a
graph in windows of 25 seconds. What was spoken stays in FOLDER, so a stopped run can be continued.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parcha.check.align import align
from parcha.check.heard import LONGEST_MS, for_listening
from parcha.check.skeleton import skeleton
from parcha.model import Pcm
from parcha.speech.kokoro import KokoroEngine
from parcha.speech.listen import hear
from parcha.speech.network.fixed import fixed_graph
from parcha.speech.network.session import open_session
from parcha.speech.weights import KOKORO
from parcha.store import Store, key_of
from tests.voice.float32 import float32, with_durations
from tests.voice.lines import feed, lines

RATE = 24_000
GAP = np.zeros(RATE // 3, np.float32)
LONGEST = LONGEST_MS * RATE // 1000
HISS = 8_000
"""Above this, in hertz, speech has little, and noise shows."""
DOUBTFUL = 0.15
"""A line with more errors in its window is heard again by itself; the better hearing counts."""
GRAPHS = ("float32", "released", "fixed")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line: samples, and how many frames of 25 ms each phoneme lasts."""

    sound: np.ndarray
    durations: np.ndarray


def graph_file(name: str, folder: Path) -> Path:
    if name == "fixed":
        return fixed_graph(Store())
    path = folder / f"{name}.onnx"
    if not path.exists():
        make = float32 if name == "float32" else with_durations
        path.write_bytes(make(KOKORO.read()))
    return path


def speak(graph: str, voice: str, said: Sequence[str], folder: Path) -> list[Spoken]:
    """`said` in one voice with one graph, from `folder` where it is there."""
    path = graph_file(graph, folder)
    session = None
    spoken = []
    for number, line in enumerate(said, start=1):
        kept = folder / f"{key_of(path.stem, voice, KokoroEngine().phonemes(line))}.npz"
        if not kept.exists():
            session = session or open_session(path)
            sound, durations = session.run(["audio", "duration"], feed(line, voice, 1.0))
            np.savez(kept, sound=sound.ravel(), durations=durations.ravel())
        with np.load(kept) as table:
            spoken.append(Spoken(table["sound"], table["durations"]))
        print(f"\r{voice} {graph} {number} of {len(said)}  ", end="", flush=True, file=sys.stderr)
    return spoken


def error(said: Sequence[str], spoken: Sequence[Spoken]) -> float:
    """The share of consonants that the recogniser gets wrong, over all lines."""
    windows: list[tuple[list[str], list[np.ndarray]]] = []
    length = LONGEST
    for line, one in zip(said, spoken, strict=True):
        piece = np.concatenate([one.sound, GAP])
        if length + len(piece) > LONGEST:
            windows.append(([], []))
            length = 0
        windows[-1][0].append(line)
        windows[-1][1].append(piece)
        length += len(piece)
    sounds = [for_listening(pcm(np.concatenate(pieces))) for _, pieces in windows]
    errors = [
        match.error
        for (together, _), heard in zip(windows, hear(sounds), strict=True)
        for match in align(together, heard.text)
    ]
    # As `parcha listen` does: the recogniser may lose its thread in a window.
    doubtful = [number for number, wrong in enumerate(errors) if wrong > DOUBTFUL]
    alone = hear([for_listening(pcm(spoken[number].sound)) for number in doubtful])
    for number, heard in zip(doubtful, alone, strict=True):
        (match,) = align([said[number]], heard.text)
        errors[number] = min(errors[number], match.error)
    sizes = [len(skeleton(line)) for line in said]
    return float(np.average(errors, weights=sizes))


def pcm(samples: np.ndarray) -> Pcm:
    return Pcm(np.clip(samples * 16384, -32768, 32767).astype("<i2").tobytes(), RATE)


def hiss(spoken: Sequence[Spoken]) -> float:
    """The energy above `HISS` against all of it, in decibels: the middle one of the lines."""
    ratios = []
    for one in spoken:
        power = np.abs(np.fft.rfft(one.sound)) ** 2
        first = HISS * len(one.sound) // RATE
        ratios.append(10 * np.log10(power[first:].sum() / power.sum()))
    return float(np.median(ratios))


def same(spoken: Sequence[Spoken], others: Sequence[Spoken]) -> int:
    """How many lines have every phoneme as long."""
    pairs = zip(spoken, others, strict=True)
    return sum(np.array_equal(one.durations, other.durations) for one, other in pairs)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    said = lines(count)
    print(f"{len(said)} lines; consonant error, energy above {HISS} Hz, lines of equal durations")
    for voice in KokoroEngine().voices():
        spoken = {graph: speak(graph, voice, said, folder) for graph in GRAPHS}
        for graph in GRAPHS:
            equal = [same(spoken[graph], spoken[other]) for other in GRAPHS[:2]]
            wrong = error(said, spoken[graph])
            print(
                f"{voice:8} {graph:8} {wrong:.4f} {hiss(spoken[graph]):6.1f} dB"
                f"  {equal[0]} as float32, {equal[1]} as released",
                flush=True,
            )


if __name__ == "__main__":
    main()
