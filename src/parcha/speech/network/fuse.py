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
                _flat(graph, _other(product, normed), f"{total.output[0]}:scale"),
                _flat(graph, _other(total, product.output[0]), f"{total.output[0]}:bias"),
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


def _flat(graph: Graph, column: str, vector: str) -> Any:
    """A node that makes a vector of a column."""
    return helper.make_node("Reshape", [column, graph.constant("flat", np.array([-1]))], [vector])
