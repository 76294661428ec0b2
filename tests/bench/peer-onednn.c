/* peer-onednn.c — oneDNN's convolutions, in plain and in blocked layouts.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-peer.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>

typedef dnnl_memory_desc_t Desc;

/* What the three tensors of a convolution are to a primitive. */
typedef struct
{
  dnnl_query_t source, weights, target;
  int source_arg, weights_arg, target_arg;
} Roles;

static const Roles roles[] = {
  [BENCH_FORWARD] = {
    dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_dst_md,
    DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST,
  },
  [BENCH_INPUT_GRADIENT] = {
    dnnl_query_diff_src_md, dnnl_query_weights_md, dnnl_query_diff_dst_md,
    DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_DST,
  },
  [BENCH_KERNEL_GRADIENT] = {
    dnnl_query_src_md, dnnl_query_diff_weights_md, dnnl_query_diff_dst_md,
    DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_DST,
  },
};

/* One primitive with its tensors; the weights in the layout it asked for. */
typedef struct
{
  dnnl_primitive_desc_t desc;
  dnnl_primitive_t primitive;
  dnnl_memory_t source, weights, bias, target;
  const Roles *roles;
} Stage;

typedef struct
{
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  Stage stages[2];
  int n_stages;
  dnnl_memory_t plain; /* the output in the peer's plain format */
  int n_threads;
} Onednn;

/* What a stage is made of, in oneDNN's order: batch, channels, height,
 * width. */
typedef struct
{
  dnnl_dims_t source, target, kernel;
  int kernel_rank;
  dnnl_dims_t strides, dilations, before, after;
  dnnl_format_tag_t kernel_tag; /* Keras' layout of the weights */
  BenchPart part;
  const void *weights, *bias;
  const StrataActivation *activation; /* or NULL */
} Recipe;

static void
set_dims (dnnl_dims_t dims, int64_t n, int64_t c, int64_t h, int64_t w)
{
  dims[0] = n;
  dims[1] = c;
  dims[2] = h;
  dims[3] = w;
}

static void
set_window (Recipe *recipe, const StrataWindow windows[2])
{
  for (int i = 0; i < 2; i++)
    {
      recipe->strides[i] = windows[i].stride;
      recipe->dilations[i] = windows[i].dilation - 1;
      recipe->before[i] = windows[i].before;
      recipe->after[i] = windows[i].after;
    }
}

static Recipe
depthwise_recipe (const BenchProblem *problem)
{
  const StrataConvDesc *desc = &problem->layer->desc;
  const StrataConvShape *shape = &problem->layer->shape;
  const StrataWindow *w = shape->window;
  bool last = desc->filters == 0;
  bool forward = problem->layer->part == BENCH_FORWARD;
  Recipe recipe = {
    .kernel = { desc->channels, desc->multiplier, 1, w[0].kernel, w[1].kernel },
    .kernel_rank = 5,
    .kernel_tag = dnnl_hwigo,
    .part = problem->layer->part,
    .weights = problem->weights.depthwise,
    .bias = forward && last ? problem->weights.bias : NULL,
    .activation = forward && last ? &desc->activation : NULL,
  };

  set_dims (recipe.source, desc->batch, desc->channels, w[0].input, w[1].input);
  set_dims (recipe.target, desc->batch, shape->depthwise_channels, w[0].output,
            w[1].output);
  set_window (&recipe, w);
  return recipe;
}

static Recipe
pointwise_recipe (const BenchProblem *problem)
{
  const StrataConvDesc *desc = &problem->layer->desc;
  const StrataConvShape *shape = &problem->layer->shape;
  const StrataWindow *w = shape->window;
  Recipe recipe = {
    .kernel = { desc->filters, shape->depthwise_channels, 1, 1 },
    .kernel_rank = 4,
    .kernel_tag = dnnl_hwio,
    .strides = { 1, 1 },
    .weights = problem->weights.pointwise,
    .bias = problem->weights.bias,
    .activation = &desc->activation,
  };

  set_dims (recipe.source, desc->batch, shape->depthwise_channels, w[0].output,
            w[1].output);
  set_dims (recipe.target, desc->batch, desc->filters, w[0].output,
            w[1].output);
  return recipe;
}

static Desc
describe (int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  Desc desc = { 0 };

  dnnl_memory_desc_init_by_tag (&desc, rank, dims, dnnl_f32, tag);
  return desc;
}

static Desc
describe_bias (const Recipe *recipe)
{
  const dnnl_dims_t dims = { recipe->target[1] };

  return describe (1, dims, dnnl_a);
}

static dnnl_format_tag_t
plain_tag (const BenchPeer *peer)
{
  return peer->format == STRATA_NHWC ? dnnl_nhwc : dnnl_nchw;
}

/* Blocks as long as a vector, the layout of all its JIT kernels. */
static dnnl_format_tag_t
working_tag (const BenchPeer *peer)
{
  if (!peer->blocked)
    return plain_tag (peer);

  return dnnl_get_effective_cpu_isa () >= dnnl_cpu_isa_avx512_core
             ? dnnl_nChw16c
             : dnnl_nChw8c;
}

static gboolean
append_activation (dnnl_post_ops_t ops, const StrataActivation *activation)
{
  switch (activation->kind)
    {
    case STRATA_LINEAR:
      return TRUE;
    case STRATA_RELU:
      return dnnl_post_ops_append_eltwise (ops, 1.0f, dnnl_eltwise_relu, 0.0f,
                                           0.0f)
             == dnnl_success;
    case STRATA_RELU6:
      return dnnl_post_ops_append_eltwise (ops, 1.0f, dnnl_eltwise_clip, 0.0f,
                                           6.0f)
             == dnnl_success;
    default:
      return FALSE;
    }
}

/* The attributes, or NULL for an activation that cannot be fused. */
static dnnl_primitive_attr_t
new_attributes (const StrataActivation *activation)
{
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t ops = NULL;

  dnnl_primitive_attr_create (&attributes);
  dnnl_post_ops_create (&ops);

  if (activation != NULL && !append_activation (ops, activation))
    {
      dnnl_primitive_attr_destroy (attributes);
      attributes = NULL;
    }
  else
    dnnl_primitive_attr_set_post_ops (attributes, ops);

  dnnl_post_ops_destroy (ops);
  return attributes;
}

/* Plain loops are there for completeness, not for speed. */
static gboolean
is_reference (dnnl_primitive_desc_t desc)
{
  const char *name = NULL;

  dnnl_primitive_desc_query (desc, dnnl_query_impl_info_str, 0, &name);
  return name != NULL && g_str_has_prefix (name, "ref");
}

static dnnl_status_t
describe_convolution (dnnl_convolution_desc_t *convolution,
                      const Recipe *recipe,
                      BenchPart part,
                      dnnl_format_tag_t tag)
{
  Desc source = describe (4, recipe->source, tag);
  Desc target = describe (4, recipe->target, tag);
  Desc weights =
      describe (recipe->kernel_rank, recipe->kernel, dnnl_format_tag_any);
  Desc bias = describe_bias (recipe);

  if (part == BENCH_INPUT_GRADIENT)
    return dnnl_dilated_convolution_backward_data_desc_init (
        convolution, dnnl_convolution_direct, &source, &weights, &target,
        recipe->strides, recipe->dilations, recipe->before, recipe->after);
  if (part == BENCH_KERNEL_GRADIENT)
    return dnnl_dilated_convolution_backward_weights_desc_init (
        convolution, dnnl_convolution_direct, &source, &weights, NULL, &target,
        recipe->strides, recipe->dilations, recipe->before, recipe->after);
  return dnnl_dilated_convolution_forward_desc_init (
      convolution,
      recipe->part == BENCH_FORWARD ? dnnl_forward_inference
                                    : dnnl_forward_training,
      dnnl_convolution_direct, &source, &weights,
      recipe->bias != NULL ? &bias : NULL, &target, recipe->strides,
      recipe->dilations, recipe->before, recipe->after);
}

/* @forward is what a gradient goes back through, or NULL. */
static dnnl_status_t
create_part (dnnl_primitive_desc_t *desc,
             const Recipe *recipe,
             BenchPart part,
             dnnl_format_tag_t tag,
             dnnl_engine_t engine,
             dnnl_primitive_desc_t forward)
{
  dnnl_primitive_attr_t attributes = new_attributes (recipe->activation);
  dnnl_convolution_desc_t convolution;
  dnnl_status_t status;

  if (attributes == NULL)
    return dnnl_unimplemented;

  status = describe_convolution (&convolution, recipe, part, tag);
  if (status == dnnl_success)
    status = dnnl_primitive_desc_create (desc, &convolution, attributes, engine,
                                         forward);

  dnnl_primitive_attr_destroy (attributes);
  return status;
}

static gboolean
create_desc (Stage *stage,
             const Recipe *recipe,
             dnnl_format_tag_t tag,
             dnnl_engine_t engine)
{
  dnnl_primitive_desc_t forward = NULL;
  dnnl_status_t status;

  stage->roles = &roles[recipe->part];
  status = create_part (&stage->desc, recipe, BENCH_FORWARD, tag, engine, NULL);
  if (status == dnnl_success && recipe->part != BENCH_FORWARD)
    {
      forward = g_steal_pointer (&stage->desc);
      status = create_part (&stage->desc, recipe, recipe->part, tag, engine,
                            forward);
      dnnl_primitive_desc_destroy (forward);
    }

  return status == dnnl_success && !is_reference (stage->desc)
         && dnnl_primitive_create (&stage->primitive, stage->desc)
                == dnnl_success;
}

static dnnl_memory_t
new_memory (const Desc *desc, dnnl_engine_t engine, void *data)
{
  dnnl_memory_t memory = NULL;

  dnnl_memory_create (&memory, desc, engine, data);
  return memory;
}

static gboolean
reorder (Onednn *onednn, dnnl_memory_t from, dnnl_memory_t to)
{
  const Desc *descs[2] = { NULL, NULL };
  dnnl_primitive_desc_t desc = NULL;
  dnnl_primitive_t primitive = NULL;
  dnnl_exec_arg_t args[] = { { DNNL_ARG_FROM, from }, { DNNL_ARG_TO, to } };
  gboolean done;

  dnnl_memory_get_memory_desc (from, &descs[0]);
  dnnl_memory_get_memory_desc (to, &descs[1]);
  done = dnnl_reorder_primitive_desc_create (&desc, descs[0], onednn->engine,
                                             descs[1], onednn->engine, NULL)
             == dnnl_success
         && dnnl_primitive_create (&primitive, desc) == dnnl_success
         && dnnl_primitive_execute (primitive, onednn->stream, 2, args)
                == dnnl_success
         && dnnl_stream_wait (onednn->stream) == dnnl_success;

  dnnl_primitive_destroy (primitive);
  dnnl_primitive_desc_destroy (desc);
  return done;
}

/* Memory of the layout that the stage's primitive asked for. */
static dnnl_memory_t
new_asked (Onednn *onednn, Stage *stage, dnnl_query_t what)
{
  return new_memory (dnnl_primitive_desc_query_md (stage->desc, what, 0),
                     onednn->engine, DNNL_MEMORY_ALLOCATE);
}

static gboolean
fill (Onednn *onednn, dnnl_memory_t memory, Desc plain, const void *values)
{
  dnnl_memory_t from = new_memory (&plain, onednn->engine, (void *) values);
  gboolean done =
      from != NULL && memory != NULL && reorder (onednn, from, memory);

  dnnl_memory_destroy (from);
  return done;
}

static gboolean
fill_weights (Onednn *onednn, Stage *stage, const Recipe *recipe)
{
  Desc kernel =
      describe (recipe->kernel_rank, recipe->kernel, recipe->kernel_tag);
  Desc bias = describe_bias (recipe);

  stage->weights = new_asked (onednn, stage, stage->roles->weights);
  if (!fill (onednn, stage->weights, kernel, recipe->weights))
    return FALSE;

  if (recipe->bias == NULL)
    return TRUE;

  stage->bias = new_memory (&bias, onednn->engine, DNNL_MEMORY_ALLOCATE);
  return fill (onednn, stage->bias, bias, recipe->bias);
}

/* Appends a stage that reads @source, or a tensor of its own where that is
 * NULL. */
static gboolean
add_stage (Onednn *onednn,
           const Recipe *recipe,
           dnnl_format_tag_t tag,
           dnnl_memory_t source)
{
  Stage *stage = &onednn->stages[onednn->n_stages++];

  if (!create_desc (stage, recipe, tag, onednn->engine))
    return FALSE;

  stage->source =
      source != NULL ? source : new_asked (onednn, stage, stage->roles->source);
  stage->target = new_asked (onednn, stage, stage->roles->target);
  return stage->source != NULL && stage->target != NULL
         && fill_weights (onednn, stage, recipe);
}

static gboolean
add_stages (Onednn *onednn, const BenchPeer *peer, const BenchProblem *problem)
{
  Recipe depthwise = depthwise_recipe (problem);
  Desc plain = describe (4, depthwise.source, plain_tag (peer));
  Recipe pointwise;

  if (problem->layer->part == BENCH_POINTWISE)
    {
      pointwise = pointwise_recipe (problem);
      plain = describe (4, pointwise.source, plain_tag (peer));
      return add_stage (onednn, &pointwise, working_tag (peer), NULL)
             && fill (onednn, onednn->stages[0].source, plain,
                      problem->input[peer->format]);
    }

  if (!add_stage (onednn, &depthwise, working_tag (peer), NULL)
      || !fill (onednn, onednn->stages[0].source, plain,
                problem->input[peer->format]))
    return FALSE;

  if (problem->layer->part != BENCH_FORWARD)
    {
      plain = describe (4, depthwise.target, plain_tag (peer));
      return fill (onednn, onednn->stages[0].target, plain,
                   problem->gradient[peer->format]);
    }
  if (problem->layer->desc.filters == 0)
    return TRUE;

  pointwise = pointwise_recipe (problem);
  return add_stage (onednn, &pointwise, working_tag (peer),
                    onednn->stages[0].target);
}

static void
set_threads (int n_threads)
{
  void (*set) (int);

  *(void **) &set = dlsym (RTLD_DEFAULT, "omp_set_num_threads");
  if (set != NULL)
    set (n_threads);
}

static gboolean
start (Onednn *onednn, int n_threads)
{
  onednn->n_threads = n_threads;
  set_threads (n_threads);

  return dnnl_engine_create (&onednn->engine, dnnl_cpu, 0) == dnnl_success
         && dnnl_stream_create (&onednn->stream, onednn->engine,
                                dnnl_stream_default_flags)
                == dnnl_success;
}

static gboolean
make_plain (Onednn *onednn, const BenchPeer *peer, const BenchProblem *problem)
{
  const BenchLayer *layer = problem->layer;
  const StrataConvShape *shape = &layer->shape;
  const Recipe recipe = depthwise_recipe (problem);
  dnnl_dims_t dims;
  Desc desc;

  set_dims (dims, layer->desc.batch, shape->output_channels,
            shape->window[0].output, shape->window[1].output);
  if (!bench_part_is_gradient (layer->part))
    desc = describe (4, dims, plain_tag (peer));
  else if (layer->part == BENCH_INPUT_GRADIENT)
    desc = describe (4, recipe.source, plain_tag (peer));
  else
    desc = describe (recipe.kernel_rank, recipe.kernel, recipe.kernel_tag);
  onednn->plain = new_memory (&desc, onednn->engine, DNNL_MEMORY_ALLOCATE);
  return onednn->plain != NULL;
}

static void
stage_clear (Stage *stage)
{
  dnnl_primitive_destroy (stage->primitive);
  dnnl_primitive_desc_destroy (stage->desc);
  dnnl_memory_destroy (stage->weights);
  dnnl_memory_destroy (stage->bias);
  dnnl_memory_destroy (stage->target);
}

static void
onednn_free (void *state)
{
  Onednn *onednn = state;

  dnnl_memory_destroy (onednn->stages[0].source);
  for (int i = 0; i < onednn->n_stages; i++)
    stage_clear (&onednn->stages[i]);
  dnnl_memory_destroy (onednn->plain);
  dnnl_stream_destroy (onednn->stream);
  dnnl_engine_destroy (onednn->engine);
  g_free (onednn);
}

static void *
onednn_prepare (const BenchPeer *peer,
                const BenchProblem *problem,
                int n_threads)
{
  Onednn *onednn;

  if (problem->layer->desc.dtype != STRATA_FLOAT32)
    return NULL;

  onednn = g_new0 (Onednn, 1);
  if (start (onednn, n_threads) && add_stages (onednn, peer, problem)
      && make_plain (onednn, peer, problem))
    return onednn;

  onednn_free (onednn);
  return NULL;
}

static void
onednn_run (void *state)
{
  Onednn *onednn = state;

  for (int i = 0; i < onednn->n_stages; i++)
    {
      Stage *stage = &onednn->stages[i];
      dnnl_exec_arg_t args[] = {
        { stage->roles->source_arg, stage->source },
        { stage->roles->weights_arg, stage->weights },
        { stage->roles->target_arg, stage->target },
        { DNNL_ARG_BIAS, stage->bias },
      };

      dnnl_primitive_execute (stage->primitive, onednn->stream,
                              stage->bias != NULL ? 4 : 3, args);
    }

  dnnl_stream_wait (onednn->stream);
}

/* What the last stage writes. */
static dnnl_memory_t
result_of (const Stage *stage)
{
  if (stage->roles == &roles[BENCH_INPUT_GRADIENT])
    return stage->source;
  if (stage->roles == &roles[BENCH_KERNEL_GRADIENT])
    return stage->weights;
  return stage->target;
}

static const void *
onednn_output (void *state)
{
  Onednn *onednn = state;
  const Stage *last = &onednn->stages[onednn->n_stages - 1];
  void *data = NULL;

  if (!reorder (onednn, result_of (last), onednn->plain))
    return NULL;

  dnnl_memory_get_data_handle (onednn->plain, &data);
  return data;
}

/* OpenMP's threads spin for milliseconds after their last task; a soft pause
 * ends them, and the next task starts them again. */
static void
onednn_rest (void *state)
{
  const Onednn *onednn = state;
  const int soft = 1;
  int (*pause_all) (int);

  *(void **) &pause_all = dlsym (RTLD_DEFAULT, "omp_pause_resource_all");
  if (pause_all != NULL && onednn->n_threads > 1)
    pause_all (soft);
}

#define ONEDNN(layout)                                                         \
  .format = layout, .prepare = onednn_prepare, .run = onednn_run,              \
  .output = onednn_output, .rest = onednn_rest, .free = onednn_free

const BenchPeer bench_peer_onednn_nhwc = {
  .name = "onednn-nhwc",
  ONEDNN (STRATA_NHWC),
};

const BenchPeer bench_peer_onednn_nchw = {
  .name = "onednn-nchw",
  ONEDNN (STRATA_NCHW),
};

const BenchPeer bench_peer_onednn_blocked = {
  .name = "onednn-blocked",
  .blocked = TRUE,
  ONEDNN (STRATA_NHWC),
};
