#!/usr/bin/env python3
"""Draws what the examples load: picture.npy, and frames.npy with sequence.npz.

Needs nothing but NumPy. All is made of sums, products and comparisons of
numbers that are exact, so that the same bytes come out everywhere.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent

# Points of an element along each axis, of which the mean is taken.
POINTS = 4


def grid(height, width):
    """(y, x) of all points, in elements."""
    y = (np.arange(height * POINTS) + 0.5) / POINTS
    x = (np.arange(width * POINTS) + 0.5) / POINTS
    return y[:, None], x[None, :]


def mean_of_points(values):
    height, width = (size // POINTS for size in values.shape)
    return values.reshape(height, POINTS, width, POINTS).mean(axis=(1, 3))


def disc(y, x, centre_y, centre_x, radius):
    return (y - centre_y)**2 + (x - centre_x)**2 < radius**2


def mountain(y, x, top_y, top_x, slope):
    return y - top_y > slope * abs(x - top_x)


def draw_picture(height=96, width=128):
    """Mountains between a sun and a lake that mirrors them, in grey."""
    y, x = grid(height, width)
    shore = 64
    # Below the shore stands the scene upside down, with waves in it.
    mirrored = y > shore
    up = np.where(mirrored, 2 * shore - y, y)
    across = x + np.where(mirrored & (y // 2 % 2 == 0), 0.75, 0.0)

    grey = 150 + up + 0 * x
    grey = np.where(disc(up, across, 22, 92, 11), 250, grey)
    grey = np.where(mountain(up, across, 24, 44, 0.75), 110, grey)
    grey = np.where(mountain(up, across, 24, 44, 0.75) & (up < 36), 235, grey)
    grey = np.where(mountain(up, across, 38, 84, 0.5), 80, grey)
    grey = np.where(mountain(up, across, 46, 8, 0.5), 60, grey)
    grey = np.where(mirrored, grey * 0.75, grey)
    grey = np.where(abs(y - shore) < 1, 30, grey)
    return np.floor(mean_of_points(grey) + 0.5).astype(np.uint8)


def draw_frame(step, size=24):
    """A disc on its way across, and a bar that stays."""
    y, x = grid(size, size)
    light = disc(y, x, 5 + 1.5 * step, 4 + 3 * step, 4.25)
    bar = (abs(y - 18) < 1.5) & (abs(x - 8) < 5)
    return mean_of_points(np.where(light, 1.0, 0.0) + np.where(bar, 0.5, 0.0))


def uniform(generator, shape, limit):
    """Multiples of 2^-10, which every floating type here holds exactly."""
    steps = int(limit * 1024)
    drawn = generator.integers(-steps, steps, shape, endpoint=True)
    return (drawn / 1024).astype(np.float32)


def make_weights():
    """Four filters of one's own making, and two mixtures drawn at random."""
    filters = np.array([
        [[0, 0, 0], [0, 1, 0], [0, 0, 0]],           # the frame itself
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],        # its upright edges
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],        # its level edges
        [[0, 1, 0], [1, -4, 1], [0, 1, 0]],          # its corners and points
    ], np.float32)
    weights = {
        "filters/depthwise_kernel": filters.transpose(1, 2, 0)[:, :, None, :],
        "filters/bias": np.zeros(4, np.float32),
    }
    generator = np.random.Generator(np.random.PCG64(5))
    for direction in ("forward", "backward"):
        under = f"both/{direction}/"
        weights[under + "depthwise_kernel"] = uniform(generator, (3, 3, 4, 1),
                                                      0.5)
        weights[under + "pointwise_kernel"] = uniform(generator, (1, 1, 4, 3),
                                                      0.75)
        weights[under + "bias"] = np.zeros(3, np.float32)
    return {key: np.ascontiguousarray(w) for key, w in weights.items()}


def main():
    np.save(FOLDER / "picture.npy", draw_picture()[None, :, :, None])
    frames = np.stack([draw_frame(step) for step in range(6)])
    np.save(FOLDER / "frames.npy", frames[None, ..., None].astype(np.float16))
    np.savez(FOLDER / "sequence.npz", **make_weights())


if __name__ == "__main__":
    main()
