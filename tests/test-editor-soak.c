/* test-editor-soak.c — thousands of random actions on a window of the editor.
 *
 * Whatever somebody does: it must not crash, the graph must stay one that can
 * be saved and read back, and undoing all of it leads back to the empty file.
 *
 * STRATA_SOAK_COUNT says how many actions there are, where USUAL_COUNT is not
 * enough; the numbers come from GLib's seed, which a failed run prints.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"
#include "strata-command.h"
#include "windows.h"

#define USUAL_COUNT 500
#define MOST_CARDS 60
#define ROUND 250 /* actions until the graph is looked at */

/* Those that open what is no part of the window, or close the window. */
static const char *const left_out[] = {
  "app.",         "win.close",  "win.fullscreen",  "win.open",
  "win.reload",   "win.save",   "win.save-as",     "win.save-tensor",
  "win.trust",    "win.export", "win.preferences", "win.shortcuts",
  "win.examples",
};

typedef struct
{
  Windows *windows;
  StrataCanvas *canvas;
  StrataGraph *graph;
  StrataRegistry *registry;
} Soak;

/* Choosing. */

static gboolean
is_left_out (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (g_str_has_prefix (action, left_out[i]))
      return TRUE;
  return FALSE;
}

static StrataCard *
choose_card (Soak *soak)
{
  guint n = strata_graph_get_n_cards (soak->graph);

  return n > 0
             ? strata_graph_get_card (soak->graph, g_test_rand_int_range (0, n))
             : NULL;
}

static StrataPort *
choose_port (Soak *soak)
{
  StrataCard *card = choose_card (soak);
  guint n = card ? strata_card_get_n_ports (card) : 0;

  return n > 0 ? strata_card_get_port (card, g_test_rand_int_range (0, n))
               : NULL;
}

static double
choose (double least, double most)
{
  return g_test_rand_double_range (least, most);
}

/* A port, a card, or anything, on the widget. */
static void
choose_place (Soak *soak, double *x, double *y)
{
  g_autoptr (StrataPort) port = choose_port (soak);

  if (!port || g_test_rand_int_range (0, 4) == 0)
    {
      *x = choose (-20, gtk_widget_get_width (GTK_WIDGET (soak->canvas)) + 20);
      *y = choose (-20, gtk_widget_get_height (GTK_WIDGET (soak->canvas)) + 20);
      return;
    }
  strata_canvas_get_port_place (soak->canvas, strata_port_get_card (port),
                                strata_port_get_name (port),
                                strata_port_is_output (port), x, y);
  if (g_test_rand_int_range (0, 2) == 0)
    {
      *x += choose (-120, 120);
      *y += choose (-20, 20);
    }
}

/* Actions. */

static void
add_card (Soak *soak)
{
  guint n = strata_registry_get_n_kinds (soak->registry);
  const StrataKind *kind =
      strata_registry_get_kind (soak->registry, g_test_rand_int_range (0, n));

  if (strata_graph_get_n_cards (soak->graph) < MOST_CARDS)
    strata_editor_window_add_card (soak->windows->window, kind->type);
}

static void
run_command (Soak *soak)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);
  const StrataCommand *command = &commands[g_test_rand_int_range (0, n)];
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  if (is_left_out (command->action))
    return;
  g_action_parse_detailed_name (command->action, &name, &target, &error);
  g_assert_no_error (error);
  gtk_widget_activate_action_variant (GTK_WIDGET (soak->canvas), name, target);
}

static void
go_back (Soak *soak)
{
  guint n = g_test_rand_int_range (1, 6);

  for (guint i = 0; i < n; i++)
    windows_act (soak->windows, "undo");
}

static void
go_on (Soak *soak)
{
  guint n = g_test_rand_int_range (1, 6);

  for (guint i = 0; i < n; i++)
    windows_act (soak->windows, "redo");
}

static void
drag (Soak *soak)
{
  static const GdkModifierType states[] = {
    0,
    0,
    0,
    0,
    GDK_SHIFT_MASK,
    GDK_CONTROL_MASK,
    GDK_ALT_MASK,
    GDK_CONTROL_MASK | GDK_SHIFT_MASK,
  };
  guint n = g_test_rand_int_range (0, 4);
  double x, y, to_x, to_y;

  choose_place (soak, &x, &y);
  strata_canvas_press (soak->canvas, g_test_rand_int_range (0, 8) == 0 ? 2 : 1,
                       states[g_test_rand_int_range (0, G_N_ELEMENTS (states))],
                       x, y);
  for (guint i = 0; i < n; i++)
    {
      choose_place (soak, &to_x, &to_y);
      strata_canvas_pull (soak->canvas, to_x - x, to_y - y);
    }
  if (g_test_rand_int_range (0, 10) == 0)
    strata_canvas_cancel_drag (soak->canvas);
  else
    strata_canvas_release (soak->canvas);
}

static void
edit (Soak *soak)
{
  static const char *const texts[] = {
    "",     "1",   "3",    "2, 3", "same",       "valid", "true",
    "relu", "0.5", "nine", "-1",   "1, 4, 4, 2", "[",     "he_normal",
    "x y",  "1e9", "null", "{}",   "float32",    "😀",
  };
  g_autoptr (StrataPort) port = choose_port (soak);
  GtkWidget *entry;

  if (!port || strata_port_is_output (port))
    return;
  gtk_widget_activate_action (GTK_WIDGET (soak->canvas), "canvas.edit", "(ss)",
                              strata_card_get_id (strata_port_get_card (port)),
                              strata_port_get_name (port));
  entry = windows_find_child (GTK_WIDGET (soak->canvas), GTK_TYPE_ENTRY);
  if (!entry)
    return;
  gtk_editable_set_text (
      GTK_EDITABLE (entry),
      texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
  if (g_test_rand_int_range (0, 4) > 0)
    g_signal_emit_by_name (entry, "activate");
}

static void
connect_ports (Soak *soak)
{
  g_autoptr (StrataPort) source = choose_port (soak);
  g_autoptr (StrataPort) target = choose_port (soak);

  if (source && target)
    gtk_widget_activate_action (
        GTK_WIDGET (soak->canvas), "canvas.connect", "(ssss)",
        strata_card_get_id (strata_port_get_card (source)),
        strata_port_get_name (source),
        strata_card_get_id (strata_port_get_card (target)),
        strata_port_get_name (target));
}

/* So that commands find something to work on. */
static void
select_some (Soak *soak)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  guint n = g_test_rand_int_range (1, 5);

  for (guint i = 0; i < n && strata_graph_get_n_cards (soak->graph) > 0; i++)
    {
      StrataCard *card = choose_card (soak);

      if (!g_ptr_array_find (cards, card, NULL))
        g_ptr_array_add (cards, card);
    }
  strata_canvas_select_cards (soak->canvas, cards);
}

static void
look_elsewhere (Soak *soak)
{
  double x, y;

  choose_place (soak, &x, &y);
  if (g_test_rand_int_range (0, 2) == 0)
    strata_canvas_zoom_at (soak->canvas, choose (0.05, 2), x, y);
  else
    strata_canvas_fit (soak->canvas, FALSE);
}

static void
draw (Soak *soak)
{
  gtk_test_widget_wait_for_draw (GTK_WIDGET (soak->canvas));
}

static void (*const actions[]) (Soak *soak) = {
  add_card,      add_card,      run_command, run_command, run_command,
  run_command,   run_command,   go_back,     go_on,       drag,
  drag,          drag,          drag,        edit,        edit,
  connect_ports, connect_ports, select_some, select_some, look_elsewhere,
  draw,
};

/* Holding it to its word. */

/* What would be saved can be read, and reads the same. */
static void
check_text (Soak *soak)
{
  g_autofree char *text = strata_graph_to_text (soak->graph, NULL);
  g_autofree char *again = NULL;
  g_autoptr (StrataGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  graph = strata_graph_parse (soak->registry, text, -1, &error);
  g_assert_no_error (error);
  again = strata_graph_to_text (graph, NULL);
  g_assert_cmpstr (again, ==, text);
}

static guint
undo_all (Soak *soak)
{
  guint n = 0;

  /* In an entry, "undo" is about what was written there. */
  gtk_widget_grab_focus (GTK_WIDGET (soak->canvas));
  for (; strata_graph_get_undo_name (soak->graph); n++)
    windows_act (soak->windows, "undo");
  return n;
}

static void
check_history (Soak *soak, const char *before)
{
  g_autofree char *last = strata_graph_to_text (soak->graph, NULL);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  guint n = undo_all (soak);

  first = strata_graph_to_text (soak->graph, NULL);
  g_assert_cmpstr (first, ==, before);
  for (guint i = 0; i < n; i++)
    windows_act (soak->windows, "redo");
  again = strata_graph_to_text (soak->graph, NULL);
  g_assert_cmpstr (again, ==, last);
  g_assert_cmpuint (undo_all (soak), ==, n);
}

static void
test_soak (Windows *windows, gconstpointer data)
{
  const char *count = g_getenv ("STRATA_SOAK_COUNT");
  guint n = count ? g_ascii_strtoull (count, NULL, 10) : USUAL_COUNT;
  Soak soak = {
    .windows = windows,
    .canvas = STRATA_CANVAS (windows->window->canvas),
    .graph = windows_get_graph (windows),
    .registry = strata_registry_get_default (),
  };
  g_autofree char *before = strata_graph_to_text (soak.graph, NULL);
  gboolean aloud = g_getenv ("STRATA_SOAK_ALOUD") != NULL;

  windows_show (windows);
  for (guint i = 0; i < n; i++)
    {
      guint action = g_test_rand_int_range (0, G_N_ELEMENTS (actions));

      if (aloud)
        g_printerr ("# %u: %u\n", i, action);
      actions[action](&soak);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (i % ROUND == ROUND - 1)
        check_text (&soak);
    }
  strata_canvas_cancel_drag (soak.canvas);
  strata_canvas_stop_editing (soak.canvas);
  check_text (&soak);
  check_history (&soak, before);
  draw (&soak);
}

static void
add (void)
{
  WINDOWS_ADD ("/editor/soak", test_soak);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add);
}
