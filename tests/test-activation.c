/* test-activation.c — the thirty functions against Keras, and against
 * themselves.
 *
 * Literal numbers are Keras 3.15.1's on TensorFlow 2.21, in float64.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define N_POINTS 6

typedef struct
{
  StrataActivationKind kind;
  double values[N_POINTS], slopes[N_POINTS];
} Sample;

typedef struct
{
  StrataActivation activation;
  double values[N_POINTS], slopes[N_POINTS];
} ParameterSample;

static const double points[N_POINTS] = { -6.5, -1.25, -0.3, 0.7, 2, 8 };

/* clang-format off */
static const Sample samples[] = {
  { STRATA_LINEAR,
    { -6.5, -1.25, -0.3, 0.7, 2, 8 },
    { 1, 1, 1, 1, 1, 1 } },
  { STRATA_RELU,
    { 0, 0, 0, 0.7, 2, 8 },
    { 0, 0, 0, 1, 1, 1 } },
  { STRATA_RELU6,
    { 0, 0, 0, 0.7, 2, 6 },
    { 0, 0, 0, 1, 1, 0 } },
  { STRATA_LEAKY_RELU,
    { -1.3, -0.25, -0.06, 0.7, 2, 8 },
    { 0.2, 0.2, 0.2, 1, 1, 1 } },
  { STRATA_ELU,
    { -0.9984965608070224, -0.7134952031398099, -0.2591817793182821, 0.7, 2, 8 },
    { 0.001503439192977574, 0.2865047968601901, 0.7408182206817179, 1, 1, 1 } },
  { STRATA_SELU,
    { -1.755456145393199, -1.254395446337865, -0.4556673153791221, 0.7354906911488363, 2.101401974710961, 8.405607898843844 },
    { 0.002643195454177905, 0.5037038945095118, 1.302432025468255, 1.05070098735548, 1.05070098735548, 1.05070098735548 } },
  { STRATA_CELU,
    { -0.9984965608070224, -0.7134952031398099, -0.2591817793182821, 0.7, 2, 8 },
    { 0.001503439192977572, 0.2865047968601901, 0.7408182206817179, 1, 1, 1 } },
  { STRATA_GELU,
    { -2.61040037950841e-10, -0.132062217083569, -0.1146265733433142, 0.5306254434438489, 1.954499736103642, 7.999999999999995 },
    { -1.695051793757251e-09, -0.1226615830694222, 0.2676722331728902, 0.9766141011336599, 1.085231801078197, 1.00000000000004 } },
  { STRATA_SILU,
    { -0.009757684668790444, -0.278375173531636, -0.1276672449565023, 0.4677314405177163, 1.761594155955765, 7.997317198956268 },
    { -0.00824185434896183, 0.006319155084687563, 0.3522199896811173, 0.8233867834733425, 1.090784248784896, 1.002346551235585 } },
  { STRATA_HARD_SILU,
    { -0, -0.3645833333333334, -0.135, 0.4316666666666666, 1.666666666666667, 8 },
    { 0, 0.08333333333333334, 0.4, 0.7333333333333334, 1.166666666666667, 1 } },
  { STRATA_SIGMOID,
    { 0.001501182256736991, 0.2227001388253088, 0.425557483188341, 0.6681877721681662, 0.8807970779778824, 0.9996646498695335 },
    { 0.001498928708569049, 0.173104786992497, 0.2444583116907459, 0.221712873293109, 0.1049935854035065, 0.0003352376707564791 } },
  { STRATA_HARD_SIGMOID,
    { 0, 0.2916666666666667, 0.45, 0.6166666666666667, 0.8333333333333334, 1 },
    { 0, 0.1666666666666667, 0.1666666666666667, 0.1666666666666667, 0.1666666666666667, 0 } },
  { STRATA_LOG_SIGMOID,
    { -6.501502310159754, -1.501929081345373, -0.8543552444685272, -0.4031860488854578, -0.1269280110429725, -0.0003354063728957688 },
    { 0.998498817743263, 0.7772998611746912, 0.574442516811659, 0.331812227831834, 0.1192029220221175, 0.0003353501304664782 } },
  { STRATA_SPARSE_SIGMOID,
    { 0, 0, 0.35, 0.85, 1, 1 },
    { 0, 0, 0.5, 0.5, 0, 0 } },
  { STRATA_TANH,
    { -0.9999954793514043, -0.8482836399575129, -0.2913126124515908, 0.6043677771171635, 0.9640275800758169, 0.9999997749296758 },
    { 9.041276755161753e-06, 0.2804148661804327, 0.9151369618266292, 0.6347395899824586, 0.07065082485316443, 4.501405976853334e-07 } },
  { STRATA_HARD_TANH,
    { -1, -1, -0.3, 0.7, 1, 1 },
    { 0, 0, 1, 1, 0, 0 } },
  { STRATA_TANH_SHRINK,
    { -5.500004520648596, -0.4017163600424871, -0.008687387548409142, 0.09563222288283646, 1.035972419924183, 7.000000225070324 },
    { 0.9999909587232448, 0.7195851338195673, 0.08486303817337082, 0.3652604100175414, 0.9293491751468356, 0.9999995498594023 } },
  { STRATA_SOFTPLUS,
    { 0.001502310159754284, 0.2519290813453728, 0.5543552444685271, 1.103186048885458, 2.126928011042973, 8.000335406372896 },
    { 0.001501182256736991, 0.2227001388253088, 0.425557483188341, 0.6681877721681662, 0.8807970779778824, 0.9996646498695335 } },
  { STRATA_SOFTSIGN,
    { -0.8666666666666667, -0.5555555555555556, -0.2307692307692308, 0.4117647058823529, 0.6666666666666666, 0.8888888888888888 },
    { 0.01777777777777778, 0.1975308641975309, 0.5917159763313609, 0.3460207612456748, 0.1111111111111111, 0.01234567901234568 } },
  { STRATA_SQUAREPLUS,
    { 0.150367627183861, 0.5542476415070754, 0.8611874208078342, 1.409481005020854, 2.414213562373095, 8.123105625617661 },
    { 0.02211049563902501, 0.23500052999841, 0.4258297735348777, 0.6651752123640531, 0.8535533905932737, 0.9850712500726659 } },
  { STRATA_SPARSE_PLUS,
    { 0, 0, 0.1225, 0.7224999999999999, 2, 8 },
    { 0, 0, 0.35, 0.85, 1, 1 } },
  { STRATA_SOFT_SHRINK,
    { -6, -0.75, 0, 0.2, 1.5, 7.5 },
    { 1, 1, 0, 1, 1, 1 } },
  { STRATA_HARD_SHRINK,
    { -6.5, -1.25, 0, 0.7, 2, 8 },
    { 1, 1, 0, 1, 1, 1 } },
  { STRATA_THRESHOLD,
    { 0, 0, 0, 0.7, 2, 8 },
    { 0, 0, 0, 1, 1, 1 } },
  { STRATA_EXPONENTIAL,
    { 0.001503439192977572, 0.2865047968601901, 0.7408182206817179, 2.013752707470477, 7.38905609893065, 2980.957987041728 },
    { 0.001503439192977572, 0.2865047968601901, 0.7408182206817179, 2.013752707470477, 7.38905609893065, 2980.957987041728 } },
  { STRATA_MISH,
    { -0.009765008692071329, -0.3084139611415276, -0.1511331771383346, 0.5611483776438518, 1.943958959533995, 7.999998200644843 },
    { -0.008255353616806134, -0.01469756247301959, 0.4085108769357023, 0.9687948682001859, 1.06931793427949, 1.000003372583687 } },
};

static const ParameterSample parameter_samples[] = {
  { { STRATA_RELU, 0.25, INFINITY, 0, 0, 1, 4, false },
    { -1.625, -0.3125, -0.075, 0.7, 2, 8 },
    { 0.25, 0.25, 0.25, 1, 1, 1 } },
  { { STRATA_RELU, 0, 1.5, 0, 0, 1, 4, false },
    { 0, 0, 0, 0.7, 1.5, 1.5 },
    { 0, 0, 0, 1, 0, 0 } },
  { { STRATA_RELU, 0, INFINITY, 0.75, 0, 1, 4, false },
    { 0, 0, 0, 0, 2, 8 },
    { 0, 0, 0, 0, 1, 1 } },
  { { STRATA_RELU, 0, INFINITY, -0.75, 0, 1, 4, false },
    { 0, 0, -0.3, 0.7, 2, 8 },
    { 0, 0, 1, 1, 1, 1 } },
  { { STRATA_RELU, 0.5, 2, 1, 0, 1, 4, false },
    { -3.75, -1.125, -0.65, -0.15, 2, 2 },
    { 0.5, 0.5, 0.5, 0.5, 1, 0 } },
  { { STRATA_RELU, 0, 2, -1, 0, 1, 4, false },
    { 0, 0, 0, 0.7, 2, 2 },
    { 0, 0, 0, 1, 1, 0 } },
  { { STRATA_RELU, 0, -1, 0, 0, 1, 4, false },
    { 0, 0, 0, 0, 0, 0 },
    { 0, 0, 0, 0, 0, 0 } },
  { { STRATA_LEAKY_RELU, 1.5, INFINITY, 0, 0, 1, 4, false },
    { -9.75, -1.875, -0.45, 0.7, 2, 8 },
    { 1.5, 1.5, 1.5, 1, 1, 1 } },
  { { STRATA_ELU, 0, INFINITY, 0, 0, 2, 4, false },
    { -1.996993121614045, -1.42699040627962, -0.5183635586365642, 0.7, 2, 8 },
    { 0.003006878385955147, 0.5730095937203803, 1.481636441363436, 1, 1, 1 } },
  { { STRATA_CELU, 0, INFINITY, 0, 0, 2.5, 4, false },
    { -2.314316054464165, -0.9836733507184164, -0.2826989082071062, 0.7, 2, 8 },
    { 0.07427357821433388, 0.6065306597126334, 0.8869204367171575, 1, 1, 1 } },
  { { STRATA_GELU, 0, INFINITY, 0, 0, 1, 4, true },
    { -6.263878304935133e-13, -0.1322857970302854, -0.1146290764572407, 0.5305701347051167, 1.954597694087775, 8 },
    { -6.568394199526304e-12, -0.1224926322496487, 0.2677045483611982, 0.976357218656104, 1.086099256623618, 1 } },
  { { STRATA_SQUAREPLUS, 0, INFINITY, 0, 0, 1, 1, false },
    { 0.03823660949147634, 0.1753905296791061, 0.3720153254455275, 0.9603277807866851, 2.118033988749895, 8.031128874149275 },
    { 0.005814151174691418, 0.1095655952784848, 0.3563260572168273, 0.7867311721816641, 0.9472135954999579, 0.9961389383568339 } },
  { { STRATA_SOFT_SHRINK, 0, INFINITY, 0.25, 0, 1, 4, false },
    { -6.25, -1, -0.04999999999999999, 0.45, 1.75, 7.75 },
    { 1, 1, 1, 1, 1, 1 } },
  { { STRATA_HARD_SHRINK, 0, INFINITY, 1, 0, 1, 4, false },
    { -6.5, -1.25, 0, 0, 2, 8 },
    { 1, 1, 0, 0, 1, 1 } },
  { { STRATA_THRESHOLD, 0, INFINITY, 0.5, -2, 1, 4, false },
    { -2, -2, -2, 0.7, 2, 8 },
    { 0, 0, 0, 1, 1, 1 } },
};

static const double special_points[4] = { NAN, INFINITY, -INFINITY, 0 };

static const struct
{
  StrataActivationKind kind;
  double values[4], slopes[4];
} specials[] = {
  { STRATA_LINEAR,
    { NAN, INFINITY, -INFINITY, 0 },
    { 1, 1, 1, 1 } },
  { STRATA_RELU,
    { NAN, INFINITY, 0, 0 },
    { 0, 1, 0, 0 } },
  { STRATA_RELU6,
    { NAN, 6, 0, 0 },
    { 0, 0, 0, 0 } },
  { STRATA_LEAKY_RELU,
    { NAN, INFINITY, -INFINITY, 0 },
    { 0.2, 1, 0.2, 0.2 } },
  { STRATA_ELU,
    { NAN, INFINITY, -1, 0 },
    { 1, 1, 0, 1 } },
  { STRATA_SELU,
    { NAN, INFINITY, -1.758099340847377, 0 },
    { 1.05070098735548, 1.05070098735548, 0, 1.05070098735548 } },
  { STRATA_CELU,
    { NAN, INFINITY, -1, 0 },
    { 0, 1, 0, 2 } },
  { STRATA_GELU,
    { NAN, INFINITY, NAN, 0 },
    { NAN, NAN, NAN, 0.5 } },
  { STRATA_SILU,
    { NAN, INFINITY, NAN, 0 },
    { NAN, NAN, NAN, 0.5 } },
  { STRATA_HARD_SILU,
    { NAN, INFINITY, NAN, 0 },
    { NAN, NAN, NAN, 0.5 } },
  { STRATA_SIGMOID,
    { NAN, 1, 0, 0.5 },
    { NAN, 0, 0, 0.25 } },
  { STRATA_HARD_SIGMOID,
    { NAN, 1, 0, 0.5 },
    { 0, 0, 0, 0.1666666666666667 } },
  { STRATA_LOG_SIGMOID,
    { NAN, -0, -INFINITY, -0.6931471805599453 },
    { NAN, 0, 1, 0.5 } },
  { STRATA_SPARSE_SIGMOID,
    { NAN, 1, 0, 0.5 },
    { 0.5, 0, 0, 0.5 } },
  { STRATA_TANH,
    { NAN, 1, -1, 0 },
    { NAN, 0, 0, 1 } },
  { STRATA_HARD_TANH,
    { NAN, 1, -1, 0 },
    { 0, 0, 0, 1 } },
  { STRATA_TANH_SHRINK,
    { NAN, INFINITY, -INFINITY, 0 },
    { NAN, 1, 1, 0 } },
  { STRATA_SOFTPLUS,
    { NAN, INFINITY, 0, 0.6931471805599453 },
    { NAN, 1, 0, 0.5 } },
  { STRATA_SOFTSIGN,
    { NAN, NAN, NAN, 0 },
    { NAN, 0, 0, 1 } },
  { STRATA_SQUAREPLUS,
    { NAN, INFINITY, NAN, 1 },
    { NAN, NAN, NAN, 0.5 } },
  { STRATA_SPARSE_PLUS,
    { NAN, INFINITY, 0, 0.25 },
    { NAN, NAN, NAN, 0.5 } },
  { STRATA_SOFT_SHRINK,
    { 0, INFINITY, -INFINITY, 0 },
    { 0, 1, 1, 0 } },
  { STRATA_HARD_SHRINK,
    { 0, INFINITY, -INFINITY, 0 },
    { 0, 1, 1, 0 } },
  { STRATA_THRESHOLD,
    { 0, INFINITY, 0, 0 },
    { 0, 1, 0, 0 } },
  { STRATA_EXPONENTIAL,
    { NAN, INFINITY, 0, 1 },
    { NAN, INFINITY, 0, 1 } },
  { STRATA_MISH,
    { NAN, INFINITY, NAN, 0 },
    { NAN, NAN, NAN, 0.6000000000000001 } },
};

static const struct
{
  StrataActivationKind kind;
  double x, value, slope;
} kinks[] = {
  { STRATA_RELU6, 6, 6, 0 },
  { STRATA_HARD_SILU, -3, -0, 0 },
  { STRATA_HARD_SILU, 3, 3, 1 },
  { STRATA_HARD_SIGMOID, -3, 0, 0 },
  { STRATA_HARD_SIGMOID, 3, 1, 0 },
  { STRATA_SPARSE_SIGMOID, -1, 0, 0 },
  { STRATA_SPARSE_SIGMOID, 1, 1, 0 },
  { STRATA_HARD_TANH, -1, -1, 1 },
  { STRATA_HARD_TANH, 1, 1, 1 },
  { STRATA_SPARSE_PLUS, -1, 0, 0 },
  { STRATA_SPARSE_PLUS, 1, 1, 1 },
  { STRATA_SOFT_SHRINK, -0.5, 0, 0 },
  { STRATA_SOFT_SHRINK, 0.5, 0, 0 },
  { STRATA_HARD_SHRINK, -0.5, 0, 0 },
  { STRATA_HARD_SHRINK, 0.5, 0, 0 },
};

/* Along an axis of four, with the gradient beside it. */
static const double row[4] = { 1.5, -0.25, 0.75, 1.25 };
static const double row_gradient[4] = { 1, -2, 0.5, 3 };

static const struct
{
  StrataActivationKind kind;
  int length;
  double values[4], gradients[4];
} rows[] = {
  { STRATA_GLU, 2,
    { 1.018768048763089, -0.1943249652936728 },
    { 0.679178699175393, -1.554599722349382, 0.326842490642721, 0.08655239349624849 } },
  { STRATA_SOFTMAX, 4,
    { 0.4123811197209611, 0.07166109337842154, 0.1947950479380701, 0.3211627389625473 },
    { -0.1360629540361867, -0.2386274762156494, -0.1616691125228677, 0.5363595427747038 } },
  { STRATA_LOG_SOFTMAX, 4,
    { -0.8858073093593021, -2.635807309359302, -1.635807309359302, -1.135807309359302 },
    { -0.0309527993024028, -2.179152733446054, 0.01301238015482475, 2.197093152593632 } },
  { STRATA_SPARSEMAX, 4,
    { 0.625, 0, 0, 0.375 },
    { -1, 0, 0, 1 } },
};
/* clang-format on */

static const StrataActivationKind axis_kinds[] = { STRATA_GLU, STRATA_SOFTMAX,
                                                   STRATA_LOG_SOFTMAX,
                                                   STRATA_SPARSEMAX };

static void
assert_near (double value, double expected, double tolerance)
{
  if (isnan (expected) || isinf (expected))
    {
      g_assert_cmpint (isnan (value), ==, isnan (expected));
      if (isinf (expected))
        g_assert_cmpfloat (value, ==, expected);
      return;
    }
  g_assert_cmpfloat_with_epsilon (value, expected,
                                  tolerance * fmax (1, fabs (expected)));
}

static void
assert_all_near (const StrataActivation *activation,
                 int n,
                 const double *x,
                 const double *values,
                 const double *slopes)
{
  const StrataAxis axis = { 1, n, 1 };
  const double ones[N_POINTS] = { 1, 1, 1, 1, 1, 1 };
  double y[N_POINTS], dx[N_POINTS];

  g_test_message ("%s", strata_activation_name (activation->kind));
  strata_activation_apply (activation, STRATA_FLOAT64, axis, x, y);
  strata_activation_gradient (activation, STRATA_FLOAT64, axis, x, ones, dx);
  for (int i = 0; i < n; i++)
    {
      assert_near (y[i], values[i], 1e-13);
      assert_near (dx[i], slopes[i], 1e-13);
      assert_near (strata_activation_f32 (activation, (float) x[i]), values[i],
                   1e-6);
      assert_near (strata_activation_slope_f32 (activation, (float) x[i]),
                   slopes[i], 1e-6);
    }
}

static void
test_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      StrataActivation a = strata_activation_init (samples[i].kind);

      assert_all_near (&a, N_POINTS, points, samples[i].values,
                       samples[i].slopes);
    }
}

static void
test_parameters (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parameter_samples); i++)
    assert_all_near (&parameter_samples[i].activation, N_POINTS, points,
                     parameter_samples[i].values, parameter_samples[i].slopes);
}

static void
test_specials (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (specials); i++)
    {
      StrataActivation a = strata_activation_init (specials[i].kind);

      assert_all_near (&a, 4, special_points, specials[i].values,
                       specials[i].slopes);
    }
}

static void
test_kinks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinks); i++)
    {
      StrataActivation a = strata_activation_init (kinks[i].kind);

      assert_all_near (&a, 1, &kinks[i].x, &kinks[i].value, &kinks[i].slope);
    }
}

/* Where an expression taken as it stands would overflow or cancel. */
static void
test_digits (void)
{
  static const struct
  {
    StrataActivationKind kind;
    double x, value;
  } cases[] = {
    { STRATA_SOFTPLUS, -50, 1.928749847963918e-22 },
    { STRATA_SOFTPLUS, 1000, 1000 },
    { STRATA_LOG_SIGMOID, 50, -1.928749847963918e-22 },
    { STRATA_LOG_SIGMOID, -1000, -1000 },
    { STRATA_SIGMOID, -700, 9.859676543759770e-305 },
    { STRATA_MISH, -40, -1.699341702116636e-16 },
    { STRATA_TANH_SHRINK, 1e-5, 3.333333333200000e-16 },
    { STRATA_TANH_SHRINK, -0.03125, -1.016855396874323e-05 },
    { STRATA_GELU, -10, -7.619853024160593e-23 },
    { STRATA_ELU, -1e-20, -1e-20 },
    { STRATA_SQUAREPLUS, -1e8, 1e-8 },
    { STRATA_SQUAREPLUS, 1e200, 1e200 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StrataActivation a = strata_activation_init (cases[i].kind);
      double value = strata_activation_f64 (&a, cases[i].x);

      g_test_message ("%s (%g)", strata_activation_name (a.kind), cases[i].x);
      g_assert_cmpfloat_with_epsilon (value / cases[i].value, 1, 1e-13);
    }
}

static void
assert_row (gsize i, StrataDType dtype, double tolerance)
{
  const StrataAxis axis = { 1, 4, 1 };
  const StrataActivation a = strata_activation_init (rows[i].kind);
  double x[4], dy[4], y[4], dx[4];

  strata_dtype_convert (STRATA_FLOAT64, row, dtype, x, 4);
  strata_dtype_convert (STRATA_FLOAT64, row_gradient, dtype, dy, 4);
  strata_activation_apply (&a, dtype, axis, x, y);
  strata_activation_gradient (&a, dtype, axis, x, dy, dx);
  for (gsize j = 0; j < 4; j++)
    {
      assert_near (strata_dtype_get (dtype, dx, j), rows[i].gradients[j],
                   tolerance);
      if (j < (gsize) rows[i].length)
        assert_near (strata_dtype_get (dtype, y, j), rows[i].values[j],
                     tolerance);
    }
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_row (i, STRATA_FLOAT64, 1e-14);
      assert_row (i, STRATA_FLOAT32, 1e-7);
      assert_row (i, STRATA_FLOAT16, 1e-3);
      assert_row (i, STRATA_BFLOAT16, 8e-3);
    }
}

/* Nothing may be said of a row with NaN or, for most, +∞; −∞ is the least of
 * numbers. */
static void
test_rows_not_finite (void)
{
  static const double bad[][4] = { { NAN, 1, 2, 3 },
                                   { 1, 2, 3, NAN },
                                   { INFINITY, 1, 2, 3 },
                                   { INFINITY, INFINITY, 0, -INFINITY },
                                   { -INFINITY, -INFINITY, -INFINITY,
                                     -INFINITY } };
  static const double low[4] = { -INFINITY, 1, 2, 3 };
  const StrataAxis axis = { 1, 4, 1 };
  double y[4], dx[4];

  for (gsize k = 1; k < G_N_ELEMENTS (axis_kinds); k++)
    {
      StrataActivation a = strata_activation_init (axis_kinds[k]);

      for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
        {
          strata_activation_apply (&a, STRATA_FLOAT64, axis, bad[i], y);
          strata_activation_gradient (&a, STRATA_FLOAT64, axis, bad[i],
                                      row_gradient, dx);
          for (int j = 0; j < 4; j++)
            g_assert_true (isnan (y[j]) && isnan (dx[j]));
        }

      strata_activation_apply (&a, STRATA_FLOAT64, axis, low, y);
      g_assert_cmpfloat (y[0], ==,
                         a.kind == STRATA_LOG_SOFTMAX ? -INFINITY : 0);
      g_assert_true (isfinite (y[3]));
    }
}

/* Numbers that do not lie near the kinks of any function. */
static void
fill_generic (int n, double *x)
{
  for (int i = 0; i < n; i++)
    x[i] = 4 * sin (1 + 12.9898 * i) + 0.001;
}

static double
dot (int n, const double *a, const double *b)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* The gradient of Σ dy·f(x), by moving each element a little. */
static void
assert_gradient (const StrataActivation *a, StrataAxis axis)
{
  enum
  {
    N = 24
  };
  const double step = 1e-5;
  const int n_out = a->kind == STRATA_GLU ? N / 2 : N;
  double x[N], dy[N], dx[N], y[N];

  g_test_message ("%s", strata_activation_name (a->kind));
  fill_generic (N, x);
  for (int i = 0; i < N; i++)
    dy[i] = cos (i * i);
  strata_activation_gradient (a, STRATA_FLOAT64, axis, x, dy, dx);

  for (int i = 0; i < N; i++)
    {
      double x_i = x[i], above, below;

      x[i] = x_i + step;
      strata_activation_apply (a, STRATA_FLOAT64, axis, x, y);
      above = dot (n_out, y, dy);
      x[i] = x_i - step;
      strata_activation_apply (a, STRATA_FLOAT64, axis, x, y);
      below = dot (n_out, y, dy);
      x[i] = x_i;
      assert_near (dx[i], (above - below) / (2 * step), 1e-7);
    }
}

static void
test_gradient (void)
{
  static const StrataAxis axes[] = { { 1, 24, 1 }, { 3, 4, 2 }, { 2, 2, 6 } };

  for (gsize k = 0; k < G_N_ELEMENTS (axes); k++)
    {
      for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
        {
          StrataActivation a = strata_activation_init (i);

          assert_gradient (&a, axes[k]);
        }
      for (gsize i = 0; i < G_N_ELEMENTS (parameter_samples); i++)
        assert_gradient (&parameter_samples[i].activation, axes[k]);
    }
}

/* More elements than fit into a block, in place and not. */
static void
test_in_place (void)
{
  enum
  {
    N = 1000
  };
  double x[N], y[N], z[N];

  fill_generic (N, x);
  for (StrataDType dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
    for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
      {
        StrataActivation a = strata_activation_init (i);
        StrataAxis axis = { 4, 25, 10 };
        size_t size = N * strata_dtype_size (dtype);

        if (i == STRATA_GLU)
          continue;
        strata_dtype_convert (STRATA_FLOAT64, x, dtype, y, N);
        strata_activation_apply (&a, dtype, axis, y, z);
        strata_activation_apply (&a, dtype, axis, y, y);
        g_assert_cmpmem (y, size, z, size);
      }
}

/* The axis in the middle gives what it gives at the end. */
static void
test_inner (void)
{
  enum
  {
    OUTER = 3,
    LENGTH = 6,
    INNER = 5,
    N = OUTER * LENGTH * INNER
  };
  double x[N], y[N];

  fill_generic (N, x);
  for (gsize k = 0; k < G_N_ELEMENTS (axis_kinds); k++)
    {
      StrataActivation a = strata_activation_init (axis_kinds[k]);
      StrataAxis whole = { OUTER, LENGTH, INNER }, single = { 1, LENGTH, 1 };
      int n = axis_kinds[k] == STRATA_GLU ? LENGTH / 2 : LENGTH;

      strata_activation_apply (&a, STRATA_FLOAT64, whole, x, y);
      for (int o = 0; o < OUTER; o++)
        for (int i = 0; i < INNER; i++)
          {
            double line[LENGTH], result[LENGTH];

            for (int j = 0; j < LENGTH; j++)
              line[j] = x[(o * LENGTH + j) * INNER + i];
            strata_activation_apply (&a, STRATA_FLOAT64, single, line, result);
            for (int j = 0; j < n; j++)
              g_assert_cmpfloat (result[j], ==, y[(o * n + j) * INNER + i]);
          }
    }
}

static void
assert_sums_to_one (StrataActivationKind kind, int n, const double *x)
{
  StrataActivation a = strata_activation_init (kind);
  StrataAxis axis = { 1, n, 1 };
  g_autofree double *y = g_new (double, n);
  double sum = 0;

  strata_activation_apply (&a, STRATA_FLOAT64, axis, x, y);
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpfloat (y[i], >=, 0);
      sum += y[i];
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
}

static void
test_sums (void)
{
  enum
  {
    N = 500
  };
  double x[N];

  for (int scale = -3; scale <= 12; scale++)
    {
      fill_generic (N, x);
      for (int i = 0; i < N; i++)
        x[i] *= pow (10, -scale);
      assert_sums_to_one (STRATA_SOFTMAX, N, x);
      assert_sums_to_one (STRATA_SPARSEMAX, N, x);
    }

  /* Each pass of sparsemax may lose only few of these. */
  for (int i = 0; i < N; i++)
    x[i] = -pow (0.97, i);
  assert_sums_to_one (STRATA_SPARSEMAX, N, x);
  for (int i = 0; i < N; i++)
    x[i] = 1e30;
  assert_sums_to_one (STRATA_SPARSEMAX, N, x);
}

/* A 16-bit result is the double one rounded once, where the parameters are
 * numbers of that type. */
static void
test_rounded_once (void)
{
  static const StrataDType short_types[] = { STRATA_FLOAT16, STRATA_BFLOAT16 };
  enum
  {
    N = 300
  };
  double x[N], y[N];
  uint16_t bits[N];

  fill_generic (N, x);
  for (gsize t = 0; t < G_N_ELEMENTS (short_types); t++)
    for (int i = 0; i < STRATA_GLU; i++)
      {
        StrataActivation a = strata_activation_init (i);
        StrataAxis axis = { 1, N, 1 };

        a.negative_slope = 0.25;
        strata_dtype_convert (STRATA_FLOAT64, x, short_types[t], bits, N);
        strata_dtype_convert (short_types[t], bits, STRATA_FLOAT64, y, N);
        strata_activation_apply (&a, short_types[t], axis, bits, bits);
        for (gsize j = 0; j < N; j++)
          {
            uint16_t expected;

            strata_dtype_set (short_types[t], &expected, 0,
                              strata_activation_f64 (&a, y[j]));
            g_assert_cmphex (bits[j], ==, expected);
          }
      }
}

/* TensorFlow compares in the tensor's type: 0.1f is not above 0.1. */
static void
test_narrow (void)
{
  StrataActivation a = strata_activation_init (STRATA_HARD_SHRINK);
  StrataAxis axis = { 1, 1, 1 };

  a.threshold = 0.1;
  for (StrataDType dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
    {
      double x, y;

      strata_dtype_set (dtype, &x, 0, 0.1);
      strata_activation_apply (&a, dtype, axis, &x, &y);
      g_assert_cmpfloat (strata_dtype_get (dtype, &y, 0), ==, 0);
    }
}

static void
test_nothing (void)
{
  for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
    {
      StrataActivation a = strata_activation_init (i);
      StrataAxis none = { 0, 4, 1 }, empty = { 3, 0, 1 };

      strata_activation_apply (&a, STRATA_FLOAT32, none, NULL, NULL);
      strata_activation_apply (&a, STRATA_FLOAT32, empty, NULL, NULL);
      strata_activation_gradient (&a, STRATA_FLOAT16, none, NULL, NULL, NULL);
      strata_activation_gradient (&a, STRATA_FLOAT64, empty, NULL, NULL, NULL);
    }
}

static void
test_names (void)
{
  StrataActivationKind kind;

  for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
    {
      const char *name = strata_activation_name (i);

      g_assert_nonnull (name);
      g_assert_true (strata_activation_from_name (name, &kind));
      g_assert_cmpint (kind, ==, i);
    }

  g_assert_true (strata_activation_from_name ("swish", &kind));
  g_assert_cmpint (kind, ==, STRATA_SILU);
  g_assert_true (strata_activation_from_name ("hard_swish", &kind));
  g_assert_cmpint (kind, ==, STRATA_HARD_SILU);

  g_assert_false (strata_activation_from_name ("ReLU", &kind));
  g_assert_false (strata_activation_from_name ("", &kind));
  g_assert_false (strata_activation_from_name ("None", &kind));
  g_assert_null (strata_activation_name (STRATA_N_ACTIVATIONS));
  g_assert_null (strata_activation_name ((StrataActivationKind) -1));
}

static void
test_infer (void)
{
  StrataActivation a = { 0 };
  StrataRefusal refusal = { 0 };
  int64_t length;

  for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
    {
      int half = i == STRATA_GLU ? 2 : 1;

      a = strata_activation_init (i);
      g_assert_cmpint (strata_activation_has_axis (i), ==, i >= STRATA_GLU);
      g_assert_true (strata_activation_infer (&a, 10, &length, &refusal));
      g_assert_cmpint (length, ==, 10 / half);
      g_assert_true (
          strata_activation_infer (&a, STRATA_UNKNOWN, &length, NULL));
      g_assert_cmpint (length, ==, STRATA_UNKNOWN);
    }
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NONE);

  a = strata_activation_init (STRATA_GLU);
  g_assert_false (strata_activation_infer (&a, 7, &length, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_nonnull (strstr (refusal.message, "glu"));
  g_assert_nonnull (strstr (refusal.message, "7"));
  g_assert_false (strata_activation_infer (&a, 7, &length, NULL));

  a.kind = STRATA_N_ACTIVATIONS;
  g_assert_false (strata_activation_infer (&a, 8, &length, &refusal));
  g_assert_nonnull (strstr (refusal.message, "30"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activation/names", test_names);
  g_test_add_func ("/activation/infer", test_infer);
  g_test_add_func ("/activation/samples", test_samples);
  g_test_add_func ("/activation/parameters", test_parameters);
  g_test_add_func ("/activation/not-finite", test_specials);
  g_test_add_func ("/activation/kinks", test_kinks);
  g_test_add_func ("/activation/digits", test_digits);
  g_test_add_func ("/activation/gradient", test_gradient);
  g_test_add_func ("/activation/in-place", test_in_place);
  g_test_add_func ("/activation/rounded-once", test_rounded_once);
  g_test_add_func ("/activation/narrow", test_narrow);
  g_test_add_func ("/activation/nothing", test_nothing);
  g_test_add_func ("/activation/axis/rows", test_rows);
  g_test_add_func ("/activation/axis/not-finite", test_rows_not_finite);
  g_test_add_func ("/activation/axis/inner", test_inner);
  g_test_add_func ("/activation/axis/sums", test_sums);
  return g_test_run ();
}
