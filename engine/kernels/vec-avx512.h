/* vec-avx512.h — the vector vocabulary in AVX-512 (F, BW, DQ, VL).
 *
 * The words are explained in vector.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* clang-format off */

#include <immintrin.h>

#define V_FUSED 1

/* Register tiles, for 32 registers. */
#define V_CROWD 2048
#define V_TILES 1
#define V_SLIDES 1
#define V_HALVES 1
#define V_TILE_ROWS 2
#define V_TILE_COLUMNS 7
#define V_PAIR_COLUMNS 4
#define V_ROLLS 1
#define V_PLANE_ROWS 4
#define V_PLANE_VECTORS 2
#define V_PRODUCT_ROWS 8
#define V_PRODUCT_VECTORS 3
#define V_PRODUCT_TERMS 1

#ifdef V_DOUBLE

#define V_LANES 8
typedef __m512d vf;
typedef __m512i vi;
typedef __mmask8 vm;

#define P(name) _mm512_##name##_pd
#define V_ROUND_TO_INT(x) _mm512_roundscale_pd (x, 8)

W_ vf v_permute (vf x, vi index) { return _mm512_permutexvar_pd (index, x); }
W_ vi v_index (const int32_t *i)
{
  return _mm512_cvtepi32_epi64 (_mm256_loadu_si256 ((const void *) i));
}
W_ vf v_even (vf a, vf b)
{
  const __m512i even = _mm512_setr_epi64 (0, 2, 4, 6, 8, 10, 12, 14);
  return _mm512_permutex2var_pd (a, even, b);
}
W_ vf v_odd (vf a, vf b)
{
  const __m512i odd = _mm512_setr_epi64 (1, 3, 5, 7, 9, 11, 13, 15);
  return _mm512_permutex2var_pd (a, odd, b);
}

#else

#define V_LANES 16
typedef __m512 vf;
typedef __m512i vi;
typedef __mmask16 vm;

#define P(name) _mm512_##name##_ps
#define V_ROUND_TO_INT(x) _mm512_roundscale_ps (x, 8)

W_ vf v_permute (vf x, vi index) { return _mm512_permutexvar_ps (index, x); }
W_ vi v_index (const int32_t *i) { return _mm512_loadu_si512 (i); }
W_ vf v_even (vf a, vf b)
{
  const __m512i even = _mm512_setr_epi32 (0, 2, 4, 6, 8, 10, 12, 14, 16, 18,
                                          20, 22, 24, 26, 28, 30);
  return _mm512_permutex2var_ps (a, even, b);
}
W_ vf v_odd (vf a, vf b)
{
  const __m512i odd = _mm512_setr_epi32 (1, 3, 5, 7, 9, 11, 13, 15, 17, 19,
                                         21, 23, 25, 27, 29, 31);
  return _mm512_permutex2var_ps (a, odd, b);
}

#endif

#ifdef V_DOUBLE
W_ vm v_mask (const vm *p)
{
  vm m;
  __asm__ volatile ("kmovb %1, %0" : "=k" (m) : "m" (*p));
  return m;
}
#else
W_ vm v_mask (const vm *p)
{
  vm m;
  __asm__ volatile ("kmovw %1, %0" : "=k" (m) : "m" (*p));
  return m;
}
#endif
#ifdef V_DOUBLE
W_ void v_zip (vf a, vf b, vf *low, vf *high)
{
  const __m512i l = _mm512_setr_epi64 (0, 8, 1, 9, 2, 10, 3, 11);
  const __m512i h = _mm512_setr_epi64 (4, 12, 5, 13, 6, 14, 7, 15);
  *low = _mm512_permutex2var_pd (a, l, b);
  *high = _mm512_permutex2var_pd (a, h, b);
}
#else
W_ void v_zip (vf a, vf b, vf *low, vf *high)
{
  const __m512i l = _mm512_setr_epi32 (0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5,
                                       21, 6, 22, 7, 23);
  const __m512i h = _mm512_setr_epi32 (8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                       13, 29, 14, 30, 15, 31);
  *low = _mm512_permutex2var_ps (a, l, b);
  *high = _mm512_permutex2var_ps (a, h, b);
}
#endif
W_ vf v_keep (vf x) { __asm__ ("" : "+v" (x)); return x; }

#ifdef V_DOUBLE
typedef __m256d vh;
W_ vh vh_of (vf x) { return _mm512_castpd512_pd256 (x); }
W_ vf vh_whole (vh x) { return _mm512_zextpd256_pd512 (x); }
W_ vh vh_fma (vh a, vh b, vh c) { return _mm256_fmadd_pd (a, b, c); }
W_ vh vh_load_m (const V *p, vm m)
{
  return _mm256_maskz_loadu_pd ((__mmask8) m, p);
}
#else
typedef __m256 vh;
W_ vh vh_of (vf x) { return _mm512_castps512_ps256 (x); }
W_ vf vh_whole (vh x) { return _mm512_zextps256_ps512 (x); }
W_ vh vh_fma (vh a, vh b, vh c) { return _mm256_fmadd_ps (a, b, c); }
W_ vh vh_load_m (const V *p, vm m)
{
  return _mm256_maskz_loadu_ps ((__mmask8) m, p);
}
#endif
#ifdef V_DOUBLE
#define V_SLIDE(a, b, n)                                                       \
  _mm512_castsi512_pd (_mm512_alignr_epi64 (_mm512_castpd_si512 (b),           \
                                            _mm512_castpd_si512 (a), n))
#else
#define V_SLIDE(a, b, n)                                                       \
  _mm512_castsi512_ps (_mm512_alignr_epi32 (_mm512_castps_si512 (b),           \
                                            _mm512_castps_si512 (a), n))
#endif
/* The instruction takes nothing but a literal. */
W_ vf v_slide (vf a, vf b, int n)
{
  switch (n)
    {
    case 1: return V_SLIDE (a, b, 1);
    case 2: return V_SLIDE (a, b, 2);
    default: return V_SLIDE (a, b, 3);
    }
}

#undef V_SLIDE

W_ vf v_zero (void) { return P (setzero) (); }
W_ vf v_set1 (V x) { return P (set1) (x); }
W_ vf v_add (vf a, vf b) { return P (add) (a, b); }
W_ vf v_sub (vf a, vf b) { return P (sub) (a, b); }
W_ vf v_mul (vf a, vf b) { return P (mul) (a, b); }
W_ vf v_div (vf a, vf b) { return P (div) (a, b); }
W_ vf v_min (vf a, vf b) { return P (min) (a, b); }
W_ vf v_max (vf a, vf b) { return P (max) (a, b); }
W_ vf v_sqrt (vf a) { return P (sqrt) (a); }
W_ vf v_fma (vf a, vf b, vf c) { return P (fmadd) (a, b, c); }
W_ void v_fma_to (vf *c, vf a, vf b) { *c = v_fma (a, b, *c); }
W_ vf v_fma_m (vm m, vf a, vf b, vf c) { return P (mask3_fmadd) (a, b, c, m); }
W_ vf v_round (vf a) { return V_ROUND_TO_INT (a); }
W_ vf v_scale2 (vf a, vf n) { return P (scalef) (a, n); }

#ifdef V_DOUBLE
W_ vm v_greater (vf a, vf b) { return _mm512_cmp_pd_mask (a, b, _CMP_GT_OQ); }
W_ vm v_is_nan (vf a) { return _mm512_cmp_pd_mask (a, a, _CMP_UNORD_Q); }
W_ V v_sum (vf a)
{
  V lanes[V_LANES];
  _mm512_storeu_pd (lanes, a);
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
         + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}
#else
W_ vm v_greater (vf a, vf b) { return _mm512_cmp_ps_mask (a, b, _CMP_GT_OQ); }
W_ vm v_is_nan (vf a) { return _mm512_cmp_ps_mask (a, a, _CMP_UNORD_Q); }
W_ V v_sum (vf a)
{
  __m256 b = _mm256_add_ps (_mm512_castps512_ps256 (a),
                            _mm512_extractf32x8_ps (a, 1));
  __m128 c = _mm_add_ps (_mm256_castps256_ps128 (b),
                         _mm256_extractf128_ps (b, 1));
  c = _mm_add_ps (c, _mm_movehl_ps (c, c));
  c = _mm_add_ss (c, _mm_movehdup_ps (c));
  return _mm_cvtss_f32 (c);
}
#endif
W_ vf v_select (vm m, vf yes, vf no) { return P (mask_blend) (m, no, yes); }

W_ vm v_lanes (int first, int end)
{
  return (vm) (((1u << end) - 1) & ~((1u << first) - 1));
}

W_ void v_lanes_of (vm m, int32_t lanes[V_LANES])
{
  for (int i = 0; i < V_LANES; i++)
    lanes[i] = m >> i & 1;
}

W_ vf v_load (const V *p) { return P (loadu) (p); }
W_ void v_store (V *p, vf x) { P (storeu) (p, x); }
W_ vf v_load_m (const V *p, vm m) { return P (maskz_loadu) (m, p); }
W_ void v_store_m (V *p, vf x, vm m) { P (mask_storeu) (p, m, x); }
W_ vf v_gather (const V *p, ptrdiff_t stride, vm m)
{
#ifdef V_DOUBLE
  const __m512i step = _mm512_set1_epi64 (stride);
  const __m512i lane = _mm512_setr_epi64 (0, 1, 2, 3, 4, 5, 6, 7);
  return _mm512_mask_i64gather_pd (_mm512_setzero_pd (), m,
                                   _mm512_mullo_epi64 (step, lane), p, 8);
#else
  const __m512i step = _mm512_set1_epi64 (stride);
  const __m512i low = _mm512_setr_epi64 (0, 1, 2, 3, 4, 5, 6, 7);
  const __m512i high = _mm512_setr_epi64 (8, 9, 10, 11, 12, 13, 14, 15);
  __m256 a = _mm512_mask_i64gather_ps (_mm256_setzero_ps (), (__mmask8) m,
                                       _mm512_mullo_epi64 (step, low), p, 4);
  __m256 b = _mm512_mask_i64gather_ps (_mm256_setzero_ps (),
                                       (__mmask8) (m >> 8),
                                       _mm512_mullo_epi64 (step, high), p, 4);
  return _mm512_insertf32x8 (_mm512_castps256_ps512 (a), b, 1);
#endif
}

#if defined(STRATA_ELEMENT_FLOAT16) || defined(STRATA_ELEMENT_BFLOAT16)

#ifdef STRATA_ELEMENT_FLOAT16
#define WIDEN "vcvtph2ps"
W_ vf widened (__m512i x) { return _mm512_castsi512_ps (x); }
W_ vf widen (__m256i x) { return _mm512_cvtph_ps (x); }
W_ __m256i narrow (vf x)
{
  return _mm512_cvtps_ph (x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
#else
/* Words of a vector, for each lane the high one. */
#define HIGH_WORDS 0xaaaaaaaa
#define WIDEN "vpmovzxwd"
W_ vf widened (__m512i x)
{
  return _mm512_castsi512_ps (_mm512_slli_epi32 (x, 16));
}
W_ vf widen (__m256i x) { return widened (_mm512_cvtepu16_epi32 (x)); }
/* Rounds all but NaN, out of which the sum may carry. */
W_ __m512i round_common (vf x)
{
  const __m512i one = _mm512_set1_epi32 (1);
  const __m512i half = _mm512_set1_epi32 (0x7fff);
  __m512i bits = _mm512_castps_si512 (x);
  __m512i odd = _mm512_and_si512 (_mm512_srli_epi32 (bits, 16), one);

  return _mm512_add_epi32 (_mm512_add_epi32 (bits, half), odd);
}
W_ __m256i high_words (__m512i x)
{
  static const uint16_t high[32] = { 1,  3,  5,  7,  9,  11, 13, 15,
                                     17, 19, 21, 23, 25, 27, 29, 31 };

  return _mm512_castsi512_si256 (
      _mm512_permutexvar_epi16 (_mm512_loadu_si512 (high), x));
}
/* NaN is put back, quiet. */
W_ __m256i round_any (vf x)
{
  const __m512i quiet = _mm512_set1_epi32 (0x22);
  vf y = _mm512_castsi512_ps (round_common (x));

  return high_words (
      _mm512_castps_si512 (_mm512_fixupimm_ps (y, x, quiet, 0)));
}
#define E_RARE 1
#ifdef __AVX512BF16__
#define SUBNORMAL 0x20
/* One instruction does it, but takes subnormal numbers for zeros. A mask for
 * each vector would take the place of a product, so that first the results are
 * searched for zeros. */
typedef __m256i er;
W_ __m256i narrow_common (vf x) { return (__m256i) _mm512_cvtneps_pbh (x); }
W_ er e_rare_none (void) { return _mm256_set1_epi16 (-1); }
W_ er e_rare (er least, vf x)
{
  const __m256i y = narrow_common (x);

  return _mm256_min_epu16 (least, _mm256_add_epi16 (y, y));
}
W_ bool e_any_rare (er least)
{
  return __builtin_expect (_mm256_testn_epi16_mask (least, least) != 0, 0);
}
W_ __m256i narrow (vf x)
{
  if (__builtin_expect (_mm512_fpclass_ps_mask (x, SUBNORMAL), 0))
    return round_any (x);
  return narrow_common (x);
}
W_ vm e_rare_lanes (vf x) { return _mm512_fpclass_ps_mask (x, SUBNORMAL); }
#undef SUBNORMAL
#else
/* A sum of all is NaN if one is; a mask for each would take the place of a
 * product. */
typedef vf er;
W_ __m256i narrow (vf x) { return round_any (x); }
W_ __m256i narrow_common (vf x) { return high_words (round_common (x)); }
W_ er e_rare_none (void) { return v_zero (); }
W_ er e_rare (er sum, vf x) { return v_add (sum, x); }
W_ vm e_rare_lanes (vf x) { return v_is_nan (x); }
W_ bool e_any_rare (er sum)
{
  return __builtin_expect (v_is_nan (sum), 0);
}
#endif
W_ void e_store_common (E *p, vf x)
{
  _mm256_storeu_si256 ((void *) p, narrow_common (x));
}
W_ void e_store_common_m (E *p, vf x, vm m)
{
  _mm256_mask_storeu_epi16 (p, m, narrow_common (x));
}
W_ vf e_load_spread (const E *p, vi index, vm m)
{
  const __m512i x = _mm512_castsi256_si512 (_mm256_maskz_loadu_epi16 (m, p));
  const __m512i at = _mm512_slli_epi32 (index, 16);

  return _mm512_castsi512_ps (
      _mm512_maskz_permutexvar_epi16 (HIGH_WORDS, at, x));
}
#define E_LOADS_SPREAD 1
/* A pair of words is the second of them widened, but for what follows. */
W_ void e_load_apart (const E *p, vm low, vm high, vf *even, vf *odd)
{
  const __m512i second = _mm512_set1_epi32 ((int) 0xffff0000);
  const __m512i x
      = _mm512_maskz_loadu_epi16 (_mm512_kunpackw (high, low), p);

  *even = widened (x);
  *odd = _mm512_castsi512_ps (_mm512_and_si512 (x, second));
}
W_ vf e_load_even (const E *p) { return widened (_mm512_loadu_si512 (p)); }
#define E_LOADS_APART 1
/* And words of two vectors are the pairs of one. */
W_ __m512i narrow_together (vf even, vf odd)
{
#ifdef __AVX512BF16__
  static const uint16_t together[32]
      = { 0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
          8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31 };

  return _mm512_permutexvar_epi16 (
      _mm512_loadu_si512 (together),
      (__m512i) _mm512_cvtne2ps_pbh (odd, even));
#else
  return _mm512_mask_blend_epi16 (
      HIGH_WORDS, _mm512_srli_epi32 (round_common (even), 16),
      round_common (odd));
#endif
}
W_ void e_store_together (E *p, vf even, vf odd, vm low, vm high)
{
  _mm512_mask_storeu_epi16 (p, _mm512_kunpackw (high, low),
                            narrow_together (even, odd));
}
#define E_STORES_TOGETHER 1
#undef HIGH_WORDS
#endif

W_ vf e_load (const E *p)
{
  return widen (_mm256_loadu_si256 ((const void *) p));
}
W_ void e_store (E *p, vf x)
{
  _mm256_storeu_si256 ((void *) p, narrow (x));
}
/* The instruction that widens need not read beyond the mask; what compilers
 * make of it takes a register first, and up to a quarter longer. */
W_ vf e_load_m (const E *p, vm m)
{
  __m512i x;
  __asm__ (WIDEN " %1, %0%{%2%}%{z%}"
           : "=v" (x) : "m" (*(const E (*)[V_LANES]) p), "Yk" (m));
  return widened (x);
}
W_ void e_store_m (E *p, vf x, vm m)
{
  _mm256_mask_storeu_epi16 (p, m, narrow (x));
}
#undef WIDEN
#define E_BITS 1
typedef __m256i vb;
W_ vb b_load (const E *p) { return _mm256_loadu_si256 ((const void *) p); }
W_ void b_store (E *p, vb x) { _mm256_storeu_si256 ((void *) p, x); }
W_ vb b_load_m (const E *p, vm m) { return _mm256_maskz_loadu_epi16 (m, p); }
W_ void b_store_m (E *p, vb x, vm m) { _mm256_mask_storeu_epi16 (p, m, x); }
W_ void b_zip (vb a, vb b, vb *low, vb *high)
{
  const __m256i l = _mm256_setr_epi16 (0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5,
                                       21, 6, 22, 7, 23);
  const __m256i h = _mm256_setr_epi16 (8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                       13, 29, 14, 30, 15, 31);
  *low = _mm256_permutex2var_epi16 (a, l, b);
  *high = _mm256_permutex2var_epi16 (a, h, b);
}
#endif

#undef P
