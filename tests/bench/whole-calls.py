#!/usr/bin/env python3
"""whole-calls.py — times TensorFlow's and ONNX Runtime's layers beside Strata's.

    python3 -m pip install tensorflow-cpu onnxruntime onnx
    whole-calls.py build/tests/bench/strata-bench [--only TEXT] [--rounds 5]

Each layer is called as a user calls it, from prepared tensors to the finished
output: TensorFlow's function traced once, ONNX Runtime's session, and
strata-bench on the same row of its tables. They take turns; medians count. The
peers' outputs are held against each other, Strata's are checked by strata-bench.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import argparse
import csv
import json
import math
import os
import pathlib
import statistics
import subprocess
import time

LAYERS = pathlib.Path(__file__).parent / "layers"


def read_rows(only):
    rows = []
    for path in sorted(LAYERS.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            rows += [row for row in csv.DictReader(file)
                     if row["format"] == "nhwc" and only in row["name"]]
    return rows


def pair(text):
    return [int(number) for number in text.split("x")]


def median_us(call):
    """The median of calls that together take about 50 ms."""
    call()
    start = time.perf_counter()
    call()
    once = max(time.perf_counter() - start, 1e-6)
    times = []
    for _ in range(max(3, min(500, int(0.05 / once)))):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1e6 * statistics.median(times)


class Weights:
    """Random weights of a row, in the layout of Keras."""

    def __init__(self, np, row):
        random = np.random.default_rng(1)
        channels, multiplier = int(row["channels"]), int(row["multiplier"])
        size = pair(row["kernel"])
        self.filters = int(row["filters"] or 0)
        self.input = random.standard_normal(
            [int(row["batch"]), int(row["height"]), int(row["width"]),
             channels]).astype("float32")
        self.depthwise = random.standard_normal(
            [*size, channels, multiplier]).astype("float32")
        self.pointwise = random.standard_normal(
            [channels * multiplier, max(self.filters, 1)]).astype("float32")
        n_bias = self.filters or channels * multiplier
        self.bias = random.standard_normal([n_bias]).astype("float32")


def tensorflow_call(tf, row, weights):
    strides, dilation = pair(row["strides"]), pair(row["dilation"])
    activation = {"linear": tf.identity, "relu": tf.nn.relu,
                  "relu6": tf.nn.relu6}[row["activation"]]

    @tf.function
    def layer(x):
        y = tf.nn.depthwise_conv2d(x, weights.depthwise, [1, *strides, 1],
                                   row["padding"].upper(), dilations=dilation)
        if weights.filters:
            y = tf.nn.conv2d(y, weights.pointwise[None, None], 1, "VALID")
        return activation(tf.nn.bias_add(y, weights.bias))

    x = tf.constant(weights.input)
    return lambda: layer(x).numpy()


def same_padding(row):
    """What TensorFlow calls "same", as ONNX's begins and ends."""
    begins, ends = [], []
    for i, side in enumerate(("height", "width")):
        size, kernel = int(row[side]), pair(row["kernel"])[i]
        stride, dilation = pair(row["strides"])[i], pair(row["dilation"])[i]
        outputs = -(-size // stride)
        wanted = (outputs - 1) * stride + (kernel - 1) * dilation + 1 - size
        wanted = max(wanted, 0) if row["padding"] == "same" else 0
        begins.append(wanted // 2)
        ends.append(wanted - wanted // 2)
    return begins + ends


def onnx_model(onnx, row, weights):
    """The layer in ONNX's own layout, NCHW."""
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    channels, multiplier = int(row["channels"]), int(row["multiplier"])
    kernel = weights.depthwise.transpose(2, 3, 0, 1).reshape(
        channels * multiplier, 1, *pair(row["kernel"]))
    tensors = [numpy_helper.from_array(kernel.copy(), "k"),
               numpy_helper.from_array(weights.bias, "b")]
    last = "p" if weights.filters else "y"
    nodes = [helper.make_node(
        "Conv", ["x", "k"] + ([] if weights.filters else ["b"]), [last],
        group=channels, strides=pair(row["strides"]),
        dilations=pair(row["dilation"]), pads=same_padding(row))]
    if weights.filters:
        tensors.append(numpy_helper.from_array(
            weights.pointwise.T[:, :, None, None].copy(), "w"))
        nodes.append(helper.make_node("Conv", ["p", "w", "b"], ["y"]))
    result = "y"
    if row["activation"] == "relu":
        nodes.append(helper.make_node("Relu", ["y"], ["z"]))
        result = "z"
    elif row["activation"] == "relu6":
        import numpy as np
        tensors += [numpy_helper.from_array(np.float32(0), "zero"),
                    numpy_helper.from_array(np.float32(6), "six")]
        nodes.append(helper.make_node("Clip", ["y", "zero", "six"], ["z"]))
        result = "z"
    float32 = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        nodes, "layer",
        [helper.make_tensor_value_info("x", float32, [None] * 4)],
        [helper.make_tensor_value_info(result, float32, [None] * 4)], tensors)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def onnx_call(onnx, runtime, np, row, weights, n_threads):
    options = runtime.SessionOptions()
    options.intra_op_num_threads = n_threads
    session = runtime.InferenceSession(
        onnx_model(onnx, row, weights).SerializeToString(), options,
        providers=["CPUExecutionProvider"])
    x = np.ascontiguousarray(weights.input.transpose(0, 3, 1, 2))
    return lambda: session.run(None, {"x": x})[0]


def strata_us(program, name, n_threads):
    """Of the layer of that very name."""
    text = subprocess.run(
        [program, "--json", "--repeat", "3", "--threads", str(n_threads),
         "--only", name], check=True, stdout=subprocess.PIPE).stdout
    return next(layer["us"] for layer in json.loads(text)["layers"]
                if layer["name"] == name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="strata-bench")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    rows = read_rows(options.only)
    if not rows:
        parser.error(f"no layer has '{options.only}' in its name")

    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import numpy as np
    import onnx
    import onnxruntime as runtime
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print(f"TensorFlow {tf.__version__}, ONNX Runtime {runtime.__version__}, "
          f"{options.threads} thread(s); µs of a whole call\n")
    print("| layer | Strata | TensorFlow | ONNX Runtime |")
    print("| --- | --: | --: | --: |")
    logs = {"TensorFlow": [], "ONNX Runtime": []}
    for row in rows:
        weights = Weights(np, row)
        calls = {"TensorFlow": tensorflow_call(tf, row, weights),
                 "ONNX Runtime": onnx_call(onnx, runtime, np, row, weights,
                                           options.threads)}
        outputs = [calls["TensorFlow"](),
                   calls["ONNX Runtime"]().transpose(0, 2, 3, 1)]
        np.testing.assert_allclose(*outputs, rtol=1e-3, atol=1e-3)
        times = {"Strata": []} | {name: [] for name in calls}
        for _ in range(options.rounds):
            times["Strata"].append(
                strata_us(options.program, row["name"], options.threads))
            for name, call in calls.items():
                times[name].append(median_us(call))
        medians = {name: statistics.median(us) for name, us in times.items()}
        for name in logs:
            logs[name].append(math.log(medians[name] / medians["Strata"]))
        print(f"| {row['name']} | {medians['Strata']:.1f} "
              f"| {medians['TensorFlow']:.1f} "
              f"| {medians['ONNX Runtime']:.1f} |", flush=True)
    for name, values in logs.items():
        if values:
            print(f"\n{name} takes {math.exp(statistics.fmean(values)):.2f} "
                  "times as long (geometric mean).")


if __name__ == "__main__":
    main()
