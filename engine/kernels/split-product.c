/* split-product.c — the matrix product on tiles of bfloat16.
 *
 * x = h + m + l, each of bfloat16 and rounded to the nearest, is exact where
 * nothing leaves the range; of the nine products of two such sums six are
 * taken. What is left out, m·l, l·m and l·l, is below 2⁻²⁴ of the product,
 * with either sign. Who calls sees to the range.
 *
 * Compiled once for each type of elements, with another name: see meson.build.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "finish.h"
#include "split-tile.h"

#define SIDE STRATA_SPLIT_SIDE
#define TERMS STRATA_SPLIT_TERMS
#define PART STRATA_SPLIT_PART_BYTES

/* Bytes of a group of terms of a unit. */
#define GROUP (STRATA_SPLIT_PARTS * PART)

_Static_assert(V_LANES == SIDE, "a vector is a row of sums");

/* To split. */

/* The largest magnitude met in each lane, and the least but 0, less 1. */
typedef struct
{
  __m512i most, least;
} Magnitudes;

static Magnitudes
magnitudes_none (void)
{
  return (Magnitudes){ _mm512_setzero_si512 (), _mm512_set1_epi32 (-1) };
}

W_ void
magnitudes_meet (Magnitudes *magnitudes, __m512i bits)
{
  const __m512i magnitude =
      _mm512_and_si512 (bits, _mm512_set1_epi32 (0x7fffffff));

  magnitudes->most = _mm512_max_epu32 (magnitudes->most, magnitude);
  magnitudes->least = _mm512_min_epu32 (
      magnitudes->least, _mm512_add_epi32 (magnitude, _mm512_set1_epi32 (-1)));
}

static StrataExponents
exponents_of (uint32_t most, uint32_t least)
{
  return (StrataExponents){
    .lowest = least == UINT32_MAX ? 255 : (uint8_t) ((least + 1) >> 23),
    .highest = (uint8_t) (most >> 23),
  };
}

/* The nearest bfloat16 to each, as float32; of two as near the larger one. */
W_ __m512i
round_part (__m512i bits)
{
  const __m512i up = _mm512_add_epi32 (bits, _mm512_set1_epi32 (0x8000));

  return _mm512_and_si512 (up, _mm512_set1_epi32 ((int) 0xffff0000));
}

W_ __m512i
take_part (__m512i bits, __m512i part)
{
  return _mm512_castps_si512 (
      _mm512_sub_ps (_mm512_castsi512_ps (bits), _mm512_castsi512_ps (part)));
}

/* The parts of @x beside those of @y. */
W_ void
store_part (char *at, __m512i x, __m512i y)
{
  _mm512_storeu_si512 (at, _mm512_or_si512 (_mm512_srli_epi32 (x, 16), y));
}

/* A row of each part of a group, at @at: pairs of lanes of @x and @y. */
W_ void
split_pairs (char *at, vf x, vf y, Magnitudes *magnitudes)
{
  __m512i u = _mm512_castps_si512 (x), v = _mm512_castps_si512 (y);

  magnitudes_meet (magnitudes, u);
  magnitudes_meet (magnitudes, v);
  EACH (p, STRATA_SPLIT_PARTS, {
    const __m512i high_u = round_part (u), high_v = round_part (v);

    store_part (at + p * PART, high_u, high_v);
    u = take_part (u, high_u);
    v = take_part (v, high_v);
  })
}

static vm
lanes_of (int64_t n)
{
  return v_lanes (0, n < 0 ? 0 : n < SIDE ? (int) n : SIDE);
}

static void
split_rows (int64_t n,
            int64_t k,
            const float *x,
            int64_t step,
            void *units,
            StrataExponents *exponents)
{
  const int64_t groups = (k + TERMS - 1) / TERMS;
  const int64_t padded = (n + SIDE - 1) / SIDE * SIDE;

  for (int64_t i = 0; i < padded; i++)
    {
      char *at = (char *) units + i / SIDE * groups * GROUP
                 + i % SIDE * TILE_ROW_BYTES;
      const float *row = x + i * step;
      Magnitudes magnitudes = magnitudes_none ();

      for (int64_t g = 0; g < groups; g++, at += GROUP)
        {
          const int64_t left = i < n ? k - g * TERMS : 0;

          if (left >= TERMS)
            split_pairs (at, v_load (row + g * TERMS),
                         v_load (row + g * TERMS + SIDE), &magnitudes);
          else
            split_pairs (
                at, v_load_m (row + g * TERMS, lanes_of (left)),
                v_load_m (row + g * TERMS + SIDE, lanes_of (left - SIDE)),
                &magnitudes);
        }
      if (i < n)
        exponents[i] =
            exponents_of (_mm512_reduce_max_epu32 (magnitudes.most),
                          _mm512_reduce_min_epu32 (magnitudes.least));
    }
}

static void
split_columns (int64_t n,
               int64_t k,
               const float *x,
               int64_t step,
               void *units,
               StrataExponents *exponents)
{
  char *at = units;

  for (int64_t j = 0; j < n; j += SIDE)
    {
      const vm m = lanes_of (n - j);
      Magnitudes magnitudes = magnitudes_none ();
      uint32_t most[SIDE], least[SIDE];

      for (int64_t l = 0; l < k; l += TERMS, at += GROUP)
        for (int row = 0; row < TERMS / 2; row++)
          {
            const float *first = x + (l + row) * step + j;
            vf u = v_zero (), v = v_zero ();

            if (l + row < k)
              u = v_load_m (first, m);
            if (l + row + TERMS / 2 < k)
              v = v_load_m (first + TERMS / 2 * step, m);
            split_pairs (at + row * TILE_ROW_BYTES, u, v, &magnitudes);
          }
      _mm512_storeu_si512 (most, magnitudes.most);
      _mm512_storeu_si512 (least, magnitudes.least);
      for (int i = 0; i < SIDE && j + i < n; i++)
        exponents[j + i] = exponents_of (most[i], least[i]);
    }
}

/* To multiply: blocks of two units times two. */

typedef struct
{
  const char *a[2], *b[2];
  int64_t groups;
  float *sums; /* of 2·SIDE columns */
} Block;

/* clang-format off */
#define LOAD_A(part)                                                          \
  do {                                                                        \
    tile_load (4, a0 + (part) * PART);                                        \
    if (units_a > 1)                                                          \
      tile_load (5, a1 + (part) * PART);                                      \
  } while (0)

#define LOAD_B(part)                                                          \
  do {                                                                        \
    tile_load (6, b0 + (part) * PART);                                        \
    if (units_b > 1)                                                          \
      tile_load (7, b1 + (part) * PART);                                      \
  } while (0)

#define LOAD_WEIGHTS(part)                                                    \
  do {                                                                        \
    if (left)                                                                 \
      LOAD_A (part);                                                          \
    else                                                                      \
      LOAD_B (part);                                                          \
  } while (0)

#define LOAD_ITEMS(part)                                                      \
  do {                                                                        \
    if (left)                                                                 \
      LOAD_B (part);                                                          \
    else                                                                      \
      LOAD_A (part);                                                          \
  } while (0)

#define DOTS()                                                                \
  do {                                                                        \
    tile_dot (0, 4, 6);                                                       \
    if (units_b > 1)                                                          \
      tile_dot (1, 4, 7);                                                     \
    if (units_a > 1)                                                          \
      tile_dot (2, 5, 6);                                                     \
    if (units_a > 1 && units_b > 1)                                           \
      tile_dot (3, 5, 7);                                                     \
  } while (0)
/* clang-format on */

/* Of the parts' products those that count, in an order that loads few parts
 * twice, and is the same on whichever side the weights are. */
W_ void
block_sums (const Block *block,
            const int units_a,
            const int units_b,
            const int parts,
            const bool left)
{
  const char *a0 = block->a[0], *a1 = block->a[1];
  const char *b0 = block->b[0], *b1 = block->b[1];

  tile_zero (0);
  tile_zero (1);
  tile_zero (2);
  tile_zero (3);
  for (int64_t g = 0; g < block->groups; g++)
    {
      LOAD_ITEMS (0);
      if (parts > 2)
        {
          LOAD_WEIGHTS (2);
          DOTS ();
        }
      LOAD_WEIGHTS (0);
      DOTS ();
      if (parts > 1)
        {
          LOAD_WEIGHTS (1);
          DOTS ();
        }
      LOAD_ITEMS (1);
      if (parts > 1)
        {
          DOTS ();
          LOAD_WEIGHTS (0);
        }
      DOTS ();
      LOAD_ITEMS (2);
      DOTS ();
      a0 += GROUP;
      a1 += GROUP;
      b0 += GROUP;
      b1 += GROUP;
    }

  tile_store (0, block->sums, 2 * TILE_ROW_BYTES);
  if (units_b > 1)
    tile_store (1, block->sums + SIDE, 2 * TILE_ROW_BYTES);
  if (units_a > 1)
    tile_store (2, block->sums + 2 * SIDE * SIDE, 2 * TILE_ROW_BYTES);
  if (units_a > 1 && units_b > 1)
    tile_store (3, block->sums + 2 * SIDE * SIDE + SIDE, 2 * TILE_ROW_BYTES);
}

typedef void (*BlockFunc) (const Block *block);

/* Weights of 16 bits have fewer parts. */
#if defined(STRATA_ELEMENT_FLOAT16)
#define PARTS 2
#elif defined(STRATA_ELEMENT_BFLOAT16)
#define PARTS 1
#else
#define PARTS STRATA_SPLIT_PARTS
#endif

/* clang-format off */
#define BLOCK(units_a, units_b, left)                                         \
  static void block_##units_a##units_b##_##left (const Block *block)          \
  {                                                                           \
    block_sums (block, units_a, units_b, PARTS, left);                        \
  }

#define BLOCKS(left)                                                          \
  BLOCK (1, 1, left)                                                          \
  BLOCK (1, 2, left)                                                          \
  BLOCK (2, 1, left)                                                          \
  BLOCK (2, 2, left)

BLOCKS (0)
BLOCKS (1)
#undef BLOCKS
#undef BLOCK
/* clang-format on */

static const BlockFunc blocks[2][2][2] = {
  { { block_11_0, block_12_0 }, { block_21_0, block_22_0 } },
  { { block_11_1, block_12_1 }, { block_21_1, block_22_1 } },
};

/* One vector of sums, of which the lanes of @m are wanted. */
W_ vf
finished (const StrataSplitProduct *p,
          const Finish *f,
          int64_t i,
          int64_t j,
          vm m,
          const float *sums)
{
  const float *row = p->bias_row, *column = p->bias_column;
  vf x = v_load (sums);

  if (column)
    x = v_add (x, v_load_m (column + j, m));
  if (row)
    x = v_add (x, v_set1 (row[i]));
  return f->function ? v_activate (x, f->function) : finish_clamp (f, x);
}

/* Elements from (@i, @j) on. */
static void
block_finish (const StrataSplitProduct *p,
              const Finish *f,
              int64_t i,
              int64_t j,
              const float *sums)
{
  const int64_t rows = p->m - i < 2 * SIDE ? p->m - i : 2 * SIDE;

  for (int64_t row = 0; row < rows; row++)
    for (int64_t first = 0; first < 2 * SIDE && j + first < p->n; first += SIDE)
      {
        const vm m = lanes_of (p->n - j - first);

        finish_store_m (f,
                        finish_at (f, p->c, (i + row) * p->c_row + j + first),
                        finished (p, f, i + row, j + first, m,
                                  sums + row * 2 * SIDE + first),
                        m);
      }
}

/* Sums from (@i, @j) on. */
static void
run_block (const StrataSplitProduct *p, const Finish *f, int64_t i, int64_t j)
{
  const int64_t unit = p->groups * GROUP;
  const char *a = (const char *) p->a + i / SIDE * unit;
  const char *b = (const char *) p->b + j / SIDE * unit;
  float sums[4 * SIDE * SIDE] __attribute__ ((aligned (64)));
  const Block block = { { a, a + unit }, { b, b + unit }, p->groups, sums };

  blocks[p->left][p->m - i > SIDE][p->n - j > SIDE](&block);
  block_finish (p, f, i, j, sums);
}

/* Weights are read once: two units of them meet all items before the next two
 * come. */
static void
product (const StrataSplitProduct *p)
{
  const Finish f = finish_init (&p->finish, p->wide);
  const int64_t weights = p->left ? p->m : p->n;
  const int64_t items = p->left ? p->n : p->m;

  tile_begin ();
  for (int64_t w = 0; w < weights; w += 2 * SIDE)
    for (int64_t i = 0; i < items; i += 2 * SIDE)
      run_block (p, &f, p->left ? w : i, p->left ? i : w);
  tile_end ();
}

extern const StrataSplitKernels STRATA_SPLIT_PRODUCT;

const StrataSplitKernels STRATA_SPLIT_PRODUCT = {
  .rows = split_rows,
  .columns = split_columns,
  .product = product,
};
