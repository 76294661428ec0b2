/* test-npz.c — reading archives of arrays.
 *
 * data/arrays/ holds what NumPy made; the numbers in it are those of its
 * make.py.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "arrays.h"
#include "strata-memory-private.h"
#include "strata-npz.h"

#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

static const char *const weight_keys[] = {
  "dw/depthwise_kernel", "dw/bias", "scalar", "half", "empty", NULL
};

static StrataNpz *
open_archive (const char *name)
{
  g_autofree char *path = array_path (name);
  g_autoptr (GError) error = NULL;
  StrataNpz *npz = strata_npz_open (path, &error);

  g_assert_no_error (error);
  return npz;
}

static StrataTensor *
read_all (StrataNpz *npz, const char *key)
{
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor = strata_npz_read (npz, key, NULL, G_MAXUINT64, &error);

  g_assert_no_error (error);
  return tensor;
}

static void
assert_keys (StrataNpz *npz, const char *const *expected)
{
  const char *const *keys = strata_npz_keys (npz);

  g_assert_true (g_strv_equal (keys, expected));
  for (int i = 0; expected[i]; i++)
    g_assert_true (strata_npz_has (npz, expected[i]));
}

/* The five arrays that weights() makes; FALSE where one is refused. Where one
 * is read it is right. */
static gboolean
check_weights (StrataNpz *npz)
{
  gboolean complete = TRUE;

  for (int i = 0; weight_keys[i]; i++)
    {
      g_autoptr (GError) error = NULL;
      StrataTensor *tensor =
          strata_npz_read (npz, weight_keys[i], NULL, 1000, &error);
      const void *data;

      g_assert_true ((tensor == NULL) == (error != NULL));
      if (!tensor)
        {
          assert_sentence (error);
          complete = FALSE;
          continue;
        }
      data = strata_tensor_data (tensor);
      if (i == 0)
        assert_counting (tensor, STRATA_FLOAT32, 'f');
      else if (i == 1)
        {
          assert_shape (tensor, 1, (gint64[]){ 3 });
          for (gsize k = 0; k < 3; k++)
            g_assert_cmpfloat (strata_dtype_get (STRATA_FLOAT32, data, k), ==,
                               0.5);
        }
      else if (i == 2)
        {
          assert_shape (tensor, 0, NULL);
          g_assert_cmpfloat (strata_dtype_get (STRATA_FLOAT64, data, 0), ==, 7);
        }
      else if (i == 3)
        assert_counting (tensor, STRATA_FLOAT16, 'f');
      else
        assert_shape (tensor, 2, (gint64[]){ 0, 2 });
      strata_tensor_unref (tensor);
    }
  return complete;
}

/* ---- What NumPy and others wrote --------------------------------------- */

static void
test_read_weights (gconstpointer name)
{
  StrataNpz *npz = open_archive (name);

  assert_keys (npz, weight_keys);
  g_assert_true (check_weights (npz));
  g_assert_finalize_object (npz);
}

static void
test_read_integers (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("integers.npz");
  const char *const keys[] = { "signed", "unsigned", "truth", NULL };
  const StrataDType dtype = STRATA_FLOAT64;

  assert_keys (npz, keys);
  for (int i = 0; i < 3; i++)
    {
      StrataTensor *kept = read_all (npz, keys[i]);
      StrataTensor *wide =
          strata_npz_read (npz, keys[i], &dtype, G_MAXUINT64, NULL);
      char kind = "iub"[i];

      assert_counting (kept, STRATA_FLOAT32, kind);
      assert_counting (wide, STRATA_FLOAT64, kind);
      strata_tensor_unref (wide);
      strata_tensor_unref (kept);
    }
}

static void
test_read_none (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("none.npz");

  assert_keys (npz, (const char *const[]){ NULL });
  g_assert_false (strata_npz_has (npz, ""));
}

static void
test_read_other (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("other.npz");
  const char *const keys[] = { "dw/bias", "größe", "plain", "README.txt",
                               NULL };
  GError *error = NULL;

  assert_keys (npz, keys);
  for (int i = 0; i < 3; i++)
    strata_tensor_unref (read_all (npz, keys[i]));
  g_assert_null (
      strata_npz_read (npz, "README.txt", NULL, G_MAXUINT64, &error));
  assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "Cannot read 'README.txt'");
}

static void
test_read_header (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("deflated.npz");
  StrataNpyHeader header;
  g_autoptr (GError) error = NULL;

  g_assert_true (strata_npz_header (npz, "half", &header, &error));
  g_assert_no_error (error);
  g_assert_cmpint (header.rank, ==, 3);
  g_assert_cmpint (header.shape[1], ==, 3);
  g_assert_cmpint (strata_npy_header_dtype (&header), ==, STRATA_FLOAT16);
}

static void
test_read_missing (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("stored.npz");
  StrataNpyHeader header;
  GError *error = NULL;

  g_assert_false (strata_npz_has (npz, "dw/kernel"));
  g_assert_false (strata_npz_has (npz, "dw/bias.npy"));
  g_assert_null (strata_npz_read (npz, "dw/kernel", NULL, 1000, &error));
  assert_refused (&error, STRATA_FILE_ERROR_KEY, "'dw/kernel'");
  g_assert_false (strata_npz_header (npz, "dw/kernel", &header, &error));
  assert_refused (&error, STRATA_FILE_ERROR_KEY, "no such key");
}

static void
test_read_limit (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("integers.npz");
  const StrataDType dtype = STRATA_FLOAT64;
  GError *error = NULL;
  StrataTensor *tensor;

  g_assert_null (strata_npz_read (npz, "truth", NULL, 95, &error));
  assert_refused (&error, STRATA_FILE_ERROR_TOO_LARGE, "24 elements of 4");
  g_assert_null (strata_npz_read (npz, "truth", &dtype, 191, &error));
  assert_refused (&error, STRATA_FILE_ERROR_TOO_LARGE, "at most 191 bytes");
  tensor = strata_npz_read (npz, "truth", NULL, 96, &error);
  g_assert_no_error (error);
  strata_tensor_unref (tensor);
}

static void
test_read_memory (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("stored.npz");
  GError *error = NULL;

  strata_memory_fail_after (0);
  g_assert_null (strata_npz_read (npz, "dw/bias", NULL, 1000, &error));
  strata_memory_fail_after (-1);
  assert_refused (&error, STRATA_FILE_ERROR_MEMORY, "not enough memory");
}

/* Several threads may read one archive. */
static gpointer
read_often (gpointer data)
{
  for (int i = 0; i < 50; i++)
    g_assert_true (check_weights (data));
  return NULL;
}

static void
test_read_threads (void)
{
  g_autoptr (StrataNpz) npz = open_archive ("deflated.npz");
  GThread *threads[3];

  for (int i = 0; i < 3; i++)
    threads[i] = g_thread_new ("read", read_often, npz);
  for (int i = 0; i < 3; i++)
    g_thread_join (threads[i]);
}

static void
test_read_descriptor (void)
{
  g_autofree char *path = array_path ("stored.npz");
  int fd = open (path, O_RDONLY);
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataNpz) npz = strata_npz_open_fd (fd, "it", &error);

  g_assert_no_error (error);
  g_assert_cmpint (close (fd), ==, 0);
  g_assert_true (check_weights (npz));
}

/* Descriptors are not left behind, by success or by failure. */
static void
test_read_closes (void)
{
  g_autofree char *good = array_path ("stored.npz");
  g_autofree char *bad = array_path ("f4-little-c.npy");
  guint before = count_files ("/proc/self/fd");

  for (int i = 0; i < 10; i++)
    {
      g_autoptr (StrataNpz) npz = strata_npz_open (good, NULL);

      g_assert_nonnull (npz);
      g_assert_null (strata_npz_open (bad, NULL));
    }
  g_assert_cmpuint (count_files ("/proc/self/fd"), ==, before);
}

/* ---- Archives made here ------------------------------------------------ */

/* A member as it stands in an archive that may lie. */
typedef struct
{
  const char *name;
  gsize name_length; /* 0: all of it */
  const void *data;
  gsize length; /* in the archive */
  gsize claim;  /* of that; 0: the truth */
  guint64 size; /* as it claims */
  guint32 checksum;
  guint16 method;
  guint16 flags;
} Made;

static void
put (GByteArray *bytes, guint64 number, int size)
{
  for (; size > 0; size--, number >>= 8)
    g_byte_array_append (bytes, &(guint8){ number & 0xff }, 1);
}

static void
put_text (GByteArray *bytes, const char *text, gsize length)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

static void
put_member (GByteArray *bytes, const Made *made, gboolean directory, guint at)
{
  gsize length = made->name_length ? made->name_length : strlen (made->name);

  put_text (bytes, directory ? "PK\1\2" : "PK\3\4", 4);
  put (bytes, 20, directory ? 4 : 2);
  if (directory)
    bytes->data[bytes->len - 2] = 20;
  put (bytes, made->flags, 2);
  put (bytes, made->method, 2);
  put (bytes, 0, 4);
  put (bytes, made->checksum, 4);
  put (bytes, made->claim ? made->claim : made->length, 4);
  put (bytes, made->size, 4);
  put (bytes, length, 2);
  put (bytes, 0, 2);
  if (directory)
    {
      put (bytes, 0, 10);
      put (bytes, at, 4);
    }
  put_text (bytes, made->name, length);
}

static GBytes *
make_archive (guint n, const Made *made)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree guint *places = g_new (guint, n + 1);
  guint start;

  for (guint i = 0; i < n; i++)
    {
      places[i] = bytes->len;
      put_member (bytes, &made[i], FALSE, 0);
      put_text (bytes, made[i].data, made[i].length);
    }
  start = bytes->len;
  for (guint i = 0; i < n; i++)
    put_member (bytes, &made[i], TRUE, places[i]);

  places[n] = bytes->len - start;
  put_text (bytes, "PK\5\6", 4);
  put (bytes, 0, 4);
  put (bytes, n, 2);
  put (bytes, n, 2);
  put (bytes, places[n], 4);
  put (bytes, start, 4);
  put (bytes, 0, 2);
  return g_byte_array_free_to_bytes (bytes);
}

/* A member that is what it should be. */
static Made
honest (const char *name, GBytes *data)
{
  gsize length;
  const void *bytes = g_bytes_get_data (data, &length);

  return (Made){
    .name = name,
    .data = bytes,
    .length = length,
    .size = length,
    .checksum = (guint32) crc32_z (0, bytes, length),
  };
}

static GBytes *
deflate_bytes (const void *data, gsize length)
{
  z_stream stream = { 0 };
  gsize bound = length + length / 8 + 1024;
  guint8 *packed = g_malloc (bound);

  g_assert_cmpint (
      deflateInit2 (&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), ==,
      Z_OK);
  stream.next_in = (void *) data;
  stream.avail_in = (guint) length;
  stream.next_out = packed;
  stream.avail_out = (guint) bound;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  deflateEnd (&stream);
  return g_bytes_new_take (packed, stream.total_out);
}

static StrataNpz *
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  StrataNpz *npz = strata_npz_parse (bytes, &error);

  g_assert_no_error (error);
  return npz;
}

/* The archive opens, but its member "a" is refused. */
static void
assert_member_refused (const Made *made, StrataFileError code, const char *part)
{
  g_autoptr (GBytes) bytes = make_archive (1, made);
  g_autoptr (StrataNpz) npz = parse (bytes);
  GError *error = NULL;

  g_assert_null (strata_npz_read (npz, "a", NULL, G_MAXUINT64, &error));
  g_assert_true (
      g_str_has_prefix (error->message, "Cannot read 'a' of the archive: "));
  assert_refused (&error, code, part);
}

static void
test_made_honest (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  Made made = honest ("a.npy", data);
  g_autoptr (GBytes) packed = deflate_bytes (made.data, made.length);
  g_autoptr (GBytes) stored_bytes = make_archive (1, &made);
  g_autoptr (GBytes) packed_bytes = NULL;
  g_autoptr (StrataNpz) stored = parse (stored_bytes);
  g_autoptr (StrataNpz) deflated = NULL;
  StrataTensor *tensor = read_all (stored, "a");

  assert_counting (tensor, STRATA_FLOAT32, 'f');
  strata_tensor_unref (tensor);

  made.data = g_bytes_get_data (packed, &made.length);
  made.method = 8;
  packed_bytes = make_archive (1, &made);
  deflated = parse (packed_bytes);
  tensor = read_all (deflated, "a");
  assert_counting (tensor, STRATA_FLOAT32, 'f');
  strata_tensor_unref (tensor);
}

static void
test_made_checksum (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  Made made = honest ("a.npy", data);
  g_autoptr (GBytes) packed = deflate_bytes (made.data, made.length);

  made.checksum = 0x1234abcd;
  assert_member_refused (&made, STRATA_FILE_ERROR_CHECKSUM, "1234abcd");
  made.data = g_bytes_get_data (packed, &made.length);
  made.method = 8;
  assert_member_refused (&made, STRATA_FILE_ERROR_CHECKSUM, "1234abcd");
}

static void
test_made_method (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  static const guint16 methods[] = { 1, 9, 12, 14, 93, 95, 65535 };
  Made made = honest ("a.npy", data);

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      made.method = methods[i];
      assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT,
                             "only 0 (stored) and 8 (deflated)");
    }
}

static void
test_made_encrypted (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  Made made = honest ("a.npy", data);

  made.flags = 1;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "encrypted");
}

/* Sizes that the bytes in the archive cannot make are refused before anything
 * is unpacked or memory is asked for. */
static void
test_made_sizes (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  Made made = honest ("a.npy", data);
  g_autoptr (GBytes) packed = deflate_bytes (made.data, made.length);

  strata_memory_fail_after (0);
  made.size++;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "cannot hold");
  made.size -= 2;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "cannot hold");
  made.size = 0xfffffff0;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "cannot hold");

  made.method = 8;
  made.data = g_bytes_get_data (packed, &made.length);
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "cannot hold");
  made.size = 225;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT,
                         "is 225 bytes long, but its header promises");
  strata_memory_fail_after (-1);
}

/* A member that claims more of the archive than there is. */
static void
test_made_too_long (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  Made made = honest ("a.npy", data);

  strata_memory_fail_after (0);
  made.claim = made.size = 1u << 31;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT,
                         "claims 2147483648 bytes of an archive of");
  made.method = 8;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT,
                         "claims 2147483648 bytes of an archive of");
  strata_memory_fail_after (-1);
}

static GBytes *
zeros_file (gint64 n)
{
  const gint64 shape[] = { n };
  StrataTensor *tensor = strata_tensor_new (STRATA_FLOAT32, 1, shape, NULL);
  GBytes *bytes = strata_npy_to_bytes (tensor, NULL);

  strata_tensor_unref (tensor);
  return bytes;
}

/* 16 MiB of zeros in 16 KiB, with and without the truth about it. */
static void
test_made_bomb (void)
{
  g_autoptr (GBytes) data = zeros_file (4 << 20);
  Made made = honest ("a.npy", data);
  g_autoptr (GBytes) packed = deflate_bytes (made.data, made.length);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (StrataNpz) npz = NULL;
  GError *error = NULL;
  StrataTensor *tensor;

  made.method = 8;
  made.data = g_bytes_get_data (packed, &made.length);
  bytes = make_archive (1, &made);
  npz = parse (bytes);
  g_assert_null (strata_npz_read (npz, "a", NULL, 1 << 20, &error));
  assert_refused (&error, STRATA_FILE_ERROR_TOO_LARGE, "at most 1048576");
  tensor = strata_npz_read (npz, "a", NULL, 16 << 20, &error);
  g_assert_no_error (error);
  g_assert_cmpint (strata_tensor_n_elements (tensor), ==, 4 << 20);
  strata_tensor_unref (tensor);
}

/* A member that goes on after what it claims, and one that ends before. */
static void
test_made_stream (void)
{
  g_autoptr (GBytes) data = zeros_file (1000);
  Made made = honest ("a.npy", data);
  g_autofree guint8 *both = g_malloc (400128);
  g_autoptr (GBytes) long_stream = NULL;
  g_autoptr (GBytes) short_stream = deflate_bytes (made.data, made.length - 1);

  memset (both, 0, 400128);
  memcpy (both, made.data, made.length);
  long_stream = deflate_bytes (both, 400128);

  made.method = 8;
  made.data = g_bytes_get_data (long_stream, &made.length);
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "damaged");
  made.data = g_bytes_get_data (short_stream, &made.length);
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "damaged");
  made.length = 5;
  assert_member_refused (&made, STRATA_FILE_ERROR_FORMAT, "damaged");
}

static void
test_made_twice (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  const char *const others[] = { "a.npy", "a" };
  GError *error = NULL;

  for (int i = 0; i < 2; i++)
    {
      const Made made[] = { honest ("a.npy", data), honest ("b.npy", data),
                            honest (others[i], data) };
      g_autoptr (GBytes) bytes = make_archive (3, made);

      g_assert_null (strata_npz_parse (bytes, &error));
      assert_refused (&error, STRATA_FILE_ERROR_KEY, "the key 'a' twice");
    }
}

/* Whatever a name is made of, a key is UTF-8, and an error one line. */
static void
test_made_names (void)
{
  static const struct
  {
    const char *name;
    gsize length;
    guint16 flags;
  } names[] = {
    { "a\0b.npy", 7, 0 },     { "\n\r\t\x1b[31m.npy", 12, 0 },
    { "\xff\xfe.npy", 6, 0 }, { "\x84.npy", 5, 0 },
    { ".npy", 4, 0 },         { "", 0, 0 },
    { "../../a.npy", 11, 0 }, { "\xe2\x80\xae.npy", 7, 0x800 },
  };
  g_autoptr (GBytes) data = g_bytes_new_static ("", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Made made = honest (names[i].name, data);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (StrataNpz) npz = NULL;
      g_autoptr (GError) error = NULL;
      const char *key;

      made.name_length = names[i].length;
      made.flags = names[i].flags;
      bytes = make_archive (1, &made);
      npz = parse (bytes);
      key = strata_npz_keys (npz)[0];
      g_assert_true (g_utf8_validate (key, -1, NULL));
      g_assert_null (strata_npz_read (npz, key, NULL, 1000, &error));
      assert_sentence (error);
    }
}

/* No UTF-8 at all, half a character of UTF-16, too large a number, and more
 * bytes than a character needs. */
static void
test_made_bad_utf8 (void)
{
  static const char *const names[] = { "\xff\xfe.npy", "\xed\xa0\x80.npy",
                                       "\xf7\xbf\xbf\xbf.npy", "\xc0\xaf.npy" };
  g_autoptr (GBytes) data = g_bytes_new_static ("", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (int known = 0; known < 2; known++)
      {
        Made made = honest (names[i], data);
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (StrataNpz) npz = NULL;
        g_autoptr (GError) error = NULL;

        made.flags = known ? 0x800 : 0;
        bytes = make_archive (1, &made);
        npz = strata_npz_parse (bytes, &error);
        /* What does not say that it is UTF-8 may be in an older code. */
        g_assert_true (!npz || !known);
        if (npz)
          g_assert_true (g_utf8_validate (strata_npz_keys (npz)[0], -1, NULL));
        else
          assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "");
      }
}

/* Many members, with names that a simple hash takes for one another. */
static void
test_made_many (void)
{
  g_autoptr (GBytes) data = zeros_file (1);
  guint n = 4096;
  g_autofree Made *made = g_new (Made, n);
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (StrataNpz) npz = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);

      for (int bit = 0; bit < 12; bit++)
        g_string_append (name, i >> bit & 1 ? "Aa" : "B@");
      names[i] = g_strdup (name->str);
      made[i] = honest (names[i], data);
    }
  bytes = make_archive (n, made);
  npz = parse (bytes);
  assert_keys (npz, (const char *const *) names);
  strata_tensor_unref (read_all (npz, names[n - 1]));
}

/* The record of large archives can claim any number of members, for which
 * memory would be asked. */
static void
test_made_claims (void)
{
  static const guint64 claims[] = { 1 << 20, G_MAXUINT32,
                                    G_GUINT64_CONSTANT (1) << 40, G_MAXINT64,
                                    G_MAXUINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      GByteArray *array = g_byte_array_new ();
      g_autoptr (GBytes) bytes = NULL;
      GError *error = NULL;

      put_text (array, "PK\6\6", 4);
      put (array, 44, 8);
      put (array, 45, 2);
      put (array, 45, 2);
      put (array, 0, 8);
      put (array, claims[i], 8);
      put (array, claims[i], 8);
      put (array, 0, 8);
      put (array, 0, 8);
      put_text (array, "PK\6\7", 4);
      put (array, 0, 4);
      put (array, 0, 8);
      put (array, 1, 4);
      put_text (array, "PK\5\6", 4);
      put (array, 0, 4);
      put (array, G_MAXUINT64, 8);
      put (array, G_MAXUINT64, 4);
      put (array, 0, 2);
      bytes = g_byte_array_free_to_bytes (array);

      g_assert_null (strata_npz_parse (bytes, &error));
      assert_refused (&error, STRATA_FILE_ERROR_TOO_LARGE, "It claims");
    }
}

/* ---- Damage ------------------------------------------------------------ */

/* The arrays are right or refused, and so is the archive. */
static gboolean
check_damaged (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataNpz) npz = strata_npz_parse (bytes, &error);

  g_assert_true ((npz == NULL) == (error != NULL));
  if (npz)
    return check_weights (npz);
  assert_sentence (error);
  return FALSE;
}

static void
test_damaged_cut (gconstpointer name)
{
  g_autoptr (GBytes) bytes = array_bytes (name);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_true (check_damaged (data, length));
  for (gsize i = 0; i < length; i++)
    g_assert_false (check_damaged (data, i));
}

static void
test_damaged_flipped (gconstpointer name)
{
  g_autoptr (GBytes) bytes = array_bytes (name);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree guint8 *flipped = g_memdup2 (data, length);

  for (gsize i = 0; i < length; i++)
    for (int bit = 0; bit < 8; bit++)
      {
        flipped[i] ^= (guint8) (1 << bit);
        check_damaged (flipped, length);
        flipped[i] = data[i];
      }
}

static void
test_damaged_set (gconstpointer name)
{
  g_autoptr (GBytes) bytes = array_bytes (name);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree guint8 *set = g_memdup2 (data, length);

  for (gsize i = 0; i < length; i++)
    for (gsize n = 1; n <= 8 && i + n <= length; n *= 2)
      {
        memset (set + i, 0xff, n);
        check_damaged (set, length);
        memset (set + i, 0, n);
        check_damaged (set, length);
        memcpy (set + i, data + i, n);
      }
}

/* Every byte of the data of a stored member is under its checksum. */
static void
test_damaged_data (void)
{
  g_autoptr (GBytes) data = array_bytes ("f4-little-c.npy");
  Made made = honest ("a.npy", data);
  g_autofree guint8 *changed = g_memdup2 (made.data, made.length);

  made.data = changed;
  for (gsize i = 128; i < made.length; i++)
    {
      changed[i] ^= 0x10;
      assert_member_refused (&made, STRATA_FILE_ERROR_CHECKSUM, "checksum");
      changed[i] ^= 0x10;
    }
}

/* ---- What is no archive ------------------------------------------------ */

static void
assert_unreadable (const char *path, StrataFileError code, const char *part)
{
  GError *error = NULL;

  g_assert_null (strata_npz_open (path, &error));
  assert_refused (&error, code, part);
}

static void
test_file_kinds (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *array = array_path ("f4-little-c.npy");

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  put_file (folder, "empty", "");
  assert_unreadable (fifo, STRATA_FILE_ERROR_IO, "only a regular file");
  assert_unreadable (folder, STRATA_FILE_ERROR_IO, "It is a folder");
  assert_unreadable (none, STRATA_FILE_ERROR_IO, "No such file");
  assert_unreadable ("/dev/zero", STRATA_FILE_ERROR_IO, "regular file");
  assert_unreadable (empty, STRATA_FILE_ERROR_FORMAT, "0 bytes long");
  assert_unreadable (array, STRATA_FILE_ERROR_FORMAT, "no archive of arrays");
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  static const char *const archives[] = { "stored", "deflated", "streamed" };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (archives); i++)
    {
      static const struct
      {
        const char *path;
        GTestDataFunc function;
      } tests[] = {
        { "/npz/read/weights/", test_read_weights },
        { "/npz/damaged/cut/", test_damaged_cut },
        { "/npz/damaged/flipped/", test_damaged_flipped },
        { "/npz/damaged/set/", test_damaged_set },
      };

      for (gsize j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *path =
              g_strconcat (tests[j].path, archives[i], NULL);

          g_test_add_data_func_full (path,
                                     g_strconcat (archives[i], ".npz", NULL),
                                     tests[j].function, g_free);
        }
    }

  g_test_add_func ("/npz/read/integers", test_read_integers);
  g_test_add_func ("/npz/read/none", test_read_none);
  g_test_add_func ("/npz/read/other", test_read_other);
  g_test_add_func ("/npz/read/header", test_read_header);
  g_test_add_func ("/npz/read/missing", test_read_missing);
  g_test_add_func ("/npz/read/limit", test_read_limit);
  g_test_add_func ("/npz/read/memory", test_read_memory);
  g_test_add_func ("/npz/read/threads", test_read_threads);
  g_test_add_func ("/npz/read/descriptor", test_read_descriptor);
  g_test_add_func ("/npz/read/closes", test_read_closes);

  g_test_add_func ("/npz/made/honest", test_made_honest);
  g_test_add_func ("/npz/made/checksum", test_made_checksum);
  g_test_add_func ("/npz/made/method", test_made_method);
  g_test_add_func ("/npz/made/encrypted", test_made_encrypted);
  g_test_add_func ("/npz/made/sizes", test_made_sizes);
  g_test_add_func ("/npz/made/too-long", test_made_too_long);
  g_test_add_func ("/npz/made/bomb", test_made_bomb);
  g_test_add_func ("/npz/made/stream", test_made_stream);
  g_test_add_func ("/npz/made/twice", test_made_twice);
  g_test_add_func ("/npz/made/names", test_made_names);
  g_test_add_func ("/npz/made/bad-utf8", test_made_bad_utf8);
  g_test_add_func ("/npz/made/many", test_made_many);
  g_test_add_func ("/npz/made/claims", test_made_claims);

  g_test_add_func ("/npz/damaged/data", test_damaged_data);
  g_test_add_func ("/npz/file/kinds", test_file_kinds);

  return g_test_run ();
}
