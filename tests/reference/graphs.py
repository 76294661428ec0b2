"""Whole graphs: what Keras' layers give for them, penalties included.

A case is a graph file as a user would write it, NAME.strata, with its weights
in NAME-weights.npz; NAME-data.npz holds what the Inputs are fed (in/NAME), what
the Outputs give (out/NAME), and the sum of all penalties. The graph is read
here by itself, and each card becomes the Keras object that it is named after.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import json

import keras
import numpy as np
import tensorflow as tf

from dataset import generate

OBJECTS = {
    "initializer_instance": keras.initializers,
    "regularizer_instance": keras.regularizers,
    "constraint_instance": keras.constraints,
}


def card(name, kind, **inputs):
    return {"id": name, "type": kind, "inputs": inputs}


def graph(cards, wires, **more):
    return {
        "format": "strata-graph",
        "version": 1,
        "cards": cards,
        "wires": [dict(zip(("from", "to"), wire.split(" > ")))
                  for wire in wires],
        **more,
    }


def around(shape, *cards, wires=()):
    """A graph with an Input x before the first card and an Output y behind
    the last, all cards but those wired by hand in a row."""
    row = [c["id"] for c in cards if not any(
        w.startswith(c["id"] + ".") for w in wires)]
    ends = ["x.data"] + [f"{name}.output" for name in row]
    starts = [f"{name}.input" for name in row] + ["y.data"]
    return graph(
        [card("x", "Input", shape=shape), *cards, card("y", "Output")],
        [f"{a} > {b}" for a, b in zip(ends, starts)] + list(wires))


IMAGE = [7, 6, 3]
MOVIE = [4, 7, 6, 3]

# Name, graph, batch, and settings: the type that Keras computes in, and whether
# Keras draws the weights.
CASES = [
    ("depthwise", around(IMAGE, card(
        "dw", "DepthwiseConv2D", kernel_size=3, strides=2, padding="SAME",
        depth_multiplier=2, activation="relu", bias_initializer="ones",
        depthwise_regularizer="l2", bias_regularizer="l1",
        activity_regularizer="l2")), 3, {}),
    ("dilated", around(IMAGE, card(
        "dw", "DepthwiseConv2D", kernel_size=[2, 3], dilation_rate=[2, 1],
        activation="softmax", use_bias=False)), 2, {}),
    ("separable", around(IMAGE, card(
        "sep", "SeparableConv2D", filters=5, kernel_size=[3, 2],
        depth_multiplier=2, activation="gelu"),
        card("p", "L1L2", l1=0.02, l2=0.03),
        wires=["p.regularizer_instance > sep.pointwise_regularizer",
               "p.regularizer_instance > sep.activity_regularizer"]), 2, {}),
    ("channels-first", around([3, 7, 6], card(
        "sep", "SeparableConv2D", filters=4, kernel_size=3, padding="same",
        data_format="channels_first", activation="tanh")), 2, {}),
    ("glu", around(IMAGE, card(
        "sep", "SeparableConv2D", filters=6, kernel_size=2,
        activation="glu")), 1, {}),
    ("double", around(IMAGE, card(
        "sep", "SeparableConv2D", filters=4, kernel_size=3,
        activation="swish")), 2, {"input": "float64"}),
    ("blocks", around(
        [17, 16, 3],
        card("one", "SeparableConv2D", filters=8, kernel_size=3, strides=2,
             padding="same", activation="hard_silu",
             depthwise_regularizer="l2"),
        card("two", "SeparableConv2D", filters=8, kernel_size=3,
             padding="same", activation="leaky_relu",
             pointwise_regularizer="l1"),
        card("three", "SeparableConv2D", filters=4, kernel_size=5,
             depth_multiplier=2, activation="softsign",
             bias_regularizer="l2")), 2, {}),
    ("drawn", around(
        IMAGE,
        card("dw", "DepthwiseConv2D", kernel_size=3, depth_multiplier=2),
        card("sep", "SeparableConv2D", filters=4, kernel_size=[2, 1],
             bias_initializer="ones"),
        card("g", "GlorotUniform", seed=7),
        card("h", "HeNormal", seed=-3),
        card("o", "Orthogonal", gain=0.5, seed=11),
        card("v", "VarianceScaling", scale=0.5, mode="fan_out",
             distribution="uniform", seed=1 << 40),
        wires=["g.initializer_instance > dw.depthwise_initializer",
               "v.initializer_instance > dw.bias_initializer",
               "h.initializer_instance > sep.depthwise_initializer",
               "o.initializer_instance > sep.pointwise_initializer"]), 2,
     {"draw": True}),
    ("time", around(
        MOVIE,
        card("td", "TimeDistributed"),
        card("sep", "SeparableConv2D", filters=4, kernel_size=3, strides=2,
             activation="elu", depthwise_regularizer="l2",
             activity_regularizer="l1"),
        wires=["sep.layer_instance > td.layer"]), 2, {}),
    ("time-twice", around(
        [2, 3, 5, 4, 2],
        card("outer", "TimeDistributed"),
        card("inner", "TimeDistributed"),
        card("dw", "DepthwiseConv2D", kernel_size=2, activation="sigmoid"),
        wires=["inner.layer_instance > outer.layer",
               "dw.layer_instance > inner.layer"]), 2, {}),
    ("shared", graph(
        [card("x", "Input", shape=IMAGE), card("m", "Input", shape=MOVIE),
         card("dw", "DepthwiseConv2D", kernel_size=3, use_bias=False,
              depthwise_regularizer="l2", activity_regularizer="l2"),
         card("td", "TimeDistributed"),
         card("y", "Output"), card("n", "Output")],
        ["x.data > dw.input", "dw.output > y.data", "m.data > td.input",
         "dw.layer_instance > td.layer", "td.output > n.data"]), 2, {}),
    *[(f"both-{mode}", around(
        MOVIE,
        card("bidi", "Bidirectional", merge_mode=mode),
        card("dw", "DepthwiseConv2D", kernel_size=3, depth_multiplier=2,
             activation="tanh", depthwise_regularizer="l2",
             activity_regularizer="l2"),
        wires=["dw.layer_instance > bidi.layer"]), 2, {})
      for mode in ("concat", "sum", "mul", "ave")],
    ("both-apart", graph(
        [card("x", "Input", shape=MOVIE),
         card("bidi", "Bidirectional", merge_mode="none"),
         card("dw", "DepthwiseConv2D", kernel_size=3),
         card("y", "Output"), card("z", "Output")],
        ["x.data > bidi.input", "dw.layer_instance > bidi.layer",
         "bidi.output > y.data", "bidi.backward_output > z.data"]), 2, {}),
    ("both-sequence", around(
        MOVIE,
        card("bidi", "Bidirectional"),
        card("td", "TimeDistributed"),
        card("dw", "DepthwiseConv2D", kernel_size=3, activation="relu"),
        wires=["td.layer_instance > bidi.layer",
               "dw.layer_instance > td.layer"]), 2, {}),
    ("raw", graph(
        [card("x", "Input", shape=[6, 7, 2]),
         card("w", "Input", shape=[3, 2, 3]),
         card("same", "nn.depthwise_conv2d", strides=[1, 2, 2, 1],
              padding="same"),
         card("valid", "nn.depthwise_conv2d", strides=[1, 1, 1, 1],
              padding="VALID", dilations=[2, 1]),
         card("by-hand", "nn.depthwise_conv2d", strides=[1, 1, 1, 1],
              padding=[[0, 0], [2, 0], [1, 3], [0, 0]]),
         card("a", "Output"), card("b", "Output"), card("c", "Output")],
        [f"x.data > {n}.input" for n in ("same", "valid", "by-hand")]
        + [f"w.data > {n}.filter" for n in ("same", "valid", "by-hand")]
        + ["same.output > a.data", "valid.output > b.data",
           "by-hand.output > c.data"]), 3, {}),
]


class Reader:
    """One evaluation of a graph, in float64 unless Keras draws the weights."""

    def __init__(self, description, feeds, draw):
        self.cards = {c["id"]: c for c in description["cards"]}
        self.wires = {w["to"]: w["from"] for w in description["wires"]}
        self.feeds = feeds
        self.draw = draw
        self.dtype = "float32" if draw else "float64"
        self.layers = {}    # scope to Keras layer
        self.penalty = 0.0
        self.weights = {}
        self.results = {}

    def value(self, end):
        """What is at "card.port", an input or an output."""
        name, port = end.split(".")
        kind = self.cards[name]["type"]
        inputs = self.cards[name]["inputs"]
        if port in OBJECTS:
            return getattr(OBJECTS[port], kind)(**inputs)
        if end not in self.results:
            self.evaluate(name, kind, inputs)
        return self.results[end]

    def wired(self, name, port):
        source = self.wires.get(f"{name}.{port}")
        return None if source is None else self.value(source)

    def evaluate(self, name, kind, inputs):
        if kind == "Input":
            self.results[f"{name}.data"] = tf.constant(
                self.feeds[name], self.dtype)
        elif kind == "nn.depthwise_conv2d":
            self.results[f"{name}.output"] = self.raw(name, inputs)
        else:
            x = self.wired(name, "input")
            outputs = self.use(name, name, x)
            for port, y in zip(("output", "backward_output"), outputs):
                self.results[f"{name}.{port}"] = y

    def raw(self, name, inputs):
        padding = inputs["padding"]
        return tf.nn.depthwise_conv2d(
            self.wired(name, "input"), self.wired(name, "filter"),
            inputs["strides"],
            padding.upper() if isinstance(padding, str) else padding,
            dilations=inputs.get("dilations"))

    def layer(self, name, scope):
        """The Keras layer of a convolution's card; one for each scope."""
        if scope in self.layers:
            return self.layers[scope]
        inputs = dict(self.cards[name]["inputs"])
        for port in ("depthwise", "pointwise", "bias", "activity"):
            for what in ("initializer", "regularizer", "constraint"):
                wired = self.wires.get(f"{name}.{port}_{what}")
                if wired:
                    inputs[f"{port}_{what}"] = self.value(wired)
        kind = getattr(keras.layers, self.cards[name]["type"])
        self.layers[scope] = kind(dtype=self.dtype, **inputs)
        return self.layers[scope]

    def use(self, name, scope, x):
        """Outputs of the layer of a card whose weights stand under scope."""
        kind = self.cards[name]["type"]
        if kind == "TimeDistributed":
            inner = self.wires[f"{name}.layer"].split(".")[0]
            return [self.steps(
                inner, inner if scope == name else scope, x)]
        if kind == "Bidirectional":
            return self.both(name, scope, x)
        layer = self.layer(name, scope)
        if not layer.built:
            layer.build(x.shape)
            self.set_weights(layer, scope)
        y = layer(x)
        # Of this use alone; weights are penalized once, further down.
        self.penalty += float(sum(layer.losses)) - self.weight_penalty(layer)
        return [y]

    @staticmethod
    def weight_penalty(layer):
        return float(sum(weight.regularizer(weight) for weight in layer.weights
                         if weight.regularizer is not None))

    def set_weights(self, layer, scope):
        names = [n for n in ("depthwise_kernel", "pointwise_kernel", "bias")
                 if n != "pointwise_kernel" or hasattr(layer, n)]
        for number, (name, weight) in enumerate(zip(names, layer.weights)):
            if not self.draw:
                weight.assign(0.5 * generate(
                    len(scope) + 31, number, tuple(weight.shape), "float32"))
            self.weights[f"{scope}/{name}"] = weight.numpy().astype("float32")

    def steps(self, name, scope, x):
        batch, time = x.shape[:2]
        shown = tf.reshape(x, (batch * time, *x.shape[2:]))
        y = self.use(name, scope, shown)[0]
        y = tf.reshape(y, (batch, time, *y.shape[1:]))
        if scope in self.layers and scope == name:
            keras_y = keras.layers.TimeDistributed(
                self.layers[scope], dtype=self.dtype)(x)
            np.testing.assert_allclose(y, keras_y, rtol=1e-12, atol=1e-12)
        return y

    def both(self, name, scope, x):
        inner = self.wires[f"{name}.layer"].split(".")[0]
        whole = self.cards[inner]["type"] == "TimeDistributed"
        apply = (lambda s, v: self.use(inner, s, v)[0]) if whole else (
            lambda s, v: self.steps(inner, s, v))
        forward = apply(f"{scope}/forward", x)
        backward = tf.reverse(
            apply(f"{scope}/backward", tf.reverse(x, [1])), [1])
        mode = self.cards[name]["inputs"].get("merge_mode", "concat")
        merge = {
            "concat": lambda a, b: [tf.concat([a, b], -1)],
            "sum": lambda a, b: [a + b],
            "mul": lambda a, b: [a * b],
            "ave": lambda a, b: [(a + b) / 2],
            "none": lambda a, b: [a, b],
        }
        return merge[mode](forward, backward)

    def run(self):
        outputs = {
            name: self.wired(name, "data").numpy()
            for name, c in self.cards.items() if c["type"] == "Output"}
        for layer in self.layers.values():
            self.penalty += self.weight_penalty(layer)
        return outputs


def make_case(folder, name, description, batch, settings):
    feeds = {}
    for number, c in enumerate(description["cards"]):
        if c["type"] == "Input":
            if "input" in settings:
                c["inputs"]["dtype"] = settings["input"]
            feeds[c["id"]] = generate(
                len(name) + 7, number, (batch, *c["inputs"]["shape"]),
                "float32")
    reader = Reader(description, feeds, settings.get("draw", False))
    outputs = reader.run()
    description = dict(description)
    if reader.weights and not reader.draw:
        description["weights"] = f"{name}-weights.npz"
        np.savez(folder / description["weights"], **reader.weights)
    (folder / f"{name}.strata").write_text(
        json.dumps(description, indent=2) + "\n")
    np.savez(
        folder / f"{name}-data.npz",
        **{f"in/{key}": value.astype("float32")
           for key, value in feeds.items()},
        **{f"out/{key}": value.astype("float64")
           for key, value in outputs.items()},
        penalty=np.float64(reader.penalty))


def make(folder):
    folder = folder / "graphs"
    for case in CASES:
        make_case(folder, *case)
    return f"graphs: {len(CASES)} cases"
