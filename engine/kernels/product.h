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

W_ void
product_start (const StrataProduct *p,
               int64_t i0,
               const int vectors,
               vm last,
               ProductSums acc)
{
  const V *row = p->bias_row, *column = p->bias_column;

  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    vf bias = v_zero ();

    if (row && i0 + i < p->m)
      bias = v_set1 (row[i0 + i]);
    if (column && v < vectors)
      bias = v + 1 < vectors ? v_load (column + v * V_LANES)
                             : v_load_m (column + v * V_LANES, last);
    acc[i][v] = bias;
  }))
}

W_ void
product_store (const StrataProduct *p,
               const Finish *f,
               int64_t i0,
               const int vectors,
               vm last,
               ProductSums acc)
{
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    if (v < vectors && i0 + i < p->m)
      {
        void *c = finish_at (f, p->c, (i0 + i) * p->c_row + v * V_LANES);

        if (v + 1 < vectors)
          finish_store (f, c, finish_clamp (f, acc[i][v]));
        else
          finish_store_m (f, c, finish_clamp (f, acc[i][v]), last);
      }
  }))
}

/* C += sums, in the compute type. */
W_ void
product_add (const StrataProduct *p,
             int64_t i0,
             const int vectors,
             vm last,
             ProductSums acc)
{
  EACH (i, V_PRODUCT_ROWS, EACH (v, V_PRODUCT_VECTORS, {
    if (v < vectors && i0 + i < p->m)
      {
        V *c = (V *) p->c + (i0 + i) * p->c_row + v * V_LANES;
        vm m = v + 1 < vectors ? v_lanes (0, V_LANES) : last;

        v_store_m (c, v_add (v_load_m (c, m), acc[i][v]), m);
      }
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

/* @full: the last vector of columns has all its lanes. */
W_ void
product_tile (const StrataProduct *p,
              const Finish *f,
              int64_t i0,
              const int vectors,
              const bool full)
{
  const int left = (int) (p->n - (vectors - 1) * V_LANES);
  const vm last = v_lanes (0, left);
  const V *a[V_PRODUCT_ROWS];
  const V *b = p->b;
  int64_t at = 0;
  ProductSums acc;

  /* Rows past the end repeat the last one and are not stored. */
  EACH (i, V_PRODUCT_ROWS, {
    int64_t row = i0 + i < p->m ? i0 + i : p->m - 1;
    a[i] = (const V *) p->a + row * p->a_row;
  })
  product_start (p, i0, vectors, last, acc);

  for (int64_t l = 0; l < p->k; l++)
    {
      vf u[V_PRODUCT_VECTORS];

      EACH (v, V_PRODUCT_VECTORS, {
        if (v + 1 < vectors || (v < vectors && full))
          u[v] = v_load (b + v * V_LANES);
        else if (v < vectors)
          u[v] = v_load_m (b + v * V_LANES, last);
      })
      EACH (i, V_PRODUCT_ROWS, {
        vf x = v_set1 (a[i][at]);

        EACH (v, V_PRODUCT_VECTORS, {
          if (v < vectors)
            acc[i][v] = v_fma (x, u[v], acc[i][v]);
        })
      })
      at += p->a_column;
      b += p->b_row;
    }

  if (p->add)
    {
      product_add (p, i0, vectors, last, acc);
      return;
    }
  if (f->function)
    product_finish (f, acc);
  product_store (p, f, i0, vectors, last, acc);
}

typedef void (*ProductFunc) (const StrataProduct *p,
                             const Finish *f,
                             int64_t i0);

/* clang-format off */
#define PRODUCT(vectors, full)                                                \
  static void product_##vectors##_##full (const StrataProduct *p,             \
                                          const Finish *f,                    \
                                          int64_t i0)                         \
  {                                                                           \
    product_tile (p, f, i0, vectors, full);                                   \
  }

PRODUCT (1, 0)
PRODUCT (1, 1)
PRODUCT (2, 0)
PRODUCT (2, 1)
#if V_PRODUCT_VECTORS > 2
PRODUCT (3, 0)
PRODUCT (3, 1)
#endif

static const ProductFunc products[V_PRODUCT_VECTORS][2] = {
  { product_1_0, product_1_1 },
  { product_2_0, product_2_1 },
#if V_PRODUCT_VECTORS > 2
  { product_3_0, product_3_1 },
#endif
};
#undef PRODUCT
/* clang-format on */

static void
product (const StrataProduct *p)
{
  const Finish f = finish_init (&p->finish, p->wide);
  const int64_t vectors = (p->n + V_LANES - 1) / V_LANES;
  const ProductFunc func = products[vectors - 1][p->n % V_LANES == 0];

  for (int64_t i = 0; i < p->m; i += V_PRODUCT_ROWS)
    func (p, &f, i);
}
