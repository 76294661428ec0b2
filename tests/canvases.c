/* canvases.c — a canvas in a window, and what a hand does on it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvases.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <strata-loader.h>

gboolean
canvas_test_init (int *argc, char ***argv)
{
  g_auto (GStrv) messages = NULL;

  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return FALSE;
    }
  adw_init ();
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);
  return TRUE;
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) list = gtk_widget_observe_controllers (widget);
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (list, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static void
hint_cb (StrataCanvas *canvas, const char *hint, CanvasFixture *fixture)
{
  if (!hint)
    return;
  g_free (fixture->heard);
  fixture->heard = g_strdup (hint);
}

void
canvas_set_up (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("strata-canvas-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.strata", NULL);
  g_file_set_contents (fixture->path, data, -1, &error);
  g_assert_no_error (error);
  fixture->document = strata_document_new_from_file (fixture->path, &error);
  g_assert_no_error (error);
  fixture->graph = strata_document_get_graph (fixture->document);
  fixture->before = strata_graph_to_text (fixture->graph, NULL);
  fixture->canvas = STRATA_CANVAS (strata_canvas_new (fixture->document));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window),
                        GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  canvas_draw (fixture);
  fixture->drag =
      find_controller (GTK_WIDGET (fixture->canvas), GTK_TYPE_GESTURE_DRAG);
  g_signal_connect (fixture->canvas, "hint", G_CALLBACK (hint_cb), fixture);
}

void
canvas_tear_down (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (GtkWidget) canvas = g_object_ref (GTK_WIDGET (fixture->canvas));

  g_signal_handlers_disconnect_by_data (canvas, fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&canvas));
  g_assert_finalize_object (fixture->document);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->heard);
  g_free (fixture->before);
}

void
canvas_draw (CanvasFixture *fixture)
{
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
}

void
canvas_wait (CanvasFixture *fixture)
{
  while (strata_document_get_n_evaluated (fixture->document) == 0
         || strata_document_is_running (fixture->document))
    g_main_context_iteration (NULL, TRUE);
  canvas_draw (fixture);
}

void
canvas_press (CanvasFixture *fixture, double x, double y)
{
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  g_signal_emit_by_name (fixture->drag, "drag-begin", x, y);
}

void
canvas_pull (CanvasFixture *fixture, double dx, double dy, gboolean end)
{
  double zoom = strata_canvas_get_zoom (fixture->canvas);

  g_signal_emit_by_name (fixture->drag, "drag-update", dx * zoom, dy * zoom);
  canvas_draw (fixture);
  if (end)
    g_signal_emit_by_name (fixture->drag, "drag-end", dx * zoom, dy * zoom);
}

void
canvas_drag (CanvasFixture *fixture, double x, double y, double dx, double dy)
{
  canvas_press (fixture, x, y);
  canvas_pull (fixture, dx, dy, TRUE);
}

void
canvas_click (CanvasFixture *fixture, double x, double y)
{
  canvas_press (fixture, x, y);
  g_signal_emit_by_name (fixture->drag, "drag-end", 0.0, 0.0);
}

void
canvas_run (CanvasFixture *fixture, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (g_action_parse_detailed_name (action, &name, &target, NULL));
  g_assert_true (gtk_widget_activate_action_variant (
      GTK_WIDGET (fixture->canvas), name, target));
}

void
canvas_undo_all (CanvasFixture *fixture)
{
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

StrataCard *
canvas_find (CanvasFixture *fixture, const char *id)
{
  StrataCard *card = strata_graph_find_card (fixture->graph, id);

  g_assert_nonnull (card);
  return card;
}

void
canvas_assert_selected (CanvasFixture *fixture, const char *ids)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (fixture->canvas);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < cards->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            strata_card_get_id (cards->pdata[i]));
  g_assert_cmpstr (found->str, ==, ids);
}

void
canvas_assert_place (CanvasFixture *fixture, const char *id, double x, double y)
{
  double found_x, found_y;

  strata_card_get_position (canvas_find (fixture, id), &found_x, &found_y);
  g_assert_cmpfloat (found_x, ==, x);
  g_assert_cmpfloat (found_y, ==, y);
}

GtkWidget *
canvas_find_child (GtkWidget *widget, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type)
                             ? child
                             : canvas_find_child (child, type);

      if (found)
        return found;
    }
  return NULL;
}
