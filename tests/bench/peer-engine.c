/* peer-engine.c — the engine, timed as its peers are.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "peer-engine.h"
#include "strata-conv-gradient.h"
#include "strata-conv-private.h"
#include "strata-memory.h"

#include <stdio.h>

typedef struct
{
  StrataConv *conv;
  StrataConvGradient *gradient; /* or NULL: forward */
  StrataConvGradientTensors tensors;
  gboolean pointwise; /* that half of the convolution alone */
  StrataPool *pool;
  const void *input;
  void *output;
  void *workspace;
} Engine;

static void
engine_free (void *state)
{
  Engine *engine = state;

  strata_conv_free (engine->conv);
  strata_conv_gradient_free (engine->gradient);
  strata_pool_free (engine->pool);
  strata_memory_free (engine->output);
  strata_memory_free (engine->workspace);
  g_free (engine);
}

static gboolean
engine_fill_gradient (Engine *engine,
                      const BenchProblem *problem,
                      StrataRefusal *refusal)
{
  const BenchLayer *layer = problem->layer;

  engine->gradient =
      strata_conv_gradient_new (&layer->desc, &problem->weights, refusal);
  engine->tensors = (StrataConvGradientTensors){
    .input = engine->input,
    .output_gradient = problem->gradient[layer->desc.format],
  };
  if (layer->part == BENCH_INPUT_GRADIENT)
    engine->tensors.input_gradient = engine->output;
  else
    engine->tensors.depthwise_gradient = engine->output;
  return engine->gradient != NULL;
}

static gboolean
engine_fill (Engine *engine,
             const BenchProblem *problem,
             int n_threads,
             StrataRefusal *refusal)
{
  const StrataConvDesc *desc = &problem->layer->desc;
  size_t n_bytes =
      bench_problem_n_outputs (problem) * strata_dtype_size (desc->dtype);

  engine->input = problem->input[desc->format];
  engine->conv = strata_conv_new (desc, &problem->weights, refusal);
  if (engine->conv == NULL)
    return FALSE;

  engine->pool = strata_pool_new (n_threads, refusal);
  if (engine->pool == NULL)
    return FALSE;

  engine->output = strata_memory_new (n_bytes, "the output", refusal);
  if (engine->output == NULL)
    return FALSE;

  if (bench_part_is_gradient (problem->layer->part)
      && !engine_fill_gradient (engine, problem, refusal))
    return FALSE;

  engine->pointwise = problem->layer->part == BENCH_POINTWISE;
  if (engine->gradient != NULL)
    n_bytes = strata_conv_gradient_workspace_size (engine->gradient);
  else if (engine->pointwise)
    n_bytes = strata_pointwise_step_workspace_size (&engine->conv->pointwise);
  else
    n_bytes = strata_conv_workspace_size (engine->conv);
  engine->workspace = strata_memory_new (n_bytes, "the workspace", refusal);
  return engine->workspace != NULL;
}

static void *
engine_prepare (const BenchPeer *peer,
                const BenchProblem *problem,
                int n_threads)
{
  Engine *engine = g_new0 (Engine, 1);
  StrataRefusal refusal;

  if (engine_fill (engine, problem, n_threads, &refusal))
    return engine;

  fprintf (stderr, "strata-bench: %s: %s\n", problem->layer->name,
           refusal.message);
  engine_free (engine);
  return NULL;
}

static void
engine_run (void *state)
{
  Engine *engine = state;

  if (engine->gradient != NULL)
    strata_conv_gradient_run (engine->gradient, &engine->tensors,
                              engine->workspace, engine->pool, NULL);
  else if (engine->pointwise)
    strata_pointwise_step_run (&engine->conv->pointwise, engine->input,
                               engine->output, engine->workspace, engine->pool,
                               NULL);
  else
    strata_conv_run (engine->conv, engine->input, engine->output,
                     engine->workspace, engine->pool, NULL);
}

static const void *
engine_output (void *state)
{
  return ((Engine *) state)->output;
}

#define ENGINE(layout)                                                         \
  {                                                                            \
    .name = "strata", .format = layout, .prepare = engine_prepare,             \
    .run = engine_run, .output = engine_output, .free = engine_free,           \
  }

const BenchPeer bench_peer_engine[2] = {
  [STRATA_NHWC] = ENGINE (STRATA_NHWC),
  [STRATA_NCHW] = ENGINE (STRATA_NCHW),
};

const StrataConv *
bench_peer_engine_conv (void *state)
{
  return ((Engine *) state)->conv;
}
