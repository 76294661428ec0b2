/* test-reference-conv.c — convolutions against Keras and TensorFlow.
 *
 * Each line of worked.index and conv.index is a test: the engine and its
 * oracle must both come to what is written there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-conv.h"
#include "strata-memory.h"
#include "strata-reference.h"

static double
terms (const ReferenceConv *conv)
{
  return (double) (conv->desc.window.kernel[0] * conv->desc.window.kernel[1]);
}

static void
check_oracle (const ReferenceConv *conv, const ReferenceTensor *expected)
{
  g_autofree double *output = g_new0 (double, MAX (conv->n_output, 1));
  /* The data itself is rounded to float32 unless it is float64. */
  const double tolerance = conv->desc.dtype == STRATA_FLOAT64 ? 1e-12 : 1e-7;

  strata_reference_run (&conv->desc, &conv->weights, conv->input, output);
  reference_expect ("the oracle", output, expected, tolerance);
}

static void
check_engine (const ReferenceConv *conv, const ReferenceTensor *expected)
{
  const StrataDType dtype = conv->desc.dtype;
  StrataRefusal refusal = { 0 };
  StrataConv *prepared =
      strata_conv_new (&conv->desc, &conv->weights, &refusal);
  g_autofree void *output = reference_room (dtype, conv->n_output);
  g_autofree double *wide = NULL;
  g_autofree char *what = NULL;
  void *workspace;

  if (prepared == NULL)
    g_error ("refused: %s", refusal.message);
  workspace = strata_memory_new (strata_conv_workspace_size (prepared),
                                 "the workspace", &refusal);
  g_assert_true (
      strata_conv_run (prepared, conv->input, output, workspace, NULL, NULL));
  wide = reference_widen (dtype, output, conv->n_output);
  what = g_strdup_printf ("%s, %s", strata_conv_isa (prepared),
                          strata_conv_way (prepared));
  reference_expect (what, wide, expected,
                    reference_sum_tolerance (dtype, terms (conv)));
  strata_memory_free (workspace);
  strata_conv_free (prepared);
}

static void
test_case (gconstpointer data)
{
  const ReferenceCase *item = data;
  g_auto (ReferenceTensor) expected = { 0 };
  ReferenceConv conv;

  g_assert_true (reference_case_tensor (item, "y", &expected));
  if (!reference_conv_init (&conv, item))
    return;
  g_assert_cmpint (expected.rank, ==, 4);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (conv.shape.output_shape[i], ==, expected.shape[i]);
  check_oracle (&conv, &expected);
  check_engine (&conv, &expected);
  reference_conv_clear (&conv);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ReferenceData) worked = NULL;
  g_autoptr (ReferenceData) conv = NULL;

  g_test_init (&argc, &argv, NULL);
  worked = reference_add_tests ("worked", test_case);
  conv = reference_add_tests ("conv", test_case);
  return g_test_run ();
}
