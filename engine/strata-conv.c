/* strata-conv.c — prepare and run a depthwise or separable convolution.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-private.h"
#include "strata-memory-private.h"
#include "strata-pool-private.h"
#include "strata-refusal-private.h"

/* The ways, the first that fits being taken. Which tile a kernel takes for a
 * window is a list of the same kind in the kernel's own file. */
static const StrataWay ways[] = {
  { "depthwise", false, false, false },
  { "depthwise, rows", false, false, true },
  { "depthwise, pointwise", true, false, false },
  { "depthwise, pointwise, rows", true, false, true },
  { "bands of depthwise and pointwise", true, true, false },
  { "bands of depthwise and pointwise, rows", true, true, true },
};

static const StrataWay *
way_for (const StrataConvDesc *desc, bool bands)
{
  const bool rows = strata_activation_has_axis (desc->activation.kind);
  const StrataWay *way = ways;

  while (way->pointwise != (desc->filters > 0) || way->bands != bands
         || way->rows != rows)
    way++;
  return way;
}

static bool
init_depthwise (StrataConv *conv,
                const StrataConvWeights *weights,
                StrataFinish finish,
                bool wide,
                StrataRefusal *refusal)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  const bool last = !conv->way->pointwise;
  const void *bias = last && conv->desc.use_bias ? weights->bias : NULL;

  return strata_depthwise_step_init (
      &conv->depthwise, conv->kernels, &conv->desc, &conv->shape,
      weights->depthwise, bias,
      last ? finish : strata_finish_init (&linear, conv->desc.dtype),
      wide || !last, refusal);
}

static bool
init_pointwise (StrataConv *conv,
                const StrataConvWeights *weights,
                StrataFinish finish,
                bool wide,
                StrataRefusal *refusal)
{
  const StrataPointwiseDesc desc = {
    .dtype = conv->desc.dtype,
    .format = conv->desc.format,
    .batch = conv->desc.batch,
    .places = conv->shape.window[0].output * conv->shape.window[1].output,
    .inputs = conv->shape.depthwise_channels,
    .outputs = conv->desc.filters,
    .weights = weights->pointwise,
    .bias = conv->desc.use_bias ? weights->bias : NULL,
    .finish = finish,
    .wide = wide,
  };

  return strata_pointwise_step_init (&conv->pointwise, conv->kernels, &desc,
                                     refusal);
}

static void
init_rows (StrataConv *conv)
{
  const StrataConvShape *s = &conv->shape;
  const bool planes = conv->desc.format == STRATA_NCHW;
  const int64_t length = planes ? s->window[1].output : s->output_channels;
  const int64_t all = strata_conv_n_before (&conv->desc, s);

  strata_rows_step_init (&conv->rows, conv->desc.dtype, &conv->desc.activation,
                         length > 0 ? all / length : 0, length,
                         s->output_shape[3]);
}

/* What lies between the two steps: as a whole, or some bands of it. */
static void
init_middle (StrataConv *conv)
{
  if (strata_separable_step_init (&conv->separable, &conv->depthwise,
                                  &conv->pointwise))
    {
      conv->way = way_for (&conv->desc, true);
      conv->middle = strata_separable_step_workspace_size (&conv->separable);
    }
  else
    {
      conv->middle =
          strata_conv_room (strata_conv_n_middle (&conv->desc, &conv->shape),
                            strata_dtype_compute (conv->desc.dtype));
      conv->room = strata_pointwise_step_workspace_size (&conv->pointwise);
    }
}

static bool
init_steps (StrataConv *conv,
            const StrataConvWeights *weights,
            bool wide,
            StrataRefusal *refusal)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  const StrataWay *way = conv->way;
  const StrataDType compute = strata_dtype_compute (conv->desc.dtype);
  const StrataFinish finish = strata_finish_init (
      way->rows ? &linear : &conv->desc.activation, conv->desc.dtype);

  if (!init_depthwise (conv, weights, finish, wide || way->rows, refusal))
    return false;
  if (way->pointwise)
    {
      if (!init_pointwise (conv, weights, finish, wide || way->rows, refusal))
        return false;
      init_middle (conv);
    }
  if (way->rows)
    {
      int64_t n = strata_conv_n_before (&conv->desc, &conv->shape);

      conv->before = strata_conv_room (n, compute);
      init_rows (conv);
    }
  return true;
}

static StrataConv *
conv_new (const StrataConvDesc *desc,
          const StrataConvWeights *weights,
          bool wide,
          StrataRefusal *refusal)
{
  StrataConvShape shape;
  const StrataKernels *kernels;
  StrataConv *conv;

  if (!strata_conv_check (desc, weights, &shape, refusal))
    return NULL;
  kernels = strata_kernels_get (desc->dtype, refusal);
  if (!kernels)
    return NULL;
  conv = strata_memory_new (sizeof *conv, "a convolution", refusal);
  if (!conv)
    return NULL;

  *conv = (StrataConv){
    .desc = *desc,
    .shape = shape,
    .kernels = kernels,
    .way = way_for (desc, false),
  };
  if (!init_steps (conv, weights, wide, refusal))
    {
      strata_conv_free (conv);
      return NULL;
    }
  return conv;
}

StrataConv *
strata_conv_new (const StrataConvDesc *desc,
                 const StrataConvWeights *weights,
                 StrataRefusal *refusal)
{
  return conv_new (desc, weights, false, refusal);
}

StrataConv *
strata_conv_new_wide (const StrataConvDesc *desc,
                      const StrataConvWeights *weights,
                      StrataRefusal *refusal)
{
  return conv_new (desc, weights, true, refusal);
}

void
strata_conv_free (StrataConv *conv)
{
  if (!conv)
    return;
  strata_depthwise_step_clear (&conv->depthwise);
  strata_pointwise_step_clear (&conv->pointwise);
  strata_memory_free (conv);
}

const StrataConvDesc *
strata_conv_desc (const StrataConv *conv)
{
  return &conv->desc;
}

const StrataConvShape *
strata_conv_shape (const StrataConv *conv)
{
  return &conv->shape;
}

const char *
strata_conv_isa (const StrataConv *conv)
{
  return conv->kernels->isa;
}

const char *
strata_conv_way (const StrataConv *conv)
{
  return conv->way->name;
}

size_t
strata_conv_workspace_size (const StrataConv *conv)
{
  return conv->middle + conv->before + conv->room;
}

static int64_t
count_tasks (const StrataConv *conv, bool bands, const StrataPool *pool)
{
  int64_t n = 0;

  if (bands)
    n += strata_separable_step_n_tasks (&conv->separable);
  else
    n += strata_depthwise_step_n_tasks (&conv->depthwise, pool);
  if (conv->way->pointwise && !bands)
    n += strata_pointwise_step_n_tasks (&conv->pointwise);
  if (conv->way->rows)
    n += strata_rows_step_n_tasks (&conv->rows);
  return n;
}

/* Up to the function along the last axis. */
static bool
run_steps (const StrataConv *conv,
           const void *input,
           void *output,
           void *middle,
           void *room,
           StrataPool *pool,
           StrataControl *control)
{
  void *depthwise = conv->way->pointwise ? middle : output;

  return strata_depthwise_step_run (&conv->depthwise, input, depthwise, pool,
                                    control)
         && (!conv->way->pointwise
             || strata_pointwise_step_run (&conv->pointwise, middle, output,
                                           room, pool, control));
}

bool
strata_conv_run_apart (const StrataConv *conv,
                       const void *input,
                       void *output,
                       void *middle,
                       void *room,
                       StrataPool *pool,
                       StrataControl *control)
{
  strata_control_expect (control, count_tasks (conv, false, pool));
  return run_steps (conv, input, output, middle, room, pool, control);
}

bool
strata_conv_run (const StrataConv *conv,
                 const void *input,
                 void *output,
                 void *workspace,
                 StrataPool *pool,
                 StrataControl *control)
{
  const StrataWay *way = conv->way;
  void *before = way->rows ? (char *) workspace + conv->middle : output;
  bool done;

  strata_control_expect (control, count_tasks (conv, way->bands, pool));
  if (way->bands)
    done = strata_separable_step_run (&conv->separable, input, before,
                                      workspace, pool, control);
  else
    done = run_steps (conv, input, before, workspace,
                      (char *) workspace + conv->middle + conv->before, pool,
                      control);
  return done
         && (!way->rows
             || strata_rows_step_run (&conv->rows, before, output, pool,
                                      control));
}
