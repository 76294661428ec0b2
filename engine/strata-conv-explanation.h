/* strata-conv-explanation.h — how one number of a convolution came to be.
 *
 * A prepared convolution is asked for one element of its output. The answer is
 * the chain of sums behind it, term by term in the engine's own order, the bias
 * that it starts from, and what the activation makes of the sum. Every sum is
 * taken by the prepared convolution's own kernels, rounding for rounding, so
 * that the result is the element of the output bit for bit.
 *
 * A separable layer has two storeys: each depthwise channel is a chain of its
 * own over the window, and the element is a chain over those channels. One of
 * the lower chains is told in full, that of the channel asked for.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"

STRATA_BEGIN_DECLS

/* The most terms that a chain is told in. */
#define STRATA_MAX_TERMS 1048576

/* The most products that an explanation computes: a function along an axis
 * depends on the sums of a whole row. */
#define STRATA_MAX_EXPLAINED_MACS 67108864

/* One product of a chain. */
typedef struct
{
  int64_t row, column; /* of the input; beyond it where @padded */
  int64_t tap_row, tap_column; /* of the kernel; 0 in a pointwise chain */
  int64_t channel;     /* of the input, or the depthwise channel */
  bool    padded;      /* nothing is there: the chain passes over it */
  double  input;       /* 0 where @padded, as are the product … */
  double  weight;
  double  product;     /* … rounded to the compute type */
  double  sum;         /* of the chain up to here */
} StrataConvTerm;

/* A chain of sums: @start, then the terms in order. */
typedef struct
{
  double          start; /* the bias, or 0 */
  bool            has_bias;
  int64_t         n_terms;
  StrataConvTerm *terms;
  double          sum;   /* the last one; where @split, as it was computed */
  bool            split; /* it was computed in products of split numbers, so
                            that the last term's may differ by a rounding */
} StrataConvChain;

/* An element of the output, whatever the format. @middle is the depthwise
 * channel of a separable layer whose chain is told; it is not read for a
 * depthwise convolution alone. */
typedef struct
{
  int64_t image, row, column, channel;
  int64_t middle;
} StrataConvElement;

typedef struct
{
  StrataConvElement element;
  StrataDType       dtype;      /* of the result */
  StrataDType       compute;    /* of all sums */
  bool              fused;      /* products are added before they are rounded */
  StrataWindow      window[2];
  StrataConvChain   depthwise;  /* of one channel, over the window */
  StrataConvChain   pointwise;  /* over the depthwise channels; no terms for a
                                   depthwise convolution alone */
  double            sum;        /* what goes into the activation */
  StrataActivation  activation;
  int64_t           n_row;      /* of the sums that an activation along an axis
                                   looks at; 0 for all others */
  int64_t           at_row;     /* where @sum stands among them */
  double           *row_sums;
  double            result;     /* the element, as @dtype holds it */
} StrataConvExplanation;

/* Explains an element of what strata_conv_run() makes of @input. @weights are
 * those that @conv was prepared with. Refuses an element that is not there, and
 * what is too long to be told. */
STRATA_EXPORT StrataConvExplanation *strata_conv_explain          (const StrataConv         *conv,
                                                                   const StrataConvWeights  *weights,
                                                                   const void               *input,
                                                                   const StrataConvElement  *element,
                                                                   StrataRefusal            *refusal);
STRATA_EXPORT void                   strata_conv_explanation_free (StrataConvExplanation    *explanation);

STRATA_END_DECLS
