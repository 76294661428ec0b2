/* strata-key-map.c — which keys stand for which command.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-key-map.h"

#include "strata-settings.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define MOST_BYTES (1024 * 1024) /* of a file */
#define MOST_FAULTS 20

struct _StrataKeyMap
{
  GObject parent_instance;

  char *path;
  gboolean unreadable;
  GPtrArray *lines;  /* of the file, as they are */
  GHashTable *keys;  /* StrataCommand to keys that the file gives */
  GPtrArray *faults; /* ends with NULL */
};

G_DEFINE_FINAL_TYPE (StrataKeyMap, strata_key_map, G_TYPE_OBJECT)

static guint changed_signal;

/* Keys. */

typedef struct
{
  guint value;
  GdkModifierType modifiers;
} Key;

static gboolean
parse_key (const char *text, Key *key)
{
  return gtk_accelerator_parse (text, &key->value, &key->modifiers)
         && key->value != 0;
}

static gboolean
is_same_key (const char *text, const Key *other)
{
  Key key;

  return parse_key (text, &key) && key.value == other->value
         && key.modifiers == other->modifiers;
}

static char **
split (const char *keys)
{
  g_auto (GStrv) parts = g_strsplit_set (keys, " \t", -1);
  GPtrArray *list = g_ptr_array_new ();

  for (char **part = parts; *part; part++)
    if (**part)
      g_ptr_array_add (list, g_strdup (*part));
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}

/* The file. */

static void
add_fault (StrataKeyMap *self, char *sentence)
{
  if (self->faults->len > MOST_FAULTS)
    {
      g_free (sentence);
      return;
    }
  g_ptr_array_insert (self->faults, (int) self->faults->len - 1, sentence);
}

/* "canvas.fit" of a line, and what stands behind its sign of equality; NULL for
 * a line without a command. */
static char *
dup_action (const char *line, const char **keys)
{
  const char *sign = strchr (line, '=');
  char *action;

  if (*line == '#' || !sign)
    return NULL;
  action = g_strndup (line, (gsize) (sign - line));
  *keys = sign + 1;
  return g_strstrip (action);
}

static const StrataCommand *
find_command (const char *action)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i].action, action))
      return &commands[i];
  return NULL;
}

static void
read_keys (StrataKeyMap *self,
           guint number,
           const StrataCommand *command,
           const char *text)
{
  g_auto (GStrv) keys = split (text);
  GString *good = g_string_new (NULL);

  for (char **key = keys; *key; key++)
    {
      Key parsed;

      if (parse_key (*key, &parsed))
        g_string_append_printf (good, "%s%s", good->len ? " " : "", *key);
      else
        add_fault (self, g_strdup_printf (
                             _ ("Line %u of “%s”: “%s” is no key; keys are "
                                "written like “Home” or “<Control>1”"),
                             number, self->path, *key));
    }
  /* Where nothing good is left, the table's keys are better than none. */
  if (good->len > 0 || !*keys)
    g_hash_table_replace (self->keys, (gpointer) command,
                          g_string_free (good, FALSE));
  else
    g_string_free (good, TRUE);
}

static void
read_line (StrataKeyMap *self, guint number, const char *line)
{
  const char *keys = NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (line));
  g_autofree char *action = dup_action (stripped, &keys);
  const StrataCommand *command = action ? find_command (action) : NULL;

  if (command)
    read_keys (self, number, command, keys);
  else if (action)
    add_fault (self,
               g_strdup_printf (_ ("Line %u of “%s”: There is no command “%s”"),
                                number, self->path, action));
  else if (*stripped && *stripped != '#')
    add_fault (self, g_strdup_printf (
                         _ ("Line %u of “%s”: A line is a command, “=” and its "
                            "keys, like “canvas.fit = Home”"),
                         number, self->path));
}

static gboolean
check_text (const char *text, gsize length, GError **error)
{
  if (length <= MOST_BYTES && g_utf8_validate (text, (gssize) length, NULL))
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                       _ ("It is no text of at most 1 MiB"));
  return FALSE;
}

static void
read_file (StrataKeyMap *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (self->path, &text, &length, &error)
      || !check_text (text, length, &error))
    {
      if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return;
      self->unreadable = TRUE;
      add_fault (self, g_strdup_printf (_ ("Keys cannot be read from “%s”: %s"),
                                        self->path, error->message));
      return;
    }
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_ptr_array_add (self->lines, g_strdup (lines[i]));
      read_line (self, i + 1, lines[i]);
    }
}

static gboolean
write_file (StrataKeyMap *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  GString *text = g_string_new (NULL);
  gboolean written;

  if (self->unreadable)
    {
      g_string_free (text, TRUE);
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                           self->faults->pdata[0]);
      return FALSE;
    }
  for (guint i = 0; i < self->lines->len; i++)
    g_string_append_printf (text, "%s\n", (char *) self->lines->pdata[i]);
  g_mkdir_with_parents (folder, 0700);
  written =
      g_file_set_contents_full (self->path, text->str, (gssize) text->len,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
  g_string_free (text, TRUE);
  return written;
}

/* The line of a command becomes another, or goes. */
static void
replace_line (StrataKeyMap *self,
              const StrataCommand *command,
              const char *keys)
{
  for (guint i = self->lines->len; i-- > 0;)
    {
      const char *ignored;
      g_autofree char *line = g_strstrip (g_strdup (self->lines->pdata[i]));
      g_autofree char *action = dup_action (line, &ignored);

      if (g_strcmp0 (action, command->action) == 0)
        g_ptr_array_remove_index (self->lines, i);
    }
  if (keys)
    g_ptr_array_add (self->lines,
                     g_strdup_printf ("%s = %s", command->action, keys));
}

/* The object. */

static void
strata_key_map_finalize (GObject *object)
{
  StrataKeyMap *self = STRATA_KEY_MAP (object);

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->faults);
  g_hash_table_unref (self->keys);
  g_free (self->path);

  G_OBJECT_CLASS (strata_key_map_parent_class)->finalize (object);
}

static void
strata_key_map_class_init (StrataKeyMapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_key_map_finalize;

  changed_signal =
      g_signal_new ("changed", STRATA_TYPE_KEY_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
strata_key_map_init (StrataKeyMap *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->faults, NULL);
}

StrataKeyMap *
strata_key_map_get (void)
{
  static StrataKeyMap *map;

  if (!map)
    {
      g_autofree char *folder = strata_settings_dup_folder ();
      g_autofree char *path = g_build_filename (folder, "keys.conf", NULL);

      map = strata_key_map_new (path);
    }
  return map;
}

StrataKeyMap *
strata_key_map_new (const char *path)
{
  StrataKeyMap *self = g_object_new (STRATA_TYPE_KEY_MAP, NULL);

  self->path = g_strdup (path);
  read_file (self);
  return self;
}

char **
strata_key_map_list (StrataKeyMap *map, const StrataCommand *command)
{
  const char *keys;

  g_return_val_if_fail (STRATA_IS_KEY_MAP (map), NULL);

  keys = g_hash_table_lookup (map->keys, command);
  return split (keys ? keys : command->keys);
}

gboolean
strata_key_map_is_changed (StrataKeyMap *map, const StrataCommand *command)
{
  g_return_val_if_fail (STRATA_IS_KEY_MAP (map), FALSE);

  return g_hash_table_contains (map->keys, command);
}

static gboolean
has_key (StrataKeyMap *self, const StrataCommand *command, const Key *key)
{
  g_auto (GStrv) keys = strata_key_map_list (self, command);

  for (char **other = keys; *other; other++)
    if (is_same_key (*other, key))
      return TRUE;
  return FALSE;
}

const StrataCommand *
strata_key_map_find (StrataKeyMap *map,
                     const char *key,
                     const StrataCommand *except)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);
  Key parsed;

  g_return_val_if_fail (STRATA_IS_KEY_MAP (map), NULL);

  if (parse_key (key, &parsed))
    for (gsize i = 0; i < n; i++)
      if (&commands[i] != except && has_key (map, &commands[i], &parsed))
        return &commands[i];
  return NULL;
}

static void
put (StrataKeyMap *self, const StrataCommand *command, const char *keys)
{
  replace_line (self, command, keys);
  if (keys)
    g_hash_table_replace (self->keys, (gpointer) command, g_strdup (keys));
  else
    g_hash_table_remove (self->keys, command);
}

/* All keys of the command but that one. */
static void
take_away (StrataKeyMap *self, const StrataCommand *command, const char *key)
{
  g_auto (GStrv) keys = strata_key_map_list (self, command);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  Key parsed;

  if (!parse_key (key, &parsed))
    return;
  for (char **other = keys; *other; other++)
    if (!is_same_key (*other, &parsed))
      g_ptr_array_add (left, *other);
  g_ptr_array_add (left, NULL);
  joined = g_strjoinv (" ", (char **) left->pdata);
  put (self, command, joined);
}

static gboolean
check_keys (char **keys, GError **error)
{
  Key parsed;

  for (char **key = keys; *key; key++)
    if (!parse_key (*key, &parsed))
      {
        g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                     _ ("“%s” is no key; keys are written like “Home” or "
                        "“<Control>1”"),
                     *key);
        return FALSE;
      }
  return TRUE;
}

gboolean
strata_key_map_set (StrataKeyMap *map,
                    const StrataCommand *command,
                    const char *keys,
                    GError **error)
{
  g_auto (GStrv) list = split (keys ? keys : command->keys);
  gboolean written;

  g_return_val_if_fail (STRATA_IS_KEY_MAP (map), FALSE);

  if (!check_keys (list, error))
    return FALSE;
  for (char **key = list; *key; key++)
    {
      const StrataCommand *other;

      while ((other = strata_key_map_find (map, *key, command)))
        take_away (map, other, *key);
    }
  put (map, command, keys);
  written = write_file (map, error);
  g_signal_emit (map, changed_signal, 0);
  return written;
}

const char *const *
strata_key_map_get_faults (StrataKeyMap *map)
{
  g_return_val_if_fail (STRATA_IS_KEY_MAP (map), NULL);

  return (const char *const *) map->faults->pdata;
}
