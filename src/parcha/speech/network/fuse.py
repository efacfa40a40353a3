"""Chains of small operations, each a walk through a large tensor, as the one they amount to."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import helper

from parcha.speech.network.graph import Graph

EPSILON = 1e-5


def fuse_norms(graph: Graph) -> int:
    """Replace each spelt-out instance norm, with scale and bias by the style; say how many.

    Released: x - mean, divided by sqrt(variance + 1e-5), times a scale, plus a bias. A norm that
    several pairs of scale and bias use is done for each: one walk is cheaper than two.
    """
    fused = 0
    for division in graph.nodes:
        source = _normed(graph, division)
        if source is None:
            continue
        normed = division.output[0]
        for product in graph.users[normed]:
            (total,) = graph.users[product.output[0]]
            flat = [
                _flat(graph, _other(product, normed)),
                _flat(graph, _other(total, product.output[0])),
            ]
            vectors = [node.output[0] for node in flat]
            norm = helper.make_node(
                "InstanceNormalization", [source, *vectors], total.output, epsilon=EPSILON
            )
            graph.replace(total, *flat, norm)
            fused += 1
    return fused


def _normed(graph: Graph, division: Any) -> str | None:
    """What `division` is the instance norm of; None where it is something else."""
    if division.op_type != "Div":
        return None
    difference, deviation = map(graph.makers.get, division.input)
    if difference is None or deviation is None:
        return None
    if (difference.op_type, deviation.op_type) != ("Sub", "Sqrt"):
        return None
    epsilon = filter(graph.is_constant, graph.makers[deviation.input[0]].input)
    if [float(graph.array(name)) for name in epsilon] != [np.float32(EPSILON)]:
        return None
    source: str = difference.input[0]
    return source


def _other(node: Any, name: str) -> str:
    """The one of two inputs that is not `name`."""
    (other,) = set(node.input) - {name}
    return str(other)


def _flat(graph: Graph, name: str) -> Any:
    """A node that makes a vector of a column."""
    shape = graph.constant("flat", np.array([-1]))
    return helper.make_node("Reshape", [name, shape], [f"{name}:flat"])


def fuse_spectrum(graph: Graph) -> int:
    """Replace each STFT by a convolution with its window's sines and cosines; say how many.

    onnxruntime does a Fourier transform of 20 points slowly. (1, frames, 1) → (1, steps, bins, 2).
    """
    found = [node for node in graph.nodes if node.op_type == "STFT"]
    for node in found:
        sound, hop, window, size = node.input
        points = int(graph.array(size))
        bins = points // 2 + 1
        angles = 2 * np.pi * np.outer(np.arange(bins), np.arange(points)) / points
        waves = np.concatenate([np.cos(angles), -np.sin(angles)]) * graph.array(window)
        kernel = graph.constant(f"{node.name}:kernel", waves[:, None].astype(np.float32))
        row = graph.constant(f"{node.name}:row", np.array([1, 1, -1]))
        parts = graph.constant(f"{node.name}:parts", np.array([1, 2, bins, -1]))
        steps = [f"{node.name}:{step}" for step in ("sound", "both", "split")]
        graph.replace(
            node,
            helper.make_node("Reshape", [sound, row], steps[:1]),
            helper.make_node(
                "Conv", [steps[0], kernel], steps[1:2], strides=[int(graph.array(hop))]
            ),
            helper.make_node("Reshape", [steps[1], parts], steps[2:]),
            helper.make_node("Transpose", steps[2:], node.output, perm=[0, 3, 2, 1]),
        )
    return len(found)
