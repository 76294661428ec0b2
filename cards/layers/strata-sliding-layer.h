/* strata-sliding-layer.h — what both convolution layers do: all but their
 * tables.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-layer.h"
#include "strata-sliding.h"

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

/* StrataKind.describe of both layers. */
gboolean strata_sliding_describe (const void       *self,
                                  const StrataSpec *input,
                                  const StrataSpec *filter,
                                  StrataConvDesc   *desc,
                                  char            **message);
