/* test-tensor-type.c — tensors as other languages make and read them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor-type.h"

static const gint64 shape[] = { 2, 3 };
static const double values[] = { 0, -0.5, 1e300, 2, 1.0 / 3, 65504 };

static void
test_values (void)
{
  for (StrataDType dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StrataTensor) tensor = strata_tensor_new_from_values (
          dtype, shape, 2, values, G_N_ELEMENTS (values), &error);
      g_autofree double *back = NULL;
      gsize n = 0;

      g_assert_no_error (error);
      back = strata_tensor_to_values (tensor, &n, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, G_N_ELEMENTS (values));
      for (gsize i = 0; i < n; i++)
        {
          double expected =
              strata_dtype_get (dtype, strata_tensor_get_data (tensor), i);

          g_assert_true (back[i] == expected);
          if (dtype == STRATA_FLOAT64)
            g_assert_true (back[i] == values[i]);
        }
    }
}

static void
test_reading (void)
{
  g_autoptr (StrataTensor) tensor = strata_tensor_new_from_values (
      STRATA_FLOAT16, shape, 2, values, G_N_ELEMENTS (values), NULL);
  g_autofree gint64 *read = NULL;
  g_autofree char *text = NULL;
  gsize rank = 0;

  read = strata_tensor_get_shape (tensor, &rank);
  g_assert_cmpmem (read, rank * sizeof *read, shape, sizeof shape);
  g_assert_cmpint (strata_tensor_get_dtype (tensor), ==, STRATA_FLOAT16);
  g_assert_cmpint (strata_tensor_get_n_elements (tensor), ==, 6);
  g_assert_cmpuint (strata_tensor_get_n_bytes (tensor), ==, 12);
  g_assert_true (strata_tensor_get_data (tensor)
                 == strata_tensor_data (tensor));
  text = strata_tensor_to_string (tensor);
  g_assert_cmpstr (text, ==, "float16 (2, 3)");
}

static void
test_scalar_and_empty (void)
{
  const gint64 none[] = { 3, 0 };
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (StrataTensor) scalar =
      strata_tensor_new_from_values (STRATA_FLOAT32, NULL, 0, values, 1, NULL);
  g_autoptr (StrataTensor) empty =
      strata_tensor_new_from_values (STRATA_FLOAT32, none, 2, NULL, 0, NULL);
  g_autoptr (StrataTensor) of_bytes =
      strata_tensor_new_from_bytes (STRATA_FLOAT64, none, 2, nothing, NULL);
  g_autofree double *back = NULL;
  g_autofree gint64 *read = NULL;
  gsize n = 1, rank = 1;

  read = strata_tensor_get_shape (scalar, &rank);
  g_assert_nonnull (read);
  g_assert_cmpuint (rank, ==, 0);
  back = strata_tensor_to_values (empty, &n, NULL);
  g_assert_nonnull (back);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (strata_tensor_get_n_elements (of_bytes), ==, 0);
}

static void
test_refused (void)
{
  gint64 many[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  const gint64 negative[] = { 2, -3 };
  const gint64 huge[] = { G_MAXINT64, G_MAXINT64 };
  const struct
  {
    StrataDType dtype;
    const gint64 *shape;
    gsize rank;
    int code;
    const char *message;
  } rows[] = {
    { STRATA_FLOAT32, many, 9, STRATA_TENSOR_ERROR_INVALID,
      "A tensor has 0 to 8 axes, not 9" },
    { STRATA_FLOAT32, many, G_MAXSIZE, STRATA_TENSOR_ERROR_INVALID,
      "A tensor has 0 to 8 axes, not 2147483647" },
    { STRATA_FLOAT32, negative, 2, STRATA_TENSOR_ERROR_INVALID,
      "The shape is 2 × -3, but each size must be at least 0" },
    { 4, shape, 2, STRATA_TENSOR_ERROR_INVALID,
      "The type of a tensor is number 0 to 3, not 4" },
    { STRATA_FLOAT32, huge, 2, STRATA_TENSOR_ERROR_TOO_LARGE, NULL },
    { STRATA_FLOAT32, shape, 2, STRATA_TENSOR_ERROR_INVALID,
      "A tensor of shape (2, 3) has 6 elements, not 5" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (strata_tensor_new_from_values (
          rows[i].dtype, rows[i].shape, rows[i].rank, values, 5, &error));
      g_assert_error (error, STRATA_TENSOR_ERROR, rows[i].code);
      if (rows[i].message)
        g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
count_release (gpointer count)
{
  ++*(int *) count;
}

static void
test_bytes (void)
{
  static _Alignas(8) const float data[] = { 1, 2, 3, 4, 5, 6, 7 };
  int n_released = 0;
  GBytes *bytes =
      g_bytes_new_with_free_func (data, 24, count_release, &n_released);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor =
      strata_tensor_new_from_bytes (STRATA_FLOAT32, shape, 2, bytes, &error);
  GBytes *back;

  g_assert_no_error (error);
  g_bytes_unref (bytes);
  g_assert_true (strata_tensor_get_data (tensor) == data);

  back = strata_tensor_to_bytes (tensor);
  strata_tensor_unref (tensor);
  g_assert_cmpint (n_released, ==, 0);
  g_assert_true (g_bytes_get_data (back, NULL) == data);
  g_assert_cmpuint (g_bytes_get_size (back), ==, 24);
  g_bytes_unref (back);
  g_assert_cmpint (n_released, ==, 1);
}

/* Bytes that begin where no element may are copied. */
static void
test_crooked_bytes (void)
{
  static _Alignas(8) const char data[] = "0\0\0\200?\0\0\0@";
  g_autoptr (GBytes) bytes = g_bytes_new_static (data + 1, 8);
  const gint64 two[] = { 2 };
  g_autoptr (StrataTensor) tensor =
      strata_tensor_new_from_bytes (STRATA_FLOAT32, two, 1, bytes, NULL);

  g_assert_cmpuint ((guintptr) strata_tensor_get_data (tensor) % 4, ==, 0);
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    {
      const float *elements = strata_tensor_get_data (tensor);

      g_assert_cmpfloat (elements[0], ==, 1);
      g_assert_cmpfloat (elements[1], ==, 2);
    }
}

static void
test_bytes_refused (void)
{
  static _Alignas(8) const char data[32];

  for (gsize start = 0; start < 2; start++)
    {
      int n_released = 0;
      GBytes *bytes = g_bytes_new_with_free_func (data + start, 23,
                                                  count_release, &n_released);
      g_autoptr (GError) error = NULL;

      g_assert_null (strata_tensor_new_from_bytes (STRATA_FLOAT32, shape, 2,
                                                   bytes, &error));
      g_assert_error (error, STRATA_TENSOR_ERROR, STRATA_TENSOR_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==,
                       "A tensor float32 (2, 3) has 24 bytes, not 23");
      g_assert_cmpint (n_released, ==, 0);
      g_bytes_unref (bytes);
      g_assert_cmpint (n_released, ==, 1);
    }
}

static void
test_memory (void)
{
  static _Alignas(8) const double data[6];
  int n_released = 0;
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor = strata_tensor_new_from_memory (
      STRATA_FLOAT64, shape, 2, data, count_release, &n_released, &error);
  StrataTensor *view =
      strata_tensor_new_view (tensor, 1, (const int64_t[]){ 3 }, 1, NULL);

  g_assert_no_error (error);
  g_assert_true (strata_tensor_get_data (tensor) == data);
  strata_tensor_unref (tensor);
  g_assert_cmpint (n_released, ==, 0);
  strata_tensor_unref (view);
  g_assert_cmpint (n_released, ==, 1);
}

static void
test_memory_refused (void)
{
  static _Alignas(8) const char data[64];
  int n_released = 0;
  g_autoptr (GError) error = NULL;

  g_assert_null (strata_tensor_new_from_memory (
      STRATA_FLOAT64, shape, 2, data + 4, count_release, &n_released, &error));
  g_assert_error (error, STRATA_TENSOR_ERROR, STRATA_TENSOR_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==,
                   "The memory begins 4 past a multiple of 8 bytes, where no "
                   "float64 can stand");
  g_assert_cmpint (n_released, ==, 0);
}

static void
test_convert (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataTensor) tensor = strata_tensor_new_from_values (
      STRATA_FLOAT64, shape, 2, values, G_N_ELEMENTS (values), NULL);
  g_autoptr (StrataTensor) same =
      strata_tensor_to_dtype (tensor, STRATA_FLOAT64, &error);
  g_autoptr (StrataTensor) other =
      strata_tensor_to_dtype (tensor, STRATA_BFLOAT16, &error);

  g_assert_no_error (error);
  g_assert_true (same == tensor);
  g_assert_cmpint (strata_tensor_get_dtype (other), ==, STRATA_BFLOAT16);
  g_assert_null (strata_tensor_to_dtype (tensor, 4, &error));
  g_assert_error (error, STRATA_TENSOR_ERROR, STRATA_TENSOR_ERROR_INVALID);
}

/* A GValue keeps the tensor, and copies of the value share it. */
static void
test_boxed (void)
{
  StrataTensor *tensor = strata_tensor_new_from_values (
      STRATA_FLOAT32, shape, 2, values, G_N_ELEMENTS (values), NULL);
  GValue value = G_VALUE_INIT;
  GValue copy = G_VALUE_INIT;

  g_value_init (&value, STRATA_TYPE_TENSOR);
  g_value_init (&copy, STRATA_TYPE_TENSOR);
  g_value_take_boxed (&value, tensor);
  g_value_copy (&value, &copy);
  g_value_unset (&value);
  g_assert_true (g_value_get_boxed (&copy) == tensor);
  g_assert_cmpint (strata_tensor_get_n_elements (tensor), ==, 6);
  g_value_unset (&copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tensor-type/values", test_values);
  g_test_add_func ("/tensor-type/reading", test_reading);
  g_test_add_func ("/tensor-type/scalar-and-empty", test_scalar_and_empty);
  g_test_add_func ("/tensor-type/refused", test_refused);
  g_test_add_func ("/tensor-type/bytes/shared", test_bytes);
  g_test_add_func ("/tensor-type/bytes/crooked", test_crooked_bytes);
  g_test_add_func ("/tensor-type/bytes/refused", test_bytes_refused);
  g_test_add_func ("/tensor-type/memory/released-once", test_memory);
  g_test_add_func ("/tensor-type/memory/refused", test_memory_refused);
  g_test_add_func ("/tensor-type/convert", test_convert);
  g_test_add_func ("/tensor-type/boxed", test_boxed);

  return g_test_run ();
}
