/* strata-pointwise-step.c — the 1×1 convolution as matrix products: its
 * weights packed, its work cut into tasks.
 *
 * NHWC: places × channels times channels × filters, the weights being the
 * right factor, packed in panels as wide as the kernel's tile; the whole batch
 * is one product. NCHW: filters × channels times channels × places, one
 * product for each image, the weights being the left factor. Where products of
 * split numbers are to be had and pay, tasks are made of those, and these here
 * compute what does not fit them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-pool-private.h"
#include "strata-refusal-private.h"
#include "strata-slots-private.h"
#include "strata-steps-private.h"

#include <string.h>

/* Of the left factor, so much stays in the second-level cache while the
 * panels of the right one pass by; more where these, too many for that cache,
 * come from afar for each part of it. */
#define LEFT_BYTES 131072
#define LEFT_BYTES_FAR 393216

/* Columns of a product are cut into panels that differ by one vector at
 * most. */
typedef struct
{
  int64_t first, n; /* columns */
} Panel;

static Panel
panel_at (const StrataKernels *kernels,
          int64_t columns,
          int64_t n_panels,
          int64_t index)
{
  int64_t vectors = strata_parts (columns, kernels->lanes);
  int64_t base = vectors / n_panels, extra = vectors % n_panels;
  int64_t first = index * base + strata_min (index, extra);
  int64_t n = base + (index < extra);
  Panel panel = { first * kernels->lanes, n * kernels->lanes };

  panel.n = strata_min (panel.n, columns - panel.first);
  return panel;
}

static int64_t
count_panels (const StrataKernels *kernels, int64_t columns)
{
  return strata_parts (strata_parts (columns, kernels->lanes),
                       kernels->panel_vectors);
}

static int64_t
product_rows (const StrataPointwiseStep *step)
{
  return step->format == STRATA_NHWC ? step->batch * step->places
                                     : step->outputs;
}

static int64_t
product_columns (const StrataPointwiseStep *step)
{
  return step->format == STRATA_NHWC ? step->outputs : step->places;
}

static int64_t
n_products (const StrataPointwiseStep *step)
{
  return step->format == STRATA_NHWC ? 1 : step->batch;
}

/* Bytes of an element of the output. */
static size_t
output_size (const StrataPointwiseStep *step)
{
  return strata_dtype_size (step->wide ? strata_dtype_compute (step->dtype)
                                       : step->dtype);
}

/* Whether the second-level cache has no room for the output. */
static bool
is_far (const StrataPointwiseStep *step)
{
  return (double) (step->batch * step->places * step->outputs)
             * (double) output_size (step)
         > strata_cache_bytes (2);
}

static double
weight_at (const StrataPointwiseDesc *desc, int64_t input, int64_t output)
{
  int64_t index = desc->transposed ? output * desc->inputs + input
                                   : input * desc->outputs + output;

  return strata_dtype_get (desc->dtype, desc->weights, (size_t) index);
}

/* NHWC: panel after panel, in each the rows of inputs one after another,
 * filled with zeros up to whole vectors. */
static void
pack_panels (StrataPointwiseStep *step, const StrataPointwiseDesc *desc)
{
  const int64_t lanes = step->kernels->lanes;
  StrataDType compute = strata_dtype_compute (step->dtype);
  size_t at = 0;

  for (int64_t p = 0; p < step->n_panels; p++)
    {
      Panel panel = panel_at (step->kernels, step->outputs, step->n_panels, p);
      int64_t width = strata_parts (panel.n, lanes) * lanes;

      for (int64_t i = 0; i < step->inputs; i++)
        for (int64_t j = 0; j < width; j++, at++)
          strata_dtype_set (compute, step->packed, at,
                            j < panel.n ? weight_at (desc, i, panel.first + j)
                                        : 0);
    }
}

/* NCHW: the weights that meet one input channel side by side. */
static void
pack_rows (StrataPointwiseStep *step, const StrataPointwiseDesc *desc)
{
  StrataDType compute = strata_dtype_compute (step->dtype);
  size_t at = 0;

  for (int64_t i = 0; i < step->inputs; i++)
    for (int64_t o = 0; o < step->outputs; o++, at++)
      strata_dtype_set (compute, step->packed, at, weight_at (desc, i, o));
}

static bool
pack_bias (StrataPointwiseStep *step, const void *bias, StrataRefusal *refusal)
{
  StrataDType compute = strata_dtype_compute (step->dtype);
  int64_t padded =
      strata_parts (step->outputs, step->kernels->lanes) * step->kernels->lanes;

  if (!bias)
    return true;
  step->bias = strata_memory_new ((size_t) padded * strata_dtype_size (compute),
                                  "the bias", refusal);
  if (!step->bias)
    return false;
  memset (step->bias, 0, (size_t) padded * strata_dtype_size (compute));
  strata_dtype_convert (step->dtype, bias, compute, step->bias,
                        (size_t) step->outputs);
  return true;
}

static bool
pack (StrataPointwiseStep *step,
      const StrataPointwiseDesc *desc,
      StrataRefusal *refusal)
{
  const int64_t lanes = step->kernels->lanes;
  const int64_t factors[] = {
    strata_parts (step->outputs, lanes) * lanes,
    step->inputs,
    (int64_t) strata_dtype_size (strata_dtype_compute (step->dtype)),
  };
  int64_t bytes;

  if (!strata_size_product (factors, 3, &bytes))
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "The pointwise kernel is too large to be packed");
  step->packed = strata_memory_new ((size_t) bytes,
                                    "the packed pointwise kernel", refusal);
  if (!step->packed)
    return false;
  if (step->format == STRATA_NHWC)
    pack_panels (step, desc);
  else
    pack_rows (step, desc);
  return pack_bias (step, desc->bias, refusal);
}

/* Cuts rows, or items, into parts of @wanted or about, and of @most at most,
 * both whole tiles: none is larger than another by more than a tile. Many are
 * four, eight and so on, so that threads have as many tasks each, whatever the
 * number of panels is. */
static void
cut_rows (StrataPointwiseStep *step,
          int64_t rows,
          int64_t wanted,
          int64_t most,
          int64_t tile)
{
  int64_t n = strata_max ((rows + wanted / 2) / wanted, 1);

  if (n > 2)
    n = (n + 2) / 4 * 4;
  step->tile = tile;
  step->n_tiles = strata_parts (rows, tile);
  n = strata_max (n, strata_parts (step->n_tiles, most / tile));
  step->n_rows = strata_min (n, step->n_tiles);
}

/* Of part @index, or the end of all; the last may end in a tile. */
static int64_t
part_first (const StrataPointwiseStep *step, int64_t index)
{
  return index * step->n_tiles / step->n_rows * step->tile;
}

/* Rows of a part, at least about. */
static double
part_rows (const StrataPointwiseStep *step)
{
  return (double) (step->n_tiles * step->tile)
         / (double) strata_max (step->n_rows, 1);
}

/* Panels of a task of @target multiplications, if each takes @line for a
 * row. */
static int64_t
panels_of_task (const StrataPointwiseStep *step, int64_t target, double line)
{
  return (int64_t) ((double) target / (line * part_rows (step) + 1));
}

/* Cuts a product: rows so that their part of the left factor stays in the
 * cache, then panels. */
static void
cut (StrataPointwiseStep *step)
{
  const int64_t tile = step->kernels->product_rows;
  const int64_t rows = product_rows (step), columns = product_columns (step);
  const int64_t size =
      (int64_t) strata_dtype_size (strata_dtype_compute (step->dtype));
  const int64_t width = step->kernels->lanes * step->kernels->panel_vectors;
  const double line = (double) step->inputs * (double) width;
  const int64_t target =
      strata_task_macs ((double) rows * (double) columns * (double) step->inputs
                        * (double) n_products (step));
  const double right = (double) (size * step->inputs) * (double) columns;
  const int64_t left =
      right > strata_cache_bytes (2) ? LEFT_BYTES_FAR : LEFT_BYTES;
  const int64_t cached = left / (size * step->inputs);
  const int64_t wanted = (int64_t) ((double) target / line);
  const int64_t tiles = strata_max (strata_min (cached, wanted) / tile, 1);

  cut_rows (step, rows, tiles * tile, strata_max (rows, tile), tile);
  step->panels = strata_max (panels_of_task (step, target, line), 1);
  step->n_panels = count_panels (step->kernels, columns);
  step->n_groups = strata_parts (step->n_panels, step->panels);
}

/* Items of one product. */
static int64_t
count_items (const StrataPointwiseStep *step)
{
  return step->format == STRATA_NHWC ? step->batch * step->places
                                     : step->places;
}

/* Items that are split for each task, and units of weights that they meet:
 * many, so that it is worth it. */
#define LEAST_ITEMS 64
#define LEAST_UNITS 16

/* Cuts a product of split numbers. */
static void
cut_split (StrataPointwiseStep *step)
{
  const int64_t items = count_items (step);
  const int64_t units = strata_split_step_n_units (&step->split);
  const double line = (double) step->inputs * STRATA_SPLIT_SIDE;
  const int64_t target = strata_task_macs ((double) items * (double) units
                                           * line * (double) n_products (step));
  const int64_t wanted = (int64_t) ((double) target / (line * (double) units));
  const int64_t most = step->split.chunk;

  cut_rows (step, items, strata_min (strata_max (wanted, LEAST_ITEMS), most),
            most, 2 * STRATA_SPLIT_SIDE);
  step->panels =
      strata_max (panels_of_task (step, target, line) / 2 * 2, LEAST_UNITS);
  step->n_panels = units;
  step->n_groups = strata_parts (units, step->panels);
}

bool
strata_pointwise_step_init (StrataPointwiseStep *step,
                            const StrataKernels *kernels,
                            const StrataPointwiseDesc *desc,
                            StrataRefusal *refusal)
{
  *step = (StrataPointwiseStep){
    .kernels = kernels,
    .dtype = desc->dtype,
    .format = desc->format,
    .batch = desc->batch,
    .places = desc->places,
    .inputs = desc->inputs,
    .outputs = desc->outputs,
    .finish = desc->finish,
    .wide = desc->wide,
  };
  cut (step);
  if (!pack (step, desc, refusal)
      || !strata_split_step_init (&step->split, kernels, desc, step->bias,
                                  refusal))
    return false;
  if (step->split.kernels)
    cut_split (step);
  return true;
}

void
strata_pointwise_step_clear (StrataPointwiseStep *step)
{
  strata_memory_free (step->packed);
  strata_memory_free (step->bias);
  strata_split_step_clear (&step->split);
  step->packed = NULL;
  step->bias = NULL;
}

int64_t
strata_pointwise_step_n_tasks (const StrataPointwiseStep *step)
{
  return n_products (step) * step->n_rows * step->n_groups;
}

static int
count_slots (const StrataPointwiseStep *step)
{
  return strata_slots_count (strata_pointwise_step_n_tasks (step));
}

size_t
strata_pointwise_step_room (const StrataPointwiseStep *step)
{
  return strata_split_step_room (&step->split);
}

size_t
strata_pointwise_step_workspace_size (const StrataPointwiseStep *step)
{
  return strata_pointwise_step_room (step) * (size_t) count_slots (step);
}

/* Some places of an image, or all of them: of all images, where these are one
 * product. */
typedef struct
{
  const StrataPointwiseStep *step;
  const char *input; /* of the first place */
  char *output;      /* of the first place */
  int64_t places;    /* NCHW: from a channel of the input to the next */
} Part;

/* Rows @i to @end of what the product makes of the columns of @wanted, which
 * stand in @panel. */
static void
run_columns_nhwc (const Part *part,
                  int64_t i,
                  int64_t end,
                  Panel panel,
                  Panel wanted)
{
  const StrataPointwiseStep *step = part->step;
  const int64_t lanes = step->kernels->lanes;
  const size_t size = strata_dtype_size (strata_dtype_compute (step->dtype));
  const size_t out = output_size (step);
  const char *bias = step->bias;
  StrataProduct product = {
    .m = end - i,
    .n = wanted.n,
    .k = step->inputs,
    .a = part->input + (size_t) (i * step->inputs) * size,
    .a_row = step->inputs,
    .a_column = 1,
    .b = (const char *) step->packed
         + (size_t) (panel.first * step->inputs + wanted.first - panel.first)
               * size,
    .b_row = strata_parts (panel.n, lanes) * lanes,
    .c = part->output + (size_t) (i * step->outputs + wanted.first) * out,
    .c_row = step->outputs,
    .bias_column = bias ? bias + (size_t) wanted.first * size : NULL,
    .far = is_far (step),
    .wide = step->wide,
    .finish = step->finish,
  };

  step->kernels->product (&product);
}

static void
run_panel_nchw (const Part *part, int64_t i, int64_t end, Panel panel)
{
  const StrataPointwiseStep *step = part->step;
  const size_t size = strata_dtype_size (strata_dtype_compute (step->dtype));
  const size_t out = output_size (step);
  const char *bias = step->bias;
  StrataProduct product = {
    .m = end - i,
    .n = panel.n,
    .k = step->inputs,
    .a = (const char *) step->packed + (size_t) i * size,
    .a_row = 1,
    .a_column = step->outputs,
    .b = part->input + (size_t) panel.first * size,
    .b_row = part->places,
    .c = part->output + (size_t) (i * step->places + panel.first) * out,
    .c_row = step->places,
    .bias_row = bias ? bias + (size_t) i * size : NULL,
    .far = is_far (step),
    .wide = step->wide,
    .finish = step->finish,
  };

  step->kernels->product (&product);
}

static void
run_panel (const Part *part, int64_t i, int64_t end, Panel panel)
{
  if (part->step->format == STRATA_NHWC)
    run_columns_nhwc (part, i, end, panel, panel);
  else
    run_panel_nchw (part, i, end, panel);
}

/* The outputs of a unit of weights for one item, that cannot be had of split
 * numbers. */
static void
run_misfit (const void *data, int64_t item, int64_t unit)
{
  const Part *part = data;
  const StrataPointwiseStep *step = part->step;
  const int64_t n_panels = count_panels (step->kernels, step->outputs);
  const int64_t first = unit * STRATA_SPLIT_SIDE;
  const int64_t end = strata_min (first + STRATA_SPLIT_SIDE, step->outputs);

  if (step->format == STRATA_NCHW)
    {
      run_panel_nchw (part, first, end, (Panel){ item, 1 });
      return;
    }
  for (int64_t p = 0; p < n_panels; p++)
    {
      const Panel panel = panel_at (step->kernels, step->outputs, n_panels, p);
      const int64_t from = strata_max (first, panel.first);
      const int64_t to = strata_min (end, panel.first + panel.n);

      if (from < to)
        run_columns_nhwc (part, item, item + 1, panel,
                          (Panel){ from, to - from });
    }
}

/* Of a part's items those from @i to @end, times some units of weights. */
static void
run_split (const Part *part,
           int64_t i,
           int64_t end,
           int64_t unit_first,
           int64_t unit_end,
           void *room)
{
  const StrataPointwiseStep *step = part->step;
  const bool planes = step->format == STRATA_NCHW;
  const int64_t input = planes ? 1 : step->inputs;
  const int64_t output = planes ? 1 : step->outputs;
  const Part here = {
    .step = step,
    .input = part->input + (size_t) (i * input) * sizeof (float),
    .output = part->output + (size_t) (i * output) * output_size (step),
    .places = part->places,
  };
  const StrataSplitPart split = {
    .input = here.input,
    .step = planes ? part->places : step->inputs,
    .output = here.output,
    .n = end - i,
    .unit_first = unit_first,
    .unit_end = unit_end,
  };

  strata_split_step_run (&step->split, &split, room, run_misfit, &here);
}

typedef struct
{
  const StrataPointwiseStep *step;
  const char *input;
  char *output;
  StrataSlots slots; /* for split items */
} PointwiseRun;

static void
run_task (void *data, int64_t task)
{
  PointwiseRun *run = data;
  const StrataPointwiseStep *step = run->step;
  const size_t size = strata_dtype_size (strata_dtype_compute (step->dtype));
  const size_t out = output_size (step);
  const int64_t group = task % step->n_groups;
  const int64_t row = task / step->n_groups % step->n_rows;
  const int64_t image = task / step->n_groups / step->n_rows;
  const int64_t rows =
      step->split.kernels ? count_items (step) : product_rows (step);
  const int64_t i = part_first (step, row);
  const int64_t end = strata_min (part_first (step, row + 1), rows);
  const int64_t first = group * step->panels;
  const int64_t last = strata_min (first + step->panels, step->n_panels);
  const Part part = {
    .step = step,
    .input = run->input + (size_t) (image * step->inputs * step->places) * size,
    .output =
        run->output + (size_t) (image * step->outputs * step->places) * out,
    .places = step->places,
  };

  if (step->split.kernels)
    {
      void *room = strata_slots_take (&run->slots);

      run_split (&part, i, end, first, last, room);
      strata_slots_give (&run->slots, room);
      return;
    }
  for (int64_t p = first; p < last; p++)
    run_panel (
        &part, i, end,
        panel_at (step->kernels, product_columns (step), step->n_panels, p));
}

/* All that the part's @n items make of the weights. */
static bool
run_split_places (const Part *part,
                  int64_t n,
                  void *room,
                  StrataControl *control)
{
  const StrataPointwiseStep *step = part->step;
  const int64_t units = strata_split_step_n_units (&step->split);
  const int64_t chunk = step->split.chunk;

  for (int64_t i = 0; i < n; i += chunk)
    {
      if (strata_control_ends (control))
        return false;
      run_split (part, i, strata_min (i + chunk, n), 0, units, room);
    }
  return true;
}

bool
strata_pointwise_step_run_places (const StrataPointwiseStep *step,
                                  const void *input,
                                  int64_t image,
                                  int64_t first,
                                  int64_t n,
                                  void *output,
                                  void *room,
                                  StrataControl *control)
{
  const bool planes = step->format == STRATA_NCHW;
  const size_t out = output_size (step);
  const int64_t rows = planes ? step->outputs : n;
  const int64_t columns = planes ? n : step->outputs;
  const int64_t n_panels = count_panels (step->kernels, columns);
  const int64_t at = image * step->outputs * step->places
                     + first * (planes ? 1 : step->outputs);
  const Part part = {
    .step = step,
    .input = input,
    .output = (char *) output + (size_t) at * out,
    .places = n,
  };

  if (step->split.kernels)
    return run_split_places (&part, n, room, control);
  for (int64_t p = 0; p < n_panels; p++)
    {
      if (strata_control_ends (control))
        return false;
      run_panel (&part, 0, rows,
                 panel_at (step->kernels, columns, n_panels, p));
    }
  return true;
}

bool
strata_pointwise_step_run (const StrataPointwiseStep *step,
                           const void *input,
                           void *output,
                           void *workspace,
                           StrataPool *pool,
                           StrataControl *control)
{
  PointwiseRun run = { .step = step, .input = input, .output = output };

  strata_slots_init (&run.slots, workspace, strata_pointwise_step_room (step),
                     count_slots (step));
  return strata_pool_run_expected (pool, strata_pointwise_step_n_tasks (step),
                                   run_task, &run, control);
}
