/* strata-activation.h — Keras' thirty activation functions.
 *
 * All but four work on each element by itself. `glu`, `softmax`,
 * `log_softmax` and `sparsemax` work along an axis; a layer applies them along
 * the last one, as Keras does, whatever the data format.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_LINEAR,
  STRATA_RELU,
  STRATA_RELU6,
  STRATA_LEAKY_RELU,
  STRATA_ELU,
  STRATA_SELU,
  STRATA_CELU,
  STRATA_GELU,
  STRATA_SILU,
  STRATA_HARD_SILU,
  STRATA_SIGMOID,
  STRATA_HARD_SIGMOID,
  STRATA_LOG_SIGMOID,
  STRATA_SPARSE_SIGMOID,
  STRATA_TANH,
  STRATA_HARD_TANH,
  STRATA_TANH_SHRINK,
  STRATA_SOFTPLUS,
  STRATA_SOFTSIGN,
  STRATA_SQUAREPLUS,
  STRATA_SPARSE_PLUS,
  STRATA_SOFT_SHRINK,
  STRATA_HARD_SHRINK,
  STRATA_THRESHOLD,
  STRATA_EXPONENTIAL,
  STRATA_MISH,
  STRATA_GLU,
  STRATA_SOFTMAX,
  STRATA_LOG_SOFTMAX,
  STRATA_SPARSEMAX,
} StrataActivationKind;

#define STRATA_N_ACTIVATIONS 30

/* A function with its parameters. strata_activation_init() gives Keras'
 * defaults; a function reads only the parameters that its Keras namesake
 * has. */
typedef struct
{
  StrataActivationKind kind;
  double negative_slope; /* relu 0, leaky_relu 0.2 */
  double max_value;      /* relu: infinity, no upper bound */
  double threshold;      /* relu 0, soft_shrink and hard_shrink 0.5,
                            threshold 0 */
  double default_value;  /* threshold 0 */
  double alpha;          /* elu, celu 1 */
  double b;              /* squareplus 4 */
  bool   approximate;    /* gelu false */
} StrataActivation;

STRATA_EXPORT StrataActivation strata_activation_init      (StrataActivationKind    kind);

/* Keras' snake_case name; NULL for a value that is none of the thirty. */
STRATA_EXPORT const char      *strata_activation_name      (StrataActivationKind    kind);

/* By Keras' name, aliases ("swish", "hard_swish") included; case matters.
 * "threshold" is known too: Keras finds the function, but cannot call it
 * without parameters, which start as 0 here. */
STRATA_EXPORT bool             strata_activation_from_name (const char             *name,
                                                            StrataActivationKind   *kind);

/* Whether the function works along an axis rather than element by element. */
STRATA_EXPORT bool             strata_activation_has_axis  (StrataActivationKind    kind);

/* Length of the axis after the function: half of @length for glu, which
 * refuses an odd one; @length for all others, STRATA_UNKNOWN included. Refuses
 * parameters that Keras refuses. */
STRATA_EXPORT bool             strata_activation_infer     (const StrataActivation *activation,
                                                            int64_t                 length,
                                                            int64_t                *result,
                                                            StrataRefusal          *refusal);

/* A tensor seen around one axis: `outer` blocks of `length` elements, each
 * element `inner` apart. For the last axis inner is 1. Functions without an
 * axis see outer·length·inner elements. */
typedef struct
{
  int64_t outer, length, inner;
} StrataAxis;

/* y = f(x). @y may be @x except for glu. The parameters must have passed
 * strata_activation_infer(). */
STRATA_EXPORT void             strata_activation_apply     (const StrataActivation *activation,
                                                            StrataDType             dtype,
                                                            StrataAxis              axis,
                                                            const void             *x,
                                                            void                   *y);

/* dx = f'(x)·dy, along the axis where there is one; @x is what went into the
 * function, @axis describes @x. At kinks as TensorFlow: relu'(0) = 0. */
STRATA_EXPORT void             strata_activation_gradient  (const StrataActivation *activation,
                                                            StrataDType             dtype,
                                                            StrataAxis              axis,
                                                            const void             *x,
                                                            const void             *dy,
                                                            void                   *dx);

STRATA_END_DECLS
