/* test-random.c — the numbers that TensorFlow 2.21 draws.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-random.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static void
assert_words (const StrataRandom *random,
              uint64_t block,
              const uint32_t expected[4])
{
  uint32_t words[4];

  strata_random_words (random, block, words);
  for (int i = 0; i < 4; i++)
    g_assert_cmphex (words[i], ==, expected[i]);
}

/* Of a seed of 7, as computed by hand from Philox' definition. */
static void
test_words (void)
{
  StrataRandom random = strata_random_from_seed (7);
  const uint32_t first[] = { 0xfc5fa047, 0x0dd60a00, 0x9e076552, 0x84d27594 };
  const uint32_t second[] = { 0x2a88ffdf, 0x5f558619, 0x8eba6cd8, 0x0fe5d8f7 };

  g_assert_cmphex (random.key[0], ==, 0x2c8a64fd);
  g_assert_cmphex (random.key[1], ==, 0xff7db268);
  g_assert_cmphex (random.counter[0], ==, 0);
  g_assert_cmphex (random.counter[1], ==, 0);
  g_assert_cmphex (random.counter[2], ==, 0x88967f85);
  g_assert_cmphex (random.counter[3], ==, 0x367609eb);
  assert_words (&random, 0, first);
  assert_words (&random, 1, second);
}

/* The splits of seed [1, 2] in TensorFlow's documentation. */
static void
test_documented (void)
{
  StrataRandom random = strata_random_from_pair (1, 2);
  const uint32_t first[] = { 1105988140, 1738052849, (uint32_t) -335576002,
                             370444179 };
  uint32_t words[4];

  assert_words (&random, 0, first);
  strata_random_words (&random, 1, words);
  g_assert_cmpint ((int32_t) words[0], ==, 10670227);
  g_assert_cmpint ((int32_t) words[1], ==, -246211131);
}

static void
test_counter_carries (void)
{
  StrataRandom full = { { 1, 2 }, { 0xffffffff, 0xffffffff, 0xffffffff, 3 } };
  StrataRandom next = { { 1, 2 }, { 0, 0, 0, 4 } };
  uint32_t words[4];

  strata_random_words (&next, 0, words);
  assert_words (&full, 1, words);
  strata_random_words (&next, UINT64_C (0x500000007), words);
  assert_words (&full, UINT64_C (0x500000008), words);
}

static void
assert_uniform (StrataRandom random, const float *expected, size_t n)
{
  float values[4];

  strata_random_uniform_f32 (&random, n, values, 0, 1);
  for (size_t i = 0; i < n; i++)
    g_assert_cmpfloat (values[i], ==, expected[i]);
}

static void
test_seeds (void)
{
  static const struct
  {
    int64_t seed;
    float numbers[3];
  } cases[] = {
    { 7, { 0.747078776f, 0.672180176f, 0.0577795506f } },
    { 42, { 0.282433152f, 0.498416901f, 0.715458512f } },
    { -1, { 0.233690739f, 0.571567655f, 0.48537159f } },
    { 2147483646, { 0.211015463f, 0.706009984f, 0.800063372f } },
    { 1000000000000, { 0.686822772f, 0.849257112f, 0.383325577f } },
    { INT64_MAX, { 0.747078776f, 0.672180176f, 0.0577795506f } },
    { INT64_MIN, { 0.774266243f, 0.595260143f, 0.214075446f } },
  };
  static const float of_pair[] = { 0.940214038f, 0.562510371f };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_uniform (strata_random_from_seed (cases[i].seed), cases[i].numbers,
                    3);
  assert_uniform (strata_random_from_pair (-5, INT64_C (1) << 40), of_pair, 2);
}

static void
test_uniform (void)
{
  StrataRandom random = strata_random_from_pair (1, 2);
  float values[2];
  double doubles[3];

  strata_random_uniform_f32 (&random, 2, values, -0.2, 0.2);
  g_assert_cmpfloat (values[0], ==, 0.137624159f);
  g_assert_cmpfloat (values[1], ==, -0.123181872f);

  random = strata_random_from_seed (7);
  strata_random_uniform_f64 (&random, 3, doubles, 0, 1);
  g_assert_cmpfloat (doubles[0], ==, 0.97663026241991702);
  g_assert_cmpfloat (doubles[1], ==, 0.46223689921985045);
  g_assert_cmpfloat (doubles[2], ==, 0.56246888389467231);
}

static void
assert_close_f32 (const float *values, const float *expected, size_t n)
{
  for (size_t i = 0; i < n; i++)
    g_assert_cmpfloat (fabsf (values[i] - expected[i]), <=,
                       fabsf (expected[i]) * 2 * 0x1p-23f);
}

static void
assert_close_f64 (const double *values, const double *expected, size_t n)
{
  for (size_t i = 0; i < n; i++)
    g_assert_cmpfloat (fabs (values[i] - expected[i]), <=,
                       fabs (expected[i]) * 2 * 0x1p-52);
}

static void
test_normal (void)
{
  static const float expected[] = {
    -0.674172759f, -0.358692557f, -1.87958169f, -1.47289312f,  -2.00625372f,
    -1.13343239f,  -1.20118308f,  0.354578733f, -0.946475387f,
  };
  static const double expected_f64[] = { 0.051117446221050009,
                                         -0.21137948648118993,
                                         -0.87408101510418856 };
  StrataRandom random = strata_random_from_seed (7);
  float values[9];
  double doubles[3];

  strata_random_normal_f32 (&random, 9, values, 0, 1);
  assert_close_f32 (values, expected, 9);
  strata_random_normal_f64 (&random, 3, doubles, 0, 1);
  assert_close_f64 (doubles, expected_f64, 3);
}

/* The fifth number is the first of the second group, which starts 256 blocks
 * on; the others show that a number beyond two deviations is drawn again. */
static void
test_truncated (void)
{
  static const float expected[] = {
    -0.674172759f,  -0.358692557f, -1.87958169f,   -1.47289312f,
    -0.725244522f,  0.760357916f,  -0.0607664958f, -1.99276924f,
    -0.0921461061f, 0.389504075f,  0.659577847f,
  };
  static const double expected_f64[] = {
    0.051117446221050009, -0.21137948648118993, -1.7107834434009144,
    -1.3954322855670063, 0.56974197440371799
  };
  StrataRandom random = strata_random_from_seed (7);
  float values[11];
  double doubles[5];

  strata_random_truncated_normal_f32 (&random, 11, values, 0, 1);
  assert_close_f32 (values, expected, 11);
  strata_random_truncated_normal_f64 (&random, 5, doubles, 0, 1);
  assert_close_f64 (doubles, expected_f64, 5);
}

static void
test_truncated_bounds (void)
{
  StrataRandom random = strata_random_from_seed (1);
  float *values = g_new (float, 100000);
  double largest = 0;

  strata_random_truncated_normal_f32 (&random, 100000, values, 0, 1);
  for (int i = 0; i < 100000; i++)
    largest = MAX (largest, fabsf (values[i]));
  g_assert_cmpfloat (largest, <, 2);
  g_assert_cmpfloat (largest, >, 1.99);
  g_free (values);
}

/* Product and sum are rounded one after the other. */
static void
test_mean_and_deviation (void)
{
  StrataRandom random = strata_random_from_seed (7);
  float plain[5], scaled[5];

  strata_random_normal_f32 (&random, 5, plain, 0, 1);
  strata_random_normal_f32 (&random, 5, scaled, 0.3, 1.7);
  for (int i = 0; i < 5; i++)
    {
      volatile float product = plain[i] * 1.7f;

      g_assert_cmpfloat (scaled[i], ==, product + 0.3f);
    }
}

/* A number does not depend on how many are drawn, and nothing is written
 * behind the last one. */
static void
test_length (void)
{
  StrataRandom random = strata_random_from_seed (3);
  float all[16], some[17];
  double all_f64[16], some_f64[17];

  strata_random_truncated_normal_f32 (&random, 16, all, 0, 1);
  strata_random_truncated_normal_f64 (&random, 16, all_f64, 0, 1);
  for (size_t n = 0; n <= 16; n++)
    {
      some[n] = 99;
      some_f64[n] = 99;
      strata_random_truncated_normal_f32 (&random, n, some, 0, 1);
      strata_random_truncated_normal_f64 (&random, n, some_f64, 0, 1);
      g_assert_cmpint (memcmp (some, all, n * sizeof *all), ==, 0);
      g_assert_cmpint (memcmp (some_f64, all_f64, n * sizeof *all_f64), ==, 0);
      g_assert_cmpfloat (some[n], ==, 99);
      g_assert_cmpfloat (some_f64[n], ==, 99);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/random/words", test_words);
  g_test_add_func ("/engine/random/documented", test_documented);
  g_test_add_func ("/engine/random/counter-carries", test_counter_carries);
  g_test_add_func ("/engine/random/seeds", test_seeds);
  g_test_add_func ("/engine/random/uniform", test_uniform);
  g_test_add_func ("/engine/random/normal", test_normal);
  g_test_add_func ("/engine/random/truncated", test_truncated);
  g_test_add_func ("/engine/random/truncated/bounds", test_truncated_bounds);
  g_test_add_func ("/engine/random/mean-and-deviation",
                   test_mean_and_deviation);
  g_test_add_func ("/engine/random/length", test_length);
  return g_test_run ();
}
