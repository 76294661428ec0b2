#!/usr/bin/env python3
"""edge-detector.py — finds the edges in a picture by Sobel's operators.

Builds a graph with a DepthwiseConv2D of two filters for each colour, gives it
weights from NumPy, checks it, runs it, and writes into a folder:

    edges.strata  the graph, for the editor and for `strata run`
    edges.npz     its weights
    edges.npy     the upright and the level edges of each colour

Usage: edge-detector.py [FOLDER]

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import pathlib
import sys

import gi
import numpy

gi.require_version("Strata", "1.0")
from gi.repository import Strata  # noqa: E402

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")

# A batch of one picture, with three colours: a disc that is bright in red.
y, x = numpy.mgrid[-1:1:64j, -1:1:64j]
disc = (x**2 + y**2 < 0.5).astype("float32")
picture = numpy.stack([disc, disc / 2, disc / 4], axis=-1)[numpy.newaxis]

# The cards, and the wires between them.
graph = Strata.Graph()
graph.add("Input", "picture", shape=[None, None, 3], position=(40, 80))
graph.add(
    "DepthwiseConv2D",
    "sobel",
    kernel_size=3,
    padding="same",
    depth_multiplier=2,
    use_bias=False,
    position=(320, 80),
)
graph.add("Output", "edges", position=(640, 80))
graph.connect("picture.data", "sobel.input")
graph.connect("sobel.output", "edges.data")

# Two filters for each of three channels, in Keras' shape: upright edges, and
# level edges.
upright = numpy.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "float32")
kernel = numpy.stack([upright, upright.T], axis=-1)[:, :, numpy.newaxis]
kernel = kernel.repeat(3, axis=2)
numpy.savez(folder / "edges.npz", **{"sobel/depthwise_kernel": kernel})
graph.weights = "edges.npz"

# Paths in a graph are relative to its file, so it is saved before it is run.
graph.save(folder / "edges.strata")

check = graph.check()
check.raise_faults()
for card in check.cards:
    print(f"{card.id:8} {card.type:16} {card.output_shape} {card.parameters}")

# The array is not copied on its way in, nor the result on its way out.
result = graph.run({"picture": picture})
edges = numpy.asarray(result["edges"])
numpy.save(folder / "edges.npy", edges)
strength = numpy.hypot(edges[..., 0::2], edges[..., 1::2])
print("strongest edge of each colour:", strength.max(axis=(0, 1, 2)))
