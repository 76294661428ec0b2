"""What the parts of make-reference.py share: numbers and the file format.

An index is a text file: a first line "strata-reference 1 CASES BLOB_BYTES",
then one line for each case, its name and then key=value settings. A tensor's
value is "dtype:shape@offset", a place in the little-endian blob beside the
index, or "dtype:shape=v,v,…" with the numbers themselves.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import math

import ml_dtypes
import numpy as np

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15

# Numbers of the generated tensors of a case.
INPUT, DEPTHWISE, POINTWISE, BIAS, OUTPUT_GRADIENT = range(5)

DTYPES = {
    "float32": np.float32,
    "float64": np.float64,
    "float16": np.float16,
    "bfloat16": ml_dtypes.bfloat16,
}


def _mix(z):
    """The finishing step of splitmix64, on an array of uint64."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def generate(seed, number, shape, dtype="float64"):
    """Tensor `number` of the case with this seed, rounded to `dtype`.

    Multiples of 2^-23 in [-1, 1), which float32 holds exactly; returned as
    float64 whatever the dtype. The C tests make the same numbers.
    """
    start = np.array([(seed * GOLDEN + number) & MASK], np.uint64)
    count = math.prod(shape)
    steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    bits = _mix(_mix(start) + steps) >> np.uint64(40)
    values = bits.astype(np.float64) * 2.0**-23 - 1.0
    return rounded(values, dtype).reshape(shape)


def rounded(values, dtype):
    """Rounded to nearest even in `dtype`, as float64."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(values, np.float64).astype(
            DTYPES[dtype]).astype(np.float64)


def stored_dtype(dtype):
    """The type that references for `dtype` are stored in."""
    return "float64" if dtype == "float64" else "float32"


def error(values, reference):
    """Largest |values - reference| / max(1, |reference|).

    Infinite where NaN, infinity or the shape is not the same.
    """
    values = np.asarray(values, np.float64)
    reference = np.asarray(reference, np.float64)
    if values.shape != reference.shape:
        return math.inf
    if not (np.array_equal(np.isnan(values), np.isnan(reference))
            and np.array_equal(values[np.isinf(values)],
                               reference[np.isinf(reference)])
            and np.array_equal(np.isinf(values), np.isinf(reference))):
        return math.inf
    finite = np.isfinite(reference)
    if not finite.any():
        return 0.0
    reference = reference[finite]
    return float(np.max(np.abs(values[finite] - reference)
                        / np.maximum(1.0, np.abs(reference))))


class Mismatch(Exception):
    """Two computations that must agree do not."""


def demand(values, reference, tolerance, what):
    """Raises Mismatch unless the values are within the tolerance."""
    worst = error(values, reference)
    if not worst <= tolerance:
        raise Mismatch(f"{what}: off by {worst:.3g}, allowed {tolerance:.3g}")


class Group:
    """One index and its blob, while they are written."""

    def __init__(self, name):
        self.name = name
        self.lines = []
        self.names = set()
        self.blob = bytearray()
        self.places = {}

    def add(self, name, settings, tensors):
        """`settings`: key → text; `tensors`: key → (dtype name, array)."""
        if name in self.names:
            raise ValueError(f"two cases are called {name}")
        self.names.add(name)
        words = [name] + [f"{k}={text(v)}" for k, v in settings.items()]
        words += [f"{k}={self._store(*v)}" for k, v in tensors.items()]
        self.lines.append(" ".join(words))

    def _store(self, dtype, values):
        values = np.asarray(values, np.float64)
        with np.errstate(over="ignore"):
            data = values.astype(np.dtype(DTYPES[dtype]).newbyteorder("<"))
        data = data.tobytes()
        # Equal tensors stand in the blob once.
        if (dtype, data) not in self.places:
            while len(self.blob) % 8:
                self.blob.append(0)
            self.places[dtype, data] = len(self.blob)
            self.blob += data
        shape = ",".join(str(n) for n in values.shape)
        return f"{dtype}:{shape}@{self.places[dtype, data]}"

    def write(self, folder):
        """Writes NAME.index and NAME.blob; returns their bytes."""
        head = f"strata-reference 1 {len(self.lines)} {len(self.blob)}"
        index = "\n".join([head] + self.lines) + "\n"
        (folder / f"{self.name}.index").write_text(index)
        (folder / f"{self.name}.blob").write_bytes(self.blob)
        return len(index) + len(self.blob)


def text(value):
    """A setting as the index spells it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (tuple, list)):
        return ",".join(text(v) for v in value)
    if isinstance(value, float):
        return repr(value)
    return str(value)


def read_literals(path):
    """(name, settings, tensors) of an index that has no blob."""
    for line in path.read_text().splitlines()[1:]:
        if line.startswith("#"):
            continue
        name, *words = line.split(" ")
        settings = dict(word.split("=", 1) for word in words)
        tensors = {}
        for key, value in settings.items():
            if ":" in value:
                shape, numbers = value.split(":")[1].split("=")
                tensors[key] = np.array(
                    [float(v) for v in numbers.split(",")]).reshape(
                        [int(n) for n in shape.split(",")])
        yield name, settings, tensors
