/* strata-activation-element.c — the activations that see one number.
 *
 * A value and a slope for each, in double precision. Where TensorFlow's own
 * expression loses digits, an equal one stands here that does not; what
 * TensorFlow gives for NaN, infinities and at kinks is kept.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation-private.h"

#include <math.h>

#define ARGUMENTS const StrataActivation *a, double x

/* Of "Self-Normalizing Neural Networks". */
#define SELU_SCALE 1.0507009873554804934
#define SELU_SCALE_ALPHA 1.7580993408473768599

/* √(2/π) and the weight of the cube in the approximate gelu. */
#define GELU_SCALE 0.79788456080286535588
#define GELU_CUBE 0.044715

#define SQRT_HALF 0.70710678118654752440
#define SQRT_TWO_PI 2.50662827463100050242

static double
sigmoid (double x)
{
  double e = exp (-fabs (x));

  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

static double
softplus (double x)
{
  return (x > 0 ? x : 0) + log1p (exp (-fabs (x)));
}

/* NaN goes through. */
static double
clip (double x, double low, double high)
{
  if (x > high)
    x = high;
  return x < low ? low : x;
}

static double
value_linear (ARGUMENTS)
{
  return x;
}

static double
slope_linear (ARGUMENTS)
{
  return 1;
}

/* Keras takes TensorFlow's leaky relu where it can, and relu6 where the bound
 * happens to be 6; the slope at the bound tells them apart. */
static bool
relu_is_leaky (const StrataActivation *a)
{
  return a->negative_slope != 0 && a->max_value == INFINITY
         && a->threshold == 0;
}

/* Before the bound. */
static double
relu_part (ARGUMENTS)
{
  if (a->threshold != 0)
    return x > a->threshold ? x : 0;
  return x <= 0 ? 0 : x;
}

static double
value_leaky_relu (ARGUMENTS)
{
  return x > 0 ? x : a->negative_slope * x;
}

static double
slope_leaky_relu (ARGUMENTS)
{
  return x > 0 ? 1 : a->negative_slope;
}

static double
value_relu (ARGUMENTS)
{
  double below = a->threshold - x;
  double y;

  if (relu_is_leaky (a))
    return value_leaky_relu (a, x);

  y = relu_part (a, x);
  if (a->max_value != INFINITY)
    y = clip (y, 0, a->max_value);
  if (a->negative_slope != 0)
    y -= a->negative_slope * (below <= 0 ? 0 : below);
  return y;
}

static double
slope_relu (ARGUMENTS)
{
  double part = relu_part (a, x);
  bool passes = x > a->threshold;
  double below = a->threshold - x > 0 ? a->negative_slope : 0;

  if (relu_is_leaky (a))
    return slope_leaky_relu (a, x);

  if (a->max_value == 6 && a->threshold == 0)
    passes = passes && x < 6;
  else if (a->max_value != INFINITY)
    passes = passes && part >= 0 && part <= a->max_value;
  return (passes ? 1 : 0) + below;
}

static double
value_relu6 (ARGUMENTS)
{
  return clip (x, 0, 6);
}

static double
slope_relu6 (ARGUMENTS)
{
  return x > 0 && x < 6 ? 1 : 0;
}

static double
value_elu (ARGUMENTS)
{
  return x > 0 ? x : a->alpha * expm1 (x);
}

static double
slope_elu (ARGUMENTS)
{
  if (x > 0)
    return 1;
  return x < 0 ? a->alpha * exp (x) : a->alpha;
}

static double
value_selu (ARGUMENTS)
{
  return x < 0 ? SELU_SCALE_ALPHA * expm1 (x) : SELU_SCALE * x;
}

/* TensorFlow asks the result on which side of 0 it is. */
static double
slope_selu (ARGUMENTS)
{
  double e = exp (x);

  return e < 1 ? SELU_SCALE_ALPHA * e : SELU_SCALE;
}

static double
value_celu (ARGUMENTS)
{
  return x > 0 ? x : a->alpha * expm1 (x / a->alpha);
}

/* Keras adds a maximum and a minimum with 0, and TensorFlow lets both have
 * the gradient of a tie: 2 at 0, 0 at NaN. */
static double
slope_celu (ARGUMENTS)
{
  double positive = x >= 0 ? 1 : 0;

  return positive + (x <= 0 ? exp (x / a->alpha) : 0);
}

/* √(2/π)·(x + 0.044715·x³)·2: tanh becomes a sigmoid, which keeps its digits
 * where 1 + tanh loses them. */
static double
gelu_argument (double x)
{
  return 2 * GELU_SCALE * x * (1 + GELU_CUBE * x * x);
}

static double
value_gelu (ARGUMENTS)
{
  if (a->approximate)
    return x * sigmoid (gelu_argument (x));
  return 0.5 * x * erfc (-x * SQRT_HALF);
}

static double
slope_gelu_approximate (double x)
{
  double u = gelu_argument (x);
  double above = sigmoid (u);
  double bend = x * above * sigmoid (-u);

  if (bend == 0)
    return above;
  return above + bend * 2 * GELU_SCALE * (1 + 3 * GELU_CUBE * x * x);
}

static double
slope_gelu (ARGUMENTS)
{
  if (a->approximate)
    return slope_gelu_approximate (x);
  return 0.5 * erfc (-x * SQRT_HALF) + x * (exp (-0.5 * x * x) / SQRT_TWO_PI);
}

static double
value_silu (ARGUMENTS)
{
  return x * sigmoid (x);
}

static double
slope_silu (ARGUMENTS)
{
  double s = sigmoid (x);

  return s + x * s * sigmoid (-x);
}

static double
value_hard_sigmoid (ARGUMENTS)
{
  return clip (x + 3, 0, 6) / 6;
}

static double
slope_hard_sigmoid (ARGUMENTS)
{
  return x > -3 && x < 3 ? 1.0 / 6 : 0;
}

static double
value_hard_silu (ARGUMENTS)
{
  return x * value_hard_sigmoid (a, x);
}

static double
slope_hard_silu (ARGUMENTS)
{
  return value_hard_sigmoid (a, x) + x * slope_hard_sigmoid (a, x);
}

static double
value_sigmoid (ARGUMENTS)
{
  return sigmoid (x);
}

static double
slope_sigmoid (ARGUMENTS)
{
  return sigmoid (x) * sigmoid (-x);
}

static double
value_log_sigmoid (ARGUMENTS)
{
  return -softplus (-x);
}

static double
slope_log_sigmoid (ARGUMENTS)
{
  return sigmoid (-x);
}

static double
value_sparse_sigmoid (ARGUMENTS)
{
  return clip (0.5 * (x + 1), 0, 1);
}

/* NaN is on neither side. */
static double
slope_sparse_sigmoid (ARGUMENTS)
{
  return x <= -1 || x >= 1 ? 0 : 0.5;
}

static double
value_tanh (ARGUMENTS)
{
  return tanh (x);
}

static double
slope_tanh (ARGUMENTS)
{
  return 4 * sigmoid (2 * x) * sigmoid (-2 * x);
}

static double
value_hard_tanh (ARGUMENTS)
{
  return clip (x, -1, 1);
}

static double
slope_hard_tanh (ARGUMENTS)
{
  return x >= -1 && x <= 1 ? 1 : 0;
}

/* Near 0 by Lambert's fraction, tanh x = x / (1 + x² / (3 + x² / (5 + …))). */
static double
value_tanh_shrink (ARGUMENTS)
{
  double rest = 0;

  if (!(fabs (x) < 1))
    return x - tanh (x);

  for (int odd = 19; odd >= 3; odd -= 2)
    rest = x * x / (odd + rest);
  return x * (rest / (1 + rest));
}

static double
slope_tanh_shrink (ARGUMENTS)
{
  double t = tanh (x);

  return t * t;
}

static double
value_softplus (ARGUMENTS)
{
  return softplus (x);
}

static double
slope_softplus (ARGUMENTS)
{
  return sigmoid (x);
}

static double
value_softsign (ARGUMENTS)
{
  return x / (1 + fabs (x));
}

static double
slope_softsign (ARGUMENTS)
{
  double s = 1 / (1 + fabs (x));

  return s * s;
}

/* √(x² + b); x² may be beyond the largest number. */
static double
squareplus_root (ARGUMENTS)
{
  double size = fabs (x);

  if (size > 0x1p500)
    return size * sqrt (1 + a->b / size / size);
  return sqrt (x * x + a->b);
}

static double
value_squareplus (ARGUMENTS)
{
  double root = squareplus_root (a, x);

  /* Far below 0 the sum would cancel; times (root − x), it is b. */
  if (x < 0 && x > -INFINITY)
    return 0.5 * a->b / (root - x);
  return 0.5 * x + 0.5 * root;
}

static double
slope_squareplus (ARGUMENTS)
{
  return value_squareplus (a, x) / squareplus_root (a, x);
}

static double
value_sparse_plus (ARGUMENTS)
{
  if (x <= -1)
    return 0;
  return x < 1 ? 0.25 * (x + 1) * (x + 1) : x;
}

/* TensorFlow multiplies the square, which is not taken outside [−1, 1], by
 * 0: infinities give NaN. */
static double
slope_sparse_plus (ARGUMENTS)
{
  if (x <= -1)
    return 0 * x;
  return x < 1 ? 0.5 * (x + 1) : 1 + 0 * x;
}

static double
value_soft_shrink (ARGUMENTS)
{
  if (x > a->threshold)
    return x - a->threshold;
  return x < -a->threshold ? x + a->threshold : 0;
}

static double
slope_soft_shrink (ARGUMENTS)
{
  return x > a->threshold || x < -a->threshold ? 1 : 0;
}

static double
value_hard_shrink (ARGUMENTS)
{
  return fabs (x) > a->threshold ? x : 0;
}

static double
slope_hard_shrink (ARGUMENTS)
{
  return fabs (x) > a->threshold ? 1 : 0;
}

static double
value_threshold (ARGUMENTS)
{
  return x > a->threshold ? x : a->default_value;
}

static double
slope_threshold (ARGUMENTS)
{
  return x > a->threshold ? 1 : 0;
}

static double
exponential (ARGUMENTS)
{
  return exp (x);
}

/* tanh (softplus x) and, in *@rest, 1 − its square: with e = exp (−|x|) both
 * are quotients of polynomials. */
static double
mish_gate (double x, double *rest)
{
  double e = exp (-fabs (x));
  double n = e * (e + 2);
  double d = 1 + 2 * e + 2 * e * e;

  if (x > 0)
    {
      *rest = 4 * e * e * (1 + e) * (1 + e) / (d * d);
      return (1 + 2 * e) / d;
    }

  *rest = 4 * (n + 1) / ((n + 2) * (n + 2));
  return n / (n + 2);
}

static double
value_mish (ARGUMENTS)
{
  double rest;

  return x * mish_gate (x, &rest);
}

static double
slope_mish (ARGUMENTS)
{
  double rest;
  double gate = mish_gate (x, &rest);

  return gate + x * (sigmoid (x) * rest);
}

#undef ARGUMENTS

typedef double (*Function) (const StrataActivation *activation, double x);

/* clang-format off */
static const struct
{
  Function value, slope;
} functions[STRATA_N_ACTIVATIONS] = {
  [STRATA_LINEAR]         = { value_linear,         slope_linear },
  [STRATA_RELU]           = { value_relu,           slope_relu },
  [STRATA_RELU6]          = { value_relu6,          slope_relu6 },
  [STRATA_LEAKY_RELU]     = { value_leaky_relu,     slope_leaky_relu },
  [STRATA_ELU]            = { value_elu,            slope_elu },
  [STRATA_SELU]           = { value_selu,           slope_selu },
  [STRATA_CELU]           = { value_celu,           slope_celu },
  [STRATA_GELU]           = { value_gelu,           slope_gelu },
  [STRATA_SILU]           = { value_silu,           slope_silu },
  [STRATA_HARD_SILU]      = { value_hard_silu,      slope_hard_silu },
  [STRATA_SIGMOID]        = { value_sigmoid,        slope_sigmoid },
  [STRATA_HARD_SIGMOID]   = { value_hard_sigmoid,   slope_hard_sigmoid },
  [STRATA_LOG_SIGMOID]    = { value_log_sigmoid,    slope_log_sigmoid },
  [STRATA_SPARSE_SIGMOID] = { value_sparse_sigmoid, slope_sparse_sigmoid },
  [STRATA_TANH]           = { value_tanh,           slope_tanh },
  [STRATA_HARD_TANH]      = { value_hard_tanh,      slope_hard_tanh },
  [STRATA_TANH_SHRINK]    = { value_tanh_shrink,    slope_tanh_shrink },
  [STRATA_SOFTPLUS]       = { value_softplus,       slope_softplus },
  [STRATA_SOFTSIGN]       = { value_softsign,       slope_softsign },
  [STRATA_SQUAREPLUS]     = { value_squareplus,     slope_squareplus },
  [STRATA_SPARSE_PLUS]    = { value_sparse_plus,    slope_sparse_plus },
  [STRATA_SOFT_SHRINK]    = { value_soft_shrink,    slope_soft_shrink },
  [STRATA_HARD_SHRINK]    = { value_hard_shrink,    slope_hard_shrink },
  [STRATA_THRESHOLD]      = { value_threshold,      slope_threshold },
  [STRATA_EXPONENTIAL]    = { exponential,          exponential },
  [STRATA_MISH]           = { value_mish,           slope_mish },
};
/* clang-format on */

double
strata_activation_f64 (const StrataActivation *activation, double x)
{
  return functions[activation->kind].value (activation, x);
}

float
strata_activation_f32 (const StrataActivation *activation, float x)
{
  return (float) functions[activation->kind].value (activation, x);
}

double
strata_activation_slope_f64 (const StrataActivation *activation, double x)
{
  return functions[activation->kind].slope (activation, x);
}

float
strata_activation_slope_f32 (const StrataActivation *activation, float x)
{
  return (float) functions[activation->kind].slope (activation, x);
}
