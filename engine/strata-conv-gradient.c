/* strata-conv-gradient.c — gradients of depthwise and separable convolutions.
 *
 * A run goes backward through the layer. Where the activation is not linear,
 * the sum before it is computed again, in the compute type; the gradient of
 * that sum then gives those of the bias, of the pointwise kernel and of the
 * depthwise result, and the last gives those of the depthwise kernel and of
 * the input.
 *
 * Where no place is left out, the input's gradient is itself a depthwise
 * convolution, of the gradient that comes in with the kernel turned around.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-gradient.h"
#include "strata-conv-private.h"
#include "strata-gradient-steps-private.h"
#include "strata-memory-private.h"
#include "strata-pool-private.h"
#include "strata-refusal-private.h"

#include <string.h>

struct _StrataConvGradient
{
  StrataConvDesc desc;
  StrataConvShape shape;
  const StrataKernels *kernels;
  StrataConv *forward;          /* without the activation, wide */
  StrataPointwiseStep backward; /* from the sums to the depthwise result */
  bool turns;                   /* the input's gradient is a convolution: */
  StrataWindow window[2];       /* its windows, */
  StrataDepthwiseStep turned;   /* and it; else */
  void *weights;                /* of the depthwise step, for input_gradient */

  /* The workspace: where each part begins. */
  size_t middle;   /* the depthwise result of a separable layer */
  size_t sums;     /* before the activation; later their gradient */
  size_t wide;     /* the output's gradient in the compute type */
  size_t returned; /* gradient of the depthwise result */
  size_t kernel;   /* gradient of the pointwise kernel, compute type */
  size_t room;     /* for the pointwise steps */
  size_t size;
};

static bool
is_linear (const StrataConvGradient *g)
{
  return g->desc.activation.kind == STRATA_LINEAR;
}

static bool
is_narrow (const StrataConvGradient *g)
{
  return strata_dtype_compute (g->desc.dtype) != g->desc.dtype;
}

static size_t
take_room (StrataConvGradient *g, bool wanted, int64_t n)
{
  size_t at = g->size;

  if (wanted)
    g->size += strata_conv_room (n, strata_dtype_compute (g->desc.dtype));
  return at;
}

static void
lay_out_workspace (StrataConvGradient *g)
{
  const bool separable = g->desc.filters > 0;
  const int64_t middle = strata_conv_n_middle (&g->desc, &g->shape);
  const int64_t sums = strata_conv_n_before (&g->desc, &g->shape);

  /* The forward run's own workspace holds the depthwise result and comes
   * first. */
  g->middle = take_room (g, separable, middle);
  g->sums = take_room (g, !is_linear (g), sums);
  g->wide = take_room (g, is_narrow (g), sums);
  g->returned = take_room (g, separable, middle);
  g->kernel = take_room (g, separable && is_narrow (g),
                         g->shape.depthwise_channels * g->desc.filters);
  g->room = g->size;
  if (separable)
    g->size += (size_t) strata_max (
        (int64_t) strata_pointwise_step_workspace_size (&g->forward->pointwise),
        (int64_t) strata_pointwise_step_workspace_size (&g->backward));
}

/* Whether the gradient of the sums, as a depthwise step would read it, is of
 * the element type. */
static bool
is_direct (const StrataConvGradient *g)
{
  return !is_narrow (g) || (is_linear (g) && g->desc.filters == 0);
}

/* What the inputs along an axis ask of the outputs, of which each input sees
 * those that saw it. */
static bool
turn_window (const StrataWindow *window, StrataWindow *turned)
{
  const int64_t before = window->extent - 1 - window->before;

  *turned = *window;
  turned->input = window->output;
  turned->output = window->input;
  turned->before = before;
  turned->after = window->input + window->before - window->output;
  return window->stride == 1 && before >= 0 && turned->after >= 0;
}

static bool
can_turn (StrataConvGradient *g)
{
  return g->desc.multiplier == 1 && g->desc.batch > 0 && is_direct (g)
         && turn_window (&g->shape.window[0], &g->window[0])
         && turn_window (&g->shape.window[1], &g->window[1]);
}

/* The last tap first. */
static bool
init_turned (StrataConvGradient *g, const void *weights, StrataRefusal *refusal)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  const int64_t taps = g->desc.window.kernel[0] * g->desc.window.kernel[1];
  const size_t tap =
      (size_t) g->desc.channels * strata_dtype_size (g->desc.dtype);
  StrataConvShape shape = g->shape;
  char *turned = strata_memory_new (
      strata_conv_room (taps * g->desc.channels, g->desc.dtype),
      "the turned depthwise kernel", refusal);

  if (!turned)
    return false;
  for (int64_t t = 0; t < taps; t++)
    memcpy (turned + (size_t) t * tap,
            (const char *) weights + (size_t) (taps - 1 - t) * tap, tap);
  memcpy (shape.window, g->window, sizeof shape.window);
  g->turns = strata_depthwise_step_init (
      &g->turned, g->kernels, &g->desc, &shape, turned, NULL,
      strata_finish_init (&linear, g->desc.dtype), false, refusal);
  strata_memory_free (turned);
  return g->turns;
}

/* (taps, channels, multiplier) to (taps, multiplier, channels) of each vector
 * of channels, in the compute type. */
static bool
pack_depthwise (StrataConvGradient *g,
                const void *weights,
                StrataRefusal *refusal)
{
  const int64_t taps = g->desc.window.kernel[0] * g->desc.window.kernel[1];
  const int64_t channels = g->desc.channels, m = g->desc.multiplier;
  const int64_t lanes = g->kernels->lanes;
  const int64_t n = taps * m * strata_parts (channels, lanes) * lanes;
  StrataDType compute = strata_dtype_compute (g->desc.dtype);

  g->weights = strata_memory_new (strata_conv_room (n, compute),
                                  "the packed depthwise kernel", refusal);
  if (!g->weights)
    return false;
  memset (g->weights, 0, (size_t) n * strata_dtype_size (compute));
  for (int64_t t = 0; t < taps; t++)
    for (int64_t k = 0; k < channels; k++)
      for (int64_t q = 0; q < m; q++)
        {
          const int64_t vector = (k / lanes * taps + t) * m + q;

          strata_dtype_set (
              compute, g->weights, (size_t) (vector * lanes + k % lanes),
              strata_dtype_get (g->desc.dtype, weights,
                                (size_t) ((t * channels + k) * m + q)));
        }
  return true;
}

static bool
init_depthwise (StrataConvGradient *g,
                const void *weights,
                StrataRefusal *refusal)
{
  return can_turn (g) ? init_turned (g, weights, refusal)
                      : pack_depthwise (g, weights, refusal);
}

static bool
init_backward (StrataConvGradient *g,
               const void *weights,
               StrataRefusal *refusal)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  const StrataPointwiseDesc desc = {
    .dtype = g->desc.dtype,
    .format = g->desc.format,
    .batch = g->desc.batch,
    .places = g->shape.window[0].output * g->shape.window[1].output,
    .inputs = g->desc.filters,
    .outputs = g->shape.depthwise_channels,
    .weights = weights,
    .transposed = true,
    .finish = strata_finish_init (&linear, g->desc.dtype),
    .wide = true,
  };

  if (g->desc.filters == 0)
    return true;
  return strata_pointwise_step_init (&g->backward, g->kernels, &desc, refusal);
}

static bool
init_forward (StrataConvGradient *g,
              const StrataConvWeights *weights,
              StrataRefusal *refusal)
{
  StrataConvDesc desc = g->desc;

  desc.activation = strata_activation_init (STRATA_LINEAR);
  g->forward = strata_conv_new_wide (&desc, weights, refusal);
  return g->forward != NULL;
}

StrataConvGradient *
strata_conv_gradient_new (const StrataConvDesc *desc,
                          const StrataConvWeights *weights,
                          StrataRefusal *refusal)
{
  StrataConvShape shape;
  const StrataKernels *kernels;
  StrataConvGradient *g;

  if (!strata_conv_check (desc, weights, &shape, refusal))
    return NULL;
  kernels = strata_kernels_get (desc->dtype, refusal);
  if (!kernels)
    return NULL;
  g = strata_memory_new (sizeof *g, "a gradient", refusal);
  if (!g)
    return NULL;

  *g = (StrataConvGradient){
    .desc = *desc,
    .shape = shape,
    .kernels = kernels,
  };
  strata_windows_tame (g->shape.window);
  /* Images without places are no images: nobody shall count through them. */
  if (strata_conv_n_before (desc, &shape) == 0)
    g->desc.batch = 0;
  if (!init_forward (g, weights, refusal)
      || !init_backward (g, weights->pointwise, refusal)
      || !init_depthwise (g, weights->depthwise, refusal))
    {
      strata_conv_gradient_free (g);
      return NULL;
    }
  lay_out_workspace (g);
  return g;
}

void
strata_conv_gradient_free (StrataConvGradient *gradient)
{
  if (!gradient)
    return;
  strata_conv_free (gradient->forward);
  strata_pointwise_step_clear (&gradient->backward);
  strata_depthwise_step_clear (&gradient->turned);
  strata_memory_free (gradient->weights);
  strata_memory_free (gradient);
}

size_t
strata_conv_gradient_workspace_size (const StrataConvGradient *gradient)
{
  return gradient->size;
}

/* What one run hands from step to step. */
typedef struct
{
  const StrataConvGradient *g;
  const StrataConvGradientTensors *tensors;
  char *workspace;
  StrataPool *pool;
  StrataControl *control;
} Run;

/* The sums before the activation, and with them the depthwise result of a
 * separable layer; or that alone, where the sums are not needed. */
static bool
run_forward (const Run *run)
{
  const StrataConvGradient *g = run->g;
  const bool kernel = g->desc.filters > 0 && run->tensors->pointwise_gradient;

  if (!is_linear (g))
    return strata_conv_run_apart (
        g->forward, run->tensors->input, run->workspace + g->sums,
        run->workspace + g->middle, run->workspace + g->room, run->pool,
        run->control);
  if (kernel)
    strata_control_expect (
        run->control,
        strata_depthwise_step_n_tasks (&g->forward->depthwise, run->pool));
  if (kernel)
    return strata_depthwise_step_run (
        &g->forward->depthwise, run->tensors->input, run->workspace + g->middle,
        run->pool, run->control);
  return true;
}

/* Gradient of the sums, in the compute type. */
static bool
run_activation (const Run *run, const void **result)
{
  const StrataConvGradient *g = run->g;
  const StrataConvShape *s = &g->shape;
  const bool planes = g->desc.format == STRATA_NCHW;
  const int64_t n = strata_conv_n_before (&g->desc, s);
  const int64_t length = planes ? s->window[1].output : s->output_channels;
  const StrataActivationStep step = {
    .dtype = g->desc.dtype,
    .activation = g->desc.activation,
    .n = length > 0 ? n / length : 0,
    .length = length,
    .result = s->output_shape[3],
  };
  void *sums = run->workspace + g->sums;
  void *wide = run->workspace + g->wide;

  /* Not widened for nobody. */
  if (is_linear (g)
      && (!is_narrow (g)
          || (g->turns && !run->tensors->bias_gradient
              && !run->tensors->depthwise_gradient)))
    {
      *result = run->tensors->output_gradient;
      return true;
    }
  *result = is_linear (g) ? wide : sums;
  return strata_activation_step_run (
      &step, run->tensors->output_gradient, is_narrow (g) ? wide : NULL,
      is_linear (g) ? NULL : sums, run->pool, run->control);
}

static bool
run_bias (const Run *run, const void *sums)
{
  const StrataConvGradient *g = run->g;
  const StrataBiasStep step = {
    .dtype = g->desc.dtype,
    .format = g->desc.format,
    .batch = g->desc.batch,
    .places = g->shape.window[0].output * g->shape.window[1].output,
    .channels = g->shape.output_channels,
  };

  if (!run->tensors->bias_gradient)
    return true;
  return strata_bias_step_run (&step, sums, run->tensors->bias_gradient,
                               run->pool, run->control);
}

static bool
run_pointwise (const Run *run, const void *sums)
{
  const StrataConvGradient *g = run->g;
  const int64_t places = g->shape.window[0].output * g->shape.window[1].output;
  const StrataPointwiseKernelStep step = {
    .kernels = g->kernels,
    .dtype = g->desc.dtype,
    .format = g->desc.format,
    .batch = g->desc.batch,
    .places = places,
    .inputs = g->shape.depthwise_channels,
    .outputs = g->desc.filters,
  };
  void *wide = is_narrow (g) ? run->workspace + g->kernel
                             : run->tensors->pointwise_gradient;

  if (!run->tensors->pointwise_gradient)
    return true;
  if (!strata_pointwise_kernel_step_run (&step, run->workspace + g->middle,
                                         sums, wide, run->pool, run->control))
    return false;
  if (is_narrow (g))
    strata_dtype_convert (strata_dtype_compute (g->desc.dtype), wide,
                          g->desc.dtype, run->tensors->pointwise_gradient,
                          (size_t) (step.inputs * step.outputs));
  return true;
}

/* Of @gradient, or, where that was widened, of what it was. */
static bool
run_input (const Run *run,
           const StrataDepthwiseGradientStep *step,
           const void *gradient)
{
  const StrataConvGradient *g = run->g;
  const void *narrow = run->tensors->output_gradient;

  if (!run->tensors->input_gradient)
    return true;
  if (!g->turns)
    return strata_depthwise_input_step_run (
        step, gradient, run->tensors->input_gradient, run->pool, run->control);
  strata_control_expect (run->control,
                         strata_depthwise_step_n_tasks (&g->turned, run->pool));
  return strata_depthwise_step_run (
      &g->turned, is_narrow (g) ? narrow : gradient,
      run->tensors->input_gradient, run->pool, run->control);
}

static bool
run_depthwise (const Run *run, const void *gradient)
{
  const StrataConvGradient *g = run->g;
  const StrataDepthwiseGradientStep step = {
    .kernels = g->kernels,
    .dtype = g->desc.dtype,
    .format = g->desc.format,
    .batch = g->desc.batch,
    .channels = g->desc.channels,
    .multiplier = g->desc.multiplier,
    .window = g->shape.window,
    .weights = g->weights,
  };
  const StrataConvGradientTensors *t = run->tensors;

  return (!t->depthwise_gradient
          || strata_depthwise_kernel_step_run (&step, t->input, gradient,
                                               t->depthwise_gradient, run->pool,
                                               run->control))
         && run_input (run, &step, gradient);
}

/* Gradient of the depthwise result of a separable layer. */
static bool
run_backward (const Run *run, const void *sums, const void **result)
{
  const StrataConvGradient *g = run->g;
  const StrataConvGradientTensors *t = run->tensors;
  void *returned = run->workspace + g->returned;

  *result = sums;
  if (g->desc.filters == 0 || (!t->input_gradient && !t->depthwise_gradient))
    return true;
  *result = returned;
  strata_control_expect (run->control,
                         strata_pointwise_step_n_tasks (&g->backward));
  return strata_pointwise_step_run (&g->backward, sums, returned,
                                    run->workspace + g->room, run->pool,
                                    run->control);
}

bool
strata_conv_gradient_run (const StrataConvGradient *gradient,
                          const StrataConvGradientTensors *tensors,
                          void *workspace,
                          StrataPool *pool,
                          StrataControl *control)
{
  const Run run = { gradient, tensors, workspace, pool, control };
  const void *sums, *returned;

  return run_forward (&run) && run_activation (&run, &sums)
         && run_bias (&run, sums)
         && (gradient->desc.filters == 0 || run_pointwise (&run, sums))
         && run_backward (&run, sums, &returned)
         && run_depthwise (&run, returned);
}
