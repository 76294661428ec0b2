/* strata-reference.c — the oracle: every convolution as its formula says.
 *
 * Everything is turned into doubles first; then one loop visits the places of
 * the output, and at each place one step of the formula is taken.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-reference.h"

#include <stdlib.h>

typedef struct
{
  StrataFormat format;
  int64_t batch, height, width, channels;
} Layout;

typedef struct
{
  const StrataConvDesc *desc;
  StrataWindow window[2];
  Layout input_layout;
  Layout middle_layout; /* of the depthwise sums */
  Layout sum_layout;    /* of what goes into the activation */

  double *input;
  double *depthwise;
  double *pointwise; /* NULL for a depthwise convolution alone */
  double *bias;      /* NULL where there is none */

  double *middle; /* the depthwise sums, without bias */
  double *sum;

  /* Gradients of the loss; those that nobody asked for are NULL. */
  double *sum_gradient;
  double *middle_gradient;
  double *input_gradient;
  double *depthwise_gradient;
  double *pointwise_gradient;
  double *bias_gradient;
} Oracle;

/* One step of a formula at output place (i, j) of image b. */
typedef void (*Step) (Oracle *oracle, int64_t b, int64_t i, int64_t j);

static int64_t
count (const Layout *layout)
{
  return layout->batch * layout->height * layout->width * layout->channels;
}

static int64_t
at (const Layout *layout, int64_t b, int64_t i, int64_t j, int64_t c)
{
  if (layout->format == STRATA_NHWC)
    return ((b * layout->height + i) * layout->width + j) * layout->channels
           + c;

  return ((b * layout->channels + c) * layout->height + i) * layout->width + j;
}

static double *
zeros (int64_t n)
{
  double *numbers = calloc (n > 0 ? (size_t) n : 1, sizeof (double));

  if (!numbers)
    abort ();
  return numbers;
}

static double *
numbers_of (StrataDType dtype, const void *data, int64_t n)
{
  double *numbers = zeros (n);

  for (int64_t i = 0; i < n; i++)
    numbers[i] = strata_dtype_get (dtype, data, (size_t) i);
  return numbers;
}

static int64_t
count_taps (const Oracle *oracle)
{
  return oracle->window[0].kernel * oracle->window[1].kernel;
}

/* Position in the depthwise kernel of a tap for depthwise channel @c, which
 * is channel c / multiplier of the input. */
static int64_t
at_tap (const Oracle *oracle, int64_t di, int64_t dj, int64_t c)
{
  return (di * oracle->window[1].kernel + dj) * oracle->middle_layout.channels
         + c;
}

/* Where in the input tap (di, dj) of depthwise channel @c looks from output
 * place (i, j); -1 for padding. */
static int64_t
at_source (const Oracle *oracle,
           int64_t b,
           int64_t i,
           int64_t j,
           int64_t c,
           int64_t di,
           int64_t dj)
{
  int64_t y = strata_window_source (&oracle->window[0], i, di);
  int64_t x = strata_window_source (&oracle->window[1], j, dj);

  if (y < 0 || x < 0)
    return -1;
  return at (&oracle->input_layout, b, y, x, c / oracle->desc->multiplier);
}

static void
for_each_place (Oracle *oracle, Step step)
{
  for (int64_t b = 0; b < oracle->sum_layout.batch; b++)
    for (int64_t i = 0; i < oracle->sum_layout.height; i++)
      for (int64_t j = 0; j < oracle->sum_layout.width; j++)
        step (oracle, b, i, j);
}

/* middle[b,i,j,c] = Σ_di,dj w[di,dj,c] · x[b, source, c / multiplier] */
static void
depthwise_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t c = 0; c < oracle->middle_layout.channels; c++)
    {
      double sum = 0.0;

      for (int64_t di = 0; di < oracle->window[0].kernel; di++)
        for (int64_t dj = 0; dj < oracle->window[1].kernel; dj++)
          {
            int64_t source = at_source (oracle, b, i, j, c, di, dj);

            if (source >= 0)
              sum += oracle->depthwise[at_tap (oracle, di, dj, c)]
                     * oracle->input[source];
          }

      oracle->middle[at (&oracle->middle_layout, b, i, j, c)] = sum;
    }
}

/* Σ_c p[c,f] · middle[b,i,j,c], or middle itself without a pointwise step. */
static double
mix_channels (const Oracle *oracle, int64_t b, int64_t i, int64_t j, int64_t f)
{
  double sum = 0.0;

  if (!oracle->pointwise)
    return oracle->middle[at (&oracle->middle_layout, b, i, j, f)];

  for (int64_t c = 0; c < oracle->middle_layout.channels; c++)
    sum += oracle->pointwise[c * oracle->sum_layout.channels + f]
           * oracle->middle[at (&oracle->middle_layout, b, i, j, c)];
  return sum;
}

/* sum[b,i,j,f] = bias[f] + what the channels give */
static void
sum_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t f = 0; f < oracle->sum_layout.channels; f++)
    oracle->sum[at (&oracle->sum_layout, b, i, j, f)] =
        (oracle->bias ? oracle->bias[f] : 0.0)
        + mix_channels (oracle, b, i, j, f);
}

/* d bias[f] = Σ_b,i,j d sum[b,i,j,f] */
static void
bias_gradient_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t f = 0; f < oracle->sum_layout.channels; f++)
    oracle->bias_gradient[f] +=
        oracle->sum_gradient[at (&oracle->sum_layout, b, i, j, f)];
}

/* d p[c,f] = Σ_b,i,j middle[b,i,j,c] · d sum[b,i,j,f] */
static void
pointwise_gradient_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t c = 0; c < oracle->middle_layout.channels; c++)
    for (int64_t f = 0; f < oracle->sum_layout.channels; f++)
      oracle->pointwise_gradient[c * oracle->sum_layout.channels + f] +=
          oracle->middle[at (&oracle->middle_layout, b, i, j, c)]
          * oracle->sum_gradient[at (&oracle->sum_layout, b, i, j, f)];
}

/* d middle[b,i,j,c] = Σ_f p[c,f] · d sum[b,i,j,f] */
static void
middle_gradient_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t c = 0; c < oracle->middle_layout.channels; c++)
    {
      double sum = 0.0;

      for (int64_t f = 0; f < oracle->sum_layout.channels; f++)
        sum += oracle->pointwise[c * oracle->sum_layout.channels + f]
               * oracle->sum_gradient[at (&oracle->sum_layout, b, i, j, f)];

      oracle->middle_gradient[at (&oracle->middle_layout, b, i, j, c)] = sum;
    }
}

/* d w[di,dj,c] = Σ_b,i,j x[b, source, c / multiplier] · d middle[b,i,j,c] */
static void
depthwise_gradient_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t c = 0; c < oracle->middle_layout.channels; c++)
    for (int64_t di = 0; di < oracle->window[0].kernel; di++)
      for (int64_t dj = 0; dj < oracle->window[1].kernel; dj++)
        {
          int64_t source = at_source (oracle, b, i, j, c, di, dj);
          int64_t place = at (&oracle->middle_layout, b, i, j, c);

          if (source >= 0)
            oracle->depthwise_gradient[at_tap (oracle, di, dj, c)] +=
                oracle->input[source] * oracle->middle_gradient[place];
        }
}

/* d x[b, source, c / multiplier] = Σ of w[di,dj,c] · d middle[b,i,j,c] over
 * all that look there */
static void
input_gradient_step (Oracle *oracle, int64_t b, int64_t i, int64_t j)
{
  for (int64_t c = 0; c < oracle->middle_layout.channels; c++)
    for (int64_t di = 0; di < oracle->window[0].kernel; di++)
      for (int64_t dj = 0; dj < oracle->window[1].kernel; dj++)
        {
          int64_t source = at_source (oracle, b, i, j, c, di, dj);
          int64_t place = at (&oracle->middle_layout, b, i, j, c);

          if (source >= 0)
            oracle->input_gradient[source] +=
                oracle->depthwise[at_tap (oracle, di, dj, c)]
                * oracle->middle_gradient[place];
        }
}

static void
init_layouts (Oracle *oracle)
{
  const StrataConvDesc *desc = oracle->desc;
  int64_t middle = desc->channels * desc->multiplier;

  if (!strata_windows_init (oracle->window, &desc->window, NULL))
    abort ();

  oracle->input_layout = (Layout){
    desc->format,          desc->batch,    desc->window.input[0],
    desc->window.input[1], desc->channels,
  };
  oracle->middle_layout = (Layout){
    desc->format,
    desc->batch,
    oracle->window[0].output,
    oracle->window[1].output,
    middle,
  };
  oracle->sum_layout = oracle->middle_layout;
  if (desc->filters > 0)
    oracle->sum_layout.channels = desc->filters;
}

static void
oracle_init (Oracle *oracle,
             const StrataConvDesc *desc,
             const StrataConvWeights *weights,
             const void *input)
{
  int64_t middle, outputs;

  *oracle = (Oracle){ .desc = desc };
  init_layouts (oracle);
  middle = oracle->middle_layout.channels;
  outputs = oracle->sum_layout.channels;

  oracle->input =
      numbers_of (desc->dtype, input, count (&oracle->input_layout));
  oracle->depthwise = numbers_of (desc->dtype, weights->depthwise,
                                  count_taps (oracle) * middle);
  if (desc->filters > 0)
    oracle->pointwise =
        numbers_of (desc->dtype, weights->pointwise, middle * outputs);
  if (desc->use_bias)
    oracle->bias = numbers_of (desc->dtype, weights->bias, outputs);

  oracle->middle = zeros (count (&oracle->middle_layout));
  oracle->sum = zeros (count (&oracle->sum_layout));
}

static void
oracle_clear (Oracle *oracle)
{
  free (oracle->input);
  free (oracle->depthwise);
  free (oracle->pointwise);
  free (oracle->bias);
  free (oracle->middle);
  free (oracle->sum);
}

static void
compute_sums (Oracle *oracle)
{
  for_each_place (oracle, depthwise_step);
  for_each_place (oracle, sum_step);
}

/* The last axis of the sums: channels in NHWC, but the width in NCHW. */
static StrataAxis
last_axis (const Oracle *oracle)
{
  const Layout *layout = &oracle->sum_layout;

  if (layout->format == STRATA_NHWC)
    return (StrataAxis){ layout->batch * layout->height * layout->width,
                         layout->channels, 1 };

  return (StrataAxis){ layout->batch * layout->channels * layout->height,
                       layout->width, 1 };
}

void
strata_reference_run (const StrataConvDesc *desc,
                      const StrataConvWeights *weights,
                      const void *input,
                      double *output)
{
  Oracle oracle;

  oracle_init (&oracle, desc, weights, input);
  compute_sums (&oracle);
  strata_activation_apply (&desc->activation, STRATA_FLOAT64,
                           last_axis (&oracle), oracle.sum, output);
  oracle_clear (&oracle);
}

static int64_t
count_activated (const Oracle *oracle)
{
  int64_t n = count (&oracle->sum_layout);

  return oracle->desc->activation.kind == STRATA_GLU ? n / 2 : n;
}

/* The gradient that comes in, taken back through the activation and, where
 * there is one, the pointwise step. */
static void
compute_middle_gradient (Oracle *oracle, const void *output_gradient)
{
  const StrataConvDesc *desc = oracle->desc;
  double *given =
      numbers_of (desc->dtype, output_gradient, count_activated (oracle));

  strata_activation_gradient (&desc->activation, STRATA_FLOAT64,
                              last_axis (oracle), oracle->sum, given,
                              oracle->sum_gradient);
  free (given);

  if (oracle->pointwise)
    for_each_place (oracle, middle_gradient_step);
}

/* An array of the caller's, set to zero; NULL stays NULL. */
static double *
cleared (void *numbers, int64_t n)
{
  double *result = numbers;

  for (int64_t i = 0; result && i < n; i++)
    result[i] = 0.0;
  return result;
}

static void
take_gradients (Oracle *oracle, const StrataConvGradientTensors *tensors)
{
  int64_t middle = oracle->middle_layout.channels;
  int64_t outputs = oracle->sum_layout.channels;

  oracle->input_gradient =
      cleared (tensors->input_gradient, count (&oracle->input_layout));
  oracle->depthwise_gradient =
      cleared (tensors->depthwise_gradient, count_taps (oracle) * middle);
  oracle->bias_gradient = cleared (tensors->bias_gradient, outputs);
  if (oracle->pointwise)
    oracle->pointwise_gradient =
        cleared (tensors->pointwise_gradient, middle * outputs);
}

void
strata_reference_gradient (const StrataConvDesc *desc,
                           const StrataConvWeights *weights,
                           const StrataConvGradientTensors *tensors)
{
  Oracle oracle;
  double *separate = NULL;

  oracle_init (&oracle, desc, weights, tensors->input);
  take_gradients (&oracle, tensors);
  compute_sums (&oracle);

  oracle.sum_gradient = zeros (count (&oracle.sum_layout));
  if (oracle.pointwise)
    separate = zeros (count (&oracle.middle_layout));
  oracle.middle_gradient = separate ? separate : oracle.sum_gradient;
  compute_middle_gradient (&oracle, tensors->output_gradient);

  if (oracle.bias_gradient)
    for_each_place (&oracle, bias_gradient_step);
  if (oracle.pointwise_gradient)
    for_each_place (&oracle, pointwise_gradient_step);
  if (oracle.depthwise_gradient)
    for_each_place (&oracle, depthwise_gradient_step);
  if (oracle.input_gradient)
    for_each_place (&oracle, input_gradient_step);

  free (separate);
  free (oracle.sum_gradient);
  oracle_clear (&oracle);
}
