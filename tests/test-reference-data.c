/* test-reference-data.c — what the reader of reference data believes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-data.h"

#include <math.h>
#include <string.h>

/* Two floats and a double, little-endian: 1, -2 and 0.5. */
static const guint8 blob_bytes[16] = {
  0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f,
};

#define HEAD "strata-reference 1 1 16\n"

static ReferenceData *
parse (const char *index, gsize size, gsize blob_size, GError **error)
{
  g_autoptr (GBytes) text = g_bytes_new (index, size);
  g_autoptr (GBytes) blob = g_bytes_new (blob_bytes, blob_size);

  return reference_data_parse (text, blob, error);
}

static ReferenceData *
parse_good (const char *index)
{
  g_autoptr (GError) error = NULL;
  ReferenceData *data = parse (index, strlen (index), 16, &error);

  g_assert_no_error (error);
  g_assert_nonnull (data);
  return data;
}

static void
test_settings (void)
{
  g_autoptr (ReferenceData) data =
      parse_good ("strata-reference 1 2 16\n# a comment\n"
                  "first n=-7 list=1,2,3 x=0.25 word=same e=\nsecond n=1\n");
  const ReferenceCase *item = reference_data_case (data, 0);
  int64_t values[3], number = 5;
  double x = 5;

  g_assert_cmpuint (reference_data_n_cases (data), ==, 2);
  g_assert_cmpstr (reference_case_name (item), ==, "first");
  g_assert_cmpstr (reference_case_text (item, "word"), ==, "same");
  g_assert_null (reference_case_text (item, "other"));
  g_assert_true (reference_case_int (item, "n", &number));
  g_assert_cmpint (number, ==, -7);
  g_assert_cmpint (reference_case_ints (item, "list", 3, values), ==, 3);
  g_assert_cmpint (values[2], ==, 3);
  g_assert_cmpint (reference_case_ints (item, "list", 2, values), ==, -1);
  g_assert_cmpint (reference_case_ints (item, "word", 3, values), ==, -1);
  g_assert_cmpint (reference_case_ints (item, "other", 3, values), ==, -1);
  g_assert_cmpint (reference_case_ints (item, "e", 3, values), ==, 0);
  g_assert_true (reference_case_double (item, "x", &x));
  g_assert_cmpfloat (x, ==, 0.25);
  g_assert_false (reference_case_double (item, "word", &x));
  g_assert_false (reference_case_int (item, "x", &number));
}

static void
test_tensors (void)
{
  g_autoptr (ReferenceData) data = parse_good (
      HEAD "c a=float32:1,2@0 b=float64:1@8 none=float64:0,3@16 word=2 "
           "literal=float32:2,2=1,-0.5,nan,inf\n");
  const ReferenceCase *item = reference_data_case (data, 0);
  g_auto (ReferenceTensor) a = { 0 }, b = { 0 }, none = { 0 }, l = { 0 };

  g_assert_true (reference_case_tensor (item, "a", &a));
  g_assert_cmpint (a.rank, ==, 2);
  g_assert_cmpint (a.shape[1], ==, 2);
  g_assert_cmpfloat (a.values[0], ==, 1);
  g_assert_cmpfloat (a.values[1], ==, -2);
  g_assert_true (reference_case_tensor (item, "b", &b));
  g_assert_cmpfloat (b.values[0], ==, 0.5);
  g_assert_true (reference_case_tensor (item, "none", &none));
  g_assert_cmpuint (none.n, ==, 0);
  g_assert_true (reference_case_tensor (item, "literal", &l));
  g_assert_cmpfloat (l.values[1], ==, -0.5);
  g_assert_true (isnan (l.values[2]) && isinf (l.values[3]));
  g_assert_false (reference_case_tensor (item, "word", &l));
  g_assert_false (reference_case_tensor (item, "other", &l));
}

static void
test_lies (void)
{
  static const char *const lies[] = {
    "",
    "\n",
    "c\n",
    "strata-reference 2 1 16\nc\n",
    "strata-reference 1 1\nc\n",
    "strata-reference 1 1 16 16\nc\n",
    "strata-reference 1 1 15\nc\n",
    "strata-reference 1 -1 16\nc\n",
    "strata-reference 1 1 99999999999999999999\nc\n",
    "strata-reference 1 2 16\nc\n",
    "strata-reference 1 0 16\nc\n",
    "strata-reference 1 2 16\nc\nc\n",
    HEAD "\n",
    HEAD "c word\n",
    HEAD "c =1\n",
    HEAD "n=1\n",
    HEAD "c n=1 n=2\n",
    HEAD "c a=float32:1,2@12\n",
    HEAD "c a=float32:1@-4\n",
    HEAD "c a=float32:1@17\n",
    HEAD "c a=float32:1@18446744073709551612\n",
    HEAD "c a=float32:@0\n",
    HEAD "c a=float32:1\n",
    HEAD "c a=float32:1,@0\n",
    HEAD "c a=float32:-1@0\n",
    HEAD "c a=float32:1x@0\n",
    HEAD "c a=float32:1@0x\n",
    HEAD "c a=float64:2147483647,2147483647,2147483647@0\n",
    HEAD "c a=float64:2147483647,1073741824,1@0\n",
    HEAD "c a=float32:99999999999999999999@0\n",
    HEAD "c a=float32:1,1,1,1,1,1,1,1,1@0\n",
    HEAD "c a=float32:2=1\n",
    HEAD "c a=float32:1=1,2\n",
    HEAD "c a=float32:2=1,,2\n",
    HEAD "c a=float32:1=x\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lies[i]);
      g_assert_null (parse (lies[i], strlen (lies[i]), 16, &error));
      g_assert_nonnull (error);
    }
}

static const char whole[] =
    "strata-reference 1 2 16\nc a=float32:1,2@0 n=3\nd b=float64:1@8\n";

static void
test_truncated (void)
{
  g_autoptr (ReferenceData) data = parse_good (whole);

  g_assert_cmpuint (reference_data_n_cases (data), ==, 2);
  for (gsize size = 0; size < strlen (whole); size++)
    g_assert_null (parse (whole, size, 16, NULL));
  for (gsize size = 0; size < 16; size++)
    g_assert_null (parse (whole, strlen (whole), size, NULL));
}

static void
read_all (const ReferenceData *data)
{
  for (guint i = 0; i < reference_data_n_cases (data); i++)
    {
      const ReferenceCase *item = reference_data_case (data, i);
      g_auto (ReferenceTensor) a = { 0 }, b = { 0 };
      int64_t n;

      reference_case_tensor (item, "a", &a);
      reference_case_tensor (item, "b", &b);
      reference_case_int (item, "n", &n);
    }
}

/* Whatever a byte is changed to: an error, or data that can be read. */
static void
test_damaged (void)
{
  for (gsize at = 0; at < strlen (whole); at++)
    for (int byte = 0; byte < 256; byte++)
      {
        g_autofree char *text = g_strdup (whole);
        g_autoptr (ReferenceData) data = NULL;

        text[at] = (char) byte;
        data = parse (text, strlen (whole), 16, NULL);
        if (data != NULL)
          read_all (data);
      }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (reference_data_load ("no such folder", "conv", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Numbers that dataset.py's generate() gave. */
static void
test_generator (void)
{
  double values[4];

  reference_generate (17, 2, 4, values);
  g_assert_cmpfloat (values[0], ==, 0.2289372682571411);
  g_assert_cmpfloat (values[1], ==, 0.8191267251968384);
  g_assert_cmpfloat (values[2], ==, -0.11452388763427734);
  g_assert_cmpfloat (values[3], ==, -0.5168853998184204);
}

static void
test_distance (void)
{
  g_assert_cmpfloat (reference_distance (NAN, NAN), ==, 0);
  g_assert_cmpfloat (reference_distance (INFINITY, INFINITY), ==, 0);
  g_assert_cmpfloat (reference_distance (INFINITY, -INFINITY), ==, INFINITY);
  g_assert_cmpfloat (reference_distance (1, NAN), ==, INFINITY);
  g_assert_cmpfloat (reference_distance (NAN, 1), ==, INFINITY);
  g_assert_cmpfloat (reference_distance (0.5, 0.25), ==, 0.25);
  g_assert_cmpfloat (reference_distance (5, 4), ==, 0.25);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference-data/settings", test_settings);
  g_test_add_func ("/reference-data/tensors", test_tensors);
  g_test_add_func ("/reference-data/lies", test_lies);
  g_test_add_func ("/reference-data/truncated", test_truncated);
  g_test_add_func ("/reference-data/damaged", test_damaged);
  g_test_add_func ("/reference-data/missing", test_missing);
  g_test_add_func ("/reference-data/generator", test_generator);
  g_test_add_func ("/reference-data/distance", test_distance);
  return g_test_run ();
}
