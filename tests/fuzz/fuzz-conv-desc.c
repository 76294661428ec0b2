/* fuzz-conv-desc.c — descriptions of convolutions from any bytes at all.
 *
 * Every description must be refused with a sentence or computed; what is small
 * enough to compute is held against the oracle, forward and backward. Inputs
 * and weights are small integers, so that every sum is exact in every type and
 * a function with a jump jumps at the same place as the oracle's.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-reference.h"
#include "strata-engine.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_MACS 100000
#define MAX_ELEMENTS (1 << 16)

/* A fault that holds in every build, with or without NDEBUG. */
#define CHECK(what)                                                            \
  do                                                                           \
    {                                                                          \
      if (!(what))                                                             \
        fault (__LINE__, #what);                                               \
    }                                                                          \
  while (0)

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

typedef struct
{
  const uint8_t *next;
  size_t left;
} Bytes;

/* One description with all that is needed to compute it. */
typedef struct
{
  StrataConvDesc desc;
  StrataConvShape shape;
  bool ordinary;  /* the activation's parameters are everyday ones */
  int fail_after; /* memory requests that succeed, or -1 */
  uint64_t random;
  int64_t n_input, n_output, n_depthwise, n_pointwise, n_bias;
  void *input, *depthwise, *pointwise, *bias;
} Problem;

static const char *const isas[] = { NULL, "portable", "avx2", "avx512" };
static bool isa_runs[4];
static StrataPool *pool;
static char description[1024];

static void
fault (int line, const char *what)
{
  fprintf (stderr, "fuzz-conv-desc.c:%d: not so: %s\n%s\n", line, what,
           description);
  abort ();
}

/* ---- Bytes into values ------------------------------------------------ */

static uint8_t
take (Bytes *bytes)
{
  if (bytes->left == 0)
    return 0;
  bytes->left--;
  return *bytes->next++;
}

static int64_t
take_word (Bytes *bytes)
{
  uint64_t word = 0;

  for (int i = 0; i < 8; i++)
    word = word << 8 | take (bytes);
  return (int64_t) word;
}

/* Mostly from @low on, @n values; else a size that has broken programs. */
static int64_t
take_size (Bytes *bytes, int64_t low, int64_t n)
{
  static const int64_t wild[] = {
    -1,
    0,
    -2,
    INT8_MAX,
    INT16_MAX,
    INT32_MAX,
    INT32_MIN,
    UINT32_MAX,
    INT64_C (1) << 32,
    INT64_C (1) << 40,
    INT64_C (3037000500),
    INT64_C (1) << 62,
    INT64_MAX,
    INT64_MAX - 1,
    INT64_MIN,
    INT64_MAX / 2,
  };
  uint8_t byte = take (bytes);

  if (byte < 224)
    return low + byte % n;
  if (byte < 248)
    return wild[take (bytes) % (sizeof wild / sizeof wild[0])];
  return take_word (bytes);
}

static int
take_choice (Bytes *bytes, int n)
{
  uint8_t byte = take (bytes);

  return byte < 240 ? byte % n : (int) (int32_t) take_word (bytes);
}

static double
take_number (Bytes *bytes, double usual, bool *ordinary)
{
  static const double wild[] = {
    NAN, INFINITY, -INFINITY, 0, -0.0, -1, 1e308, -1e308, 1e-310, 1e39, 65520,
  };
  uint8_t byte = take (bytes);

  if (byte < 160)
    return usual;
  if (byte < 224)
    return (byte - 159) / 16.0;
  *ordinary = false;
  return wild[take (bytes) % (sizeof wild / sizeof wild[0])];
}

static StrataActivation
take_activation (Bytes *bytes, bool *ordinary)
{
  int kind = take_choice (bytes, STRATA_N_ACTIVATIONS);
  StrataActivation f = strata_activation_init ((StrataActivationKind) kind);

  f.kind = (StrataActivationKind) kind;
  f.negative_slope = take_number (bytes, f.negative_slope, ordinary);
  f.max_value = take_number (bytes, f.max_value, ordinary);
  f.threshold = take_number (bytes, f.threshold, ordinary);
  f.default_value = take_number (bytes, f.default_value, ordinary);
  f.alpha = take_number (bytes, f.alpha, ordinary);
  f.b = take_number (bytes, f.b, ordinary);
  f.approximate = take (bytes) & 1;
  return f;
}

static void
take_problem (Bytes *bytes, Problem *problem)
{
  StrataConvDesc *desc = &problem->desc;
  StrataWindowRequest *window = &desc->window;
  uint8_t flags = take (bytes);

  *desc = strata_conv_desc_init ();
  desc->dtype = (StrataDType) take_choice (bytes, STRATA_N_DTYPES);
  desc->format = (StrataFormat) take_choice (bytes, 2);
  window->padding = (StrataPadding) take_choice (bytes, 3);
  for (int axis = 0; axis < 2; axis++)
    {
      window->input[axis] = take_size (bytes, 0, 24);
      window->kernel[axis] = take_size (bytes, 1, 9);
      window->strides[axis] = take_size (bytes, 1, 3);
      window->dilations[axis] = take_size (bytes, 1, 3);
      window->explicit_padding[axis][0] = take_size (bytes, 0, 5);
      window->explicit_padding[axis][1] = take_size (bytes, 0, 5);
    }
  desc->batch = take_size (bytes, 0, 4);
  desc->channels = take_size (bytes, 1, 40);
  desc->multiplier = take_size (bytes, 1, 3);
  if (flags & 1)
    desc->filters = take_size (bytes, 0, 24);
  desc->use_bias = flags & 2;
  problem->ordinary = true;
  if (flags & 4)
    desc->activation = take_activation (bytes, &problem->ordinary);
  problem->fail_after = flags & 8 ? take (bytes) % 16 : -1;

  const char *isa = isa_runs[flags >> 6] ? isas[flags >> 6] : NULL;
  if (isa != NULL)
    setenv ("STRATA_ISA", isa, 1);
  else
    unsetenv ("STRATA_ISA");
  problem->random = (uint64_t) take_word (bytes);
}

static void
describe (const Problem *problem)
{
  const StrataConvDesc *d = &problem->desc;
  const StrataWindowRequest *w = &d->window;
  const char *isa = getenv ("STRATA_ISA");

  snprintf (
      description, sizeof description,
      "dtype %d, format %d, batch %" PRId64 ", channels %" PRId64
      ", multiplier %" PRId64 ", filters %" PRId64 ", bias %d\n"
      "input %" PRId64 "x%" PRId64 ", kernel %" PRId64 "x%" PRId64
      ", strides %" PRId64 "x%" PRId64 ", dilations %" PRId64 "x%" PRId64
      ", padding %d [%" PRId64 ", %" PRId64 "] [%" PRId64 ", %" PRId64 "]\n"
      "activation %d: slope %g, max %g, threshold %g, default %g, "
      "alpha %g, b %g, approximate %d\n"
      "STRATA_ISA %s, fail after %d, random %" PRIx64,
      (int) d->dtype, (int) d->format, d->batch, d->channels, d->multiplier,
      d->filters, d->use_bias, w->input[0], w->input[1], w->kernel[0],
      w->kernel[1], w->strides[0], w->strides[1], w->dilations[0],
      w->dilations[1], (int) w->padding, w->explicit_padding[0][0],
      w->explicit_padding[0][1], w->explicit_padding[1][0],
      w->explicit_padding[1][1], (int) d->activation.kind,
      d->activation.negative_slope, d->activation.max_value,
      d->activation.threshold, d->activation.default_value, d->activation.alpha,
      d->activation.b, d->activation.approximate, isa ? isa : "unset",
      problem->fail_after, problem->random);
}

/* ---- Filling memory --------------------------------------------------- */

/* An integer from -2 to 2. */
static double
small_integer (uint64_t *random)
{
  *random =
      *random * UINT64_C (6364136223846793005) + UINT64_C (1442695040888963407);
  return (double) (int64_t) ((*random >> 33) % 5) - 2;
}

static void *
new_values (Problem *problem, int64_t n)
{
  StrataDType dtype = problem->desc.dtype;
  void *values = malloc (strata_dtype_size (dtype) * (size_t) n + !n);

  CHECK (values != NULL);
  for (int64_t i = 0; i < n; i++)
    strata_dtype_set (dtype, values, (size_t) i,
                      small_integer (&problem->random));
  return values;
}

static void *
new_unset (size_t size)
{
  void *memory = malloc (size + !size);

  CHECK (memory != NULL);
  memset (memory, 0xa5, size);
  return memory;
}

/* False where that is more than @limit elements, or cannot be counted. */
static bool
count (const int64_t *factors, int n, int64_t limit, int64_t *product)
{
  return strata_size_product (factors, n, product) && *product <= limit;
}

static bool
weights_are_small (Problem *problem)
{
  const StrataConvDesc *desc = &problem->desc;
  const int64_t *kernel = desc->window.kernel;

  problem->n_bias = problem->shape.output_channels;
  return count ((int64_t[]){ kernel[0], kernel[1], desc->channels,
                             desc->multiplier },
                4, MAX_ELEMENTS, &problem->n_depthwise)
         && count (
             (int64_t[]){ problem->shape.depthwise_channels, desc->filters }, 2,
             MAX_ELEMENTS, &problem->n_pointwise)
         && problem->n_bias <= MAX_ELEMENTS;
}

static bool
tensors_are_small (Problem *problem)
{
  const StrataConvShape *shape = &problem->shape;
  int64_t macs, pixels;

  return count (shape->input_shape, 4, MAX_ELEMENTS, &problem->n_input)
         && count (shape->output_shape, 4, MAX_ELEMENTS, &problem->n_output)
         && count ((int64_t[]){ problem->desc.batch, shape->macs }, 2, MAX_MACS,
                   &macs)
         && count ((int64_t[]){ problem->desc.batch, shape->window[0].output,
                                shape->window[1].output,
                                shape->depthwise_channels },
                   4, MAX_ELEMENTS, &pixels);
}

/* ---- Judging ---------------------------------------------------------- */

static void
check_refusal (const StrataRefusal *refusal)
{
  CHECK (refusal->reason == STRATA_REFUSAL_INVALID
         || refusal->reason == STRATA_REFUSAL_TOO_LARGE
         || refusal->reason == STRATA_REFUSAL_NO_MEMORY);
  CHECK (memchr (refusal->message, '\0', sizeof refusal->message) != NULL);
  CHECK (strlen (refusal->message) > 10);
}

/* Largest finite number, and the contract's relative tolerance. */
static const struct
{
  double largest, tolerance;
} dtypes[STRATA_N_DTYPES] = {
  { 0x1.fffffep127, 1e-5 },
  { 0x1.fffffffffffffp1023, 1e-12 },
  { 65504, 2e-3 },
  { 0x1.fep127, 2e-2 },
};

/* @size is how large the terms of a sum get, whatever they cancel to. */
static bool
agrees (StrataDType dtype, double value, double exact, double size)
{
  double tolerance =
      dtypes[dtype].tolerance * fmax (fmax (1, size), fabs (exact));

  if (isnan (exact))
    return isnan (value);
  if (isinf (value))
    return signbit (value) == signbit (exact)
           && fabs (exact) > dtypes[dtype].largest * (1 - 1e-3);
  return fabs (value - exact) <= tolerance;
}

/* The sum over the absolute taps that an output can see at most. */
static double
largest_sum (const Problem *problem)
{
  const StrataConvDesc *desc = &problem->desc;
  double taps =
      (double) desc->window.kernel[0] * (double) desc->window.kernel[1];
  double depthwise = 4 * taps;

  if (desc->filters == 0)
    return depthwise + 2;
  return 2 * depthwise * (double) problem->shape.depthwise_channels + 2;
}

/* Where a hair's difference before the function makes any difference after
 * it, only crashes count. */
static bool
is_comparable (const Problem *problem, bool backward)
{
  StrataActivationKind kind = problem->desc.activation.kind;

  if (kind == STRATA_LINEAR)
    return true;
  return problem->ordinary
         && !(backward && (kind == STRATA_EXPONENTIAL || kind == STRATA_GLU));
}

/* ---- Computing -------------------------------------------------------- */

static StrataConvWeights
weights_of (const Problem *problem)
{
  return (StrataConvWeights){
    .depthwise = problem->depthwise,
    .pointwise = problem->pointwise,
    .bias = problem->bias,
  };
}

static void
check_forward (const Problem *problem, const StrataConv *conv)
{
  StrataDType dtype = problem->desc.dtype;
  size_t size = strata_dtype_size (dtype) * (size_t) problem->n_output;
  size_t n = (size_t) problem->n_output;
  StrataConvWeights weights = weights_of (problem);
  void *output = new_unset (size);
  void *threaded = new_unset (size);
  double *exact = new_unset (n * sizeof *exact);
  void *workspace =
      strata_memory_new (strata_conv_workspace_size (conv), "a", NULL);

  CHECK (workspace != NULL);
  CHECK (strata_conv_run (conv, problem->input, output, workspace, NULL, NULL));
  CHECK (
      strata_conv_run (conv, problem->input, threaded, workspace, pool, NULL));
  CHECK (memcmp (output, threaded, size) == 0);

  if (n > 0 && is_comparable (problem, false))
    {
      double terms = largest_sum (problem);

      strata_reference_run (&problem->desc, &weights, problem->input, exact);
      for (size_t i = 0; i < n; i++)
        CHECK (agrees (dtype, strata_dtype_get (dtype, output, i), exact[i],
                       dtype == STRATA_FLOAT64 ? 1 : terms * 0.01));
    }

  strata_memory_free (workspace);
  free (exact);
  free (threaded);
  free (output);
}

/* Four arrays of a gradient, of doubles or of the description's type. */
static StrataConvGradientTensors
new_gradients (const Problem *problem, const void *output_gradient, size_t size)
{
  return (StrataConvGradientTensors){
    .input = problem->input,
    .output_gradient = output_gradient,
    .input_gradient = new_unset (size * (size_t) problem->n_input),
    .depthwise_gradient = new_unset (size * (size_t) problem->n_depthwise),
    .pointwise_gradient = problem->pointwise != NULL
                              ? new_unset (size * (size_t) problem->n_pointwise)
                              : NULL,
    .bias_gradient = problem->bias != NULL
                         ? new_unset (size * (size_t) problem->n_bias)
                         : NULL,
  };
}

static void
free_gradients (StrataConvGradientTensors *tensors)
{
  free (tensors->input_gradient);
  free (tensors->depthwise_gradient);
  free (tensors->pointwise_gradient);
  free (tensors->bias_gradient);
}

static void
compare_gradients (const Problem *problem,
                   const void *found,
                   const double *exact,
                   int64_t n,
                   double terms)
{
  StrataDType dtype = problem->desc.dtype;

  for (int64_t i = 0; found != NULL && i < n; i++)
    CHECK (agrees (dtype, strata_dtype_get (dtype, found, (size_t) i), exact[i],
                   terms));
}

/* An empty output leaves nothing to learn; and the oracle would visit an empty
 * image of a billion rows row by row. */
static void
check_zeros (const Problem *problem, const void *found, int64_t n)
{
  for (int64_t i = 0; found != NULL && i < n; i++)
    CHECK (strata_dtype_get (problem->desc.dtype, found, (size_t) i) == 0);
}

static void
check_gradient (Problem *problem, const StrataConvGradient *gradient)
{
  size_t size = strata_dtype_size (problem->desc.dtype);
  StrataConvWeights weights = weights_of (problem);
  void *output_gradient = new_values (problem, problem->n_output);
  StrataConvGradientTensors found =
      new_gradients (problem, output_gradient, size);
  StrataConvGradientTensors exact =
      new_gradients (problem, output_gradient, sizeof (double));
  void *workspace = strata_memory_new (
      strata_conv_gradient_workspace_size (gradient), "a", NULL);

  CHECK (workspace != NULL);
  CHECK (strata_conv_gradient_run (gradient, &found, workspace, pool, NULL));

  if (problem->n_output == 0)
    {
      check_zeros (problem, found.depthwise_gradient, problem->n_depthwise);
      check_zeros (problem, found.pointwise_gradient, problem->n_pointwise);
      check_zeros (problem, found.bias_gradient, problem->n_bias);
      check_zeros (problem, found.input_gradient, problem->n_input);
    }
  else if (is_comparable (problem, true))
    {
      /* A weight's gradient sums over all places, and a function of a whole
       * axis hands on what all of it brings. */
      double places = (double) problem->n_output;
      double axis = (double) problem->shape.output_channels;
      double terms = 4 * places * largest_sum (problem);

      if (strata_activation_has_axis (problem->desc.activation.kind))
        terms *= axis;
      if (problem->desc.dtype != STRATA_FLOAT64)
        terms *= 0.001;
      strata_reference_gradient (&problem->desc, &weights, &exact);
      compare_gradients (problem, found.input_gradient, exact.input_gradient,
                         problem->n_input, terms);
      compare_gradients (problem, found.depthwise_gradient,
                         exact.depthwise_gradient, problem->n_depthwise, terms);
      compare_gradients (problem, found.pointwise_gradient,
                         exact.pointwise_gradient, problem->n_pointwise, terms);
      compare_gradients (problem, found.bias_gradient, exact.bias_gradient,
                         problem->n_bias, terms);
    }

  strata_memory_free (workspace);
  free_gradients (&exact);
  free_gradients (&found);
  free (output_gradient);
}

/* Prepares both ways; runs what is small. */
static void
check_problem (Problem *problem)
{
  StrataConvWeights weights = weights_of (problem);
  StrataRefusal refusal = { 0 };
  StrataRefusal refusal_back = { 0 };

  strata_memory_fail_after (problem->fail_after);
  StrataConv *conv = strata_conv_new (&problem->desc, &weights, &refusal);
  strata_memory_fail_after (problem->fail_after);
  StrataConvGradient *gradient =
      strata_conv_gradient_new (&problem->desc, &weights, &refusal_back);
  strata_memory_fail_after (-1);

  if (conv == NULL)
    check_refusal (&refusal);
  if (gradient == NULL)
    check_refusal (&refusal_back);
  CHECK ((refusal.reason == STRATA_REFUSAL_INVALID)
         == (refusal_back.reason == STRATA_REFUSAL_INVALID));

  if (tensors_are_small (problem))
    {
      CHECK (problem->fail_after >= 0 || (conv != NULL && gradient != NULL));
      problem->input = new_values (problem, problem->n_input);
      if (conv != NULL)
        check_forward (problem, conv);
      if (gradient != NULL)
        check_gradient (problem, gradient);
      free (problem->input);
    }

  strata_conv_free (conv);
  strata_conv_gradient_free (gradient);
}

/* What infer refuses, prepare refuses, and reads no weights to find out. */
static void
check_refused (const Problem *problem)
{
  static const double nothing;
  const StrataConvWeights weights = { &nothing, &nothing, &nothing };
  StrataRefusal refusal = { 0 };

  CHECK (strata_conv_new (&problem->desc, &weights, NULL) == NULL);
  CHECK (strata_conv_new (&problem->desc, &weights, &refusal) == NULL);
  check_refusal (&refusal);
  CHECK (strata_conv_gradient_new (&problem->desc, &weights, NULL) == NULL);
}

static void
set_up (void)
{
  StrataConvDesc desc = strata_conv_desc_init ();
  const StrataConvWeights weights = { .depthwise = &(float){ 1 } };

  desc.channels = 1;
  for (int axis = 0; axis < 2; axis++)
    desc.window.input[axis] = desc.window.kernel[axis] = 1;
  for (int i = 1; i < 4; i++)
    {
      setenv ("STRATA_ISA", isas[i], 1);
      StrataConv *conv = strata_conv_new (&desc, &weights, NULL);
      isa_runs[i] = conv != NULL;
      strata_conv_free (conv);
    }
  pool = strata_pool_new (2, NULL);
  CHECK (pool != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes)
{
  Bytes rest = { bytes, n_bytes };
  Problem problem = { 0 };
  StrataRefusal refusal = { 0 };

  if (pool == NULL)
    set_up ();
  take_problem (&rest, &problem);
  describe (&problem);

  bool fits = strata_conv_infer (&problem.desc, &problem.shape, &refusal);
  CHECK (fits == strata_conv_infer (&problem.desc, &problem.shape, NULL));
  if (!fits)
    {
      check_refusal (&refusal);
      check_refused (&problem);
    }
  else if (problem.desc.batch < 0 || problem.desc.window.input[0] < 0
           || problem.desc.window.input[1] < 0)
    {
      /* Unknown sizes are good for inference alone. */
      check_refused (&problem);
    }
  else if (weights_are_small (&problem))
    {
      problem.depthwise = new_values (&problem, problem.n_depthwise);
      if (problem.desc.filters > 0)
        problem.pointwise = new_values (&problem, problem.n_pointwise);
      if (problem.desc.use_bias)
        problem.bias = new_values (&problem, problem.n_bias);
      check_problem (&problem);
      free (problem.depthwise);
      free (problem.pointwise);
      free (problem.bias);
    }
  return 0;
}
