/* bench-speed.h — loops that run as fast as a core can multiply, read and
 * copy.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <stddef.h>

/* The loops of one instruction set. Those that compute count their floating
 * point operations, an FMA as two. Sizes are multiples of BENCH_SPEED_STEP
 * bytes, and so are addresses. */
typedef struct
{
  const char *isa;
  double (*fma_f32) (void);
  double (*fma_f64) (void);
  void   (*read)    (const void *source, size_t n_bytes);
  void   (*copy)    (void *target, const void *source, size_t n_bytes);
} BenchSpeed;

#define BENCH_SPEED_STEP 512

/* The best that this CPU runs. */
const BenchSpeed *bench_speed (void);
