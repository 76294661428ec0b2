/* test-tensor.c — tensors: their sizes, their owners, their refusals.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor.h"
#include "strata-conv.h"
#include "strata-memory-private.h"

#include <glib.h>
#include <string.h>

static void
test_new (void)
{
  const int64_t shape[] = { 2, 3, 4 };

  for (StrataDType dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
    {
      StrataTensor *tensor = strata_tensor_new (dtype, 3, shape, NULL);
      size_t n_bytes = strata_tensor_n_bytes (tensor);
      const char *bytes = strata_tensor_data (tensor);

      g_assert_cmpint (strata_tensor_dtype (tensor), ==, dtype);
      g_assert_cmpint (strata_tensor_rank (tensor), ==, 3);
      g_assert_cmpmem (strata_tensor_shape (tensor), sizeof shape, shape,
                       sizeof shape);
      g_assert_cmpint (strata_tensor_n_elements (tensor), ==, 24);
      g_assert_cmpuint (n_bytes, ==, 24 * strata_dtype_size (dtype));
      g_assert_cmpuint ((guintptr) bytes % STRATA_ALIGNMENT, ==, 0);
      for (size_t i = 0; i < n_bytes; i++)
        g_assert_cmpint (bytes[i], ==, 0);

      g_assert_true (strata_tensor_edit (tensor) == bytes);
      memset (strata_tensor_edit (tensor), 1, n_bytes);
      strata_tensor_unref (tensor);
    }
}

static void
test_scalar_and_empty (void)
{
  const int64_t empty[] = { INT64_MAX, 0, INT64_MAX };
  StrataTensor *tensor = strata_tensor_new (STRATA_FLOAT64, 0, NULL, NULL);

  g_assert_cmpint (strata_tensor_n_elements (tensor), ==, 1);
  g_assert_cmpuint (strata_tensor_n_bytes (tensor), ==, 8);
  strata_tensor_unref (tensor);

  tensor = strata_tensor_new (STRATA_FLOAT64, 3, empty, NULL);
  g_assert_cmpint (strata_tensor_n_elements (tensor), ==, 0);
  g_assert_nonnull (strata_tensor_data (tensor));
  strata_tensor_unref (tensor);

  strata_tensor_unref (NULL);
}

static void
test_uninitialized (void)
{
  const int64_t shape[] = { 5, 7 };
  StrataTensor *tensor =
      strata_tensor_new_uninitialized (STRATA_FLOAT16, 2, shape, NULL);

  g_assert_cmpuint (strata_tensor_n_bytes (tensor), ==, 70);
  g_assert_cmpuint ((guintptr) strata_tensor_data (tensor) % STRATA_ALIGNMENT,
                    ==, 0);
  memset (strata_tensor_edit (tensor), 1, 70);
  strata_tensor_unref (tensor);
}

static void
fill (StrataTensor *tensor)
{
  float *values = strata_tensor_edit (tensor);

  for (int64_t i = 0; i < strata_tensor_n_elements (tensor); i++)
    values[i] = (float) i;
}

static void
test_view (void)
{
  StrataTensor *parent =
      strata_tensor_new (STRATA_FLOAT32, 2, (int64_t[]){ 4, 6 }, NULL);
  const float *values = strata_tensor_data (parent);
  StrataTensor *same =
      strata_tensor_new_view (parent, 3, (int64_t[]){ 2, 3, 4 }, 0, NULL);
  StrataTensor *part =
      strata_tensor_new_view (parent, 2, (int64_t[]){ 3, 3 }, 7, NULL);
  StrataTensor *inner = strata_tensor_new_view (part, 0, NULL, 8, NULL);
  StrataTensor *empty =
      strata_tensor_new_view (parent, 1, (int64_t[]){ 0 }, 24, NULL);

  g_assert_cmpint (strata_tensor_dtype (part), ==, STRATA_FLOAT32);
  g_assert_cmpint (strata_tensor_rank (same), ==, 3);
  g_assert_cmpint (strata_tensor_shape (same)[1], ==, 3);
  g_assert_cmpuint (strata_tensor_n_bytes (part), ==, 36);
  g_assert_cmpint (strata_tensor_n_elements (empty), ==, 0);

  /* The memory outlives the tensor that asked for it. */
  fill (parent);
  strata_tensor_unref (parent);
  strata_tensor_unref (empty);
  g_assert_true (strata_tensor_data (same) == values);
  g_assert_true (strata_tensor_edit (part) == values + 7);
  strata_tensor_unref (part);
  g_assert_true (strata_tensor_data (inner) == values + 15);
  strata_tensor_unref (same);
  g_assert_cmpfloat (*(const float *) strata_tensor_data (inner), ==, 15);
  strata_tensor_unref (inner);
}

static void
assert_view_refused (StrataTensor *parent,
                     int64_t size,
                     int64_t offset,
                     const char *message)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_null (strata_tensor_new_view (parent, 1, &size, offset, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_cmpstr (refusal.message, ==, message);
  g_assert_null (strata_tensor_new_view (parent, 1, &size, offset, NULL));
}

static void
test_view_refusals (void)
{
  StrataTensor *root =
      strata_tensor_new (STRATA_FLOAT64, 1, (int64_t[]){ 20 }, NULL);
  StrataTensor *parent =
      strata_tensor_new_view (root, 1, (int64_t[]){ 12 }, 4, NULL);
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  assert_view_refused (parent, 3, 10,
                       "A part of size 3 at offset 10 does not lie inside a "
                       "tensor of size 12");
  assert_view_refused (parent, 0, 13,
                       "A part of size 0 at offset 13 does not lie inside a "
                       "tensor of size 12");
  assert_view_refused (parent, 1, -1,
                       "A part of size 1 at offset -1 does not lie inside a "
                       "tensor of size 12");
  assert_view_refused (parent, 1, INT64_MAX,
                       "A part of size 1 at offset 9223372036854775807 does "
                       "not lie inside a tensor of size 12");
  assert_view_refused (parent, -2, 0,
                       "The shape is -2, but each size must be at least 0");
  g_assert_null (strata_tensor_new_view (parent, 2, (int64_t[]){ INT64_MAX, 2 },
                                         0, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_TOO_LARGE);

  strata_memory_fail_after (0);
  g_assert_null (
      strata_tensor_new_view (parent, 1, (int64_t[]){ 2 }, 0, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NO_MEMORY);
  strata_memory_fail_after (-1);
  strata_tensor_unref (parent);
  strata_tensor_unref (root);
}

static void
count_release (void *owner)
{
  g_atomic_int_inc ((gint *) owner);
}

static void
test_foreign (void)
{
  static const double values[] = { 1, 2, 3, 4 };
  int released = 0;
  StrataTensor *tensor =
      strata_tensor_new_foreign (STRATA_FLOAT64, 1, (int64_t[]){ 4 }, values,
                                 count_release, &released, NULL);
  StrataTensor *view =
      strata_tensor_new_view (tensor, 1, (int64_t[]){ 2 }, 1, NULL);
  StrataTensor *single = strata_tensor_convert (view, STRATA_FLOAT32, NULL);

  g_assert_true (strata_tensor_data (tensor) == values);
  g_assert_null (strata_tensor_edit (tensor));
  g_assert_null (strata_tensor_edit (view));
  g_assert_cmpfloat (((const float *) strata_tensor_data (single))[1], ==, 3);
  g_assert_nonnull (strata_tensor_edit (single));
  strata_tensor_unref (single);

  strata_tensor_unref (tensor);
  g_assert_cmpint (released, ==, 0);
  strata_tensor_unref (view);
  g_assert_cmpint (released, ==, 1);

  tensor = strata_tensor_new_foreign (STRATA_FLOAT64, 1, (int64_t[]){ 4 },
                                      values, NULL, NULL, NULL);
  strata_tensor_unref (tensor);

  tensor = strata_tensor_new_foreign (STRATA_FLOAT32, 1, (int64_t[]){ 0 }, NULL,
                                      count_release, &released, NULL);
  g_assert_nonnull (strata_tensor_data (tensor));
  strata_tensor_unref (tensor);
  g_assert_cmpint (released, ==, 2);
}

static void
assert_foreign_refused (StrataDType dtype,
                        const void *data,
                        StrataRefusalReason reason,
                        const char *message)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  int released = 0;

  g_assert_null (strata_tensor_new_foreign (
      dtype, 1, (int64_t[]){ 2 }, data, count_release, &released, &refusal));
  g_assert_cmpint (refusal.reason, ==, reason);
  g_assert_true (g_str_has_prefix (refusal.message, message));
  g_assert_cmpint (released, ==, 0);
}

static void
test_foreign_refusals (void)
{
  static const double memory[4];
  const char *bytes = (const char *) memory;

  assert_foreign_refused (STRATA_FLOAT32, NULL, STRATA_REFUSAL_INVALID,
                          "There is no memory behind a tensor of size 2");
  assert_foreign_refused (STRATA_FLOAT64, bytes + 4, STRATA_REFUSAL_INVALID,
                          "The memory begins 4 past a multiple of 8 bytes, "
                          "where no float64 can stand");
  assert_foreign_refused (STRATA_BFLOAT16, bytes + 1, STRATA_REFUSAL_INVALID,
                          "The memory begins 1 past a multiple of 2 bytes, "
                          "where no bfloat16 can stand");
  assert_foreign_refused ((StrataDType) -1, memory, STRATA_REFUSAL_INVALID,
                          "The type of a tensor is number 0 to 3, not -1");

  strata_memory_fail_after (0);
  assert_foreign_refused (STRATA_FLOAT64, memory, STRATA_REFUSAL_NO_MEMORY,
                          "There is not enough memory for a 2 tensor: ");
  strata_memory_fail_after (-1);
}

/* A tensor of whole numbers that starts in the middle of a cache line and
 * stops where its memory stops: a sanitizer sees a read past that. */
static StrataTensor *
new_unaligned (int rank, const int64_t *shape, int64_t n)
{
  float *block = g_new (float, (gsize) n + 1);
  StrataTensor *foreign, *view;

  for (int64_t i = 0; i < n + 1; i++)
    block[i] = (float) (i - 1);
  foreign = strata_tensor_new_foreign (STRATA_FLOAT32, 1, (int64_t[]){ n + 1 },
                                       block, g_free, block, NULL);
  view = strata_tensor_new_view (foreign, rank, shape, 1, NULL);
  strata_tensor_unref (foreign);
  return view;
}

static void
convolve (const StrataConv *conv,
          const StrataTensor *input,
          StrataTensor *output)
{
  void *workspace =
      strata_memory_new (strata_conv_workspace_size (conv), "a", NULL);

  g_assert_true (strata_conv_run (conv, strata_tensor_data (input),
                                  strata_tensor_edit (output), workspace, NULL,
                                  NULL));
  strata_memory_free (workspace);
}

/* Tensors that start and end where they like give what aligned ones give. */
static void
test_convolution_of_a_view (gconstpointer format)
{
  StrataConvDesc desc = strata_conv_desc_init ();
  const float weights[27] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  StrataConvShape shape;
  StrataTensor *tensors[5];
  StrataConv *conv;

  desc.format = GPOINTER_TO_INT (format);
  desc.channels = 3;
  desc.window.input[0] = desc.window.input[1] = 13;
  desc.window.kernel[0] = desc.window.kernel[1] = 3;
  conv = strata_conv_new (&desc, &(StrataConvWeights){ .depthwise = weights },
                          NULL);
  g_assert_true (strata_conv_infer (&desc, &shape, NULL));

  tensors[0] = strata_tensor_new (STRATA_FLOAT32, 4, shape.input_shape, NULL);
  tensors[1] = strata_tensor_new (STRATA_FLOAT32, 4, shape.output_shape, NULL);
  fill (tensors[0]);
  convolve (conv, tensors[0], tensors[1]);

  tensors[2] = new_unaligned (4, shape.input_shape, 507);
  tensors[3] = strata_tensor_new (STRATA_FLOAT32, 1, (int64_t[]){ 368 }, NULL);
  tensors[4] =
      strata_tensor_new_view (tensors[3], 4, shape.output_shape, 5, NULL);
  convolve (conv, tensors[2], tensors[4]);

  g_assert_cmpmem (
      strata_tensor_data (tensors[4]), strata_tensor_n_bytes (tensors[4]),
      strata_tensor_data (tensors[1]), strata_tensor_n_bytes (tensors[1]));
  for (int i = 0; i < 5; i++)
    strata_tensor_unref (tensors[i]);
  strata_conv_free (conv);
}

static void
assert_refused (StrataDType dtype,
                int rank,
                const int64_t *shape,
                StrataRefusalReason reason,
                const char *message)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_null (strata_tensor_new (dtype, rank, shape, &refusal));
  g_assert_cmpint (refusal.reason, ==, reason);
  g_assert_cmpstr (refusal.message, ==, message);
  g_assert_null (strata_tensor_new (dtype, rank, shape, NULL));
}

static void
test_refusals (void)
{
  const int64_t negative[] = { 3, -1, 4 };
  const int64_t wraps[] = { INT64_C (1) << 32, INT64_C (1) << 32, 1 };
  const int64_t too_long[] = { INT64_C (1) << 60, 2 };
  const int64_t ones[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };

  assert_refused (STRATA_FLOAT32, 3, negative, STRATA_REFUSAL_INVALID,
                  "The shape is 3 × -1 × 4, but each size must be at least 0");
  assert_refused (STRATA_FLOAT32, 9, ones, STRATA_REFUSAL_INVALID,
                  "A tensor has 0 to 8 axes, not 9");
  assert_refused (STRATA_FLOAT32, -1, ones, STRATA_REFUSAL_INVALID,
                  "A tensor has 0 to 8 axes, not -1");
  assert_refused ((StrataDType) 4, 1, ones, STRATA_REFUSAL_INVALID,
                  "The type of a tensor is number 0 to 3, not 4");
  assert_refused (STRATA_FLOAT32, 3, wraps, STRATA_REFUSAL_TOO_LARGE,
                  "A 4294967296 × 4294967296 × 1 tensor of float32 needs more "
                  "than 9223372036854771711 bytes");
  assert_refused (STRATA_FLOAT64, 2, too_long, STRATA_REFUSAL_TOO_LARGE,
                  "A 1152921504606846976 × 2 tensor of float64 needs more "
                  "than 9223372036854771711 bytes");
}

static void
test_no_memory (void)
{
  const int64_t shape[] = { 2, 3 };
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataTensor *tensor = strata_tensor_new (STRATA_FLOAT32, 2, shape, NULL);

  strata_memory_fail_after (0);
  g_assert_null (strata_tensor_new (STRATA_FLOAT32, 2, shape, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NO_MEMORY);
  g_assert_true (g_str_has_prefix (
      refusal.message, "There is not enough memory for a 2 × 3 tensor: "));

  refusal.reason = STRATA_REFUSAL_NONE;
  g_assert_null (strata_tensor_convert (tensor, STRATA_FLOAT16, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NO_MEMORY);
  strata_memory_fail_after (-1);
  strata_tensor_unref (tensor);
}

static void
test_convert (void)
{
  const int64_t shape[] = { 3 };
  StrataTensor *tensor = strata_tensor_new (STRATA_FLOAT64, 1, shape, NULL);
  StrataTensor *same = strata_tensor_convert (tensor, STRATA_FLOAT64, NULL);
  double *values = strata_tensor_edit (tensor);
  StrataTensor *half;

  g_assert_true (same == tensor);
  strata_tensor_unref (same);

  values[0] = 1;
  values[1] = -0.1;
  values[2] = 1e6;
  half = strata_tensor_convert (tensor, STRATA_FLOAT16, NULL);
  g_assert_cmpint (strata_tensor_dtype (half), ==, STRATA_FLOAT16);
  g_assert_cmpint (strata_tensor_rank (half), ==, 1);
  g_assert_cmphex (((const uint16_t *) strata_tensor_data (half))[0], ==,
                   0x3c00);
  g_assert_cmphex (((const uint16_t *) strata_tensor_data (half))[1], ==,
                   0xae66);
  g_assert_cmphex (((const uint16_t *) strata_tensor_data (half))[2], ==,
                   0x7c00);
  strata_tensor_unref (half);
  strata_tensor_unref (tensor);
}

static gpointer
share (gpointer tensor)
{
  for (int i = 0; i < 100000; i++)
    strata_tensor_unref (strata_tensor_ref (tensor));
  strata_tensor_unref (tensor);
  return NULL;
}

/* Whoever is last frees it: the sanitizer tells if that is nobody, or two. */
static void
test_threads (void)
{
  StrataTensor *tensor = strata_tensor_new (STRATA_FLOAT32, 0, NULL, NULL);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("share", share, strata_tensor_ref (tensor));
  strata_tensor_unref (tensor);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
}

static gpointer
share_views (gpointer parent)
{
  for (int i = 0; i < 20000; i++)
    {
      StrataTensor *view =
          strata_tensor_new_view (parent, 1, (int64_t[]){ 2 }, 1, NULL);
      StrataTensor *inner = strata_tensor_new_view (view, 0, NULL, 1, NULL);

      strata_tensor_unref (view);
      g_assert_cmpfloat (*(const float *) strata_tensor_data (inner), ==, 7);
      strata_tensor_unref (inner);
    }
  strata_tensor_unref (parent);
  return NULL;
}

/* The memory of someone else is released once, by whoever is last. */
static void
test_threads_and_views (void)
{
  static const float values[] = { 5, 6, 7 };
  int released = 0;
  StrataTensor *tensor =
      strata_tensor_new_foreign (STRATA_FLOAT32, 1, (int64_t[]){ 3 }, values,
                                 count_release, &released, NULL);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] =
        g_thread_new ("views", share_views, strata_tensor_ref (tensor));
  strata_tensor_unref (tensor);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (released, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/tensor/new", test_new);
  g_test_add_func ("/engine/tensor/scalar-and-empty", test_scalar_and_empty);
  g_test_add_func ("/engine/tensor/uninitialized", test_uninitialized);
  g_test_add_func ("/engine/tensor/view", test_view);
  g_test_add_func ("/engine/tensor/view-refusals", test_view_refusals);
  g_test_add_func ("/engine/tensor/foreign", test_foreign);
  g_test_add_func ("/engine/tensor/foreign-refusals", test_foreign_refusals);
  g_test_add_data_func ("/engine/tensor/convolution-of-a-view/nhwc",
                        GINT_TO_POINTER (STRATA_NHWC),
                        test_convolution_of_a_view);
  g_test_add_data_func ("/engine/tensor/convolution-of-a-view/nchw",
                        GINT_TO_POINTER (STRATA_NCHW),
                        test_convolution_of_a_view);
  g_test_add_func ("/engine/tensor/refusals", test_refusals);
  g_test_add_func ("/engine/tensor/no-memory", test_no_memory);
  g_test_add_func ("/engine/tensor/convert", test_convert);
  g_test_add_func ("/engine/tensor/threads", test_threads);
  g_test_add_func ("/engine/tensor/threads-and-views", test_threads_and_views);
  return g_test_run ();
}
