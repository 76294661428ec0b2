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

#if defined(__x86_64__) && defined(__linux__) && !defined(STRATA_SPLIT_MODEL)
#include <cpuid.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#endif

#define N_ISAS ((int) (sizeof isa_table / sizeof isa_table[0]))

#if defined(__x86_64__)
static bool
cpu_has_avx512 (void)
{
  return __builtin_cpu_supports ("avx512f")
         && __builtin_cpu_supports ("avx512bw")
         && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512vl");
}

#if defined(STRATA_SPLIT_MODEL)
static bool
cpu_has_amx (void)
{
  return true;
}
#elif defined(__linux__)
/* Not all compilers know the name of it. */
static bool
cpu_tells_of_amx (void)
{
  const unsigned bfloat16 = 1u << 22, tiles = 1u << 24;
  unsigned a, b, c, d;

  return __get_cpuid_count (7, 0, &a, &b, &c, &d) && (d & bfloat16)
         && (d & tiles);
}

/* The system saves what is in tiles, 8 KB, for a process alone that asks. */
static bool
ask_for_tiles (void)
{
  const long get_supported = 0x1021, request = 0x1023, tiles = 18;
  unsigned long supported = 0;

  return syscall (SYS_arch_prctl, get_supported, &supported) == 0
         && (supported >> tiles & 1)
         && syscall (SYS_arch_prctl, request, tiles) == 0;
}

static bool
cpu_has_amx (void)
{
  enum
  {
    UNKNOWN,
    NO,
    YES
  };
  static atomic_int known = UNKNOWN;

  if (known == UNKNOWN)
    known = cpu_tells_of_amx () && ask_for_tiles () ? YES : NO;
  return known == YES;
}
#else
static bool
cpu_has_amx (void)
{
  return false;
}
#endif
#endif

/* Whether the CPU can round to bfloat16 besides what the name of its
 * instruction set tells. */
static bool
cpu_has_bfloat16 (void)
{
#if defined(__x86_64__)
  return __builtin_cpu_supports ("avx512bf16");
#else
  return false;
#endif
}

static bool
cpu_has (const char *isa)
{
#if defined(__x86_64__)
  /* Compilers do not all ask for F16C; every CPU with AVX2 has it. */
  if (strcmp (isa, "avx2") == 0)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
  if (strcmp (isa, "avx512") == 0)
    return cpu_has_avx512 ();
  if (strcmp (isa, "amx") == 0)
    return cpu_has_avx512 () && cpu_has_amx ();
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

  if (dtype == STRATA_BFLOAT16 && isa_table[i].bfloat16 && cpu_has_bfloat16 ())
    return isa_table[i].bfloat16;
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
