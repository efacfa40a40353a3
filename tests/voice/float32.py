"""Kokoro as released, and in floating point: the measure that other graphs are held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import onnx
from onnx import helper

from parcha.speech.network.graph import Graph
from parcha.speech.network.rewrite import DURATION


def float32(released: bytes) -> bytes:
    """Every ConvInteger, MatMulInteger and DynamicQuantizeLSTM on dequantised weights instead."""
    model = onnx.load_model_from_string(released)
    graph = Graph(model.graph)
    for node in graph.nodes:
        if node.op_type == "ConvInteger":
            convolution(graph, node)
        elif node.op_type == "MatMulInteger":
            product(graph, node)
        elif node.op_type == "DynamicQuantizeLSTM":
            lstm(graph, node)
    graph.name_output(DURATION, "duration", onnx.TensorProto.INT64)
    graph.finish()
    return model.SerializeToString()


def with_durations(released: bytes) -> bytes:
    """As released, with the durations of the phonemes given out."""
    model = onnx.load_model_from_string(released)
    graph = Graph(model.graph)
    graph.name_output(DURATION, "duration", onnx.TensorProto.INT64)
    graph.finish()
    return model.SerializeToString()


def chain(graph: Graph, node: Any) -> Iterator[Any]:
    """What follows an integer operation: a sum with a bias perhaps, a Cast, a Mul by the scale."""
    while node.op_type != "Mul":
        (node,) = graph.users[node.output[0]]
        yield node


def source_and_weights(graph: Graph, node: Any, scaled: Any) -> tuple[str, np.ndarray]:
    numbers, weights, _, zero = node.input
    (factor,) = filter(graph.is_constant, graph.makers[scaled.input[1]].input)
    columns = graph.array(weights).astype(np.float32) - graph.array(zero)
    return graph.makers[numbers].input[0], columns * graph.array(factor)


def convolution(graph: Graph, node: Any) -> None:
    *between, scaled = chain(graph, node)
    source, weights = source_and_weights(graph, node, scaled)
    inputs = [source, graph.constant(f"{node.name}:float", weights)]
    if between[0].op_type == "Add":
        bias = between[0].input[1]
        while not graph.is_constant(bias):
            bias = graph.makers[bias].input[0]
        inputs.append(bias)
    new = helper.make_node("Conv", inputs, scaled.output)
    new.attribute.extend(node.attribute)
    graph.replace(scaled, new)


def product(graph: Graph, node: Any) -> None:
    *_, scaled = chain(graph, node)
    source, weights = source_and_weights(graph, node, scaled)
    constant = graph.constant(f"{node.input[1]}:float", weights)
    graph.replace(scaled, helper.make_node("MatMul", [source, constant], scaled.output))


def lstm(graph: Graph, node: Any) -> None:
    sound, inner, recurrent, bias, lengths, state, cell, _, *scales = node.input
    names = []
    for name, scale, zero in ((inner, *scales[:2]), (recurrent, *scales[2:])):
        numbers = graph.array(name).astype(np.float32)  # directions, inputs, 4 × hidden
        shape = (len(numbers), 1, -1)
        moved = numbers - graph.array(zero).astype(np.float32).reshape(shape)
        weights = (moved * graph.array(scale).reshape(shape)).transpose(0, 2, 1)
        names.append(graph.constant(f"{name}:float", np.ascontiguousarray(weights)))
    inputs = [sound, *names, bias, lengths, state, cell]
    new = helper.make_node("LSTM", inputs, node.output)
    new.attribute.extend(node.attribute)
    graph.replace(node, new)
