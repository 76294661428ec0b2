/* test-tensor.c — tensors: their sizes, their owners, their refusals.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor.h"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/tensor/new", test_new);
  g_test_add_func ("/engine/tensor/scalar-and-empty", test_scalar_and_empty);
  g_test_add_func ("/engine/tensor/refusals", test_refusals);
  g_test_add_func ("/engine/tensor/no-memory", test_no_memory);
  g_test_add_func ("/engine/tensor/convert", test_convert);
  g_test_add_func ("/engine/tensor/threads", test_threads);
  return g_test_run ();
}
