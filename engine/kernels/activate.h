/* activate.h — the activation functions over vectors.
 *
 * What strata-activation-element.c computes, in the compute type. In float
 * everything stands on one exponential and, where it must, one division. In
 * double the functions with an exponential go lane by lane.
 *
 * The coefficients are least in their largest relative error over the stated
 * range, as found by a weighted fit.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "vector.h"

#include "strata-activation-private.h"

/* Sizes whose square, or whose sum with another, no longer fits. */
#ifdef V_DOUBLE
#define V_INFINITY __builtin_inf ()
#define V_SQUARE_LIMIT 0x1p500
#define V_SQUARE_SCALE 0x1p520
#else
#define V_INFINITY __builtin_inff ()
#define V_SQUARE_LIMIT 0x1p60f
#define V_SQUARE_SCALE 0x1p70f
#endif

/* These keep NaN: v_min and v_max return their second argument then. */
W_ vf
v_at_least (V low, vf x)
{
  return v_max (v_set1 (low), x);
}

W_ vf
v_clip (V low, V high, vf x)
{
  return v_min (v_set1 (high), v_at_least (low, x));
}

W_ vf
v_negative (vf x)
{
  return v_sub (v_zero (), x);
}

W_ vf
v_size (vf x)
{
  return v_max (x, v_negative (x));
}

W_ vm
v_positive (vf x)
{
  return v_greater (x, v_zero ());
}

/* One function after the other from here on, in the order of their kinds,
 * those with an exponential apart. */

W_ vf
v_leaky_relu (vf x, const StrataActivation *a)
{
  return v_select (v_positive (x), x,
                   v_mul (v_set1 ((V) a->negative_slope), x));
}

W_ vf
v_relu_general (vf x, const StrataActivation *a)
{
  const V slope = (V) a->negative_slope, high = (V) a->max_value;
  const vf threshold = v_set1 ((V) a->threshold);
  vf y = v_at_least (0, x);

  if (slope != 0 && high == V_INFINITY && (V) a->threshold == 0)
    return v_leaky_relu (x, a);

  if ((V) a->threshold != 0)
    y = v_select (v_greater (x, threshold), x, v_zero ());
  if (high != V_INFINITY)
    y = v_at_least (0, v_min (v_set1 (high), y));
  if (slope != 0)
    y = v_sub (y, v_mul (v_set1 (slope), v_at_least (0, v_sub (threshold, x))));
  return y;
}

W_ vf
v_relu (vf x, const StrataActivation *a)
{
  if (a->negative_slope == 0 && a->threshold == 0)
    return v_at_least (0, v_min (v_set1 ((V) a->max_value), x));
  return v_relu_general (x, a);
}

W_ vf
v_hard_sigmoid (vf x)
{
  return v_mul (v_clip (0, 6, v_add (x, v_set1 (3))), v_set1 ((V) (1.0 / 6)));
}

W_ vf
v_sparse_sigmoid (vf x)
{
  return v_clip (0, 1, v_mul (v_set1 ((V) 0.5), v_add (x, v_set1 (1))));
}

W_ vf
v_softsign (vf x)
{
  return v_div (x, v_add (v_set1 (1), v_size (x)));
}

W_ vf
v_squareplus (vf x, const StrataActivation *a)
{
  const vf half = v_set1 ((V) 0.5), b = v_set1 ((V) a->b);
  vm large = v_greater (v_size (x), v_set1 (V_SQUARE_LIMIT));
  vf down = v_select (large, v_set1 (1 / V_SQUARE_SCALE), v_set1 (1));
  vf up = v_select (large, v_set1 (V_SQUARE_SCALE), v_set1 (1));
  vf small = v_mul (x, down);
  vf square = v_mul (small, small);
  vf root = v_sqrt (v_add (square, v_mul (v_mul (b, down), down)));
  vf sum, quotient;

  /* Below 0 the sum would cancel; times (root − x), it is b. */
  root = v_mul (root, up);
  sum = v_add (v_mul (half, x), v_mul (half, root));
  quotient = v_div (v_mul (half, b), v_sub (root, x));
  quotient = v_select (v_greater (x, v_set1 (-V_INFINITY)), quotient, sum);
  return v_select (v_greater (v_zero (), x), quotient, sum);
}

W_ vf
v_sparse_plus (vf x)
{
  const vf one = v_set1 (1), minus_one = v_set1 (-1);
  vf y = v_add (x, one);

  y = v_mul (v_mul (v_set1 ((V) 0.25), y), y);
  y = v_select (v_greater (one, x), y, x);
  return v_select (v_greater (minus_one, x), v_zero (), y);
}

W_ vf
v_soft_shrink (vf x, const StrataActivation *a)
{
  const vf threshold = v_set1 ((V) a->threshold);
  vm below = v_greater (v_negative (threshold), x);
  vf y = v_select (below, v_add (x, threshold), v_zero ());

  return v_select (v_greater (x, threshold), v_sub (x, threshold), y);
}

W_ vf
v_hard_shrink (vf x, const StrataActivation *a)
{
  vm far = v_greater (v_size (x), v_set1 ((V) a->threshold));

  return v_select (far, x, v_zero ());
}

W_ vf
v_threshold (vf x, const StrataActivation *a)
{
  return v_select (v_greater (x, v_set1 ((V) a->threshold)), x,
                   v_set1 ((V) a->default_value));
}

#ifdef V_DOUBLE

static __attribute__ ((noinline, unused)) vf
v_curved (vf x, const StrataActivation *a)
{
  V lanes[V_LANES];

  v_store (lanes, x);
  for (int i = 0; i < V_LANES; i++)
    lanes[i] = strata_activation_f64 (a, lanes[i]);
  return v_load (lanes);
}

#else

#define V_SELU_SCALE 1.05070098735548f
#define V_SELU_SCALE_ALPHA 1.75809934084738f

/* Σ coefficients[i]·xⁱ */
W_ vf
v_polynomial (vf x, int n, const float *coefficients)
{
  vf y = v_set1 (coefficients[n - 1]);

  for (int i = n - 2; i >= 0; i--)
    y = v_fma (y, x, v_set1 (coefficients[i]));
  return y;
}

#define V_POLYNOMIAL(x, ...)                                                   \
  v_polynomial (x, sizeof ((const float[]){ __VA_ARGS__ }) / sizeof (float),   \
                (const float[]){ __VA_ARGS__ })

/* exp x = 2ⁿ·(1 + rest) with |log (1 + rest)| ≤ log 2 / 2. */
typedef struct
{
  vf n, rest;
} Exponential;

W_ Exponential
v_exponential (vf x)
{
  /* log 2 in two parts; the first has so few bits that n times it is exact.
   * Beyond the bounds the result is 0 or infinity all the same. */
  const vf log2_high = v_set1 (-0.693359375f);
  const vf log2_low = v_set1 (2.12194440e-4f);
  const float low = -105, high = 90;
  Exponential e;
  vf r, q;

  x = v_clip (low, high, x);
  e.n = v_round (v_mul (x, v_set1 (1.44269504f)));
  /* A whole number even for NaN; the rest stays NaN. */
  e.n = v_max (e.n, v_set1 (-152));
  r = v_fma (e.n, log2_high, x);
  r = v_fma (e.n, log2_low, r);
  /* (exp r − 1 − r) / r², to 4e-9 of exp r. */
  q = V_POLYNOMIAL (r, 0.49999994f, 0.166665211f, 0.041668389f, 0.00836874545f,
                    0.00138145394f);
  e.rest = v_fma (v_mul (r, r), q, r);
  return e;
}

W_ vf
v_exp (vf x)
{
  Exponential e = v_exponential (x);

  return v_scale2 (v_add (e.rest, v_set1 (1)), e.n);
}

/* exp x − 1, for x ≤ 0 or NaN. */
W_ vf
v_expm1 (vf x)
{
  Exponential e = v_exponential (x);
  vf scale = v_scale2 (v_set1 (1), e.n);

  return v_fma (scale, e.rest, v_sub (scale, v_set1 (1)));
}

/* exp (−|x|): no function below needs more of it. */
W_ vf
v_exp_minus (vf x)
{
  return v_exp (v_min (x, v_negative (x)));
}

/* log (1 + e) for e from 0 to 1, as 2·artanh (e / (2 + e)). */
W_ vf
v_log1p (vf e)
{
  vf s = v_div (e, v_add (e, v_set1 (2)));
  vf p = V_POLYNOMIAL (v_mul (s, s), 1, 0.333331585f, 0.200124592f,
                       0.139802337f, 0.140895173f);

  return v_mul (v_add (s, s), p);
}

W_ vf
v_softplus (vf x)
{
  return v_add (v_at_least (0, x), v_log1p (v_exp_minus (x)));
}

W_ vf
v_sigmoid (vf x)
{
  const vf one = v_set1 (1);
  vf e = v_exp_minus (x);

  return v_div (v_select (v_positive (x), one, e), v_add (one, e));
}

W_ vf
v_tanh (vf x)
{
  vf size = v_size (x);
  vf e = v_expm1 (v_mul (v_set1 (-2), size));
  vf t = v_div (e, v_add (e, v_set1 (2)));

  return v_select (v_positive (x), v_negative (t), t);
}

/* Near 0 the difference would cancel. */
W_ vf
v_tanh_shrink (vf x)
{
  vf square = v_mul (x, x);
  vf p = V_POLYNOMIAL (square, 0.333333313f, -0.133332416f, 0.0539467148f,
                       -0.0216800589f, 0.00808936264f, -0.00203903718f);
  vm near = v_greater (v_set1 (0.5f), square);

  return v_select (near, v_mul (v_mul (x, square), p), v_sub (x, v_tanh (x)));
}

W_ vf
v_elu (vf x, const StrataActivation *a)
{
  vf below = v_expm1 (v_min (v_zero (), x));

  return v_select (v_positive (x), x, v_mul (v_set1 ((V) a->alpha), below));
}

W_ vf
v_selu (vf x)
{
  vf below =
      v_mul (v_set1 (V_SELU_SCALE_ALPHA), v_expm1 (v_min (v_zero (), x)));

  return v_select (v_greater (v_zero (), x), below,
                   v_mul (v_set1 (V_SELU_SCALE), x));
}

W_ vf
v_celu (vf x, const StrataActivation *a)
{
  const vf alpha = v_set1 ((V) a->alpha);
  vf below = v_expm1 (v_div (v_min (v_zero (), x), alpha));

  return v_select (v_positive (x), x, v_mul (alpha, below));
}

/* x·Φ(x). With a = |x|, Φ(−a) is exp (−a²/2) times a function R that is
 * smooth in t = (a − 4) / (a + 4); beyond 15 the exponential is 0. */
W_ vf
v_gelu_exact (vf x)
{
  const vf one = v_set1 (1), four = v_set1 (4);
  vf a = v_min (v_set1 (15), v_size (x));
  vf t = v_div (v_sub (a, four), v_add (a, four));
  vf r =
      V_POLYNOMIAL (t, 0.094410643f, -0.170397744f, 0.12437918f, -0.0717067048f,
                    0.0308657512f, -0.0084981015f, 0.000501426635f,
                    0.000657703611f, -0.000166145765f, -6.42874147e-05f);
  vf tail = v_mul (r, v_exp (v_mul (v_mul (v_set1 (-0.5f), a), a)));

  return v_mul (x, v_select (v_positive (x), v_sub (one, tail), tail));
}

W_ vf
v_gelu (vf x, const StrataActivation *a)
{
  const vf scale = v_set1 (1.59576912f), cube = v_set1 (0.0713548163f);

  if (!a->approximate)
    return v_gelu_exact (x);
  return v_mul (x, v_sigmoid (v_mul (x, v_fma (v_mul (x, x), cube, scale))));
}

/* x·tanh (softplus x), a quotient of polynomials in e = exp (−|x|). */
W_ vf
v_mish (vf x)
{
  const vf one = v_set1 (1), two = v_set1 (2);
  vf e = v_exp_minus (x);
  vf above = v_fma (two, e, one);
  vf below = v_mul (e, v_add (e, two));
  vf square = v_mul (two, v_mul (e, e));
  vm positive = v_positive (x);
  vf top = v_select (positive, above, below);
  vf bottom = v_add (top, v_select (positive, square, two));

  return v_mul (x, v_div (top, bottom));
}

/* celu with its alpha below 0, which no one has asked for so far. */
static __attribute__ ((noinline, unused)) vf
v_by_lane (vf x, const StrataActivation *a)
{
  V lanes[V_LANES];

  v_store (lanes, x);
  for (int i = 0; i < V_LANES; i++)
    lanes[i] = strata_activation_f32 (a, lanes[i]);
  return v_load (lanes);
}

W_ vf
v_curved (vf x, const StrataActivation *a)
{
  switch (a->kind)
    {
    case STRATA_ELU:
      return v_elu (x, a);
    case STRATA_SELU:
      return v_selu (x);
    case STRATA_CELU:
      return a->alpha > 0 ? v_celu (x, a) : v_by_lane (x, a);
    case STRATA_GELU:
      return v_gelu (x, a);
    case STRATA_SILU:
      return v_mul (x, v_sigmoid (x));
    case STRATA_SIGMOID:
      return v_sigmoid (x);
    case STRATA_LOG_SIGMOID:
      return v_negative (v_softplus (v_negative (x)));
    case STRATA_TANH:
      return v_tanh (x);
    case STRATA_TANH_SHRINK:
      return v_tanh_shrink (x);
    case STRATA_SOFTPLUS:
      return v_softplus (x);
    case STRATA_EXPONENTIAL:
      return v_exp (x);
    case STRATA_MISH:
      return v_mish (x);
    default:
      return x;
    }
}

#undef V_POLYNOMIAL

#endif

static inline __attribute__ ((unused)) vf
v_activate (vf x, const StrataActivation *a)
{
  switch (a->kind)
    {
    case STRATA_LINEAR:
      return x;
    case STRATA_RELU:
      return v_relu (x, a);
    case STRATA_RELU6:
      return v_clip (0, 6, x);
    case STRATA_LEAKY_RELU:
      return v_leaky_relu (x, a);
    case STRATA_HARD_SILU:
      return v_mul (x, v_hard_sigmoid (x));
    case STRATA_HARD_SIGMOID:
      return v_hard_sigmoid (x);
    case STRATA_SPARSE_SIGMOID:
      return v_sparse_sigmoid (x);
    case STRATA_HARD_TANH:
      return v_clip (-1, 1, x);
    case STRATA_SOFTSIGN:
      return v_softsign (x);
    case STRATA_SQUAREPLUS:
      return v_squareplus (x, a);
    case STRATA_SPARSE_PLUS:
      return v_sparse_plus (x);
    case STRATA_SOFT_SHRINK:
      return v_soft_shrink (x, a);
    case STRATA_HARD_SHRINK:
      return v_hard_shrink (x, a);
    case STRATA_THRESHOLD:
      return v_threshold (x, a);
    default:
      return v_curved (x, a);
    }
}

/* @y may be @x. */
static __attribute__ ((unused)) void
activate (const StrataActivation *a, size_t n, const V *x, V *y)
{
  size_t i = 0;

  for (; i + V_LANES <= n; i += V_LANES)
    v_store (y + i, v_activate (v_load (x + i), a));

  if (i < n)
    {
      vm rest = v_lanes (0, (int) (n - i));

      v_store_m (y + i, v_activate (v_load_m (x + i, rest), a), rest);
    }
}
