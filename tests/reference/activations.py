"""Reference data of the activation functions.

Keras computes each function and its gradient in float64; NumPy transcriptions
of the formulas hold it to account.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import keras
import numpy as np
import scipy.special as sp
import tensorflow as tf

import dataset
from dataset import OUTPUT_GRADIENT, demand, error, generate, rounded

SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717


def relu(x, negative_slope=0.0, max_value=np.inf, threshold=0.0):
    above = np.minimum(np.maximum(x, 0.0) if threshold >= 0 else x, max_value)
    if threshold < 0 and np.isfinite(max_value):
        above = np.clip(x, 0.0, max_value)
    below = negative_slope * (x - threshold) if negative_slope else 0.0 * x
    return np.where(np.isnan(x), x, np.where(x > threshold, above, below))


def celu(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0) / alpha)


def gelu(x, approximate=False):
    if approximate:
        inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + np.tanh(inner))
    return 0.5 * x * (1 + sp.erf(x / np.sqrt(2)))


def hard_sigmoid(x):
    return np.clip(x + 3, 0, 6) / 6


def softplus(x):
    return np.logaddexp(0, x)


def squareplus(x, b=4):
    root = np.sqrt(x * x + b)
    return np.where(x < 0, b / (2 * (root - x)), (x + root) / 2)


def sparse_plus(x):
    return np.where(x <= -1, 0, np.where(x < 1, (x + 1)**2 / 4, x))


def sparse_sigmoid(x):
    return np.where(x <= -1, 0, np.where(x >= 1, 1, (x + 1) / 2))


def soft_shrink(x, threshold=0.5):
    return np.sign(x) * np.maximum(np.abs(x) - threshold, 0)


def glu(x):
    a, b = np.split(x, 2, axis=-1)
    return a * sp.expit(b)


def sparsemax(x):
    z = -np.sort(-x, axis=-1)
    k = np.arange(1, x.shape[-1] + 1)
    sums = np.cumsum(z, axis=-1)
    count = np.sum(1 + k * z > sums, axis=-1, keepdims=True)
    tau = (np.take_along_axis(sums, count - 1, axis=-1) - 1) / count
    return np.maximum(x - tau, 0)


FORMULAS = {
    "linear": lambda x: x,
    "relu": relu,
    "relu6": lambda x: np.clip(x, 0, 6),
    "leaky_relu": lambda x, negative_slope=0.2:
        np.where(x > 0, x, negative_slope * x),
    "elu": lambda x, alpha=1.0: np.where(x > 0, x, alpha * np.expm1(x)),
    "selu": lambda x:
        SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(x)),
    "celu": celu,
    "gelu": gelu,
    "silu": lambda x: x * sp.expit(x),
    "hard_silu": lambda x: x * hard_sigmoid(x),
    "sigmoid": sp.expit,
    "hard_sigmoid": hard_sigmoid,
    "log_sigmoid": lambda x: -softplus(-x),
    "sparse_sigmoid": sparse_sigmoid,
    "tanh": np.tanh,
    "hard_tanh": lambda x: np.clip(x, -1, 1),
    "tanh_shrink": lambda x: x - np.tanh(x),
    "softplus": softplus,
    "softsign": lambda x: x / (1 + np.abs(x)),
    "squareplus": squareplus,
    "sparse_plus": sparse_plus,
    "soft_shrink": soft_shrink,
    "hard_shrink": lambda x, threshold=0.5:
        np.where(np.abs(x) > threshold, x, 0),
    "threshold": lambda x, threshold, default_value:
        np.where(x > threshold, x, default_value),
    "exponential": np.exp,
    "mish": lambda x: x * np.tanh(softplus(x)),
    "glu": glu,
    "softmax": lambda x: sp.softmax(x, axis=-1),
    "log_softmax": lambda x: sp.log_softmax(x, axis=-1),
    "sparsemax": sparsemax,
}

WITH_AXIS = ("glu", "softmax", "log_softmax", "sparsemax")

# All that a layer can name: threshold has no defaults.
BY_NAME = [name for name in FORMULAS if name != "threshold"]

# Where a derivative jumps; two computations that differ by one rounding may
# land on different sides.
KINKS = {
    "relu": [0], "relu6": [0, 6], "leaky_relu": [0], "elu": [0], "selu": [0],
    "hard_silu": [-3, 3], "hard_sigmoid": [-3, 3], "sparse_sigmoid": [-1, 1],
    "hard_tanh": [-1, 1], "soft_shrink": [-0.5, 0.5],
    "hard_shrink": [-0.5, 0.5],
}

PARAMETERS = [
    ("relu", {"negative_slope": 0.25}),
    ("relu", {"max_value": 1.5}),
    ("relu", {"max_value": 6.0}),
    ("relu", {"threshold": 0.75}),
    ("relu", {"threshold": -0.75}),
    ("relu", {"negative_slope": 0.1, "max_value": 2.0}),
    ("relu", {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5}),
    ("relu", {"negative_slope": 0.5, "threshold": -1.0}),
    ("relu", {"max_value": 2.0, "threshold": -1.0}),
    ("leaky_relu", {"negative_slope": 0.3}),
    ("leaky_relu", {"negative_slope": 0.01}),
    ("leaky_relu", {"negative_slope": 1.5}),
    ("elu", {"alpha": 0.5}),
    ("elu", {"alpha": 2.0}),
    ("celu", {"alpha": 0.5}),
    ("celu", {"alpha": 2.5}),
    ("gelu", {"approximate": True}),
    ("squareplus", {"b": 0.5}),
    ("squareplus", {"b": 9.0}),
    ("soft_shrink", {"threshold": 0.25}),
    ("soft_shrink", {"threshold": 1.0}),
    ("hard_shrink", {"threshold": 0.25}),
    ("hard_shrink", {"threshold": 1.0}),
    ("threshold", {"threshold": 0.0, "default_value": 0.0}),
    ("threshold", {"threshold": 0.5, "default_value": -2.0}),
    ("threshold", {"threshold": -1.0, "default_value": 7.0}),
]

# Shapes around the axis: (outer, length, inner).
AXES = [(1, 1, 1), (1, 2, 1), (3, 4, 1), (2, 7, 1), (1, 33, 1), (5, 16, 1),
        (2, 6, 5), (1, 10, 17), (4, 40, 1)]


def _leaky_relu(x, negative_slope=0.2):
    return tf.where(x > 0, x, tf.constant(negative_slope, x.dtype) * x)


def _gelu(x, approximate=False):
    half = tf.constant(0.5, x.dtype)
    if approximate:
        cubic = x + tf.constant(0.044715, x.dtype) * x**3
        inner = tf.constant(np.sqrt(2 / np.pi), x.dtype) * cubic
        return half * x * (1 + tf.tanh(inner))
    return half * x * tf.math.erfc(-x * tf.constant(np.sqrt(0.5), x.dtype))


def _sparsemax(x):
    z = tf.sort(x, direction="DESCENDING", axis=-1)
    r = tf.range(1, tf.shape(x)[-1] + 1, dtype=x.dtype)
    support = z - (tf.cumsum(z, axis=-1) - 1) / r > 0
    count = tf.reduce_sum(tf.cast(support, x.dtype), axis=-1, keepdims=True)
    kept = tf.where(support, z, tf.zeros_like(z))
    tau = (tf.reduce_sum(kept, axis=-1, keepdims=True) - 1) / count
    return tf.maximum(x - tau, 0.0)


# TensorFlow rounds the slope of leaky_relu and a constant of gelu to float32
# even where it computes in float64. Keras 3.15.1 has a wrong threshold in
# sparsemax as soon as two elements stay above it (its issue 23425, mended
# since). The rest of each function is as it stands there.
MENDED = {"leaky_relu": _leaky_relu, "gelu": _gelu, "sparsemax": _sparsemax}


def keras_activation(name, x, **parameters):
    """Keras' function on a tensor, along the last axis."""
    function = MENDED.get(name) or getattr(keras.activations, name)
    return function(x, **parameters)


def check_mended():
    """Holds the two functions that only differ in a rounding to Keras."""
    x = tf.constant(np.linspace(-8, 8, 501))
    for name in ("leaky_relu", "gelu"):
        demand(getattr(keras.activations, name)(x), MENDED[name](x), 5e-8,
               name)
    demand(keras.activations.gelu(x, approximate=True),
           _gelu(x, approximate=True), 5e-8, "gelu")
    # One element above the threshold: there Keras 3.15.1 is right.
    x = tf.constant([[-1.0, 0.0, 1.5]])
    demand(keras.activations.sparsemax(x), _sparsemax(x), 0, "sparsemax")


def with_gradient(name, x, gradient, parameters, dtype):
    """Value and gradient as Keras and TensorFlow compute them in `dtype`."""
    x = tf.constant(x, dtype)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = keras_activation(name, x, **parameters)
    dx = tape.gradient(y, x, output_gradients=tf.constant(gradient, dtype))
    return y.numpy(), dx.numpy()


def clear_of_kinks(name, z, margin):
    """Whether no element of z lies where the gradient jumps."""
    if name == "sparsemax":
        p = sparsemax(z)
        tau = np.max(z - p, axis=-1, keepdims=True)
        return bool(np.all(np.abs(z - tau) > margin))
    return all(np.all(np.abs(z - kink) > margin)
               for kink in KINKS.get(name, []))


def grid():
    """Arguments of every magnitude, and the kinks to both sides and on."""
    kinks = [0.0, -0.0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 6]
    near = [k + d for k in kinks for d in (-2.0**-10, 0, 2.0**-10)]
    plain = [0.1, 0.3, 0.9, 1.7, 2.6, 4.2, 5.5, 8.5, 11, 16.5, 21, 40, 87,
             1e-3, 1e-5, 1e-12, 1e-30, 100, 300, 1000, 3e4, 1e6, 1e15]
    values = np.array(near + plain)
    return np.concatenate([values, -values])


NONFINITE = np.array([np.nan, np.inf, -np.inf, 1.0, -1.0, np.nan, 0.25, np.inf,
                      -np.inf, 2.0])


def to_last(x):
    """(outer, length, inner) → (outer, inner, length)."""
    return np.swapaxes(x, 1, 2)


def reference(name, x, gradient, parameters, what):
    """Value and gradient in float64, checked against the formula."""
    y, dx = with_gradient(name, x, gradient, parameters, "float64")
    if np.isfinite(x).all():
        with np.errstate(all="ignore"):
            formula = FORMULAS[name](x, **parameters)
        if name == "squareplus":
            # TensorFlow takes two near numbers from each other.
            demand(y, formula, 1e-10, what)
            return formula, dx
        demand(y, formula, 1e-12, what)
    return y, dx


def overflowed(values, dtype):
    """With infinities where `dtype` has no number that large."""
    narrow = rounded(values, dtype)
    return np.where(np.isinf(narrow), narrow, values)


def add(group, name, parameters, kind, dtype, x, seed, notes):
    """Adds one case; x is (outer, length, inner)."""
    x = rounded(x, dtype)
    outer, length, inner = x.shape
    out_length = length // 2 if name == "glu" else length
    g = generate(seed, OUTPUT_GRADIENT, (outer, out_length, inner), dtype)
    title = "/".join([name, dtype, kind])
    y, dx = reference(name, to_last(x), to_last(g), parameters, title)
    if dtype == "float32":
        own_y, own_dx = with_gradient(name, to_last(x), to_last(g), parameters,
                                      dtype)
        for what, own, wide in (("value", own_y, y), ("gradient", own_dx, dx)):
            worst = error(own, rounded(wide, dtype))
            if worst > 5e-6:
                notes.append(f"{title}: TensorFlow's own float32 {what} is "
                             f"{worst:.2g} off float64")
    group.add(title,
              {"activation": name, "dtype": dtype, "seed": seed, **parameters},
              {"x": (dataset.stored_dtype(dtype), x),
               "y": (dataset.stored_dtype(dtype),
                     overflowed(to_last(y), dtype)),
               "dx": (dataset.stored_dtype(dtype),
                      overflowed(to_last(dx), dtype))})


def elementwise(group, notes):
    rows = [(name, {}) for name in FORMULAS
            if name not in WITH_AXIS + ("threshold",)] + PARAMETERS
    for number, (name, parameters) in enumerate(rows):
        tag = ",".join(f"{k}:{v}" for k, v in parameters.items()) or "default"
        dtypes = dataset.DTYPES if not parameters else ("float32", "float64")
        for dtype in dtypes:
            x = grid()
            if dtype == "float16":
                x = x[np.abs(x) < 6e4]
            add(group, name, parameters, tag, dtype, x.reshape(1, -1, 1),
                number, notes)
            add(group, name, parameters, tag + "/nonfinite", dtype,
                NONFINITE.reshape(1, -1, 1), number, notes)


def along_axis(group, notes):
    for name in WITH_AXIS:
        for number, shape in enumerate(AXES):
            if name == "glu" and shape[1] % 2:
                continue
            for dtype in dataset.DTYPES:
                x = 3 * generate(100 + number, 0, shape)
                add(group, name, {}, "x".join(map(str, shape)), dtype, x,
                    number, notes)
        ties = np.array([[1, 1, 1, 1], [2, 2, 0, 0], [0, 0, 0, -1.0],
                         [100, 100, -100, 0], [1e3, 0, -1e3, 999.5]])
        odd = np.array([[np.inf, 1, 2, 3], [-np.inf, 1, 2, 3],
                        [np.nan, 1, 2, 3], [-np.inf] * 4,
                        [np.inf, np.inf, 0, 1], [0, 1, 2, np.nan]])
        for dtype in ("float32", "float64"):
            add(group, name, {}, "ties", dtype, ties[:, :, None], 7, notes)
            for row, values in enumerate(odd):
                if name == "sparsemax" and row != 1:
                    continue  # a sort puts NaN wherever it likes
                add(group, name, {}, f"nonfinite/{row}", dtype,
                    values[None, :, None], 7, notes)


def make(notes):
    check_mended()
    group = dataset.Group("activation")
    elementwise(group, notes)
    along_axis(group, notes)
    return group
