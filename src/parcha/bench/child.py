"""One measurement, in a process of its own: `python -m parcha.bench.child REQUEST`, both JSON."""

from __future__ import annotations

import json
import resource  # not on Windows, where this module is never run
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from parcha.bench.longer import longer
from parcha.bench.stock import stock
from parcha.build import build
from parcha.config import load
from parcha.draft import Draft, draft
from parcha.folder import Folder
from parcha.progress import Quiet
from parcha.rates import Stopwatch
from parcha.speech.engine import Prepared, open_engine
from parcha.speech.weights import KOKORO
from parcha.speech.workers import cores
from parcha.store import Store


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done: "prepare", "stock" or "ours", with which flags of `parcha build`."""

    what: str
    folder: str
    edition: str | None
    engine: str | None
    chapters: tuple[str, ...]
    jobs: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What was made, and what only the process itself knows.

    `first_part_at` is by the monotonic clock, which all processes share; `network_s` is processor
    time inside the network's run call, which is known where one process does all. `workers_mb` is
    the most memory that the children can have held: as many as the largest, as there were at once.
    """

    parts: tuple[str, ...]
    lines: int
    length_ms: int
    first_part_at: float
    speak_s: float
    network_s: float
    peak_mb: float
    workers_mb: float


def main() -> None:
    """Do what the first argument asks for, and print the answer."""
    request = Request(**json.loads(sys.argv[1]))
    folder = Folder(Path(request.folder))
    config = load(folder.leaflet).with_voice(request.engine, None, None)
    drafted = draft(folder, config, request.edition, ("phone",), tuple(request.chapters))
    drafted = longer(drafted, request.times) if request.times > 1 else drafted
    work = {"prepare": _prepare, "stock": _stock, "ours": _ours}[request.what]
    sys.stdout.write(json.dumps(asdict(work(drafted, folder, request))))


def _prepare(drafted: Draft, folder: Folder, request: Request) -> Answer:
    """What is done once on a machine, and so not measured."""
    for spec in drafted.specs.values():
        engine = open_engine(spec)
        if isinstance(engine, Prepared):
            engine.prepare()
    if "kokoro" in drafted.specs:
        KOKORO.join(Store())  # what the stock way loads
    return _answer(drafted, 0)


def _stock(drafted: Draft, folder: Folder, request: Request) -> Answer:
    spec = drafted.specs[drafted.config.narrator.engine]
    out = folder.root / "stock"
    out.mkdir()
    length_ms, first = stock(drafted.parts, spec, out)
    return _answer(drafted, length_ms, first_part_at=first)


def _ours(drafted: Draft, folder: Folder, request: Request) -> Answer:
    inside = _time_network() if request.jobs == 1 and "kokoro" in drafted.specs else None
    watch = Stopwatch(Quiet())
    built = build(folder, drafted, request.jobs, watch)
    return _answer(
        drafted,
        built.duration_ms,
        workers=request.jobs or cores(),
        speak_s=watch.seconds()["speak"],
        network_s=inside() if inside else 0.0,
    )


def _time_network() -> Callable[[], float]:
    """From now on, note the processor time inside onnxruntime's run call; says how much it is.

    The engine runs it on one thread, that of the caller.
    """
    from onnxruntime import InferenceSession

    run: Any = InferenceSession.run
    spent = 0.0

    def timed(*arguments: Any, **named: Any) -> Any:
        nonlocal spent
        before = time.thread_time()
        try:
            return run(*arguments, **named)
        finally:
            spent += time.thread_time() - before

    InferenceSession.run = timed
    return lambda: spent


def _answer(drafted: Draft, length_ms: int, workers: int = 1, **seconds: float) -> Answer:
    return Answer(
        parts=tuple(part.id for part in drafted.parts),
        lines=len(drafted.utterances),
        length_ms=length_ms,
        **{"first_part_at": 0.0, "speak_s": 0.0, "network_s": 0.0, **seconds},
        peak_mb=_peak_mb(),
        workers_mb=workers * _largest_child_mb(),
    )


def _peak_mb() -> float:
    """The most memory that this process has held.

    On Linux not from `getrusage`, which begins with what the parent held before this one started.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(kilobytes.split()[1]) / 1024
    except (OSError, StopIteration):
        return _megabytes(resource.RUSAGE_SELF)


def _largest_child_mb() -> float:
    return _megabytes(resource.RUSAGE_CHILDREN)


def _megabytes(whose: int) -> float:
    """What the system counts in kilobytes, and macOS in bytes."""
    return resource.getrusage(whose).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
