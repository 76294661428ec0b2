/* test-reference-gradient.c — gradients of convolutions against TensorFlow.
 *
 * Each line of gradient.index is a test: the engine and its oracle must both
 * come to what is written there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-conv.h"
#include "strata-memory.h"
#include "strata-reference.h"

#include <string.h>

#define N_GRADIENTS 4
#define OUTPUT_GRADIENT 4

static const char *const names[N_GRADIENTS] = {
  "dx",
  "ddepthwise",
  "dpointwise",
  "dbias",
};

/* One case: what it has no gradient of is not present. */
typedef struct
{
  ReferenceConv conv;
  void *output_gradient;
  gboolean present[N_GRADIENTS];
  ReferenceTensor expected[N_GRADIENTS];
  double terms[N_GRADIENTS];
} Problem;

/* How many products each gradient sums, at most. */
static void
count_terms (Problem *problem)
{
  const StrataConvDesc *desc = &problem->conv.desc;
  const StrataConvShape *shape = &problem->conv.shape;
  const double places = (double) (desc->batch * shape->window[0].output
                                  * shape->window[1].output);
  const double taps =
      (double) (desc->window.kernel[0] * desc->window.kernel[1]);

  problem->terms[0] = taps * (double) desc->multiplier;
  problem->terms[1] = problem->terms[2] = problem->terms[3] = places;
}

static gboolean
problem_init (Problem *problem, const ReferenceCase *item)
{
  ReferenceConv *conv = &problem->conv;
  g_autofree double *generated = NULL;
  int64_t seed;

  memset (problem, 0, sizeof *problem);
  if (!reference_conv_init (conv, item))
    return FALSE;
  g_assert_true (reference_case_int (item, "seed", &seed));
  generated = g_new (double, MAX (conv->n_output, 1));
  reference_generate (seed, OUTPUT_GRADIENT, conv->n_output, generated);
  problem->output_gradient =
      reference_narrow (conv->desc.dtype, generated, conv->n_output);
  for (int i = 0; i < N_GRADIENTS; i++)
    problem->present[i] =
        reference_case_tensor (item, names[i], &problem->expected[i]);
  g_assert_true (problem->present[0] && problem->present[1]);
  g_assert_cmpint (problem->present[2], ==, conv->desc.filters > 0);
  g_assert_cmpint (problem->present[3], ==, conv->desc.use_bias);
  g_assert_cmpuint (problem->expected[0].n, ==, conv->n_input);
  count_terms (problem);
  return TRUE;
}

static void
problem_clear (Problem *problem)
{
  for (int i = 0; i < N_GRADIENTS; i++)
    reference_tensor_clear (&problem->expected[i]);
  g_free (problem->output_gradient);
  reference_conv_clear (&problem->conv);
}

/* Room for the gradients that the case has, in @dtype. */
static StrataConvGradientTensors
make_room (const Problem *problem, StrataDType dtype, void **rooms)
{
  for (int i = 0; i < N_GRADIENTS; i++)
    rooms[i] = problem->present[i]
                   ? reference_room (dtype, problem->expected[i].n)
                   : NULL;
  return (StrataConvGradientTensors){
    .input = problem->conv.input,
    .output_gradient = problem->output_gradient,
    .input_gradient = rooms[0],
    .depthwise_gradient = rooms[1],
    .pointwise_gradient = rooms[2],
    .bias_gradient = rooms[3],
  };
}

/* Compares and frees the rooms. */
static void
compare (const Problem *problem,
         const char *who,
         StrataDType dtype,
         void **rooms,
         gboolean scaled)
{
  const StrataDType own = problem->conv.desc.dtype;

  for (int i = 0; i < N_GRADIENTS; i++)
    {
      g_autofree char *what = g_strdup_printf ("%s, %s", who, names[i]);
      g_autofree double *wide = NULL;
      double tolerance = own == STRATA_FLOAT64 ? 1e-12 : 1e-7;

      if (!problem->present[i])
        continue;
      if (scaled)
        tolerance = reference_sum_tolerance (own, problem->terms[i]);
      wide = reference_widen (dtype, rooms[i], problem->expected[i].n);
      reference_expect (what, wide, &problem->expected[i], tolerance);
      g_free (rooms[i]);
    }
}

static void
check_oracle (const Problem *problem)
{
  void *rooms[N_GRADIENTS];
  StrataConvGradientTensors tensors =
      make_room (problem, STRATA_FLOAT64, rooms);

  strata_reference_gradient (&problem->conv.desc, &problem->conv.weights,
                             &tensors);
  compare (problem, "the oracle", STRATA_FLOAT64, rooms, FALSE);
}

static void
check_engine (const Problem *problem)
{
  const ReferenceConv *conv = &problem->conv;
  StrataRefusal refusal = { 0 };
  StrataConvGradient *gradient =
      strata_conv_gradient_new (&conv->desc, &conv->weights, &refusal);
  void *rooms[N_GRADIENTS];
  StrataConvGradientTensors tensors =
      make_room (problem, conv->desc.dtype, rooms);
  void *workspace;

  if (gradient == NULL)
    g_error ("refused: %s", refusal.message);
  workspace = strata_memory_new (strata_conv_gradient_workspace_size (gradient),
                                 "the workspace", &refusal);
  g_assert_true (
      strata_conv_gradient_run (gradient, &tensors, workspace, NULL, NULL));
  compare (problem, "the engine", conv->desc.dtype, rooms, TRUE);
  strata_memory_free (workspace);
  strata_conv_gradient_free (gradient);
}

static void
test_case (gconstpointer data)
{
  Problem problem;

  if (!problem_init (&problem, data))
    return;
  check_oracle (&problem);
  check_engine (&problem);
  problem_clear (&problem);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ReferenceData) data = NULL;

  g_test_init (&argc, &argv, NULL);
  data = reference_add_tests ("gradient", test_case);
  return g_test_run ();
}
