/* strata-reference.h — the oracle: every convolution as its formula says.
 *
 * Plain loops in double precision, never optimised; tests and benchmarks hold
 * every kernel against them. Not part of the installed library.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"
#include "strata-conv-gradient.h"

/* @output has as many doubles as the description's output; the rest is in the
 * description's type. @desc must pass strata_conv_infer(). Aborts if it cannot
 * have the memory it needs. */
void strata_reference_run      (const StrataConvDesc            *desc,
                                const StrataConvWeights         *weights,
                                const void                      *input,
                                double                          *output);

/* The gradients that come out through @tensors are arrays of double here,
 * whatever the type; its input and output_gradient are of the type. */
void strata_reference_gradient (const StrataConvDesc            *desc,
                                const StrataConvWeights         *weights,
                                const StrataConvGradientTensors *tensors);
