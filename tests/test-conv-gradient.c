/* test-conv-gradient.c — how gradients behave with threads and without
 * memory. Their numbers are test-property-gradient's matter.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-gradient.h"
#include "strata-memory-private.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MOST 2048

/* A layer of 2 images of 6 × 7 × 3, its tensors, and all its gradients. */
typedef struct
{
  StrataConvDesc desc;
  float input[MOST], output_gradient[MOST];
  float depthwise[MOST], pointwise[MOST], bias[MOST];
  float results[4][MOST];
} Layer;

static Layer *
layer_new (gint64 filters, StrataFormat format)
{
  Layer *layer = g_new0 (Layer, 1);
  StrataConvDesc desc = strata_conv_desc_init ();

  desc.format = format;
  desc.batch = 2;
  desc.channels = 3;
  desc.window.input[0] = 6;
  desc.window.input[1] = 7;
  desc.window.kernel[0] = desc.window.kernel[1] = 3;
  desc.window.padding = STRATA_PADDING_SAME;
  desc.multiplier = 2;
  desc.filters = filters;
  desc.use_bias = true;
  desc.activation = strata_activation_init (STRATA_TANH);
  layer->desc = desc;

  for (int i = 0; i < MOST; i++)
    {
      layer->input[i] = g_test_rand_double_range (-1, 1);
      layer->output_gradient[i] = g_test_rand_double_range (-1, 1);
      layer->depthwise[i] = g_test_rand_double_range (-1, 1);
      layer->pointwise[i] = g_test_rand_double_range (-1, 1);
      layer->bias[i] = g_test_rand_double_range (-1, 1);
    }
  return layer;
}

static StrataConvGradient *
gradient_new (const Layer *layer, StrataRefusal *refusal)
{
  const StrataConvWeights weights = { layer->depthwise, layer->pointwise,
                                      layer->bias };

  return strata_conv_gradient_new (&layer->desc, &weights, refusal);
}

/* Computes the gradients whose bits are in @wanted. */
static bool
run (Layer *layer,
     const StrataConvGradient *gradient,
     int wanted,
     int filling,
     StrataControl *control)
{
  gsize size = strata_conv_gradient_workspace_size (gradient);
  void *workspace = strata_memory_new (size, "the workspace", NULL);
  bool is_done;

  memset (workspace, filling, size);
  is_done = strata_conv_gradient_run (
      gradient,
      &(StrataConvGradientTensors){
          .input = layer->input,
          .output_gradient = layer->output_gradient,
          .input_gradient = wanted & 1 ? layer->results[0] : NULL,
          .depthwise_gradient = wanted & 2 ? layer->results[1] : NULL,
          .pointwise_gradient = wanted & 4 ? layer->results[2] : NULL,
          .bias_gradient = wanted & 8 ? layer->results[3] : NULL },
      workspace, NULL, control);
  strata_memory_free (workspace);
  return is_done;
}

/* What is not wanted is not written, and the rest does not mind. */
static void
check_wanted (gint64 filters, StrataFormat format)
{
  Layer *layer = layer_new (filters, format);
  Layer *all = g_new (Layer, 1);
  StrataConvGradient *gradient = gradient_new (layer, NULL);

  g_assert_nonnull (gradient);
  g_assert_true (run (layer, gradient, 15, 0, NULL));
  *all = *layer;
  for (int wanted = 0; wanted < 16; wanted++)
    {
      memset (layer->results, 0, sizeof layer->results);
      g_assert_true (run (layer, gradient, wanted, wanted * 17, NULL));
      for (int i = 0; i < 4; i++)
        for (int n = 0; n < MOST; n++)
          g_assert_cmpfloat (layer->results[i][n], ==,
                             wanted & (1 << i) ? all->results[i][n] : 0.0f);
    }
  strata_conv_gradient_free (gradient);
  g_free (all);
  g_free (layer);
}

static void
test_wanted (void)
{
  check_wanted (0, STRATA_NHWC);
  check_wanted (0, STRATA_NCHW);
  check_wanted (4, STRATA_NHWC);
  check_wanted (4, STRATA_NCHW);
}

static void
test_memory (void)
{
  Layer *layer = layer_new (4, STRATA_NHWC);
  StrataConvGradient *gradient = NULL;
  int n = 0;

  for (; !gradient; n++)
    {
      StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

      strata_memory_fail_after (n);
      gradient = gradient_new (layer, &refusal);
      strata_memory_fail_after (-1);
      g_assert_true (gradient || refusal.reason == STRATA_REFUSAL_NO_MEMORY);
    }
  g_assert_cmpint (n, >, 2);
  strata_conv_gradient_free (gradient);
  strata_conv_gradient_free (NULL);
  g_free (layer);
}

static void
test_refusals (void)
{
  Layer *layer = layer_new (4, STRATA_NHWC);
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  layer->desc.multiplier = 0;
  g_assert_null (gradient_new (layer, NULL));
  g_assert_null (gradient_new (layer, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_nonnull (strstr (refusal.message, "0"));

  layer->desc.multiplier = 2;
  layer->desc.batch = STRATA_UNKNOWN;
  g_assert_null (gradient_new (layer, NULL));

  layer->desc.batch = 2;
  g_assert_null (strata_conv_gradient_new (&layer->desc, NULL, &refusal));
  setenv ("STRATA_ISA", "abacus", 1);
  g_assert_null (gradient_new (layer, &refusal));
  g_assert_nonnull (strstr (refusal.message, "abacus"));
  unsetenv ("STRATA_ISA");
  g_free (layer);
}

static void
test_control (void)
{
  StrataControl *control = strata_control_new (NULL);

  for (int code = 0; code < 4; code++)
    {
      Layer *layer =
          layer_new (code & 1 ? 4 : 0, code & 2 ? STRATA_NCHW : STRATA_NHWC);
      StrataConvGradient *gradient = gradient_new (layer, NULL);

      strata_control_reset (control);
      g_assert_true (run (layer, gradient, 15, 0, control));
      g_assert_cmpfloat (strata_control_progress (control), ==, 1.0);
      strata_control_cancel (control);
      g_assert_false (run (layer, gradient, 15, 0, control));
      strata_conv_gradient_free (gradient);
      g_free (layer);
    }
  strata_control_free (control);
}

/* No image teaches nothing: the kernels' gradients are 0. */
static void
test_empty_batch (void)
{
  Layer *layer = layer_new (4, STRATA_NHWC);
  StrataConvGradient *gradient;

  layer->desc.batch = 0;
  gradient = gradient_new (layer, NULL);
  g_assert_nonnull (gradient);
  memset (layer->results, 0x55, sizeof layer->results);
  g_assert_true (run (layer, gradient, 15, 0, NULL));
  for (int i = 0; i < 3 * 3 * 6; i++)
    g_assert_cmpfloat (layer->results[1][i], ==, 0.0f);
  for (int i = 0; i < 6 * 4; i++)
    g_assert_cmpfloat (layer->results[2][i], ==, 0.0f);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (layer->results[3][i], ==, 0.0f);
  strata_conv_gradient_free (gradient);
  g_free (layer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  unsetenv ("STRATA_ISA");

  g_test_add_func ("/conv-gradient/new/memory", test_memory);
  g_test_add_func ("/conv-gradient/new/refusals", test_refusals);
  g_test_add_func ("/conv-gradient/run/wanted", test_wanted);
  g_test_add_func ("/conv-gradient/run/control", test_control);
  g_test_add_func ("/conv-gradient/run/empty-batch", test_empty_batch);

  return g_test_run ();
}
