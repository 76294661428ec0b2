/* strata-cpu.c — which instruction sets this CPU has, and the choice of one.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv.h"
#include "strata-kernels.h"
#include "strata-isa-table.h"
#include "strata-refusal-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_ISAS ((int) (sizeof isa_table / sizeof isa_table[0]))

static bool
cpu_has (const char *isa)
{
#if defined(__x86_64__)
  /* Compilers do not all ask for F16C; every CPU with AVX2 has it. */
  if (strcmp (isa, "avx2") == 0)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
  if (strcmp (isa, "avx512") == 0)
    return __builtin_cpu_supports ("avx512f")
           && __builtin_cpu_supports ("avx512bw")
           && __builtin_cpu_supports ("avx512dq")
           && __builtin_cpu_supports ("avx512vl");
#elif defined(__aarch64__)
  if (strcmp (isa, "neon") == 0)
    return true;
#endif
  return strcmp (isa, "portable") == 0;
}

static int
find_isa (const char *name)
{
  for (int i = 0; i < N_ISAS; i++)
    if (strcmp (isa_table[i].name, name) == 0)
      return i;
  return -1;
}

static int
best_isa (void)
{
  int best = 0;

  for (int i = 1; i < N_ISAS; i++)
    if (cpu_has (isa_table[i].name))
      best = i;
  return best;
}

/* "portable, avx2 and avx512", as they are built for this machine. */
static void
list_isas (char *text, size_t size)
{
  size_t at = 0;

  for (int i = 0; i < N_ISAS && at < size; i++)
    at += (size_t) snprintf (text + at, size - at, "%s%s",
                             i == 0            ? ""
                             : i == N_ISAS - 1 ? " and "
                                               : ", ",
                             isa_table[i].name);
}

const StrataKernels *
strata_kernels_get (StrataDType dtype, StrataRefusal *refusal)
{
  const char *wish = getenv ("STRATA_ISA");
  int i = wish && *wish ? find_isa (wish) : best_isa ();

  if (i < 0)
    {
      char isas[64];

      list_isas (isas, sizeof isas);
      strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                     "STRATA_ISA is “%.32s”, but the instruction sets are %s",
                     wish, isas);
      return NULL;
    }
  if (!cpu_has (isa_table[i].name))
    {
      strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                     "STRATA_ISA asks for %s, which this CPU does not have",
                     isa_table[i].name);
      return NULL;
    }

  return isa_table[i].kernels[dtype];
}

const char *
strata_isa (StrataRefusal *refusal)
{
  const StrataKernels *kernels = strata_kernels_get (STRATA_FLOAT32, refusal);

  return kernels ? kernels->isa : NULL;
}

double
strata_cache_bytes (int level)
{
  const int name = level == 1 ? _SC_LEVEL1_DCACHE_SIZE : _SC_LEVEL2_CACHE_SIZE;
  const long bytes = sysconf (name);

  if (bytes > 0)
    return (double) bytes;
  return level == 1 ? 32768 : 1048576;
}
