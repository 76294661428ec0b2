/* bench-speed.c — loops that run as fast as a core can multiply, read and
 * copy.
 *
 * GCC's vector types say the same for each instruction set; the compiler is
 * held from seeing through the loops by empty assembly.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-speed.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define ROUNDS 16384

/* Enough chains to fill two units of four cycles' latency, few enough for
 * sixteen registers. */
#define CHAINS 12

#define HIDE(value, where) __asm__ volatile("" : "+" where (value))

#define DEFINE_FMA(name, target, vector, where, fma)                           \
  target static double name (void)                                             \
  {                                                                            \
    vector chains[CHAINS] = { 0 };                                             \
    vector factor = { 0 }, term = { 0 };                                       \
                                                                               \
    HIDE (factor, where);                                                      \
    HIDE (term, where);                                                        \
    for (int i = 0; i < ROUNDS; i++)                                           \
      _Pragma ("GCC unroll 12")                                                \
    for (int j = 0; j < CHAINS; j++)                                           \
      {                                                                        \
        chains[j] = fma (chains[j], factor, term);                             \
        HIDE (chains[j], where);                                               \
      }                                                                        \
                                                                               \
    return 2.0 * ROUNDS * CHAINS * (sizeof (vector) / sizeof (chains[0][0]));  \
  }

#define DEFINE_READ(name, target, vector, where)                               \
  target static void name (const void *source, size_t n_bytes)                 \
  {                                                                            \
    const vector *from = source;                                               \
    const vector *end = from + n_bytes / sizeof (vector);                      \
    vector any[8] = { 0 };                                                     \
                                                                               \
    for (; from < end; from += 8)                                              \
      _Pragma ("GCC unroll 8")                                                 \
    for (int j = 0; j < 8; j++)                                                \
      {                                                                        \
        any[j] |= from[j];                                                     \
        HIDE (any[j], where);                                                  \
      }                                                                        \
  }

#define DEFINE_COPY(name, target, vector, where)                               \
  target static void name (void *to, const void *source, size_t n_bytes)       \
  {                                                                            \
    const vector *from = source;                                               \
    vector *next = to;                                                         \
    const vector *end = from + n_bytes / sizeof (vector);                      \
                                                                               \
    for (; from < end; from += 8, next += 8)                                   \
      _Pragma ("GCC unroll 8")                                                 \
    for (int j = 0; j < 8; j++)                                                \
      {                                                                        \
        vector value = from[j];                                                \
                                                                               \
        HIDE (value, where);                                                   \
        next[j] = value;                                                       \
      }                                                                        \
  }

#define DEFINE_SPEED(isa, target, size, where, fma_ps, fma_pd)                 \
  typedef float isa##_f32 __attribute__ ((vector_size (size)));                \
  typedef double isa##_f64 __attribute__ ((vector_size (size)));               \
  typedef long long isa##_i64 __attribute__ ((vector_size (size)));            \
  DEFINE_FMA (isa##_fma_f32, target, isa##_f32, where, fma_ps)                 \
  DEFINE_FMA (isa##_fma_f64, target, isa##_f64, where, fma_pd)                 \
  DEFINE_READ (isa##_read, target, isa##_i64, where)                           \
  DEFINE_COPY (isa##_copy, target, isa##_i64, where)                           \
  static const BenchSpeed isa = {                                              \
    #isa, isa##_fma_f32, isa##_fma_f64, isa##_read, isa##_copy,                \
  };

#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))

#if defined(__x86_64__)
#define AVX2 __attribute__ ((target ("avx2,fma")))
#define AVX512 __attribute__ ((target ("avx512f")))

DEFINE_SPEED (portable, , 16, "x", MULTIPLY_ADD, MULTIPLY_ADD)
DEFINE_SPEED (avx2, AVX2, 32, "x", _mm256_fmadd_ps, _mm256_fmadd_pd)
DEFINE_SPEED (avx512, AVX512, 64, "v", _mm512_fmadd_ps, _mm512_fmadd_pd)

const BenchSpeed *
bench_speed (void)
{
  if (__builtin_cpu_supports ("avx512f"))
    return &avx512;

  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &avx2;

  return &portable;
}

#else
#if defined(__aarch64__)
#define REGISTER "w"
#else
#define REGISTER "m"
#endif

DEFINE_SPEED (portable, , 16, REGISTER, MULTIPLY_ADD, MULTIPLY_ADD)

const BenchSpeed *
bench_speed (void)
{
  return &portable;
}
#endif
