/* bench-layer.c — a layer to be timed, from its line in a table.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-layer.h"

G_DEFINE_QUARK (bench - table - error, bench_table_error)

static gboolean
refuse (GError **error, const char *text, const char *rule)
{
  g_set_error (error, BENCH_TABLE_ERROR, 0, "'%s' is not %s", text, rule);
  return FALSE;
}

static gboolean
parse_integer (const char *text, guint64 least, int64_t *value, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, least, G_MAXINT64, &number, NULL))
    return refuse (error, text,
                   least == 0 ? "an integer" : "an integer above 0");

  *value = (int64_t) number;
  return TRUE;
}

static gboolean
parse_pair (const char *text, int64_t pair[2], GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "x", 0);

  if (g_strv_length (sides) != 2)
    return refuse (error, text, "a pair such as 3x3");

  return parse_integer (sides[0], 1, &pair[0], error)
         && parse_integer (sides[1], 1, &pair[1], error);
}

static gboolean
parse_sides (const char *text, int64_t sides[2], GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 0);

  if (g_strv_length (parts) != 2)
    return refuse (error, text, "a padding such as same, valid or 1:1x0:2");

  return parse_integer (parts[0], 0, &sides[0], error)
         && parse_integer (parts[1], 0, &sides[1], error);
}

static gboolean
parse_explicit (const char *text, StrataWindowRequest *window, GError **error)
{
  g_auto (GStrv) axes = g_strsplit (text, "x", 0);

  if (g_strv_length (axes) != 2)
    return refuse (error, text, "a padding such as same, valid or 1:1x0:2");

  window->padding = STRATA_PADDING_EXPLICIT;
  return parse_sides (axes[0], window->explicit_padding[0], error)
         && parse_sides (axes[1], window->explicit_padding[1], error);
}

static gboolean
read_name (const char *text, BenchLayer *layer, GError **error)
{
  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return refuse (error, text, "a name in UTF-8");

  layer->name = g_strdup (text);
  return TRUE;
}

static gboolean
read_format (const char *text, BenchLayer *layer, GError **error)
{
  if (g_str_equal (text, "nhwc"))
    layer->desc.format = STRATA_NHWC;
  else if (g_str_equal (text, "nchw"))
    layer->desc.format = STRATA_NCHW;
  else
    return refuse (error, text, "a format: nhwc or nchw");

  return TRUE;
}

static gboolean
read_batch (const char *text, BenchLayer *layer, GError **error)
{
  return parse_integer (text, 1, &layer->desc.batch, error);
}

static gboolean
read_height (const char *text, BenchLayer *layer, GError **error)
{
  return parse_integer (text, 1, &layer->desc.window.input[0], error);
}

static gboolean
read_width (const char *text, BenchLayer *layer, GError **error)
{
  return parse_integer (text, 1, &layer->desc.window.input[1], error);
}

static gboolean
read_channels (const char *text, BenchLayer *layer, GError **error)
{
  return parse_integer (text, 1, &layer->desc.channels, error);
}

static gboolean
read_multiplier (const char *text, BenchLayer *layer, GError **error)
{
  return parse_integer (text, 1, &layer->desc.multiplier, error);
}

static gboolean
read_kernel (const char *text, BenchLayer *layer, GError **error)
{
  int64_t *kernel = layer->desc.window.kernel;

  if (g_str_equal (text, "none"))
    {
      layer->part = BENCH_POINTWISE;
      kernel[0] = kernel[1] = 1;
      return TRUE;
    }

  return parse_pair (text, kernel, error);
}

static gboolean
read_strides (const char *text, BenchLayer *layer, GError **error)
{
  return parse_pair (text, layer->desc.window.strides, error);
}

static gboolean
read_dilation (const char *text, BenchLayer *layer, GError **error)
{
  return parse_pair (text, layer->desc.window.dilations, error);
}

static gboolean
read_padding (const char *text, BenchLayer *layer, GError **error)
{
  if (g_str_equal (text, "same"))
    layer->desc.window.padding = STRATA_PADDING_SAME;
  else if (g_str_equal (text, "valid"))
    layer->desc.window.padding = STRATA_PADDING_VALID;
  else
    return parse_explicit (text, &layer->desc.window, error);

  return TRUE;
}

static gboolean
read_activation (const char *text, BenchLayer *layer, GError **error)
{
  StrataActivationKind kind;

  if (!strata_activation_from_name (text, &kind))
    return refuse (error, text, "an activation that Keras knows");

  layer->desc.activation = strata_activation_init (kind);
  return TRUE;
}

static gboolean
read_filters (const char *text, BenchLayer *layer, GError **error)
{
  return *text == '\0' || parse_integer (text, 1, &layer->desc.filters, error);
}

static const struct
{
  const char *name;
  gboolean (*read) (const char *text, BenchLayer *layer, GError **error);
} columns[] = {
  { "name", read_name },
  { "format", read_format },
  { "batch", read_batch },
  { "height", read_height },
  { "width", read_width },
  { "channels", read_channels },
  { "multiplier", read_multiplier },
  { "kernel", read_kernel },
  { "strides", read_strides },
  { "dilation", read_dilation },
  { "padding", read_padding },
  { "activation", read_activation },
  { "filters", read_filters },
};

static gboolean
read_columns (char **fields, BenchLayer *layer, GError **error)
{
  if (g_strv_length (fields) != G_N_ELEMENTS (columns))
    {
      g_set_error (error, BENCH_TABLE_ERROR, 0,
                   "A layer has %d columns, this line has %u",
                   (int) G_N_ELEMENTS (columns), g_strv_length (fields));
      return FALSE;
    }

  for (size_t i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!columns[i].read (g_strstrip (fields[i]), layer, error))
      {
        g_prefix_error (error, "column '%s': ", columns[i].name);
        return FALSE;
      }

  return TRUE;
}

static gboolean
infer (BenchLayer *layer, GError **error)
{
  const StrataConvDesc *desc = &layer->desc;
  StrataRefusal refusal;

  if (layer->part == BENCH_POINTWISE
      && (desc->filters == 0 || desc->multiplier != 1
          || desc->window.strides[0] != 1 || desc->window.strides[1] != 1))
    {
      g_set_error (error, BENCH_TABLE_ERROR, 0,
                   "A layer without a kernel has filters, and a multiplier and "
                   "strides of 1");
      return FALSE;
    }

  if (strata_conv_infer (&layer->desc, &layer->shape, &refusal))
    return TRUE;

  g_set_error_literal (error, BENCH_TABLE_ERROR, 0, refusal.message);
  return FALSE;
}

BenchLayer *
bench_layer_parse (const char *line, StrataDType dtype, GError **error)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", 0);
  BenchLayer *layer = g_new0 (BenchLayer, 1);

  layer->desc = strata_conv_desc_init ();
  layer->desc.dtype = dtype;
  layer->desc.use_bias = true;

  if (!read_columns (fields, layer, error) || !infer (layer, error))
    g_clear_pointer (&layer, bench_layer_free);

  return layer;
}

void
bench_layer_free (BenchLayer *layer)
{
  g_free (layer->name);
  g_free (layer);
}

BenchLayer *
bench_layer_gradient (const BenchLayer *layer, BenchPart part)
{
  BenchLayer *gradient = g_new (BenchLayer, 1);

  *gradient = *layer;
  gradient->name = g_strdup (layer->name);
  gradient->part = part;
  gradient->desc.activation = strata_activation_init (STRATA_LINEAR);
  return gradient;
}

gboolean
bench_part_is_gradient (BenchPart part)
{
  return part == BENCH_INPUT_GRADIENT || part == BENCH_KERNEL_GRADIENT;
}

const char *
bench_layer_kind (const BenchLayer *layer)
{
  if (layer->part == BENCH_POINTWISE)
    return "pointwise";
  if (layer->part == BENCH_INPUT_GRADIENT)
    return "input gradient";
  if (layer->part == BENCH_KERNEL_GRADIENT)
    return "kernel gradient";

  return layer->desc.filters == 0 ? "depthwise" : "separable";
}

const char *
bench_format_name (StrataFormat format)
{
  return format == STRATA_NHWC ? "nhwc" : "nchw";
}
