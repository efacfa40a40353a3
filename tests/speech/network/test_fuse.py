from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from parcha.speech.network.fuse import fuse_norms
from parcha.speech.network.graph import Graph
from parcha.speech.network.session import open_session

RNG = np.random.default_rng(3)
node = helper.make_node


def model_of(
    nodes: list[onnx.NodeProto], shape: list[int], outputs: list[str], **constants: object
) -> onnx.ModelProto:
    values = (numpy_helper.from_array(np.asarray(v), name) for name, v in constants.items())
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        list(values),
    )
    opset = helper.make_opsetid("", 20)
    return helper.make_model(graph, opset_imports=[opset], ir_version=9)


def before_and_after(
    model: onnx.ModelProto, fuse: Callable[[Graph], int], x: np.ndarray, folder: Path
) -> tuple[list[np.ndarray], list[np.ndarray], int, list[str]]:
    onnx.save(model, folder / "before.onnx")
    graph = Graph(model.graph)
    count = fuse(graph)
    graph.finish()
    onnx.save(model, folder / "after.onnx")
    before, after = (
        open_session(folder / name).run(None, {"x": x}) for name in ("before.onnx", "after.onnx")
    )
    return before, after, count, [one.op_type for one in model.graph.node]


def norm(epsilon: float) -> onnx.ModelProto:
    """x normed along time, with two pairs of scale and bias."""
    nodes = [
        node("ReduceMean", ["x", "axis"], ["mean"]),
        node("Sub", ["x", "mean"], ["moved"]),
        node("Mul", ["moved", "moved"], ["square"]),
        node("ReduceMean", ["square", "axis"], ["variance"]),
        node("Add", ["variance", "epsilon"], ["sum"]),
        node("Sqrt", ["sum"], ["deviation"]),
        node("Div", ["moved", "deviation"], ["normed"]),
        node("Mul", ["scale", "normed"], ["one"]),
        node("Add", ["one", "bias"], ["y"]),
        node("Mul", ["bias", "normed"], ["two"]),
        node("Add", ["two", "scale"], ["z"]),
    ]
    scale, bias = RNG.normal(size=(2, 1, 4, 1)).astype(np.float32)
    constants = {"axis": np.array([2]), "epsilon": np.float32(epsilon)}
    return model_of(nodes, [1, 4, 50], ["y", "z"], scale=scale, bias=bias, **constants)


def test_a_norm_is_fused_for_each_scale_and_bias(tmp_path):
    x = RNG.normal(3, 2, (1, 4, 50)).astype(np.float32)
    before, after, count, kinds = before_and_after(norm(1e-5), fuse_norms, x, tmp_path)
    assert count == 2
    assert set(kinds) == {"Reshape", "InstanceNormalization"}
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_a_norm_with_another_epsilon_stays(tmp_path):
    x = RNG.normal(size=(1, 4, 50)).astype(np.float32)
    before, after, count, kinds = before_and_after(norm(0.1), fuse_norms, x, tmp_path)
    assert count == 0
    assert "Div" in kinds
    assert np.array_equal(before, after)
