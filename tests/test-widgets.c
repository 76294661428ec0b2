/* test-widgets.c — the editor's widgets alone: they come and they go.
 *
 * Each is made, shown in a window, and must be gone when the window is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-announcer.h"
#include "strata-card-search.h"
#include "strata-channel-strip.h"
#include "strata-command-list.h"
#include "strata-explain-view.h"
#include "strata-fault-list.h"
#include "strata-gallery.h"
#include "strata-heat-map.h"
#include "strata-histogram.h"
#include "strata-key-map.h"
#include "strata-key-page.h"
#include "strata-mark-icon.h"
#include "strata-notice-list.h"
#include "strata-number-grid.h"
#include "strata-number-table.h"
#include "strata-outline-row.h"
#include "strata-outline.h"
#include "strata-palette.h"
#include "strata-port-peer.h"
#include "strata-preferences.h"
#include "strata-settings.h"
#include "strata-status-bar.h"
#include "strata-viewer.h"
#include "windows.h"

typedef GtkWidget *(*Make) (void);

static GtkWidget *
make_card_search (void)
{
  return strata_card_search_new (strata_registry_get_default ());
}

static GtkWidget *
make_key_page (void)
{
  return strata_key_page_new (strata_key_map_get ());
}

static GtkWidget *
make_mark_icon (void)
{
  return strata_mark_icon_new (STRATA_PORT_TENSOR);
}

static GtkWidget *
make_number_grid (void)
{
  return strata_number_grid_new ("Numbers");
}

static GtkWidget *
make_palette (void)
{
  return strata_palette_new (strata_registry_get_default ());
}

static GtkWidget *
make_port_peer (void)
{
  return strata_port_peer_new (NULL);
}

static GtkWidget *
make_preferences (void)
{
  return strata_preferences_new (strata_settings_get ());
}

static const struct
{
  const char *path;
  Make make;
} kinds[] = {
  { "/widgets/announcer", strata_announcer_new },
  { "/widgets/card-search", make_card_search },
  { "/widgets/channel-strip", strata_channel_strip_new },
  { "/widgets/command-list", strata_command_list_new },
  { "/widgets/explain-view", strata_explain_view_new },
  { "/widgets/fault-list", strata_fault_list_new },
  { "/widgets/gallery", strata_gallery_new },
  { "/widgets/heat-map", strata_heat_map_new },
  { "/widgets/histogram", strata_histogram_new },
  { "/widgets/key-page", make_key_page },
  { "/widgets/mark-icon", make_mark_icon },
  { "/widgets/notice-list", strata_notice_list_new },
  { "/widgets/number-grid", make_number_grid },
  { "/widgets/number-table", strata_number_table_new },
  { "/widgets/outline", strata_outline_new },
  { "/widgets/outline-row", strata_outline_row_new },
  { "/widgets/palette", make_palette },
  { "/widgets/port-peer", make_port_peer },
  { "/widgets/preferences", make_preferences },
  { "/widgets/status-bar", strata_status_bar_new },
  { "/widgets/viewer", strata_viewer_new },
};

static void
spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* A popover hangs on a widget, and what has a page hangs in a window. */
static void
show (GtkWidget *window, GtkWidget *widget)
{
  GtkWidget *anchor = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  if (GTK_IS_POPOVER (widget))
    {
      gtk_window_set_child (GTK_WINDOW (window), anchor);
      gtk_widget_set_parent (widget, anchor);
    }
  else
    {
      g_object_unref (g_object_ref_sink (anchor));
      gtk_window_set_child (GTK_WINDOW (window), widget);
    }
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
}

static void
test_widget (gconstpointer data)
{
  GtkWidget *widget = ((Make) data) ();
  GtkWidget *window;

  g_object_ref_sink (widget);
  if (GTK_IS_WINDOW (widget))
    {
      gtk_window_present (GTK_WINDOW (widget));
      gtk_test_widget_wait_for_draw (widget);
      gtk_window_destroy (GTK_WINDOW (widget));
    }
  else
    {
      window = gtk_window_new ();
      show (window, widget);
      if (GTK_IS_POPOVER (widget))
        gtk_widget_unparent (widget);
      gtk_window_destroy (GTK_WINDOW (window));
    }
  spin ();
  g_assert_finalize_object (widget);
}

static void
add (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_test_add_data_func (kinds[i].path, (gconstpointer) kinds[i].make,
                          test_widget);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add);
}
