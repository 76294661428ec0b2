/* test-npy.c — reading and writing array files.
 *
 * data/arrays/ holds what NumPy made; the numbers in it are those of its
 * make.py.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "arrays.h"
#include "strata-memory-private.h"
#include "strata-npy.h"

#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const type_files[] = {
  "f2-little-c", "f2-little-f", "f2-big-c",    "f2-big-f",    "f4-little-c",
  "f4-little-f", "f4-big-c",    "f4-big-f",    "f8-little-c", "f8-little-f",
  "f8-big-c",    "f8-big-f",    "i1-c",        "i1-f",        "i2-little-c",
  "i2-little-f", "i2-big-c",    "i2-big-f",    "i4-little-c", "i4-little-f",
  "i4-big-c",    "i4-big-f",    "i8-little-c", "i8-little-f", "i8-big-c",
  "i8-big-f",    "u1-c",        "u1-f",        "u2-little-c", "u2-little-f",
  "u2-big-c",    "u2-big-f",    "u4-little-c", "u4-little-f", "u4-big-c",
  "u4-big-f",    "u8-little-c", "u8-little-f", "u8-big-c",    "u8-big-f",
  "b1-c",        "b1-f",
};

static StrataTensor *
read_array (const char *name, const StrataDType *dtype)
{
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_autofree char *path = array_path (file);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor = strata_npy_read_as (path, dtype, &error);

  g_assert_no_error (error);
  return tensor;
}

/* ---- What NumPy wrote -------------------------------------------------- */

static StrataDType
kept_type (const char *name)
{
  if (g_str_has_prefix (name, "f2"))
    return STRATA_FLOAT16;
  return g_str_has_prefix (name, "f8") ? STRATA_FLOAT64 : STRATA_FLOAT32;
}

static void
test_read_types (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (type_files); i++)
    {
      const char *name = type_files[i];
      StrataTensor *tensor = read_array (name, NULL);

      assert_counting (tensor, kept_type (name), name[0]);
      strata_tensor_unref (tensor);
    }
}

static void
test_read_types_as_others (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (type_files); i++)
    for (int dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
      {
        StrataDType type = (StrataDType) dtype;
        StrataTensor *tensor = read_array (type_files[i], &type);

        assert_counting (tensor, type, type_files[i][0]);
        strata_tensor_unref (tensor);
      }
}

static void
test_read_versions (void)
{
  const char *const names[] = { "version-2", "version-3", "version-2-f",
                                "version-3-f" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      StrataTensor *tensor = read_array (names[i], NULL);

      assert_counting (tensor, STRATA_FLOAT32, i < 2 ? 'f' : 'i');
      strata_tensor_unref (tensor);
    }
}

static void
test_read_transposed (void)
{
  const char *const names[] = { "transposed-2", "transposed-4" };

  for (int i = 0; i < 2; i++)
    {
      StrataTensor *tensor = read_array (names[i], NULL);
      gint64 n = strata_tensor_n_elements (tensor);

      assert_shape (tensor, i == 0 ? 2 : 4,
                    i == 0 ? (gint64[]){ 301, 77 }
                           : (gint64[]){ 5, 31, 17, 9 });
      for (gint64 k = 0; k < n; k++)
        g_assert_cmpfloat (((const float *) strata_tensor_data (tensor))[k], ==,
                           (float) k);
      strata_tensor_unref (tensor);
    }
}

/* Every integer is rounded once, to what exact arithmetic says. */
static void
test_read_rounded (void)
{
  static const struct
  {
    StrataDType dtype;
    const char *expected;
  } targets[] = {
    { STRATA_FLOAT16, "f2" },
    { STRATA_FLOAT32, "f4" },
    { STRATA_FLOAT64, "f8" },
    { STRATA_BFLOAT16, "bf2" },
  };
  const char *const sources[] = { "rounded-i8", "rounded-u8" };

  for (int i = 0; i < 2; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (targets); j++)
      {
        g_autofree char *name =
            g_strdup_printf ("%s-%s", sources[i], targets[j].expected);
        StrataTensor *found = read_array (sources[i], &targets[j].dtype);
        StrataTensor *expected = read_array (name, &targets[j].dtype);

        g_assert_cmpint (strata_tensor_n_elements (found), >, 900);
        g_assert_cmpmem (
            strata_tensor_data (found), strata_tensor_n_bytes (found),
            strata_tensor_data (expected), strata_tensor_n_bytes (expected));
        strata_tensor_unref (expected);
        strata_tensor_unref (found);
      }
}

/* Not a number, infinities and the sign of zero come as they are. */
static void
test_read_numbers (void)
{
  const char *const names[] = { "numbers-f2", "numbers-f4", "numbers-f8" };

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".npy", NULL);
      g_autoptr (GBytes) bytes = array_bytes (file);
      StrataTensor *tensor = read_array (names[i], NULL);
      gsize length = strata_tensor_n_bytes (tensor);
      const char *end = (const char *) g_bytes_get_data (bytes, NULL)
                        + g_bytes_get_size (bytes);

      assert_shape (tensor, 1, (gint64[]){ 9 });
      g_assert_cmpmem (strata_tensor_data (tensor), length, end - length,
                       length);
      strata_tensor_unref (tensor);
    }
}

static void
test_read_numbers_as_float32 (void)
{
  StrataDType dtype = STRATA_FLOAT32;
  StrataTensor *tensor = read_array ("numbers-f8", &dtype);
  const float *numbers = strata_tensor_data (tensor);

  g_assert_true (numbers[1] == 0 && signbit (numbers[1]));
  g_assert_true (isinf (numbers[2]) && numbers[3] == -INFINITY);
  g_assert_true (isnan (numbers[4]));
  g_assert_cmpfloat (numbers[5], ==, 1 / 3.0f);
  strata_tensor_unref (tensor);
}

/* ---- Headers ----------------------------------------------------------- */

/* An array file of version 1.0 with that dictionary and @n bytes behind. */
static GBytes *
new_file (const char *dictionary, gsize n)
{
  GByteArray *file = g_byte_array_new ();
  gsize length = strlen (dictionary);
  const guint8 size[] = { length & 0xff, (guint8) (length >> 8) };
  guint end;

  g_byte_array_append (file, (const guint8 *) "\x93NUMPY\1\0", 8);
  g_byte_array_append (file, size, 2);
  g_byte_array_append (file, (const guint8 *) dictionary, (guint) length);
  end = file->len;
  g_byte_array_set_size (file, end + (guint) n);
  memset (file->data + end, 0, n);
  return g_byte_array_free_to_bytes (file);
}

static StrataTensor *
parse (GBytes *bytes, GError **error)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  return strata_npy_parse (data, length, NULL, error);
}

static void
test_header_fields (void)
{
  g_autofree char *path = array_path ("u2-big-f.npy");
  g_autoptr (GError) error = NULL;
  StrataNpyHeader header;

  g_assert_true (strata_npy_header_read (path, &header, &error));
  g_assert_no_error (error);
  g_assert_cmpint (header.kind, ==, STRATA_NPY_UNSIGNED);
  g_assert_cmpint (header.element_size, ==, 2);
  g_assert_true (header.big_endian);
  g_assert_true (header.fortran_order);
  g_assert_cmpint (header.rank, ==, 3);
  g_assert_cmpint (header.shape[0], ==, 2);
  g_assert_cmpint (header.shape[2], ==, 4);
  g_assert_cmpint (header.n_elements, ==, 24);
  g_assert_cmpuint (header.data_offset, ==, 128);
  g_assert_cmpuint (header.data_size, ==, 48);
  g_assert_cmpint (strata_npy_header_dtype (&header), ==, STRATA_FLOAT32);
}

/* What is known before the elements are there. */
static void
test_header_alone (void)
{
  g_autoptr (GBytes) bytes = array_bytes ("f8-little-c.npy");
  StrataNpyHeader header;

  g_assert_true (strata_npy_header_parse (g_bytes_get_data (bytes, NULL), 128,
                                          &header, NULL));
  g_assert_cmpint (header.n_elements, ==, 24);
  g_assert_cmpint (strata_npy_header_dtype (&header), ==, STRATA_FLOAT64);
}

/* Everything that Python takes for the same dictionary. */
static void
test_header_spelling (void)
{
  static const char *const spellings[] = {
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
    "{'descr':'<f4','fortran_order':False,'shape':(2,3)}",
    "{'shape': (2, 3,), 'fortran_order': False, 'descr': '<f4'}",
    "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2, 3)}",
    "\t{'descr' :'<f4' ,\n'fortran_order': True,\r\n\f'shape' :( 2 , 3 )} \n",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }",
    "{'descr': 'f4', 'fortran_order': False, 'shape': (2, 3), }",
    "{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3), }",
    "{'descr': '|f4', 'fortran_order': False, 'shape': (2, 3), }",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr (GBytes) file = new_file (spellings[i], 24);
      g_autoptr (GError) error = NULL;
      StrataTensor *tensor = parse (file, &error);

      g_assert_no_error (error);
      assert_shape (tensor, 2, (gint64[]){ 2, 3 });
      strata_tensor_unref (tensor);
    }
}

#define HEAD "{'descr': '<f4', 'fortran_order': False, 'shape': "

static void
test_header_refused (void)
{
  static const struct
  {
    const char *dictionary;
    StrataFileError code;
    const char *part;
  } cases[] = {
    { "", STRATA_FILE_ERROR_FORMAT, "ends where '{'" },
    { "  ", STRATA_FILE_ERROR_FORMAT, "ends where '{'" },
    { "[]", STRATA_FILE_ERROR_FORMAT, "'[]' where '{'" },
    { "{", STRATA_FILE_ERROR_FORMAT, "ends where a key" },
    { "{}", STRATA_FILE_ERROR_FORMAT, "lacks the key 'descr'" },
    { "{'descr'", STRATA_FILE_ERROR_FORMAT, "where a colon" },
    { "{'descr", STRATA_FILE_ERROR_FORMAT, "where a key" },
    { "{'descr':", STRATA_FILE_ERROR_FORMAT, "the type of the elements" },
    { "{'descr': 4}", STRATA_FILE_ERROR_FORMAT, "'4}' where the type" },
    { "{'descr': '<f4'}", STRATA_FILE_ERROR_FORMAT, "'fortran_order'" },
    { "{'descr': '<f4', 'descr': '<f4'}", STRATA_FILE_ERROR_FORMAT, "twice" },
    { "{'descr': '<f4', 'other': 1}", STRATA_FILE_ERROR_FORMAT, "'other'" },
    { "{'descr': '<f4' 'shape': ()}", STRATA_FILE_ERROR_FORMAT, "a comma" },
    { "{,}", STRATA_FILE_ERROR_FORMAT, "a key" },
    { "{'de\\x73cr': '<f4'}", STRATA_FILE_ERROR_FORMAT, "a key" },
    { "{'fortran_order': 0}", STRATA_FILE_ERROR_FORMAT, "True or False" },
    { "{'fortran_order': Falsey}", STRATA_FILE_ERROR_FORMAT, "True or False" },
    { "{'fortran_order': true}", STRATA_FILE_ERROR_FORMAT, "True or False" },
    { HEAD "(2, 3)", STRATA_FILE_ERROR_FORMAT, "a comma or '}'" },
    { HEAD "(2, 3), } x", STRATA_FILE_ERROR_FORMAT, "'x' where the end" },
    { HEAD "(2, 3", STRATA_FILE_ERROR_FORMAT, "a comma or ')'" },
    { HEAD "(2,, 3)}", STRATA_FILE_ERROR_FORMAT, "a size" },
    { HEAD "(,)}", STRATA_FILE_ERROR_FORMAT, "a size" },
    { HEAD "(6)}", STRATA_FILE_ERROR_FORMAT, "the comma of a tuple" },
    { HEAD "[2, 3]}", STRATA_FILE_ERROR_FORMAT, "a tuple" },
    { HEAD "6}", STRATA_FILE_ERROR_FORMAT, "a tuple" },
    { HEAD "None}", STRATA_FILE_ERROR_FORMAT, "a tuple" },
    { HEAD "(-1,)}", STRATA_FILE_ERROR_FORMAT, "'-1,)}' where a size" },
    { HEAD "(+1,)}", STRATA_FILE_ERROR_FORMAT, "a size" },
    { HEAD "(2.0, 3)}", STRATA_FILE_ERROR_FORMAT, "a comma or ')'" },
    { HEAD "(0x6,)}", STRATA_FILE_ERROR_FORMAT, "a comma or ')'" },
    { HEAD "(06,)}", STRATA_FILE_ERROR_FORMAT, "leading zeros" },
    { HEAD "(1_0,)}", STRATA_FILE_ERROR_FORMAT, "a comma or ')'" },
    { HEAD "(2LL, 3)}", STRATA_FILE_ERROR_FORMAT, "a comma or ')'" },
    { HEAD "(1,1,1,1,1,1,1,1,1)}", STRATA_FILE_ERROR_FORMAT, "more than 8" },
    { HEAD "(9223372036854775808,)}", STRATA_FILE_ERROR_TOO_LARGE,
      "9223372036854775807" },
    { HEAD "(99999999999999999999999999999999,)}", STRATA_FILE_ERROR_TOO_LARGE,
      "9223372036854775807" },
    { HEAD "(9223372036854775807,)}", STRATA_FILE_ERROR_TOO_LARGE, "bytes" },
    { HEAD "(4611686018427387904, 4)}", STRATA_FILE_ERROR_TOO_LARGE, "bytes" },
    { "{'descr': [('a', '<f4')]}", STRATA_FILE_ERROR_FORMAT, "structures" },
    { "{'descr': ''}", STRATA_FILE_ERROR_FORMAT, "type ''" },
    { "{'descr': '<'}", STRATA_FILE_ERROR_FORMAT, "type '<'" },
    { "{'descr': '<f'}", STRATA_FILE_ERROR_FORMAT, "type '<f'" },
    { "{'descr': '<f1'}", STRATA_FILE_ERROR_FORMAT, "type '<f1'" },
    { "{'descr': '<f44'}", STRATA_FILE_ERROR_FORMAT, "type '<f44'" },
    { "{'descr': '<i3'}", STRATA_FILE_ERROR_FORMAT, "type '<i3'" },
    { "{'descr': '<b2'}", STRATA_FILE_ERROR_FORMAT, "type '<b2'" },
    { "{'descr': 'O'}", STRATA_FILE_ERROR_FORMAT, "type 'O'" },
    { "{'descr': '\x01\n\xff'}", STRATA_FILE_ERROR_FORMAT, "\\u0001\\u000a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = new_file (cases[i].dictionary, 24);
      GError *error = NULL;

      g_assert_null (parse (file, &error));
      assert_refused (&error, cases[i].code, cases[i].part);
    }
}

/* Text that ends anywhere, and text with a zero in it. */
static void
test_header_cut (void)
{
  static const char text[] =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  for (gsize i = 0; i < sizeof text - 1; i++)
    {
      g_autofree char *cut = g_strndup (text, i);
      g_autoptr (GBytes) shorter = new_file (cut, 24);
      g_autoptr (GBytes) whole = new_file (text, 24);
      gsize length;
      guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&whole), &length);
      GError *error = NULL;

      g_assert_null (parse (shorter, &error));
      assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "The header");

      data[10 + i] = '\0';
      g_assert_null (strata_npy_parse (data, length, NULL, &error));
      assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "The ");
      g_free (data);
    }
}

static void
test_header_version (void)
{
  static const guint8 versions[][2] = { { 0, 0 }, { 0, 1 }, { 1, 1 },
                                        { 2, 1 }, { 4, 0 }, { 255, 255 } };
  g_autoptr (GBytes) bytes = array_bytes ("f4-little-c.npy");
  gsize length;
  g_autofree guint8 *data =
      g_bytes_unref_to_data (g_steal_pointer (&bytes), &length);
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      memcpy (data + 6, versions[i], 2);
      g_assert_null (strata_npy_parse (data, length, NULL, &error));
      assert_refused (&error, STRATA_FILE_ERROR_FORMAT,
                      "only 1.0, 2.0 and 3.0");
    }
}

/* A header of 4 GiB is not asked memory for. */
static void
test_header_length (void)
{
  const guint8 file[] = { 0x93, 'N',  'U',  'M',  'P',  'Y', 2,
                          0,    0xff, 0xff, 0xff, 0xff, '{' };
  GError *error = NULL;

  g_assert_null (strata_npy_parse (file, sizeof file, NULL, &error));
  assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "4294967295 bytes long");
}

/* ---- What is refused --------------------------------------------------- */

static void
test_refused_types (void)
{
  static const char *const names[][2] = {
    { "refused-object", "'|O'" },   { "refused-unicode", "'<U2'" },
    { "refused-bytes", "'|S2'" },   { "refused-complex", "'<c8'" },
    { "refused-date", "'<M8[s]'" }, { "refused-time", "'<m8[s]'" },
    { "refused-void", "'|V2'" },    { "refused-structure", "structures" },
    { "refused-long", "'<f16'" },   { "refused-rank-9", "more than 8 axes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat (names[i][0], ".npy", NULL);
      g_autofree char *path = array_path (file);
      GError *error = NULL;

      g_assert_null (strata_npy_read (path, &error));
      g_assert_nonnull (strstr (error->message, path));
      assert_refused (&error, STRATA_FILE_ERROR_FORMAT, names[i][1]);
    }
}

static void
test_refused_length (void)
{
  g_autoptr (GBytes) bytes = array_bytes ("i2-big-f.npy");
  gsize length = g_bytes_get_size (bytes);
  GError *error = NULL;

  for (gsize i = 0; i < length; i++)
    {
      g_autofree void *cut = g_memdup2 (g_bytes_get_data (bytes, NULL), i);

      g_assert_null (strata_npy_parse (cut, i, NULL, &error));
      assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "bytes long");
    }
}

static void
test_refused_length_in_file (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "a.npy", NULL);
  g_autoptr (GBytes) bytes = array_bytes ("f4-little-c.npy");
  const char *data = g_bytes_get_data (bytes, NULL);
  g_autofree char *more = g_malloc0 (g_bytes_get_size (bytes) + 1);
  StrataNpyHeader header;
  GError *error = NULL;

  memcpy (more, data, g_bytes_get_size (bytes));
  g_file_set_contents (path, more, (gssize) g_bytes_get_size (bytes) + 1, NULL);
  g_assert_null (strata_npy_read (path, &error));
  assert_refused (&error, STRATA_FILE_ERROR_FORMAT,
                  "is 225 bytes long, but its header promises 128 + 96");

  g_file_set_contents (path, more, (gssize) g_bytes_get_size (bytes) - 1, NULL);
  g_assert_false (strata_npy_header_read (path, &header, &error));
  assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "is 223 bytes long");
  remove_folder (folder);
}

/* A byte that is something else makes another array or none, and no harm. */
static void
test_refused_flipped (void)
{
  g_autoptr (GBytes) bytes = array_bytes ("i8-little-f.npy");
  gsize length = g_bytes_get_size (bytes);

  for (gsize i = 0; i < length; i++)
    for (int bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *flipped =
            g_memdup2 (g_bytes_get_data (bytes, NULL), length);
        g_autoptr (GError) error = NULL;
        StrataTensor *tensor;

        flipped[i] ^= (guint8) (1 << bit);
        tensor = strata_npy_parse (flipped, length, NULL, &error);
        g_assert_true ((tensor == NULL) == (error != NULL));
        if (tensor)
          g_assert_cmpint (strata_tensor_n_elements (tensor), ==, 24);
        else
          assert_sentence (error);
        strata_tensor_unref (tensor);
      }
}

/* A small file that claims much is refused before memory is asked for. */
static void
test_refused_claims (void)
{
  static const char *const shapes[] = {
    "(1152921504606846976,)",
    "(65536, 65536, 65536)",
    "(7, 1)",
  };
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *text = g_strconcat (HEAD, shapes[i], "}", NULL);
      g_autoptr (GBytes) file = new_file (text, 24);

      strata_memory_fail_after (0);
      g_assert_null (parse (file, &error));
      strata_memory_fail_after (-1);
      assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "header promises");
    }
}

static void
test_refused_memory (void)
{
  g_autofree char *path = array_path ("i2-big-f.npy");
  GError *error = NULL;

  for (int i = 0; i < 2; i++)
    {
      strata_memory_fail_after (i);
      g_assert_null (strata_npy_read (path, &error));
      strata_memory_fail_after (-1);
      assert_refused (&error, STRATA_FILE_ERROR_MEMORY, "not enough memory");
    }
}

static void
test_refused_memory_of_nothing (void)
{
  GError *error = NULL;

  g_assert_null (strata_npy_parse (NULL, 0, NULL, &error));
  assert_refused (&error, STRATA_FILE_ERROR_FORMAT, "0 bytes long");
}

/* ---- What is no regular file ------------------------------------------- */

static void
assert_unreadable (const char *path, const char *part)
{
  StrataNpyHeader header;
  GError *error = NULL;

  g_assert_null (strata_npy_read (path, &error));
  assert_refused (&error, STRATA_FILE_ERROR_IO, part);
  g_assert_false (strata_npy_header_read (path, &header, &error));
  assert_refused (&error, STRATA_FILE_ERROR_IO, part);
}

static void
test_file_kinds (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *none = g_build_filename (folder, "a\nb", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_unreadable (fifo, "only a regular file");
  assert_unreadable (folder, "It is a folder");
  assert_unreadable ("/dev/zero", "only a regular file");
  assert_unreadable (none, "a\\u000ab': No such file");
  assert_unreadable ("", "Cannot open ''");
  remove_folder (folder);
}

static void
test_file_descriptor (void)
{
  g_autofree char *path = array_path ("f4-little-c.npy");
  int fd = open (path, O_RDONLY);
  StrataNpyHeader header;
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor;

  g_assert_cmpint (lseek (fd, 50, SEEK_SET), ==, 50);
  g_assert_true (strata_npy_header_read_fd (fd, "it", &header, &error));
  g_assert_no_error (error);
  tensor = strata_npy_read_fd (fd, "it", NULL, &error);
  g_assert_no_error (error);
  assert_counting (tensor, STRATA_FLOAT32, 'f');
  strata_tensor_unref (tensor);
  g_assert_cmpint (close (fd), ==, 0);

  g_assert_null (strata_npy_read_fd (-1, "it", NULL, &error));
  g_assert_error (error, STRATA_FILE_ERROR, STRATA_FILE_ERROR_IO);
}

/* ---- Writing ----------------------------------------------------------- */

static void
assert_written (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_autoptr (GBytes) expected = array_bytes (file);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor = read_array (name, NULL);
  g_autoptr (GBytes) found = strata_npy_to_bytes (tensor, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (found, NULL), g_bytes_get_size (found),
                   g_bytes_get_data (expected, NULL),
                   g_bytes_get_size (expected));
  strata_tensor_unref (tensor);
}

static void
test_write_types (void)
{
  assert_written ("f2-little-c");
  assert_written ("f4-little-c");
  assert_written ("f8-little-c");
  assert_written ("numbers-f2");
  assert_written ("numbers-f8");
}

static void
test_write_shapes (void)
{
  for (int i = 0; i < 35; i++)
    {
      g_autofree char *name = g_strdup_printf ("shape-%02d", i);

      assert_written (name);
    }
}

static void
test_write_bfloat16 (void)
{
  const gint64 shape[] = { 5000 };
  StrataTensor *tensor = strata_tensor_new (STRATA_BFLOAT16, 1, shape, NULL);
  g_autoptr (GBytes) bytes = NULL;
  StrataTensor *back;

  for (gsize i = 0; i < 5000; i++)
    strata_dtype_set (STRATA_BFLOAT16, strata_tensor_edit (tensor), i,
                      (double) i - 2500);
  bytes = strata_npy_to_bytes (tensor, NULL);
  back = parse (bytes, NULL);

  g_assert_cmpint (strata_tensor_dtype (back), ==, STRATA_FLOAT32);
  assert_shape (back, 1, shape);
  for (gsize i = 0; i < 5000; i++)
    g_assert_cmpfloat (
        strata_dtype_get (STRATA_FLOAT32, strata_tensor_data (back), i), ==,
        strata_dtype_get (STRATA_BFLOAT16, strata_tensor_data (tensor), i));
  strata_tensor_unref (back);
  strata_tensor_unref (tensor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/npy/read/types", test_read_types);
  g_test_add_func ("/npy/read/types-as-others", test_read_types_as_others);
  g_test_add_func ("/npy/read/versions", test_read_versions);
  g_test_add_func ("/npy/read/transposed", test_read_transposed);
  g_test_add_func ("/npy/read/rounded", test_read_rounded);
  g_test_add_func ("/npy/read/numbers", test_read_numbers);
  g_test_add_func ("/npy/read/numbers-as-float32",
                   test_read_numbers_as_float32);

  g_test_add_func ("/npy/header/fields", test_header_fields);
  g_test_add_func ("/npy/header/alone", test_header_alone);
  g_test_add_func ("/npy/header/spelling", test_header_spelling);
  g_test_add_func ("/npy/header/refused", test_header_refused);
  g_test_add_func ("/npy/header/cut", test_header_cut);
  g_test_add_func ("/npy/header/version", test_header_version);
  g_test_add_func ("/npy/header/length", test_header_length);

  g_test_add_func ("/npy/refused/types", test_refused_types);
  g_test_add_func ("/npy/refused/length", test_refused_length);
  g_test_add_func ("/npy/refused/length-in-file", test_refused_length_in_file);
  g_test_add_func ("/npy/refused/flipped", test_refused_flipped);
  g_test_add_func ("/npy/refused/claims", test_refused_claims);
  g_test_add_func ("/npy/refused/memory", test_refused_memory);
  g_test_add_func ("/npy/refused/nothing", test_refused_memory_of_nothing);

  g_test_add_func ("/npy/file/kinds", test_file_kinds);
  g_test_add_func ("/npy/file/descriptor", test_file_descriptor);

  g_test_add_func ("/npy/write/types", test_write_types);
  g_test_add_func ("/npy/write/shapes", test_write_shapes);
  g_test_add_func ("/npy/write/bfloat16", test_write_bfloat16);

  return g_test_run ();
}
