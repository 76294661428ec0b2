/* strata-conv.h — depthwise and separable 2-D convolution.
 *
 * Three steps. *Describe*: fill a StrataConvDesc. *Prepare*:
 * strata_conv_new() checks everything, picks the kernels and packs the
 * weights, or refuses with a sentence. *Run*: strata_conv_run() computes; it
 * allocates nothing, cannot fail, and may be called from several threads at a
 * time on one StrataConv.
 *
 * Depthwise:  y[b,i,j,k·m+q] = Σ_di,dj w[di,dj,k,q] · x[b, i·s₀−p₀+di·d₀,
 * j·s₁−p₁+dj·d₁, k], then bias and activation. Separable: the same sum without
 * them, then z[b,i,j,f] = activation (bias[f] + Σ_c p[c,f]·y[b,i,j,c]).
 *
 * An element of a depthwise result is one chain of sums: the bias, then the
 * products of the taps inside the input in row-major order. The pointwise
 * sum has the bias first too, then the channels in order. Every kernel keeps
 * to that, hence results do not depend on the thread count or on which part
 * of the image an element lies in.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-activation.h"
#include "strata-pool.h"
#include "strata-window.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_NHWC, /* channels_last */
  STRATA_NCHW, /* channels_first */
} StrataFormat;

typedef struct
{
  StrataDType         dtype;   /* of input, weights and output */
  StrataFormat        format;  /* of input and output; weights have Keras'
                                  shapes in both */
  int64_t             batch;
  int64_t             channels;
  StrataWindowRequest window;
  int64_t             multiplier;
  int64_t             filters; /* 0: depthwise alone */
  bool                use_bias;
  StrataActivation    activation;
} StrataConvDesc;

/* A description with Keras' defaults: float32, NHWC, batch 1, strides and
 * dilations 1, valid, multiplier 1, no filters, no bias, linear. */
STRATA_EXPORT StrataConvDesc strata_conv_desc_init (void);

/* What can be said of a description before there is data. Batch, height and
 * width may be STRATA_UNKNOWN and are then unknown in the result too. */
typedef struct
{
  StrataWindow window[2];
  int64_t      depthwise_channels; /* channels·multiplier */
  int64_t      output_channels;    /* of the convolution, before a glu */
  int64_t      input_shape[4];     /* in the order of the format */
  int64_t      output_shape[4];    /* after the activation */
  int64_t      parameters;
  int64_t      macs;               /* for a batch of one, padded taps counted,
                                      the bias not */
} StrataConvShape;

STRATA_EXPORT bool strata_conv_infer (const StrataConvDesc *desc,
                                      StrataConvShape      *shape,
                                      StrataRefusal        *refusal);

/* Weights in the description's type, C order. */
typedef struct
{
  const void *depthwise; /* (kernel height, kernel width, channels,
                            multiplier) */
  const void *pointwise; /* (1, 1, channels·multiplier, filters), or NULL */
  const void *bias;      /* (output channels), or NULL */
} StrataConvWeights;

typedef struct _StrataConv StrataConv;

/* Packs a copy of the weights: the caller's may go. */
STRATA_EXPORT StrataConv            *strata_conv_new            (const StrataConvDesc    *desc,
                                                                 const StrataConvWeights *weights,
                                                                 StrataRefusal           *refusal);
STRATA_EXPORT void                   strata_conv_free           (StrataConv              *conv);
STRATA_EXPORT const StrataConvDesc  *strata_conv_desc           (const StrataConv        *conv);
STRATA_EXPORT const StrataConvShape *strata_conv_shape          (const StrataConv        *conv);

/* Name of the instruction set for which computations are prepared: the best one
 * that this CPU has, or the one that the environment variable STRATA_ISA names;
 * NULL and a refusal where that is unknown or not to be had here. */
STRATA_EXPORT const char            *strata_isa                 (StrataRefusal           *refusal);

/* Names of the instruction set ("avx512") and of the way ("nhwc tiles") that
 * were chosen; for benchmarks and bug reports. */
STRATA_EXPORT const char            *strata_conv_isa            (const StrataConv        *conv);
STRATA_EXPORT const char            *strata_conv_way            (const StrataConv        *conv);

/* Bytes that a run needs besides its tensors, one block for each run that
 * goes on at a time; from strata_memory_new(). */
STRATA_EXPORT size_t                 strata_conv_workspace_size (const StrataConv        *conv);

/* True, or false if @control was cancelled, which leaves @output undefined.
 * @workspace may be NULL where its size is 0, @pool and @control always. */
STRATA_EXPORT bool                   strata_conv_run            (const StrataConv        *conv,
                                                                 const void              *input,
                                                                 void                    *output,
                                                                 void                    *workspace,
                                                                 StrataPool              *pool,
                                                                 StrataControl           *control);

STRATA_END_DECLS
