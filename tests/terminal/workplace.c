/* workplace.c — a folder of one test's own, in which the program is called.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "workplace.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

void
workplace_init (Workplace *place)
{
  g_autoptr (GError) error = NULL;

  place->folder = g_dir_make_tmp ("strata-terminal-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK)
      && g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_chmod (path, 0700);
      folder = g_dir_open (path, 0, NULL);
      while ((name = g_dir_read_name (folder)))
        {
          g_autofree char *inside = g_build_filename (path, name, NULL);

          remove_all (inside);
        }
    }
  g_remove (path);
}

void
workplace_clear (Workplace *place)
{
  remove_all (place->folder);
  g_clear_pointer (&place->folder, g_free);
}

char *
workplace_path (Workplace *place, const char *name)
{
  return g_build_filename (place->folder, name, NULL);
}

void
workplace_make (Workplace *place, const char *folder)
{
  g_autofree char *path = workplace_path (place, folder);

  g_assert_no_errno (g_mkdir (path, 0755));
}

void
workplace_put_bytes (Workplace *place,
                     const char *name,
                     const void *bytes,
                     gsize length)
{
  g_autofree char *path = workplace_path (place, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

void
workplace_put (Workplace *place, const char *name, const char *text)
{
  workplace_put_bytes (place, name, text, strlen (text));
}

GBytes *
workplace_get_bytes (Workplace *place, const char *name)
{
  g_autofree char *path = workplace_path (place, name);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

char *
workplace_get (Workplace *place, const char *name)
{
  gsize length;

  return g_bytes_unref_to_data (workplace_get_bytes (place, name), &length);
}

gboolean
workplace_has (Workplace *place, const char *name)
{
  g_autofree char *path = workplace_path (place, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
workplace_list (Workplace *place)
{
  g_autoptr (GDir) folder = g_dir_open (place->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (folder)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

void
workplace_put_graph (Workplace *place,
                     const char *name,
                     const char *cards,
                     const char *wires)
{
  g_autofree char *text =
      g_strdup_printf ("{\"format\": \"strata-graph\", \"version\": 1,\n"
                       "\"cards\": [%s],\n\"wires\": [%s]}\n",
                       cards, wires);

  workplace_put (place, name, text);
}

/* Blanks up to a multiple of 64 bytes, as NumPy does it. */
static GString *
make_header (const char *descr, gboolean fortran_order, const char *shape)
{
  GString *header = g_string_new_len ("\x93NUMPY\1\0\0\0", 10);

  g_string_append_printf (header,
                          "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }",
                          descr, fortran_order ? "True" : "False", shape);
  while (header->len % 64 != 63)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  header->str[8] = (char) ((header->len - 10) % 256);
  header->str[9] = (char) ((header->len - 10) / 256);
  return header;
}

void
workplace_put_npy (Workplace *place,
                   const char *name,
                   const char *descr,
                   gboolean fortran_order,
                   const char *shape,
                   const void *elements,
                   gsize length)
{
  g_autoptr (GString) bytes = make_header (descr, fortran_order, shape);

  g_string_append_len (bytes, elements, (gssize) length);
  workplace_put_bytes (place, name, bytes->str, bytes->len);
}

void
workplace_put_floats (Workplace *place,
                      const char *name,
                      const char *shape,
                      const float *floats,
                      gsize n)
{
  workplace_put_npy (place, name, "<f4", FALSE, shape, floats,
                     n * sizeof *floats);
}

GBytes *
workplace_get_npy (Workplace *place,
                   const char *name,
                   const char *descr,
                   const char *shape)
{
  g_autoptr (GString) header = make_header (descr, FALSE, shape);
  g_autoptr (GBytes) bytes = workplace_get_bytes (place, name);
  gsize length = g_bytes_get_size (bytes);

  g_assert_cmpuint (length, >=, header->len);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), header->len, header->str,
                   header->len);
  return g_bytes_new_from_bytes (bytes, header->len, length - header->len);
}

void
workplace_assert_floats (Workplace *place,
                         const char *name,
                         const char *shape,
                         const float *floats,
                         gsize n)
{
  g_autoptr (GBytes) bytes = workplace_get_npy (place, name, "<f4", shape);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   floats, n * sizeof *floats);
}

void
workplace_put_npz (Workplace *place,
                   const char *name,
                   const char *const *members,
                   const char *const *files)
{
  g_autofree char *path = workplace_path (place, name);
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

  g_assert_nonnull (archive);
  for (gsize i = 0; members[i]; i++)
    {
      g_autofree char *file = workplace_path (place, files[i]);
      g_autofree char *member = g_strconcat (members[i], ".npy", NULL);
      zip_source_t *source = zip_source_file (archive, file, 0, -1);
      zip_int64_t index =
          zip_file_add (archive, member, source, ZIP_FL_ENC_UTF_8);

      g_assert_cmpint (index, >=, 0);
      zip_set_file_compression (archive, (zip_uint64_t) index, ZIP_CM_STORE, 0);
    }
  g_assert_cmpint (zip_close (archive), ==, 0);
}

const char *
workplace_program (void)
{
  const char *program = g_getenv ("STRATA_PROGRAM");

  if (!program)
    g_error ("STRATA_PROGRAM does not say where the program is");
  return program;
}

static void
lead_output (gpointer path)
{
  int fd = open (path, O_WRONLY);

  if (fd >= 0)
    dup2 (fd, STDOUT_FILENO);
}

Call *
workplace_call_with (Workplace *place,
                     const char *in,
                     const char *out_path,
                     const char *const *arguments)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int status;

  if (in)
    {
      /* GLib gives a child no text to read, but a shell does. */
      static const char *const shell[] = { "sh", "-c",
                                           "exec \"$0\" \"$@\" <.in" };

      workplace_put (place, ".in", in);
      for (gsize i = 0; i < G_N_ELEMENTS (shell); i++)
        g_ptr_array_add (line, (gpointer) shell[i]);
    }
  g_ptr_array_add (line, (gpointer) workplace_program ());
  for (const char *const *argument = arguments; *argument; argument++)
    g_ptr_array_add (line, (gpointer) *argument);
  g_ptr_array_add (line, NULL);

  g_spawn_sync (place->folder, (char **) line->pdata, NULL,
                G_SPAWN_SEARCH_PATH | (in ? G_SPAWN_CHILD_INHERITS_STDIN : 0),
                out_path ? lead_output : NULL, (gpointer) out_path, &call->out,
                &call->err, &status, &error);
  g_assert_no_error (error);
  call->status = WIFEXITED (status) ? WEXITSTATUS (status) : -1;
  return call;
}

Call *
workplace_call (Workplace *place, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list rest;
  char *argument;

  va_start (rest, place);
  do
    {
      argument = va_arg (rest, char *);
      g_ptr_array_add (arguments, argument);
    }
  while (argument);
  va_end (rest);
  return workplace_call_with (place, NULL, NULL,
                              (const char *const *) arguments->pdata);
}

void
call_free (Call *call)
{
  g_free (call->out);
  g_free (call->err);
  g_free (call);
}

void
call_assert (Call *call, int status, const char *out, const char *err)
{
  if (call->status != status)
    g_test_message ("Standard error: %s", call->err);
  g_assert_cmpint (call->status, ==, status);
  if (out)
    g_assert_cmpstr (call->out, ==, out);
  if (err)
    g_assert_cmpstr (call->err, ==, err);
}

void
call_assert_says (Call *call, const char *text)
{
  if (!strstr (call->err, text))
    g_test_message ("Standard error: %s", call->err);
  g_assert_nonnull (strstr (call->err, text));
}
