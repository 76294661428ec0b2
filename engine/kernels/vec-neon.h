/* vec-neon.h — the vector vocabulary in NEON, as every 64-bit Arm has it.
 *
 * The words are explained in vector.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* clang-format off */

#include <arm_neon.h>

#define V_FUSED 1

/* Register tiles, for 32 registers. */
#define V_CROWD 4096
#define V_TILES 1
#define V_SLIDES 0
#define V_TILE_ROWS 2
#define V_TILE_COLUMNS 7
#define V_PAIR_COLUMNS 4
#define V_PLANE_ROWS 4
#define V_PLANE_VECTORS 2
#define V_PRODUCT_ROWS 8
#define V_PRODUCT_VECTORS 3
#define V_PRODUCT_TERMS 1

/* Lanes are named by their bytes, as table lookups want them. */
typedef uint8x16_t vi;

#ifdef V_DOUBLE

#define V_LANES 2
typedef float64x2_t vf;
typedef uint64x2_t vm;

#define P(name) name##q_f64
#define AS_BITS vreinterpretq_u64_f64
#define NOT(m) veorq_u64 (m, vdupq_n_u64 (UINT64_MAX))

W_ vi v_index (const int32_t *i)
{
  const uint64x2_t bytes = vdupq_n_u64 (0x0706050403020100);
  const uint64x2_t eight = vdupq_n_u64 (0x0808080808080808);
  uint64x2_t lane = { (uint64_t) i[0], (uint64_t) i[1] };
  uint64x2_t odd = vtstq_u64 (lane, vdupq_n_u64 (1));

  return vreinterpretq_u8_u64 (vorrq_u64 (bytes, vandq_u64 (odd, eight)));
}
W_ vf v_permute (vf x, vi index)
{
  return vreinterpretq_f64_u8 (vqtbl1q_u8 (vreinterpretq_u8_f64 (x), index));
}
W_ V v_sum (vf a) { return vgetq_lane_f64 (a, 0) + vgetq_lane_f64 (a, 1); }
W_ vm v_lanes (int first, int end)
{
  const int64x2_t lane = { 0, 1 };
  return vandq_u64 (vcgeq_s64 (lane, vdupq_n_s64 (first)),
                    vcltq_s64 (lane, vdupq_n_s64 (end)));
}
W_ void v_lanes_of (vm m, int32_t lanes[V_LANES])
{
  vst1_s32 (lanes, vreinterpret_s32_u32 (vmovn_u64 (vshrq_n_u64 (m, 63))));
}
W_ vf v_scale2 (vf a, vf n)
{
  /* Two steps, so that results near the ends of the range come out right. */
  const int64x2_t bias = vdupq_n_s64 (1023);
  int64x2_t whole = vcvtnq_s64_f64 (n);
  int64x2_t i = vshrq_n_s64 (whole, 1);
  int64x2_t j = vsubq_s64 (whole, i);

  i = vshlq_n_s64 (vaddq_s64 (i, bias), 52);
  j = vshlq_n_s64 (vaddq_s64 (j, bias), 52);
  a = vmulq_f64 (a, vreinterpretq_f64_s64 (i));
  return vmulq_f64 (a, vreinterpretq_f64_s64 (j));
}
W_ vm v_greater (vf a, vf b) { return vcgtq_f64 (a, b); }
W_ vm v_is_nan (vf a) { return NOT (vceqq_f64 (a, a)); }

#else

#define V_LANES 4
typedef float32x4_t vf;
typedef uint32x4_t vm;

#define P(name) name##q_f32
#define AS_BITS vreinterpretq_u32_f32
#define NOT(m) vmvnq_u32 (m)

W_ vi v_index (const int32_t *i)
{
  const uint32x4_t bytes = vdupq_n_u32 (0x03020100);
  uint32x4_t lane = vreinterpretq_u32_s32 (vld1q_s32 (i));

  lane = vmulq_n_u32 (lane, 0x04040404);
  return vreinterpretq_u8_u32 (vaddq_u32 (lane, bytes));
}
W_ vf v_permute (vf x, vi index)
{
  return vreinterpretq_f32_u8 (vqtbl1q_u8 (vreinterpretq_u8_f32 (x), index));
}
W_ V v_sum (vf a)
{
  float32x2_t b = vadd_f32 (vget_low_f32 (a), vget_high_f32 (a));
  return vget_lane_f32 (b, 0) + vget_lane_f32 (b, 1);
}
W_ vm v_lanes (int first, int end)
{
  const int32x4_t lane = { 0, 1, 2, 3 };
  return vandq_u32 (vcgeq_s32 (lane, vdupq_n_s32 (first)),
                    vcltq_s32 (lane, vdupq_n_s32 (end)));
}
W_ void v_lanes_of (vm m, int32_t lanes[V_LANES])
{
  vst1q_s32 (lanes, vreinterpretq_s32_u32 (vshrq_n_u32 (m, 31)));
}
W_ vf v_scale2 (vf a, vf n)
{
  /* Two steps, so that results near the ends of the range come out right. */
  const int32x4_t bias = vdupq_n_s32 (127);
  int32x4_t whole = vcvtnq_s32_f32 (n);
  int32x4_t i = vshrq_n_s32 (whole, 1);
  int32x4_t j = vsubq_s32 (whole, i);

  i = vshlq_n_s32 (vaddq_s32 (i, bias), 23);
  j = vshlq_n_s32 (vaddq_s32 (j, bias), 23);
  a = vmulq_f32 (a, vreinterpretq_f32_s32 (i));
  return vmulq_f32 (a, vreinterpretq_f32_s32 (j));
}
W_ vm v_greater (vf a, vf b) { return vcgtq_f32 (a, b); }
W_ vm v_is_nan (vf a) { return NOT (vceqq_f32 (a, a)); }

#endif

W_ vf v_set1 (V x) { return x - (vf) { 0 }; }
W_ vf v_zero (void) { return v_set1 (0); }
W_ vf v_add (vf a, vf b) { return P (vadd) (a, b); }
W_ vf v_sub (vf a, vf b) { return P (vsub) (a, b); }
W_ vf v_mul (vf a, vf b) { return P (vmul) (a, b); }
W_ vf v_div (vf a, vf b) { return P (vdiv) (a, b); }
W_ vf v_sqrt (vf a) { return P (vsqrt) (a); }
W_ vf v_round (vf a) { return P (vrndn) (a); }
W_ vf v_odd (vf a, vf b) { return P (vuzp2) (a, b); }
W_ void v_zip (vf a, vf b, vf *low, vf *high)
{
  *low = P (vzip1) (a, b);
  *high = P (vzip2) (a, b);
}
W_ vf v_slide (vf a, vf b, int n)
{
#ifdef V_DOUBLE
  (void) n;
  return vextq_f64 (a, b, 1);
#else
  switch (n)
    {
    case 1: return vextq_f32 (a, b, 1);
    case 2: return vextq_f32 (a, b, 2);
    default: return vextq_f32 (a, b, 3);
    }
#endif
}
W_ vf v_keep (vf x) { __asm__ ("" : "+w" (x)); return x; }
W_ vm v_mask (const vm *p) { return *p; }
W_ vf v_even (vf a, vf b) { return P (vuzp1) (a, b); }
W_ vf v_select (vm m, vf yes, vf no) { return P (vbsl) (m, yes, no); }

/* Those of the machine give NaN for either NaN. */
W_ vf v_min (vf a, vf b) { return v_select (v_greater (b, a), a, b); }
W_ vf v_max (vf a, vf b) { return v_select (v_greater (a, b), a, b); }

W_ vf v_fma (vf a, vf b, vf c) { return P (vfma) (c, a, b); }
W_ void v_fma_to (vf *c, vf a, vf b) { *c = v_fma (a, b, *c); }
W_ vf v_fma_m (vm m, vf a, vf b, vf c)
{
  return v_select (m, v_fma (a, b, c), c);
}

W_ vf v_load (const V *p) { return P (vld1) (p); }
W_ void v_store (V *p, vf x) { P (vst1) (p, x); }

/* Lane by lane: NEON has no masks for memory. */
#define OUT_OF_LINE static __attribute__ ((noinline, unused))

OUT_OF_LINE vf v_load_m (const V *p, vm m)
{
  V lanes[V_LANES] = { 0 };
  int32_t wanted[V_LANES];

  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      lanes[i] = p[i];
  return v_load (lanes);
}
OUT_OF_LINE void v_store_m (V *p, vf x, vm m)
{
  V lanes[V_LANES];
  int32_t wanted[V_LANES];

  v_store (lanes, x);
  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      p[i] = lanes[i];
}
OUT_OF_LINE vf v_gather (const V *p, ptrdiff_t stride, vm m)
{
  V lanes[V_LANES] = { 0 };
  int32_t wanted[V_LANES];

  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      lanes[i] = p[i * stride];
  return v_load (lanes);
}

#ifdef V_HALF

#ifdef STRATA_ELEMENT_FLOAT16
W_ vf widen (uint16x4_t x) { return vcvt_f32_f16 (vreinterpret_f16_u16 (x)); }
W_ uint16x4_t narrow (vf x)
{
  return vreinterpret_u16_f16 (vcvt_f16_f32 (x));
}
#else
W_ vf widen (uint16x4_t x)
{
  return vreinterpretq_f32_u32 (vshll_n_u16 (x, 16));
}
W_ uint16x4_t narrow (vf x)
{
  uint32x4_t bits = AS_BITS (x);
  uint32x4_t odd = vandq_u32 (vshrq_n_u32 (bits, 16), vdupq_n_u32 (1));
  uint32x4_t up = vaddq_u32 (bits, vaddq_u32 (odd, vdupq_n_u32 (0x7fff)));
  uint32x4_t quiet = vorrq_u32 (bits, vdupq_n_u32 (0x400000));

  return vshrn_n_u32 (vbslq_u32 (v_is_nan (x), quiet, up), 16);
}
#endif

W_ vf e_load (const E *p) { return widen (vld1_u16 (p)); }
W_ void e_store (E *p, vf x) { vst1_u16 (p, narrow (x)); }
OUT_OF_LINE vf e_load_m (const E *p, vm m)
{
  E lanes[V_LANES] = { 0 };
  int32_t wanted[V_LANES];

  v_lanes_of (m, wanted);
  for (int i = 0; i < V_LANES; i++)
    if (wanted[i])
      lanes[i] = p[i];
  return e_load (lanes);
}
OUT_OF_LINE void e_store_m (E *p, vf x, vm m)
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

#undef OUT_OF_LINE
#undef AS_BITS
#undef NOT
#undef P
