/* strata-npz.c — reading archives of NumPy's arrays.
 *
 * libzip finds the members and unpacks them. What an archive says of itself is
 * believed only as far as its own length bears it out.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npz.h"
#include "strata-file-error-private.h"
#include "strata-npy-private.h"
#include "strata-npz-member-private.h"
#include "strata-npz-source-private.h"

#include <pthread.h>
#include <string.h>

/* The lock is one that ThreadSanitizer knows, which GLib's is not. */
struct _StrataNpz
{
  GObject parent_instance;

  char *name;           /* NULL of bytes */
  GBytes *bytes;        /* NULL of a file */
  pthread_mutex_t lock; /* libzip takes one call at a time */
  zip_t *archive;
  guint64 length;  /* of the archive, in bytes */
  GPtrArray *keys; /* the last is NULL */
  GTree *places;   /* of a key, in the archive */
};

G_DEFINE_FINAL_TYPE (StrataNpz, strata_npz, G_TYPE_OBJECT)

static void
strata_npz_finalize (GObject *object)
{
  StrataNpz *self = STRATA_NPZ (object);

  if (self->archive)
    zip_discard (self->archive);
  g_tree_unref (self->places);
  g_ptr_array_unref (self->keys);
  pthread_mutex_destroy (&self->lock);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);

  G_OBJECT_CLASS (strata_npz_parent_class)->finalize (object);
}

static void
strata_npz_class_init (StrataNpzClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_npz_finalize;
}

static void
strata_npz_init (StrataNpz *self)
{
  pthread_mutex_init (&self->lock, NULL);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  /* Whoever chose the keys cannot make a tree slow. */
  self->places = g_tree_new ((GCompareFunc) strcmp);
}

/* "Cannot read 'key' of 'archive': " before what is in @error. */
static gboolean
prefix_error (StrataNpz *self, const char *key, GError **error)
{
  g_autofree char *quoted = strata_file_quote (key);
  g_autofree char *name =
      self->name ? strata_file_quote (self->name) : g_strdup ("the archive");

  g_prefix_error (error, "Cannot read %s of %s: ", quoted, name);
  return FALSE;
}

/* NumPy takes a name without ".npy" as it is. */
static char *
key_of_name (const char *name)
{
  gsize length = strlen (name);

  return g_strndup (name,
                    g_str_has_suffix (name, ".npy") ? length - 4 : length);
}

static gboolean
add_key (StrataNpz *self, guint place, GError **error)
{
  const char *name = zip_get_name (self->archive, place, ZIP_FL_ENC_GUESS);
  g_autofree char *key = NULL;

  if (!name)
    return strata_npz_set_error (error, zip_get_error (self->archive),
                                 "The name of a member is damaged");
  /* libzip takes more for UTF-8 than it is, such as halves of a character. */
  if (!g_utf8_validate (name, -1, NULL))
    {
      g_autofree char *quoted = strata_file_quote (name);

      return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                    "The name of a member is %s, which is no "
                                    "UTF-8",
                                    quoted);
    }
  /* A folder, which other programs put before the files in it. */
  if (g_str_has_suffix (name, "/"))
    return TRUE;

  key = key_of_name (name);
  if (g_tree_lookup_extended (self->places, key, NULL, NULL))
    {
      g_autofree char *quoted = strata_file_quote (key);

      return strata_file_error_set (error, STRATA_FILE_ERROR_KEY,
                                    "It has the key %s twice", quoted);
    }
  g_tree_insert (self->places, key, GUINT_TO_POINTER (place));
  g_ptr_array_add (self->keys, g_steal_pointer (&key));
  return TRUE;
}

/* Takes over @source. */
static gboolean
open_source (StrataNpz *self, zip_source_t *source, GError **error)
{
  zip_error_t problem;

  zip_error_init (&problem);
  if (strata_npz_source_check (source, &self->length, error))
    {
      self->archive = zip_open_from_source (source, ZIP_RDONLY, &problem);
      if (!self->archive)
        strata_npz_set_error (error, &problem, "It is no archive of arrays");
    }
  zip_error_fini (&problem);

  if (!self->archive)
    {
      zip_source_free (source);
      return FALSE;
    }
  for (gint64 i = 0; i < zip_get_num_entries (self->archive, 0); i++)
    if (!add_key (self, (guint) i, error))
      return FALSE;
  g_ptr_array_add (self->keys, NULL);
  return TRUE;
}

/**
 * strata_npz_open:
 * @path: (type filename): an archive
 * @error: return location for a [enum@Strata.FileError]
 *
 * Opens an archive and reads the names of its members. An archive that has a
 * key twice is refused.
 *
 * Returns: (transfer full): an archive, or %NULL
 */
StrataNpz *
strata_npz_open (const char *path, GError **error)
{
  StrataNpz *self;
  int fd = strata_file_open (path, error);

  if (fd < 0)
    return NULL;
  self = strata_npz_open_fd (fd, path, error);
  strata_file_close (fd);
  return self;
}

/**
 * strata_npz_open_fd: (skip)
 * @fd: a file that is open for reading; it stays open, and may be closed
 * @name: (type filename): what messages call it
 * @error: return location for a [enum@Strata.FileError]
 *
 * Does what [func@Strata.Npz.open] does, with an open file.
 *
 * Returns: (transfer full): an archive, or %NULL
 */
StrataNpz *
strata_npz_open_fd (int fd, const char *name, GError **error)
{
  g_autoptr (StrataNpz) self = g_object_new (STRATA_TYPE_NPZ, NULL);
  zip_source_t *source = strata_npz_source_of_fd (fd, name, error);

  if (!source)
    return NULL;
  self->name = g_strdup (name);
  if (!open_source (self, source, error))
    {
      strata_file_error_prefix (error, "read", name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * strata_npz_parse:
 * @bytes: a whole archive
 * @error: return location for a [enum@Strata.FileError]
 *
 * Does what [func@Strata.Npz.open] does, from memory, which is not copied.
 *
 * Returns: (transfer full): an archive, or %NULL
 */
StrataNpz *
strata_npz_parse (GBytes *bytes, GError **error)
{
  g_autoptr (StrataNpz) self = g_object_new (STRATA_TYPE_NPZ, NULL);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  zip_source_t *source = zip_source_buffer_create (data, length, 0, NULL);

  if (!source)
    {
      strata_file_error_set (error, STRATA_FILE_ERROR_MEMORY,
                             "There is not enough memory for an archive");
      return NULL;
    }
  self->bytes = g_bytes_ref (bytes);
  if (!open_source (self, source, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * strata_npz_keys:
 * @self: an archive
 *
 * The names of the arrays, without ".npy", in the order of the archive.
 *
 * Returns: (transfer none) (array zero-terminated=1): keys
 */
const char *const *
strata_npz_keys (StrataNpz *self)
{
  g_return_val_if_fail (STRATA_IS_NPZ (self), NULL);

  return (const char *const *) self->keys->pdata;
}

/**
 * strata_npz_has:
 * @self: an archive
 * @key: a key
 *
 * Whether there is a member of that name.
 *
 * Returns: whether there is
 */
gboolean
strata_npz_has (StrataNpz *self, const char *key)
{
  g_return_val_if_fail (STRATA_IS_NPZ (self), FALSE);
  g_return_val_if_fail (key, FALSE);

  return g_tree_lookup_extended (self->places, key, NULL, NULL);
}

static gboolean
open_member (StrataNpz *self,
             const char *key,
             StrataNpzMember *member,
             GError **error)
{
  gpointer place;

  if (!g_tree_lookup_extended (self->places, key, NULL, &place))
    return strata_file_error_set (error, STRATA_FILE_ERROR_KEY,
                                  "There is no such key");
  return strata_npz_member_open (member, self->archive, self->length,
                                 GPOINTER_TO_UINT (place), error);
}

static gboolean
take_header (StrataNpzMember *member, StrataNpyHeader *header, GError **error)
{
  return strata_npy_header_take (strata_npz_member_read, member, member->length,
                                 header, error)
         && strata_npy_header_check_length (header, member->length, error);
}

/**
 * strata_npz_header:
 * @self: an archive
 * @key: a key
 * @header: (out caller-allocates): return location for the header
 * @error: return location for a [enum@Strata.FileError]
 *
 * Reads what an array is, but not its elements; its checksum is not looked at.
 *
 * Returns: whether @header is set
 */
gboolean
strata_npz_header (StrataNpz *self,
                   const char *key,
                   StrataNpyHeader *header,
                   GError **error)
{
  StrataNpzMember member = { NULL };
  gboolean success;

  g_return_val_if_fail (STRATA_IS_NPZ (self), FALSE);
  g_return_val_if_fail (key, FALSE);
  g_return_val_if_fail (header, FALSE);

  pthread_mutex_lock (&self->lock);
  success = open_member (self, key, &member, error)
            && take_header (&member, header, error);
  strata_npz_member_close (&member);
  pthread_mutex_unlock (&self->lock);
  return success || prefix_error (self, key, error);
}

static gboolean
check_size (const StrataNpyHeader *header,
            StrataDType dtype,
            guint64 max_bytes,
            GError **error)
{
  guint64 size = strata_dtype_size (dtype);
  guint64 n = (guint64) header->n_elements;

  if (n == 0 || size <= max_bytes / n)
    return TRUE;
  return strata_file_error_set (
      error, STRATA_FILE_ERROR_TOO_LARGE,
      "It has %" G_GUINT64_FORMAT " elements of %" G_GUINT64_FORMAT
      " bytes, but at most %" G_GUINT64_FORMAT " bytes are allowed",
      n, size, max_bytes);
}

static StrataTensor *
take_member (StrataNpzMember *member,
             const StrataDType *dtype,
             guint64 max_bytes,
             GError **error)
{
  StrataNpyHeader header;
  StrataDType type;
  StrataTensor *tensor;

  if (!take_header (member, &header, error))
    return NULL;
  type = dtype ? *dtype : strata_npy_header_dtype (&header);
  if (!check_size (&header, type, max_bytes, error))
    return NULL;

  tensor = strata_npy_elements_take (strata_npz_member_read, member, &header,
                                     &type, error);
  if (tensor && !strata_npz_member_end (member, error))
    g_clear_pointer (&tensor, strata_tensor_unref);
  return tensor;
}

/**
 * strata_npz_read: (skip)
 * @self: an archive
 * @key: a key
 * @dtype: (nullable): the type to convert to, or %NULL for what
 *   [func@Strata.npy_read] chooses
 * @max_bytes: the most memory that the tensor may take
 * @error: return location for a [enum@Strata.FileError]
 *
 * Reads an array, as [func@Strata.npy_read_as] does, and holds its bytes
 * against their checksum.
 *
 * A small archive may hold a very large array, so that @max_bytes should be
 * what the array is needed for; %G_MAXUINT64 allows everything.
 *
 * Returns: (transfer full): a tensor, or %NULL
 */
StrataTensor *
strata_npz_read (StrataNpz *self,
                 const char *key,
                 const StrataDType *dtype,
                 guint64 max_bytes,
                 GError **error)
{
  StrataNpzMember member = { NULL };
  StrataTensor *tensor = NULL;

  g_return_val_if_fail (STRATA_IS_NPZ (self), NULL);
  g_return_val_if_fail (key, NULL);

  pthread_mutex_lock (&self->lock);
  if (open_member (self, key, &member, error))
    tensor = take_member (&member, dtype, max_bytes, error);
  strata_npz_member_close (&member);
  pthread_mutex_unlock (&self->lock);
  if (!tensor)
    prefix_error (self, key, error);
  return tensor;
}

/**
 * strata_npz_read_array: (rename-to strata_npz_read)
 * @self: an archive
 * @key: a key
 * @error: return location for a [error@Strata.FileError]
 *
 * Reads an array of the type that [func@Strata.npy_read] chooses, and holds its
 * bytes against their checksum.
 *
 * Returns: (transfer full): a tensor, or %NULL
 */
StrataTensor *
strata_npz_read_array (StrataNpz *self, const char *key, GError **error)
{
  return strata_npz_read (self, key, NULL, G_MAXUINT64, error);
}
