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
    """The smallest and the largest number that one convolution takes in and gives out.

    What it gives out has one range, or one for each channel.
    """

    convolution: str
    in_low: float
    in_high: float
    out_low: tuple[float, ...]
    out_high: tuple[float, ...]


def read_ranges(path: Path) -> tuple[Ranges, ...]:
    """The table of ranges: tab-separated, with comments that begin with #.

    Where there is one for each channel, they stand in one column with spaces between them.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return tuple(
        Ranges(name, float(in_low), float(in_high), _numbers(out_low), _numbers(out_high))
        for name, in_low, in_high, out_low, out_high in rows
    )


def _numbers(column: str) -> tuple[float, ...]:
    return tuple(map(float, column.split()))


def fix_ranges(graph: Graph, ranges: Ranges, *, signed: bool) -> None:
    """Do one convolution in integers: QuantizeLinear, QLinearConv, DequantizeLinear.

    `signed` weights are quicker where the processor multiplies unsigned by signed bytes without
    overflow, and wrong where it does not. Either way the sums are the same integers.
    """
    name = ranges.convolution
    product = graph.makers[f"{name}/Conv_output_0"]
    convolution, bias = _released(graph, product)
    weights, scale = _weights(graph, convolution, product)
    weights_zero = np.zeros(len(scale), np.int8)
    if not signed:
        weights, weights_zero = _unsigned(weights), _unsigned(weights_zero)
    scale_in, zero_in = _steps(ranges.in_low, ranges.in_high)
    scale_out, zero_out = _steps(ranges.out_low, ranges.out_high)
    # QLinearConv has one range for all channels that it gives out. So it gives out whole steps: how
    # large they are goes into the scales of the weights, and where 0 is among them into the bias.
    start = (bias + zero_out * scale_out.astype(np.float64)) / (scale_in * scale.astype(np.float64))
    source = graph.makers[convolution.input[0]].input[0]

    def constants(**values: Any) -> list[str]:
        return [graph.constant(f"{name}:{key}", value) for key, value in values.items()]

    going_in = constants(in_scale=scale_in, in_zero=zero_in)
    going_out = constants(out_scale=scale_out, out_zero=zero_out)
    kernel = constants(weights=weights, weights_scale=scale / scale_out, weights_zero=weights_zero)
    steps = constants(step=np.float32(1), first=np.uint8(0), start=np.round(start).astype(np.int32))
    inputs = [f"{name}:in", *going_in, *kernel, *steps]
    integers = helper.make_node("QLinearConv", inputs, [f"{name}:out"], name)
    integers.attribute.extend(convolution.attribute)
    graph.replace(
        product,
        helper.make_node("QuantizeLinear", [source, *going_in], [f"{name}:in"]),
        integers,
        helper.make_node("DequantizeLinear", [f"{name}:out", *going_out], product.output),
    )


def _released(graph: Graph, product: Any) -> tuple[Any, NDArray[np.float32] | float]:
    """The ConvInteger that leads to `product`, and the bias that is added on the way (or 0)."""
    cast = graph.makers[product.input[0]]
    node = graph.makers[cast.input[0]]
    if node.op_type == "ConvInteger":
        return node, 0.0
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


def _steps(
    low: float | tuple[float, ...], high: float | tuple[float, ...]
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Scale and zero point of unsigned bytes that reach from `low` to `high`, with an exact 0.

    One of each, or one for each channel.
    """
    lowest = np.minimum(np.squeeze(low), 0.0)
    highest = np.maximum(np.squeeze(high), 0.0)
    scale = ((highest - lowest) / _LEVELS).astype(np.float32)
    return scale, np.round(-lowest / scale.astype(np.float64)).astype(np.uint8)
