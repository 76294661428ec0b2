/* vec-avx2.h — the vector vocabulary in AVX2, FMA and F16C.
 *
 * The words are explained in vector.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* clang-format off */

#include <immintrin.h>

#define V_FUSED 1

/* Register tiles, for 16 registers. */
#define V_CROWD 2048
#define V_TILES 1
#define V_SLIDES 0
#define V_TILE_ROWS 2
#define V_TILE_COLUMNS 4
#define V_NARROW_COLUMNS 3
#define V_PLANE_ROWS 4
#define V_PLANE_VECTORS 2
#define V_PRODUCT_ROWS 4
#define V_PRODUCT_VECTORS 3
#define V_PRODUCT_TERMS 4

#ifdef V_DOUBLE

#define V_LANES 4
typedef __m256d vf;
typedef __m256i vi;
typedef __m256i vm;

#define P(name) _mm256_##name##_pd
#define V_FMA_TO "vfmadd231pd %2, %1, %0"
#define V_AS_MASK(m) _mm256_castsi256_pd (m)
#define V_AS_BITS(x) _mm256_castpd_si256 (x)

/* Each lane is moved as two halves. */
W_ vi v_index (const int32_t *i)
{
  __m256i lane = _mm256_cvtepi32_epi64 (_mm_loadu_si128 ((const void *) i));
  __m256i low = _mm256_add_epi64 (lane, lane);
  __m256i high = _mm256_add_epi64 (low, _mm256_set1_epi64x (1));
  return _mm256_or_si256 (low, _mm256_slli_epi64 (high, 32));
}
W_ vf v_permute (vf x, vi index)
{
  __m256i y = _mm256_permutevar8x32_epi32 (_mm256_castpd_si256 (x), index);
  return _mm256_castsi256_pd (y);
}
W_ vf v_even (vf a, vf b)
{
  return _mm256_permute4x64_pd (_mm256_unpacklo_pd (a, b), 0xd8);
}
W_ V v_sum (vf a)
{
  __m128d b = _mm_add_pd (_mm256_castpd256_pd128 (a),
                          _mm256_extractf128_pd (a, 1));
  return _mm_cvtsd_f64 (_mm_add_sd (b, _mm_unpackhi_pd (b, b)));
}
W_ vm v_lanes (int first, int end)
{
  const __m256i lane = _mm256_setr_epi64x (0, 1, 2, 3);
  __m256i from = _mm256_cmpgt_epi64 (lane, _mm256_set1_epi64x (first - 1));
  __m256i to = _mm256_cmpgt_epi64 (_mm256_set1_epi64x (end), lane);
  return _mm256_and_si256 (from, to);
}
W_ vf v_scale2 (vf a, vf n)
{
  /* Two steps, so that results near the ends of the range come out right. */
  const __m256d magic = _mm256_set1_pd (0x1.8p52);
  const __m256i bias = _mm256_set1_epi64x (1023);
  __m256d half = _mm256_round_pd (_mm256_mul_pd (n, _mm256_set1_pd (0.5)),
                                  _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
  __m256d rest = _mm256_sub_pd (n, half);
  __m256i i = _mm256_sub_epi64 (
      _mm256_castpd_si256 (_mm256_add_pd (half, magic)),
      _mm256_castpd_si256 (magic));
  __m256i j = _mm256_sub_epi64 (
      _mm256_castpd_si256 (_mm256_add_pd (rest, magic)),
      _mm256_castpd_si256 (magic));
  i = _mm256_slli_epi64 (_mm256_add_epi64 (i, bias), 52);
  j = _mm256_slli_epi64 (_mm256_add_epi64 (j, bias), 52);
  a = _mm256_mul_pd (a, _mm256_castsi256_pd (i));
  return _mm256_mul_pd (a, _mm256_castsi256_pd (j));
}

#else

#define V_LANES 8
typedef __m256 vf;
typedef __m256i vi;
typedef __m256i vm;

#define P(name) _mm256_##name##_ps
#define V_FMA_TO "vfmadd231ps %2, %1, %0"
#define V_AS_MASK(m) _mm256_castsi256_ps (m)
#define V_AS_BITS(x) _mm256_castps_si256 (x)

W_ vi v_index (const int32_t *i)
{
  return _mm256_loadu_si256 ((const void *) i);
}
W_ vf v_permute (vf x, vi index)
{
  return _mm256_permutevar8x32_ps (x, index);
}
W_ vf v_even (vf a, vf b)
{
  __m256 pairs = _mm256_shuffle_ps (a, b, 0x88);
  __m256d sorted = _mm256_permute4x64_pd (_mm256_castps_pd (pairs), 0xd8);
  return _mm256_castpd_ps (sorted);
}
W_ V v_sum (vf a)
{
  __m128 b = _mm_add_ps (_mm256_castps256_ps128 (a),
                         _mm256_extractf128_ps (a, 1));
  b = _mm_add_ps (b, _mm_movehl_ps (b, b));
  b = _mm_add_ss (b, _mm_movehdup_ps (b));
  return _mm_cvtss_f32 (b);
}
W_ vm v_lanes (int first, int end)
{
  const __m256i lane = _mm256_setr_epi32 (0, 1, 2, 3, 4, 5, 6, 7);
  __m256i from = _mm256_cmpgt_epi32 (lane, _mm256_set1_epi32 (first - 1));
  __m256i to = _mm256_cmpgt_epi32 (_mm256_set1_epi32 (end), lane);
  return _mm256_and_si256 (from, to);
}
W_ vf v_scale2 (vf a, vf n)
{
  /* Two steps, so that results near the ends of the range come out right. */
  const __m256i bias = _mm256_set1_epi32 (127);
  __m256i whole = _mm256_cvtps_epi32 (n);
  __m256i i = _mm256_srai_epi32 (whole, 1);
  __m256i j = _mm256_sub_epi32 (whole, i);
  i = _mm256_slli_epi32 (_mm256_add_epi32 (i, bias), 23);
  j = _mm256_slli_epi32 (_mm256_add_epi32 (j, bias), 23);
  a = _mm256_mul_ps (a, _mm256_castsi256_ps (i));
  return _mm256_mul_ps (a, _mm256_castsi256_ps (j));
}

#endif

W_ vf v_zero (void) { return P (setzero) (); }
W_ vf v_set1 (V x) { return P (set1) (x); }
#ifdef V_DOUBLE
W_ vf v_odd (vf a, vf b)
{
  return _mm256_permute4x64_pd (_mm256_unpackhi_pd (a, b), 0xd8);
}
W_ vf v_slide (vf a, vf b, int n)
{
  vf middle = _mm256_permute2f128_pd (a, b, 0x21);

  switch (n)
    {
    case 1: return _mm256_shuffle_pd (a, middle, 5);
    case 2: return middle;
    default: return _mm256_shuffle_pd (middle, b, 5);
    }
}
W_ void v_zip (vf a, vf b, vf *low, vf *high)
{
  vf even = _mm256_unpacklo_pd (a, b), odd = _mm256_unpackhi_pd (a, b);
  *low = _mm256_permute2f128_pd (even, odd, 0x20);
  *high = _mm256_permute2f128_pd (even, odd, 0x31);
}
#else
W_ vf v_odd (vf a, vf b)
{
  __m256 pairs = _mm256_shuffle_ps (a, b, 0xdd);
  __m256d sorted = _mm256_permute4x64_pd (_mm256_castps_pd (pairs), 0xd8);
  return _mm256_castpd_ps (sorted);
}
#define V_SLIDE(n)                                                            \
  _mm256_castsi256_ps (_mm256_alignr_epi8 (middle, _mm256_castps_si256 (a),   \
                                           4 * (n)))
W_ vf v_slide (vf a, vf b, int n)
{
  __m256i middle = _mm256_castps_si256 (_mm256_permute2f128_ps (a, b, 0x21));

  switch (n)
    {
    case 1: return V_SLIDE (1);
    case 2: return V_SLIDE (2);
    default: return V_SLIDE (3);
    }
}
#undef V_SLIDE
W_ void v_zip (vf a, vf b, vf *low, vf *high)
{
  vf even = _mm256_unpacklo_ps (a, b), odd = _mm256_unpackhi_ps (a, b);
  *low = _mm256_permute2f128_ps (even, odd, 0x20);
  *high = _mm256_permute2f128_ps (even, odd, 0x31);
}
#endif
W_ vm v_mask (const vm *p) { return *p; }
W_ vf v_keep (vf x) { __asm__ ("" : "+x" (x)); return x; }
W_ vf v_add (vf a, vf b) { return P (add) (a, b); }
W_ vf v_sub (vf a, vf b) { return P (sub) (a, b); }
W_ vf v_mul (vf a, vf b) { return P (mul) (a, b); }
W_ vf v_div (vf a, vf b) { return P (div) (a, b); }
W_ vf v_min (vf a, vf b) { return P (min) (a, b); }
W_ vf v_max (vf a, vf b) { return P (max) (a, b); }
W_ vf v_sqrt (vf a) { return P (sqrt) (a); }
W_ vf v_fma (vf a, vf b, vf c) { return P (fmadd) (a, b, c); }
W_ void v_fma_to (vf *c, vf a, vf b)
{
  __asm__ (V_FMA_TO : "+x" (*c) : "x" (a), "x" (b));
}
W_ vf v_round (vf a) { return P (round) (a, 8); }
W_ vf v_select (vm m, vf yes, vf no)
{
  return P (blendv) (no, yes, V_AS_MASK (m));
}
W_ vf v_fma_m (vm m, vf a, vf b, vf c)
{
  return v_select (m, v_fma (a, b, c), c);
}
W_ vm v_greater (vf a, vf b)
{
  return V_AS_BITS (P (cmp) (a, b, _CMP_GT_OQ));
}
W_ vm v_is_nan (vf a) { return V_AS_BITS (P (cmp) (a, a, _CMP_UNORD_Q)); }

W_ vf v_load (const V *p) { return P (loadu) (p); }
W_ void v_store (V *p, vf x) { P (storeu) (p, x); }
W_ vf v_load_m (const V *p, vm m) { return P (maskload) (p, m); }
W_ void v_store_m (V *p, vf x, vm m) { P (maskstore) (p, m, x); }

W_ void v_lanes_of (vm m, int32_t lanes[V_LANES])
{
#ifdef V_DOUBLE
  int64_t all[V_LANES];
#else
  int32_t all[V_LANES];
#endif
  _mm256_storeu_si256 ((void *) all, m);
  for (int i = 0; i < V_LANES; i++)
    lanes[i] = all[i] != 0;
}

#ifdef V_DOUBLE
W_ vf v_gather (const V *p, ptrdiff_t stride, vm m)
{
  const __m256i at = _mm256_setr_epi64x (0, stride, 2 * stride, 3 * stride);
  return _mm256_mask_i64gather_pd (_mm256_setzero_pd (), p, at, V_AS_MASK (m),
                                   8);
}
#else
W_ vf v_gather (const V *p, ptrdiff_t stride, vm m)
{
  const __m256i at = _mm256_setr_epi64x (0, stride, 2 * stride, 3 * stride);
  __m128 low = _mm_castsi128_ps (_mm256_castsi256_si128 (m));
  __m128 high = _mm_castsi128_ps (_mm256_extracti128_si256 (m, 1));
  __m128 a = _mm256_mask_i64gather_ps (_mm_setzero_ps (), p, at, low, 4);
  __m128 b = _mm256_mask_i64gather_ps (_mm_setzero_ps (), p + 4 * stride, at,
                                       high, 4);
  return _mm256_set_m128 (b, a);
}
#endif

#ifdef V_HALF

#ifdef STRATA_ELEMENT_FLOAT16
W_ vf widen (__m128i x) { return _mm256_cvtph_ps (x); }
W_ __m128i narrow (vf x)
{
  return _mm256_cvtps_ph (x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
#else
W_ vf widen (__m128i x)
{
  __m256i bits = _mm256_slli_epi32 (_mm256_cvtepu16_epi32 (x), 16);
  return _mm256_castsi256_ps (bits);
}
W_ __m128i narrow (vf x)
{
  const __m256i one = _mm256_set1_epi32 (1);
  const __m256i half = _mm256_set1_epi32 (0x7fff);
  __m256i bits = _mm256_castps_si256 (x);
  __m256i odd = _mm256_and_si256 (_mm256_srli_epi32 (bits, 16), one);
  __m256i up = _mm256_add_epi32 (bits, _mm256_add_epi32 (half, odd));
  __m256i quiet = _mm256_or_si256 (bits, _mm256_set1_epi32 (0x400000));

  up = _mm256_blendv_epi8 (up, quiet, v_is_nan (x));
  up = _mm256_srli_epi32 (up, 16);
  up = _mm256_packus_epi32 (up, up);
  return _mm256_castsi256_si128 (_mm256_permute4x64_epi64 (up, 0x08));
}
#endif

W_ vf e_load (const E *p)
{
  return widen (_mm_loadu_si128 ((const void *) p));
}
W_ void e_store (E *p, vf x) { _mm_storeu_si128 ((void *) p, narrow (x)); }
static __attribute__ ((noinline, unused)) vf e_load_m (const E *p, vm m)
{
  E lanes[V_LANES] = { 0 };
  int32_t wanted[V_LANES];

  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      lanes[i] = p[i];
  return e_load (lanes);
}
static __attribute__ ((noinline, unused)) void e_store_m (E *p, vf x, vm m)
{
  E lanes[V_LANES];
  int32_t wanted[V_LANES];

  e_store (lanes, x);
  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      p[i] = lanes[i];
}
#endif

#undef P
