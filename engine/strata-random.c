/* strata-random.c — TensorFlow's stateless random numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-random.h"

#include <math.h>
#include <string.h>

#define TWO_PI 6.283185307179586476925286766559

/* Below it the logarithm of a uniform number is not taken. */
#define SMALLEST 1.0e-7f

/* A truncated normal number may use up this many words; each group of a
 * block's worth of numbers starts that far behind the one before. */
#define WORDS_PER_TRUNCATED 256

#define WORDS 4
#define DOUBLES (WORDS / 2)

static void
philox_round (uint32_t counter[4], const uint32_t key[2])
{
  uint64_t first = (uint64_t) 0xd2511f53 * counter[0];
  uint64_t second = (uint64_t) 0xcd9e8d57 * counter[2];

  counter[0] = (uint32_t) (second >> 32) ^ counter[1] ^ key[0];
  counter[1] = (uint32_t) second;
  counter[2] = (uint32_t) (first >> 32) ^ counter[3] ^ key[1];
  counter[3] = (uint32_t) first;
}

/* Moves the counter of 128 bits on by @blocks. */
static void
skip (uint32_t counter[4], uint64_t blocks)
{
  const uint32_t steps[4] = { (uint32_t) blocks, (uint32_t) (blocks >> 32) };
  uint64_t carry = 0;

  for (int i = 0; i < 4; i++)
    {
      carry += (uint64_t) counter[i] + steps[i];
      counter[i] = (uint32_t) carry;
      carry >>= 32;
    }
}

void
strata_random_words (const StrataRandom *random,
                     uint64_t block,
                     uint32_t words[4])
{
  uint32_t key[2] = { random->key[0], random->key[1] };

  memcpy (words, random->counter, sizeof random->counter);
  skip (words, block);

  for (int i = 0; i < 10; i++)
    {
      philox_round (words, key);
      key[0] += 0x9e3779b9;
      key[1] += 0xbb67ae85;
    }
}

StrataRandom
strata_random_from_pair (int64_t first, int64_t second)
{
  const uint64_t seeds[2] = { (uint64_t) first, (uint64_t) second };
  const StrataRandom scrambler = {
    .key = { 0x3ec8f720, 0x02461e29 },
    .counter = { (uint32_t) seeds[0], (uint32_t) (seeds[0] >> 32),
                 (uint32_t) seeds[1], (uint32_t) (seeds[1] >> 32) },
  };
  uint32_t mixed[4];

  strata_random_words (&scrambler, 0, mixed);
  return (StrataRandom){ .key = { mixed[0], mixed[1] },
                         .counter = { 0, 0, mixed[2], mixed[3] } };
}

StrataRandom
strata_random_from_seed (int64_t seed)
{
  const int64_t modulus = INT32_MAX - 1;
  int64_t rest = seed % modulus;

  return strata_random_from_pair (rest < 0 ? rest + modulus : rest, 0);
}

/* Between 0 and 1: the low bits are the fraction of a number that starts at
 * 1. */
static float
float_of_word (uint32_t word)
{
  uint32_t bits = 0x3f800000 | (word & 0x7fffff);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value - 1;
}

static double
double_of_words (uint32_t high, uint32_t low)
{
  uint64_t fraction = (uint64_t) (high & 0xfffff) << 32 | low;
  uint64_t bits = UINT64_C (1023) << 52 | fraction;
  double value;

  memcpy (&value, &bits, sizeof value);
  return value - 1;
}

/* Box and Muller's pair of normal numbers. */
static void
normal_pair_f32 (uint32_t first, uint32_t second, float pair[2])
{
  float radius = sqrtf (-2 * logf (fmaxf (float_of_word (first), SMALLEST)));
  float angle = (float) (TWO_PI * (double) float_of_word (second));

  pair[0] = sinf (angle) * radius;
  pair[1] = cosf (angle) * radius;
}

static void
normal_pair_f64 (const uint32_t words[4], double pair[2])
{
  double u = fmax (double_of_words (words[0], words[1]), 1.0e-7);
  double radius = sqrt (-2 * log (u));
  double angle = TWO_PI * double_of_words (words[2], words[3]);

  pair[0] = sin (angle) * radius;
  pair[1] = cos (angle) * radius;
}

/* What one group of numbers is made of: as many as a block gives. */
typedef void (*GroupF32) (const StrataRandom *random,
                          uint64_t group,
                          float values[WORDS]);
typedef void (*GroupF64) (const StrataRandom *random,
                          uint64_t group,
                          double values[DOUBLES]);

static void
uniform_group_f32 (const StrataRandom *random,
                   uint64_t group,
                   float values[WORDS])
{
  uint32_t words[4];

  strata_random_words (random, group, words);
  for (int i = 0; i < WORDS; i++)
    values[i] = float_of_word (words[i]);
}

static void
uniform_group_f64 (const StrataRandom *random,
                   uint64_t group,
                   double values[DOUBLES])
{
  uint32_t words[4];

  strata_random_words (random, group, words);
  values[0] = double_of_words (words[0], words[1]);
  values[1] = double_of_words (words[2], words[3]);
}

static void
normal_group_f32 (const StrataRandom *random,
                  uint64_t group,
                  float values[WORDS])
{
  uint32_t words[4];

  strata_random_words (random, group, words);
  normal_pair_f32 (words[0], words[1], values);
  normal_pair_f32 (words[2], words[3], values + 2);
}

static void
normal_group_f64 (const StrataRandom *random,
                  uint64_t group,
                  double values[DOUBLES])
{
  uint32_t words[4];

  strata_random_words (random, group, words);
  normal_pair_f64 (words, values);
}

/* Pairs are drawn until the group is full; what is left over is lost. */
static void
truncated_group_f32 (const StrataRandom *random,
                     uint64_t group,
                     float values[WORDS])
{
  uint64_t block = group * WORDS_PER_TRUNCATED * WORDS / 4;

  for (int n = 0; n < WORDS; block++)
    {
      float drawn[WORDS];

      normal_group_f32 (random, block, drawn);
      for (int i = 0; i < WORDS && n < WORDS; i++)
        if (fabsf (drawn[i]) < 2)
          values[n++] = drawn[i];
    }
}

static void
truncated_group_f64 (const StrataRandom *random,
                     uint64_t group,
                     double values[DOUBLES])
{
  uint64_t block = group * WORDS_PER_TRUNCATED * DOUBLES / 4;

  for (int n = 0; n < DOUBLES; block++)
    {
      double drawn[DOUBLES];

      normal_group_f64 (random, block, drawn);
      for (int i = 0; i < DOUBLES && n < DOUBLES; i++)
        if (fabs (drawn[i]) < 2)
          values[n++] = drawn[i];
    }
}

/* The last group is drawn in full and cut. */
static void
draw_f32 (const StrataRandom *random,
          GroupF32 draw,
          size_t n,
          float *values,
          float scale,
          float offset)
{
  for (size_t start = 0; start < n; start += WORDS)
    {
      size_t length = n - start < WORDS ? n - start : WORDS;
      float group[WORDS];

      draw (random, start / WORDS, group);
      for (size_t i = 0; i < length; i++)
        values[start + i] = group[i] * scale + offset;
    }
}

static void
draw_f64 (const StrataRandom *random,
          GroupF64 draw,
          size_t n,
          double *values,
          double scale,
          double offset)
{
  for (size_t start = 0; start < n; start += DOUBLES)
    {
      size_t length = n - start < DOUBLES ? n - start : DOUBLES;
      double group[DOUBLES];

      draw (random, start / DOUBLES, group);
      for (size_t i = 0; i < length; i++)
        values[start + i] = group[i] * scale + offset;
    }
}

void
strata_random_uniform_f32 (const StrataRandom *random,
                           size_t n,
                           float *values,
                           double minimum,
                           double maximum)
{
  float low = (float) minimum;
  float high = (float) maximum;

  draw_f32 (random, uniform_group_f32, n, values, high - low, low);
}

void
strata_random_uniform_f64 (const StrataRandom *random,
                           size_t n,
                           double *values,
                           double minimum,
                           double maximum)
{
  draw_f64 (random, uniform_group_f64, n, values, maximum - minimum, minimum);
}

void
strata_random_normal_f32 (const StrataRandom *random,
                          size_t n,
                          float *values,
                          double mean,
                          double stddev)
{
  draw_f32 (random, normal_group_f32, n, values, (float) stddev, (float) mean);
}

void
strata_random_normal_f64 (const StrataRandom *random,
                          size_t n,
                          double *values,
                          double mean,
                          double stddev)
{
  draw_f64 (random, normal_group_f64, n, values, stddev, mean);
}

void
strata_random_truncated_normal_f32 (const StrataRandom *random,
                                    size_t n,
                                    float *values,
                                    double mean,
                                    double stddev)
{
  draw_f32 (random, truncated_group_f32, n, values, (float) stddev,
            (float) mean);
}

void
strata_random_truncated_normal_f64 (const StrataRandom *random,
                                    size_t n,
                                    double *values,
                                    double mean,
                                    double stddev)
{
  draw_f64 (random, truncated_group_f64, n, values, stddev, mean);
}
