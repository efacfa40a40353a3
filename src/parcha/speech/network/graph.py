"""An ONNX graph that can be rewritten: its nodes by what they give out and by what they take."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Graph:
    """The graph of an `onnx.ModelProto`, changed in place.

    `makers` and `users` are of the graph as it was at first: nodes that were put in are not there,
    those that were replaced still are.
    """

    def __init__(self, proto: Any) -> None:
        self.nodes: list[Any] = list(proto.node)
        self.makers = {output: node for node in proto.node for output in node.output}
        self.users: dict[str, list[Any]] = defaultdict(list)
        for node in proto.node:
            for name in node.input:
                self.users[name].append(node)
        self._proto = proto
        self._constants = {tensor.name: tensor for tensor in proto.initializer}
        self._replaced: dict[int, list[Any]] = {}

    def is_constant(self, name: str) -> bool:
        """Whether `name` is a constant, not what a node gives out."""
        return name in self._constants

    def array(self, name: str) -> NDArray[Any]:
        """The value of a constant."""
        return numpy_helper.to_array(self._constants[name])

    def constant(self, name: str, value: Any) -> str:
        """The name of a constant, made now if it is new."""
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def replace(self, node: Any, *nodes: Any) -> None:
        """Put `nodes` where `node` is; the last of them gives out what it did."""
        self._replaced[id(node)] = list(nodes)

    def name_output(self, tensor: str, name: str, kind: int) -> None:
        """Give out `tensor`, which the graph keeps to itself, under another name as well."""
        self.nodes.append(helper.make_node("Identity", [tensor], [name]))
        self._proto.output.append(helper.make_tensor_value_info(name, kind, None))

    def finish(self) -> None:
        """Write the changes down, without the nodes and constants that nothing uses any more."""
        needed = {output.name for output in self._proto.output}
        nodes: list[Any] = []
        for old in reversed(self.nodes):
            for node in reversed(self._replaced.get(id(old), [old])):
                if needed.intersection(node.output):
                    nodes.append(node)
                    needed.update(node.input)
        constants = [tensor for name, tensor in self._constants.items() if name in needed]
        del self._proto.node[:], self._proto.initializer[:], self._proto.value_info[:]
        self._proto.node.extend(reversed(nodes))
        self._proto.initializer.extend(constants)
