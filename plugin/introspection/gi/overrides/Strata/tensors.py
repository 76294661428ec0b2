"""Tensors, as NumPy's arrays."""

# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

from gi.repository import GLib

from .faults import Strata, override, told, translate

DTYPES = {
    "float32": Strata.DType.FLOAT32,
    "float64": Strata.DType.FLOAT64,
    "float16": Strata.DType.FLOAT16,
    "bfloat16": Strata.DType.BFLOAT16,
}
DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}


def find_dtype(name):
    """The number of a type of elements, which may be given by name."""
    if isinstance(name, Strata.DType):
        return name
    try:
        return DTYPES[getattr(name, "__name__", str(name))]
    except KeyError:
        raise ValueError(
            f"A tensor's elements are {', '.join(DTYPES)}, not {name}"
        ) from None


def release(kept):
    """Lets an array go; called by any thread that drops a tensor's last use."""
    kept.clear()


def as_floats(array, dtype):
    """The array as one that a tensor can stand in: itself, if that can be."""
    import numpy

    kind = array.dtype.kind
    if kind in "biu":
        wide = dtype == Strata.DType.FLOAT64
        return array.astype(numpy.float64 if wide else numpy.float32, "C")
    if kind != "f":
        raise TypeError(
            f"An array of {array.dtype} is no tensor, whose elements are floats, "
            "integers or bools"
        )
    size = min(array.dtype.itemsize, 8)
    return numpy.require(array, f"=f{size}", "CA")


@override
class Tensor(Strata.Tensor):
    """An array of numbers with a shape, which nobody changes any more.

    `numpy.asarray(tensor)` is a view of the same memory, for reading alone.
    bfloat16, which NumPy does not have, becomes float32.
    """

    def __new__(cls, array, dtype=None):
        return cls.from_array(array, dtype)

    def __init__(self, *args, **kwargs):
        pass

    @classmethod
    def from_array(cls, array, dtype=None, copy=False):
        """A tensor with the elements of an array, or of numbers in lists.

        A C-contiguous array of float32, float64 or float16 is not copied, and
        must not be changed while the tensor or a result of it is in use; `copy`
        says to copy it nevertheless. Others are copied; integers and bools
        become float32, as they do when a .npy file is read. `dtype` names the
        type of the tensor where it is to be another one.
        """
        dtype = None if dtype is None else find_dtype(dtype)
        if isinstance(array, Strata.Tensor):
            tensor = array
        else:
            tensor = cls._around(array, dtype, copy)
        if dtype is None or dtype == tensor.get_dtype():
            return tensor
        with told():
            return tensor.to_dtype(dtype)

    @classmethod
    def _around(cls, array, dtype, copy):
        import numpy

        given = numpy.asarray(array)
        array = as_floats(given, dtype)
        if copy and numpy.may_share_memory(array, given):
            array = array.copy()
        kept = [array]
        try:
            return Strata.Tensor.new_from_memory(
                DTYPES[array.dtype.name],
                array.shape,
                array.__array_interface__["data"][0],
                release,
                kept,
            )
        except GLib.Error as error:
            kept.clear()
            raise translate(error) from None

    @property
    def dtype(self):
        """The name of the elements' type: "float32"."""
        return DTYPE_NAMES[self.get_dtype()]

    @property
    def shape(self):
        return tuple(self.get_shape())

    ndim = property(lambda self: len(self.get_shape()))
    size = property(Strata.Tensor.get_n_elements)
    nbytes = property(Strata.Tensor.get_n_bytes)

    @property
    def __array_interface__(self):
        size = {"float32": 4, "float64": 8, "float16": 2}.get(self.dtype)
        if size is None:
            raise AttributeError("NumPy has no bfloat16")
        order = "<" if sys.byteorder == "little" else ">"
        return {
            "version": 3,
            "shape": self.shape,
            "typestr": f"{order}f{size}",
            "data": (self.get_data() or 0, True),
        }

    def __array__(self, dtype=None, copy=None):
        import numpy

        tensor = self
        if self.get_dtype() == Strata.DType.BFLOAT16:
            tensor = self.to_dtype(Strata.DType.FLOAT32)
        array = numpy.asarray(tensor, dtype)
        return array.copy() if copy else array

    def numpy(self):
        """An array of the same memory, for reading alone."""
        import numpy

        return numpy.asarray(self)

    def tolist(self):
        """The elements as floats, in lists in each other."""
        with told():
            values = iter(self.to_values())

        def nest(shape):
            if not shape:
                return next(values)
            return [nest(shape[1:]) for _ in range(shape[0])]

        return nest(self.shape)

    def __len__(self):
        if not self.shape:
            raise TypeError("A tensor without axes has no length")
        return self.shape[0]

    def __repr__(self):
        return f"<Strata.Tensor {self.to_string()}>"
