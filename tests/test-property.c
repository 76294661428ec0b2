/* test-property.c — random convolutions on every instruction set against the
 * oracle.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "problem.h"

#include "strata-memory.h"

static const int pool_sizes[] = { 1, 2, 3, 7 };
static StrataPool *pools[G_N_ELEMENTS (pool_sizes)];

/* What a result must be like. */
typedef struct
{
  double *output;
  bool *is_unsteady; /* NULL where nothing is: rounding errors may take such
                        a result over a jump */
} Expected;

static void
find_jumps (Problem *problem, Expected *expected)
{
  g_autofree double *sums = problem_sums (problem);
  g_autofree double *nudges = draw_nudges (problem, sums);
  g_autofree double *up = nudged (sums, nudges, problem->n_sum, 1);
  g_autofree double *down = nudged (sums, nudges, problem->n_sum, -1);
  g_autofree double *high = g_new0 (double, problem->n_sum + 1);
  g_autofree double *low = g_new0 (double, problem->n_sum + 1);
  const double steep = 100.0 * compute_tolerance (problem);

  expected->is_unsteady = g_new0 (bool, problem->n_output + 1);
  strata_activation_apply (&problem->desc.activation, STRATA_FLOAT64,
                           problem_last_axis (problem), up, high);
  strata_activation_apply (&problem->desc.activation, STRATA_FLOAT64,
                           problem_last_axis (problem), down, low);
  for (gint64 i = 0; i < problem->n_output; i++)
    expected->is_unsteady[i] =
        fabs (high[i] - low[i]) > steep * MAX (1.0, fabs (expected->output[i]));
}

static void
expected_init (Expected *expected, Problem *problem)
{
  StrataActivationKind kind = problem->desc.activation.kind;

  expected->output = g_new0 (double, problem->n_output + 1);
  expected->is_unsteady = NULL;
  strata_reference_run (&problem->desc, &problem->weights, problem->input.data,
                        expected->output);
  if (kind == STRATA_RELU || kind == STRATA_THRESHOLD
      || kind == STRATA_HARD_SHRINK)
    find_jumps (problem, expected);
}

static void
expected_clear (Expected *expected)
{
  g_free (expected->output);
  g_free (expected->is_unsteady);
}

static void
compare (const Problem *problem, const Expected *expected, const void *output)
{
  for (gint64 i = 0; i < problem->n_output; i++)
    {
      double actual = strata_dtype_get (problem->desc.dtype, output, i);
      double wanted = expected->output[i];

      if (expected->is_unsteady && expected->is_unsteady[i])
        continue;
      if (!is_close (problem, wanted, fabs (wanted), actual))
        {
          problem_fail (problem, "element %d is %.17g instead of %.17g",
                        (int) i, actual, wanted);
          return;
        }
    }
}

/* One run between guards; the result is handed over. */
static Guarded
run (Problem *problem,
     const StrataConv *conv,
     const void *input,
     gsize output_size,
     StrataPool *pool)
{
  gsize needed = strata_conv_workspace_size (conv);
  bool at_end = chance (problem->rand, 75);
  Guarded output, workspace;

  /* What strata_memory_new() gives, and not a byte more. */
  needed =
      (needed + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT * STRATA_ALIGNMENT;
  guarded_init (&output, output_size, at_end);
  guarded_init (&workspace, needed, true);

  if (!strata_conv_run (conv, input, output.data,
                        needed ? workspace.data : NULL, pool, NULL))
    problem_fail (problem, "the run says that it was cancelled");
  if (!guarded_is_intact (&output) || !guarded_is_intact (&workspace))
    problem_fail (problem, "the run wrote beside its memory");
  guarded_clear (&workspace);
  return output;
}

static void
check_pools (Problem *problem, const StrataConv *conv, const Guarded *output)
{
  for (size_t i = 0; i < G_N_ELEMENTS (pools); i++)
    {
      Guarded again =
          run (problem, conv, problem->input.data, output->size, pools[i]);

      if (memcmp (again.data, output->data, output->size) != 0)
        problem_fail (problem, "%d threads give another result", pool_sizes[i]);
      guarded_clear (&again);
    }
}

/* Whether image @i of the batch is what it is alone. */
static void
check_image_alone (Problem *problem,
                   const StrataConv *alone,
                   const Guarded *output,
                   gint64 i)
{
  gsize input_size = problem->input.size / problem->desc.batch;
  gsize output_size = output->size / problem->desc.batch;
  Guarded image;
  Guarded result;

  guarded_init (&image, input_size, true);
  memcpy (image.data, (guint8 *) problem->input.data + i * input_size,
          input_size);
  result = run (problem, alone, image.data, output_size, NULL);
  if (!are_same (problem, result.data,
                 (guint8 *) output->data + i * output_size, output_size))
    problem_fail (problem, "image %d is another alone", (int) i);
  guarded_clear (&result);
  guarded_clear (&image);
}

static void
check_images (Problem *problem, const Guarded *output)
{
  StrataConvDesc desc = problem->desc;
  gsize bytes = output->size / desc.batch;
  StrataConv *alone;

  for (gint64 i = 1; problem->same_images && i < desc.batch; i++)
    if (!are_same (problem, (guint8 *) output->data + i * bytes, output->data,
                   bytes))
      problem_fail (problem, "image %d is not like the first", (int) i);

  desc.batch = 1;
  alone = strata_conv_new (&desc, &problem->weights, NULL);
  g_assert_nonnull (alone);
  for (gint64 i = 0; i < problem->desc.batch; i++)
    check_image_alone (problem, alone, output, i);
  strata_conv_free (alone);
}

static void
check_shape (const Problem *problem, const StrataConv *conv)
{
  const StrataConvShape *shape = strata_conv_shape (conv);
  gint64 n_input = 1, n_output = 1;

  for (int i = 0; i < 4; i++)
    {
      n_input *= shape->input_shape[i];
      n_output *= shape->output_shape[i];
    }
  if (n_input != problem->n_input || n_output != problem->n_output
      || shape->output_channels != problem_outputs (problem)
      || shape->parameters
             != problem->n_depthwise + problem->n_pointwise + problem->n_bias)
    problem_fail (problem, "the shape is wrong");
}

static void
check_isa (Problem *problem, const Expected *expected)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataConv *conv =
      strata_conv_new (&problem->desc, &problem->weights, &refusal);
  Guarded output;

  if (!conv)
    {
      problem_fail (problem, "refused: %s", refusal.message);
      return;
    }

  check_shape (problem, conv);
  output =
      run (problem, conv, problem->input.data,
           problem->n_output * strata_dtype_size (problem->desc.dtype), NULL);
  compare (problem, expected, output.data);
  check_pools (problem, conv, &output);
  if (problem->desc.batch > 1)
    check_images (problem, &output);

  guarded_clear (&output);
  strata_conv_free (conv);
}

static void
check_problem (StrataDType dtype, StrataFormat format)
{
  g_autoptr (Problem) problem = problem_new (problem_seed (), dtype, format);
  Expected expected;

  current_problem = problem;
  expected_init (&expected, problem);
  for (size_t i = 0; i < G_N_ELEMENTS (isas); i++)
    {
      current_isa = isas[i];
      if (has_isa (isas[i]))
        check_isa (problem, &expected);
    }
  expected_clear (&expected);
  current_problem = NULL;
}

static void
test_run (void)
{
  int count = problem_count (400);

  n_failures = 0;
  for (int i = 0; i < count; i++)
    for (int dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
      for (int format = 0; format < 2 && n_failures < MAX_FAILURES; format++)
        check_problem ((StrataDType) dtype, (StrataFormat) format);
}

/* Planes that are larger than those of random problems, which are computed in
 * bands: the same bits as with the channels last, of any number of threads. */

typedef struct
{
  int height, width, channels;
} Large;

/* Hands over the output, with the channels last. It is written @shift bytes
 * from where the input begins in a page. */
static float *
run_large (const Large *large,
           StrataFormat format,
           int kernel,
           int stride,
           int shift,
           StrataPool *pool)
{
  const bool last = format == STRATA_NHWC;
  StrataConvDesc desc = strata_conv_desc_init ();
  const int channels = large->channels;
  const gint64 n = large->height * large->width * channels;
  g_autofree float *input = g_new0 (float, n);
  const int n_weights = kernel * kernel * channels;
  g_autofree float *weights = g_new0 (float, n_weights);
  g_autofree char *room = NULL;
  g_autofree float *sorted = NULL;
  float *output;
  const StrataConvShape *shape;
  StrataConv *conv;
  void *workspace;
  gint64 places, n_output;

  desc.format = format;
  desc.channels = channels;
  desc.window.padding = STRATA_PADDING_SAME;
  desc.window.input[0] = large->height;
  desc.window.input[1] = large->width;
  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.kernel[axis] = kernel;
      desc.window.strides[axis] = stride;
    }
  for (gint64 i = 0; i < n; i++)
    {
      gint64 at = last ? i : i % channels * (n / channels) + i / channels;

      input[at] = (float) (i * 7919 % 1009) / 1009.0f - 0.5f;
    }
  for (int i = 0; i < n_weights; i++)
    weights[i] = (float) (i * 31 % 17) / 17.0f - 0.4f;

  conv = strata_conv_new (&desc, &(StrataConvWeights){ weights }, NULL);
  g_assert_nonnull (conv);
  shape = strata_conv_shape (conv);
  places =
      shape->output_shape[last ? 1 : 2] * shape->output_shape[last ? 2 : 3];
  n_output = places * channels;
  room = g_malloc0 (n_output * sizeof *output + 4096);
  output =
      (void *) (room + ((gsize) input + (gsize) shift - (gsize) room) % 4096);
  workspace = strata_memory_new (strata_conv_workspace_size (conv),
                                 "the workspace", NULL);
  g_assert_true (strata_conv_run (conv, input, output, workspace, pool, NULL));
  strata_memory_free (workspace);
  strata_conv_free (conv);

  sorted = g_new0 (float, n_output);
  for (gint64 i = 0; i < n_output; i++)
    sorted[i] = output[last ? i : i % channels * places + i / channels];
  return g_steal_pointer (&sorted);
}

static void
check_large (const Large *large, int kernel, int stride)
{
  const gint64 n = (gint64) ((large->height + stride - 1) / stride)
                   * ((large->width + stride - 1) / stride) * large->channels;
  g_autofree float *wanted =
      run_large (large, STRATA_NHWC, kernel, stride, 0, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (pools); i++)
    {
      g_autofree float *planes =
          run_large (large, STRATA_NCHW, kernel, stride, 0, pools[i]);
      g_autofree float *apart =
          run_large (large, STRATA_NHWC, kernel, stride, 320, pools[i]);

      g_assert_cmpmem (planes, n * sizeof *planes, wanted, n * sizeof *wanted);
      g_assert_cmpmem (apart, n * sizeof *apart, wanted, n * sizeof *wanted);
    }
}

static void
check_large_all (const Large *large)
{
  for (size_t i = 0; i < G_N_ELEMENTS (isas); i++)
    if (has_isa (isas[i]))
      for (int kernel = 3; kernel <= 7; kernel += 2)
        for (int stride = 1; stride <= 2; stride++)
          check_large (large, kernel, stride);
  g_unsetenv ("STRATA_ISA");
}

static void
test_large (void)
{
  check_large_all (&(Large){ 331, 427, 3 });
}

/* Columns that are a whole number of pages apart. */
static void
test_crowded (void)
{
  check_large_all (&(Large){ 11, 9, 1024 });
}

static gint64
nonsense (void)
{
  switch (g_test_rand_int_range (0, 20))
    {
    case 0:
      return (gint64) ((guint64) g_test_rand_int () << 32
                       | (guint32) g_test_rand_int ());
    case 1:
      return G_MAXINT64 - g_test_rand_int_range (0, 3);
    case 2:
      return G_MININT64 + g_test_rand_int_range (0, 3);
    case 3:
      return G_GINT64_CONSTANT (1) << g_test_rand_int_range (0, 63);
    case 4:
      return g_test_rand_int_range (-3, 1);
    default:
      return g_test_rand_int_range (1, 9);
    }
}

static int
nonsense_enum (int n)
{
  return g_test_rand_int_range (0, 12) ? g_test_rand_int_range (0, n)
                                       : (int) g_test_rand_int ();
}

static double
nonsense_double (void)
{
  const double values[] = { NAN, INFINITY, -INFINITY, -1.0,
                            0.0, DBL_MAX,  DBL_MIN };

  return g_test_rand_bit () ? 0.25 * g_test_rand_int_range (1, 5)
                            : values[g_test_rand_int_range (0, 7)];
}

static StrataActivation
nonsense_activation (void)
{
  return (StrataActivation){
    .kind = (StrataActivationKind) nonsense_enum (STRATA_N_ACTIVATIONS),
    .negative_slope = nonsense_double (),
    .max_value = nonsense_double (),
    .threshold = nonsense_double (),
    .default_value = nonsense_double (),
    .alpha = nonsense_double (),
    .b = nonsense_double (),
    .approximate = g_test_rand_bit (),
  };
}

static StrataConvDesc
nonsense_desc (void)
{
  StrataConvDesc desc = {
    .dtype = (StrataDType) nonsense_enum (STRATA_N_DTYPES),
    .format = (StrataFormat) nonsense_enum (2),
    .batch = nonsense (),
    .channels = nonsense (),
    .multiplier = nonsense (),
    .filters = g_test_rand_bit () ? 0 : nonsense (),
    .use_bias = g_test_rand_bit (),
    .activation = strata_activation_init (STRATA_LINEAR),
  };

  if (g_test_rand_bit ())
    desc.activation = nonsense_activation ();
  desc.window.padding = (StrataPadding) nonsense_enum (3);
  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.input[axis] = nonsense ();
      desc.window.kernel[axis] = nonsense ();
      desc.window.strides[axis] = g_test_rand_bit () ? 1 : nonsense ();
      desc.window.dilations[axis] = g_test_rand_bit () ? 1 : nonsense ();
      desc.window.explicit_padding[axis][0] = nonsense ();
      desc.window.explicit_padding[axis][1] = nonsense ();
    }
  return desc;
}

static void
assert_explained (const StrataRefusal *refusal)
{
  g_assert_cmpint (refusal->reason, !=, STRATA_REFUSAL_NONE);
  g_assert_cmpuint (strlen (refusal->message), >, 10);
  g_assert_cmpuint (strlen (refusal->message), <, sizeof refusal->message - 1);
  g_assert_true (g_utf8_validate (refusal->message, -1, NULL));
}

/* Number of elements, or -1 where they are unknown or too many to try. */
static gint64
count_elements (const gint64 shape[4])
{
  gint64 n = 1;

  for (int i = 0; i < 4; i++)
    if (shape[i] < 0 || (n != 0 && shape[i] > 100000 / n))
      return -1;
    else
      n *= shape[i];
  return n;
}

/* Whatever zeros give: it has to end, in its own memory. */
static void
run_nonsense (const StrataConvDesc *desc, const StrataConvShape *shape)
{
  gsize element = strata_dtype_size (desc->dtype);
  gsize n_input = count_elements (shape->input_shape) * element;
  gsize n_output = count_elements (shape->output_shape) * element;
  g_autofree void *input = g_malloc0 (n_input + 1);
  g_autofree void *output = g_malloc0 (n_output + 1);
  g_autofree void *zeros = g_malloc0 (shape->parameters * element + 1);
  const StrataConvWeights weights = { zeros, zeros, zeros };
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataConv *conv = strata_conv_new (desc, &weights, &refusal);
  void *workspace;

  if (!conv)
    g_error ("Refused after all: %s", refusal.message);

  workspace = strata_memory_new (strata_conv_workspace_size (conv),
                                 "the workspace", NULL);
  g_assert_nonnull (workspace);
  g_assert_true (strata_conv_run (conv, input, output, workspace, NULL, NULL));
  strata_memory_free (workspace);
  strata_conv_free (conv);
}

static void
test_nonsense (void)
{
  int n_run = 0;

  g_unsetenv ("STRATA_ISA");
  for (int i = 0; i < 40000; i++)
    {
      StrataConvDesc desc = nonsense_desc ();
      StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
      StrataConvShape shape;
      bool taken = strata_conv_infer (&desc, &shape, &refusal);

      if (!taken)
        {
          assert_explained (&refusal);
          g_assert_null (strata_conv_new (&desc, NULL, NULL));
        }
      else if (count_elements (shape.input_shape) >= 0
               && count_elements (shape.output_shape) >= 0
               && shape.parameters < 100000
               && (shape.macs < 10000000 || desc.batch == 0))
        {
          run_nonsense (&desc, &shape);
          n_run++;
        }
    }
  g_assert_cmpint (n_run, >, 100);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  report_faults ();
  for (size_t i = 0; i < G_N_ELEMENTS (pools); i++)
    pools[i] = strata_pool_new (pool_sizes[i], NULL);

  g_test_add_func ("/property/run/oracle", test_run);
  g_test_add_func ("/property/run/large", test_large);
  g_test_add_func ("/property/run/crowded", test_crowded);
  g_test_add_func ("/property/run/nonsense", test_nonsense);
  result = g_test_run ();

  for (size_t i = 0; i < G_N_ELEMENTS (pools); i++)
    strata_pool_free (pools[i]);
  return result;
}
