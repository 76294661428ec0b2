/* strata-about.c — the window that tells what the editor is, and runs on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-about.h"
#include "strata-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <strata-loader.h>

/* Reports are read by those who work on the program: these lines are not
 * translated. */

static void
append_versions (GString *text)
{
  g_string_append_printf (text, "Strata %s\n", STRATA_VERSION);
  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n",
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version ());
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version,
                          glib_minor_version, glib_micro_version);
}

static void
append_display (GString *text, StrataEditorWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));

  g_string_append_printf (text, "Display: %s, scale %d\n",
                          G_OBJECT_TYPE_NAME (display),
                          gtk_widget_get_scale_factor (GTK_WIDGET (window)));
  if (renderer)
    g_string_append_printf (text, "Renderer: %s\n",
                            G_OBJECT_TYPE_NAME (renderer));
}

static void
append_engine (GString *text)
{
  const char *isa = strata_isa (NULL);
  const char *locale = setlocale (LC_MESSAGES, NULL);

  g_string_append_printf (text, "Instruction set: %s\n", isa ? isa : "none");
  g_string_append_printf (text, "Locale: %s\n", locale ? locale : "unknown");
}

static void
append_document (GString *text, StrataDocument *document)
{
  StrataGraph *graph = strata_document_get_graph (document);

  g_string_append_printf (text, "Threads: %u\n",
                          strata_document_get_n_threads (document));
  g_string_append_printf (
      text, "Graph: %u cards, %u wires, %u faults, %u empty ports\n",
      strata_graph_get_n_cards (graph), strata_graph_get_n_wires (graph),
      strata_document_count_faults (document, STRATA_FAULT_WRONG),
      strata_document_count_faults (document, STRATA_FAULT_MISSING));
}

static void
append_plugins (GString *text)
{
  g_auto (GStrv) files = strata_plugins_list (strata_registry_get_default ());

  g_string_append_printf (text, "Plugins, of interface %d:\n",
                          STRATA_PLUGIN_VERSION);
  for (char **file = files; *file; file++)
    {
      g_autofree char *name = g_filename_display_name (*file);

      g_string_append_printf (text, "  %s\n", name);
    }
}

char *
strata_about_describe (StrataEditorWindow *window)
{
  GString *text = g_string_new (NULL);

  append_versions (text);
  if (window)
    append_display (text, window);
  append_engine (text);
  if (window)
    append_document (text, strata_editor_window_get_document (window));
  append_plugins (text);
  return g_string_free (text, FALSE);
}

void
strata_about_show (StrataEditorWindow *window)
{
  g_autofree char *debug = strata_about_describe (window);

  adw_show_about_window (
      (GtkWindow *) window, "application-name", "Strata", "application-icon",
      STRATA_APPLICATION_ID, "version", STRATA_VERSION, "license-type",
      GTK_LICENSE_LGPL_2_1, "comments",
      _ ("Build depthwise convolutions from cards and watch them run"),
      "debug-info", debug, "debug-info-filename", "strata-debug-info.txt",
      NULL);
}
