"""The convolutions of a case, computed along two independent paths.

Keras and TensorFlow on the one side, NumPy's window views on the other. Where
TensorFlow refuses a geometry on a CPU, its convolution of stride 1 over an
explicitly padded image is sampled instead.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import math
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

import activations
from dataset import (BIAS, DEPTHWISE, INPUT, OUTPUT_GRADIENT, POINTWISE,
                     generate)


@dataclass
class Case:
    """One convolution; op is depthwise, separable or raw."""
    op: str
    dtype: str = "float32"
    format: str = "NHWC"
    batch: int = 1
    image: tuple = (7, 7)
    channels: int = 3
    kernel: tuple = (3, 3)
    strides: tuple = (1, 1)
    dilations: tuple = (1, 1)
    padding: str = "valid"
    pads: tuple = (0, 0, 0, 0)  # top, bottom, left, right; for "explicit"
    multiplier: int = 1
    filters: int = 0
    bias: bool = True
    activation: str = "linear"
    seed: int = 0
    special: tuple = ()  # (tensor, index, value)

    @property
    def depthwise_channels(self):
        return self.channels * self.multiplier

    @property
    def outputs(self):
        return self.filters or self.depthwise_channels

    def settings(self):
        """The case as a line of the index has it."""
        words = {
            "op": self.op, "dtype": self.dtype, "format": self.format,
            "batch": self.batch, "image": self.image,
            "channels": self.channels, "kernel": self.kernel,
            "strides": self.strides, "dilations": self.dilations,
            "padding": self.padding, "pads": self.pads,
            "multiplier": self.multiplier, "filters": self.filters,
            "bias": self.bias, "activation": self.activation,
            "seed": self.seed,
            "special": [f"{t}:{i}:{v}" for t, i, v in self.special],
        }
        if self.padding != "explicit":
            del words["pads"]
        if not self.special:
            del words["special"]
        return words


@dataclass
class Tensors:
    """What goes into a case, as float64 and channels last."""
    x: np.ndarray
    depthwise: np.ndarray
    pointwise: np.ndarray | None
    bias: np.ndarray | None


def last(case, x):
    """From the case's format to channels last."""
    return np.moveaxis(x, 1, 3) if case.format == "NCHW" else x


def native(case, x):
    """From channels last to the case's format."""
    return np.moveaxis(x, 3, 1) if case.format == "NCHW" else x


def input_shape(case):
    if case.format == "NCHW":
        return (case.batch, case.channels, *case.image)
    return (case.batch, *case.image, case.channels)


def tensors(case):
    """The case's generated input and weights."""
    shapes = {
        INPUT: input_shape(case),
        DEPTHWISE: (*case.kernel, case.channels, case.multiplier),
        POINTWISE: (1, 1, case.depthwise_channels, case.filters),
        BIAS: (case.outputs,),
    }
    made = [generate(case.seed, number, shape, case.dtype)
            for number, shape in shapes.items()]
    for number, index, value in case.special:
        made[number].reshape(-1)[index] = value
    x, depthwise, pointwise, bias = made
    return Tensors(last(case, x), depthwise,
                   pointwise if case.filters else None,
                   bias if case.bias else None)


def extent(case, axis):
    return (case.kernel[axis] - 1) * case.dilations[axis] + 1


def padding_of(case, axis):
    """(before, after) along an axis, by TensorFlow's rule for "same"."""
    if case.padding == "valid":
        return (0, 0)
    if case.padding == "explicit":
        return case.pads[2 * axis:2 * axis + 2]
    size, stride = case.image[axis], case.strides[axis]
    count = -(-size // stride)
    total = max((count - 1) * stride + extent(case, axis) - size, 0)
    return (total // 2, total - total // 2)


def output_size(case, axis):
    padded = case.image[axis] + sum(padding_of(case, axis))
    return (padded - extent(case, axis)) // case.strides[axis] + 1


# --- NumPy ------------------------------------------------------------------

def windows(case, x):
    """View of a padded image as (b, i, j, channel, di, dj)."""
    area = [extent(case, 0), extent(case, 1)]
    x = np.pad(x, [(0, 0), padding_of(case, 0), padding_of(case, 1), (0, 0)])
    view = np.lib.stride_tricks.sliding_window_view(x, area, axis=(1, 2))
    return view[:, ::case.strides[0], ::case.strides[1], :,
                ::case.dilations[0], ::case.dilations[1]]


def numpy_linear(case, t):
    """(depthwise result, result before the activation)."""
    seen = windows(case, t.x)
    if case.special:
        # A tap on padding counts for nothing, not even 0·∞.
        inside = windows(case, np.ones_like(t.x)) > 0
        taps = np.moveaxis(t.depthwise, (0, 1), (2, 3))  # k, q, di, dj
        taps = np.moveaxis(taps, 1, 3)                   # k, di, dj, q
        with np.errstate(invalid="ignore"):
            y = np.where(inside[..., None], seen[..., None] * taps, 0.0)
            y = y.sum(axis=(4, 5))
    else:
        y = np.einsum("bijkuv,uvkq->bijkq", seen, t.depthwise, optimize=True)
    y = y.reshape(*y.shape[:3], case.depthwise_channels)
    z = y
    with np.errstate(invalid="ignore"):
        if case.filters:
            z = np.einsum("bijc,cf->bijf", y, t.pointwise[0, 0])
        if case.bias:
            z = z + t.bias
    return y, z


def numpy_forward(case, t):
    _, z = numpy_linear(case, t)
    with np.errstate(invalid="ignore", over="ignore"):
        return activations.FORMULAS[case.activation](native(case, z))


def numpy_gradients(case, t, dz, y):
    """Gradients of input, kernels and bias; dz is channels last."""
    db = dz.sum(axis=(0, 1, 2))
    dp = None
    dy = dz
    if case.filters:
        dp = np.einsum("bijc,bijf->cf", y, dz)[None, None]
        dy = np.einsum("bijf,cf->bijc", dz, t.pointwise[0, 0])
    dy = dy.reshape(*dy.shape[:3], case.channels, case.multiplier)
    dw = np.einsum("bijkuv,bijkq->uvkq", windows(case, t.x), dy, optimize=True)
    # The adjoint of taking windows: every tap sends back to where it read.
    sent = np.einsum("bijkq,uvkq->uvbijk", dy, t.depthwise, optimize=True)
    pads = [padding_of(case, 0), padding_of(case, 1)]
    padded = np.zeros([t.x.shape[0], t.x.shape[1] + sum(pads[0]),
                       t.x.shape[2] + sum(pads[1]), case.channels])
    for u in range(case.kernel[0]):
        for v in range(case.kernel[1]):
            rows = u * case.dilations[0] + case.strides[0] * np.arange(
                dy.shape[1])
            columns = v * case.dilations[1] + case.strides[1] * np.arange(
                dy.shape[2])
            padded[:, rows[:, None], columns[None, :], :] += sent[u, v]
    top, left = pads[0][0], pads[1][0]
    dx = padded[:, top:top + t.x.shape[1], left:left + t.x.shape[2]]
    return dx, dw, dp, db


# --- TensorFlow -------------------------------------------------------------

def is_direct(case):
    """Whether Keras or TensorFlow on a CPU can be asked itself."""
    unequal = case.strides[0] != case.strides[1]
    dilated = max(case.dilations) > 1
    if case.op == "raw":
        return not unequal and not (dilated and max(case.strides) > 1)
    if case.padding == "explicit" or (unequal and not dilated):
        return False
    # Keras 3.15.1 adds the bias along the width of a channels_first image
    # that is as wide as it has channels.
    return not (case.bias and case.format == "NCHW"
                and case.outputs == output_size(case, 1))


def activation_of(case):
    if case.activation in activations.MENDED:
        return activations.MENDED[case.activation]
    return case.activation


def keras_layer(case, dtype):
    formats = {"NHWC": "channels_last", "NCHW": "channels_first"}
    common = {
        "kernel_size": case.kernel, "strides": case.strides,
        "padding": case.padding, "dilation_rate": case.dilations,
        "depth_multiplier": case.multiplier, "use_bias": case.bias,
        "data_format": formats[case.format], "dtype": dtype,
        "activation": activation_of(case),
    }
    if case.op == "separable":
        return keras.layers.SeparableConv2D(case.filters, **common)
    return keras.layers.DepthwiseConv2D(**common)


def direct(case, x, variables, dtype):
    """The function itself; x in the case's format."""
    if case.op == "raw":
        padding = case.padding.upper()
        if case.padding == "explicit":
            padding = [[0, 0], list(case.pads[:2]), list(case.pads[2:]),
                       [0, 0]]
        if case.format == "NCHW":
            x = tf.transpose(x, [0, 2, 3, 1])
        y = tf.nn.depthwise_conv2d(x, variables[0], [1, *case.strides, 1],
                                   padding, dilations=case.dilations)
        return (tf.transpose(y, [0, 3, 1, 2]) if case.format == "NCHW" else y)
    layer = keras_layer(case, dtype)
    layer.build(tuple(x.shape))
    for own, given in zip(layer.weights, variables, strict=True):
        own.assign(given)
    return _call_with(layer, x, variables)


def _call_with(layer, x, variables):
    """Calls a layer with these tensors as its weights, for a tape to see."""
    return layer.stateless_call(list(variables), [], x)[0]


def sampled(case, x, variables):
    """Stride 1 over the padded image, every stride-th output of it."""
    if case.format == "NCHW":
        x = tf.transpose(x, [0, 2, 3, 1])
    pads = [[0, 0], list(padding_of(case, 0)), list(padding_of(case, 1)),
            [0, 0]]
    y = tf.nn.depthwise_conv2d(tf.pad(x, pads), variables[0], [1, 1, 1, 1],
                               "VALID", dilations=case.dilations)
    y = y[:, ::case.strides[0], ::case.strides[1]]
    if case.filters:
        y = tf.nn.conv2d(y, variables[1], 1, "VALID")
    if case.bias:
        y = y + variables[-1]
    if case.format == "NCHW":
        y = tf.transpose(y, [0, 3, 1, 2])
    return activations.keras_activation(case.activation, y)


def variables_of(t, dtype):
    """The weights in the order that Keras has them in."""
    present = [w for w in (t.depthwise, t.pointwise, t.bias) if w is not None]
    return [tf.constant(w, dtype) for w in present]


def tensorflow_forward(case, t, dtype):
    x = tf.constant(native(case, t.x), dtype)
    variables = variables_of(t, dtype)
    if is_direct(case):
        return direct(case, x, variables, dtype).numpy()
    return sampled(case, x, variables).numpy()


def output_gradient(case, shape):
    return generate(case.seed, OUTPUT_GRADIENT, shape, case.dtype)


def tensorflow_gradients(case, t, gradient, dtype):
    """(output, input gradient, weight gradients…) in the case's format."""
    x = tf.constant(native(case, t.x), dtype)
    variables = variables_of(t, dtype)
    with tf.GradientTape() as tape:
        tape.watch([x, *variables])
        if is_direct(case):
            y = direct(case, x, variables, dtype)
        else:
            y = sampled(case, x, variables)
    slopes = tape.gradient(y, [x, *variables],
                           output_gradients=tf.constant(gradient, dtype))
    return [s.numpy() for s in slopes]


def terms(case):
    """How many products an output sums, at most."""
    return math.prod(case.kernel) * (case.depthwise_channels
                                     if case.filters else 1)
