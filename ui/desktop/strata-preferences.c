/* strata-preferences.c — the window in which settings are made.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-preferences.h"

#include "strata-key-page.h"

#include <glib/gi18n.h>

#define MOST_THREADS 256

struct _StrataPreferences
{
  AdwPreferencesWindow parent_instance;

  StrataSettings *settings;
};

G_DEFINE_FINAL_TYPE (StrataPreferences,
                     strata_preferences,
                     ADW_TYPE_PREFERENCES_WINDOW)

/* Rows. */

static AdwActionRow *
add_row (AdwPreferencesGroup *group,
         GtkWidget *row,
         const char *title,
         const char *subtitle)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  return ADW_ACTION_ROW (row);
}

static void
add_control (AdwActionRow *row, GtkWidget *control)
{
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (row, control);
  adw_action_row_set_activatable_widget (row, control);
}

static void
add_switch (StrataPreferences *self,
            AdwPreferencesGroup *group,
            const char *property,
            const char *title,
            const char *subtitle)
{
  GtkWidget *control = gtk_switch_new ();

  add_control (add_row (group, adw_action_row_new (), title, subtitle),
               control);
  g_object_bind_property (self->settings, property, control, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
add_threads (StrataPreferences *self, AdwPreferencesGroup *group)
{
  GtkWidget *control = gtk_spin_button_new_with_range (0, MOST_THREADS, 1);

  add_control (add_row (group, adw_action_row_new (), _ ("Threads"),
                        _ ("How many evaluate at once; 0 for one on each "
                           "core")),
               control);
  g_object_bind_property (self->settings, "threads", control, "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

/* In the order of the list. */
static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
scheme_to_number_cb (GBinding *binding,
                     const GValue *from,
                     GValue *to,
                     gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_strcmp0 (g_value_get_string (from), schemes[i]) == 0)
      {
        g_value_set_uint (to, i);
        return TRUE;
      }
  return FALSE;
}

static gboolean
number_to_scheme_cb (GBinding *binding,
                     const GValue *from,
                     GValue *to,
                     gpointer data)
{
  guint number = g_value_get_uint (from);

  if (number >= G_N_ELEMENTS (schemes))
    return FALSE;
  g_value_set_static_string (to, schemes[number]);
  return TRUE;
}

static void
add_scheme (StrataPreferences *self, AdwPreferencesGroup *group)
{
  const char *const names[] = { _ ("As the System"), _ ("Light"), _ ("Dark"),
                                NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (names);
  GtkWidget *row = adw_combo_row_new ();

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  add_row (group, row, _ ("Colors"), NULL);
  g_object_bind_property_full (self->settings, "color-scheme", row, "selected",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               scheme_to_number_cb, number_to_scheme_cb, NULL,
                               NULL);
}

/* The page. */

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group =
      ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (page, group);
  return group;
}

static void
add_general (StrataPreferences *self)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group;

  adw_preferences_page_set_title (page, _ ("General"));
  adw_preferences_page_set_icon_name (page, "preferences-system-symbolic");
  add_scheme (self, add_group (page, _ ("Appearance")));

  group = add_group (page, _ ("Canvas"));
  add_switch (self, group, "wheel-scrolls", _ ("Wheel Scrolls"),
              _ ("The wheel moves the view, and zooms while Control is held"));
  add_switch (self, group, "snap", _ ("Snap"),
              _ ("Cards that are dragged stop at ports, edges and the grid"));

  group = add_group (page, _ ("Evaluation"));
  add_switch (self, group, "live", _ ("Run After Each Change"),
              _ ("In graphs that are opened from now on"));
  add_threads (self, group);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), page);
}

/* The object. */

static void
strata_preferences_dispose (GObject *object)
{
  g_clear_object (&STRATA_PREFERENCES (object)->settings);

  G_OBJECT_CLASS (strata_preferences_parent_class)->dispose (object);
}

static void
strata_preferences_class_init (StrataPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_preferences_dispose;
}

static void
strata_preferences_init (StrataPreferences *self)
{
}

GtkWidget *
strata_preferences_new (StrataSettings *settings)
{
  StrataPreferences *self = g_object_new (STRATA_TYPE_PREFERENCES, NULL);

  self->settings = g_object_ref (settings);
  add_general (self);
  adw_preferences_window_add (
      ADW_PREFERENCES_WINDOW (self),
      ADW_PREFERENCES_PAGE (strata_key_page_new (strata_key_map_get ())));
  return GTK_WIDGET (self);
}
