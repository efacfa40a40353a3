"""The released int8 graph of Kokoro made quicker, and a small graph that asks the processor."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from parcha.speech.network.convolutions import Ranges, fix_ranges
from parcha.speech.network.fuse import fuse_norms
from parcha.speech.network.graph import Graph

DURATION = "/encoder/Cast_output_0"
PROBE_CHANNELS, PROBE_FRAMES, PROBE_KERNEL = 64, 64, 3


def rewrite(released: bytes, path: Path, table: Iterable[Ranges], *, signed: bool) -> None:
    """Write the graph with the fixed ranges of `table`, fused, and with an output `duration`.

    That says how long each phoneme lasts, in frames of 25 ms, which the graph keeps to itself.
    For `signed` see `fix_ranges`. The same input gives the same bytes. Raises `OSError`.
    """
    model = onnx.load_model_from_string(released)
    graph = Graph(model.graph)
    for ranges in table:
        fix_ranges(graph, ranges, signed=signed)
    fuse_norms(graph)
    graph.name_output(DURATION, "duration", onnx.TensorProto.INT64)
    graph.finish()
    onnx.save(model, path)


def write_probe(path: Path) -> None:
    """Write a graph of one signed convolution, which answers bytes of 255 with 127.

    Where two products of 255 and 127 do not fit their sum, the answer is about half of that.
    """
    channels = PROBE_CHANNELS
    constants = {
        "scale": np.float32(1 / 255),
        "zero": np.uint8(0),
        "weights": np.full((channels, channels, PROBE_KERNEL), 127, np.int8),
        "weights_scale": np.float32(1 / (channels * PROBE_KERNEL)),
        "weights_zero": np.int8(0),
        "answer_scale": np.float32(1),
    }
    names = ["numbers", "scale", "zero", "weights", "weights_scale", "weights_zero"]
    numbers = [1, channels, PROBE_FRAMES]
    graph = helper.make_graph(
        [helper.make_node("QLinearConv", [*names, "answer_scale", "zero"], ["answer"])],
        "probe",
        [helper.make_tensor_value_info("numbers", onnx.TensorProto.UINT8, numbers)],
        [helper.make_tensor_value_info("answer", onnx.TensorProto.UINT8, None)],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    opset = helper.make_opsetid("", 20)
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=9), path)
