#!/usr/bin/env python3
"""Makes the reference data: what Keras and TensorFlow compute.

Every value is computed along two paths first; nothing is written unless they
agree.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import os
import pathlib
import sys
import warnings

# One thread, plain kernels: the same numbers on every machine.
os.environ.update(
    CUDA_VISIBLE_DEVICES="-1", KERAS_BACKEND="tensorflow",
    TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0",
    TF_NUM_INTEROP_THREADS="1", TF_NUM_INTRAOP_THREADS="1")
sys.dont_write_bytecode = True
warnings.filterwarnings("ignore", "You are using a softmax")

import activations  # noqa: E402
import convolution_data  # noqa: E402
import examples  # noqa: E402
import graphs  # noqa: E402
import weights  # noqa: E402


def main():
    folder = pathlib.Path(__file__).resolve().parent
    notes = []
    convolution_data.check_worked(folder)
    groups = [
        convolution_data.make_forward(),
        convolution_data.make_gradient(),
        activations.make(notes),
        weights.make_initializers(),
        weights.make_regularizers(),
        weights.make_constraints(),
    ]
    for group in groups:
        size = group.write(folder)
        print(f"{group.name}: {len(group.lines)} cases, {size} bytes")
    print(graphs.make(folder))
    print(examples.make(folder))
    print(*notes, sep="\n")


if __name__ == "__main__":
    main()
