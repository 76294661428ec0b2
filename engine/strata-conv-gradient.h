/* strata-conv-gradient.h — gradients of the convolutions of strata-conv.h.
 *
 * Given the gradient of some loss with respect to a layer's output, its
 * gradients with respect to the layer's input, kernels and bias, through the
 * activation. The same three steps as forward.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"

STRATA_BEGIN_DECLS

typedef struct _StrataConvGradient StrataConvGradient;

/* Takes what strata_conv_new() takes. */
STRATA_EXPORT StrataConvGradient *strata_conv_gradient_new            (const StrataConvDesc     *desc,
                                                                       const StrataConvWeights  *weights,
                                                                       StrataRefusal            *refusal);
STRATA_EXPORT void                strata_conv_gradient_free           (StrataConvGradient       *gradient);
STRATA_EXPORT size_t              strata_conv_gradient_workspace_size (const StrataConvGradient *gradient);

/* The tensors of one run, in the description's type. A gradient that is not
 * wanted is NULL and is not computed. */
typedef struct
{
  const void *input;
  const void *output_gradient;
  void       *input_gradient;
  void       *depthwise_gradient;
  void       *pointwise_gradient;
  void       *bias_gradient;
} StrataConvGradientTensors;

/* True, or false if @control was cancelled. */
STRATA_EXPORT bool                strata_conv_gradient_run            (const StrataConvGradient        *gradient,
                                                                       const StrataConvGradientTensors *tensors,
                                                                       void                            *workspace,
                                                                       StrataPool                      *pool,
                                                                       StrataControl                   *control);

STRATA_END_DECLS
