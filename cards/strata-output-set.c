/* strata-output-set.c — files that are written together, or not at all.
 *
 * Every file is first written, completely, under another name in its folder.
 * Only when all of that has succeeded do they get their names.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-output-set.h"
#include "strata-file-error-private.h"
#include "strata-npz-private.h"
#include "strata-output-file-private.h"

struct _StrataOutputSet
{
  GObject parent_instance;

  GPtrArray *outputs;
};

G_DEFINE_FINAL_TYPE (StrataOutputSet, strata_output_set, G_TYPE_OBJECT)

typedef struct
{
  char *folder;
  char *path;
  StrataOutputWrite write;
  GBytes *bytes;
  GPtrArray *tensors;
  GPtrArray *keys;
} Output;

static void
output_free (gpointer data)
{
  Output *output = data;

  g_clear_pointer (&output->bytes, g_bytes_unref);
  g_clear_pointer (&output->tensors, g_ptr_array_unref);
  g_clear_pointer (&output->keys, g_ptr_array_unref);
  g_free (output->folder);
  g_free (output->path);
  g_free (output);
}

static void
strata_output_set_finalize (GObject *object)
{
  StrataOutputSet *self = STRATA_OUTPUT_SET (object);

  g_ptr_array_unref (self->outputs);

  G_OBJECT_CLASS (strata_output_set_parent_class)->finalize (object);
}

static void
strata_output_set_class_init (StrataOutputSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_output_set_finalize;
}

static void
strata_output_set_init (StrataOutputSet *self)
{
  self->outputs = g_ptr_array_new_with_free_func (output_free);
}

/**
 * strata_output_set_new:
 *
 * Makes an empty set.
 *
 * Returns: (transfer full): a set
 */
StrataOutputSet *
strata_output_set_new (void)
{
  return g_object_new (STRATA_TYPE_OUTPUT_SET, NULL);
}

static gboolean
write_npy (gconstpointer content,
           StrataByteSink write,
           gpointer sink,
           GError **error)
{
  const Output *output = content;

  return strata_npy_write (g_ptr_array_index (output->tensors, 0), write, sink,
                           error);
}

static gboolean
write_npz (gconstpointer content,
           StrataByteSink write,
           gpointer sink,
           GError **error)
{
  const Output *output = content;

  return strata_npz_write (
      output->tensors->len, (const char *const *) output->keys->pdata,
      (StrataTensor *const *) output->tensors->pdata, write, sink, error);
}

static gboolean
write_bytes (gconstpointer content,
             StrataByteSink write,
             gpointer sink,
             GError **error)
{
  const Output *output = content;
  gsize length;
  const void *bytes = g_bytes_get_data (output->bytes, &length);

  return write (sink, bytes, length, error);
}

static Output *
add_output (StrataOutputSet *self,
            const char *folder,
            const char *path,
            StrataOutputWrite write)
{
  Output *output = g_new0 (Output, 1);

  output->folder = g_strdup (folder);
  output->path = g_strdup (path);
  output->write = write;
  output->tensors =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_tensor_unref);
  output->keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->outputs, output);
  return output;
}

/**
 * strata_output_set_add_npy:
 * @self: a set
 * @folder: (nullable) (type filename): the folder that @path must stay in, or
 *   %NULL where @path is the user's own and may lead anywhere
 * @path: (type filename): the file
 * @tensor: what to write
 *
 * Adds an array file, as numpy.save() writes it; bfloat16 as float32.
 *
 * A graph file's path comes with the graph file's folder, and is held to the
 * rules of [func@Strata.folder_resolve]. A user's path goes through links, and
 * may name a FIFO or a device, /dev/stdout too.
 */
void
strata_output_set_add_npy (StrataOutputSet *self,
                           const char *folder,
                           const char *path,
                           StrataTensor *tensor)
{
  g_return_if_fail (STRATA_IS_OUTPUT_SET (self));
  g_return_if_fail (path);
  g_return_if_fail (tensor);

  g_ptr_array_add (add_output (self, folder, path, write_npy)->tensors,
                   strata_tensor_ref (tensor));
}

/**
 * strata_output_set_add_npz:
 * @self: a set
 * @folder: (nullable) (type filename): as in [method@Strata.OutputSet.add_npy]
 * @path: (type filename): the file
 * @n_members: how many arrays there are
 * @keys: (array length=n_members): their keys, without ".npy"
 * @tensors: (array length=n_members): the arrays
 *
 * Adds an archive of arrays, as numpy.savez() writes it: equal arrays make
 * equal bytes. A key that is there twice makes the set fail.
 */
void
strata_output_set_add_npz (StrataOutputSet *self,
                           const char *folder,
                           const char *path,
                           gsize n_members,
                           const char *const *keys,
                           StrataTensor *const *tensors)
{
  Output *output;

  g_return_if_fail (STRATA_IS_OUTPUT_SET (self));
  g_return_if_fail (path);

  output = add_output (self, folder, path, write_npz);
  for (gsize i = 0; i < n_members; i++)
    {
      g_ptr_array_add (output->keys, g_strdup (keys[i]));
      g_ptr_array_add (output->tensors, strata_tensor_ref (tensors[i]));
    }
}

/**
 * strata_output_set_add_bytes:
 * @self: a set
 * @folder: (nullable) (type filename): as in [method@Strata.OutputSet.add_npy]
 * @path: (type filename): the file
 * @bytes: what to write
 *
 * Adds a file of any kind.
 */
void
strata_output_set_add_bytes (StrataOutputSet *self,
                             const char *folder,
                             const char *path,
                             GBytes *bytes)
{
  g_return_if_fail (STRATA_IS_OUTPUT_SET (self));
  g_return_if_fail (path);
  g_return_if_fail (bytes);

  add_output (self, folder, path, write_bytes)->bytes = g_bytes_ref (bytes);
}

/* What happens to a set while it is written. */
typedef struct
{
  GPtrArray *outputs;
  GPtrArray *folders;
  GPtrArray *files;
} Commit;

static gboolean
refuse_same (const StrataOutputFile *one,
             const StrataOutputFile *other,
             GError **error)
{
  g_autofree char *path = strata_file_quote (one->path);
  g_autofree char *other_path = strata_file_quote (other->path);

  return strata_file_error_set (
      error, STRATA_FILE_ERROR_IO,
      "Cannot write %s and %s: They are the same file", path, other_path);
}

/* @places: folder and name of what is located so far. */
static gboolean
add_place (GHashTable *places, StrataOutputFile *file, GError **error)
{
  g_autofree char *place =
      g_strdup_printf ("%p/%s", (const void *) file->folder, file->name);
  const StrataOutputFile *other = g_hash_table_lookup (places, place);

  if (other)
    return refuse_same (other, file, error);
  g_hash_table_insert (places, g_steal_pointer (&place), file);
  return TRUE;
}

static gboolean
locate_all (Commit *commit, GError **error)
{
  g_autoptr (GHashTable) places =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < commit->outputs->len; i++)
    {
      const Output *output = g_ptr_array_index (commit->outputs, i);
      StrataOutputFile *file = g_new0 (StrataOutputFile, 1);

      g_ptr_array_add (commit->files, file);
      if (!strata_output_file_locate (file, commit->folders, output->folder,
                                      output->path, error))
        return FALSE;
      if (file->folder && !add_place (places, file, error))
        return FALSE;
    }
  return TRUE;
}

/* The regular files first: those are not seen by anybody yet. */
static gboolean
write_all (Commit *commit, gboolean regular, GError **error)
{
  for (guint i = 0; i < commit->files->len; i++)
    {
      const Output *output = g_ptr_array_index (commit->outputs, i);
      StrataOutputFile *file = g_ptr_array_index (commit->files, i);

      if ((file->folder != NULL) != regular)
        continue;
      if (!(regular
                ? strata_output_file_stage (file, output->write, output, error)
                : strata_output_file_stream (file, output->write, output,
                                             error)))
        return FALSE;
    }
  return TRUE;
}

/* The last needs no way back. */
static gboolean
place_all (Commit *commit, GError **error)
{
  guint n = commit->files->len;

  for (guint i = 0; i < n; i++)
    {
      StrataOutputFile *file = g_ptr_array_index (commit->files, i);

      if (file->folder && !strata_output_file_place (file, i + 1 < n, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (Commit *commit, GError **error)
{
  gboolean success =
      locate_all (commit, error) && write_all (commit, TRUE, error)
      && write_all (commit, FALSE, error) && place_all (commit, error);

  for (guint i = 0; i < commit->files->len; i++)
    if (success)
      strata_output_file_finish (g_ptr_array_index (commit->files, i));
    else
      strata_output_file_undo (g_ptr_array_index (commit->files, i));
  for (guint i = 0; success && i < commit->folders->len; i++)
    strata_output_folder_flush (g_ptr_array_index (commit->folders, i));
  return success;
}

/**
 * strata_output_set_commit:
 * @self: a set
 * @error: return location for a [enum@Strata.FileError]
 *
 * Writes all files of the set, which is empty afterwards. Where one cannot be
 * written, all files are as they were before. Two entries that lead to the same
 * file are refused, by whatever names they go.
 *
 * A file that is there keeps its rights. Folders are not made. What is no
 * regular file, such as a FIFO, is written when all other files are safe.
 *
 * Returns: whether everything is written
 */
gboolean
strata_output_set_commit (StrataOutputSet *self, GError **error)
{
  g_autoptr (GPtrArray) outputs = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) files = NULL;

  g_return_val_if_fail (STRATA_IS_OUTPUT_SET (self), FALSE);

  outputs = g_steal_pointer (&self->outputs);
  self->outputs = g_ptr_array_new_with_free_func (output_free);
  folders = g_ptr_array_new_with_free_func (
      (GDestroyNotify) strata_output_folder_free);
  files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_output_file_free);
  return run (&(Commit){ outputs, folders, files }, error);
}

/**
 * strata_file_save_atomic:
 * @path: (type filename): a file
 * @data: (array length=length) (element-type guint8): what to write
 * @length: how many bytes there are
 * @error: return location for a [enum@Strata.FileError]
 *
 * Writes a file, in the way of a [class@Strata.OutputSet] of one. Whoever reads
 * it finds the old bytes or the new ones, even after a loss of power.
 *
 * Returns: whether it is written
 */
gboolean
strata_file_save_atomic (const char *path,
                         const void *data,
                         gsize length,
                         GError **error)
{
  g_autoptr (StrataOutputSet) set = strata_output_set_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);

  strata_output_set_add_bytes (set, NULL, path, bytes);
  return strata_output_set_commit (set, error);
}
