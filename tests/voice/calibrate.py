"""Measure the ranges of the heavy convolutions: parcha/speech/data/kokoro-ranges.tsv.

Run: python -m tests.voice.calibrate   (minutes)
The released graph speaks the lines, with the voices and the speeds in turn, and reports the least
and the most that each convolution took in and gave out, where 8 bits for all would hiss for each
channel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import numpy as np
import onnx
import onnxruntime
from onnx import helper

from parcha.speech.kokoro import KokoroEngine
from parcha.speech.network.fixed import RANGES
from parcha.speech.weights import KOKORO
from tests.voice.lines import feed, lines

COUNT = 64
SPEEDS = (0.8, 1.0, 1.25)
# The residual blocks and the decoder. Not small ones whose steps of 8 bits are heard: F0_conv,
# N_conv, asr_res, noise_convs, conv_post.
HEAVY = re.compile(r"generator/(noise_res|resblocks)|/decoder/decoder/(decode|encode)[./]")
# The second ones of the last three residual blocks, whose output is the sound itself but for one
# convolution: steps of one range for all channels are heard as a hiss in quiet lines.
FINE = re.compile(r"generator/resblocks\.[345]/convs2")
ROOM, LEAST = 1.1, 0.5
"""One channel may do in another line what it never did in these: so its range is wider."""
HEAD = """\
# What the {heavy} heavy convolutions of Kokoro-82M take in and give out, at the least and the most:
# convolution, in_low, in_high, out_low, out_high; {fine} of them have out_low and out_high for each
# channel. Measured with the released int8 graph
# (sha256 {sha256})
# on {count} Hindi lines, with the voices {voices}
# and the speeds {speeds} in turn. Made by: python -m tests.voice.calibrate
"""


def main() -> None:
    model = onnx.load_model_from_string(KOKORO.read())
    wanted = heavy(model)
    reductions = [
        (tensor, reduce, FINE.search(name) is not None and tensor == given_out)
        for name, (taken_in, given_out) in wanted.items()
        for tensor in (taken_in, given_out)
        for reduce in ("ReduceMin", "ReduceMax")
    ]
    session = reporting(model, reductions)
    outputs = [output.name for output in session.get_outputs()][1:]
    most = [np.zeros(1)] * len(outputs)
    for spoken, given in enumerate(feeds(), start=1):
        found = session.run(outputs, given)
        pairs = zip(reductions, most, found, strict=True)
        most = [
            (np.minimum if reduce == "ReduceMin" else np.maximum)(known, new)
            for (_, reduce, _), known, new in pairs
        ]
        print(f"\r{spoken} of {COUNT}", end="", flush=True)
    head = HEAD.format(
        heavy=len(wanted),
        fine=sum(each for _, _, each in reductions) // 2,
        sha256=KOKORO.sha256,
        count=COUNT,
        voices=", ".join(KokoroEngine().voices()),
        speeds=SPEEDS,
    )
    columns = [
        column(roomy(numbers, reduce) if each_channel else numbers)
        for (_, reduce, each_channel), numbers in zip(reductions, most, strict=True)
    ]
    rows = ["\t".join([name, *columns[4 * n : 4 * n + 4]]) for n, name in enumerate(wanted)]
    RANGES.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    print(f"\n{RANGES}: {len(wanted)} convolutions")


def roomy(numbers: np.ndarray, reduce: str) -> np.ndarray:
    wider = ROOM * np.array([float(number) for number in column(numbers).split()])
    return np.minimum(wider, -LEAST) if reduce == "ReduceMin" else np.maximum(wider, LEAST)


def column(numbers: np.ndarray) -> str:
    return " ".join(f"{number:.5g}" for number in np.ravel(numbers))


def heavy(model: onnx.ModelProto) -> dict[str, tuple[str, str]]:
    """The heavy convolutions with the names of what they take in and give out."""
    makers = {output: node for node in model.graph.node for output in node.output}
    names = (
        (node.name.removesuffix("/Conv_quant"), makers[node.input[0]].input[0])
        for node in model.graph.node
        if node.op_type == "ConvInteger" and HEAVY.search(node.name)
    )
    return {name: (taken, f"{name}/Conv_output_0") for name, taken in names}


def reporting(
    model: onnx.ModelProto, reductions: list[tuple[str, str, bool]]
) -> onnxruntime.InferenceSession:
    """A session that gives, after the sound, each of `reductions`: of a tensor by an operation,
    of all of it or, if so said, for each channel.
    """
    axes = helper.make_tensor("but_channels", onnx.TensorProto.INT64, [2], [0, 2])
    model.graph.initializer.append(axes)
    for tensor, reduce, each_channel in reductions:
        name = f"{tensor}:{reduce}"
        inputs = [tensor, "but_channels"] if each_channel else [tensor]
        model.graph.node.append(helper.make_node(reduce, inputs, [name], keepdims=0))
        model.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def feeds() -> Iterator[dict[str, np.ndarray]]:
    turns = zip(cycle(KokoroEngine().voices()), cycle(SPEEDS), strict=False)
    for line, (voice, speed) in zip(lines(COUNT), turns, strict=False):
        yield feed(line, voice, speed)


if __name__ == "__main__":
    main()
