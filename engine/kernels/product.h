/* product.h — the matrix product behind every pointwise convolution.
 *
 * A tile is a few rows times a few vectors of columns, kept in registers while
 * the sum runs over the inner dimension in order: one chain of sums for each
 * element, whatever the sizes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "finish.h"

typedef vf ProductSums[V_PRODUCT_ROWS][V_PRODUCT_VECTORS];

/* Tiles of fewer rows, for what the full ones leave and for products that they
 * do not divide well: 49 rows are seven times seven, or ten times four and
 * three times three. */
#define PRODUCT_FEWER (V_PRODUCT_ROWS - 1)
#define PRODUCT_HALF (V_PRODUCT_ROWS / 2)

/* What of the last vector of columns is wanted: some lanes, all, or some of its
 * first half. */
typedef enum
{
  LAST_SOME,
  LAST_FULL,
  LAST_HALF,
  LAST_N
} ProductLast;

/* How many rows and vectors of columns a tile has, and the lanes of the last
 * vector. Known beforehand but for these lanes. */
typedef struct
{
  int rows, vectors;
  bool full;
  vm last;
} ProductSize;

W_ vf
product_load (const ProductSize *size, const int v, const V *p)
{
  return v + 1 < size->vectors || size->full ? v_load (p)
                                             : v_load_m (p, size->last);
}

W_ void
product_start (const StrataProduct *p,
               const ProductSize *size,
               int64_t i0,
               ProductSums acc)
{
  const V *row = p->bias_row, *column = p->bias_column;
  vf bias[V_PRODUCT_VECTORS];

  EACH (v, V_PRODUCT_VECTORS, {
    bias[v] = v_zero ();
    if (column && v < size->vectors)
      bias[v] = product_load (size, v, column + v * V_LANES);
  })
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    acc[i][v] = bias[v];
  }))
  if (row)
    EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
      if (i < size->rows)
        acc[i][v] = v_set1 (row[i0 + i]);
    }))
}

W_ void
product_store (const StrataProduct *p,
               const Finish *f,
               const ProductSize *size,
               int64_t i0,
               ProductSums acc)
{
  const Finish bounds = *f;
  const int64_t step = p->c_row;
  er rare = e_rare_none ();

  if (f->clamps)
    EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
      acc[i][v] = finish_clamp (&bounds, acc[i][v]);
    }))
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    if (v < size->vectors && i < size->rows)
      rare = e_rare (rare, acc[i][v]);
  }))
  IN_STORE_WAY (store_way (f, rare), {
    void *c = store_at (way, p->c, i0 * step);

    EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
      if (v < size->vectors && i < size->rows)
        {
          void *at = store_at (way, c, i * step + v * V_LANES);

          if (v + 1 < size->vectors || size->full)
            store (way, at, acc[i][v]);
          else
            store_m (way, at, acc[i][v], size->last);
        }
    }))
  })
}

/* C += sums, in the compute type. */
W_ void
product_add (const StrataProduct *p,
             const ProductSize *size,
             int64_t i0,
             ProductSums acc)
{
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    if (v < size->vectors && i < size->rows)
      {
        V *c = (V *) p->c + (i0 + i) * p->c_row + v * V_LANES;
        vm m = v + 1 < size->vectors ? v_lanes (0, V_LANES) : size->last;

        v_store_m (c, v_add (v_load_m (c, m), acc[i][v]), m);
      }
  }))
}

/* Has C brought near while its sums are taken: stores wait for one line after
 * the other. */
W_ void
product_fetch (const StrataProduct *p,
               const Finish *f,
               const ProductSize *size,
               int64_t i0)
{
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    if (v < size->vectors && i < size->rows)
      __builtin_prefetch (
          finish_at (f, p->c, (i0 + i) * p->c_row + v * V_LANES), 1);
  }))
}

W_ void
product_finish (const Finish *f, ProductSums acc)
{
  V sums[V_PRODUCT_ROWS * V_PRODUCT_VECTORS * V_LANES];

  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    v_store (sums + (i * V_PRODUCT_VECTORS + v) * V_LANES, acc[i][v]);
  }))
  finish_sums (f->function, V_PRODUCT_ROWS * V_PRODUCT_VECTORS, sums);
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    acc[i][v] = v_load (sums + (i * V_PRODUCT_VECTORS + v) * V_LANES);
  }))
}

/* A term more of each sum: of element @at of the rows, and of @b. */
W_ void
product_term (const ProductSize *size,
              const int whole,
              const ProductLast last,
              const V *const *a,
              int64_t at,
              const V *b,
              ProductSums acc,
              vh *half)
{
  const int vectors = size->vectors, rows = size->rows;
  vf u[V_PRODUCT_VECTORS];
  vh uh = vh_of (v_zero ());

  EACH (v, V_PRODUCT_VECTORS, {
    if (v < whole)
      u[v] = product_load (size, v, b + v * V_LANES);
  })
  if (last == LAST_HALF)
    uh = vh_load_m (b + (vectors - 1) * V_LANES, size->last);
  EACH (i, V_PRODUCT_ROWS, {
    vf x = v_set1 (a[i][at]);

    EACH (v, V_PRODUCT_VECTORS, {
      if (v < whole && i < rows)
        v_fma_to (&acc[i][v], x, u[v]);
    })
    if (last == LAST_HALF && i < rows)
      half[i] = vh_fma (vh_of (x), uh, half[i]);
  })
}

/* Rows @i0 to @i0 + @rows. Half a vector takes half the time of a whole one
 * where whole ones are computed in halves. Terms that lie side by side are
 * taken V_PRODUCT_TERMS at a time: where a tile is small, the counting between
 * them is much of all that a core has to issue. */
W_ void
product_tile (const StrataProduct *p,
              const Finish *f,
              int64_t i0,
              const int rows,
              const int vectors,
              const ProductLast last)
{
  const int left = (int) (p->n - (vectors - 1) * V_LANES);
  const ProductSize size
      = { rows, vectors, last == LAST_FULL, v_lanes (0, left) };
  const int whole = vectors - (last == LAST_HALF);
  const V *a[V_PRODUCT_ROWS];
  const V *b = p->b;
  const int64_t k = p->k, b_row = p->b_row, a_column = p->a_column;
  int64_t l = 0;
  ProductSums acc;
  vh half[V_PRODUCT_ROWS];

  EACH (i, V_PRODUCT_ROWS, {
    a[i] = (const V *) p->a + (i0 + (i < rows ? i : 0)) * p->a_row;
  })
  product_start (p, &size, i0, acc);
  EACH (i, V_PRODUCT_ROWS, { half[i] = vh_of (acc[i][vectors - 1]); })
  if (p->far)
    product_fetch (p, f, &size, i0);

  if (V_PRODUCT_TERMS > 1 && a_column == 1)
    for (; l + V_PRODUCT_TERMS <= k; l += V_PRODUCT_TERMS)
      {
        EACH (t, V_PRODUCT_TERMS, {
          product_term (&size, whole, last, a, l + t, b + t * b_row, acc, half);
        })
        b += V_PRODUCT_TERMS * b_row;
      }
  for (; l < k; l++, b += b_row)
    product_term (&size, whole, last, a, l * a_column, b, acc, half);
  if (last == LAST_HALF)
    EACH (i, V_PRODUCT_ROWS, { acc[i][vectors - 1] = vh_whole (half[i]); })

  if (p->add)
    {
      product_add (p, &size, i0, acc);
      return;
    }
  if (f->function)
    product_finish (f, acc);
  product_store (p, f, &size, i0, acc);
}

typedef void (*ProductFunc) (const StrataProduct *p,
                             const Finish *f,
                             int64_t i0);

/* clang-format off */
#define PRODUCT(name, rows, vectors, last)                                    \
  static void product_##name##_##vectors##_##last (const StrataProduct *p,    \
                                                   const Finish *f,           \
                                                   int64_t i0)                \
  {                                                                           \
    product_tile (p, f, i0, rows, vectors, LAST_##last);                      \
  }

#ifdef V_HALVES
#define PRODUCT_LASTS(name, rows, vectors)                                    \
  PRODUCT (name, rows, vectors, SOME)                                         \
  PRODUCT (name, rows, vectors, FULL)                                         \
  PRODUCT (name, rows, vectors, HALF)
#define PRODUCT_NAMES(name, vectors)                                          \
  { product_##name##_##vectors##_SOME, product_##name##_##vectors##_FULL,     \
    product_##name##_##vectors##_HALF }
#else
#define PRODUCT_LASTS(name, rows, vectors)                                    \
  PRODUCT (name, rows, vectors, SOME)                                         \
  PRODUCT (name, rows, vectors, FULL)
#define PRODUCT_NAMES(name, vectors)                                          \
  { product_##name##_##vectors##_SOME, product_##name##_##vectors##_FULL }
#endif

#if V_PRODUCT_VECTORS > 2
#define PRODUCTS(name, rows)                                                  \
  PRODUCT_LASTS (name, rows, 1)                                               \
  PRODUCT_LASTS (name, rows, 2)                                               \
  PRODUCT_LASTS (name, rows, 3)                                               \
  static const ProductFunc products_##name[V_PRODUCT_VECTORS][LAST_N] = {     \
    PRODUCT_NAMES (name, 1), PRODUCT_NAMES (name, 2),                         \
    PRODUCT_NAMES (name, 3),                                                  \
  };
#else
#define PRODUCTS(name, rows)                                                  \
  PRODUCT_LASTS (name, rows, 1)                                               \
  PRODUCT_LASTS (name, rows, 2)                                               \
  static const ProductFunc products_##name[V_PRODUCT_VECTORS][LAST_N] = {     \
    PRODUCT_NAMES (name, 1), PRODUCT_NAMES (name, 2),                         \
  };
#endif

PRODUCTS (all, V_PRODUCT_ROWS)
PRODUCTS (fewer, PRODUCT_FEWER)
PRODUCTS (half, PRODUCT_HALF)
PRODUCTS (one, 1)
#undef PRODUCTS
#undef PRODUCT_LASTS
#undef PRODUCT_NAMES
#undef PRODUCT
/* clang-format on */

/* Rows of the smallest tile that has @rows rows. */
static int64_t
product_tile_rows (int64_t rows)
{
  return rows <= 1               ? rows
         : rows <= PRODUCT_HALF  ? PRODUCT_HALF
         : rows <= PRODUCT_FEWER ? PRODUCT_FEWER
                                 : V_PRODUCT_ROWS;
}

/* Rows of the largest tile that has no more than @rows. */
static int64_t
product_tile_within (int64_t rows)
{
  return rows >= V_PRODUCT_ROWS  ? V_PRODUCT_ROWS
         : rows >= PRODUCT_FEWER ? PRODUCT_FEWER
         : rows >= PRODUCT_HALF  ? PRODUCT_HALF
                                 : 1;
}

static ProductFunc
product_func (const StrataProduct *p, int64_t rows)
{
  const int64_t vectors = (p->n + V_LANES - 1) / V_LANES;
  const int64_t left = p->n - (vectors - 1) * V_LANES;
  ProductLast last = left == V_LANES ? LAST_FULL : LAST_SOME;

#ifdef V_HALVES
  if (left <= V_LANES / 2)
    last = LAST_HALF;
#endif

  switch (rows)
    {
    case V_PRODUCT_ROWS:
      return products_all[vectors - 1][last];
    case PRODUCT_FEWER:
      return products_fewer[vectors - 1][last];
    case PRODUCT_HALF:
      return products_half[vectors - 1][last];
    default:
      return products_one[vectors - 1][last];
    }
}

/* How many tiles of a row less leave no row over; none where these would be
 * more rows than there are, or where half a tile takes what is left. */
static int64_t
count_fewer (int64_t m)
{
  const int64_t left = m % V_PRODUCT_ROWS, n = V_PRODUCT_ROWS - left;
  const bool fits = left == 0 || left == PRODUCT_HALF;

  return fits || n * PRODUCT_FEWER > m ? 0 : n;
}

/* Tiles of @rows from row @i on, as many as end by @end; where they end. */
static int64_t
product_tiles (const StrataProduct *p,
               const Finish *f,
               int64_t i,
               int64_t end,
               int64_t rows)
{
  const ProductFunc func = product_func (p, rows);

  for (; i + rows <= end; i += rows)
    func (p, f, i);
  return i;
}

static void
product (const StrataProduct *p)
{
  const Finish f = finish_init (&p->finish, p->wide);
  const int64_t fewer = count_fewer (p->m);
  const int64_t whole = p->m - fewer * PRODUCT_FEWER;
  int64_t i = product_tiles (p, &f, 0, whole, V_PRODUCT_ROWS);

  if (fewer > 0)
    i = product_tiles (p, &f, i, p->m, PRODUCT_FEWER);
  while (i < p->m)
    {
      const int64_t needed = product_tile_rows (p->m - i);

      /* What comes twice is the same twice, unless it is added. */
      if (needed <= p->m && !p->add)
        {
          product_func (p, needed) (p, &f, p->m - needed);
          return;
        }
      product_func (p, product_tile_within (p->m - i)) (p, &f, i);
      i += product_tile_within (p->m - i);
    }
}
