/* strata-split-step.c — the 1×1 convolution in products of split numbers: when,
 * of what, and for which numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-refusal-private.h"
#include "strata-steps-private.h"

#include <math.h>

#define SIDE STRATA_SPLIT_SIDE

/* Units of items that are multiplied again and again by all the weights stay in
 * the second-level cache. */
#define CHUNK_BYTES 393216

/* The products of parts take half the time of the products themselves: there
 * must be fewer zeros to fill up a group of terms than terms, and what is split
 * must meet weights enough. Few items do not repay the reading of weights that
 * are half as large again. */
#define FEWEST_ITEMS 32
#define FEWEST_OUTPUTS 32

/* The model is not there to be fast. */
#ifdef STRATA_SPLIT_MODEL
#define ALWAYS_PAYS true
#else
#define ALWAYS_PAYS false
#endif

/* Biased exponents between which the lowest parts of numbers are normal, and
 * sums of two of them with which the products of all parts that are taken are
 * normal, and a sum of 2³¹ products is finite. */
#define LEAST_EXPONENT 24
#define MOST_EXPONENT 253
#define LEAST_TOGETHER (2 * 127 - 78)
#define MOST_TOGETHER (2 * 127 + 90)

/* For @items of one image, so that an image by itself gives what it gives among
 * others. */
static bool
pays (int64_t items, int64_t outputs, int64_t inputs)
{
  const int64_t terms =
      strata_parts (inputs, STRATA_SPLIT_TERMS) * STRATA_SPLIT_TERMS;

  return ALWAYS_PAYS
         || (items >= FEWEST_ITEMS && outputs >= FEWEST_OUTPUTS
             && 2 * terms <= 3 * inputs);
}

static bool
fit (StrataExponents a, StrataExponents b)
{
  return a.lowest >= LEAST_EXPONENT && b.lowest >= LEAST_EXPONENT
         && a.highest <= MOST_EXPONENT && b.highest <= MOST_EXPONENT
         && a.lowest + b.lowest >= LEAST_TOGETHER
         && a.highest + b.highest <= MOST_TOGETHER;
}

static StrataExponents
join (const StrataExponents *exponents, int64_t n)
{
  StrataExponents all = { 255, 0 };

  for (int64_t i = 0; i < n; i++)
    {
      all.lowest =
          all.lowest < exponents[i].lowest ? all.lowest : exponents[i].lowest;
      all.highest = all.highest > exponents[i].highest ? all.highest
                                                       : exponents[i].highest;
    }
  return all;
}

int64_t
strata_split_step_n_units (const StrataSplitStep *step)
{
  return strata_parts (step->outputs, SIDE);
}

/* Of any format: the terms of each output side by side, in float32. */
static void
gather_weights (const StrataPointwiseDesc *desc, float *weights)
{
  for (int64_t o = 0; o < desc->outputs; o++)
    for (int64_t i = 0; i < desc->inputs; i++)
      weights[o * desc->inputs + i] = (float) strata_dtype_get (
          desc->dtype, desc->weights,
          (size_t) (desc->transposed ? o * desc->inputs + i
                                     : i * desc->outputs + o));
}

/* Weights are a right factor where items are rows. */
static void
split_weights (StrataSplitStep *step,
               const StrataPointwiseDesc *desc,
               float *unit,
               const float *weights)
{
  for (int64_t u = 0; u < strata_split_step_n_units (step); u++)
    {
      const float *first = weights + u * SIDE * step->inputs;
      const int64_t n = strata_min (SIDE, step->outputs - u * SIDE);
      char *units = step->units + (size_t) u * step->unit;
      StrataExponents exponents[SIDE];

      if (desc->format == STRATA_NCHW)
        step->kernels->rows (n, step->inputs, first, step->inputs, units,
                             exponents);
      else
        {
          for (int64_t i = 0; i < step->inputs; i++)
            for (int64_t j = 0; j < n; j++)
              unit[i * SIDE + j] = first[j * step->inputs + i];
          step->kernels->columns (n, step->inputs, unit, SIDE, units,
                                  exponents);
        }
      step->exponents[u] = join (exponents, n);
    }
  step->all = join (step->exponents, strata_split_step_n_units (step));
}

static bool
pack (StrataSplitStep *step,
      const StrataPointwiseDesc *desc,
      StrataRefusal *refusal)
{
  const int64_t n_units = strata_split_step_n_units (step);
  const int64_t factors[] = { n_units, (int64_t) step->unit };
  const size_t terms = (size_t) step->inputs * sizeof (float);
  int64_t bytes;
  float *weights;

  if (!strata_size_product (factors, 2, &bytes))
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "The pointwise kernel is too large to be packed");
  step->units =
      strata_memory_new ((size_t) bytes, "the split pointwise kernel", refusal);
  step->exponents =
      strata_memory_new ((size_t) n_units * sizeof *step->exponents,
                         "the pointwise kernel's exponents", refusal);
  weights = strata_memory_new ((size_t) (desc->outputs + SIDE) * terms,
                               "the pointwise kernel", refusal);
  if (!step->units || !step->exponents || !weights)
    {
      strata_memory_free (weights);
      return false;
    }
  gather_weights (desc, weights + SIDE * step->inputs);
  split_weights (step, desc, weights, weights + SIDE * step->inputs);
  strata_memory_free (weights);
  return true;
}

bool
strata_split_step_init (StrataSplitStep *step,
                        const StrataKernels *kernels,
                        const StrataPointwiseDesc *desc,
                        const void *bias,
                        StrataRefusal *refusal)
{
  const bool planes = desc->format == STRATA_NCHW;
  const int64_t items = planes ? desc->places : desc->batch * desc->places;
  const int64_t groups = strata_parts (desc->inputs, STRATA_SPLIT_TERMS);

  *step = (StrataSplitStep){ 0 };
  if (!kernels->split || items == 0
      || !pays (desc->places, desc->outputs, desc->inputs))
    return true;
  *step = (StrataSplitStep){
    .kernels = kernels->split,
    .dtype = desc->dtype,
    .format = desc->format,
    .places = desc->places,
    .inputs = desc->inputs,
    .outputs = desc->outputs,
    .unit = (size_t) groups * STRATA_SPLIT_PARTS * STRATA_SPLIT_PART_BYTES,
    .product = {
      .groups = groups,
      .left = planes,
      .c_row = planes ? desc->places : desc->outputs,
      .bias_row = planes ? bias : NULL,
      .bias_column = planes ? NULL : bias,
      .wide = desc->wide,
      .finish = desc->finish,
    },
  };
  step->chunk = CHUNK_BYTES / (int64_t) step->unit / 2 * 2 * SIDE;
  step->chunk = strata_min (strata_max (step->chunk, 2 * SIDE),
                            strata_parts (items, 2 * SIDE) * 2 * SIDE);
  return pack (step, desc, refusal);
}

void
strata_split_step_clear (StrataSplitStep *step)
{
  strata_memory_free (step->units);
  strata_memory_free (step->exponents);
  *step = (StrataSplitStep){ 0 };
}

/* Units, and then the exponents of items. */
static size_t
units_room (const StrataSplitStep *step, int64_t items)
{
  return (size_t) strata_parts (items, SIDE) * step->unit;
}

size_t
strata_split_step_room (const StrataSplitStep *step)
{
  if (!step->kernels)
    return 0;
  return units_room (step, step->chunk)
         + (size_t) strata_parts (step->chunk, 64) * 64
               * sizeof (StrataExponents);
}

static void
split_items (const StrataSplitStep *step,
             const StrataSplitPart *part,
             void *units,
             StrataExponents *exponents)
{
  if (step->format == STRATA_NCHW)
    step->kernels->columns (part->n, step->inputs, part->input, part->step,
                            units, exponents);
  else
    step->kernels->rows (part->n, step->inputs, part->input, part->step, units,
                         exponents);
}

/* A product of @n items with the @outputs from those of @unit on; where it
 * goes is left to say. */
static StrataSplitProduct
product_of (const StrataSplitStep *step,
            const void *items,
            int64_t n,
            int64_t unit,
            int64_t outputs)
{
  const bool planes = step->format == STRATA_NCHW;
  const char *weights = step->units + (size_t) unit * step->unit;
  StrataSplitProduct product = step->product;

  product.m = planes ? outputs : n;
  product.n = planes ? n : outputs;
  product.a = planes ? weights : items;
  product.b = planes ? items : weights;
  if (product.bias_row)
    product.bias_row = (const float *) product.bias_row + unit * SIDE;
  if (product.bias_column)
    product.bias_column = (const float *) product.bias_column + unit * SIDE;
  return product;
}

static void
multiply (const StrataSplitStep *step,
          const StrataSplitPart *part,
          const void *items)
{
  const int64_t first = part->unit_first * SIDE;
  const int64_t end = strata_min (part->unit_end * SIDE, step->outputs);
  const size_t size =
      strata_dtype_size (step->product.wide ? STRATA_FLOAT32 : step->dtype);
  StrataSplitProduct product =
      product_of (step, items, part->n, part->unit_first, end - first);

  product.c =
      (char *) part->output
      + (size_t) (step->format == STRATA_NCHW ? first * step->places : first)
            * size;
  step->kernels->product (&product);
}

static void
find_misfits (const StrataSplitStep *step,
              const StrataSplitPart *part,
              const StrataExponents *exponents,
              StrataMisfitFunc misfit,
              const void *data)
{
  if (fit (join (exponents, part->n), step->all))
    return;
  for (int64_t i = 0; i < part->n; i++)
    for (int64_t u = part->unit_first; u < part->unit_end; u++)
      if (!fit (exponents[i], step->exponents[u]))
        misfit (data, i, u);
}

void
strata_split_step_run (const StrataSplitStep *step,
                       const StrataSplitPart *part,
                       void *room,
                       StrataMisfitFunc misfit,
                       const void *data)
{
  StrataExponents *exponents =
      (StrataExponents *) ((char *) room + units_room (step, step->chunk));

  split_items (step, part, room, exponents);
  multiply (step, part, room);
  find_misfits (step, part, exponents, misfit, data);
}

bool
strata_split_step_sum (const StrataSplitStep *step,
                       const float *inputs,
                       int64_t output,
                       void *room,
                       float *sum)
{
  const bool planes = step->format == STRATA_NCHW;
  const int64_t unit = output / SIDE;
  float sums[SIDE] = { 0 };
  StrataExponents exponents;
  StrataSplitProduct product;

  if (!step->kernels)
    return false;
  /* One item is a row or a column, whichever its factor wants. */
  if (planes)
    step->kernels->columns (1, step->inputs, inputs, 1, room, &exponents);
  else
    step->kernels->rows (1, step->inputs, inputs, step->inputs, room,
                         &exponents);
  if (!fit (exponents, step->exponents[unit]))
    return false;

  product = product_of (step, room, 1, unit,
                        strata_min (SIDE, step->outputs - unit * SIDE));
  product.c = sums;
  product.c_row = planes ? 1 : SIDE;
  product.wide = true;
  product.finish = (StrataFinish){ .minimum = -INFINITY,
                                   .maximum = INFINITY,
                                   .clamp = true };
  step->kernels->product (&product);
  *sum = sums[output % SIDE];
  return true;
}
