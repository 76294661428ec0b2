/* reference-conv.h — a convolution of the reference data, ready to run.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "reference-numbers.h"
#include "strata-conv.h"

/* Tensors are in the description's type; weights that it lacks are NULL. */
typedef struct
{
  StrataConvDesc desc;
  StrataConvShape shape;
  gsize n_input;
  gsize n_output; /* after the activation */
  void *input;
  StrataConvWeights weights;
  void *owned[3]; /* the weights' memory */
} ReferenceConv;

/* Fails the running test and returns FALSE where the case makes no sense or is
 * refused. */
gboolean reference_conv_init (ReferenceConv *conv,
                              const ReferenceCase *item);
void reference_conv_clear (ReferenceConv *conv);
