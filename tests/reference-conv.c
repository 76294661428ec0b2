/* reference-conv.c — a convolution of the reference data, ready to run.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-conv.h"

#include <string.h>

/* Numbers of the generated tensors, and the keys of literal ones. */
enum
{
  INPUT,
  DEPTHWISE,
  POINTWISE,
  BIAS,
};

static const char *const keys[] = { "x", "depthwise", "pointwise", "b" };

static gboolean
read_padding (const ReferenceCase *item, StrataWindowRequest *window)
{
  const char *name = reference_case_text (item, "padding");

  if (g_strcmp0 (name, "valid") == 0)
    window->padding = STRATA_PADDING_VALID;
  else if (g_strcmp0 (name, "same") == 0)
    window->padding = STRATA_PADDING_SAME;
  else if (g_strcmp0 (name, "explicit") == 0)
    {
      window->padding = STRATA_PADDING_EXPLICIT;
      return reference_case_ints (item, "pads", 4, window->explicit_padding[0])
             == 4;
    }
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_window (const ReferenceCase *item, StrataWindowRequest *window)
{
  return reference_case_ints (item, "image", 2, window->input) == 2
         && reference_case_ints (item, "kernel", 2, window->kernel) == 2
         && reference_case_ints (item, "strides", 2, window->strides) == 2
         && reference_case_ints (item, "dilations", 2, window->dilations) == 2
         && read_padding (item, window);
}

static gboolean
read_desc (const ReferenceCase *item, StrataConvDesc *desc)
{
  const char *format = reference_case_text (item, "format");
  int64_t use_bias;

  *desc = strata_conv_desc_init ();
  desc->format = g_strcmp0 (format, "NCHW") == 0 ? STRATA_NCHW : STRATA_NHWC;
  if (!reference_case_int (item, "bias", &use_bias))
    return FALSE;
  desc->use_bias = use_bias != 0;
  return reference_case_dtype (item, &desc->dtype)
         && reference_case_int (item, "batch", &desc->batch)
         && reference_case_int (item, "channels", &desc->channels)
         && reference_case_int (item, "multiplier", &desc->multiplier)
         && reference_case_int (item, "filters", &desc->filters)
         && reference_case_activation (item, &desc->activation)
         && read_window (item, &desc->window);
}

/* Puts "TENSOR:INDEX:VALUE,…" into the tensor that has this number. */
static void
set_special (const ReferenceCase *item, int number, double *values, gsize n)
{
  const char *text = reference_case_text (item, "special");
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  for (char **word = words; *word != NULL; word++)
    {
      g_auto (GStrv) parts = g_strsplit (*word, ":", 3);
      guint64 index;

      g_assert_cmpuint (g_strv_length (parts), ==, 3);
      index = g_ascii_strtoull (parts[1], NULL, 10);
      if (g_ascii_strtoull (parts[0], NULL, 10) != (guint64) number)
        continue;
      g_assert_cmpuint (index, <, n);
      values[index] = g_ascii_strtod (parts[2], NULL);
    }
}

static void *
make_tensor (const ReferenceCase *item, int number, StrataDType dtype, gsize n)
{
  g_auto (ReferenceTensor) literal = { 0 };
  g_autofree double *values = g_new (double, MAX (n, 1));
  int64_t seed = 0;

  if (reference_case_tensor (item, keys[number], &literal))
    {
      g_assert_cmpuint (literal.n, ==, n);
      return reference_narrow (dtype, literal.values, n);
    }
  g_assert_true (reference_case_int (item, "seed", &seed));
  reference_generate (seed, number, n, values);
  set_special (item, number, values, n);
  return reference_narrow (dtype, values, n);
}

static gsize
count (const int64_t *shape)
{
  return (gsize) (shape[0] * shape[1] * shape[2] * shape[3]);
}

static void
make_tensors (ReferenceConv *conv, const ReferenceCase *item)
{
  const StrataConvDesc *desc = &conv->desc;
  const gsize middle = (gsize) conv->shape.depthwise_channels;
  const gsize taps = (gsize) (desc->window.kernel[0] * desc->window.kernel[1]);
  const gsize filters = (gsize) desc->filters;
  const gsize outputs = (gsize) conv->shape.output_channels;

  conv->n_input = count (conv->shape.input_shape);
  conv->n_output = count (conv->shape.output_shape);
  conv->input = make_tensor (item, INPUT, desc->dtype, conv->n_input);
  conv->owned[0] = make_tensor (item, DEPTHWISE, desc->dtype, taps * middle);
  if (filters > 0)
    conv->owned[1] =
        make_tensor (item, POINTWISE, desc->dtype, middle * filters);
  if (desc->use_bias)
    conv->owned[2] = make_tensor (item, BIAS, desc->dtype, outputs);
  conv->weights.depthwise = conv->owned[0];
  conv->weights.pointwise = conv->owned[1];
  conv->weights.bias = conv->owned[2];
}

gboolean
reference_conv_init (ReferenceConv *conv, const ReferenceCase *item)
{
  StrataRefusal refusal = { 0 };

  memset (conv, 0, sizeof *conv);
  if (!read_desc (item, &conv->desc))
    {
      g_test_message ("a setting is missing or wrong");
      g_test_fail ();
      return FALSE;
    }
  if (!strata_conv_infer (&conv->desc, &conv->shape, &refusal))
    {
      g_test_message ("refused: %s", refusal.message);
      g_test_fail ();
      return FALSE;
    }
  make_tensors (conv, item);
  return TRUE;
}

void
reference_conv_clear (ReferenceConv *conv)
{
  g_clear_pointer (&conv->input, g_free);
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&conv->owned[i], g_free);
}
