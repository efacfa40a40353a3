from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from parcha.errors import EngineError
from parcha.speech.network.convolutions import Ranges, read_ranges
from parcha.speech.network.fixed import RANGES
from parcha.speech.network.rewrite import DURATION, rewrite, write_probe
from parcha.speech.network.session import open_session

RNG = np.random.default_rng(7)
WEIGHTS = RNG.integers(0, 256, (4, 3, 5), np.uint8)
BIAS = RNG.normal(size=4).astype(np.float32)
SCALE, ZERO = np.float32(0.02), np.uint8(90)
MOST = (30.0, 40.0, 50.0, 60.0)
"""What each channel gives out at the most."""
TABLE = (
    Ranges("plain", -4, 4, (-40.0,), (40.0,)),
    Ranges("biased", -4, 4, tuple(-most / 2 for most in MOST), MOST),
)
SOUND = RNG.uniform(-3, 3, (1, 3, 30)).astype(np.float32)


def convolution(name: str, bias: bool) -> list[onnx.NodeProto]:
    """Nodes as the released graph has them: the scale of the input is found on the way."""
    node = helper.make_node
    convolved, scale = f"{name}/integers", f"{name}/scale"
    found = [f"{name}/bytes", f"{name}/in_scale", f"{name}/in_zero"]
    nodes = [
        node("DynamicQuantizeLinear", ["sound"], found),
        node("ConvInteger", [found[0], "weights", found[2], "zero"], [convolved], pads=[2, 2]),
        node("Mul", [found[1], "weights_scale"], [scale]),
    ]
    if bias:
        nodes += [
            node("Div", ["bias", scale], [f"{name}/steps"]),
            node("Floor", [f"{name}/steps"], [f"{name}/whole"]),
            node("Cast", [f"{name}/whole"], [f"{name}/bias"], to=TensorProto.INT32),
            node("Reshape", [f"{name}/bias", "shape"], [f"{name}/column"]),
            node("Add", [convolved, f"{name}/column"], [f"{name}/sum"]),
        ]
        convolved = f"{name}/sum"
    return [
        *nodes,
        node("Cast", [convolved], [f"{name}/float"], to=TensorProto.FLOAT),
        node("Mul", [f"{name}/float", scale], [f"{name}/Conv_output_0"]),
    ]


@pytest.fixture
def released() -> bytes:
    """Two convolutions of the same sound and weights, one with a bias, and the durations."""
    constants = {
        "weights": WEIGHTS,
        "zero": ZERO,
        "weights_scale": SCALE,
        "bias": BIAS,
        "shape": np.array([1, 4, 1]),
    }
    graph = helper.make_graph(
        [
            *convolution("plain", bias=False),
            *convolution("biased", bias=True),
            helper.make_node("Shape", ["sound"], [DURATION]),
        ],
        "tiny",
        [helper.make_tensor_value_info("sound", TensorProto.FLOAT, [1, 3, None])],
        [
            helper.make_tensor_value_info(f"{name}/Conv_output_0", TensorProto.FLOAT, None)
            for name in ("plain", "biased")
        ],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    opset = helper.make_opsetid("", 20)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=9)
    return model.SerializeToString()


def expected(bias: np.ndarray) -> np.ndarray:
    """The convolution in floating point, from its definition."""
    weights = (WEIGHTS.astype(float) - ZERO) * SCALE
    padded = np.pad(SOUND[0].astype(float), ((0, 0), (2, 2)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 5, axis=1)
    return np.einsum("ock,ctk->ot", weights, windows) + bias[:, None]


@pytest.mark.parametrize("signed", [True, False])
def test_a_rewritten_convolution_is_right_to_a_step(released, tmp_path, signed):
    rewrite(released, tmp_path / "fixed.onnx", TABLE, signed=signed)
    plain, biased, duration = open_session(tmp_path / "fixed.onnx").run(None, {"sound": SOUND})
    step = 1.5 * 80 / 255  # rounding of what goes out, of what comes in, and of weights
    assert np.abs(plain[0] - expected(np.zeros(4))).max() < step
    channels = np.array(MOST)[:, None]
    wanted = np.clip(expected(BIAS), -channels / 2, channels)
    assert np.abs(biased[0] - wanted).max() < step
    assert duration.tolist() == [1, 3, 30]


def test_nothing_is_left_of_the_old_convolutions(released, tmp_path):
    rewrite(released, tmp_path / "fixed.onnx", TABLE, signed=True)
    graph = onnx.load(tmp_path / "fixed.onnx").graph
    kinds = {node.op_type for node in graph.node}
    assert kinds == {"QuantizeLinear", "QLinearConv", "DequantizeLinear", "Shape", "Identity"}
    assert not {"weights", "bias", "shape"} & {tensor.name for tensor in graph.initializer}


def test_a_convolution_that_is_not_in_the_table_stays(released, tmp_path):
    rewrite(released, tmp_path / "fixed.onnx", TABLE[:1], signed=True)
    graph = onnx.load(tmp_path / "fixed.onnx").graph
    kinds = [node.op_type for node in graph.node]
    assert (kinds.count("QLinearConv"), kinds.count("ConvInteger")) == (1, 1)


def test_the_same_graph_is_the_same_bytes(released, tmp_path):
    for name in ("one", "two"):
        rewrite(released, tmp_path / name, TABLE, signed=True)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_numbers_beyond_the_range_are_held_at_its_end(released, tmp_path):
    rewrite(released, tmp_path / "fixed.onnx", TABLE, signed=True)
    plain, biased, _ = open_session(tmp_path / "fixed.onnx").run(None, {"sound": 1000 * SOUND})
    assert plain.min() == pytest.approx(-40, abs=0.4)
    assert plain.max() == pytest.approx(40, abs=0.4)
    assert biased[0].max(axis=1) == pytest.approx(MOST, abs=0.4)
    assert biased[0].min(axis=1) == pytest.approx([-most / 2 for most in MOST], abs=0.4)


def test_the_table_is_of_63_convolutions_with_true_ranges():
    table = read_ranges(RANGES)
    assert len({ranges.convolution for ranges in table}) == 63
    assert [len(ranges.out_high) for ranges in table if len(ranges.out_high) > 1] == [128] * 9
    for ranges in table:
        assert ranges.in_low < 0 < ranges.in_high
        assert all(
            low < 0 < high for low, high in zip(ranges.out_low, ranges.out_high, strict=True)
        )


def test_the_probe_answers_127_or_about_half(tmp_path):
    write_probe(tmp_path / "probe.onnx")
    full = np.full((1, 64, 64), 255, np.uint8)
    (answer,) = open_session(tmp_path / "probe.onnx").run(None, {"numbers": full})
    assert np.unique(answer).tolist() in ([127], [64])


def test_what_is_no_graph(tmp_path):
    (tmp_path / "bad.onnx").write_bytes(b"this is no network")
    with pytest.raises(EngineError, match=r"cannot load the weights .*bad\.onnx"):
        open_session(tmp_path / "bad.onnx")
