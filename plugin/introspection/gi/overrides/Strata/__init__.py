"""Strata for Python: cards, wires and tensors, in Python's own manner.

    import gi
    gi.require_version("Strata", "1.0")
    from gi.repository import Strata

    graph = Strata.Graph()
    graph.add("Input", "x", shape=[8, 8, 3])
    graph.add("DepthwiseConv2D", "dw", kernel_size=3)
    graph.add("Output", "y")
    graph.connect("x.data", "dw.input")
    graph.connect("dw.output", "y.data")
    result = graph.run({"x": array})
    numpy.asarray(result["y"])

Importing it loads all plugins, the bundled cards among them. NumPy is imported
when it is needed, and what needs none works without.
"""

# SPDX-License-Identifier: LGPL-2.1-or-later

import warnings

from .faults import GraphFault, Strata
from .graphs import Card, Graph, Port, Remark, Wire
from .runs import CardCheck, Check, Npz, Plan, Result, Run, Session, Weights
from .tensors import Tensor
from .values import Value

__all__ = ["Card", "CardCheck", "Check", "Graph", "GraphFault", "Npz", "Plan",
           "Port", "Remark", "Result", "Run", "Session", "Tensor", "Value",
           "Weights", "Wire"]

# Tracebacks name them as programs do.
for own in (CardCheck, Check, GraphFault, Result):
    own.__module__ = "gi.repository.Strata"

for message in Strata.plugins_load(None):
    warnings.warn(message, RuntimeWarning, stacklevel=2)
