"""Hindi lines to try the voice on: those of the ALS leaflet, and others of kinds it has few of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from kokoro_onnx.tokenizer import Tokenizer

from parcha.config import load
from parcha.draft import draft
from parcha.folder import Folder
from parcha.speech.kokoro import VOICES, KokoroEngine

ROOT = Path(__file__).parents[2]


def lines(count: int) -> list[str]:
    """`count` different lines: all of lines.txt, then of the leaflet, of every length alike."""
    written = Path(__file__).with_name("lines.txt").read_text(encoding="utf-8").splitlines()
    own = [line for line in written if not line.startswith("#")]
    folder = Folder(ROOT)
    config = load(folder.leaflet)
    told = {
        utterance.text
        for edition in ("brief", "full")
        for utterance in draft(folder, config, edition).utterances
    }
    told = sorted(told, key=lambda line: (len(line), line))
    wanted = min(max(0, count - len(own)), len(told))
    return [*own, *(told[place * len(told) // wanted] for place in range(wanted))][:count]


def feed(line: str, voice: str, speed: float) -> dict[str, np.ndarray]:
    """What the network is given to speak `line`."""
    tokens = _tokenizer().tokenize(KokoroEngine().phonemes(line))
    with np.load(VOICES) as table:
        style = table[voice][len(tokens) - 1]
    return {
        "tokens": np.array([[0, *tokens, 0]]),
        "style": style,
        "speed": np.array([speed], np.float32),
    }


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer()
