"""Measure the ranges of the heavy convolutions: parcha/speech/data/kokoro-ranges.tsv.

Run: python -m tests.voice.calibrate   (minutes)
The released graph speaks the lines, with the voices and the speeds in turn, and reports the least
and the most that each convolution took in and gave out.
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
# The residual blocks and the decoder. Not those whose steps of 8 bits are heard as a hiss: F0_conv,
# N_conv, asr_res, noise_convs, conv_post, and the second ones of the last three residual blocks,
# whose output is the sound itself but for one convolution.
HEAVY = re.compile(
    r"generator/(noise_res|resblocks\.[012]/|resblocks\.[345]/convs1)|/decoder/decoder/(decode|encode)[./]"
)
HEAD = """\
# What the 54 heavy convolutions of Kokoro-82M take in and give out, at the least and at the most:
# convolution, in_low, in_high, out_low, out_high. Measured with the released int8 graph
# (sha256 {sha256})
# on {count} Hindi lines, with the voices {voices}
# and the speeds {speeds} in turn. Made by: python -m tests.voice.calibrate
"""


def main() -> None:
    model = onnx.load_model_from_string(KOKORO.read())
    wanted = heavy(model)
    session = reporting(model, [tensor for pair in wanted.values() for tensor in pair])
    outputs = [output.name for output in session.get_outputs()][1:]
    least = np.zeros(len(outputs) // 2)
    most = np.zeros(len(outputs) // 2)
    for spoken, given in enumerate(feeds(), start=1):
        found = np.array(session.run(outputs, given))
        least = np.minimum(least, found[::2])
        most = np.maximum(most, found[1::2])
        print(f"\r{spoken} of {COUNT}", end="", flush=True)
    names = ", ".join(KokoroEngine().voices())
    head = HEAD.format(sha256=KOKORO.sha256, count=COUNT, voices=names, speeds=SPEEDS)
    both = np.column_stack([least, most]).reshape(-1, 4)
    rows = (
        "\t".join([name, *(f"{x:.5g}" for x in row)])
        for name, row in zip(wanted, both, strict=True)
    )
    RANGES.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    print(f"\n{RANGES}: {len(wanted)} convolutions")


def heavy(model: onnx.ModelProto) -> dict[str, tuple[str, str]]:
    """The heavy convolutions with the names of what they take in and give out."""
    makers = {output: node for node in model.graph.node for output in node.output}
    names = (
        (node.name.removesuffix("/Conv_quant"), makers[node.input[0]].input[0])
        for node in model.graph.node
        if node.op_type == "ConvInteger" and HEAVY.search(node.name)
    )
    return {name: (taken, f"{name}/Conv_output_0") for name, taken in names}


def reporting(model: onnx.ModelProto, tensors: list[str]) -> onnxruntime.InferenceSession:
    """A session that gives, after the sound, the least and the most of each of `tensors`."""
    for tensor in tensors:
        for reduce in ("ReduceMin", "ReduceMax"):
            name = f"{tensor}:{reduce}"
            model.graph.node.append(helper.make_node(reduce, [tensor], [name], keepdims=0))
            model.graph.output.append(
                helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [])
            )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def feeds() -> Iterator[dict[str, np.ndarray]]:
    turns = zip(cycle(KokoroEngine().voices()), cycle(SPEEDS), strict=False)
    for line, (voice, speed) in zip(lines(COUNT), turns, strict=False):
        yield feed(line, voice, speed)


if __name__ == "__main__":
    main()
