/* strata-recovery.c — unsaved changes that outlive the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _StrataRecovery
{
  char *file;
  char *lock;
  int fd;     /* of the lock */
  char *kept; /* what is in the file; NULL for none */
};

/* The lock is a file of its own, because that beside it is replaced whenever
 * it is written. */
#define SUFFIX ".unsaved"
#define LOCK_SUFFIX ".lock"

char *
strata_recovery_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "strata", "unsaved", NULL);
}

static char *
dup_lock (const char *file)
{
  return g_strconcat (file, LOCK_SUFFIX, NULL);
}

/* -1 where somebody else holds it. */
static int
take_lock (const char *lock)
{
  int fd = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_close (fd, NULL);
      fd = -1;
    }
  return fd;
}

StrataRecovery *
strata_recovery_new (const char *folder, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *lock = dup_lock (file);
  StrataRecovery *self;
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = take_lock (lock);
  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   _ ("Unsaved changes cannot be kept in “%s”: %s"), folder,
                   g_strerror (code));
      return NULL;
    }
  self = g_new0 (StrataRecovery, 1);
  self->file = g_steal_pointer (&file);
  self->lock = g_steal_pointer (&lock);
  self->fd = fd;
  return self;
}

static void
forget (StrataRecovery *self)
{
  if (self->kept)
    g_unlink (self->file);
  g_clear_pointer (&self->kept, g_free);
}

void
strata_recovery_free (StrataRecovery *recovery)
{
  forget (recovery);
  g_unlink (recovery->lock);
  g_close (recovery->fd, NULL);
  g_free (recovery->file);
  g_free (recovery->lock);
  g_free (recovery);
}

/* The file is an object, so that paths of any kind stand in it. */
static char *
to_text (StrataGraph *graph)
{
  g_autoptr (StrataValueBuilder) builder =
      strata_value_builder_new (STRATA_VALUE_OBJECT);
  const char *path = strata_graph_get_path (graph);
  g_autofree char *name = path ? g_filename_to_uri (path, NULL, NULL) : NULL;
  g_autofree char *text = strata_graph_to_text (graph, NULL);
  g_autoptr (StrataValue) object = NULL;

  if (name)
    strata_value_builder_set (builder, "uri", strata_value_new_string (name));
  strata_value_builder_set (builder, "graph", strata_value_new_string (text));
  object = strata_value_builder_end (g_steal_pointer (&builder));
  return strata_value_to_text (object);
}

gboolean
strata_recovery_keep (StrataRecovery *recovery,
                      StrataGraph *graph,
                      GError **error)
{
  g_autofree char *text = NULL;

  if (!strata_graph_is_modified (graph))
    {
      forget (recovery);
      return TRUE;
    }
  text = to_text (graph);
  if (g_strcmp0 (text, recovery->kept) == 0)
    return TRUE;
  if (!g_file_set_contents_full (recovery->file, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  g_free (recovery->kept);
  recovery->kept = g_steal_pointer (&text);
  return TRUE;
}

/* What was left. */

static void
leftover_free (gpointer data)
{
  StrataLeftover *leftover = data;

  g_free (leftover->file);
  g_free (leftover->path);
  g_free (leftover->text);
  g_free (leftover);
}

static const char *
get_string (StrataValue *object, const char *key)
{
  StrataValue *value = strata_value_is (object, STRATA_VALUE_OBJECT)
                           ? strata_value_get_member (object, key)
                           : NULL;

  return value && strata_value_is (value, STRATA_VALUE_STRING)
             ? strata_value_get_string (value)
             : NULL;
}

static StrataLeftover *
read_leftover (const char *file)
{
  g_autofree char *text = NULL;
  g_autoptr (StrataValue) value = NULL;
  StrataLeftover *leftover;
  const char *uri;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, NULL))
    return NULL;
  value = strata_value_parse (text, (gssize) length, NULL);
  if (!value || !get_string (value, "graph"))
    return NULL;
  uri = get_string (value, "uri");
  leftover = g_new0 (StrataLeftover, 1);
  leftover->file = g_strdup (file);
  leftover->path = uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  leftover->text = g_strdup (get_string (value, "graph"));
  return leftover;
}

/* A lock that can be had is that of a program that has ended. */
static gboolean
is_left (const char *file)
{
  g_autofree char *lock = dup_lock (file);
  int fd = take_lock (lock);

  if (fd < 0)
    return FALSE;
  g_close (fd, NULL);
  return TRUE;
}

GPtrArray *
strata_recovery_list (const char *folder)
{
  GPtrArray *leftovers = g_ptr_array_new_with_free_func (leftover_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      StrataLeftover *leftover;

      if (!g_str_has_suffix (name, SUFFIX) || !is_left (file))
        continue;
      leftover = read_leftover (file);
      if (leftover)
        g_ptr_array_add (leftovers, leftover);
    }
  return leftovers;
}

void
strata_leftover_remove (StrataLeftover *leftover)
{
  g_autofree char *lock = dup_lock (leftover->file);

  g_unlink (leftover->file);
  g_unlink (lock);
}

static void
remove_cards (StrataGraph *graph)
{
  guint n;

  while ((n = strata_graph_get_n_cards (graph)) > 0)
    strata_graph_remove_card (graph, strata_graph_get_card (graph, n - 1));
}

gboolean
strata_leftover_restore (StrataLeftover *leftover,
                         StrataGraph *graph,
                         GError **error)
{
  g_autoptr (StrataGraph) left = strata_graph_parse (
      strata_graph_get_registry (graph), leftover->text, -1, error);
  g_autoptr (GPtrArray) cards = NULL;

  if (!left)
    return FALSE;
  strata_graph_begin (graph, _ ("Restore Unsaved Changes"));
  remove_cards (graph);
  cards = strata_graph_paste (graph, leftover->text, -1, 0, 0, error);
  strata_graph_set_seed (graph, strata_graph_get_seed (left));
  strata_graph_set_weights (graph, strata_graph_get_weights (left), NULL);
  strata_graph_end (graph);
  if (!cards)
    strata_graph_undo (graph);
  return cards != NULL;
}
