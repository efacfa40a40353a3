"""The released int8 graph of Kokoro, rewritten so that its heavy convolutions cost less.

As released, each convolution looks through its input for the smallest and the largest number, to
make bytes of them, and gives out floating-point numbers. Here these ranges are fixed, from a table
that was measured once, so that bytes go in and come out. The weights stay what they are, number
for number. Not in the table are convolutions that are small, or hiss when their range is fixed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray

DURATION = "/encoder/Cast_output_0"
_LEVELS = 255


@dataclass(frozen=True, slots=True)
class Ranges:
    """The smallest and the largest number that one convolution takes in and gives out."""

    convolution: str
    in_low: float
    in_high: float
    out_low: float
    out_high: float


def read_ranges(path: Path) -> tuple[Ranges, ...]:
    """The table of ranges: tab-separated, with comments that begin with #."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return tuple(Ranges(name, *map(float, numbers)) for name, *numbers in rows)


def rewrite(released: bytes, path: Path, table: tuple[Ranges, ...], *, signed: bool) -> None:
    """Write the graph with the fixed ranges of `table` and with the output `duration`.

    `signed` weights are faster where the processor multiplies unsigned by signed bytes without
    overflow, and wrong where it does not. Either way the products are the same integers.
    """
    model = onnx.load_model_from_string(released)
    graph = _Graph(model.graph)
    for ranges in table:
        graph.fix(ranges, signed=signed)
    name_durations(model)
    graph.sweep()
    onnx.save(model, path)


def name_durations(model: Any) -> None:
    """Give out how long each phoneme lasts, in frames of 25 ms, which the graph keeps to itself."""
    model.graph.node.append(helper.make_node("Identity", [DURATION], ["duration"]))
    output = helper.make_tensor_value_info("duration", onnx.TensorProto.INT64, None)
    model.graph.output.append(output)


def write_probe(path: Path) -> None:
    """Write a graph of one signed convolution, which answers bytes of 255 with 127.

    Where two products of 255 and 127 do not fit the sum, the answer is about half of that.
    """
    channels, kernel = 64, 3
    constants = {
        "scale": np.float32(1 / 255),
        "zero": np.uint8(0),
        "weights": np.full((channels, channels, kernel), 127, np.int8),
        "weights_scale": np.float32(1 / (channels * kernel)),
        "weights_zero": np.int8(0),
        "answer_scale": np.float32(1),
    }
    names = ["numbers", "scale", "zero", "weights", "weights_scale", "weights_zero"]
    graph = helper.make_graph(
        [helper.make_node("QLinearConv", [*names, "answer_scale", "zero"], ["answer"])],
        "probe",
        [helper.make_tensor_value_info("numbers", onnx.TensorProto.UINT8, [1, channels, 64])],
        [helper.make_tensor_value_info("answer", onnx.TensorProto.UINT8, None)],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    opset = helper.make_opsetid("", 20)
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=9), path)


class _Graph:
    """A graph with its nodes by what they give out."""

    def __init__(self, proto: Any) -> None:
        self._proto = proto
        self._constants = {tensor.name: tensor for tensor in proto.initializer}
        self._makers = {output: node for node in proto.node for output in node.output}

    def fix(self, ranges: Ranges, *, signed: bool) -> None:
        """Do one convolution in integers: quantise, QLinearConv, dequantise."""
        name = ranges.convolution
        product = self._makers[f"{name}/Conv_output_0"]
        convolution, bias = self._chain(product)
        numbers, weights, _, weights_zero = convolution.input
        source = self._makers[numbers].input[0]
        scale_in, zero_in = _scale(ranges.in_low, ranges.in_high)
        scale_out, zero_out = _scale(ranges.out_low, ranges.out_high)
        scale_weights = self._weights_scale(product)

        # As QLinearConv takes them; the bias counts in steps of the product of two scales.
        inputs = [
            f"{name}:quantised",
            self._constant(f"{name}:in_scale", scale_in),
            self._constant(f"{name}:in_zero", zero_in),
            self._weights(weights, signed=signed),
            self._constant(f"{name}:weights_scale", scale_weights),
            self._weights(weights_zero, signed=signed),
            self._constant(f"{name}:out_scale", scale_out),
            self._constant(f"{name}:out_zero", zero_out),
        ]
        if bias is not None:
            steps = np.round(bias / (scale_in.astype(np.float64) * scale_weights))
            inputs.append(self._constant(f"{name}:bias", steps.astype(np.int32)))
        integers = helper.make_node("QLinearConv", inputs, [f"{name}:convolved"], name)
        integers.attribute.extend(convolution.attribute)
        self._replace(
            product,
            helper.make_node("QuantizeLinear", [source, *inputs[1:3]], inputs[:1]),
            integers,
            helper.make_node("DequantizeLinear", [*integers.output, *inputs[6:8]], product.output),
        )

    def sweep(self) -> None:
        """Drop the nodes and constants that nothing uses any more."""
        needed = {output.name for output in self._proto.output}
        nodes = []
        for node in reversed(self._proto.node):
            if needed.intersection(node.output):
                nodes.append(node)
                needed.update(node.input)
        constants = [tensor for tensor in self._proto.initializer if tensor.name in needed]
        del self._proto.node[:], self._proto.initializer[:], self._proto.value_info[:]
        self._proto.node.extend(reversed(nodes))
        self._proto.initializer.extend(constants)

    def _chain(self, product: Any) -> tuple[Any, NDArray[np.float32] | None]:
        """The ConvInteger that leads to `product`, and the bias that is added on the way."""
        cast = self._makers[product.input[0]]
        node = self._makers[cast.input[0]]
        if node.op_type == "ConvInteger":
            return node, None
        convolved, bias = node.input
        while bias not in self._constants:  # it is divided by the scale, rounded, cast, reshaped
            bias = self._makers[bias].input[0]
        return self._makers[convolved], self._array(bias)

    def _weights_scale(self, product: Any) -> NDArray[np.float32]:
        """The constant factor of the scale by which `product` multiplies."""
        (scale,) = set(self._makers[product.input[1]].input) & set(self._constants)
        return self._array(scale)

    def _weights(self, name: str, *, signed: bool) -> str:
        """The name of unsigned weights, or of the same ones moved down by 128 as signed bytes."""
        if not signed:
            return name
        return self._constant(f"{name}:signed", (self._array(name) ^ 128).view(np.int8))

    def _array(self, name: str) -> NDArray[Any]:
        return numpy_helper.to_array(self._constants[name])

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(value, name)
            self._proto.initializer.append(self._constants[name])
        return name

    def _replace(self, node: Any, *nodes: Any) -> None:
        place = list(self._proto.node).index(node)
        self._proto.node.remove(node)
        for new in reversed(nodes):
            self._proto.node.insert(place, new)


def _scale(low: float, high: float) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Scale and zero point of unsigned bytes that reach from `low` to `high`, with an exact 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = np.float32((high - low) / _LEVELS)
    return np.asarray(scale), np.asarray(np.round(-low / scale), np.uint8)
