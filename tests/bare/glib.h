/* glib.h — as much of GLib as the engine's property tests ask for.
 *
 * The engine needs nothing but a C library, and so do its tests by this: they
 * can be built for a machine whose GLib is not at hand. Random numbers are
 * others than GLib's.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int gboolean;
typedef const void *gconstpointer;
typedef int64_t gint64;
typedef size_t gsize;
typedef uint8_t guint8;
typedef uint32_t guint32;
typedef uint64_t guint64;

#define TRUE 1
#define FALSE 0
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define G_N_ELEMENTS(array) (sizeof (array) / sizeof ((array)[0]))
#define G_MAXINT INT32_MAX
#define G_MAXINT64 INT64_MAX
#define G_MININT64 INT64_MIN
#define G_GINT64_CONSTANT(n) INT64_C (n)
#define G_GNUC_PRINTF(text, first)                                             \
  __attribute__ ((format (printf, text, first)))

/* What ends a test, and what fails it. */

static inline void __attribute__ ((noreturn, format (printf, 3, 4)))
bare_abort (const char *file, int line, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  printf ("Bail out! %s:%d: ", file, line);
  vprintf (format, arguments);
  printf ("\n");
  va_end (arguments);
  fflush (stdout);
  abort ();
}

#define g_error(...) bare_abort (__FILE__, __LINE__, __VA_ARGS__)
#define BARE_ASSERT(truth)                                                     \
  ((truth) ? (void) 0 : bare_abort (__FILE__, __LINE__, "%s", #truth))
#define g_assert_true(truth) BARE_ASSERT (truth)
#define g_assert_null(pointer) BARE_ASSERT ((pointer) == NULL)
#define g_assert_nonnull(pointer) BARE_ASSERT ((pointer) != NULL)
#define g_assert_cmpint(a, relation, b) BARE_ASSERT ((a) relation (b))
#define g_assert_cmpuint(a, relation, b) BARE_ASSERT ((a) relation (b))
#define g_assert_cmpfloat(a, relation, b) BARE_ASSERT ((a) relation (b))
#define g_assert_cmpstr(a, relation, b)                                        \
  BARE_ASSERT (strcmp ((a), (b)) relation 0)
#define g_assert_cmpmem(a, a_size, b, b_size)                                  \
  BARE_ASSERT ((a_size) == (b_size) && memcmp ((a), (b), (a_size)) == 0)

/* Memory and text. */

static inline void *
g_malloc0 (gsize size)
{
  void *memory = calloc (1, size ? size : 1);

  BARE_ASSERT (memory != NULL);
  return memory;
}

static inline void
g_free (void *memory)
{
  free (memory);
}

static inline void *
bare_steal (void *pointer)
{
  void *memory = *(void **) pointer;

  *(void **) pointer = NULL;
  return memory;
}

#define g_steal_pointer(pointer) bare_steal (pointer)

static inline void
bare_free (void *pointer)
{
  free (*(void **) pointer);
}

#define g_new0(type, n) ((type *) g_malloc0 ((gsize) (n) * sizeof (type)))
#define g_autofree __attribute__ ((cleanup (bare_free)))
#define g_autoptr(type) __attribute__ ((cleanup (bare_auto_##type))) type *
#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, func)                              \
  static inline void bare_auto_##type (type **pointer)                         \
  {                                                                            \
    if (*pointer)                                                              \
      func (*pointer);                                                         \
  }

static inline char *
g_strdup (const char *text)
{
  return text ? strdup (text) : NULL;
}

static inline char *__attribute__ ((format (printf, 1, 0)))
g_strdup_vprintf (const char *format, va_list arguments)
{
  char *text = NULL;

  BARE_ASSERT (vasprintf (&text, format, arguments) >= 0);
  return text;
}

#define g_snprintf snprintf
#define g_ascii_strtoull strtoull
#define g_getenv getenv
#define g_setenv(name, value, overwrite) setenv (name, value, overwrite)
#define g_unsetenv unsetenv

/* Whether the text is UTF-8; surrogates and long forms count as such here. */
static inline gboolean
g_utf8_validate (const char *text, ptrdiff_t size, const char **end)
{
  const unsigned char *p = (const unsigned char *) text;

  (void) size, (void) end;
  while (*p)
    {
      int more = *p < 0x80             ? 0
                 : (*p & 0xe0) == 0xc0 ? 1
                 : (*p & 0xf0) == 0xe0 ? 2
                 : (*p & 0xf8) == 0xf0 ? 3
                                       : -1;

      if (more < 0)
        return FALSE;
      for (p++; more > 0; more--, p++)
        if ((*p & 0xc0) != 0x80)
          return FALSE;
    }
  return TRUE;
}

/* Random numbers. */

typedef struct
{
  guint64 state;
} GRand;

static inline guint32
g_rand_int (GRand *rand)
{
  guint64 x = rand->state += UINT64_C (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * UINT64_C (0x94d049bb133111eb);
  return (guint32) ((x ^ x >> 31) >> 32);
}

static inline int
g_rand_int_range (GRand *rand, int first, int end)
{
  guint64 n = (guint64) ((int64_t) end - first);

  return first + (int) (n * g_rand_int (rand) >> 32);
}

static inline double
g_rand_double_range (GRand *rand, double first, double end)
{
  return first + (end - first) * (g_rand_int (rand) * 0x1p-32);
}

static inline GRand *
g_rand_new_with_seed (guint32 seed)
{
  GRand *rand = g_new0 (GRand, 1);

  rand->state = seed;
  return rand;
}

#define g_rand_free free

static GRand bare_rand __attribute__ ((unused));

#define g_test_rand_int() ((int) g_rand_int (&bare_rand))
#define g_test_rand_bit() ((int) (g_rand_int (&bare_rand) & 1))
#define g_test_rand_int_range(first, end)                                      \
  g_rand_int_range (&bare_rand, first, end)

/* The tests of a program. */

static struct
{
  const char *path;
  void (*func) (void);
} bare_tests[16] __attribute__ ((unused));
static int bare_n_tests __attribute__ ((unused));
static gboolean bare_failed __attribute__ ((unused));

#define g_test_init(...) setvbuf (stdout, NULL, _IOLBF, 0)
#define g_test_fail() (void) (bare_failed = TRUE)
#define g_test_message(...)                                                    \
  (printf ("# "), printf (__VA_ARGS__), (void) printf ("\n"))
#define g_test_add_func(path_, func_)                                          \
  (bare_tests[bare_n_tests].path = (path_),                                    \
   bare_tests[bare_n_tests++].func = (func_))

static inline int
g_test_run (void)
{
  int n_failed = 0;

  printf ("TAP version 13\n1..%d\n", bare_n_tests);
  for (int i = 0; i < bare_n_tests; i++)
    {
      bare_failed = FALSE;
      bare_tests[i].func ();
      printf ("%sok %d %s\n", bare_failed ? "not " : "", i + 1,
              bare_tests[i].path);
      n_failed += bare_failed;
    }
  return n_failed > 0;
}
