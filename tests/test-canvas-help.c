/* test-canvas-help.c — what is said of cards, ports and wires to somebody who
 * points at them or asks for help.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvas-hands.h"
#include "strata-help-window.h"
#include "strata-help-words.h"

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"position\": [400, 0], "
    "\"inputs\": {\"kernel_size\": 3}},"
    "{\"id\": \"odd\", \"type\": \"NoSuchCard\", \"position\": [400, 900]},"
    "{\"id\": \"ones\", \"type\": \"Ones\", \"position\": [0, 900]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"},"
    "{\"from\": \"ones.initializer_instance\", "
    "\"to\": \"dw.bias_initializer\"}]}";

static GtkWindow *
find_help (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (windows);
  GtkWindow *found = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (!STRATA_IS_HELP_WINDOW (window))
        continue;
      g_assert_null (found);
      found = window;
    }
  return found;
}

static gboolean
says (GtkWidget *widget, const char *words)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), words))
    return TRUE;
  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;
  return FALSE;
}

static void
assert_title (const char *title)
{
  GtkWindow *window = find_help ();

  g_assert_nonnull (window);
  g_assert_cmpstr (gtk_window_get_title (window), ==, title);
}

/* Pages. */

static void
test_card (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card = canvas_find (fixture, "dw");
  const StrataKind *kind = strata_card_get_kind (card);
  GtkWidget *window;

  strata_canvas_select_only (fixture->canvas, card);
  fixture->canvas->pointer_x = fixture->canvas->pointer_y = -1000;
  canvas_run (fixture, STRATA_CANVAS_HELP);
  assert_title (kind->title);
  window = GTK_WIDGET (find_help ());
  g_assert_true (says (window, "DepthwiseConv2D"));
  g_assert_true (says (window, kind->summary));
  g_assert_true (says (window, "Default: 1, 1"));
  g_assert_true (says (window, "One of channels_last, channels_first"));
  for (gsize i = 0; i < kind->n_ports; i++)
    if (kind->ports[i].help)
      g_assert_true (says (window, kind->ports[i].help));
  for (gsize i = 0; i < kind->n_examples; i++)
    {
      g_assert_true (says (window, kind->examples[i].inputs));
      g_assert_true (says (window, kind->examples[i].outputs));
    }
}

/* One window, whatever is asked; the keys of a port come first. */
static void
test_port (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.help(('dw','strides',false))");
  assert_title ("Strides");
  g_assert_true (
      strata_canvas_go_to_port (fixture->canvas, "dw", "kernel_size", FALSE));
  canvas_run (fixture, STRATA_CANVAS_HELP);
  assert_title ("Kernel size");
  canvas_run (fixture, "canvas.help(('dw','output',true))");
  assert_title ("Output");
}

static void
test_unknown (CanvasFixture *fixture, gconstpointer data)
{
  fixture->canvas->pointer_x = fixture->canvas->pointer_y = -1000;
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "odd"));
  canvas_run (fixture, STRATA_CANVAS_HELP);
  assert_title ("NoSuchCard");
  g_assert_true (says (GTK_WIDGET (find_help ()), "not installed"));
}

static void
test_nothing (CanvasFixture *fixture, gconstpointer data)
{
  fixture->canvas->pointer_x = fixture->canvas->pointer_y = -1000;
  canvas_run (fixture, STRATA_CANVAS_HELP);
  assert_title ("Help");
  g_assert_true (says (GTK_WIDGET (find_help ()), "palette"));
  g_assert_true (says (GTK_WIDGET (find_help ()), "Add Card"));
  strata_canvas_set_document (fixture->canvas, NULL);
  canvas_run (fixture, STRATA_CANVAS_HELP);
  canvas_run (fixture, "canvas.menu");
}

/* It goes with Escape, and with the window that it belongs to. */
static void
test_close (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.help(('dw','strides',false))");
  gtk_widget_activate_action (GTK_WIDGET (find_help ()), "window.close", NULL);
  g_assert_null (find_help ());
  canvas_run (fixture, "canvas.help(('dw','strides',false))");
  g_assert_true (gtk_window_get_destroy_with_parent (find_help ()));
  g_assert_true (gtk_window_get_transient_for (find_help ())
                 == GTK_WINDOW (fixture->window));
}

/* Tooltips. */

static void
assert_tip (CanvasFixture *fixture, double x, double y, const char *words)
{
  g_autofree char *tip = NULL;
  double at_x, at_y;

  strata_canvas_to_widget (fixture->canvas, x, y, &at_x, &at_y);
  tip = strata_canvas_dup_tip (fixture->canvas, at_x, at_y);
  g_assert_nonnull (tip);
  if (!strstr (tip, words))
    g_error ("“%s” does not say “%s”", tip, words);
}

static void
test_tip_port (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_of_port (fixture, "dw", "strides", FALSE, &x, &y);
  assert_tip (fixture, x, y, "Strides\npair of integers\n");
  assert_tip (fixture, x, y, "Two numbers, or one for both\nAt least 1\n");
  assert_tip (fixture, x, y, "Default: 1, 1\n");
  canvas_place_of_port (fixture, "dw", "kernel_size", FALSE, &x, &y);
  assert_tip (fixture, x, y, "Required\n");
  canvas_place_of_port (fixture, "dw", "output", TRUE, &x, &y);
  assert_tip (fixture, x, y, "Output\ntensor\n");
}

static void
test_tip_card (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card = canvas_find (fixture, "dw");

  canvas_wait (fixture);
  assert_tip (fixture, 440, 18, strata_card_get_title (card));
  assert_tip (fixture, 440, 18, strata_card_get_summary (card));
  assert_tip (fixture, 440, 18, "1×4×4×2 to 1×2×2×2");
  assert_tip (fixture, 440, 18, "20 parameters");
  assert_tip (fixture, 440, 18, "72 multiply-accumulates");
  assert_tip (fixture, 440, 18, " ms");
}

static void
test_tip_wire (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;
  g_autofree char *bytes = g_format_size (128);

  canvas_place_on_wire (fixture, "dw", "input", 0.5, &x, &y);
  assert_tip (fixture, x, y, "x, Tensor → dw, Input");
  assert_tip (fixture, x, y, "1×4×4×2, float32");
  assert_tip (fixture, x, y, bytes);
}

static void
test_tip_other_wire (CanvasFixture *fixture, gconstpointer data)
{
  g_autofree char *tip = strata_help_words_tip_wire (
      fixture->document,
      strata_card_get_wire (canvas_find (fixture, "dw"), "bias_initializer"));

  g_assert_cmpstr (tip, ==,
                   "ones, Initializer instance → dw, Bias initializer\n"
                   "initializer");
}

/* What is wrong comes first. */
static void
test_tip_fault (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card = canvas_find (fixture, "dw");
  g_autoptr (StrataValue) value = strata_value_new_integer (9);
  StrataFault *fault;

  g_assert_true (strata_graph_set_value (fixture->graph, card, "kernel_size",
                                         value, NULL));
  canvas_draw (fixture);
  fault = strata_document_find_fault (fixture->document, "dw", NULL);
  g_assert_nonnull (fault);
  assert_tip (fixture, 440, 18, strata_fault_get_message (fault));
}

static void
test_tip_nothing (CanvasFixture *fixture, gconstpointer data)
{
  g_assert_null (strata_canvas_dup_tip (fixture->canvas, -1000, -1000));
}

/* All kinds of cards have something to say at every port. */
static void
test_all (CanvasFixture *fixture, gconstpointer data)
{
  StrataRegistry *registry = strata_registry_get_default ();
  guint n = strata_registry_get_n_kinds (registry);

  for (guint i = 0; i < n; i++)
    {
      const char *type = strata_registry_get_kind (registry, i)->type;
      StrataCard *card =
          strata_graph_add_card (fixture->graph, type, NULL, NULL);
      guint n_ports = strata_card_get_n_ports (card);

      strata_canvas_select_only (fixture->canvas, card);
      strata_canvas_show_help (fixture->canvas, NULL);
      for (guint j = 0; j < n_ports; j++)
        {
          g_autoptr (StrataPort) port = strata_card_get_port (card, j);
          g_autofree char *words = strata_help_words_tip_port (port);

          g_assert_true (g_utf8_validate (words, -1, NULL));
          g_assert_true (
              says (GTK_WIDGET (find_help ()), strata_port_get_help (port)));
        }
    }
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas-help/" name, CanvasFixture, text, canvas_set_up, func,  \
              canvas_tear_down)

int
main (int argc, char **argv)
{
  if (!canvas_test_init (&argc, &argv))
    return 0;
  ADD ("page/card", test_card);
  ADD ("page/port", test_port);
  ADD ("page/unknown-card", test_unknown);
  ADD ("page/nothing", test_nothing);
  ADD ("page/close", test_close);
  ADD ("page/all", test_all);
  ADD ("tip/port", test_tip_port);
  ADD ("tip/card", test_tip_card);
  ADD ("tip/wire", test_tip_wire);
  ADD ("tip/other-wire", test_tip_other_wire);
  ADD ("tip/fault", test_tip_fault);
  ADD ("tip/nothing", test_tip_nothing);
  return g_test_run ();
}
