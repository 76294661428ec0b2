/* strata-activation.c — Keras' thirty activation functions by name, and over
 * tensors.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation-private.h"
#include "strata-refusal-private.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* clang-format off */
static const char *const names[STRATA_N_ACTIVATIONS] = {
  [STRATA_LINEAR]         = "linear",
  [STRATA_RELU]           = "relu",
  [STRATA_RELU6]          = "relu6",
  [STRATA_LEAKY_RELU]     = "leaky_relu",
  [STRATA_ELU]            = "elu",
  [STRATA_SELU]           = "selu",
  [STRATA_CELU]           = "celu",
  [STRATA_GELU]           = "gelu",
  [STRATA_SILU]           = "silu",
  [STRATA_HARD_SILU]      = "hard_silu",
  [STRATA_SIGMOID]        = "sigmoid",
  [STRATA_HARD_SIGMOID]   = "hard_sigmoid",
  [STRATA_LOG_SIGMOID]    = "log_sigmoid",
  [STRATA_SPARSE_SIGMOID] = "sparse_sigmoid",
  [STRATA_TANH]           = "tanh",
  [STRATA_HARD_TANH]      = "hard_tanh",
  [STRATA_TANH_SHRINK]    = "tanh_shrink",
  [STRATA_SOFTPLUS]       = "softplus",
  [STRATA_SOFTSIGN]       = "softsign",
  [STRATA_SQUAREPLUS]     = "squareplus",
  [STRATA_SPARSE_PLUS]    = "sparse_plus",
  [STRATA_SOFT_SHRINK]    = "soft_shrink",
  [STRATA_HARD_SHRINK]    = "hard_shrink",
  [STRATA_THRESHOLD]      = "threshold",
  [STRATA_EXPONENTIAL]    = "exponential",
  [STRATA_MISH]           = "mish",
  [STRATA_GLU]            = "glu",
  [STRATA_SOFTMAX]        = "softmax",
  [STRATA_LOG_SOFTMAX]    = "log_softmax",
  [STRATA_SPARSEMAX]      = "sparsemax",
};

static const struct
{
  const char           *name;
  StrataActivationKind  kind;
} aliases[] = {
  { "swish",      STRATA_SILU },
  { "hard_swish", STRATA_HARD_SILU },
};
/* clang-format on */

/* Numbers that are converted, computed and converted back at a time. */
#define BLOCK 256

StrataActivation
strata_activation_init (StrataActivationKind kind)
{
  StrataActivation activation = {
    .kind = kind,
    .negative_slope = kind == STRATA_LEAKY_RELU ? 0.2 : 0,
    .max_value = INFINITY,
    .alpha = 1,
    .b = 4,
  };

  if (kind == STRATA_SOFT_SHRINK || kind == STRATA_HARD_SHRINK)
    activation.threshold = 0.5;
  return activation;
}

const char *
strata_activation_name (StrataActivationKind kind)
{
  return (unsigned) kind < STRATA_N_ACTIVATIONS ? names[kind] : NULL;
}

bool
strata_activation_from_name (const char *name, StrataActivationKind *kind)
{
  for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
    if (strcmp (name, names[i]) == 0)
      {
        *kind = (StrataActivationKind) i;
        return true;
      }

  for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
    if (strcmp (name, aliases[i].name) == 0)
      {
        *kind = aliases[i].kind;
        return true;
      }

  return false;
}

bool
strata_activation_has_axis (StrataActivationKind kind)
{
  return kind == STRATA_GLU || kind == STRATA_SOFTMAX
         || kind == STRATA_LOG_SOFTMAX || kind == STRATA_SPARSEMAX;
}

bool
strata_activation_infer (const StrataActivation *activation,
                         int64_t length,
                         int64_t *result,
                         StrataRefusal *refusal)
{
  if (!strata_activation_name (activation->kind))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "There is no activation function number %d",
                          (int) activation->kind);

  *result = length;
  if (activation->kind != STRATA_GLU || length == STRATA_UNKNOWN)
    return true;

  if (length % 2)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The activation glu splits its axis into halves, "
                          "which is not possible for a length of %" PRId64,
                          length);
  *result = length / 2;
  return true;
}

static double
as_held_by (StrataDType dtype, double value)
{
  double held;

  strata_dtype_set (dtype, &held, 0, value);
  return strata_dtype_get (dtype, &held, 0);
}

StrataActivation
strata_activation_narrow (const StrataActivation *activation, StrataDType dtype)
{
  StrataActivation narrow = *activation;

  narrow.negative_slope = as_held_by (dtype, activation->negative_slope);
  narrow.max_value = as_held_by (dtype, activation->max_value);
  narrow.threshold = as_held_by (dtype, activation->threshold);
  narrow.default_value = as_held_by (dtype, activation->default_value);
  narrow.alpha = as_held_by (dtype, activation->alpha);
  narrow.b = as_held_by (dtype, activation->b);
  return narrow;
}

static size_t
n_elements (StrataAxis axis)
{
  return (size_t) (axis.outer * axis.length * axis.inner);
}

static size_t
at_most_a_block (size_t n)
{
  return n < BLOCK ? n : BLOCK;
}

void
strata_activation_apply (const StrataActivation *activation,
                         StrataDType dtype,
                         StrataAxis axis,
                         const void *x,
                         void *y)
{
  StrataActivation narrow = strata_activation_narrow (activation, dtype);
  size_t size = strata_dtype_size (dtype);
  size_t n = n_elements (axis);
  double block[BLOCK];

  if (strata_activation_has_axis (activation->kind))
    {
      strata_activation_axis_apply (&narrow, dtype, axis, x, y);
      return;
    }

  for (size_t start = 0, now; start < n; start += now)
    {
      now = at_most_a_block (n - start);
      strata_dtype_convert (dtype, (const char *) x + start * size,
                            STRATA_FLOAT64, block, now);
      for (size_t i = 0; i < now; i++)
        block[i] = strata_activation_f64 (&narrow, block[i]);
      strata_dtype_convert (STRATA_FLOAT64, block, dtype,
                            (char *) y + start * size, now);
    }
}

void
strata_activation_gradient (const StrataActivation *activation,
                            StrataDType dtype,
                            StrataAxis axis,
                            const void *x,
                            const void *dy,
                            void *dx)
{
  StrataActivation narrow = strata_activation_narrow (activation, dtype);
  size_t size = strata_dtype_size (dtype);
  size_t n = n_elements (axis);
  double block[BLOCK], slopes[BLOCK];

  if (strata_activation_has_axis (activation->kind))
    {
      strata_activation_axis_gradient (&narrow, dtype, axis, x, dy, dx);
      return;
    }

  for (size_t start = 0, now; start < n; start += now)
    {
      now = at_most_a_block (n - start);
      strata_dtype_convert (dtype, (const char *) x + start * size,
                            STRATA_FLOAT64, block, now);
      strata_dtype_convert (dtype, (const char *) dy + start * size,
                            STRATA_FLOAT64, slopes, now);
      for (size_t i = 0; i < now; i++)
        block[i] = slopes[i] * strata_activation_slope_f64 (&narrow, block[i]);
      strata_dtype_convert (STRATA_FLOAT64, block, dtype,
                            (char *) dx + start * size, now);
    }
}
