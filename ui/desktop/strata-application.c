/* strata-application.c — the editor as one program with windows.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-about.h"
#include "strata-command.h"
#include "strata-editor-log.h"
#include "strata-gallery.h"
#include "strata-key-map.h"
#include "strata-preferences.h"
#include "strata-settings.h"

#include <glib/gi18n.h>
#include <glib-unix.h>
#include <strata-loader.h>

struct _StrataApplication
{
  AdwApplication parent_instance;

  char **messages; /* of plugins that could not be loaded */
};

G_DEFINE_FINAL_TYPE (StrataApplication,
                     strata_application,
                     ADW_TYPE_APPLICATION)

/* Windows. */

static StrataEditorWindow *
new_window (StrataApplication *self)
{
  StrataEditorWindow *window =
      strata_editor_window_new (ADW_APPLICATION (self));

  if (self->messages && *self->messages)
    strata_editor_window_report (window, *self->messages);
  return window;
}

static StrataEditorWindow *
find_window (StrataApplication *self, GFile *file)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l; l = l->next)
    if (STRATA_IS_EDITOR_WINDOW (l->data)
        && strata_editor_window_shows_file (l->data, file))
      return l->data;
  return NULL;
}

StrataEditorWindow *
strata_application_open_file (StrataApplication *application,
                              GFile *file,
                              StrataEditorWindow *window)
{
  StrataEditorWindow *shown;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (STRATA_IS_APPLICATION (application), NULL);

  shown = find_window (application, file);
  if (!shown)
    {
      shown = window && strata_editor_window_is_blank (window)
                  ? window
                  : new_window (application);
      if (!strata_editor_window_load (shown, file, &error))
        strata_editor_window_report (shown, error->message);
    }
  gtk_window_present (GTK_WINDOW (shown));
  return shown;
}

/* What was not saved when the program died comes back, once for each start. */
static void
restore_leftovers (StrataApplication *self)
{
  g_autofree char *folder = strata_recovery_dup_folder ();
  g_autoptr (GPtrArray) leftovers = strata_recovery_list (folder);

  for (guint i = 0; i < leftovers->len; i++)
    {
      StrataEditorWindow *window = new_window (self);
      g_autoptr (GError) error = NULL;

      if (!strata_editor_window_restore (window, leftovers->pdata[i], &error))
        strata_editor_window_report (window, error->message);
      gtk_window_present (GTK_WINDOW (window));
    }
}

/* Actions. */

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_present (GTK_WINDOW (new_window (data)));
}

/* Each window asks what is to become of its changes. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows =
      g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  for (GList *l = windows; l; l = l->next)
    gtk_window_close (l->data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  while (window && !STRATA_IS_EDITOR_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  strata_about_show ((StrataEditorWindow *) window);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *preferences = strata_preferences_new (strata_settings_get ());

  gtk_window_set_transient_for (
      GTK_WINDOW (preferences),
      gtk_application_get_active_window (GTK_APPLICATION (data)));
  gtk_window_set_modal (GTK_WINDOW (preferences), TRUE);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
open_path (StrataApplication *self, const char *path)
{
  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  while (window && !STRATA_IS_EDITOR_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  strata_application_open_file (self, file, (StrataEditorWindow *) window);
}

static void
open_path_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_path (data, g_variant_get_string (parameter, NULL));
}

static void
chosen_cb (StrataGallery *gallery, const char *path, StrataApplication *self)
{
  open_path (self, path);
}

static void
examples_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *gallery = strata_gallery_new ();

  gtk_window_set_transient_for (
      GTK_WINDOW (gallery),
      gtk_application_get_active_window (GTK_APPLICATION (data)));
  gtk_window_set_modal (GTK_WINDOW (gallery), TRUE);
  g_signal_connect_object (gallery, "chosen", G_CALLBACK (chosen_cb), data, 0);
  gtk_window_present (GTK_WINDOW (gallery));
}

static const GActionEntry actions[] = {
  { .name = "examples", .activate = examples_cb },
  { .name = "new", .activate = new_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "about", .activate = about_cb },
  { .name = "open-path", .activate = open_path_cb, .parameter_type = "s" },
};

/* For tests from outside, which ask for it with a signal. */
static gboolean
log_places_cb (gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  while (window && !STRATA_IS_EDITOR_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window)
    strata_editor_window_log_places (STRATA_EDITOR_WINDOW (window));
  return G_SOURCE_CONTINUE;
}

/* Colours. */

static void
scheme_changed_cb (void)
{
  g_autofree char *scheme = NULL;

  g_object_get (strata_settings_get (), "color-scheme", &scheme, NULL);
  adw_style_manager_set_color_scheme (
      adw_style_manager_get_default (),
      g_str_equal (scheme, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
      : g_str_equal (scheme, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                      : ADW_COLOR_SCHEME_DEFAULT);
}

/* The application. */

static void
strata_application_startup (GApplication *application)
{
  StrataApplication *self = STRATA_APPLICATION (application);

  G_APPLICATION_CLASS (strata_application_parent_class)->startup (application);

  self->messages = strata_plugins_load (strata_registry_get_default ());
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  strata_command_install_keys (GTK_APPLICATION (self));
  g_signal_connect_object (strata_key_map_get (), "changed",
                           G_CALLBACK (strata_command_install_keys), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (strata_settings_get (), "notify::color-scheme",
                           G_CALLBACK (scheme_changed_cb), self, 0);
  scheme_changed_cb ();
  gtk_window_set_default_icon_name (STRATA_APPLICATION_ID);
  if (strata_editor_log_is_on ())
    g_unix_signal_add (SIGUSR1, log_places_cb, self);
  restore_leftovers (self);
}

static void
strata_application_activate (GApplication *application)
{
  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (application));

  if (!window)
    window = GTK_WINDOW (new_window (STRATA_APPLICATION (application)));
  gtk_window_present (window);
}

static void
strata_application_open (GApplication *application,
                         GFile **files,
                         int n_files,
                         const char *hint)
{
  for (int i = 0; i < n_files; i++)
    strata_application_open_file (STRATA_APPLICATION (application), files[i],
                                  NULL);
}

static void
strata_application_finalize (GObject *object)
{
  StrataApplication *self = STRATA_APPLICATION (object);

  g_strfreev (self->messages);

  G_OBJECT_CLASS (strata_application_parent_class)->finalize (object);
}

static void
strata_application_class_init (StrataApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = strata_application_finalize;
  application_class->startup = strata_application_startup;
  application_class->activate = strata_application_activate;
  application_class->open = strata_application_open;
}

static void
strata_application_init (StrataApplication *self)
{
}

StrataApplication *
strata_application_new (void)
{
  return g_object_new (STRATA_TYPE_APPLICATION, "application-id",
                       STRATA_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/io/github/strata/Editor", NULL);
}
