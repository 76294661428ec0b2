/* random-tensor.c — a tensor of random numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-evaluation.h"
#include "strata-random.h"
#include "strata-shaping.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  StrataIntegers shape;
  StrataChoice distribution;
  double minval;
  double maxval;
  double mean;
  double stddev;
  StrataOptionalInteger seed;
} Self;

enum
{
  UNIFORM,
  NORMAL,
};
static const char *const distributions[] = { "uniform", "normal", NULL };

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_INTEGERS (shape, NULL, .minimum = 0, .maximum = INT64_MAX,
                   .help = N_("Sizes of the axes, the batch among them. An empty list makes a single "
                              "number.")),
  STRATA_CHOICE   (distribution, distributions, "uniform",
                   .help = N_("Whether the numbers are evenly spread between minval and maxval, or normal, "
                              "with mean and stddev.")),
  STRATA_FLOAT    (minval, "0.0", .help = N_("Lower end of uniform numbers, which may be drawn itself.")),
  STRATA_FLOAT    (maxval, "1.0", .help = N_("Upper end of uniform numbers, which is never quite reached.")),
  STRATA_FLOAT    (mean, "0.0", .help = N_("What normal numbers scatter around.")),
  STRATA_FLOAT    (stddev, "1.0", .help = N_("How far normal numbers scatter: their standard deviation.")),
  STRATA_OPTIONAL_INTEGER (seed,
                   .help = N_("Where the random numbers start: the same seed gives the same numbers, every "
                              "time and on every machine. If it is not given, the card draws from the "
                              "graph’s seed and its own id.")),
  STRATA_TENSOR_OUT (tensor, .help = N_("The numbers, as float32.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What TensorFlow draws for the seed 7."),
      "{ \"shape\": [1, 4], \"seed\": 7 }",
      NULL,
      "{ \"tensor\": { \"shape\": [1, 4], \"values\": "
      "[0.7470788, 0.6721802, 0.05777955, 0.6442132] } }",
  },
  {
      N_ ("Normal numbers around 1."),
      "{ \"shape\": [4], \"distribution\": \"normal\", \"mean\": 1, "
      "\"stddev\": 2, \"seed\": 7 }",
      NULL,
      "{ \"tensor\": { \"shape\": [4], \"values\": "
      "[-0.34834552, 0.2826149, -2.7591634, -1.9457862] } }",
  },
};

static gboolean
check_single (StrataInference *inference, const char *port, double value)
{
  return isfinite ((float) value)
         || strata_inference_fault (
             inference, port, "The number is %g, but it must fit into float32",
             value);
}

static gboolean
check_uniform (const Self *self, StrataInference *inference)
{
  return check_single (inference, "minval", self->minval)
         && check_single (inference, "maxval", self->maxval)
         && (self->minval <= self->maxval
             || strata_inference_fault (
                 inference, "minval",
                 "The lower end is %g and the upper end is %g, but the lower "
                 "one must not be larger",
                 self->minval, self->maxval));
}

static gboolean
check_normal (const Self *self, StrataInference *inference)
{
  return check_single (inference, "mean", self->mean)
         && check_single (inference, "stddev", self->stddev)
         && (self->stddev >= 0
             || strata_inference_fault (inference, "stddev",
                                        "The standard deviation is %g, but it "
                                        "must be at least 0",
                                        self->stddev));
}

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  gboolean drawable = self->distribution.index == UNIFORM
                          ? check_uniform (self, inference)
                          : check_normal (self, inference);
  StrataSpec spec;

  if (strata_shaping_read (inference, &self->shape, STRATA_FLOAT32, &spec)
      && drawable)
    strata_inference_set_spec (inference, "tensor", &spec);
}

/* Elements that are drawn at a time; a multiple of those of a block. */
#define PART ((size_t) 1 << 20)
#define WORDS 4

/* The generator of a seed, from element @start on. */
static StrataRandom
start_at (int64_t seed, size_t start)
{
  StrataRandom random = strata_random_from_seed (seed);
  uint64_t block = random.counter[0] | (uint64_t) random.counter[1] << 32;

  block += start / WORDS;
  random.counter[0] = (uint32_t) block;
  random.counter[1] = (uint32_t) (block >> 32);
  return random;
}

static gboolean
evaluate (const void *data, StrataEvaluation *evaluation)
{
  const Self *self = data;
  int64_t seed = self->seed.given
                     ? self->seed.value
                     : strata_evaluation_get_seed (evaluation, "tensor");
  StrataTensor *tensor = strata_evaluation_new_tensor (
      evaluation, STRATA_FLOAT32, (int) self->shape.n, self->shape.at);
  float *values = tensor ? strata_tensor_edit (tensor) : NULL;
  size_t n = tensor ? (size_t) strata_tensor_n_elements (tensor) : 0;

  for (size_t start = 0; start < n; start += PART)
    {
      StrataRandom random = start_at (seed, start);
      size_t length = MIN (n - start, PART);

      if (strata_evaluation_is_cancelled (evaluation))
        {
          strata_tensor_unref (tensor);
          return FALSE;
        }
      if (self->distribution.index == UNIFORM)
        strata_random_uniform_f32 (&random, length, values + start,
                                   self->minval, self->maxval);
      else
        strata_random_normal_f32 (&random, length, values + start, self->mean,
                                  self->stddev);
    }

  if (tensor)
    strata_evaluation_set_output (evaluation, "tensor", tensor);
  return tensor != NULL;
}

const StrataKind strata_kind_random_tensor = {
  .type = "RandomTensor",
  .title = N_ ("Random tensor"),
  .category = N_ ("Tensors"),
  .summary = N_ ("Draws random numbers."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .evaluate = evaluate,
};
