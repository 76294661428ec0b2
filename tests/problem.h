/* problem.h — random convolutions in guarded memory, for the property tests.
 *
 * Each problem comes from a seed of its own, which its description names.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-reference.h"

#include <float.h>
#include <glib.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Memory between two pages that nobody may touch, at the end of its own pages
 * or at their start, so that a step beyond either end is a fault or changes
 * the filling. */
typedef struct
{
  guint8 *pages;
  gsize n_pages_bytes;
  void *data;
  gsize size;
} Guarded;

#define GUARD_FILLING 0xa5

static inline gsize
page_size (void)
{
  return (gsize) sysconf (_SC_PAGESIZE);
}

static inline void
guarded_init (Guarded *guarded, gsize size, bool at_end)
{
  gsize page = page_size ();
  gsize inner = MAX ((size + page - 1) / page, 1) * page;
  guint8 *map = mmap (NULL, inner + 2 * page, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  g_assert_true (map != MAP_FAILED);
  g_assert_cmpint (mprotect (map + page, inner, PROT_READ | PROT_WRITE), ==, 0);
  guarded->pages = map + page;
  guarded->n_pages_bytes = inner;
  guarded->data = guarded->pages + (at_end ? inner - size : 0);
  guarded->size = size;
  memset (guarded->pages, GUARD_FILLING, inner);
}

static inline void
guarded_make_read_only (Guarded *guarded)
{
  mprotect (guarded->pages, guarded->n_pages_bytes, PROT_READ);
}

/* True where the bytes beside the data are as they were. */
static inline bool
guarded_is_intact (const Guarded *guarded)
{
  const guint8 *data = guarded->data;

  for (const guint8 *p = guarded->pages;
       p < guarded->pages + guarded->n_pages_bytes; p++)
    if ((p < data || p >= data + guarded->size) && *p != GUARD_FILLING)
      return false;
  return true;
}

static inline void
guarded_clear (Guarded *guarded)
{
  if (guarded->pages)
    munmap (guarded->pages - page_size (),
            guarded->n_pages_bytes + 2 * page_size ());
  *guarded = (Guarded){ NULL };
}

typedef struct
{
  guint32 seed;
  GRand *rand;
  StrataConvDesc desc;
  StrataWindow window[2];

  gint64 n_input, n_sum, n_output;
  gint64 n_depthwise, n_pointwise, n_bias;

  Guarded input, depthwise, pointwise, bias;
  StrataConvWeights weights;
  bool same_images; /* all images of the batch are one */
  bool special;     /* there are infinities or NaNs */

  char text[512];
} Problem;

static inline bool
chance (GRand *rand, int percent)
{
  return g_rand_int_range (rand, 0, 100) < percent;
}

/* Mostly around the widths of vectors, where tails begin and end. */
static inline gint64
draw_width (GRand *rand)
{
  gint64 width = g_rand_int_range (rand, 1, 71);

  if (chance (rand, 30))
    width = g_rand_int_range (rand, 1, 10);
  else if (chance (rand, 60))
    width =
        (1 << g_rand_int_range (rand, 0, 7)) + g_rand_int_range (rand, -1, 2);
  return MAX (width, 1);
}

static inline gint64
draw_kernel (GRand *rand)
{
  int kind = g_rand_int_range (rand, 0, 10);

  return g_rand_int_range (rand, 1, kind < 6 ? 5 : kind < 9 ? 10 : 32);
}

static inline void
draw_axis (Problem *problem, int axis)
{
  GRand *rand = problem->rand;
  StrataWindowRequest *window = &problem->desc.window;
  gint64 extent, lacking;

  window->kernel[axis] = draw_kernel (rand);
  window->strides[axis] = chance (rand, 50) ? 1 : g_rand_int_range (rand, 1, 5);
  window->dilations[axis] =
      chance (rand, 60) ? 1 : g_rand_int_range (rand, 1, 5);
  window->input[axis] = chance (rand, 60)  ? g_rand_int_range (rand, 1, 13)
                        : chance (rand, 5) ? 0
                                           : draw_width (rand);
  extent = (window->kernel[axis] - 1) * window->dilations[axis] + 1;

  for (int side = 0; side < 2; side++)
    if (window->padding == STRATA_PADDING_EXPLICIT)
      window->explicit_padding[axis][side] =
          g_rand_int_range (rand, 0, chance (rand, 80) ? 4 : extent + 4);

  lacking = extent - window->input[axis];
  if (window->padding == STRATA_PADDING_EXPLICIT)
    lacking -=
        window->explicit_padding[axis][0] + window->explicit_padding[axis][1];
  if (window->padding != STRATA_PADDING_SAME && lacking > 0)
    window->input[axis] += lacking + g_rand_int_range (rand, 0, 6);
}

static inline double
draw_parameter (GRand *rand)
{
  return 0.25 * g_rand_int_range (rand, 1, 5);
}

/* With parameters other than the defaults now and then; all are ones that
 * Keras takes. */
static inline StrataActivation
draw_activation (GRand *rand)
{
  int kind = g_rand_int_range (rand, 0, STRATA_N_ACTIVATIONS);
  StrataActivation activation;

  if (chance (rand, 40))
    kind = STRATA_LINEAR;
  else if (chance (rand, 30))
    kind = STRATA_RELU;

  activation = strata_activation_init ((StrataActivationKind) kind);
  if (chance (rand, 50))
    {
      activation.negative_slope = draw_parameter (rand);
      activation.max_value = 4 * draw_parameter (rand);
      activation.threshold = draw_parameter (rand);
      activation.default_value = draw_parameter (rand);
      activation.alpha = draw_parameter (rand);
      activation.b = 4 * draw_parameter (rand);
      activation.approximate = true;
    }
  return activation;
}

static inline gint64
problem_outputs (const Problem *problem)
{
  const StrataConvDesc *desc = &problem->desc;

  return desc->filters ? desc->filters : desc->channels * desc->multiplier;
}

static inline StrataAxis
problem_last_axis (const Problem *problem)
{
  gint64 length = problem->desc.format == STRATA_NHWC
                      ? problem_outputs (problem)
                      : problem->window[1].output;

  return (StrataAxis){ length ? problem->n_sum / length : 0, length, 1 };
}

/* Fills in what follows from the description; false where that is not to be
 * computed or costs more than @limit products. */
static inline bool
problem_measure (Problem *problem, gint64 limit)
{
  const StrataConvDesc *desc = &problem->desc;
  gint64 middle = desc->channels * desc->multiplier;
  gint64 taps = desc->window.kernel[0] * desc->window.kernel[1];
  gint64 places, length;

  if (!strata_windows_init (problem->window, &desc->window, NULL))
    return false;

  places = desc->batch * problem->window[0].output * problem->window[1].output;
  problem->n_input = desc->batch * desc->window.input[0] * desc->window.input[1]
                     * desc->channels;
  problem->n_depthwise = taps * middle;
  problem->n_pointwise = middle * desc->filters;
  problem->n_bias = desc->use_bias ? problem_outputs (problem) : 0;
  problem->n_sum = places * problem_outputs (problem);
  problem->n_output = problem->n_sum;
  if (desc->activation.kind == STRATA_GLU)
    problem->n_output /= 2;

  return places * middle * (taps + desc->filters) <= limit
         && problem->n_input <= limit && problem->n_depthwise <= limit
         && problem->n_pointwise <= limit
         && strata_activation_infer (&desc->activation,
                                     problem_last_axis (problem).length,
                                     &length, NULL);
}

static inline void
problem_draw_desc (Problem *problem)
{
  GRand *rand = problem->rand;
  StrataConvDesc *desc = &problem->desc;

  desc->batch = chance (rand, 4) ? 0 : g_rand_int_range (rand, 1, 4);
  desc->channels = draw_width (rand);
  desc->multiplier = chance (rand, 60) ? 1 : g_rand_int_range (rand, 1, 6);
  desc->filters = chance (rand, 55) ? 0 : draw_width (rand);
  desc->use_bias = chance (rand, 50);
  desc->activation = draw_activation (rand);
  desc->window.padding = (StrataPadding) g_rand_int_range (rand, 0, 3);
  memset (desc->window.explicit_padding, 0,
          sizeof desc->window.explicit_padding);
  draw_axis (problem, 0);
  draw_axis (problem, 1);
}

static inline void
problem_describe (Problem *problem)
{
  const StrataConvDesc *d = &problem->desc;
  const StrataWindowRequest *w = &d->window;
  const StrataActivation *a = &d->activation;
  const char *paddings[] = { "valid", "same", "explicit" };

  g_snprintf (problem->text, sizeof problem->text,
              "seed %u: %s %s, batch %d, %d x %d x %d, kernel %d x %d, strides "
              "%d x %d, dilations %d x %d, %s (%d %d, %d %d), multiplier %d, "
              "filters %d, %s, %s (slope %g, max %g, threshold %g, default %g, "
              "alpha %g, b %g, %s)%s%s",
              problem->seed, strata_dtype_name (d->dtype),
              d->format == STRATA_NHWC ? "NHWC" : "NCHW", (int) d->batch,
              (int) w->input[0], (int) w->input[1], (int) d->channels,
              (int) w->kernel[0], (int) w->kernel[1], (int) w->strides[0],
              (int) w->strides[1], (int) w->dilations[0], (int) w->dilations[1],
              paddings[w->padding], (int) problem->window[0].before,
              (int) problem->window[0].after, (int) problem->window[1].before,
              (int) problem->window[1].after, (int) d->multiplier,
              (int) d->filters, d->use_bias ? "bias" : "no bias",
              strata_activation_name (a->kind), a->negative_slope, a->max_value,
              a->threshold, a->default_value, a->alpha, a->b,
              a->approximate ? "approximate" : "exact",
              problem->same_images ? ", same images" : "",
              problem->special ? ", special numbers" : "");
}

/* Numbers of unit scale, some of them 0. */
static inline void
draw_numbers (Problem *problem, Guarded *guarded, gint64 n, double scale)
{
  StrataDType dtype = problem->desc.dtype;
  GRand *rand = problem->rand;

  guarded_init (guarded, n * strata_dtype_size (dtype), chance (rand, 75));
  for (gint64 i = 0; i < n; i++)
    strata_dtype_set (
        dtype, guarded->data, i,
        chance (rand, 3) ? 0.0 : scale * g_rand_double_range (rand, -1.0, 1.0));
}

static inline void
plant_special (Problem *problem, Guarded *guarded, gint64 n)
{
  const double specials[] = { NAN, INFINITY, -INFINITY };
  int k = g_rand_int_range (problem->rand, 0, 3);

  for (; n > 0 && k > 0; k--)
    strata_dtype_set (problem->desc.dtype, guarded->data,
                      g_rand_int_range (problem->rand, 0, n),
                      specials[g_rand_int_range (problem->rand, 0, 3)]);
}

static inline void
problem_draw_data (Problem *problem)
{
  gint64 middle = problem->desc.channels * problem->desc.multiplier;

  draw_numbers (problem, &problem->input, problem->n_input, 1.0);
  draw_numbers (problem, &problem->depthwise, problem->n_depthwise, 1.0);
  draw_numbers (problem, &problem->pointwise, problem->n_pointwise,
                1.0 / sqrt (middle));
  draw_numbers (problem, &problem->bias, problem->n_bias, 1.0);

  problem->special = chance (problem->rand, 20);
  if (problem->special)
    {
      plant_special (problem, &problem->input, problem->n_input);
      plant_special (problem, &problem->depthwise, problem->n_depthwise);
      plant_special (problem, &problem->pointwise, problem->n_pointwise);
      plant_special (problem, &problem->bias, problem->n_bias);
    }

  problem->same_images = problem->desc.batch > 1 && chance (problem->rand, 40);
  if (problem->same_images)
    {
      gsize bytes = problem->input.size / problem->desc.batch;

      for (int i = 1; i < problem->desc.batch; i++)
        memcpy ((guint8 *) problem->input.data + i * bytes, problem->input.data,
                bytes);
    }
}

/* Products that a problem may cost: mostly few, now and then enough for many
 * tasks. */
static inline gint64
draw_limit (GRand *rand)
{
  if (chance (rand, 3))
    return 3000000;
  return chance (rand, 30) ? 150000 : 20000;
}

static inline Problem *
problem_new (guint32 seed, StrataDType dtype, StrataFormat format)
{
  Problem *problem = g_new0 (Problem, 1);
  gint64 limit;

  problem->seed = seed;
  problem->rand = g_rand_new_with_seed (seed);
  problem->desc.dtype = dtype;
  problem->desc.format = format;

  limit = draw_limit (problem->rand);
  do
    problem_draw_desc (problem);
  while (!problem_measure (problem, limit));

  problem_draw_data (problem);
  problem_describe (problem);
  guarded_make_read_only (&problem->input);
  guarded_make_read_only (&problem->depthwise);
  guarded_make_read_only (&problem->pointwise);
  guarded_make_read_only (&problem->bias);
  problem->weights.depthwise = problem->depthwise.data;
  if (problem->desc.filters > 0)
    problem->weights.pointwise = problem->pointwise.data;
  if (problem->desc.use_bias)
    problem->weights.bias = problem->bias.data;
  return problem;
}

static inline void
problem_free (Problem *problem)
{
  guarded_clear (&problem->input);
  guarded_clear (&problem->depthwise);
  guarded_clear (&problem->pointwise);
  guarded_clear (&problem->bias);
  g_rand_free (problem->rand);
  g_free (problem);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Problem, problem_free)

/* Tolerances. The contract allows 1e-5 · max (1, |reference|) in float32 and
 * 1e-12 in float64. The two 16-bit types are computed in float32 and rounded
 * once, which adds half a unit in the last place and no more; that is
 * narrower than the contract, and what strata-dtype.h says. Rounding errors of
 * more than 7 × 7 taps add up like a random walk. */
static inline double
compute_tolerance (const Problem *problem)
{
  const StrataWindowRequest *w = &problem->desc.window;
  double taps = (double) (w->kernel[0] * w->kernel[1]);
  double basic = problem->desc.dtype == STRATA_FLOAT64 ? 1e-12 : 1e-5;

  return basic * sqrt (MAX (1.0, taps / 49.0));
}

static inline double
storage_tolerance (StrataDType dtype)
{
  return dtype == STRATA_FLOAT16    ? 1.01 / 2048.0
         : dtype == STRATA_BFLOAT16 ? 1.01 / 256.0
                                    : 0.0;
}

static inline double
largest_finite (StrataDType dtype)
{
  return dtype == STRATA_FLOAT16   ? 65504.0
         : dtype == STRATA_FLOAT64 ? DBL_MAX
                                   : FLT_MAX;
}

/* @scale is what the computation's rounding errors are relative to. */
static inline bool
is_close (const Problem *problem, double expected, double scale, double actual)
{
  StrataDType dtype = problem->desc.dtype;
  double tolerance = compute_tolerance (problem) * MAX (1.0, scale)
                     + storage_tolerance (dtype) * fabs (expected);

  if (isnan (expected))
    return isnan (actual);
  if (isinf (expected))
    return actual == expected;
  if (isinf (actual))
    return signbit (actual) == signbit (expected)
           && fabs (expected) + tolerance >= largest_finite (dtype);
  return fabs (actual - expected) <= tolerance;
}

/* The same numbers bit for bit, but one NaN is as good as another: which of two
 * a sum keeps depends on the order in which the compiler names them. */
static inline bool
are_same (const Problem *problem, const void *a, const void *b, gsize size)
{
  StrataDType dtype = problem->desc.dtype;
  gsize element = strata_dtype_size (dtype);
  const guint8 *p = a, *q = b;

  if (size == 0 || memcmp (a, b, size) == 0)
    return true;
  for (gsize i = 0; i < size; i += element)
    if (memcmp (p + i, q + i, element) != 0
        && !(isnan (strata_dtype_get (dtype, p + i, 0))
             && isnan (strata_dtype_get (dtype, q + i, 0))))
      return false;
  return true;
}

/* How far each number is moved, one way or the other, to find out whether the
 * activation is steady there: more than rounding errors can. */
static inline double *
draw_nudges (Problem *problem, const double *sums)
{
  double *nudges = g_new0 (double, problem->n_sum + 1);

  for (gint64 i = 0; i < problem->n_sum; i++)
    nudges[i] = 4.0 * compute_tolerance (problem) * MAX (1.0, fabs (sums[i]))
                * g_rand_double_range (problem->rand, 0.5, 1.0)
                * (chance (problem->rand, 50) ? 1 : -1);
  return nudges;
}

static inline double *
nudged (const double *sums, const double *nudges, gint64 n, double sign)
{
  double *result = g_new0 (double, n + 1);

  for (gint64 i = 0; i < n; i++)
    result[i] = sums[i] + sign * nudges[i];
  return result;
}

/* What goes into the activation, as the oracle sees it. */
static inline double *
problem_sums (const Problem *problem)
{
  StrataConvDesc desc = problem->desc;
  double *sums = g_new0 (double, problem->n_sum + 1);

  desc.activation = strata_activation_init (STRATA_LINEAR);
  strata_reference_run (&desc, &problem->weights, problem->input.data, sums);
  return sums;
}

/* The instruction sets. */
static const char *const isas[] = { "portable", "avx2", "avx512", "amx",
                                    "neon" };

/* Whether the CPU has it; then it is the one from now on. */
static inline bool
has_isa (const char *isa)
{
  StrataConvDesc desc = strata_conv_desc_init ();
  const double weight = 1.0;
  StrataConv *conv;

  desc.dtype = STRATA_FLOAT64;
  desc.channels = 1;
  for (int axis = 0; axis < 2; axis++)
    desc.window.input[axis] = desc.window.kernel[axis] = 1;

  g_setenv ("STRATA_ISA", isa, TRUE);
  conv = strata_conv_new (&desc, &(StrataConvWeights){ &weight }, NULL);
  if (!conv)
    {
      g_unsetenv ("STRATA_ISA");
      return false;
    }
  g_assert_cmpstr (strata_conv_isa (conv), ==, isa);
  strata_conv_free (conv);
  return true;
}

/* Number of problems: STRATA_PROPERTY_COUNT, or @standard. */
static inline int
problem_count (int standard)
{
  const char *count = g_getenv ("STRATA_PROPERTY_COUNT");

  return count ? atoi (count) : standard;
}

/* STRATA_PROPERTY_SEED and STRATA_PROPERTY_COUNT=1 repeat one problem in all
 * types and formats. */
static inline guint32
problem_seed (void)
{
  const char *seed = g_getenv ("STRATA_PROPERTY_SEED");

  return seed ? (guint32) g_ascii_strtoull (seed, NULL, 10)
              : (guint32) g_test_rand_int ();
}

/* A fault inside a kernel ends the program; this says in which problem. */
static const Problem *current_problem;
static const char *current_isa = "any";
static struct sigaction former_action;

static inline void
fault_cb (int number)
{
  const char *text = current_problem ? current_problem->text : "no problem";

  if (write (2, "# fault in ", 11) < 0 || write (2, text, strlen (text)) < 0
      || write (2, ", ", 2) < 0
      || write (2, current_isa, strlen (current_isa)) < 0
      || write (2, "\n", 1) < 0)
    _exit (1);
  sigaction (number, &former_action, NULL);
}

static inline void
report_faults (void)
{
  struct sigaction action = { .sa_handler = fault_cb };

  sigemptyset (&action.sa_mask);
  sigaction (SIGSEGV, &action, &former_action);
}

#define MAX_FAILURES 5
static int n_failures;

static inline void G_GNUC_PRINTF (2, 3)
    problem_fail (const Problem *problem, const char *format, ...)
{
  va_list arguments;
  g_autofree char *what = NULL;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s, %s: %s", problem->text, current_isa, what);
  g_test_fail ();
  n_failures++;
}
