"""Which voice is understood best? The same lines of the ALS leaflet by each, heard back.

Run: python tests/compare_voices.py              (100 lines; clips and answers are kept)
     python tests/compare_voices.py --lines 40
"""

from __future__ import annotations

import argparse
from pathlib import Path

from parcha.check.heard import HeardLine, Listener, for_listening, track_of, understand
from parcha.config import load
from parcha.draft import draft, speaker
from parcha.folder import Folder
from parcha.model import Voice
from parcha.sound.pcm import read_wav
from parcha.speech.cache import Cache
from parcha.speech.engine import EngineSpec
from parcha.speech.listen import hear
from parcha.speech.speak import speak
from parcha.store import Store

VOICES = [
    Voice("espeak", "hi"),
    *(Voice("kokoro", name) for name in ("hf_alpha", "hf_beta", "hm_omega", "hm_psi")),
]


def lines_of(folder: Folder, count: int) -> list[str]:
    """Different lines from all over the full edition, as they are written."""
    drafted = draft(folder, load(folder.leaflet), "full")
    said = list(dict.fromkeys(line.say for part in drafted.parts for line in part.lines))
    return [said[len(said) * at // count] for at in range(min(count, len(said)))]


def spoken_by(voice: Voice, lines: list[str], folder: Folder) -> tuple[list[tuple[str, Path]], int]:
    """The lines in words with their clips, and how long the clips are together (ms)."""
    specs = {voice.engine: EngineSpec(voice.engine)}
    uttered = [speaker(folder, specs).utter(line, voice) for line in lines]
    utterances = [utterance for _, _, utterance in uttered]
    spoken = speak(utterances, specs, Cache(Store()))
    assert not spoken.failed, spoken.failed[0].error
    recordings = [spoken.recordings[utterance] for utterance in utterances]
    length = sum(1000 * recording.count // recording.rate for recording in recordings)
    texts = [text for text, _, _ in uttered]
    return list(zip(texts, [recording.path for recording in recordings], strict=True)), length


def heard(voice: Voice, clips: list[tuple[str, Path]], listener: Listener) -> list[HeardLine]:
    sounds = [(text, for_listening(read_wav(path))) for text, path in clips]
    return list(understand([track_of(voice.name, sounds)], listener))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100)
    folder = Folder(Path(__file__).parents[1])
    lines = lines_of(folder, parser.parse_args().lines)
    print(f"{len(lines)} lines   mean error  median  largest  doubtful  words a minute")
    for voice in VOICES:
        clips, length_ms = spoken_by(voice, lines, folder)
        found = heard(voice, clips, lambda sounds: hear(sounds, jobs=2))
        errors = sorted(line.error for line in found)
        words = sum(len(text.split()) for text, _ in clips)
        print(
            f"{voice.name:10} {sum(errors) / len(errors):11.3f} {errors[len(errors) // 2]:7.3f} "
            f"{errors[-1]:8.2f} {sum(line.verdict != 'ok' for line in found):9} "
            f"{60_000 * words / length_ms:15.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
