/* test-split.c — products of split numbers: as exact as those of whole ones,
 * the same however they are cut, and left alone by numbers that do not fit.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory.h"
#include "strata-steps-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* A pointwise layer and what goes into it. */
typedef struct
{
  StrataPointwiseDesc desc;
  float *input, *weights, *bias;
  gsize n_input, n_output;
} Layer;

static double
draw (GRand *rand)
{
  return g_rand_double_range (rand, -1, 1);
}

static Layer *
layer_new (StrataFormat format,
           gint64 batch,
           gint64 places,
           gint64 inputs,
           gint64 outputs)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  Layer *layer = g_new0 (Layer, 1);

  layer->n_input = (gsize) (batch * places * inputs);
  layer->n_output = (gsize) (batch * places * outputs);
  layer->input = g_new (float, layer->n_input);
  layer->weights = g_new (float, (gsize) (inputs * outputs));
  layer->bias = g_new (float, (gsize) outputs);
  for (gsize i = 0; i < layer->n_input; i++)
    layer->input[i] = (float) draw (rand);
  for (gint64 i = 0; i < inputs * outputs; i++)
    layer->weights[i] = (float) draw (rand);
  for (gint64 i = 0; i < outputs; i++)
    layer->bias[i] = (float) draw (rand);
  layer->desc = (StrataPointwiseDesc){
    .dtype = STRATA_FLOAT32,
    .format = format,
    .batch = batch,
    .places = places,
    .inputs = inputs,
    .outputs = outputs,
    .weights = layer->weights,
    .bias = layer->bias,
    .finish = strata_finish_init (&linear, STRATA_FLOAT32),
  };
  return layer;
}

static void
layer_free (Layer *layer)
{
  g_free (layer->input);
  g_free (layer->weights);
  g_free (layer->bias);
  g_free (layer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Layer, layer_free)

static gint64
input_index (const Layer *layer, gint64 image, gint64 place, gint64 input)
{
  const StrataPointwiseDesc *d = &layer->desc;

  return d->format == STRATA_NHWC
             ? (image * d->places + place) * d->inputs + input
             : (image * d->inputs + input) * d->places + place;
}

static gint64
output_index (const Layer *layer, gint64 image, gint64 place, gint64 output)
{
  const StrataPointwiseDesc *d = &layer->desc;

  return d->format == STRATA_NHWC
             ? (image * d->places + place) * d->outputs + output
             : (image * d->outputs + output) * d->places + place;
}

static const StrataKernels *
kernels_of (const char *isa)
{
  const StrataKernels *kernels;

  g_setenv ("STRATA_ISA", isa, TRUE);
  kernels = strata_kernels_get (STRATA_FLOAT32, NULL);
  g_unsetenv ("STRATA_ISA");
  return kernels;
}

/* Instruction sets with products of split numbers and, else alike, without. */
static const StrataKernels *split, *whole;

static float *
run (const Layer *layer, const StrataKernels *kernels, StrataPool *pool)
{
  float *output = g_new (float, layer->n_output);
  StrataPointwiseStep step;
  void *workspace;

  g_assert_true (
      strata_pointwise_step_init (&step, kernels, &layer->desc, NULL));
  g_assert_true (!step.split.kernels == !kernels->split);
  workspace = strata_memory_new (strata_pointwise_step_workspace_size (&step),
                                 "the workspace", NULL);
  g_assert_true (strata_pointwise_step_run (&step, layer->input, output,
                                            workspace, pool, NULL));
  strata_memory_free (workspace);
  strata_pointwise_step_clear (&step);
  return output;
}

/* The same by one call for every @n places. */
static float *
run_places (const Layer *layer, const StrataKernels *kernels, gint64 n)
{
  const StrataPointwiseDesc *d = &layer->desc;
  float *output = g_new (float, layer->n_output);
  g_autofree float *part = g_new (float, (gsize) (n * d->inputs));
  StrataPointwiseStep step;
  void *room;

  g_assert_true (strata_pointwise_step_init (&step, kernels, d, NULL));
  room = strata_memory_new (strata_pointwise_step_room (&step), "room", NULL);
  for (gint64 image = 0; image < d->batch; image++)
    for (gint64 first = 0; first < d->places; first += n)
      {
        const gint64 here = MIN (n, d->places - first);

        for (gint64 p = 0; p < here; p++)
          for (gint64 i = 0; i < d->inputs; i++)
            part[d->format == STRATA_NHWC ? p * d->inputs + i : i * here + p] =
                layer->input[input_index (layer, image, first + p, i)];
        g_assert_true (strata_pointwise_step_run_places (
            &step, part, image, first, here, output, room, NULL));
      }
  strata_memory_free (room);
  strata_pointwise_step_clear (&step);
  return output;
}

/* The root of the mean square of the errors, against float64. */
static double
error_of (const Layer *layer, const float *output)
{
  const StrataPointwiseDesc *d = &layer->desc;
  double sum = 0;

  for (gint64 image = 0; image < d->batch; image++)
    for (gint64 p = 0; p < d->places; p++)
      for (gint64 o = 0; o < d->outputs; o++)
        {
          double wanted = layer->bias[o], error;

          for (gint64 i = 0; i < d->inputs; i++)
            wanted += (double) layer->input[input_index (layer, image, p, i)]
                      * layer->weights[i * d->outputs + o];
          error = output[output_index (layer, image, p, o)] - wanted;
          sum += error * error;
        }
  return sqrt (sum / (double) layer->n_output);
}

/* Not larger than that of fused sums. */
static void
test_error (void)
{
  static const gint64 sizes[][2] = { { 32, 64 }, { 144, 33 }, { 512, 128 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (Layer) layer =
          layer_new (STRATA_NHWC, 1, 49, sizes[i][0], sizes[i][1]);
      g_autofree float *a = run (layer, split, NULL);
      g_autofree float *b = run (layer, whole, NULL);

      g_test_message ("%d to %d: %.2g, in whole numbers %.2g",
                      (int) sizes[i][0], (int) sizes[i][1], error_of (layer, a),
                      error_of (layer, b));
      g_assert_cmpfloat (error_of (layer, a), <=, error_of (layer, b));
    }
}

/* Threads, pieces and formats. */
static void
test_same (void)
{
  static const gint64 pieces[] = { 1, 7, 16, 33, 60 };
  StrataPool *pool = strata_pool_new (3, NULL);

  for (int planes = 0; planes < 2; planes++)
    {
      g_autoptr (Layer) layer =
          layer_new (planes ? STRATA_NCHW : STRATA_NHWC, 2, 60, 70, 83);
      g_autofree float *wanted = run (layer, split, NULL);
      g_autofree float *shared = run (layer, split, pool);

      g_assert_cmpmem (shared, layer->n_output * sizeof *shared, wanted,
                       layer->n_output * sizeof *wanted);
      for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
        {
          g_autofree float *apart = run_places (layer, split, pieces[i]);

          g_assert_cmpmem (apart, layer->n_output * sizeof *apart, wanted,
                           layer->n_output * sizeof *wanted);
        }
    }
  strata_pool_free (pool);
}

static void
test_formats (void)
{
  g_autoptr (Layer) rows = layer_new (STRATA_NHWC, 1, 60, 70, 83);
  g_autoptr (Layer) planes = layer_new (STRATA_NCHW, 1, 60, 70, 83);

  for (gint64 p = 0; p < 60; p++)
    for (gint64 i = 0; i < 70; i++)
      planes->input[input_index (planes, 0, p, i)] =
          rows->input[input_index (rows, 0, p, i)];

  g_autofree float *a = run (rows, split, NULL);
  g_autofree float *b = run (planes, split, NULL);

  for (gint64 p = 0; p < 60; p++)
    for (gint64 o = 0; o < 83; o++)
      g_assert_cmpfloat (a[output_index (rows, 0, p, o)], ==,
                         b[output_index (planes, 0, p, o)]);
}

/* Numbers that cannot be split give what whole ones give, and the places and
 * outputs that they have no part in stay as they were. */
static void
check_misfits (StrataFormat format, float number, bool in_weights)
{
  g_autoptr (Layer) layer = layer_new (format, 1, 60, 70, 83);
  const StrataPointwiseDesc *d = &layer->desc;
  const gint64 place = 37, output = 50;

  g_autofree float *before = run (layer, split, NULL);

  if (in_weights)
    layer->weights[11 * d->outputs + output] = number;
  else
    layer->input[input_index (layer, 0, place, 11)] = number;

  g_autofree float *after = run (layer, split, NULL);
  g_autofree float *wanted = run (layer, whole, NULL);

  for (gint64 p = 0; p < d->places; p++)
    for (gint64 o = 0; o < d->outputs; o++)
      {
        const gint64 at = output_index (layer, 0, p, o);
        const bool touched = in_weights ? o == output : p == place;
        const bool beside = in_weights && o / 16 == output / 16;
        const float expected = touched || beside ? wanted[at] : before[at];

        if (isnan (expected))
          g_assert_true (isnan (after[at]));
        else
          g_assert_cmpfloat (after[at], ==, expected);
      }
}

static void
test_misfits (void)
{
  static const float numbers[] = { INFINITY, -INFINITY, NAN,     1e38f,
                                   -1e30f,   1e-40f,    -1e-37f, 1e-30f };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (int planes = 0; planes < 2; planes++)
      {
        check_misfits (planes ? STRATA_NCHW : STRATA_NHWC, numbers[i], false);
        check_misfits (planes ? STRATA_NCHW : STRATA_NHWC, numbers[i], true);
      }
}

/* Nothing but tiny numbers: none of them is lost. */
static void
test_tiny (void)
{

  for (int e = -20; e >= -70; e -= 10)
    {
      g_autoptr (Layer) layer = layer_new (STRATA_NHWC, 1, 49, 64, 48);

      for (gsize i = 0; i < layer->n_input; i++)
        layer->input[i] = ldexpf (layer->input[i], e);
      for (gint64 i = 0; i < 64 * 48; i++)
        layer->weights[i] = ldexpf (layer->weights[i], e);
      memset (layer->bias, 0, 48 * sizeof (float));

      g_autofree float *a = run (layer, split, NULL);
      g_autofree float *b = run (layer, whole, NULL);

      g_assert_cmpfloat (error_of (layer, a), <=,
                         1.000001 * error_of (layer, b));
    }
}

/* What has them differs in nothing else. */
static void
test_off (void)
{
  g_assert_nonnull (split->split);
  g_assert_null (whole->split);
  g_assert_true (split->product == whole->product);
}

/* A machine that has none is not taken for one that has, and says so. */
static void
test_absent (void)
{
  const StrataKernels *best = strata_kernels_get (STRATA_FLOAT32, NULL);
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_nonnull (best);
  g_assert_null (best->split);
  g_setenv ("STRATA_ISA", "amx", TRUE);
  g_assert_null (strata_kernels_get (STRATA_FLOAT32, &refusal));
  g_unsetenv ("STRATA_ISA");
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_nonnull (strstr (refusal.message, "amx"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("STRATA_ISA");

  split = kernels_of ("amx");
  whole = kernels_of ("avx512");
  if (!split)
    {
      g_test_add_func ("/split/absent", test_absent);
      return g_test_run ();
    }
  g_test_add_func ("/split/error", test_error);
  g_test_add_func ("/split/same", test_same);
  g_test_add_func ("/split/formats", test_formats);
  g_test_add_func ("/split/misfits", test_misfits);
  g_test_add_func ("/split/tiny", test_tiny);
  g_test_add_func ("/split/off", test_off);

  return g_test_run ();
}
