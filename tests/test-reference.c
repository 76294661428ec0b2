/* test-reference.c — the oracle against examples worked by hand, and its
 * gradient against differences.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-reference.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define MOST 128

/* One-image problems; lists end where the sizes say. Tensors are NHWC. */
typedef struct
{
  const char *name;
  int64_t height, width, channels, multiplier, filters;
  int64_t kernel[2], strides[2], dilations[2];
  StrataPadding padding;
  int64_t explicit_padding[2][2];
  int64_t output[3]; /* height, width, channels */
  const double *input, *depthwise, *pointwise, *bias;
  double expected[MOST];
} Example;

static const double counting[36] = {
  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18,
  19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,
};

static const double ones[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };

/* clang-format off */
static const Example examples[] = {
  { "odd-padding", 4, 4, 1, 1, 0, { 3, 3 }, { 2, 2 }, { 1, 1 },
    STRATA_PADDING_SAME, { { 0 } }, { 2, 2, 1 }, counting, ones, NULL, NULL,
    { 54, 45, 72, 54 } },
  { "symmetric-padding", 4, 4, 1, 1, 0, { 3, 3 }, { 2, 2 }, { 1, 1 },
    STRATA_PADDING_EXPLICIT, { { 1, 1 }, { 1, 1 } }, { 2, 2, 1 },
    counting, ones, NULL, NULL,
    { 14, 30, 57, 99 } },
  { "dilated-valid", 5, 5, 1, 1, 0, { 2, 2 }, { 1, 1 }, { 2, 2 },
    STRATA_PADDING_VALID, { { 0 } }, { 3, 3, 1 }, counting, counting, NULL,
    NULL,
    { 92, 102, 112, 142, 152, 162, 192, 202, 212 } },
  { "dilated-strided-same", 5, 5, 1, 1, 0, { 2, 2 }, { 2, 2 }, { 2, 2 },
    STRATA_PADDING_SAME, { { 0 } }, { 3, 3, 1 }, counting, counting, NULL,
    NULL,
    { 28, 57, 27, 82, 152, 66, 34, 55, 19 } },
  { "dilated-strided-valid", 5, 5, 1, 1, 0, { 2, 2 }, { 2, 2 }, { 2, 2 },
    STRATA_PADDING_VALID, { { 0 } }, { 2, 2, 1 }, counting, counting, NULL,
    NULL,
    { 92, 112, 192, 212 } },
  { "uneven-dilated-padding", 6, 6, 1, 1, 0, { 3, 3 }, { 2, 2 }, { 2, 2 },
    STRATA_PADDING_SAME, { { 0 } }, { 3, 3, 1 }, counting, ones, NULL, NULL,
    { 60, 96, 68, 126, 198, 138, 108, 168, 116 } },
  { "multiplier-order", 1, 1, 2, 2, 0, { 1, 1 }, { 1, 1 }, { 1, 1 },
    STRATA_PADDING_VALID, { { 0 } }, { 1, 1, 4 },
    (const double[]) { 1, 10 }, counting, NULL, NULL,
    { 1, 2, 30, 40 } },
  { "separable", 1, 1, 2, 2, 2, { 1, 1 }, { 1, 1 }, { 1, 1 },
    STRATA_PADDING_VALID, { { 0 } }, { 1, 1, 2 },
    (const double[]) { 1, 10 }, counting,
    (const double[]) { 1, 0, 0, 1, 1, 1, 0, 2 }, NULL,
    { 31, 112 } },
  { "separable-bias", 1, 1, 2, 2, 2, { 1, 1 }, { 1, 1 }, { 1, 1 },
    STRATA_PADDING_SAME, { { 0 } }, { 1, 1, 2 },
    (const double[]) { 1, 10 }, counting,
    (const double[]) { 1, 0, 0, 1, 1, 1, 0, 2 },
    (const double[]) { -31, 0.5 },
    { 0, 112.5 } },
  { "tensorflow-valid", 3, 2, 1, 2, 0, { 2, 1 }, { 1, 1 }, { 1, 1 },
    STRATA_PADDING_VALID, { { 0 } }, { 2, 2, 2 }, counting, counting, NULL,
    NULL,
    { 10, 14, 14, 20, 18, 26, 22, 32 } },
  { "tensorflow-explicit", 3, 2, 1, 2, 0, { 2, 1 }, { 1, 1 }, { 1, 1 },
    STRATA_PADDING_EXPLICIT, { { 1, 0 }, { 1, 0 } }, { 3, 3, 2 },
    counting, counting, NULL, NULL,
    { 0, 0, 3, 4, 6, 8, 0, 0, 10, 14, 14, 20, 0, 0, 18, 26, 22, 32 } },
  { "bias-order", 1, 1, 2, 2, 0, { 1, 1 }, { 1, 1 }, { 1, 1 },
    STRATA_PADDING_VALID, { { 0 } }, { 1, 1, 4 },
    (const double[]) { 1, 10 }, counting, NULL,
    (const double[]) { 1, 2, 3, 4 },
    { 2, 4, 33, 44 } },
  { "uneven-strides", 4, 4, 1, 1, 0, { 1, 2 }, { 3, 2 }, { 1, 1 },
    STRATA_PADDING_SAME, { { 0 } }, { 2, 2, 1 }, counting, ones, NULL, NULL,
    { 3, 7, 27, 31 } },
};
/* clang-format on */

static StrataConvDesc
desc_of (const Example *e, StrataDType dtype, StrataFormat format)
{
  StrataConvDesc desc = {
    .dtype = dtype,
    .format = format,
    .batch = 1,
    .channels = e->channels,
    .multiplier = e->multiplier,
    .filters = e->filters,
    .use_bias = e->bias != NULL,
    .activation = strata_activation_init (STRATA_LINEAR),
    .window = { .input = { e->height, e->width }, .padding = e->padding },
  };

  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.kernel[axis] = e->kernel[axis];
      desc.window.strides[axis] = e->strides[axis];
      desc.window.dilations[axis] = e->dilations[axis];
      for (int side = 0; side < 2; side++)
        desc.window.explicit_padding[axis][side] =
            e->explicit_padding[axis][side];
    }
  return desc;
}

static void *
store (StrataDType dtype, const double *numbers, int64_t n)
{
  void *data = g_malloc (n * strata_dtype_size (dtype));

  for (int64_t i = 0; i < n; i++)
    strata_dtype_set (dtype, data, i, numbers[i]);
  return data;
}

/* The same image with its channels first. */
static void
put_channels_first (const double *image,
                    int64_t places,
                    int64_t channels,
                    double *result)
{
  for (int64_t place = 0; place < places; place++)
    for (int64_t c = 0; c < channels; c++)
      result[c * places + place] = image[place * channels + c];
}

static void
check_example (const Example *e, StrataDType dtype, StrataFormat format)
{
  StrataConvDesc desc = desc_of (e, dtype, format);
  int64_t places = e->height * e->width;
  int64_t middle = e->channels * e->multiplier;
  int64_t n = e->output[0] * e->output[1] * e->output[2];
  double image[MOST], expected[MOST], output[MOST];
  g_autofree void *input = NULL, *depthwise = NULL, *pointwise = NULL,
                  *bias = NULL;

  memcpy (image, e->input, places * e->channels * sizeof (double));
  memcpy (expected, e->expected, n * sizeof (double));
  if (format == STRATA_NCHW)
    {
      put_channels_first (e->input, places, e->channels, image);
      put_channels_first (e->expected, e->output[0] * e->output[1],
                          e->output[2], expected);
    }

  input = store (dtype, image, places * e->channels);
  depthwise = store (dtype, e->depthwise, e->kernel[0] * e->kernel[1] * middle);
  if (e->pointwise)
    pointwise = store (dtype, e->pointwise, middle * e->filters);
  if (e->bias)
    bias = store (dtype, e->bias, e->output[2]);

  strata_reference_run (
      &desc, &(StrataConvWeights){ depthwise, pointwise, bias }, input, output);
  for (int64_t i = 0; i < n; i++)
    g_assert_cmpfloat (output[i], ==, expected[i]);
}

static void
test_example (gconstpointer data)
{
  for (int dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
    {
      check_example (data, (StrataDType) dtype, STRATA_NHWC);
      check_example (data, (StrataDType) dtype, STRATA_NCHW);
    }
}

/* Two channels of a 1 × 4 image. glu halves the last axis of the format: the
 * channels in NHWC, the width in NCHW. */
static void
test_last_axis (void)
{
  const double two[2] = { 1, 1 };
  const double pixels[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  const int nhwc[4][2] = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 6, 7 } };
  const int nchw[4][2] = { { 0, 2 }, { 1, 3 }, { 4, 6 }, { 5, 7 } };
  Example e = { .height = 1,
                .width = 4,
                .channels = 2,
                .multiplier = 1,
                .kernel = { 1, 1 },
                .strides = { 1, 1 },
                .dilations = { 1, 1 } };

  for (int format = 0; format < 2; format++)
    {
      StrataConvDesc desc = desc_of (&e, STRATA_FLOAT64, (StrataFormat) format);
      double output[4];

      desc.activation = strata_activation_init (STRATA_GLU);
      strata_reference_run (&desc, &(StrataConvWeights){ two }, pixels, output);
      for (int i = 0; i < 4; i++)
        {
          const int *pair = format == STRATA_NHWC ? nhwc[i] : nchw[i];

          g_assert_cmpfloat_with_epsilon (
              output[i], pixels[pair[0]] / (1 + exp (-pixels[pair[1]])), 1e-14);
        }
    }
}

/* Padding must not be multiplied: 0 · infinity would be NaN. */
static void
test_padding_is_skipped (void)
{
  Example e = { .height = 1,
                .width = 1,
                .channels = 1,
                .multiplier = 1,
                .kernel = { 3, 3 },
                .strides = { 1, 1 },
                .dilations = { 1, 1 },
                .padding = STRATA_PADDING_SAME };
  StrataConvDesc desc = desc_of (&e, STRATA_FLOAT64, STRATA_NHWC);
  double depthwise[9], input = 3.0, output, gradient[9];

  for (int i = 0; i < 9; i++)
    depthwise[i] = i == 4 ? 2.0 : i % 2 ? INFINITY : NAN;

  strata_reference_run (&desc, &(StrataConvWeights){ depthwise }, &input,
                        &output);
  g_assert_cmpfloat (output, ==, 6.0);

  input = INFINITY;
  strata_reference_gradient (
      &desc, &(StrataConvWeights){ depthwise },
      &(StrataConvGradientTensors){ .input = &input,
                                    .output_gradient = &output,
                                    .depthwise_gradient = gradient });
  for (int i = 0; i < 9; i++)
    g_assert_cmpfloat (gradient[i], ==, i == 4 ? INFINITY : 0.0);
}

static void
test_empty_batch (void)
{
  Example e = examples[0];
  StrataConvDesc desc = desc_of (&e, STRATA_FLOAT64, STRATA_NHWC);
  double untouched = 5.0, gradient[9];

  desc.batch = 0;
  strata_reference_run (&desc, &(StrataConvWeights){ ones }, &untouched,
                        &untouched);
  g_assert_cmpfloat (untouched, ==, 5.0);

  strata_reference_gradient (
      &desc, &(StrataConvWeights){ ones },
      &(StrataConvGradientTensors){ .input = &untouched,
                                    .output_gradient = &untouched,
                                    .depthwise_gradient = gradient });
  for (int i = 0; i < 9; i++)
    g_assert_cmpfloat (gradient[i], ==, 0.0);
}

/* Everything that the loss depends on, and its gradient. */
typedef struct
{
  StrataConvDesc desc;
  double input[MOST], depthwise[MOST], pointwise[MOST], bias[MOST];
  double output_gradient[MOST];
  double d_input[MOST], d_depthwise[MOST], d_pointwise[MOST], d_bias[MOST];
} Loss;

static double
loss_value (const Loss *loss)
{
  const StrataConvWeights weights = { loss->depthwise, loss->pointwise,
                                      loss->bias };
  double output[MOST] = { 0 };
  double sum = 0.0;

  strata_reference_run (&loss->desc, &weights, loss->input, output);
  for (int i = 0; i < MOST; i++)
    sum += output[i] * loss->output_gradient[i];
  return sum;
}

static void
fill (double numbers[MOST])
{
  for (int i = 0; i < MOST; i++)
    numbers[i] = g_test_rand_double_range (-1.0, 1.0);
}

/* What lies beyond the end of a tensor must not matter, so that all MOST
 * elements can be tried alike. */
static void
check_differences (Loss *loss, double x[MOST], const double expected[MOST])
{
  const double h = 1e-5;

  for (int i = 0; i < MOST; i++)
    {
      double here = x[i], difference;

      x[i] = here + h;
      difference = loss_value (loss);
      x[i] = here - h;
      difference -= loss_value (loss);
      x[i] = here;
      g_assert_cmpfloat_with_epsilon (difference / (2 * h), expected[i], 1e-7);
    }
}

static void
check_gradient (const StrataConvDesc *desc)
{
  Loss *loss = g_new0 (Loss, 1);

  loss->desc = *desc;
  fill (loss->input);
  fill (loss->depthwise);
  fill (loss->pointwise);
  fill (loss->bias);
  fill (loss->output_gradient);

  strata_reference_gradient (
      desc,
      &(StrataConvWeights){ loss->depthwise, loss->pointwise, loss->bias },
      &(StrataConvGradientTensors){ loss->input, loss->output_gradient,
                                    loss->d_input, loss->d_depthwise,
                                    loss->d_pointwise, loss->d_bias });
  check_differences (loss, loss->input, loss->d_input);
  check_differences (loss, loss->depthwise, loss->d_depthwise);
  check_differences (loss, loss->bias, loss->d_bias);
  if (desc->filters > 0)
    check_differences (loss, loss->pointwise, loss->d_pointwise);
  g_free (loss);
}

static StrataConvDesc
random_desc (StrataActivationKind kind)
{
  StrataConvDesc desc = {
    .dtype = STRATA_FLOAT64,
    .format = g_test_rand_bit () ? STRATA_NHWC : STRATA_NCHW,
    .batch = g_test_rand_int_range (1, 3),
    .channels = g_test_rand_int_range (1, 3),
    .multiplier = g_test_rand_int_range (1, 3),
    .filters = 2 * g_test_rand_int_range (0, 3),
    .use_bias = true,
    .activation = strata_activation_init (kind),
  };

  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.input[axis] = g_test_rand_int_range (1, 5);
      desc.window.kernel[axis] = g_test_rand_int_range (1, 4);
      desc.window.strides[axis] = g_test_rand_int_range (1, 3);
      desc.window.dilations[axis] = g_test_rand_int_range (1, 3);
      desc.window.explicit_padding[axis][0] = g_test_rand_int_range (0, 3);
      desc.window.explicit_padding[axis][1] = g_test_rand_int_range (0, 3);
    }
  desc.window.padding = (StrataPadding) g_test_rand_int_range (0, 3);
  return desc;
}

/* Whether all tensors fit, and glu finds an even axis. */
static bool
is_suitable (const StrataConvDesc *desc)
{
  StrataWindow window[2];
  int64_t middle = desc->channels * desc->multiplier;
  int64_t outputs = desc->filters ? desc->filters : middle, places, halved;

  if (!strata_windows_init (window, &desc->window, NULL))
    return false;

  places = window[0].output * window[1].output;
  return desc->batch * places * outputs <= MOST
         && window[0].kernel * window[1].kernel * middle <= MOST
         && strata_activation_infer (
             &desc->activation,
             desc->format == STRATA_NHWC ? outputs : window[1].output, &halved,
             NULL);
}

/* Smooth functions only: a difference across a kink means nothing. */
static void
test_gradient (void)
{
  const StrataActivationKind kinds[] = { STRATA_LINEAR,  STRATA_TANH,
                                         STRATA_SILU,    STRATA_GLU,
                                         STRATA_SOFTMAX, STRATA_LOG_SOFTMAX };

  for (int done = 0; done < 120;)
    {
      StrataConvDesc desc = random_desc (kinds[done % 6]);

      if (is_suitable (&desc))
        {
          check_gradient (&desc);
          done++;
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/reference/example/%s", examples[i].name);

      g_test_add_data_func (path, &examples[i], test_example);
    }
  g_test_add_func ("/reference/run/last-axis", test_last_axis);
  g_test_add_func ("/reference/run/padding-is-skipped",
                   test_padding_is_skipped);
  g_test_add_func ("/reference/run/empty-batch", test_empty_batch);
  g_test_add_func ("/reference/gradient/differences", test_gradient);

  return g_test_run ();
}
