/* strata-sliding.h — what the convolutions share: two layers and the raw
 * operation.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"
#include "strata-evaluation.h"
#include "strata-inference.h"
#include "strata-layer.h"

/* Fields of a convolution layer. DepthwiseConv2D has no ports for the filters
 * and the pointwise kernel; 0 filters are what the engine calls depthwise
 * alone. */
typedef struct
{
  int64_t                        filters;
  StrataPair                     kernel_size;
  StrataPair                     strides;
  StrataChoice                   padding;
  int64_t                        depth_multiplier;
  StrataChoice                   data_format;
  StrataPair                     dilation_rate;
  StrataChoice                   activation;
  gboolean                       use_bias;
  const StrataSeededInitializer *depthwise_initializer;
  const StrataSeededInitializer *pointwise_initializer;
  const StrataSeededInitializer *bias_initializer;
  const StrataRegularizer       *depthwise_regularizer;
  const StrataRegularizer       *pointwise_regularizer;
  const StrataRegularizer       *bias_regularizer;
  const StrataRegularizer       *activity_regularizer;
  const StrataConstraint        *depthwise_constraint;
  const StrataConstraint        *pointwise_constraint;
  const StrataConstraint        *bias_constraint;
  const StrataSpec              *input;
} StrataSliding;

extern const char *const strata_sliding_paddings[];
extern const char *const strata_sliding_data_formats[];
extern const char *const strata_sliding_activations[];

/* StrataKind.infer and StrataKind.layer of both layers. */
void strata_sliding_infer (const void      *self,
                           StrataInference *inference);
extern const StrataLayerClass strata_sliding_layer;

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
