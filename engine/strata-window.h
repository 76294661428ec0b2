/* strata-window.h — the geometry of a sliding window along one axis.
 *
 * All arithmetic on padding, stride and dilation stands here, and shape
 * inference, kernels, gradients and explanations ask it the same questions.
 *
 * An output at o looks at the inputs o·stride − before + tap·dilation for each
 * tap from 0 to kernel − 1; those below 0 or from `input` on are padding and
 * contribute nothing.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-refusal.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_PADDING_VALID,    /* none */
  STRATA_PADDING_SAME,     /* TensorFlow's: ⌈input / stride⌉ outputs, the odd
                              element of padding goes after */
  STRATA_PADDING_EXPLICIT, /* as given, before and after */
} StrataPadding;

typedef struct
{
  int64_t input;    /* or STRATA_UNKNOWN */
  int64_t kernel;
  int64_t stride;
  int64_t dilation;
  int64_t before;   /* padding; STRATA_UNKNOWN where it depends on the input */
  int64_t after;
  int64_t extent;   /* from the first tap to the last: (kernel − 1)·dilation
                       + 1 */
  int64_t output;   /* or STRATA_UNKNOWN */
} StrataWindow;

/* What the two axes of an image ask of their windows, height first. */
typedef struct
{
  int64_t       input[2];    /* STRATA_UNKNOWN allowed */
  int64_t       kernel[2];
  int64_t       strides[2];
  int64_t       dilations[2];
  StrataPadding padding;
  int64_t       explicit_padding[2][2]; /* [axis][before, after]; read for
                                           STRATA_PADDING_EXPLICIT alone */
} StrataWindowRequest;

/* Fills the windows of both axes, or refuses with a sentence about both. */
STRATA_EXPORT bool    strata_windows_init       (StrataWindow               windows[2],
                                                 const StrataWindowRequest *request,
                                                 StrataRefusal             *refusal);

/* Input position of the first tap of output @o; negative inside padding. */
STRATA_EXPORT int64_t strata_window_start       (const StrataWindow *window,
                                                 int64_t             o);

/* Input position under @tap of output @o, or -1 where that is padding. */
STRATA_EXPORT int64_t strata_window_source      (const StrataWindow *window,
                                                 int64_t             o,
                                                 int64_t             tap);

/* Taps of output @o that lie inside the input: from *first to before *end. */
STRATA_EXPORT void    strata_window_taps        (const StrataWindow *window,
                                                 int64_t             o,
                                                 int64_t            *first,
                                                 int64_t            *end);

/* Inputs that the outputs from @first to before @end look at, padding left out:
 * none outside of *from to before *to. */
STRATA_EXPORT void    strata_window_span        (const StrataWindow *window,
                                                 int64_t             first,
                                                 int64_t             end,
                                                 int64_t            *from,
                                                 int64_t            *to);

/* Outputs for which @tap lies inside the input: from *first to before *end. */
STRATA_EXPORT void    strata_window_outputs     (const StrataWindow *window,
                                                 int64_t             tap,
                                                 int64_t            *first,
                                                 int64_t            *end);

/* Output that sees input position @i through @tap, or -1: the question that
 * the gradient asks. */
STRATA_EXPORT int64_t strata_window_output_of   (const StrataWindow *window,
                                                 int64_t             i,
                                                 int64_t             tap);

STRATA_END_DECLS
