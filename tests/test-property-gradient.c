/* test-property-gradient.c — gradients of random convolutions on every
 * instruction set against the oracle.
 *
 * An element of a gradient is a sum of up to many thousand products, and what
 * its rounding errors are relative to is the sum of their absolute values:
 * terms of both signs may well add up to nothing. That sum is the oracle's
 * gradient for the absolute values of all tensors, where the gradient at the
 * activation's input counts with its sensitivity: how much it changes, as far
 * as one can see, when what goes into the activation is moved by one. To it
 * comes the rounding to the element type.
 *
 * Rounding errors may carry a sum over a kink of an activation, whereupon any
 * value between the two slopes is right. Problems with a sum that close to a
 * kink are left out.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "problem.h"

#include "strata-memory.h"

static const int pool_sizes[] = { 1, 2, 3, 7 };
static StrataPool *pools[G_N_ELEMENTS (pool_sizes)];

enum
{
  INPUT,
  DEPTHWISE,
  POINTWISE,
  BIAS,
  N_GRADIENTS,
};

static const char *const names[] = { "input", "depthwise", "pointwise",
                                     "bias" };

typedef struct
{
  Problem *problem;
  Guarded output_gradient;
  gint64 n[N_GRADIENTS];
  bool is_wanted[N_GRADIENTS];
  double *expected[N_GRADIENTS];
  double *scale[N_GRADIENTS]; /* sums of absolute products */
} Case;

static StrataConvGradientTensors
tensors_of (const void *input,
            const void *output_gradient,
            void *const results[N_GRADIENTS])
{
  return (StrataConvGradientTensors){
    .input = input,
    .output_gradient = output_gradient,
    .input_gradient = results[INPUT],
    .depthwise_gradient = results[DEPTHWISE],
    .pointwise_gradient = results[POINTWISE],
    .bias_gradient = results[BIAS],
  };
}

/* The gradient at the activation's input when that is moved by the nudges. */
static double *
activation_gradient (const Case *c,
                     const double *sums,
                     const double *nudges,
                     double sign)
{
  const Problem *problem = c->problem;
  g_autofree double *x = nudged (sums, nudges, problem->n_sum, sign);
  g_autofree double *given = g_new0 (double, problem->n_output + 1);
  double *result = g_new0 (double, problem->n_sum + 1);

  for (gint64 i = 0; i < problem->n_output; i++)
    given[i] =
        strata_dtype_get (problem->desc.dtype, c->output_gradient.data, i);
  strata_activation_gradient (&problem->desc.activation, STRATA_FLOAT64,
                              problem_last_axis (problem), x, given, result);
  return result;
}

/* What stands for the absolute gradient at the activation's input; false where
 * a kink is near, or where nothing can be said because sums are not finite. */
static bool
find_sensitivity (const Case *c, double *sensitivity)
{
  Problem *problem = c->problem;
  g_autofree double *sums = problem_sums (problem);
  g_autofree double *nudges = draw_nudges (problem, sums);
  g_autofree double *here = activation_gradient (c, sums, nudges, 0);
  g_autofree double *up = activation_gradient (c, sums, nudges, 1);
  g_autofree double *down = activation_gradient (c, sums, nudges, -1);

  if (problem->special && problem->desc.activation.kind != STRATA_LINEAR)
    return false;

  for (gint64 i = 0; i < problem->n_sum; i++)
    {
      double slope = fabs (up[i] - down[i]) / fabs (2.0 * nudges[i]);
      double least = MIN (fabs (up[i]), fabs (down[i]));

      if (slope > 50.0 * MAX (1.0, least))
        return false;
      sensitivity[i] = fabs (here[i]);
      if (problem->desc.activation.kind != STRATA_LINEAR)
        sensitivity[i] += slope * MAX (1.0, fabs (sums[i]));
    }
  return true;
}

static double *
absolutes (StrataDType dtype, const void *data, gint64 n)
{
  double *result = g_new0 (double, n + 1);

  for (gint64 i = 0; i < n; i++)
    result[i] = fabs (strata_dtype_get (dtype, data, i));
  return result;
}

static void
compute_scale (Case *c, const double *sensitivity)
{
  const Problem *problem = c->problem;
  StrataConvDesc desc = problem->desc;
  g_autofree double *input =
      absolutes (desc.dtype, problem->input.data, problem->n_input);
  g_autofree double *depthwise =
      absolutes (desc.dtype, problem->depthwise.data, problem->n_depthwise);
  g_autofree double *pointwise =
      absolutes (desc.dtype, problem->pointwise.data, problem->n_pointwise);
  const StrataConvWeights weights = { .depthwise = depthwise,
                                      .pointwise = pointwise };
  const StrataConvGradientTensors tensors =
      tensors_of (input, sensitivity, (void *const *) c->scale);

  desc.dtype = STRATA_FLOAT64;
  desc.activation = strata_activation_init (STRATA_LINEAR);
  desc.use_bias = false;
  strata_reference_gradient (&desc, &weights, &tensors);
}

/* False for a problem that is to be left out. */
static bool
case_init (Case *c, Problem *problem)
{
  const gint64 n[] = { problem->n_input, problem->n_depthwise,
                       problem->n_pointwise, problem_outputs (problem) };
  g_autofree double *sensitivity = g_new0 (double, problem->n_sum + 1);
  StrataConvGradientTensors tensors;

  *c = (Case){ .problem = problem };
  draw_numbers (problem, &c->output_gradient, problem->n_output, 1.0);
  for (int i = 1; problem->same_images && i < problem->desc.batch; i++)
    {
      gsize bytes = c->output_gradient.size / problem->desc.batch;

      memcpy ((guint8 *) c->output_gradient.data + i * bytes,
              c->output_gradient.data, bytes);
    }
  guarded_make_read_only (&c->output_gradient);

  for (int i = 0; i < N_GRADIENTS; i++)
    {
      c->n[i] = n[i];
      c->is_wanted[i] = n[i] > 0 && chance (problem->rand, 85);
      c->expected[i] = g_new0 (double, n[i] + 1);
      c->scale[i] = g_new0 (double, n[i] + 1);
    }
  c->is_wanted[BIAS] &= problem->desc.use_bias;

  if (!find_sensitivity (c, sensitivity))
    return false;
  compute_scale (c, sensitivity);
  tensors = tensors_of (problem->input.data, c->output_gradient.data,
                        (void *const *) c->expected);
  strata_reference_gradient (&problem->desc, &problem->weights, &tensors);
  return true;
}

static void
case_clear (Case *c)
{
  guarded_clear (&c->output_gradient);
  for (int i = 0; i < N_GRADIENTS; i++)
    {
      g_free (c->expected[i]);
      g_free (c->scale[i]);
    }
}

static void
run (const Case *c,
     const StrataConvGradient *gradient,
     StrataPool *pool,
     Guarded results[N_GRADIENTS])
{
  Problem *problem = c->problem;
  gsize element = strata_dtype_size (problem->desc.dtype);
  gsize needed = strata_conv_gradient_workspace_size (gradient);
  void *data[N_GRADIENTS] = { NULL };
  StrataConvGradientTensors tensors;
  Guarded workspace;

  for (int i = 0; i < N_GRADIENTS; i++)
    {
      guarded_init (&results[i], c->n[i] * element, chance (problem->rand, 75));
      if (c->is_wanted[i])
        data[i] = results[i].data;
    }
  needed =
      (needed + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT * STRATA_ALIGNMENT;
  guarded_init (&workspace, needed, true);

  tensors = tensors_of (problem->input.data, c->output_gradient.data, data);
  if (!strata_conv_gradient_run (gradient, &tensors,
                                 needed ? workspace.data : NULL, pool, NULL))
    problem_fail (problem, "the run says that it was cancelled");
  for (int i = 0; i < N_GRADIENTS; i++)
    if (!guarded_is_intact (&results[i]))
      problem_fail (problem, "the run wrote beside the %s gradient", names[i]);
  if (!guarded_is_intact (&workspace))
    problem_fail (problem, "the run wrote beside its workspace");
  guarded_clear (&workspace);
}

static void
compare (const Case *c, int which, const Guarded *result)
{
  for (gint64 i = 0; i < c->n[which]; i++)
    {
      double actual =
          strata_dtype_get (c->problem->desc.dtype, result->data, i);
      double wanted = c->expected[which][i];

      if (!is_close (c->problem, wanted, c->scale[which][i], actual))
        {
          problem_fail (c->problem,
                        "element %d of the %s gradient is %.17g instead of "
                        "%.17g, with absolute values %g",
                        (int) i, names[which], actual, wanted,
                        c->scale[which][i]);
          return;
        }
    }
}

static void
check_pools (const Case *c,
             const StrataConvGradient *gradient,
             const Guarded expected[N_GRADIENTS])
{
  for (size_t p = 0; p < G_N_ELEMENTS (pools); p++)
    {
      Guarded results[N_GRADIENTS];

      run (c, gradient, pools[p], results);
      for (int i = 0; i < N_GRADIENTS; i++)
        {
          if (memcmp (results[i].data, expected[i].data, expected[i].size))
            problem_fail (c->problem, "%d threads give another %s gradient",
                          pool_sizes[p], names[i]);
          guarded_clear (&results[i]);
        }
    }
}

static void
check_images (const Case *c, const Guarded *result)
{
  gint64 batch = c->problem->desc.batch;
  gsize bytes = result->size / batch;

  for (gint64 i = 1; i < batch; i++)
    if (!are_same (c->problem, (guint8 *) result->data + i * bytes,
                   result->data, bytes))
      problem_fail (c->problem, "image %d is not like the first", (int) i);
}

static void
check_isa (const Case *c)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataConvGradient *gradient = strata_conv_gradient_new (
      &c->problem->desc, &c->problem->weights, &refusal);
  Guarded results[N_GRADIENTS];

  if (!gradient)
    {
      problem_fail (c->problem, "refused: %s", refusal.message);
      return;
    }

  run (c, gradient, NULL, results);
  for (int i = 0; i < N_GRADIENTS; i++)
    if (c->is_wanted[i])
      compare (c, i, &results[i]);
  check_pools (c, gradient, results);
  if (c->is_wanted[INPUT] && c->problem->same_images)
    check_images (c, &results[INPUT]);

  for (int i = 0; i < N_GRADIENTS; i++)
    guarded_clear (&results[i]);
  strata_conv_gradient_free (gradient);
}

/* True where the problem was not left out. */
static bool
check_problem (StrataDType dtype, StrataFormat format)
{
  g_autoptr (Problem) problem = problem_new (problem_seed (), dtype, format);
  bool is_taken;
  Case c;

  current_problem = problem;
  is_taken = case_init (&c, problem);
  for (size_t i = 0; is_taken && i < G_N_ELEMENTS (isas); i++)
    {
      current_isa = isas[i];
      if (has_isa (isas[i]))
        check_isa (&c);
    }
  case_clear (&c);
  current_problem = NULL;
  return is_taken;
}

static void
test_run (void)
{
  int count = problem_count (150);
  int n_taken = 0;

  for (int i = 0; i < count; i++)
    for (int dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
      for (int format = 0; format < 2 && n_failures < MAX_FAILURES; format++)
        n_taken += check_problem ((StrataDType) dtype, (StrataFormat) format);
  g_test_message ("%d of %d problems have no sum near a kink", n_taken,
                  count * STRATA_N_DTYPES * 2);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  report_faults ();
  for (size_t i = 0; i < G_N_ELEMENTS (pools); i++)
    pools[i] = strata_pool_new (pool_sizes[i], NULL);

  g_test_add_func ("/property-gradient/run/oracle", test_run);
  result = g_test_run ();

  for (size_t i = 0; i < G_N_ELEMENTS (pools); i++)
    strata_pool_free (pools[i]);
  return result;
}
