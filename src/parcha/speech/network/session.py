"""onnxruntime on one thread, because each worker process has a core of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parcha.errors import EngineError


def open_session(graph: Path) -> Any:
    """An onnxruntime session of the network in `graph`. Raises `EngineError` if it is none."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # A plan of the memory is kept for every length that a line has had, and saves nothing.
    options.enable_mem_pattern = False
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own, without a base
        raise EngineError(
            f"onnxruntime cannot load the weights {graph}: {error}",
            "Look at engines.kokoro.model in leaflet.yaml and at PARCHA_KOKORO_MODEL.",
        ) from error
