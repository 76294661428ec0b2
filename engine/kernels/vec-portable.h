/* vec-portable.h — the vector vocabulary in plain C.
 *
 * Vectors of 16 bytes by the compilers' own extension, which become SSE2, NEON
 * or plain registers as the machine has them. Nothing is fused, so that a
 * result is the same on every machine. The words are explained in vector.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* clang-format off */

#define V_FUSED 0

/* Register tiles, for 16 registers. */
#define V_CROWD 4096
#define V_TILES 0
#define V_SLIDES 0
#define V_TILE_ROWS 2
#define V_TILE_COLUMNS 4
#define V_PLANE_ROWS 2
#define V_PLANE_VECTORS 2
#define V_PRODUCT_ROWS 4
#define V_PRODUCT_VECTORS 2
#define V_PRODUCT_TERMS 1

#ifdef V_DOUBLE
#define V_LANES 2
typedef double vf __attribute__ ((vector_size (16)));
typedef int64_t vi __attribute__ ((vector_size (16)));
typedef int64_t vbit;
#else
#define V_LANES 4
typedef float vf __attribute__ ((vector_size (16)));
typedef int32_t vi __attribute__ ((vector_size (16)));
typedef int32_t vbit;
#endif
typedef vi vm;

#define V_EACH(i) for (int i = 0; i < V_LANES; i++)

W_ vf v_zero (void) { return (vf) { 0 }; }
W_ vf v_set1 (V x) { return x - (vf) { 0 }; }
W_ void v_zip (vf a, vf b, vf *low, vf *high)
{
#ifdef V_DOUBLE
  *low = (vf) { a[0], b[0] };
  *high = (vf) { a[1], b[1] };
#else
  *low = (vf) { a[0], b[0], a[1], b[1] };
  *high = (vf) { a[2], b[2], a[3], b[3] };
#endif
}
W_ vm v_mask (const vm *p) { return *p; }
W_ vf v_keep (vf x) { return x; }
W_ vf v_slide (vf a, vf b, int n)
{
  vf x;
  V_EACH (i) x[i] = i + n < V_LANES ? a[i + n] : b[i + n - V_LANES];
  return x;
}
W_ vf v_add (vf a, vf b) { return a + b; }
W_ vf v_sub (vf a, vf b) { return a - b; }
W_ vf v_mul (vf a, vf b) { return a * b; }
W_ vf v_div (vf a, vf b) { return a / b; }
W_ vf v_fma (vf a, vf b, vf c) { return a * b + c; }
W_ void v_fma_to (vf *c, vf a, vf b) { *c = v_fma (a, b, *c); }

W_ vm v_greater (vf a, vf b) { return a > b; }
W_ vm v_is_nan (vf a) { return a != a; }
W_ vf v_select (vm m, vf yes, vf no)
{
  return (vf) (((vi) yes & m) | ((vi) no & ~m));
}
W_ vf v_min (vf a, vf b) { return v_select (a < b, a, b); }
W_ vf v_max (vf a, vf b) { return v_select (a > b, a, b); }
W_ vf v_fma_m (vm m, vf a, vf b, vf c)
{
  return v_select (m, v_fma (a, b, c), c);
}

#ifdef V_DOUBLE
#define V_SQRT __builtin_sqrt
#define V_BIG 0x1.8p52
#define V_EXPONENT_BIAS 1023
#define V_MANTISSA_BITS 52
W_ V v_sum (vf a) { return a[0] + a[1]; }
W_ vi v_index (const int32_t *i) { return (vi) { i[0], i[1] }; }
W_ vf v_even (vf a, vf b) { return (vf) { a[0], b[0] }; }
W_ vf v_odd (vf a, vf b) { return (vf) { a[1], b[1] }; }
#else
#define V_SQRT __builtin_sqrtf
#define V_BIG 0x1.8p23f
#define V_EXPONENT_BIAS 127
#define V_MANTISSA_BITS 23
W_ V v_sum (vf a) { return (a[0] + a[2]) + (a[1] + a[3]); }
W_ vi v_index (const int32_t *i) { return (vi) { i[0], i[1], i[2], i[3] }; }
W_ vf v_even (vf a, vf b) { return (vf) { a[0], a[2], b[0], b[2] }; }
W_ vf v_odd (vf a, vf b) { return (vf) { a[1], a[3], b[1], b[3] }; }
#endif

W_ vf v_sqrt (vf a)
{
  V_EACH (i)
    a[i] = V_SQRT (a[i]);
  return a;
}

/* To the nearest whole number; meant for numbers far below V_BIG. */
W_ vf v_round (vf a)
{
  vf big = v_set1 (V_BIG);
  return (a + big) - big;
}

/* In two steps, so that results near the ends of the range come out right. */
static __attribute__ ((noinline, unused)) vf v_scale2 (vf a, vf n)
{
  V_EACH (i)
    {
      vbit whole = (vbit) n[i];
      vbit half = whole / 2;
      vbit bits[2] = { (half + V_EXPONENT_BIAS) << V_MANTISSA_BITS,
                       (whole - half + V_EXPONENT_BIAS) << V_MANTISSA_BITS };
      V scale[2];

      memcpy (scale, bits, sizeof scale);
      a[i] = a[i] * scale[0] * scale[1];
    }
  return a;
}

W_ vf v_permute (vf x, vi index)
{
  vf y = v_zero ();
  V_EACH (i)
    y[i] = x[index[i]];
  return y;
}

W_ vm v_lanes (int first, int end)
{
  vm m = { 0 };
  V_EACH (i)
    m[i] = i >= first && i < end ? -1 : 0;
  return m;
}
W_ void v_lanes_of (vm m, int32_t lanes[V_LANES])
{
  V_EACH (i)
    lanes[i] = m[i] != 0;
}

W_ vf v_load (const V *p)
{
  vf x;
  memcpy (&x, p, sizeof x);
  return x;
}
W_ void v_store (V *p, vf x) { memcpy (p, &x, sizeof x); }
W_ vf v_load_m (const V *p, vm m)
{
  vf x = v_zero ();
  V_EACH (i)
    if (m[i])
      x[i] = p[i];
  return x;
}
W_ void v_store_m (V *p, vf x, vm m)
{
  V_EACH (i)
    if (m[i])
      p[i] = x[i];
}
static __attribute__ ((noinline, unused)) vf
v_gather (const V *p, ptrdiff_t stride, vm m)
{
  vf x = v_zero ();
  V_EACH (i)
    if (m[i])
      x[i] = p[i * stride];
  return x;
}

/* One element, in and out of memory. */
#if defined(STRATA_ELEMENT_FLOAT16)
W_ V widen (E e)
{
  uint32_t sign = (uint32_t) (e & 0x8000) << 16;
  uint32_t rest = e & 0x7fff;
  uint32_t bits;
  float x;

  if (rest >= 0x7c00)
    bits = 0x7f800000 | (rest & 0x3ff) << 13;
  else
    {
      /* 2¹¹² brings the exponent, subnormals included, to its place. */
      bits = rest << 13;
      memcpy (&x, &bits, sizeof x);
      x *= 0x1p112f;
      memcpy (&bits, &x, sizeof x);
    }
  bits |= sign;
  memcpy (&x, &bits, sizeof x);
  return x;
}
W_ E narrow (V x)
{
  uint32_t bits, sign, rest;

  memcpy (&bits, &x, sizeof bits);
  sign = bits >> 16 & 0x8000;
  rest = bits & 0x7fffffff;
  if (rest > 0x7f800000)
    return (E) (sign | 0x7e00 | (rest >> 13 & 0x1ff));
  if (rest >= 0x477ff000)
    return (E) (sign | 0x7c00);
  if (rest < 0x38800000)
    {
      /* Adding 0.5 leaves a subnormal's bits, rounded, at the end. */
      float y;

      memcpy (&y, &rest, sizeof y);
      y += 0.5f;
      memcpy (&rest, &y, sizeof rest);
      return (E) (sign | (rest - 0x3f000000));
    }
  rest += 0xfff + (rest >> 13 & 1);
  return (E) (sign | (rest - 0x38000000) >> 13);
}
#elif defined(STRATA_ELEMENT_BFLOAT16)
W_ V widen (E e)
{
  uint32_t bits = (uint32_t) e << 16;
  float x;

  memcpy (&x, &bits, sizeof x);
  return x;
}
W_ E narrow (V x)
{
  uint32_t bits;

  memcpy (&bits, &x, sizeof bits);
  if ((bits & 0x7fffffff) > 0x7f800000)
    return (E) (bits >> 16 | 0x40);
  return (E) ((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
#endif

#ifdef V_HALF
#define OUT_OF_LINE static __attribute__ ((noinline, unused))

OUT_OF_LINE vf e_load (const E *p)
{
  vf x = v_zero ();
  V_EACH (i)
    x[i] = widen (p[i]);
  return x;
}
OUT_OF_LINE void e_store (E *p, vf x)
{
  V_EACH (i)
    p[i] = narrow (x[i]);
}
OUT_OF_LINE vf e_load_m (const E *p, vm m)
{
  vf x = v_zero ();
  V_EACH (i)
    if (m[i])
      x[i] = widen (p[i]);
  return x;
}
OUT_OF_LINE void e_store_m (E *p, vf x, vm m)
{
  V_EACH (i)
    if (m[i])
      p[i] = narrow (x[i]);
}

#undef OUT_OF_LINE
#endif
