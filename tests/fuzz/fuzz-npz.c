/* fuzz-npz.c — archives of arrays from any bytes at all.
 *
 * Every archive must be refused with one readable line, or have members that
 * are refused so, or read; and those that are read come back from the archive
 * that is written of them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npz-private.h"
#include "strata-npz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of an array. A file of a few kilobytes may have it. */
#define MAX_BYTES (1 << 20)

/* Members that are read; what is true of these is true of more. */
#define MAX_MEMBERS 32

/* A fault that holds in every build, with or without NDEBUG. */
#define CHECK(what)                                                            \
  do                                                                           \
    {                                                                          \
      if (!(what))                                                             \
        fault (__LINE__, #what);                                               \
    }                                                                          \
  while (0)

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

static void
fault (int line, const char *what)
{
  fprintf (stderr, "line %d: not so: %s\n", line, what);
  abort ();
}

/* One line; and the memory does not run out here. */
static void
check_error (const GError *error)
{
  CHECK (error != NULL);
  CHECK (error->domain == STRATA_FILE_ERROR);
  CHECK (error->code != STRATA_FILE_ERROR_MEMORY);
  CHECK (strlen (error->message) > 10);
  CHECK (g_utf8_validate (error->message, -1, NULL));
  for (const char *c = error->message; *c != '\0'; c++)
    CHECK (!g_ascii_iscntrl (*c));
}

static StrataTensor *
read_member (StrataNpz *npz, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) header_error = NULL;
  StrataNpyHeader header;
  gboolean good = strata_npz_header (npz, key, &header, &header_error);
  StrataTensor *tensor = strata_npz_read (npz, key, NULL, MAX_BYTES, &error);

  CHECK (strata_npz_has (npz, key));
  CHECK ((tensor == NULL) == (error != NULL));
  if (!good)
    {
      check_error (header_error);
      CHECK (!tensor);
    }
  if (!tensor)
    {
      check_error (error);
      return NULL;
    }
  CHECK (strata_tensor_n_bytes (tensor) <= MAX_BYTES);
  CHECK (strata_tensor_dtype (tensor) == strata_npy_header_dtype (&header));
  CHECK (strata_tensor_n_elements (tensor) == header.n_elements);
  return tensor;
}

static gboolean
append (gpointer sink, const void *bytes, gsize n, GError **error)
{
  g_byte_array_append (sink, bytes, (guint) n);
  return TRUE;
}

static void
check_same (const StrataTensor *one, const StrataTensor *other)
{
  CHECK (strata_tensor_rank (one) == strata_tensor_rank (other));
  CHECK (strata_tensor_dtype (one) == strata_tensor_dtype (other));
  CHECK (strata_tensor_n_bytes (one) == strata_tensor_n_bytes (other));
  CHECK (memcmp (strata_tensor_data (one), strata_tensor_data (other),
                 strata_tensor_n_bytes (one))
         == 0);
}

/* Names with control characters mean different things to different programs,
 * and very long ones cannot be written. */
static gboolean
is_plain (const char *key)
{
  for (const char *c = key; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;
  return strlen (key) < 1000;
}

static void
check_written (GPtrArray *keys, GPtrArray *tensors)
{
  g_autoptr (GError) error = NULL;
  GByteArray *array = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (StrataNpz) npz = NULL;

  CHECK (strata_npz_write (keys->len, (const char *const *) keys->pdata,
                           (StrataTensor *const *) tensors->pdata, append,
                           array, &error));
  bytes = g_byte_array_free_to_bytes (array);
  npz = strata_npz_parse (bytes, &error);
  CHECK (error == NULL && npz != NULL);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      StrataTensor *tensor =
          strata_npz_read (npz, key, NULL, MAX_BYTES, &error);

      CHECK (error == NULL && tensor != NULL);
      CHECK (g_str_equal (strata_npz_keys (npz)[i], key));
      check_same (g_ptr_array_index (tensors, i), tensor);
      strata_tensor_unref (tensor);
    }
}

static void
check_members (StrataNpz *npz)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) tensors =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_tensor_unref);
  const char *const *all = strata_npz_keys (npz);

  for (int i = 0; all[i] && i < MAX_MEMBERS; i++)
    {
      StrataTensor *tensor = read_member (npz, all[i]);

      CHECK (g_utf8_validate (all[i], -1, NULL));
      if (tensor && is_plain (all[i]))
        {
          g_ptr_array_add (keys, (gpointer) all[i]);
          g_ptr_array_add (tensors, tensor);
        }
      else
        strata_tensor_unref (tensor);
    }
  check_written (keys, tensors);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes)
{
  g_autoptr (GBytes) file = g_bytes_new_static (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataNpz) npz = strata_npz_parse (file, &error);

  CHECK ((npz == NULL) == (error != NULL));
  if (npz)
    check_members (npz);
  else
    check_error (error);
  return 0;
}
