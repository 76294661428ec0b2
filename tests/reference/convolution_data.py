"""Reference data of the convolutions and their gradients.

A case is written only if both paths agree in float64 and TensorFlow's own
float32 lies close to them.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import math

import numpy as np

import activations
import convolutions as cv
import dataset
from convolution_cases import forward_cases, gradient_cases
from dataset import demand, stored_dtype

LARGEST_FLOAT16 = 65504.0


def tolerance(terms):
    """What float32 may differ from float64 after so many sums."""
    return 2e-6 * max(1.0, math.sqrt(terms) / 5)


def is_safe(case, z, differentiated):
    """Whether rounding cannot push z, before the activation, over a jump."""
    if differentiated or case.activation == "hard_shrink":
        return activations.clear_of_kinks(case.activation, cv.native(case, z),
                                          1e-3)
    return True


def settle(case, differentiated=False):
    """Moves the seed on until the case is safe; returns its tensors."""
    while True:
        t = cv.tensors(case)
        y, z = cv.numpy_linear(case, t)
        if is_safe(case, z, differentiated):
            return t, y, z
        case.seed += 1


def check_window(case, y):
    """The formula's output size is the one that TensorFlow gave."""
    shape = cv.last(case, y).shape
    size = cv.output_size(case, 0), cv.output_size(case, 1)
    halved = case.activation == "glu" and case.format == "NCHW"
    if shape[1:3] != (size[0], size[1] // 2 if halved else size[1]):
        raise dataset.Mismatch(f"output size {shape[1:3]}, expected {size}")


def forward(group, name, case):
    t, _, _ = settle(case)
    y = cv.numpy_forward(case, t)
    # TensorFlow lets weights that are not finite act on padding.
    if all(tensor == dataset.INPUT for tensor, _, _ in case.special):
        wide = cv.tensorflow_forward(case, t, "float64")
        check_window(case, wide)
        demand(wide, y, 1e-12, name)
        y = wide
        if case.dtype == "float32":
            own = cv.tensorflow_forward(case, t, "float32")
            demand(own, y, tolerance(cv.terms(case)), name + " in float32")
    finite = y[np.isfinite(y)]
    if case.dtype == "float16" and np.any(np.abs(finite) > LARGEST_FLOAT16):
        raise dataset.Mismatch(f"{name}: too large for float16")
    group.add(name, case.settings(), {"y": (stored_dtype(case.dtype), y)})


def gradient(group, name, case):
    t, y, z = settle(case, differentiated=True)
    z = cv.native(case, z)
    shape = activations.FORMULAS[case.activation](z).shape
    g = cv.output_gradient(case, shape)
    _, dz = activations.with_gradient(case.activation, z, g, {}, "float64")
    dx, dw, dp, db = cv.numpy_gradients(case, t, cv.last(case, dz), y)
    expected = [("dx", cv.native(case, dx)), ("ddepthwise", dw)]
    expected += [("dpointwise", dp)] if case.filters else []
    expected += [("dbias", db)] if case.bias else []
    # TensorFlow returns the kernel gradient of an empty batch unwritten.
    if case.batch == 0:
        wide = [value for _, value in expected]
    else:
        wide = cv.tensorflow_gradients(case, t, g, "float64")
    for value, (key, numpy_value) in zip(wide, expected, strict=True):
        demand(value, numpy_value, 1e-12 * max(1, math.sqrt(z.size)),
               f"{name} {key}")
    if case.dtype == "float32" and case.batch:
        own = cv.tensorflow_gradients(case, t, g, "float32")
        for value, exact, (key, _) in zip(own, wide, expected, strict=True):
            demand(value, exact, tolerance(z.size + cv.terms(case)),
                   f"{name} {key} in float32")
    dtype = stored_dtype(case.dtype)
    group.add(name, case.settings(),
              {key: (dtype, value)
               for value, (key, _) in zip(wide, expected, strict=True)})


def make_forward():
    group = dataset.Group("conv")
    for name, case in forward_cases():
        forward(group, name, case)
    return group


def make_gradient():
    group = dataset.Group("gradient")
    for name, case in gradient_cases():
        gradient(group, name, case)
    return group


def case_of(settings):
    """The case of a line that was written by hand."""
    case = cv.Case(op=settings["op"])
    for key in ("dtype", "format", "padding", "activation"):
        setattr(case, key, settings[key])
    for key in ("batch", "channels", "multiplier", "filters"):
        setattr(case, key, int(settings[key]))
    for key in ("image", "kernel", "strides", "dilations", "pads"):
        if key in settings:
            setattr(case, key, tuple(map(int, settings[key].split(","))))
    case.bias = settings["bias"] == "1"
    return case


def check_worked(folder):
    """Holds the examples that were worked by hand to both paths."""
    for name, settings, given in dataset.read_literals(folder /
                                                       "worked.index"):
        case = case_of(settings)
        t = cv.Tensors(cv.last(case, given["x"]), given["depthwise"],
                       given.get("pointwise"), given.get("b"))
        finite = np.isfinite(t.depthwise).all()
        case.special = () if finite else ("weights",)
        demand(cv.numpy_forward(case, t), given["y"], 0, name)
        if finite:
            demand(cv.tensorflow_forward(case, t, "float64"), given["y"], 0,
                   name)
