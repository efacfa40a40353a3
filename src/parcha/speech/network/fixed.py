"""The graph that Kokoro speaks with: made once from the released one, and kept in the store."""

from __future__ import annotations

import functools
from pathlib import Path

from parcha.speech.network.session import open_session
from parcha.speech.weights import KOKORO, sha256_of
from parcha.store import Store, key_of

RECIPE = 4  # Raise it when rewrite.py makes another graph, so that old ones are not used.
RANGES = Path(__file__).parents[1] / "data" / "kokoro-ranges.tsv"
KIND = "graphs"
PROBE_ANSWER = 127


def fingerprint() -> str:
    """What the graph is made from. It is the same on every machine, as the sound is."""
    return f"{KOKORO.sha256} fixed-{RECIPE} {sha256_of(RANGES)}"


def fixed_graph(store: Store) -> Path:
    """The graph for this processor; made first if it is missing or damaged.

    Safe when several processes do it at once: each writes the same bytes and renames them.
    Raises `EngineError` where the weights are missing or damaged, `StorageError` by the disk.
    """
    signed = signed_is_exact(store)
    key = key_of(fingerprint(), "signed" if signed else "unsigned")
    return store.derive(KIND, key, ".onnx", functools.partial(_make, signed=signed))


def signed_is_exact(store: Store) -> bool:
    """Whether onnxruntime multiplies unsigned by signed bytes without overflow on this processor.

    x86 processors without VNNI add such products in pairs within 16 bits, and saturate. Asked
    of one small convolution, which takes milliseconds, so that no list of processors can be wrong
    and a store may be shared by machines of several kinds.
    """
    import numpy as np

    probe = store.derive(KIND, key_of(fingerprint(), "probe"), ".onnx", _make_probe)
    session = open_session(probe)
    full = np.full(session.get_inputs()[0].shape, 255, np.uint8)
    (answer,) = session.run(None, {"numbers": full})
    return bool((answer == PROBE_ANSWER).all())


def _make(path: Path, *, signed: bool) -> None:
    from parcha.speech.network.convolutions import read_ranges
    from parcha.speech.network.rewrite import rewrite

    rewrite(KOKORO.read(), path, read_ranges(RANGES), signed=signed)


def _make_probe(path: Path) -> None:
    from parcha.speech.network.rewrite import write_probe

    write_probe(path)
