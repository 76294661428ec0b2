/* strata-settings.c — what the user has chosen for all windows.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-settings.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define GROUP "Editor"

enum
{
  PROP_0,
  PROP_COLOR_SCHEME,
  PROP_LIVE,
  PROP_SNAP,
  PROP_THREADS,
  PROP_WHEEL_SCROLLS,
  PROP_WINDOW_HEIGHT,
  PROP_WINDOW_MAXIMIZED,
  PROP_WINDOW_WIDTH,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

struct _StrataSettings
{
  GObject parent_instance;

  char *path;
  GKeyFile *file;
  char *fault;
  gboolean unreadable;
  GValue values[N_PROPS];
};

G_DEFINE_FINAL_TYPE (StrataSettings, strata_settings, G_TYPE_OBJECT)

/* The file. */

static void
read_file (StrataSettings *self)
{
  g_autofree char *name = g_filename_display_name (self->path);
  g_autoptr (GError) error = NULL;

  if (g_key_file_load_from_file (self->file, self->path,
                                 G_KEY_FILE_KEEP_COMMENTS, &error)
      || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return;
  self->unreadable = TRUE;
  self->fault = g_strdup_printf (_ ("The preferences in “%s” cannot be read, "
                                    "and will not be kept: %s"),
                                 name, error->message);
}

static void
write_file (StrataSettings *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (self->unreadable)
    return;
  g_clear_pointer (&self->fault, g_free);
  text = g_key_file_to_data (self->file, NULL, NULL);
  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (self->path, text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return;
  name = g_filename_display_name (self->path);
  self->fault = g_strdup_printf (
      _ ("The preferences cannot be kept in “%s”: %s"), name, error->message);
}

/* What the file says, where it fits the property. */
static gboolean
parse (StrataSettings *self, GParamSpec *pspec, GValue *value)
{
  g_autoptr (GError) error = NULL;

  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (
        value, g_key_file_get_boolean (self->file, GROUP, pspec->name, &error));
  else if (G_IS_PARAM_SPEC_INT (pspec))
    g_value_set_int (
        value, g_key_file_get_integer (self->file, GROUP, pspec->name, &error));
  else
    g_value_take_string (
        value, g_key_file_get_string (self->file, GROUP, pspec->name, &error));
  return !error;
}

static const char *const schemes[] = { "system", "light", "dark", NULL };

static gboolean
is_in_order (GParamSpec *pspec, const GValue *value)
{
  return pspec != properties[PROP_COLOR_SCHEME]
         || (g_value_get_string (value)
             && g_strv_contains (schemes, g_value_get_string (value)));
}

static void
read_property (StrataSettings *self, guint id)
{
  GValue *value = &self->values[id];

  if (!parse (self, properties[id], value)
      || !is_in_order (properties[id], value))
    g_param_value_set_default (properties[id], value);
  g_param_value_validate (properties[id], value);
}

static void
keep (StrataSettings *self, GParamSpec *pspec, const GValue *value)
{
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_key_file_set_boolean (self->file, GROUP, pspec->name,
                            g_value_get_boolean (value));
  else if (G_IS_PARAM_SPEC_INT (pspec))
    g_key_file_set_integer (self->file, GROUP, pspec->name,
                            g_value_get_int (value));
  else
    g_key_file_set_string (self->file, GROUP, pspec->name,
                           g_value_get_string (value));
  write_file (self);
}

/* The object. */

static void
strata_settings_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  StrataSettings *self = STRATA_SETTINGS (object);

  if (prop_id > PROP_0 && prop_id < N_PROPS)
    g_value_copy (&self->values[prop_id], value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
strata_settings_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  StrataSettings *self = STRATA_SETTINGS (object);

  if (prop_id <= PROP_0 || prop_id >= N_PROPS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (g_param_values_cmp (pspec, value, &self->values[prop_id]) == 0
      || !is_in_order (pspec, value))
    return;
  g_value_copy (value, &self->values[prop_id]);
  keep (self, pspec, value);
  g_object_notify_by_pspec (object, pspec);
}

static void
strata_settings_finalize (GObject *object)
{
  StrataSettings *self = STRATA_SETTINGS (object);

  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_value_unset (&self->values[i]);
  g_key_file_unref (self->file);
  g_free (self->fault);
  g_free (self->path);

  G_OBJECT_CLASS (strata_settings_parent_class)->finalize (object);
}

static void
strata_settings_class_init (StrataSettingsClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = strata_settings_finalize;
  object_class->get_property = strata_settings_get_property;
  object_class->set_property = strata_settings_set_property;

  properties[PROP_COLOR_SCHEME] =
      g_param_spec_string ("color-scheme", NULL, NULL, "system", flags);
  properties[PROP_LIVE] =
      g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  properties[PROP_SNAP] =
      g_param_spec_boolean ("snap", NULL, NULL, TRUE, flags);
  properties[PROP_THREADS] =
      g_param_spec_int ("threads", NULL, NULL, 0, 256, 0, flags);
  properties[PROP_WHEEL_SCROLLS] =
      g_param_spec_boolean ("wheel-scrolls", NULL, NULL, FALSE, flags);
  properties[PROP_WINDOW_HEIGHT] =
      g_param_spec_int ("window-height", NULL, NULL, 200, 16384, 800, flags);
  properties[PROP_WINDOW_MAXIMIZED] =
      g_param_spec_boolean ("window-maximized", NULL, NULL, FALSE, flags);
  properties[PROP_WINDOW_WIDTH] =
      g_param_spec_int ("window-width", NULL, NULL, 200, 16384, 1280, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
strata_settings_init (StrataSettings *self)
{
  self->file = g_key_file_new ();
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_value_init (&self->values[i], properties[i]->value_type);
}

char *
strata_settings_dup_folder (void)
{
  return g_build_filename (g_get_user_config_dir (), "strata", NULL);
}

StrataSettings *
strata_settings_get (void)
{
  static StrataSettings *settings;

  if (!settings)
    {
      g_autofree char *folder = strata_settings_dup_folder ();
      g_autofree char *path = g_build_filename (folder, "editor.conf", NULL);

      settings = strata_settings_new (path);
    }
  return settings;
}

StrataSettings *
strata_settings_new (const char *path)
{
  StrataSettings *self = g_object_new (STRATA_TYPE_SETTINGS, NULL);

  self->path = g_strdup (path);
  read_file (self);
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    read_property (self, i);
  return self;
}

gboolean
strata_settings_is (StrataSettings *settings, const char *property)
{
  gboolean is = FALSE;

  g_return_val_if_fail (STRATA_IS_SETTINGS (settings), FALSE);

  g_object_get (settings, property, &is, NULL);
  return is;
}

int
strata_settings_get_number (StrataSettings *settings, const char *property)
{
  int number = 0;

  g_return_val_if_fail (STRATA_IS_SETTINGS (settings), 0);

  g_object_get (settings, property, &number, NULL);
  return number;
}

const char *
strata_settings_get_fault (StrataSettings *settings)
{
  g_return_val_if_fail (STRATA_IS_SETTINGS (settings), NULL);

  return settings->fault;
}
