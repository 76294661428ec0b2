"""Which convolutions the reference data has.

Sweeps that walk one setting and draw the others, then free draws. The draws
come from generators seeded by name, hence the list is always the same.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import itertools
import math
import random

from activations import BY_NAME
from convolutions import Case, extent, output_size

OPS = ("depthwise", "separable", "raw")
MOST_OUTPUTS = 1200


def draw(rng, **fixed):
    """A case with these settings and all others drawn."""
    def pick(key, values):
        return fixed[key] if key in fixed else rng.choice(values)

    case = Case(op=pick("op", OPS))
    case.dtype = fixed.get("dtype", "float32")
    case.format = pick("format", ("NHWC", "NHWC", "NCHW"))
    case.kernel = pick("kernel", [(a, b) for a in range(1, 6)
                                  for b in range(1, 6)] + 8 * [(3, 3)])
    case.strides = pick("strides", [(s, s) for s in (1, 1, 1, 2, 2, 3)])
    free = [(1, 1)] * 3 + [(2, 2), (1, 2), (3, 1)]
    case.dilations = pick("dilations",
                          free if case.strides == (1, 1) else [(1, 1)])
    case.padding = pick("padding", ("same", "valid"))
    case.pads = tuple(fixed.get("pads", (0, 0, 0, 0)))
    case.batch = pick("batch", (1, 1, 1, 2, 3))
    case.channels = pick("channels", (1, 2, 3, 3, 4, 5, 7, 8, 9, 16, 17))
    case.multiplier = pick("multiplier", (1, 1, 1, 2, 2, 3, 4, 5))
    if case.op == "separable":
        case.filters = pick("filters", (1, 2, 3, 4, 5, 8, 11, 16, 17))
    case.bias = case.op != "raw" and pick("bias", (True, True, False))
    case.activation = fixed.get("activation", "linear")
    case.seed = rng.randrange(1, 1 << 31)
    case.image = fixed["image"] if "image" in fixed else _image(rng, case)
    _shrink(case, fixed)
    return case


def _image(rng, case):
    sizes = []
    for axis in range(2):
        if case.padding == "same":
            sizes.append(rng.randrange(1, 12))
        else:
            count = rng.randrange(1, 7)
            stride = case.strides[axis]
            size = (count - 1) * stride + extent(case, axis)
            size += rng.randrange(stride)
            if case.padding == "explicit":
                size -= sum(case.pads[2 * axis:2 * axis + 2])
            sizes.append(max(size, 1))
    return tuple(sizes)


def outputs(case):
    return (case.batch * output_size(case, 0) * output_size(case, 1)
            * case.outputs)


def _shrink(case, fixed):
    """Keeps the data small: fewer images, multiples, channels."""
    for key, least in (("batch", 1), ("multiplier", 1), ("filters", 8),
                       ("channels", 3)):
        if outputs(case) > MOST_OUTPUTS and key not in fixed:
            setattr(case, key, min(getattr(case, key), least))


def valid(case):
    return output_size(case, 0) > 0 and output_size(case, 1) > 0


def rotate(group):
    """A generator of draws and the three operations in turn."""
    return random.Random(group), itertools.cycle(OPS)


def kernels():
    rng, ops = rotate("kernel")
    for height, width in itertools.product(range(1, 8), repeat=2):
        for padding in ("same", "valid"):
            yield draw(rng, op=next(ops), kernel=(height, width),
                       padding=padding)


def strides():
    rng, ops = rotate("stride")
    for stride, padding in itertools.product(range(1, 5), ("same", "valid")):
        for size in range(6, 11):
            yield draw(rng, op=next(ops), strides=(stride, stride),
                       padding=padding, image=(size, size + 1),
                       kernel=(rng.randrange(1, 6), rng.randrange(1, 6)))


def dilations():
    rng, ops = rotate("dilation")
    for pair in itertools.product(range(1, 5), repeat=2):
        for padding in ("same", "valid"):
            yield draw(rng, op=next(ops), strides=(1, 1), dilations=pair,
                       padding=padding, kernel=rng.choice(
                           [(3, 3), (2, 2), (1, 3), (3, 1), (2, 4)]))


def channels():
    rng, ops = rotate("channels")
    for count in range(1, 41):
        yield draw(rng, op=next(ops), channels=count, batch=1,
                   multiplier=1 + count % 5, image=(3, 3), padding="same",
                   kernel=(3, 3))
    for count, multiplier in itertools.product((16, 32, 33), range(1, 6)):
        yield draw(rng, op=next(ops), channels=count, multiplier=multiplier,
                   batch=1, image=(3, 4), padding="same", format="NHWC")
    for filters in (15, 16, 17, 31, 32, 33, 40, 64):
        for form in ("NHWC", "NCHW"):
            yield draw(rng, op="separable", filters=filters, batch=1,
                       image=(3, 4), padding="same", format=form)


def explicit():
    rng = random.Random("explicit")
    for number in range(64):
        pads = [rng.randrange(0, 5) for _ in range(4)]
        fixed = {"strides": (1, 1)} if number % 3 == 0 else {
            "dilations": (1, 1)}
        if number % 3 == 0:
            fixed["dilations"] = rng.choice([(2, 2), (1, 2), (3, 2), (2, 1)])
        yield draw(rng, op="raw", padding="explicit", pads=pads, **fixed)


def large():
    rng, ops = rotate("large")
    sizes = [(8, 8), (9, 9), (10, 12), (11, 11), (13, 1), (1, 17), (15, 15),
             (16, 16), (21, 21), (31, 31), (31, 3), (2, 31)]
    for kernel in sizes:
        for padding, dtype in (("same", "float32"), ("valid", "float32"),
                               ("same", "float64")):
            yield draw(rng, op=next(ops), kernel=kernel, padding=padding,
                       dtype=dtype, multiplier=rng.choice((1, 2)), batch=1,
                       channels=rng.choice((1, 2, 3)), dilations=(1, 1))


def tiny():
    rng, ops = rotate("tiny")
    images = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 5)]
    for image, kernel in itertools.product(images, [(3, 3), (5, 5), (4, 4),
                                                    (2, 7)]):
        for stride in (1, 2):
            yield draw(rng, op=next(ops), image=image, kernel=kernel,
                       padding="same", strides=(stride, stride))


def wide():
    """Rows longer than any vector, for tails of every length."""
    rng, ops = rotate("wide")
    for width in (*range(15, 36), 47, 48, 49, 63, 64, 65, 66, 71):
        for form in ("NHWC", "NCHW"):
            yield draw(rng, op=next(ops), image=(rng.randrange(1, 4), width),
                       kernel=rng.choice([(1, 3), (3, 3), (1, 5), (2, 2)]),
                       padding="same", batch=1, format=form,
                       dilations=(1, 1), channels=rng.choice((1, 2, 3)),
                       strides=rng.choice([(1, 1), (1, 1), (2, 2)]))


def empty():
    rng, ops = rotate("empty")
    for form, padding in itertools.product(("NHWC", "NCHW"),
                                           ("same", "valid")):
        for dilation in (1, 2):
            yield draw(rng, op=next(ops), batch=0, format=form,
                       padding=padding, strides=(1, 1),
                       dilations=(dilation, dilation))


def _with_activation(rng, name, **fixed):
    """glu needs an even length of the last axis."""
    while True:
        case = draw(rng, activation=name, bias=True, **fixed)
        length = (output_size(case, 1) if case.format == "NCHW"
                  else case.outputs)
        if name != "glu" or length % 2 == 0:
            return case


def activated():
    rng, _ = rotate("activation")
    ops = itertools.cycle(("depthwise", "separable"))
    small = {"channels": 3, "multiplier": 2, "filters": 6, "kernel": (3, 3),
             "batch": 1, "strides": (1, 1), "dilations": (1, 1)}
    for name in BY_NAME:
        for form, op in itertools.product(("NHWC", "NCHW"),
                                          ("depthwise", "separable")):
            yield _with_activation(rng, name, op=op, format=form)
        for dtype in ("float64", "float64", "float16", "bfloat16"):
            yield _with_activation(rng, name, op=next(ops), dtype=dtype,
                                   **small)


def unequal():
    rng, ops = rotate("unequal")
    for pair in itertools.permutations((1, 2, 3, 4), 2):
        for padding in ("same", "valid"):
            yield draw(rng, op=next(ops), strides=pair, padding=padding,
                       dilations=(1, 1), batch=1)


def strided_dilated():
    rng = random.Random("strided and dilated")
    ops = itertools.cycle(("depthwise", "separable"))
    for stride, dilation in itertools.product(((2, 2), (3, 3), (1, 2), (3, 2)),
                                              ((2, 2), (1, 3), (3, 2))):
        for padding in ("same", "valid"):
            yield draw(rng, op=next(ops), strides=stride, padding=padding,
                       dilations=dilation, batch=1,
                       kernel=rng.choice([(3, 3), (2, 3), (3, 2)]))


def typed(dtype, count):
    rng, ops = rotate(dtype)
    for number in range(count):
        yield draw(rng, op=next(ops), dtype=dtype)


def nonfinite():
    """One or two elements that are not numbers, seen through few taps."""
    rng, ops = rotate("nonfinite")
    for number in range(36):
        case = draw(rng, op=next(ops), kernel=rng.choice(
            [(3, 3), (2, 2), (5, 3), (1, 1)]), dtype=rng.choice(
                ["float32", "float32", "float64", "float16", "bfloat16"]),
            padding=rng.choice(["same", "same", "valid"]))
        sizes = [math.prod(case.image) * case.batch * case.channels,
                 math.prod(case.kernel) * case.depthwise_channels]
        special = []
        for tensor in ((0,), (1,), (0, 1))[number % 3]:
            value = ("nan", "inf", "-inf")[number // 3 % 3]
            special.append((tensor, rng.randrange(sizes[tensor]),
                            float(value)))
        case.special = tuple(special)
        yield case


def mixed():
    rng, ops = rotate("mixed")
    for _ in range(160):
        yield draw(rng, op=next(ops))


def forward_cases():
    """(name, case) of all forward cases."""
    groups = {
        "kernel": kernels(), "stride": strides(), "dilation": dilations(),
        "channels": channels(), "explicit": explicit(), "large": large(),
        "tiny": tiny(), "wide": wide(), "empty": empty(),
        "activation": activated(), "unequal-strides": unequal(),
        "stride-and-dilation": strided_dilated(),
        "float64": typed("float64", 84), "float16": typed("float16", 45),
        "bfloat16": typed("bfloat16", 45), "nonfinite": nonfinite(),
        "mixed": mixed(),
    }
    for group, cases in groups.items():
        for number, case in enumerate(c for c in cases if valid(c)):
            yield f"{group}/{number:03}", case


def gradient_cases():
    """(name, case) of all cases that are differentiated."""
    rng, ops = rotate("gradient")
    layers = itertools.cycle(("depthwise", "separable"))
    plans = []
    small = {"batch": 1, "channels": 3}
    for dtype in ("float64", "float32"):
        for pair in itertools.product((1, 2, 3), ("same", "valid")):
            for form in ("NHWC", "NCHW"):
                plans.append(("stride", dict(
                    dtype=dtype, op=next(ops), padding=pair[1], format=form,
                    strides=(pair[0],) * 2, dilations=(1, 1))))
        for dilation in ((2, 2), (1, 3), (3, 2)):
            for padding in ("same", "valid"):
                plans.append(("dilation", dict(
                    dtype=dtype, op=next(ops), padding=padding,
                    strides=(1, 1), dilations=dilation)))
        for number in range(10):
            plans.append(("explicit", dict(
                dtype=dtype, op="raw", padding="explicit",
                pads=[rng.randrange(4) for _ in range(4)],
                dilations=(1, 1) if number % 2 else (2, 1),
                strides=(1 + number % 2,) * 2 if number % 2 else (1, 1))))
        for name in BY_NAME:
            plans.append(("activation", dict(
                small, dtype=dtype, op=next(layers), activation=name,
                multiplier=2, filters=4, kernel=(2, 3))))
        for pair in ((1, 2), (3, 1), (2, 3)):
            plans.append(("unequal-strides", dict(
                dtype=dtype, op=next(layers), strides=pair,
                dilations=(1, 1))))
            plans.append(("stride-and-dilation", dict(
                dtype=dtype, op=next(layers), strides=pair,
                dilations=(2, 2), kernel=(3, 2))))
        for kernel in ((7, 7), (9, 9), (1, 13), (15, 2)):
            plans.append(("kernel", dict(small, dtype=dtype, op=next(ops),
                                         kernel=kernel, dilations=(1, 1))))
        for channels_ in (1, 8, 16, 17, 32, 33):
            plans.append(("channels", dict(dtype=dtype, op=next(ops), batch=1,
                                           channels=channels_)))
        plans.append(("empty", dict(dtype=dtype, op="separable", batch=0)))
        plans.append(("empty", dict(dtype=dtype, op="depthwise", batch=0)))
        for number in range(24):
            plans.append(("mixed", dict(dtype=dtype, op=next(ops))))
    for dtype in ("float16", "bfloat16"):
        for number in range(12):
            plans.append((dtype, dict(dtype=dtype, op=next(ops),
                                      kernel=(3, 3))))
    counts = {}
    for group, fixed in plans:
        while True:
            if "activation" in fixed:
                fixed = dict(fixed)
                name = fixed.pop("activation")
                case = _with_activation(rng, name, **fixed)
                fixed["activation"] = name
            else:
                case = draw(rng, **fixed)
            if valid(case):
                break
        number = counts[group] = counts.get(group, -1) + 1
        yield f"{group}/{number:03}", case
