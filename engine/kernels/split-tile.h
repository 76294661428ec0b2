/* split-tile.h — eight registers that hold a matrix each.
 *
 * A tile has sixteen rows of 64 bytes: sixteen float32, or sixteen pairs of
 * bfloat16. tile_dot (c, a, b) adds to element (i, j) of c, for each pair l,
 * the products of the pair (i, l) of a with the pair (l, j) of b. Tiles are
 * named by literal numbers.
 *
 * With STRATA_SPLIT_MODEL these are no registers but a model of them in plain
 * C, for tests on machines that have none: the even products of a dot are one
 * chain of fused sums, the odd ones another, and what is too small to be
 * normal is 0.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <stdint.h>
#include <string.h>

#define TILE_ROW_BYTES 64

#ifdef STRATA_SPLIT_MODEL

#include <float.h>
#include <math.h>

typedef union
{
  float sums[16][16];
  uint16_t pairs[16][32];
} Tile;

static __thread Tile tiles[8];

static void
tile_begin (void)
{
}

static void
tile_end (void)
{
}

static void
tile_zero (int t)
{
  memset (&tiles[t], 0, sizeof tiles[t]);
}

static void
tile_load (int t, const void *from)
{
  memcpy (&tiles[t], from, sizeof tiles[t]);
}

static void
tile_store (int t, void *to, int64_t step)
{
  for (int i = 0; i < 16; i++)
    memcpy ((char *) to + i * step, tiles[t].sums[i], TILE_ROW_BYTES);
}

static inline float
tile_flush (float x)
{
  return fabsf (x) < FLT_MIN ? 0 : x;
}

static inline float
tile_number (uint16_t bits)
{
  const uint32_t wide = (uint32_t) bits << 16;
  float x;

  memcpy (&x, &wide, sizeof x);
  return tile_flush (x);
}

/* Of all pairs of tile @t the first numbers, or the second ones. */
static void
tile_numbers (int t, int which, float numbers[16][16])
{
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++)
      numbers[i][j] = tile_number (tiles[t].pairs[i][2 * j + which]);
}

static void
tile_dot (int c, int a, int b)
{
  float x[2][16][16], y[2][16][16];

  for (int which = 0; which < 2; which++)
    {
      tile_numbers (a, which, x[which]);
      tile_numbers (b, which, y[which]);
    }
  for (int i = 0; i < 16; i++)
    {
      float sums[2][16] = { { 0 } };

      for (int l = 0; l < 16; l++)
        for (int which = 0; which < 2; which++)
          for (int j = 0; j < 16; j++)
            sums[which][j] = tile_flush (
                fmaf (x[which][i][l], y[which][l][j], sums[which][j]));
      for (int j = 0; j < 16; j++)
        tiles[c].sums[i][j] = tile_flush (
            tiles[c].sums[i][j] + tile_flush (sums[0][j] + sums[1][j]));
    }
}

#else

#include <immintrin.h>

/* Eight tiles of full size. */
static const struct
{
  uint8_t palette, start, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_config = {
  .palette = 1,
  .row_bytes = { 64, 64, 64, 64, 64, 64, 64, 64 },
  .rows = { 16, 16, 16, 16, 16, 16, 16, 16 },
};

static void
tile_begin (void)
{
  _tile_loadconfig (&tile_config);
}

static void
tile_end (void)
{
  _tile_release ();
}

#define tile_zero(t) _tile_zero (t)
#define tile_load(t, from) _tile_loadd (t, from, TILE_ROW_BYTES)
#define tile_store(t, to, step) _tile_stored (t, to, step)
#define tile_dot(c, a, b) _tile_dpbf16ps (c, a, b)

#endif
