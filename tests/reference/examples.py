"""The examples: what Keras' layers give for the graphs in resources/examples/.

Weights that an example does not bring are drawn by Keras in float32, and its
own float32 results must lie close to those in float64, which are written to
examples/NAME.npz: what the Outputs give (out/NAME), and the penalty.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import json

import keras
import numpy as np
import tensorflow as tf

from dataset import demand
from graphs import Reader


class Example(Reader):
    """An evaluation of an example, which brings all of its data."""

    def __init__(self, path, dtype, weights):
        description = json.loads(path.read_text())
        for card in description["cards"]:
            card.setdefault("inputs", {})
        super().__init__(description, feeds={}, draw=False)
        self.folder = path.parent
        self.dtype = dtype
        self.given = weights
        if weights is None and "weights" in description:
            self.given = np.load(self.folder / description["weights"])

    def evaluate(self, name, kind, inputs):
        if kind == "Input":
            data = self.wired(name, "value")
            self.results[f"{name}.data"] = tf.cast(data, self.dtype)
        elif kind.endswith("Tensor"):
            data = getattr(self, kind)(**inputs)
            self.results[f"{name}.tensor"] = tf.cast(data, self.dtype)
        else:
            super().evaluate(name, kind, inputs)

    def ConstantTensor(self, shape, values):
        return np.array(values, np.float32).reshape(shape)

    def RandomTensor(self, shape, seed, minval=0.0, maxval=1.0):
        return keras.initializers.RandomUniform(minval, maxval, seed)(
            shape, "float32")

    def LoadTensor(self, path):
        return np.load(self.folder / path)

    def set_weights(self, layer, scope):
        names = [name for name in ("depthwise_kernel", "pointwise_kernel",
                                   "bias")
                 if name != "pointwise_kernel" or hasattr(layer, name)]
        for name, weight in zip(names, layer.weights):
            key = f"{scope}/{name}"
            if self.given is not None:
                weight.assign(self.given[key])
            self.weights[key] = weight.numpy()


def compute(path):
    """Outputs and penalty in float64."""
    own = Example(path, "float32", None)
    single = own.run()
    exact = Example(path, "float64", own.weights)
    double = exact.run()
    for name, values in double.items():
        demand(single[name], values, 1e-5, f"{path.stem}: {name} in float32")
    demand(own.penalty, exact.penalty, 1e-5, f"{path.stem}: penalty")
    return double, exact.penalty


def make(folder):
    paths = sorted(folder.glob("../../resources/examples/*.strata"))
    (folder / "examples").mkdir(exist_ok=True)
    for path in paths:
        outputs, penalty = compute(path)
        # Half the bytes, and still closer than what the test allows.
        np.savez_compressed(
            folder / "examples" / f"{path.stem}.npz",
            **{f"out/{name}": values.astype("float32")
               for name, values in outputs.items()},
            penalty=np.float64(penalty))
    return f"examples: {len(paths)} cases"
