/* peer-xnnpack.c — XNNPACK's convolutions, in both plain formats.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-config.h"

#include "bench-peer.h"
#include "strata-memory.h"

#if HAVE_CPUINFO
#include <cpuinfo.h>
#endif
#include <dlfcn.h>
#include <math.h>
#include <string.h>
#include <xnnpack.h>

/* XNNPACK brings its thread pool along as a library that may have no
 * development files, hence its functions are looked up when they are needed. */
typedef struct
{
  pthreadpool_t (*create) (size_t n_threads);
  void (*destroy) (pthreadpool_t pool);
  void (*parallelize) (pthreadpool_t pool,
                       void (*task) (void *context, size_t i),
                       void *context,
                       size_t n_tasks,
                       uint32_t flags);
} PoolFuncs;

/* PTHREADPOOL_FLAG_YIELD_WORKERS: they sleep after the task. */
#define YIELD_WORKERS 2

typedef struct
{
  PoolFuncs funcs;
  pthreadpool_t pool;
  int n_threads;
  xnn_operator_t operators[2];
  int n_operators;
  float *between; /* depthwise result of a separable layer */
  float *output;
} Xnnpack;

typedef struct
{
  float low, high;
} Range;

static gboolean
range_of (const StrataActivation *activation, Range *range)
{
  *range = (Range){ -INFINITY, INFINITY };

  switch (activation->kind)
    {
    case STRATA_LINEAR:
      return TRUE;
    case STRATA_RELU6:
      *range = (Range){ 0.0f, 6.0f };
      return TRUE;
    case STRATA_RELU:
      *range = (Range){ 0.0f, INFINITY };
      return TRUE;
    default:
      return FALSE;
    }
}

static PoolFuncs
find_pool_funcs (void)
{
  PoolFuncs funcs;

  *(void **) &funcs.create = dlsym (RTLD_DEFAULT, "pthreadpool_create");
  *(void **) &funcs.destroy = dlsym (RTLD_DEFAULT, "pthreadpool_destroy");
  *(void **) &funcs.parallelize =
      dlsym (RTLD_DEFAULT, "pthreadpool_parallelize_1d");
  return funcs;
}

static gboolean
start_pool (Xnnpack *xnnpack, int n_threads)
{
  xnnpack->n_threads = n_threads;
  xnnpack->funcs = find_pool_funcs ();
  if (n_threads == 1)
    return TRUE;

  if (xnnpack->funcs.create != NULL && xnnpack->funcs.destroy != NULL
      && xnnpack->funcs.parallelize != NULL)
    xnnpack->pool = xnnpack->funcs.create ((size_t) n_threads);
  return xnnpack->pool != NULL;
}

static void
xnnpack_free (void *state)
{
  Xnnpack *xnnpack = state;

  for (int i = 0; i < xnnpack->n_operators; i++)
    xnn_delete_operator (xnnpack->operators[i]);
  if (xnnpack->pool != NULL)
    xnnpack->funcs.destroy (xnnpack->pool);
  strata_memory_free (xnnpack->between);
  strata_memory_free (xnnpack->output);
  g_free (xnnpack);
}

/* Aligned as everybody's tensors are, and cleared with what is read beyond. */
static float *
new_floats (size_t n)
{
  size_t n_bytes = n * sizeof (float) + BENCH_SLACK;
  float *floats = strata_memory_new (n_bytes, "a tensor", NULL);

  if (floats != NULL)
    memset (floats, 0, n_bytes);
  return floats;
}

/* Takes the operator of a successful creation into the chain. */
static gboolean
keep_operator (Xnnpack *xnnpack, enum xnn_status status, xnn_operator_t created)
{
  if (status != xnn_status_success)
    return FALSE;

  xnnpack->operators[xnnpack->n_operators++] = created;
  return TRUE;
}

/* Both creating functions take the same arguments. With the depthwise flag a
 * kernel has just Keras' layout: height, width, channels, multiplier. */
static gboolean
create_depthwise (Xnnpack *xnnpack,
                  const BenchPeer *peer,
                  const BenchProblem *problem,
                  const float *bias,
                  Range range)
{
  const StrataConvDesc *desc = &problem->layer->desc;
  const StrataWindow *h = &problem->layer->shape.window[0];
  const StrataWindow *w = &problem->layer->shape.window[1];
  __typeof__ (&xnn_create_convolution2d_nhwc_f32) create =
      peer->format == STRATA_NHWC ? xnn_create_convolution2d_nhwc_f32
                                  : xnn_create_convolution2d_nchw_f32;
  xnn_operator_t created = NULL;
  enum xnn_status status = create (
      (uint32_t) h->before, (uint32_t) w->after, (uint32_t) h->after,
      (uint32_t) w->before, (uint32_t) h->kernel, (uint32_t) w->kernel,
      (uint32_t) h->stride, (uint32_t) w->stride, (uint32_t) h->dilation,
      (uint32_t) w->dilation, (uint32_t) desc->channels, 1,
      (size_t) desc->multiplier, (size_t) desc->channels,
      (size_t) problem->layer->shape.depthwise_channels,
      problem->weights.depthwise, bias, range.low, range.high,
      XNN_FLAG_DEPTHWISE_CONVOLUTION, &created);

  return keep_operator (xnnpack, status, created);
}

/* Keras' (channels, filters) as XNNPACK's (filters, channels). */
static float *
transpose (const float *weights, size_t channels, size_t filters)
{
  float *transposed = g_new (float, channels *filters);

  for (size_t c = 0; c < channels; c++)
    for (size_t f = 0; f < filters; f++)
      transposed[f * channels + c] = weights[c * filters + f];

  return transposed;
}

static gboolean
create_pointwise (Xnnpack *xnnpack, const BenchProblem *problem, Range range)
{
  size_t channels = (size_t) problem->layer->shape.depthwise_channels;
  size_t filters = (size_t) problem->layer->desc.filters;
  g_autofree float *kernel =
      transpose (problem->weights.pointwise, channels, filters);
  xnn_operator_t created = NULL;
  enum xnn_status status = xnn_create_convolution2d_nhwc_f32 (
      0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, channels, filters, channels, filters,
      kernel, problem->weights.bias, range.low, range.high, 0, &created);

  return keep_operator (xnnpack, status, created);
}

static gboolean
create_operators (Xnnpack *xnnpack,
                  const BenchPeer *peer,
                  const BenchProblem *problem)
{
  const Range unlimited = { -INFINITY, INFINITY };
  Range range;

  if (!range_of (&problem->layer->desc.activation, &range))
    return FALSE;

  if (problem->layer->part == BENCH_POINTWISE)
    return create_pointwise (xnnpack, problem, range);

  if (problem->layer->desc.filters == 0)
    return create_depthwise (xnnpack, peer, problem, problem->weights.bias,
                             range);

  return create_depthwise (xnnpack, peer, problem, NULL, unlimited)
         && create_pointwise (xnnpack, problem, range);
}

static gboolean
setup_depthwise (Xnnpack *xnnpack,
                 const BenchPeer *peer,
                 const BenchProblem *problem)
{
  const StrataConvDesc *desc = &problem->layer->desc;
  __typeof__ (&xnn_setup_convolution2d_nhwc_f32) setup =
      peer->format == STRATA_NHWC ? xnn_setup_convolution2d_nhwc_f32
                                  : xnn_setup_convolution2d_nchw_f32;

  return setup (xnnpack->operators[0], (size_t) desc->batch,
                (size_t) desc->window.input[0], (size_t) desc->window.input[1],
                problem->input[peer->format],
                xnnpack->between != NULL ? xnnpack->between : xnnpack->output,
                xnnpack->pool)
         == xnn_status_success;
}

static gboolean
setup_pointwise (Xnnpack *xnnpack,
                 const BenchProblem *problem,
                 const void *input)
{
  const StrataConvShape *shape = &problem->layer->shape;

  return xnn_setup_convolution2d_nhwc_f32 (
             xnnpack->operators[xnnpack->n_operators - 1],
             (size_t) problem->layer->desc.batch,
             (size_t) shape->window[0].output, (size_t) shape->window[1].output,
             input, xnnpack->output, xnnpack->pool)
         == xnn_status_success;
}

static gboolean
setup_operators (Xnnpack *xnnpack,
                 const BenchPeer *peer,
                 const BenchProblem *problem)
{
  const StrataConvShape *shape = &problem->layer->shape;
  size_t n = bench_problem_n_outputs (problem);

  xnnpack->output = new_floats (n);
  if (xnnpack->output == NULL)
    return FALSE;

  if (problem->layer->part == BENCH_POINTWISE)
    return setup_pointwise (xnnpack, problem, problem->input[peer->format]);

  if (xnnpack->n_operators == 1)
    return setup_depthwise (xnnpack, peer, problem);

  xnnpack->between = new_floats (n / (size_t) shape->output_channels
                                 * (size_t) shape->depthwise_channels);
  return xnnpack->between != NULL && setup_depthwise (xnnpack, peer, problem)
         && setup_pointwise (xnnpack, problem, xnnpack->between);
}

/* XNNPACK takes the best kernels for what libcpuinfo says that the CPU has:
 * where the engine is held to AVX2, that is no more. */
static gboolean
initialize (void)
{
#if HAVE_CPUINFO && (defined(__x86_64__) || defined(__i386__))
  if (g_strcmp0 (g_getenv ("STRATA_ISA"), "avx2") == 0 && cpuinfo_initialize ())
    cpuinfo_isa.avx512f = cpuinfo_isa.avx512bw = cpuinfo_isa.avx512dq =
        cpuinfo_isa.avx512vl = false;
#endif
  return xnn_initialize (NULL) == xnn_status_success;
}

/* Its 1×1 convolution in NCHW is meant for sparse weights. */
static gboolean
can_take (const BenchPeer *peer, const StrataConvDesc *desc)
{
  return desc->dtype == STRATA_FLOAT32
         && (peer->format == STRATA_NHWC || desc->filters == 0)
         && initialize ();
}

static void *
xnnpack_prepare (const BenchPeer *peer,
                 const BenchProblem *problem,
                 int n_threads)
{
  Xnnpack *xnnpack;

  if (bench_part_is_gradient (problem->layer->part)
      || !can_take (peer, &problem->layer->desc))
    return NULL;

  xnnpack = g_new0 (Xnnpack, 1);
  if (start_pool (xnnpack, n_threads)
      && create_operators (xnnpack, peer, problem)
      && setup_operators (xnnpack, peer, problem))
    return xnnpack;

  xnnpack_free (xnnpack);
  return NULL;
}

static void
xnnpack_run (void *state)
{
  Xnnpack *xnnpack = state;

  for (int i = 0; i < xnnpack->n_operators; i++)
    xnn_run_operator (xnnpack->operators[i], xnnpack->pool);
}

static const void *
xnnpack_output (void *state)
{
  return ((Xnnpack *) state)->output;
}

static void
do_nothing (void *context, size_t i)
{
}

static void
xnnpack_rest (void *state)
{
  Xnnpack *xnnpack = state;

  if (xnnpack->pool != NULL)
    xnnpack->funcs.parallelize (xnnpack->pool, do_nothing, NULL,
                                (size_t) xnnpack->n_threads, YIELD_WORKERS);
}

#define XNNPACK(layout)                                                        \
  .format = layout, .prepare = xnnpack_prepare, .run = xnnpack_run,            \
  .output = xnnpack_output, .rest = xnnpack_rest, .free = xnnpack_free

const BenchPeer bench_peer_xnnpack_nhwc = {
  .name = "xnnpack-nhwc",
  XNNPACK (STRATA_NHWC),
};

const BenchPeer bench_peer_xnnpack_nchw = {
  .name = "xnnpack-nchw",
  XNNPACK (STRATA_NCHW),
};
