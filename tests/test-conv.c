/* test-conv.c — what a convolution takes and refuses, and how it behaves with
 * threads and without memory. Its numbers are test-property's matter.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-private.h"
#include "strata-memory-private.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* A separable layer that has everything: 2 images of 8 × 9 × 3. */
static StrataConvDesc
separable_desc (void)
{
  StrataConvDesc desc = strata_conv_desc_init ();

  desc.batch = 2;
  desc.channels = 3;
  desc.window.input[0] = 8;
  desc.window.input[1] = 9;
  desc.window.kernel[0] = desc.window.kernel[1] = 3;
  desc.window.strides[0] = desc.window.strides[1] = 2;
  desc.window.padding = STRATA_PADDING_SAME;
  desc.multiplier = 2;
  desc.filters = 4;
  desc.use_bias = true;
  desc.activation = strata_activation_init (STRATA_SOFTMAX);
  return desc;
}

/* A prepared problem with its tensors. */
typedef struct
{
  StrataConvDesc desc;
  StrataConvShape shape;
  gsize input_size, output_size;
  void *input, *depthwise, *pointwise, *bias;
  StrataConv *conv;
} Fixture;

static gint64
count (const gint64 shape[4])
{
  return shape[0] * shape[1] * shape[2] * shape[3];
}

static void *
random_tensor (StrataDType dtype, gint64 n)
{
  void *data = g_malloc (n * strata_dtype_size (dtype) + 1);

  for (gint64 i = 0; i < n; i++)
    strata_dtype_set (dtype, data, i, g_test_rand_double_range (-1, 1));
  return data;
}

static void
fixture_init (Fixture *fixture, const StrataConvDesc *desc)
{
  gsize element = strata_dtype_size (desc->dtype);
  const gint64 *kernel = desc->window.kernel;
  gint64 middle = desc->channels * desc->multiplier;
  StrataConvWeights weights;

  fixture->desc = *desc;
  g_assert_true (strata_conv_infer (desc, &fixture->shape, NULL));
  fixture->input_size = count (fixture->shape.input_shape) * element;
  fixture->output_size = count (fixture->shape.output_shape) * element;
  fixture->input =
      random_tensor (desc->dtype, count (fixture->shape.input_shape));
  fixture->depthwise =
      random_tensor (desc->dtype, kernel[0] * kernel[1] * middle);
  fixture->pointwise = random_tensor (desc->dtype, middle * desc->filters);
  fixture->bias = random_tensor (desc->dtype, fixture->shape.output_channels);

  weights = (StrataConvWeights){ fixture->depthwise, fixture->pointwise,
                                 fixture->bias };
  fixture->conv = strata_conv_new (desc, &weights, NULL);
  g_assert_nonnull (fixture->conv);
}

static void
fixture_clear (Fixture *fixture)
{
  strata_conv_free (fixture->conv);
  g_free (fixture->input);
  g_free (fixture->depthwise);
  g_free (fixture->pointwise);
  g_free (fixture->bias);
}

static void *
workspace_of (const StrataConv *conv)
{
  gsize size = strata_conv_workspace_size (conv);

  return size ? strata_memory_new (size, "the workspace", NULL) : NULL;
}

static void *
run (const Fixture *fixture, StrataPool *pool)
{
  void *workspace = workspace_of (fixture->conv);
  void *output = g_malloc0 (fixture->output_size + 1);

  g_assert_true (strata_conv_run (fixture->conv, fixture->input, output,
                                  workspace, pool, NULL));
  strata_memory_free (workspace);
  return output;
}

static void
assert_shape (const gint64 shape[4], gint64 a, gint64 b, gint64 c, gint64 d)
{
  g_assert_cmpint (shape[0], ==, a);
  g_assert_cmpint (shape[1], ==, b);
  g_assert_cmpint (shape[2], ==, c);
  g_assert_cmpint (shape[3], ==, d);
}

static void
test_defaults (void)
{
  StrataConvDesc desc = strata_conv_desc_init ();

  g_assert_cmpint (desc.dtype, ==, STRATA_FLOAT32);
  g_assert_cmpint (desc.format, ==, STRATA_NHWC);
  g_assert_cmpint (desc.batch, ==, 1);
  g_assert_cmpint (desc.multiplier, ==, 1);
  g_assert_cmpint (desc.filters, ==, 0);
  g_assert_false (desc.use_bias);
  g_assert_cmpint (desc.activation.kind, ==, STRATA_LINEAR);
  g_assert_cmpint (desc.window.padding, ==, STRATA_PADDING_VALID);
  for (int axis = 0; axis < 2; axis++)
    {
      g_assert_cmpint (desc.window.strides[axis], ==, 1);
      g_assert_cmpint (desc.window.dilations[axis], ==, 1);
    }
}

static void
test_shape (void)
{
  StrataConvDesc desc = separable_desc ();
  StrataConvShape shape;

  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.input_shape, 2, 8, 9, 3);
  assert_shape (shape.output_shape, 2, 4, 5, 4);
  g_assert_cmpint (shape.depthwise_channels, ==, 6);
  g_assert_cmpint (shape.output_channels, ==, 4);
  g_assert_cmpint (shape.parameters, ==, 3 * 3 * 6 + 6 * 4 + 4);
  g_assert_cmpint (shape.macs, ==, 4 * 5 * (3 * 3 * 6 + 6 * 4));

  desc.format = STRATA_NCHW;
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.input_shape, 2, 3, 8, 9);
  assert_shape (shape.output_shape, 2, 4, 4, 5);

  desc.filters = 0;
  desc.use_bias = false;
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.output_shape, 2, 6, 4, 5);
  g_assert_cmpint (shape.output_channels, ==, 6);
  g_assert_cmpint (shape.parameters, ==, 3 * 3 * 6);
  g_assert_cmpint (shape.macs, ==, 4 * 5 * 3 * 3 * 6);
}

static void
test_glu_shape (void)
{
  StrataConvDesc desc = separable_desc ();
  StrataConvShape shape;

  desc.activation = strata_activation_init (STRATA_GLU);
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.output_shape, 2, 4, 5, 2);
  g_assert_cmpint (shape.output_channels, ==, 4);

  desc.format = STRATA_NCHW;
  desc.window.input[1] = 8;
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.output_shape, 2, 4, 4, 2);
}

static void
test_unknown (void)
{
  StrataConvDesc desc = separable_desc ();
  const StrataConvWeights weights = { &desc, &desc, &desc };
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataConvShape shape;

  desc.batch = STRATA_UNKNOWN;
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.input_shape, -1, 8, 9, 3);
  assert_shape (shape.output_shape, -1, 4, 5, 4);
  g_assert_cmpint (shape.macs, ==, 4 * 5 * (3 * 3 * 6 + 6 * 4));
  g_assert_null (strata_conv_new (&desc, &weights, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);

  desc.window.input[0] = STRATA_UNKNOWN;
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.output_shape, -1, -1, 5, 4);
  g_assert_cmpint (shape.parameters, ==, 3 * 3 * 6 + 6 * 4 + 4);
  g_assert_cmpint (shape.macs, ==, STRATA_UNKNOWN);

  desc.batch = 2;
  desc.window.input[1] = STRATA_UNKNOWN;
  desc.format = STRATA_NCHW;
  desc.activation = strata_activation_init (STRATA_GLU);
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));
  assert_shape (shape.output_shape, 2, 4, -1, -1);
  g_assert_null (strata_conv_new (&desc, &weights, NULL));
}

/* The sentence names the value that is wrong. */
static void
assert_refused (const StrataConvDesc *desc,
                StrataRefusalReason reason,
                const char *named)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataConvShape shape;
  gsize length;

  g_assert_false (strata_conv_infer (desc, &shape, NULL));
  g_assert_false (strata_conv_infer (desc, &shape, &refusal));
  length = strlen (refusal.message);
  g_assert_cmpint (refusal.reason, ==, reason);
  g_assert_cmpuint (length, >, 10);
  g_assert_true (g_utf8_validate (refusal.message, -1, NULL));
  g_assert_true (refusal.message[length - 1] != '.');
  if (!strstr (refusal.message, named))
    g_error ("“%s” does not name %s", refusal.message, named);

  refusal = (StrataRefusal){ STRATA_REFUSAL_NONE, "" };
  g_assert_null (strata_conv_new (desc, NULL, &refusal));
  g_assert_cmpint (refusal.reason, ==, reason);
}

#define REFUSED(change, reason, named)                                         \
  {                                                                            \
    StrataConvDesc d = separable_desc ();                                      \
                                                                               \
    change;                                                                    \
    assert_refused (&d, STRATA_REFUSAL_##reason, named);                       \
  }

static void
test_refusals (void)
{
  REFUSED (d.dtype = (StrataDType) 9, INVALID, "9");
  REFUSED (d.dtype = (StrataDType) -3, INVALID, "-3");
  REFUSED (d.format = (StrataFormat) 5, INVALID, "5");
  REFUSED (d.batch = -2, INVALID, "-2");
  REFUSED (d.channels = 0, INVALID, "0");
  REFUSED (d.channels = STRATA_UNKNOWN, INVALID, "-1");
  REFUSED (d.multiplier = 0, INVALID, "0");
  REFUSED (d.multiplier = -7, INVALID, "-7");
  REFUSED (d.filters = -4, INVALID, "-4");
  REFUSED (d.window.input[0] = -2, INVALID, "-2 × 9");
  REFUSED (d.window.kernel[1] = 0, INVALID, "3 × 0");
  REFUSED (d.window.strides[0] = 0, INVALID, "0 × 2");
  REFUSED (d.window.dilations[0] = -1, INVALID, "-1 × 1");
  REFUSED (d.window.padding = (StrataPadding) 3, INVALID, "3");
  REFUSED (d.activation.kind = (StrataActivationKind) 30, INVALID, "30");
  REFUSED (
      {
        d.window.padding = STRATA_PADDING_VALID;
        d.window.kernel[0] = 11;
      },
      INVALID, "11 × 3");
  REFUSED (
      {
        d.filters = 5;
        d.activation = strata_activation_init (STRATA_GLU);
      },
      INVALID, "5");
}

static void
test_too_large (void)
{
  REFUSED (d.batch = INT64_MAX / 8, TOO_LARGE, "");
  REFUSED (d.channels = INT64_MAX, TOO_LARGE, "");
  REFUSED (d.multiplier = INT64_MAX, TOO_LARGE, "");
  REFUSED (d.filters = INT64_MAX, TOO_LARGE, "");
  REFUSED (d.window.input[0] = INT64_MAX / 4, TOO_LARGE, "");
  REFUSED (d.window.kernel[0] = INT64_MAX, TOO_LARGE, "");
  REFUSED (d.window.dilations[1] = INT64_MAX, TOO_LARGE, "");
}

static void
assert_new_refused (const StrataConvWeights *weights, const char *named)
{
  StrataConvDesc desc = separable_desc ();
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_null (strata_conv_new (&desc, weights, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_nonnull (strstr (refusal.message, named));
}

static void
test_new_refusals (void)
{
  const StrataConvDesc d = separable_desc ();

  assert_new_refused (NULL, "depthwise");
  assert_new_refused (&(StrataConvWeights){ NULL, &d, &d }, "depthwise");
  assert_new_refused (&(StrataConvWeights){ &d, NULL, &d }, "pointwise");
  assert_new_refused (&(StrataConvWeights){ &d, &d, NULL }, "bias");

  setenv ("STRATA_ISA", "abacus", 1);
  assert_new_refused (&(StrataConvWeights){ &d, &d, &d }, "abacus");
  unsetenv ("STRATA_ISA");
}

static void
test_accessors (void)
{
  StrataConvDesc desc = separable_desc ();
  Fixture fixture;

  fixture_init (&fixture, &desc);
  g_assert_cmpint (strata_conv_desc (fixture.conv)->filters, ==, 4);
  g_assert_cmpint (strata_conv_shape (fixture.conv)->macs, ==,
                   fixture.shape.macs);
  g_assert_cmpuint (strlen (strata_conv_isa (fixture.conv)), >, 0);
  g_assert_cmpstr (strata_isa (NULL), ==, strata_conv_isa (fixture.conv));
  g_assert_cmpuint (strlen (strata_conv_way (fixture.conv)), >, 0);
  fixture_clear (&fixture);
  strata_conv_free (NULL);
}

/* Each allocation fails in its turn; nothing may leak. */
static void
test_memory (void)
{
  StrataConvDesc desc = separable_desc ();
  g_autofree void *numbers = random_tensor (STRATA_FLOAT64, 1000);
  const StrataConvWeights weights = { numbers, numbers, numbers };
  int n = 0;

  for (StrataConv *conv = NULL; !conv; n++)
    {
      StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

      strata_memory_fail_after (n);
      conv = strata_conv_new (&desc, &weights, &refusal);
      strata_memory_fail_after (-1);
      if (conv)
        {
          strata_conv_free (conv);
          break;
        }
      g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NO_MEMORY);
      g_assert_cmpuint (strlen (refusal.message), >, 10);
    }
  g_assert_cmpint (n, >, 1);
}

static void
test_weights_may_go (void)
{
  StrataConvDesc desc = separable_desc ();
  g_autofree void *expected = NULL, *output = NULL;
  Fixture fixture;

  fixture_init (&fixture, &desc);
  expected = run (&fixture, NULL);
  memset (fixture.depthwise, 0xff, 3 * 3 * 6 * sizeof (float));
  g_clear_pointer (&fixture.depthwise, g_free);
  g_clear_pointer (&fixture.pointwise, g_free);
  g_clear_pointer (&fixture.bias, g_free);
  output = run (&fixture, NULL);
  g_assert_cmpmem (output, fixture.output_size, expected, fixture.output_size);
  fixture_clear (&fixture);
}

/* A run asks nothing of what stands in its workspace. */
static void
test_workspace (void)
{
  StrataConvDesc desc = separable_desc ();
  g_autofree void *expected = NULL, *output = NULL;
  void *workspace;
  Fixture fixture;

  fixture_init (&fixture, &desc);
  expected = run (&fixture, NULL);
  output = g_malloc0 (fixture.output_size);
  workspace = workspace_of (fixture.conv);
  for (int filling = 0; filling < 256; filling += 51)
    {
      memset (workspace, filling, strata_conv_workspace_size (fixture.conv));
      g_assert_true (strata_conv_run (fixture.conv, fixture.input, output,
                                      workspace, NULL, NULL));
      g_assert_cmpmem (output, fixture.output_size, expected,
                       fixture.output_size);
    }
  strata_memory_free (workspace);
  fixture_clear (&fixture);

  desc.filters = 0;
  desc.activation = strata_activation_init (STRATA_RELU);
  fixture_init (&fixture, &desc);
  g_assert_cmpuint (strata_conv_workspace_size (fixture.conv), ==, 0);
  fixture_clear (&fixture);
}

/* Whatever is computed band by band has the bits that it has as a whole. */
static void
check_bands (const StrataConvDesc *desc, StrataPool *pools[3])
{
  const StrataDType compute = strata_dtype_compute (desc->dtype);
  g_autofree void *expected = NULL;
  void *middle, *room;
  gsize whole;
  Fixture fixture;

  fixture_init (&fixture, desc);
  whole =
      strata_conv_room (strata_conv_n_middle (desc, &fixture.shape), compute);
  g_assert_nonnull (strstr (strata_conv_way (fixture.conv), "bands"));
  middle = strata_memory_new (whole, "the middle", NULL);
  room = strata_memory_new (
      strata_pointwise_step_workspace_size (&fixture.conv->pointwise), "room",
      NULL);
  expected = g_malloc0 (fixture.output_size);
  g_assert_true (strata_conv_run_apart (fixture.conv, fixture.input, expected,
                                        middle, room, NULL, NULL));
  strata_memory_free (middle);
  strata_memory_free (room);
  for (int i = 0; i < 3; i++)
    {
      g_autofree void *output = run (&fixture, pools[i]);

      g_assert_cmpmem (output, fixture.output_size, expected,
                       fixture.output_size);
    }
  fixture_clear (&fixture);
}

static void
test_bands (void)
{
  const struct
  {
    StrataFormat format;
    StrataDType dtype;
    gint64 batch, height, width, channels, multiplier, filters, dilation;
  } layers[] = {
    { STRATA_NHWC, STRATA_FLOAT32, 1, 163, 83, 27, 1, 7, 1 },
    { STRATA_NHWC, STRATA_FLOAT32, 3, 67, 43, 27, 2, 7, 3 },
    { STRATA_NHWC, STRATA_FLOAT32, 1, 80, 40, 130, 1, 520, 1 },
    { STRATA_NHWC, STRATA_BFLOAT16, 1, 163, 83, 27, 1, 7, 1 },
    { STRATA_NHWC, STRATA_FLOAT64, 2, 53, 83, 27, 1, 7, 2 },
    { STRATA_NCHW, STRATA_FLOAT32, 1, 139, 83, 67, 2, 5, 1 },
    { STRATA_NCHW, STRATA_FLOAT32, 9, 21, 33, 67, 1, 5, 3 },
    { STRATA_NCHW, STRATA_BFLOAT16, 1, 139, 83, 67, 2, 5, 2 },
    { STRATA_NCHW, STRATA_FLOAT64, 1, 139, 83, 39, 2, 5, 1 },
  };
  StrataPool *pools[] = { NULL, strata_pool_new (2, NULL),
                          strata_pool_new (5, NULL) };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      StrataConvDesc desc = separable_desc ();

      desc.activation = strata_activation_init (STRATA_RELU6);
      desc.format = layers[i].format;
      desc.dtype = layers[i].dtype;
      desc.batch = layers[i].batch;
      desc.channels = layers[i].channels;
      desc.multiplier = layers[i].multiplier;
      desc.filters = layers[i].filters;
      desc.window.input[0] = layers[i].height;
      desc.window.input[1] = layers[i].width;
      for (int axis = 0; axis < 2; axis++)
        {
          desc.window.strides[axis] = 1;
          desc.window.dilations[axis] = layers[i].dilation;
        }
      check_bands (&desc, pools);
    }
  strata_pool_free (pools[1]);
  strata_pool_free (pools[2]);
}

/* A larger image asks for no more room than some bands of it. */
static void
test_workspace_bound (void)
{
  StrataConvDesc desc = separable_desc ();
  const StrataConvWeights weights = { g_new0 (float, 999), g_new0 (float, 999),
                                      g_new0 (float, 9) };

  desc.activation = strata_activation_init (STRATA_LINEAR);
  desc.window.input[0] = desc.window.input[1] = 20000;
  for (int format = 0; format < 2; format++)
    {
      StrataConv *conv;

      desc.format = (StrataFormat) format;
      conv = strata_conv_new (&desc, &weights, NULL);
      g_assert_cmpuint (strata_conv_workspace_size (conv), <, 64 << 20);
      strata_conv_free (conv);
    }
  g_free ((void *) weights.depthwise);
  g_free ((void *) weights.pointwise);
  g_free ((void *) weights.bias);
}

/* No images, or images without a pixel, are computed in no time. */
static void
test_empty (void)
{
  for (int code = 0; code < 16; code++)
    {
      StrataConvDesc desc = separable_desc ();
      StrataPool *pool = strata_pool_new (2, NULL);
      Fixture fixture;

      if (code & 1)
        desc.filters = 0;
      if (code & 2)
        desc.activation = strata_activation_init (STRATA_LINEAR);
      if (code & 4)
        desc.format = STRATA_NCHW;
      if (code & 8)
        desc.batch = 0;
      else
        desc.window.input[1] = 0;
      fixture_init (&fixture, &desc);
      g_assert_cmpuint (fixture.output_size, ==, 0);
      g_free (run (&fixture, NULL));
      g_free (run (&fixture, pool));
      fixture_clear (&fixture);
      strata_pool_free (pool);
    }
}

typedef struct
{
  const Fixture *fixture;
  StrataPool *pool;
  const void *expected;
} Caller;

static gpointer
caller_cb (gpointer data)
{
  const Caller *caller = data;

  for (int i = 0; i < 20; i++)
    {
      g_autofree void *output = run (caller->fixture, caller->pool);

      g_assert_cmpmem (output, caller->fixture->output_size, caller->expected,
                       caller->fixture->output_size);
    }
  return NULL;
}

static void
test_concurrent (void)
{
  StrataConvDesc desc = separable_desc ();
  StrataPool *pool = strata_pool_new (3, NULL);
  g_autofree void *expected = NULL;
  GThread *threads[4];
  Fixture fixture;
  Caller caller;

  desc.window.input[0] = 33;
  desc.window.input[1] = 47;
  desc.channels = 19;
  fixture_init (&fixture, &desc);
  expected = run (&fixture, NULL);
  caller = (Caller){ &fixture, pool, expected };

  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("caller", caller_cb, &caller);
  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  fixture_clear (&fixture);
  strata_pool_free (pool);
}

static void
test_progress (void)
{
  StrataConvDesc desc = separable_desc ();
  StrataControl *control = strata_control_new (NULL);
  StrataPool *pool = strata_pool_new (2, NULL);
  Fixture fixture;

  for (int code = 0; code < 8; code++)
    {
      g_autofree void *output = NULL;
      void *workspace;

      desc.filters = code & 1 ? 4 : 0;
      desc.activation =
          strata_activation_init (code & 2 ? STRATA_SOFTMAX : STRATA_TANH);
      desc.format = code & 4 ? STRATA_NCHW : STRATA_NHWC;
      fixture_init (&fixture, &desc);
      output = g_malloc0 (fixture.output_size);
      workspace = workspace_of (fixture.conv);
      strata_control_reset (control);
      g_assert_true (strata_conv_run (fixture.conv, fixture.input, output,
                                      workspace, pool, control));
      g_assert_cmpfloat (strata_control_progress (control), ==, 1.0);
      strata_memory_free (workspace);
      fixture_clear (&fixture);
    }
  strata_pool_free (pool);
  strata_control_free (control);
}

/* Cancels when the run has begun, and notes when. */
typedef struct
{
  StrataControl *control;
  gint64 when;
} Canceller;

static gpointer
canceller_cb (gpointer data)
{
  Canceller *canceller = data;

  while (strata_control_progress (canceller->control) <= 0)
    g_usleep (100);
  g_usleep (2000);
  canceller->when = g_get_monotonic_time ();
  strata_control_cancel (canceller->control);
  return NULL;
}

/* Microseconds from the wish to the end; G_MAXINT64 where the run was done
 * before it could be cancelled. */
static gint64
cancel_once (const Fixture *fixture, StrataPool *pool)
{
  Canceller canceller = { strata_control_new (NULL), 0 };
  GThread *thread = g_thread_new ("cancel", canceller_cb, &canceller);
  g_autofree void *output = g_malloc (fixture->output_size);
  void *workspace = workspace_of (fixture->conv);
  bool is_done = strata_conv_run (fixture->conv, fixture->input, output,
                                  workspace, pool, canceller.control);
  gint64 end = g_get_monotonic_time ();

  g_thread_join (thread);
  strata_memory_free (workspace);
  strata_control_free (canceller.control);
  return is_done ? G_MAXINT64 : end - canceller.when;
}

/* Other programs may keep the processor busy, hence the best of a few. */
static void
check_cancel (StrataFormat format, gint64 filters, gint64 kernel)
{
  StrataConvDesc desc = strata_conv_desc_init ();
  StrataPool *pool = strata_pool_new (2, NULL);
  gint64 best = G_MAXINT64;
  Fixture fixture;

  desc.format = format;
  desc.channels = 32;
  desc.filters = filters;
  desc.window.padding = STRATA_PADDING_SAME;
  desc.window.input[0] = desc.window.input[1] = 384;
  desc.window.kernel[0] = desc.window.kernel[1] = kernel;
  fixture_init (&fixture, &desc);
  for (int i = 0; i < 8 && best > 50000; i++)
    best = MIN (best, cancel_once (&fixture, i % 2 ? NULL : pool));
  g_assert_cmpint (best, <=, 50000);
  fixture_clear (&fixture);
  strata_pool_free (pool);
}

/* The slowest kernels, so that there is time to cancel. */
static void
test_cancel (void)
{
  setenv ("STRATA_ISA", "portable", 1);
  check_cancel (STRATA_NHWC, 0, 25);
  check_cancel (STRATA_NCHW, 0, 25);
  check_cancel (STRATA_NHWC, 256, 1);
  check_cancel (STRATA_NCHW, 256, 1);
  unsetenv ("STRATA_ISA");
}

static void
test_cancelled_before (void)
{
  StrataConvDesc desc = separable_desc ();
  StrataControl *control = strata_control_new (NULL);
  g_autofree void *output = NULL;
  void *workspace;
  Fixture fixture;

  fixture_init (&fixture, &desc);
  output = g_malloc0 (fixture.output_size);
  workspace = workspace_of (fixture.conv);
  strata_control_cancel (control);
  g_assert_false (strata_conv_run (fixture.conv, fixture.input, output,
                                   workspace, NULL, control));
  strata_memory_free (workspace);
  strata_control_free (control);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  unsetenv ("STRATA_ISA");

  g_test_add_func ("/conv/describe/defaults", test_defaults);
  g_test_add_func ("/conv/infer/shape", test_shape);
  g_test_add_func ("/conv/infer/glu", test_glu_shape);
  g_test_add_func ("/conv/infer/unknown", test_unknown);
  g_test_add_func ("/conv/infer/refusals", test_refusals);
  g_test_add_func ("/conv/infer/too-large", test_too_large);
  g_test_add_func ("/conv/new/refusals", test_new_refusals);
  g_test_add_func ("/conv/new/accessors", test_accessors);
  g_test_add_func ("/conv/new/memory", test_memory);
  g_test_add_func ("/conv/new/weights-may-go", test_weights_may_go);
  g_test_add_func ("/conv/run/workspace", test_workspace);
  g_test_add_func ("/conv/run/workspace-bound", test_workspace_bound);
  g_test_add_func ("/conv/run/bands", test_bands);
  g_test_add_func ("/conv/run/empty", test_empty);
  g_test_add_func ("/conv/run/concurrent", test_concurrent);
  g_test_add_func ("/conv/run/progress", test_progress);
  g_test_add_func ("/conv/run/cancel", test_cancel);
  g_test_add_func ("/conv/run/cancelled-before", test_cancelled_before);

  return g_test_run ();
}
