"""Heavy convolutions with fixed ranges, so that bytes go in and come out.

As released, each convolution looks through its input for the smallest and the largest number, to
make bytes of them, and gives out floating-point numbers. The table of ranges was measured once. Not
in it are convolutions that are small, or hiss when their range is fixed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import helper

from parcha.speech.network.graph import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def fix_ranges(graph: Graph, ranges: Ranges, *, signed: bool) -> None:
    """Do one convolution in integers: QuantizeLinear, QLinearConv, DequantizeLinear.

    `signed` weights are quicker where the processor multiplies unsigned by signed bytes without
    overflow, and wrong where it does not. Either way the sums are the same integers.
    """
    name = ranges.convolution
    product = graph.makers[f"{name}/Conv_output_0"]
    convolution, bias = _released(graph, product)
    weights, scale = _weights(graph, convolution, product)
    zero = np.zeros(len(scale), np.int8)
    if not signed:
        weights, zero = _unsigned(weights), _unsigned(zero)
    scale_in, zero_in = _steps(ranges.in_low, ranges.in_high)
    scale_out, zero_out = _steps(ranges.out_low, ranges.out_high)
    source = graph.makers[convolution.input[0]].input[0]

    going_in = [
        graph.constant(f"{name}:in_scale", scale_in),
        graph.constant(f"{name}:in_zero", zero_in),
    ]
    going_out = [
        graph.constant(f"{name}:out_scale", scale_out),
        graph.constant(f"{name}:out_zero", zero_out),
    ]
    kernel = [
        graph.constant(f"{name}:weights", weights),
        graph.constant(f"{name}:weights_scale", scale),
        graph.constant(f"{name}:weights_zero", zero),
    ]
    inputs = [f"{name}:in", *going_in, *kernel, *going_out]
    if bias is not None:
        steps = np.round(bias / (scale.astype(np.float64) * scale_in))
        inputs.append(graph.constant(f"{name}:bias", steps.astype(np.int32)))
    integers = helper.make_node("QLinearConv", inputs, [f"{name}:out"], name)
    integers.attribute.extend(convolution.attribute)
    graph.replace(
        product,
        helper.make_node("QuantizeLinear", [source, *going_in], [f"{name}:in"]),
        integers,
        helper.make_node("DequantizeLinear", [f"{name}:out", *going_out], product.output),
    )


def _released(graph: Graph, product: Any) -> tuple[Any, NDArray[np.float32] | None]:
    """The ConvInteger that leads to `product`, and the bias that is added on the way."""
    cast = graph.makers[product.input[0]]
    node = graph.makers[cast.input[0]]
    if node.op_type == "ConvInteger":
        return node, None
    convolved, bias = node.input
    while not graph.is_constant(bias):  # it is divided by the scale, rounded, cast, reshaped
        bias = graph.makers[bias].input[0]
    return graph.makers[convolved], graph.array(bias)


def _weights(
    graph: Graph, convolution: Any, product: Any
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The weights in signed bytes around 0, for which onnxruntime is quickest, and their scales.

    As released they have one scale and a zero point off the middle. A scale for each output channel
    keeps them true to one part in a hundred, which is the root mean square.
    """
    _, released, _, zero = convolution.input
    (factor,) = filter(graph.is_constant, graph.makers[product.input[1]].input)
    numbers = (graph.array(released).astype(np.float32) - graph.array(zero)) * graph.array(factor)
    largest = np.abs(numbers).max(axis=(1, 2))
    scale = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.round(numbers / scale[:, None, None]).astype(np.int8), scale


def _unsigned(numbers: NDArray[np.int8]) -> Any:
    """Signed bytes moved up by 128."""
    return numbers.view(np.uint8) ^ 128


def _steps(low: float, high: float) -> tuple[np.float32, np.uint8]:
    """Scale and zero point of unsigned bytes that reach from `low` to `high`, with an exact 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = np.float32((high - low) / _LEVELS)
    return scale, np.uint8(round(-low / float(scale)))
