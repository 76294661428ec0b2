#!/usr/bin/env python3
"""make.py — makes the array files of this folder, with NumPy 1.24.2.

Usage: python3 make.py, in this folder. The tests know what the arrays hold.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import io
import zipfile
from fractions import Fraction

import numpy as np

assert np.__version__ == "1.24.2", np.__version__

SHAPE = (2, 3, 4)
KINDS = {"f": "248", "i": "1248", "u": "1248", "b": "1"}


def counting(dtype):
    """Element k of C order is a simple function of k."""
    k = np.arange(24).reshape(SHAPE)
    values = {
        "f": (k - 11) * 0.25,
        "i": (k - 12) * 5,
        "u": k * 10,
        "b": k % 3 == 0,
    }[np.dtype(dtype).kind]
    return values.astype(dtype)


def save(name, array, version=(1, 0)):
    with open(name + ".npy", "wb") as file:
        np.lib.format.write_array(file, array, version)


def save_types():
    for kind, sizes in KINDS.items():
        for size in sizes:
            for order in "CF":
                for end in "<>" if size != "1" else "|":
                    name = {"<": "little-", ">": "big-", "|": ""}[end]
                    array = counting(end + kind + size)
                    save(f"{kind}{size}-{name}{order.lower()}",
                         np.array(array, order=order))
    for version in 2, 3:
        save(f"version-{version}", counting("<f4"), (version, 0))
        save(f"version-{version}-f",
             np.asfortranarray(counting(">i4")), (version, 0))


# Long enough that no transposition gets away with a single block.
def save_large():
    for name, shape in ("2", (301, 77)), ("4", (5, 31, 17, 9)):
        k = np.arange(np.prod(shape), dtype="<i2").reshape(shape)
        save(f"transposed-{name}", np.asfortranarray(k))


def nearest(value, fraction, exponent):
    """The floating number of so many bits that is nearest, ties to even."""
    if value == 0:
        return 0.0
    magnitude = abs(value)
    shift = max(magnitude.bit_length() - 1 - fraction, 0)
    quotient = Fraction(magnitude, 2 ** shift)
    rounded = round(quotient) * 2 ** shift
    if rounded >= 2 ** (exponent + 1):
        return np.copysign(np.inf, value)
    return float(np.copysign(float(rounded), value))


# Integers that a number of fewer bits holds only after rounding, and that are
# rounded wrongly where they go by another type on their way.
def save_rounded():
    signed, unsigned = [0, 1, -1], [0, 1]
    for bits in range(7, 64):
        for fraction in 7, 10, 23, 52:
            if bits <= fraction:
                continue
            half = 1 << (bits - fraction - 1)
            for odd in 0, 1 << (bits - fraction):
                for little in -1, 0, 1:
                    value = (1 << bits) + odd + half + little
                    unsigned.append(value)
                    if value < 2 ** 63:
                        signed += [value, -value]
    unsigned.append(2 ** 64 - 1)
    signed += [2 ** 63 - 1, -2 ** 63]
    targets = {"f2": (10, 15, "<f2"), "f4": (23, 127, "<f4"),
               "f8": (52, 1023, "<f8"), "bf2": (7, 127, "<f4")}
    for name, values in ("<i8", signed), ("<u8", unsigned):
        values = sorted(set(values))
        save(f"rounded-{name[1:]}", np.array(values, name))
        for target, (fraction, exponent, dtype) in targets.items():
            exact = [nearest(value, fraction, exponent) for value in values]
            save(f"rounded-{name[1:]}-{target}", np.array(exact, dtype))


# Headers on both sides of the next multiple of 64.
def save_shapes():
    shapes = [(), (0,), (1,), (4,), (0, 3), (3, 0), (1,) * 8, (2, 1, 3)]
    shapes += [(0,) + (10 ** digits,) for digits in range(17)]
    shapes += [(0, 10, 10, 10, 10, 10) + (10 ** digits,)
               for digits in range(10)]
    for i, shape in enumerate(shapes):
        save(f"shape-{i:02}", np.zeros(shape, "<f4"))


def save_numbers():
    numbers = [0.0, -0.0, np.inf, -np.inf, np.nan, 1 / 3, 65504, 65520, 1e-8]
    for size in 2, 4, 8:
        with np.errstate(over="ignore"):
            save(f"numbers-f{size}", np.array(numbers, f"<f{size}"))


def save_refused():
    refused = {
        "object": np.array([None, {}], object),
        "unicode": np.array(["a", "bc"]),
        "bytes": np.array([b"a", b"bc"]),
        "complex": np.zeros(2, "<c8"),
        "date": np.zeros(2, "<M8[s]"),
        "time": np.zeros(2, "<m8[s]"),
        "void": np.zeros(2, "V2"),
        "structure": np.zeros(2, [("a", "<f4"), ("b", "<i2")]),
        "long": np.zeros(2, np.longdouble),
        "rank-9": np.zeros((1,) * 9, "<f4"),
    }
    for name, array in refused.items():
        save(f"refused-{name}", array)


def weights():
    return {
        "dw/depthwise_kernel": counting("<f4"),
        "dw/bias": np.zeros(3, "<f4") + 0.5,
        "scalar": np.array(7, "<f8"),
        "half": counting("<f2"),
        "empty": np.zeros((0, 2), "<f4"),
    }


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


class Pipe(io.BytesIO):
    """What cannot go back makes zipfile write sizes behind the members."""

    def seekable(self):
        return False

    def tell(self):
        raise OSError

    def seek(self, *where):
        raise OSError


def save_archives():
    np.savez("stored.npz", **weights())
    np.savez_compressed("deflated.npz", **weights())
    np.savez("integers.npz", signed=counting(">i8"),
             unsigned=np.asfortranarray(counting("<u2")), truth=counting("b1"))
    np.savez("none.npz")

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, array in weights().items():
            with archive.open(zipfile.ZipInfo(key + ".npy"), "w") as member:
                member.write(npy(array))
    with open("streamed.npz", "wb") as file:
        file.write(pipe.getvalue())

    # Folders, a comment, a member without .npy, a name beyond ASCII.
    with zipfile.ZipFile("other.npz", "w") as archive:
        archive.comment = b"made by hand"
        for name, data in (
            ("dw/", b""),
            ("dw/bias.npy", npy(np.zeros(3, "<f4"))),
            ("größe.npy", npy(np.ones(2, "<f4"))),
            ("plain", npy(np.ones(1, "<f4"))),
            ("README.txt", b"no array"),
        ):
            archive.writestr(zipfile.ZipInfo(name), data)


if __name__ == "__main__":
    save_types()
    save_large()
    save_rounded()
    save_shapes()
    save_numbers()
    save_refused()
    save_archives()
