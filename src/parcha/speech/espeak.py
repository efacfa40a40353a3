"""espeak-ng through ctypes, from the library inside the `espeakng-loader` package.

The voice is robotic but quick (500 times faster than it speaks), so it serves for drafts; Kokoro
takes its phonemes from here as well. Calls are documented in espeak-ng's `speak_lib.h`.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from parcha.errors import EngineError
from parcha.model import Pcm, Voice

WORDS_A_MINUTE = 140

# Our own voice files: espeak-ng's have a random flutter, which would make every take differ.
VOICES = Path(__file__).parent / "data" / "espeak"

_SYSTEM = os.name
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_RATE_PARAMETER = 1
_POSITION_IS_CHARACTER = 1
_UTF8 = 1
_END_PAUSE = 0x1000  # without it a quick voice is cut off in its last sound
_IPA = 2

# The library keeps one state a process, whoever calls it.
_LOCK = threading.Lock()

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class EspeakEngine:
    """Hindi by formant synthesis: speed 1.0 is about 140 words a minute."""

    option_names = ()
    sample_rate = 22_050
    max_chars = 5_000
    parallel = False

    def __init__(self) -> None:
        self.fingerprint = f"espeak-{metadata.version('espeakng-loader')}-2"

    def voices(self) -> tuple[str, ...]:
        """A male and a female voice."""
        return ("hi", "hi-female")

    def speak(self, text: str, voice: Voice) -> Pcm:
        """Speak `text`. Raises `EngineError` if espeak-ng refuses."""
        library = _library()
        encoded = text.encode() + b"\0"
        with _LOCK:
            library.take.clear()
            library.use_voice_file(VOICES / voice.name)
            library.set_rate(round(WORDS_A_MINUTE * voice.speed))
            library.synthesise(encoded)
            return Pcm(bytes(library.take), library.rate)

    def phonemes(self, text: str) -> str:
        """The IPA of `text`."""
        return phonemes(text)


def phonemes(text: str, language: str = "hi") -> str:
    """The IPA of `text` with stress marks, a space between words; punctuation is left out.

    `language` is a voice name of espeak-ng such as `hi` or `en-us`. Raises `EngineError`.
    """
    library = _library()
    with _LOCK:
        library.use_voice(language)
        return library.phonemes(text.encode())


class _Library:
    """The calls of `libespeak-ng` that we need. `take` collects the sound of one call."""

    def __init__(self) -> None:
        import espeakng_loader

        self.take = bytearray()
        try:
            self._api = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path().encode()
        except (OSError, RuntimeError) as error:
            raise EngineError(
                f"espeak-ng could not be loaded: {error}.",
                "Install it again: pip install --force-reinstall espeakng-loader",
            ) from error
        self.rate: int = self._api.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
        if self.rate <= 0:
            raise EngineError(
                "espeak-ng does not start: its data cannot be read.",
                "Install it again: pip install --force-reinstall espeakng-loader",
            )
        self._api.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._api.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self._callback = _Callback(self._receive)  # kept here, or it would be collected
        self._api.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self.take += ctypes.string_at(samples, 2 * count)
        return 0

    def use_voice(self, language: str) -> None:
        if self._api.espeak_SetVoiceByName(language.encode()):
            raise EngineError(f'espeak-ng does not know the language "{language}".')

    def use_voice_file(self, path: Path) -> None:
        try:
            with _short_name(path) as name:
                refused = self._api.espeak_SetVoiceByFile(name.encode())
        except OSError:
            refused = True
        if refused:
            raise EngineError(f"espeak-ng could not read the voice {path}.")

    def set_rate(self, words_a_minute: int) -> None:
        self._api.espeak_SetParameter(_RATE_PARAMETER, words_a_minute, 0)

    def synthesise(self, text: bytes) -> None:
        status = self._api.espeak_Synth(
            text, len(text), 0, _POSITION_IS_CHARACTER, 0, _UTF8 | _END_PAUSE, None, None
        )
        if status:
            raise EngineError(f"espeak-ng refused a line (status {status}).")

    def phonemes(self, text: bytes) -> str:
        """Each call takes one clause and moves the pointer on; NULL says that all is done."""
        rest = ctypes.c_char_p(text)
        clauses = []
        while rest.value is not None:
            clause = self._api.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA)
            clauses.append((clause or b"").decode().strip())
        return " ".join(clause for clause in clauses if clause)


@contextlib.contextmanager
def _short_name(path: Path) -> Iterator[str]:
    """A name for `path` that espeak-ng takes: it cuts names at 59 bytes, and at a plus sign."""
    if _SYSTEM == "nt":
        handle, name = tempfile.mkstemp(prefix="")
        os.close(handle)
        try:
            yield shutil.copyfile(path, name)
        finally:
            Path(name).unlink()
    else:
        with path.open("rb") as file:
            yield f"/dev/fd/{file.fileno()}"


@functools.cache
def _library() -> _Library:
    return _Library()
