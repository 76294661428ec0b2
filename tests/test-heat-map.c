/* test-heat-map.c — one channel of a tensor as a picture, and its elements.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-heat-map.h"

#include <adwaita.h>

static const StrataColorScale scale = { STRATA_SCALE_HEAT, 0, 1 };

typedef struct
{
  GtkWidget *window;
  StrataHeatMap *map;
  gint64 row; /* of the last signal */
  gint64 column;
  guint n_signals;
} Fixture;

static StrataTensor *
make_tensor (gint64 rows, gint64 columns)
{
  const gint64 shape[] = { 1, rows, columns, 2 };
  g_autofree double *values = g_new0 (double, rows *columns * 2 + 1);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor = strata_tensor_new_from_values (
      STRATA_FLOAT32, shape, 4, values, rows * columns * 2, &error);

  g_assert_no_error (error);
  return tensor;
}

static void
element_cb (StrataHeatMap *map, gint64 row, gint64 column, Fixture *fixture)
{
  fixture->row = row;
  fixture->column = column;
  fixture->n_signals++;
}

static void
wait_for_size (GtkWidget *widget)
{
  while (gtk_widget_get_width (widget) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataTensor) tensor = make_tensor (4, 8);

  fixture->map = STRATA_HEAT_MAP (strata_heat_map_new ());
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 200);
  gtk_window_set_child (GTK_WINDOW (fixture->window),
                        GTK_WIDGET (fixture->map));
  strata_heat_map_set (fixture->map, tensor, STRATA_SLICE_CHANNELS_LAST, &scale,
                       FALSE);
  g_signal_connect (fixture->map, "element", G_CALLBACK (element_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_for_size (GTK_WIDGET (fixture->map));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  StrataHeatMap *map = g_object_ref (fixture->map);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (map);
}

static GtkEventController *
find_controller (Fixture *fixture, GType type)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->map));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) found =
          g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (found), type))
        return found;
    }
  g_assert_not_reached ();
}

static void
click (Fixture *fixture, double x, double y)
{
  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_GESTURE_CLICK),
                         "pressed", 1, x, y);
}

static void
press (Fixture *fixture, guint key)
{
  GListModel *shortcuts =
      G_LIST_MODEL (find_controller (fixture, GTK_TYPE_SHORTCUT_CONTROLLER));

  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) != key)
        continue;
      gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                    GTK_WIDGET (fixture->map),
                                    gtk_shortcut_get_arguments (shortcut));
      return;
    }
  g_assert_not_reached ();
}

static void
assert_element (Fixture *fixture, gint64 row, gint64 column)
{
  gint64 found_row, found_column;

  g_assert_cmpint (
      strata_heat_map_get_element (fixture->map, &found_row, &found_column), ==,
      row >= 0);
  g_assert_cmpint (found_row, ==, row);
  g_assert_cmpint (found_column, ==, column);
  g_assert_cmpint (fixture->row, ==, row);
  g_assert_cmpint (fixture->column, ==, column);
}

static void
test_click (Fixture *fixture, gconstpointer data)
{
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->map));
  double height = gtk_widget_get_height (GTK_WIDGET (fixture->map));

  click (fixture, width * 5.5 / 8, height * 2.5 / 4);
  assert_element (fixture, 2, 5);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (fixture->map)));
  click (fixture, width * 5.4 / 8, height * 2.4 / 4);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  click (fixture, 0, 0);
  assert_element (fixture, 0, 0);
  click (fixture, width - 0.1, height - 0.1);
  assert_element (fixture, 3, 7);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  press (fixture, GDK_KEY_Right);
  assert_element (fixture, 0, 0);
  press (fixture, GDK_KEY_Right);
  press (fixture, GDK_KEY_Down);
  assert_element (fixture, 1, 1);
  press (fixture, GDK_KEY_End);
  press (fixture, GDK_KEY_Right);
  assert_element (fixture, 1, 7);
  press (fixture, GDK_KEY_Home);
  press (fixture, GDK_KEY_Page_Down);
  assert_element (fixture, 3, 0);
  press (fixture, GDK_KEY_KP_Up);
  press (fixture, GDK_KEY_Left);
  assert_element (fixture, 2, 0);
  press (fixture, GDK_KEY_Escape);
  assert_element (fixture, -1, -1);
}

/* An element that the next tensor has too stays chosen; another does not. */
static void
test_tensors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataTensor) same = make_tensor (4, 8);
  g_autoptr (StrataTensor) smaller = make_tensor (2, 8);
  g_autoptr (StrataTensor) empty = make_tensor (0, 8);

  strata_heat_map_set_element (fixture->map, 3, 7);
  strata_heat_map_set (fixture->map, same, STRATA_SLICE_CHANNELS_LAST, &scale,
                       FALSE);
  assert_element (fixture, 3, 7);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  strata_heat_map_set (fixture->map, smaller, STRATA_SLICE_CHANNELS_LAST,
                       &scale, FALSE);
  assert_element (fixture, -1, -1);
  strata_heat_map_set_element (fixture->map, 2, 0);
  assert_element (fixture, -1, -1);
  strata_heat_map_set_element (fixture->map, 1, 0);
  strata_heat_map_set (fixture->map, empty, STRATA_SLICE_CHANNELS_LAST, &scale,
                       FALSE);
  press (fixture, GDK_KEY_Right);
  click (fixture, 1, 1);
  assert_element (fixture, -1, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();

  g_test_add ("/heat-map/click", Fixture, NULL, set_up, test_click, tear_down);
  g_test_add ("/heat-map/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/heat-map/tensors", Fixture, NULL, set_up, test_tensors,
              tear_down);

  return g_test_run ();
}
