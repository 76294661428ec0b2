/* vector.h — the vocabulary that kernels are written in.
 *
 * E is the type of an element in memory, V the type it is computed in; vf is a
 * vector of V_LANES V, vm says yes or no for each lane, vi names lanes.
 *
 *   v_set1 v_zero v_add v_sub v_mul v_div v_min v_max v_sqrt v_round v_sum
 *   v_fma (a, b, c)       a·b + c, rounded once where V_FUSED is 1
 *   v_fma_m (m, a, b, c)  the same in the lanes of m, c in the others
 *   v_fma_to (&c, a, b)   c = v_fma (a, b, c), in the register that c has:
 *                         where there are few, who chooses another runs out
 *   v_min, v_max          the second argument where either is NaN
 *   v_scale2 (a, n)       a·2ⁿ for a whole n
 *   v_greater v_is_nan    a vm; v_select (m, yes, no)
 *   v_permute (x, index)  lane i of the result is lane index[i] of x
 *   v_even (a, b)         lanes 0, 2, 4, … of a followed by those of b
 *   v_odd (a, b)          lanes 1, 3, 5, … likewise
 *   v_zip (a, b, &x, &y)  a and b lane by lane: the first half, the second
 *   v_slide (a, b, n)     lanes from n on of a followed by b; n from 1 to 3
 *                         and below V_LANES
 *   v_keep (x)            x, read from memory once and not at each use
 *   v_lanes (first, end)  a vm of those lanes; & joins two
 *   v_lanes_within (at, n)
 *                         the lanes whose places, from at on, are in [0, n)
 *   v_mask (p)            a vm from memory
 *   v_load v_store v_load_m v_store_m v_gather     of V in memory
 *   e_load e_store e_load_m e_store_m e_gather     of E in memory, converted
 *   e_store_common e_store_common_m   the same, faster, of what is not rare
 *   b_load b_store b_load_m b_store_m b_zip
 *                         of vb, vectors of E to be moved, not computed with
 *   e_rare (seen, x)      what e_any_rare() asks of many vectors at once, after
 *                         e_rare_none(); it may take others for rare, too
 *   e_load_even (p)       p[0], p[2], p[4], …; reads 2·V_LANES elements
 *   e_load_apart (p, low, high, &x, &y)
 *                         the same of those that two masks name, and p[1],
 *                         p[3], p[5], …
 *   e_store_together (p, x, y, low, high)
 *                         the way back, of what is not rare, where
 *                         E_STORES_TOGETHER is defined; there e_load_apart
 *                         costs next to nothing
 *   e_rare_lanes (x)      there: a vm of those that are rare, and no others
 *   e_load_spread (p, index, m)   e_load_m, then v_permute
 *   vh_of (x)             the first half of x, a vh; vh_whole (h) is a vf again
 *   vh_fma vh_load_m      v_fma and v_load_m of a vh
 *
 * Memory outside the lanes of a mask is not touched and loads as 0.
 *
 * V_HALVES is defined where half a vector may cost half as much as a whole one.
 * V_SLIDES tells whether to slide is cheaper than to read again, and masks have
 * registers of their own. V_TILES tells whether the machine has registers
 * enough for the tiles that are made for one size of kernel, V_PAIR_COLUMNS,
 * where it is defined, how wide one of two blocks of channels may be,
 * V_NARROW_COLUMNS, where it is defined, how wide a strip where registers are
 * few, V_ROLLS whether they suffice for wide strips of stride 2. V_CROWD is the
 * field of StrataKernels.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "unroll.h"

/* A word: always a part of the kernel that says it. A shared copy could be
 * one for a newer CPU. */
#define W_ static inline __attribute__ ((always_inline, unused))

#if defined(STRATA_ELEMENT_FLOAT64)
#define V_DOUBLE 1
typedef double V;
typedef double E;
#elif defined(STRATA_ELEMENT_FLOAT32)
typedef float V;
typedef float E;
#else
#define V_HALF 1
typedef float V;
typedef uint16_t E;
#endif

/* clang-format off */
#if defined(STRATA_VECTOR_AVX512)
#include "vec-avx512.h"
#elif defined(STRATA_VECTOR_AVX2)
#include "vec-avx2.h"
#elif defined(STRATA_VECTOR_NEON)
#include "vec-neon.h"
#else
#include "vec-portable.h"
#endif
/* clang-format on */

/* Without halves a whole vector stands for one. */
#ifndef V_HALVES
typedef vf vh;
W_ vh
vh_of (vf x)
{
  return x;
}

W_ vf
vh_whole (vh x)
{
  return x;
}

W_ vh
vh_fma (vh a, vh b, vh c)
{
  return v_fma (a, b, c);
}

W_ vh
vh_load_m (const V *p, vm m)
{
  return v_load_m (p, m);
}
#endif

W_ vm
v_lanes_within (int64_t at, int64_t n)
{
  int64_t low = at < 0 ? -at : 0;
  int64_t high = at < n ? n - at : 0;

  low = low < V_LANES ? low : V_LANES;
  high = high < V_LANES ? high : V_LANES;
  return v_lanes ((int) low, (int) (high > low ? high : low));
}

#ifndef V_HALF
/* Elements in memory are what is computed with. */
W_ vf
e_load (const E *p)
{
  return v_load (p);
}

W_ void
e_store (E *p, vf x)
{
  v_store (p, x);
}

W_ vf
e_load_m (const E *p, vm m)
{
  return v_load_m (p, m);
}

W_ void
e_store_m (E *p, vf x, vm m)
{
  v_store_m (p, x, m);
}

W_ vf
e_gather (const E *p, ptrdiff_t stride, vm m)
{
  return v_gather (p, stride, m);
}
#endif

#ifndef E_LOADS_APART
W_ void
e_load_apart (const E *p, vm low, vm high, vf *even, vf *odd)
{
  const vf a = e_load_m (p, low), b = e_load_m (p + V_LANES, high);

  *even = v_even (a, b);
  *odd = v_odd (a, b);
}

W_ vf
e_load_even (const E *p)
{
  return v_even (e_load (p), e_load (p + V_LANES));
}
#endif

#ifndef E_LOADS_SPREAD
W_ vf
e_load_spread (const E *p, vi index, vm m)
{
  return v_permute (e_load_m (p, m), index);
}
#endif

/* Elsewhere elements are moved as what they are computed with. */
#ifndef E_BITS
typedef vf vb;
#define b_load e_load
#define b_store e_store
#define b_load_m e_load_m
#define b_store_m e_store_m
#define b_zip v_zip
#endif

#ifndef E_RARE
typedef int er;

W_ er
e_rare_none (void)
{
  return 0;
}

W_ er
e_rare (er none, vf x)
{
  return none;
}

W_ bool
e_any_rare (er none)
{
  return false;
}

W_ void
e_store_common (E *p, vf x)
{
  e_store (p, x);
}

W_ void
e_store_common_m (E *p, vf x, vm m)
{
  e_store_m (p, x, m);
}
#endif

#ifdef V_HALF
/* Few CPUs gather 16-bit elements. */
static __attribute__ ((noinline, unused)) vf
e_gather (const E *p, ptrdiff_t stride, vm m)
{
  E lanes[V_LANES] = { 0 };
  int32_t wanted[V_LANES];

  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      lanes[i] = p[i * stride];
  return e_load (lanes);
}
#endif
