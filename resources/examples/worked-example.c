/* worked-example.c — the worked example of tf.nn.depthwise_conv2d, computed
 * and printed as NumPy would print it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <strata.h>

#include <stdio.h>
#include <stdlib.h>

static const float image[] = { 1, 2, 3, 4, 5, 6 }; /* (1, 3, 2, 1) */
static const float kernel[] = { 1, 2, 3, 4 };      /* (2, 1, 1, 2) */

/* A result is 1 × height × width × 2; two digits are enough for all of its
 * numbers. */
static void
print_result (const int64_t *shape, const float *value)
{
  for (int64_t i = 0; i < shape[1]; i++)
    for (int64_t j = 0; j < shape[2]; j++, value += 2)
      {
        bool ends_row = j == shape[2] - 1;
        bool ends_all = ends_row && i == shape[1] - 1;

        printf ("%s[%2.0f., %2.0f.]%s\n",
                j > 0   ? "         "
                : i > 0 ? "        ["
                        : "array([[[",
                (double) value[0], (double) value[1],
                ends_all   ? "]]], dtype=float32)"
                : ends_row ? "],\n"
                           : ",");
      }
}

static bool
show (const char *title, const StrataConvDesc *desc)
{
  const StrataConvWeights weights = { .depthwise = kernel };
  StrataRefusal refusal = { 0 };
  StrataConv *conv = strata_conv_new (desc, &weights, &refusal);
  StrataTensor *output = NULL;
  void *workspace = NULL;

  if (conv != NULL)
    {
      output = strata_tensor_new (
          desc->dtype, 4, strata_conv_shape (conv)->output_shape, &refusal);
      workspace = strata_memory_new (strata_conv_workspace_size (conv),
                                     "the workspace", &refusal);
    }

  bool done = output != NULL && workspace != NULL;
  if (done)
    {
      strata_conv_run (conv, image, strata_tensor_edit (output), workspace,
                       NULL, NULL);
      printf ("%s (computed by %s, %s)\n", title, strata_conv_isa (conv),
              strata_conv_way (conv));
      print_result (strata_tensor_shape (output), strata_tensor_data (output));
    }
  else
    fprintf (stderr, "%s: %s\n", title, refusal.message);

  strata_memory_free (workspace);
  if (output != NULL)
    strata_tensor_unref (output);
  strata_conv_free (conv);
  return done;
}

int
main (void)
{
  StrataConvDesc desc = strata_conv_desc_init ();

  desc.channels = 1;
  desc.window.input[0] = 3;
  desc.window.input[1] = 2;
  desc.window.kernel[0] = 2;
  desc.window.kernel[1] = 1;
  desc.multiplier = 2;
  bool done = show ("padding='VALID'", &desc);

  desc.window.padding = STRATA_PADDING_EXPLICIT;
  desc.window.explicit_padding[0][0] = 1;
  desc.window.explicit_padding[1][0] = 1;
  done = show ("padding=[[0, 0], [1, 0], [1, 0], [0, 0]]", &desc) && done;

  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
