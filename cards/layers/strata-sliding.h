/* strata-sliding.h — what the convolutions share: two layers and the raw
 * operation.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"
#include "strata-evaluation.h"
#include "strata-inference.h"

/* Refuses strides with a dilation; @dilations is the name of that port. */
gboolean strata_sliding_check_steps (StrataInference *inference,
                                     const int64_t    strides[2],
                                     const char      *dilations,
                                     const int64_t    dilation[2]);

/* Puts what is known of a tensor of images into a description whose format is
 * set: *message says why it holds no images. */
gboolean strata_sliding_set_input (StrataConvDesc   *desc,
                                   const StrataSpec *input,
                                   char            **message);

/* strata_conv_infer() for a description in which channels, multiplier and
 * kernel may be STRATA_UNKNOWN too: what depends on them is unknown in the
 * result. A refusal belongs to the activation where *activation is set. */
gboolean strata_sliding_measure (const StrataConvDesc *desc,
                                 StrataConvShape      *shape,
                                 gboolean             *activation,
                                 StrataRefusal        *refusal);

StrataSpec strata_sliding_output (const StrataConvDesc  *desc,
                                  const StrataConvShape *shape);

/* The weights of a convolution; those that it does not have are NULL. */
typedef struct
{
  StrataTensor *depthwise, *pointwise, *bias;
} StrataSlidingWeights;

/* Computes; the result is the caller's. */
gboolean strata_sliding_run (const StrataConvDesc       *desc,
                             const StrataSlidingWeights *weights,
                             StrataTensor               *input,
                             StrataTensor              **output,
                             StrataEvaluation           *evaluation);
