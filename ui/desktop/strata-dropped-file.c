/* strata-dropped-file.c — what becomes of a file that is dropped on a graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-dropped-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define LARGEST_SIDE 8192 /* of a picture */
#define MOST_NAMES 1000

static const struct
{
  const char *suffix;
  StrataDropped kind;
} kinds[] = {
  { ".strata", STRATA_DROPPED_GRAPH }, { ".npy", STRATA_DROPPED_ARRAY },
  { ".npz", STRATA_DROPPED_ARCHIVE },  { ".png", STRATA_DROPPED_PICTURE },
  { ".jpg", STRATA_DROPPED_PICTURE },  { ".jpeg", STRATA_DROPPED_PICTURE },
};

StrataDropped
strata_dropped_file_get_kind (const char *path)
{
  g_autofree char *small = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (small, kinds[i].suffix))
      return kinds[i].kind;
  return STRATA_DROPPED_OTHER;
}

char *
strata_dropped_file_dup_relative (const char *folder, const char *path)
{
  g_autoptr (GFile) outer = g_file_new_for_path (folder);
  g_autoptr (GFile) inner = g_file_new_for_path (path);

  return g_file_get_relative_path (outer, inner);
}

/* "a.npy", "a-2.npy" and so on. */
static char *
dup_name (const char *path, const char *suffix, guint number)
{
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');
  g_autofree char *own = g_strdup (dot ? dot : "");

  if (dot && dot != name)
    *dot = '\0';
  if (number < 2)
    return g_strconcat (name, suffix ? suffix : own, NULL);
  return g_strdup_printf ("%s-%u%s", name, number, suffix ? suffix : own);
}

/* A new file, which nobody else has made in between. */
static int
create_file (const char *folder,
             const char *path,
             const char *suffix,
             char **name,
             GError **error)
{
  for (guint i = 1; i <= MOST_NAMES; i++)
    {
      g_autofree char *candidate = dup_name (path, suffix, i);
      g_autofree char *full = g_build_filename (folder, candidate, NULL);
      int fd = g_open (full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

      if (fd >= 0)
        {
          *name = g_steal_pointer (&candidate);
          return fd;
        }
      if (errno != EEXIST)
        break;
    }
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("Nothing can be written into “%s”: %s"), folder,
               g_strerror (errno));
  return -1;
}

/* Puts bytes into a new file beside the graph. */
static char *
write_new (const char *folder,
           const char *path,
           const char *suffix,
           GBytes *bytes,
           GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *full = NULL;
  int fd = create_file (folder, path, suffix, &name, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);
  full = g_build_filename (folder, name, NULL);
  if (g_file_set_contents (full, g_bytes_get_data (bytes, NULL),
                           (gssize) g_bytes_get_size (bytes), error))
    return g_steal_pointer (&name);
  g_unlink (full);
  return NULL;
}

char *
strata_dropped_file_copy (const char *folder, const char *path, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *full = NULL;
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = NULL;
  int fd = create_file (folder, path, NULL, &name, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);
  full = g_build_filename (folder, name, NULL);
  to = g_file_new_for_path (full);
  if (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
    return g_steal_pointer (&name);
  g_unlink (full);
  return NULL;
}

/* Pictures. */

static GdkPixbuf *
read_picture (const char *path, GError **error)
{
  int width = 0, height = 0;
  g_autofree char *name = g_filename_display_basename (path);

  if (!gdk_pixbuf_get_file_info (path, &width, &height))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   _ ("“%s” is no picture that can be read"), name);
      return NULL;
    }
  if (width > LARGEST_SIDE || height > LARGEST_SIDE)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   _ ("“%s” has %d × %d pixels, but %d × %d are the most"),
                   name, width, height, LARGEST_SIDE, LARGEST_SIDE);
      return NULL;
    }
  return gdk_pixbuf_new_from_file (path, error);
}

static StrataTensor *
to_tensor (GdkPixbuf *picture, GError **error)
{
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  int channels = gdk_pixbuf_get_n_channels (picture);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  const int64_t shape[] = { 1, height, width, 3 };
  StrataTensor *tensor =
      strata_tensor_new_uninitialized (STRATA_FLOAT32, 4, shape, NULL);
  float *at;

  if (!tensor)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM,
                           _ ("There is no memory for the picture"));
      return NULL;
    }
  at = strata_tensor_edit (tensor);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < 3; c++)
        *at++ =
            pixels[(gsize) y * stride + (gsize) (x * channels + c)] / 255.0f;
  return tensor;
}

char *
strata_dropped_file_convert (const char *folder,
                             const char *path,
                             GError **error)
{
  g_autoptr (GdkPixbuf) picture = read_picture (path, error);
  g_autoptr (StrataTensor) tensor = picture ? to_tensor (picture, error) : NULL;
  g_autoptr (GBytes) bytes =
      tensor ? strata_npy_to_bytes (tensor, error) : NULL;

  return bytes ? write_new (folder, path, ".npy", bytes, error) : NULL;
}

/* Archives. */

char **
strata_dropped_file_list_keys (const char *path, GError **error)
{
  g_autoptr (StrataNpz) archive = strata_npz_open (path, error);

  return archive ? g_strdupv ((char **) strata_npz_keys (archive)) : NULL;
}

gboolean
strata_dropped_file_has_weights (StrataGraph *graph, char **keys)
{
  for (char **key = keys; *key; key++)
    {
      const char *slash = strchr (*key, '/');
      g_autofree char *id =
          slash ? g_strndup (*key, (gsize) (slash - *key)) : NULL;

      if (id && strata_graph_find_card (graph, id))
        return TRUE;
    }
  return FALSE;
}
