"""Reference data of initializers, regularizers and constraints.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import itertools

import keras
import numpy as np
import tensorflow as tf

import dataset
from dataset import demand, generate, rounded

SEEDS = (0, 1, 7, -1, -12345, 2**31 - 3, 2**31 - 2, 2**31 - 1, 2**31 + 5,
         2**40 + 3)

# Depthwise and pointwise kernels, a bias; sizes with a partial last group.
SHAPES = ((3, 3, 3, 2), (1, 1, 6, 5), (7,), (5, 3), (3, 1, 5, 1),
          (2, 2, 3, 11))

RANDOM = {
    "RandomNormal": ({}, {"mean": 1.5, "stddev": 0.25}),
    "RandomUniform": ({}, {"minval": -1.0, "maxval": 2.5}),
    "TruncatedNormal": ({}, {"mean": -0.5, "stddev": 3.0}),
    "GlorotNormal": ({},), "GlorotUniform": ({},), "HeNormal": ({},),
    "HeUniform": ({},), "LecunNormal": ({},), "LecunUniform": ({},),
    "Orthogonal": ({}, {"gain": 2.5}),
    "VarianceScaling": ({},),
}

DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform")


def title(kind, parameters, *rest):
    words = [f"{k}:{dataset.text(v)}" for k, v in parameters.items()]
    words = words or ["default"]
    return "/".join([kind, ",".join(words), *map(str, rest)])


def initialize(group, kind, parameters, seed, shape, dtype):
    seeded = dict(parameters)
    if seed is not None:
        seeded["seed"] = seed
    own = getattr(keras.initializers, kind)(**seeded)
    values = np.asarray(own(shape, dtype=dtype))
    settings = {"initializer": kind, "dtype": dtype, "shape": shape, **seeded}
    rest = [dtype, "x".join(map(str, shape))]
    if seed is not None:
        rest.append(f"seed{seed}")
    group.add(title(kind, parameters, *rest), settings,
              {"values": (dtype, values)})


def make_initializers():
    group = dataset.Group("initializer")
    dtypes = ("float32", "float64")
    for kind, choices in RANDOM.items():
        for parameters, dtype in itertools.product(choices, dtypes):
            for seed, shape in itertools.product(SEEDS, SHAPES[:4]):
                if kind == "Orthogonal" and len(shape) < 2:
                    continue
                initialize(group, kind, parameters, seed, shape, dtype)
            for shape in SHAPES[4:]:
                initialize(group, kind, parameters, 1337, shape, dtype)
    scalings = itertools.product((0.5, 1.0, 2.0),
                                 ("fan_in", "fan_out", "fan_avg"),
                                 DISTRIBUTIONS, dtypes)
    for scale, mode, distribution, dtype in scalings:
        for shape in SHAPES[:3]:
            initialize(group, "VarianceScaling",
                       {"scale": scale, "mode": mode,
                        "distribution": distribution}, 42, shape, dtype)
    for dtype in dtypes:
        for shape in SHAPES:
            for kind, parameters in (("Zeros", {}), ("Ones", {}),
                                     ("Constant", {}),
                                     ("Constant", {"value": 0.1}),
                                     ("Constant", {"value": -3.0})):
                initialize(group, kind, parameters, None, shape, dtype)
        for shape in ((3, 3), (2, 5), (5, 2), (1, 1)):
            for parameters in ({}, {"gain": 0.3}):
                initialize(group, "Identity", parameters, None, shape, dtype)
        # One number more than a multiple of the generator's groups, and long
        # enough for many of them.
        for kind in ("RandomNormal", "RandomUniform", "TruncatedNormal"):
            initialize(group, kind, {}, 99, (1025,), dtype)
        for shape in ((33, 4), (4, 33), (3, 3, 8, 1), (1, 1, 16, 16), (1, 5)):
            initialize(group, "Orthogonal", {}, 5, shape, dtype)
    return group


# --- Regularizers -----------------------------------------------------------

def coefficients(kind, parameters):
    """Keras rounds them to float32 whatever the type of the weights."""
    l1, l2 = {"L1": (0.01, 0), "L2": (0, 0.01), "L1L2": (0, 0)}[kind]
    return rounded([parameters.get("l1", l1), parameters.get("l2", l2)],
                   "float32")


def orthogonal_penalty(w, factor=0.01, mode="rows"):
    """The mean of |cos| over all pairs of rows or columns."""
    w = w if mode == "rows" else w.T
    w = w / np.linalg.norm(w, axis=1, keepdims=True)
    pairs = [abs(a @ b) for a, b in itertools.combinations(w, 2)]
    return factor * sum(pairs) / len(pairs)


def keras_penalty(kind, parameters, w):
    """Penalty and gradient as Keras and TensorFlow have them in float64."""
    own = getattr(keras.regularizers, kind)(**parameters)
    if kind == "OrthogonalRegularizer":
        # It keeps its factor in float32, which no float64 goes with.
        own.factor = tf.constant(parameters.get("factor", 0.01), tf.float64)
    x = tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch(x)
        penalty = own(x)
    slope = tape.gradient(penalty, x)
    # Without a coefficient the penalty does not depend on the weights.
    return penalty.numpy(), np.zeros_like(w) if slope is None else slope


def regularize(group, kind, parameters, name, w, dtype):
    w = rounded(w, dtype)
    what = title(kind, parameters, dtype, name)
    penalty, slope = keras_penalty(kind, parameters, w)
    if kind == "OrthogonalRegularizer":
        demand(penalty, orthogonal_penalty(w, **parameters), 1e-12, what)
    else:
        l1, l2 = coefficients(kind, parameters)
        demand(penalty, l1 * np.abs(w).sum() + l2 * (w * w).sum(), 1e-12,
               what)
        demand(slope, l1 * np.sign(w) + 2 * l2 * w, 1e-12, what)
    stored = dataset.stored_dtype(dtype)
    group.add(what, {"regularizer": kind, "dtype": dtype, **parameters},
              {"penalty": ("float64", np.reshape(penalty, (1,))),
               "gradient": (stored, slope), "w": (stored, w)})


def make_regularizers():
    group = dataset.Group("regularizer")
    arrays = {
        "kernel": generate(1, 0, (3, 3, 5, 2)),
        "pointwise": 3 * generate(2, 0, (1, 1, 9, 7)),
        "bias": generate(3, 0, (11,)),
        "zeros": np.array([0.0, -0.0, 1.0, -2.0, 0.0]),
        "matrix": generate(4, 0, (5, 4)),
    }
    plain = [("L1", {}), ("L1", {"l1": 0.3}), ("L1", {"l1": 0.0}),
             ("L2", {}), ("L2", {"l2": 0.3}), ("L1L2", {}),
             ("L1L2", {"l1": 0.2}), ("L1L2", {"l2": 0.4}),
             ("L1L2", {"l1": 0.125, "l2": 0.7})]
    for kind, parameters in plain:
        for (name, w), dtype in itertools.product(arrays.items(),
                                                  dataset.DTYPES):
            regularize(group, kind, parameters, name, w, dtype)
    matrices = {
        "5x4": generate(4, 0, (5, 4)), "2x7": generate(5, 0, (2, 7)),
        "9x3": 2 * generate(6, 0, (9, 3)),
        "worked": np.array([[1.0, 0], [1, 1], [0, 2]]), "identity": np.eye(3),
    }
    orthogonal = [{}, {"mode": "columns"}, {"factor": 0.5},
                  {"factor": 0.5, "mode": "columns"}]
    for parameters, (name, w) in itertools.product(orthogonal,
                                                   matrices.items()):
        for dtype in dataset.DTYPES:
            regularize(group, "OrthogonalRegularizer", parameters, name, w,
                       dtype)
    return group


# --- Constraints ------------------------------------------------------------

def project(kind, parameters, w):
    """The projection in NumPy, after the formulas."""
    if kind == "NonNeg":
        return np.maximum(w, 0)
    if kind == "RadialConstraint":
        return radial(w)
    axis = parameters.get("axis", 0)
    axis = tuple(axis) if isinstance(axis, list) else axis
    norms = np.sqrt((w * w).sum(axis=axis, keepdims=True))
    if kind == "UnitNorm":
        return w / (1e-7 + norms)
    low = parameters.get("min_value", 0.0)
    high = parameters.get("max_value", 2.0 if kind == "MaxNorm" else 1.0)
    rate = parameters.get("rate", 1.0)
    desired = rate * np.clip(norms, low, high) + (1 - rate) * norms
    return w * (desired / (1e-7 + norms))


def radial(w):
    """Keras 2's RadialConstraint, which Keras 3 does not have.

    Each square slice becomes rings around its centre, each ring with the
    value that stood on the diagonal: the innermost takes w[m-1, m-1] and the
    i-th outward w[m+i, m+i], m being half the size.
    """
    size = w.shape[0]
    m = size // 2
    half = (size - 1) / 2
    places = np.abs(np.arange(size) - half)
    ring = np.floor(np.maximum(places[:, None], places[None, :])).astype(int)
    # In even sizes ring 0 is the centre 2×2, in odd ones a single element.
    sources = [m - 1] + [m + i for i in range(1 - size % 2, m)]
    diagonal = np.stack([w[i, i] for i in sources])
    return diagonal[ring]


def constrain(group, kind, parameters, name, w, dtype):
    w = rounded(w, dtype)
    result = project(kind, parameters, w)
    what = title(kind, parameters, dtype, name)
    if kind != "RadialConstraint":
        own = getattr(keras.constraints, kind)(**parameters)
        projected = np.asarray(own(tf.constant(w)))
        demand(projected, result, 1e-12, what)
        result = projected
        if dtype == "float32":
            demand(np.asarray(own(tf.constant(w, dtype))), result, 1e-6, what)
    stored = dataset.stored_dtype(dtype)
    settings = dict(parameters)
    if isinstance(settings.get("axis"), list):
        settings["axis"] = tuple(settings["axis"])
    group.add(what, {"constraint": kind, "dtype": dtype, **settings},
              {"w": (stored, w), "projected": (stored, result)})


def fits(axes, rank):
    """Whether the axes exist and none is named twice."""
    return (all(-rank <= a < rank for a in axes)
            and len({a % rank for a in axes}) == len(axes))


def make_constraints():
    group = dataset.Group("constraint")
    arrays = {
        "kernel": 3 * generate(11, 0, (3, 3, 4, 2)),
        "small": 0.05 * generate(12, 0, (5, 3, 2, 3)),
        "pointwise": generate(13, 0, (1, 1, 9, 7)),
        "bias": 2 * generate(14, 0, (10,)),
        "worked": np.array([[3.0, 0.1], [4.0, 0.0]]),
        "zeros": np.zeros((2, 3)),
    }
    axes = [0, 1, -1, [0, 1], [0, 1, 2], [0, 1, 2, 3], [2, 3], [-2, 0]]
    choices = {
        "MaxNorm": [{}, {"max_value": 0.5}, {"max_value": 0.0}],
        "MinMaxNorm": [{}, {"min_value": 0.5, "max_value": 1.0},
                       {"min_value": 0.5, "max_value": 1.0, "rate": 0.5},
                       {"min_value": 1.0, "max_value": 2.0, "rate": 0.0}],
        "UnitNorm": [{}],
    }
    for kind, plans in choices.items():
        for parameters, (name, w) in itertools.product(plans, arrays.items()):
            for number, axis in enumerate([None, *axes]):
                listed = axis if isinstance(axis, list) else [axis or 0]
                if not fits(listed, w.ndim):
                    continue
                given = dict(parameters)
                if axis is not None:
                    given["axis"] = axis
                dtypes = ("float32", "float64") if number else dataset.DTYPES
                for dtype in dtypes:
                    constrain(group, kind, given, name, w, dtype)
    arrays["special"] = np.array([np.nan, np.inf, -np.inf, -0.0, 0.0, -1e-30])
    for (name, w), dtype in itertools.product(arrays.items(), dataset.DTYPES):
        constrain(group, "NonNeg", {}, name, w, dtype)
    for size, dtype in itertools.product(range(2, 10), dataset.DTYPES):
        w = generate(20 + size, 0, (size, size, 3, 2))
        constrain(group, "RadialConstraint", {}, f"{size}x{size}", w, dtype)
    w = np.arange(25.0).reshape(5, 5, 1, 1)
    for dtype in dataset.DTYPES:
        constrain(group, "RadialConstraint", {}, "worked", w, dtype)
    return group


