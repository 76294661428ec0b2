"""What is wrong, as Python tells it."""

# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib

import gi.overrides
from gi.module import get_introspection_module
from gi.repository import GLib

Strata = get_introspection_module("Strata")


def override(type):
    """Puts a class in the place of the one that it is made from."""
    type.__module__ = "gi.overrides.Strata"
    return gi.overrides.override(type)


def made_by(maker):
    """An __init__() for what cannot be made by its class."""

    def refuse(self, *args, **kwargs):
        raise TypeError(f"A {type(self).__name__} is made by {maker}")

    return refuse


@override
class Fault(Strata.Fault):
    """Something wrong in a graph: `card`, `port` (or None) and `message`."""

    card = property(Strata.Fault.get_card)
    port = property(Strata.Fault.get_port)
    message = property(Strata.Fault.get_message)

    def __str__(self):
        return self.to_line(None)

    def __repr__(self):
        return f"<Strata.Fault {self}>"


class GraphFault(Exception):
    """What is wrong with a graph: `faults` has each, str() a line for each."""

    def __init__(self, faults, path=None):
        self.faults = list(faults)
        super().__init__("\n".join(fault.to_line(path) for fault in self.faults))


@contextlib.contextmanager
def told(path=None, card=None, port=None):
    """Turns GLib's errors into Python's."""
    try:
        yield
    except GLib.Error as error:
        raise translate(error, path, card, port) from None


def translate(error, path=None, card=None, port=None):
    if error.domain == "strata-graph-error-quark":
        return GraphFault([Fault.new(card, port, error.message)], path)
    if error.domain == "strata-tensor-error-quark":
        memory = error.code == Strata.TensorError.MEMORY
        return (MemoryError if memory else ValueError)(error.message)
    if error.domain == "strata-file-error-quark":
        memory = error.code == Strata.FileError.MEMORY
        return (MemoryError if memory else OSError)(error.message)
    return error
