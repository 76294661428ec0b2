/* strata-gradient-steps-private.h — the steps of a gradient.
 *
 * Each takes and gives tensors of the compute type unless it says otherwise,
 * cuts its work into tasks by sizes alone, and sums in an order that does not
 * depend on them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-steps-private.h"

/* Back through the activation, row by row. */
typedef struct
{
  StrataDType dtype;
  StrataActivation activation;
  int64_t n, length, result; /* rows, and their length before and after it */
} StrataActivationStep;

/* Widens the output's gradient into @wide, where that is not NULL; puts the
 * gradient of @sums in their place, where they are not NULL. */
bool strata_activation_step_run (const StrataActivationStep *step,
                                 const void                 *output_gradient,
                                 void                       *wide,
                                 void                       *sums,
                                 StrataPool                 *pool,
                                 StrataControl              *control);

/* Sums over images and places. */
typedef struct
{
  StrataDType dtype;
  StrataFormat format;
  int64_t batch, places, channels;
} StrataBiasStep;

/* @result is of the element type. */
bool strata_bias_step_run (const StrataBiasStep *step,
                           const void           *gradient,
                           void                 *result,
                           StrataPool           *pool,
                           StrataControl        *control);

/* The pointwise kernel: products of all places of input and gradient. */
typedef struct
{
  const StrataKernels *kernels;
  StrataDType dtype;
  StrataFormat format;
  int64_t batch, places, inputs, outputs;
} StrataPointwiseKernelStep;

bool strata_pointwise_kernel_step_run (const StrataPointwiseKernelStep *step,
                                       const void    *input,
                                       const void    *gradient,
                                       void          *result,
                                       StrataPool    *pool,
                                       StrataControl *control);

/* The depthwise kernel and the input. */
typedef struct
{
  const StrataKernels *kernels;
  StrataDType dtype;
  StrataFormat format;
  int64_t batch, channels, multiplier;
  const StrataWindow *window;
  const void *weights; /* (taps, multiplier, channels) */
} StrataDepthwiseGradientStep;

/* @input and @result are of the element type, here and below. */
bool strata_depthwise_kernel_step_run (const StrataDepthwiseGradientStep *step,
                                       const void    *input,
                                       const void    *gradient,
                                       void          *result,
                                       StrataPool    *pool,
                                       StrataControl *control);
bool strata_depthwise_input_step_run  (const StrataDepthwiseGradientStep *step,
                                       const void    *gradient,
                                       void          *result,
                                       StrataPool    *pool,
                                       StrataControl *control);
