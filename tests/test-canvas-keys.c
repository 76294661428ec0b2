/* test-canvas-keys.c — the canvas without a pointer: focus, keys, words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"
#include "strata-wire-list.h"

#include <adwaita.h>
#include <strata-loader.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"position\": [300, 0], "
    "\"inputs\": {\"kernel_size\": 3, \"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [640, 0]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

typedef struct
{
  StrataDocument *document;
  StrataGraph *graph;
  GtkWidget *window;
  GtkWidget *before;
  GtkWidget *after;
  StrataCanvas *canvas;
  char *hint;
} Fixture;

static void
hint_cb (StrataCanvas *canvas, const char *hint, Fixture *fixture)
{
  g_free (fixture->hint);
  fixture->hint = g_strdup (hint);
}

static void
settle (Fixture *fixture)
{
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  strata_canvas_settle_peers (fixture->canvas);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  StrataGraph *graph;
  g_autoptr (StrataGraph) parsed = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autofree char *copied = NULL;

  parsed = strata_graph_parse (NULL, data ? data : text, -1, NULL);
  cards = strata_graph_list_cards (parsed);
  copied = strata_graph_copy (parsed, cards, NULL);
  fixture->document = strata_document_new ();
  graph = fixture->graph = strata_document_get_graph (fixture->document);
  g_ptr_array_unref (strata_graph_paste (graph, copied, -1, 0, 0, NULL));

  fixture->canvas = STRATA_CANVAS (strata_canvas_new (fixture->document));
  fixture->before = gtk_button_new_with_label ("Before");
  fixture->after = gtk_button_new_with_label ("After");
  fixture->window = gtk_window_new ();
  gtk_widget_set_vexpand (GTK_WIDGET (fixture->canvas), TRUE);
  gtk_box_append (GTK_BOX (box), fixture->before);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->canvas));
  gtk_box_append (GTK_BOX (box), fixture->after);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_signal_connect (fixture->canvas, "hint", G_CALLBACK (hint_cb), fixture);
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkWidget) canvas = g_object_ref (GTK_WIDGET (fixture->canvas));

  g_signal_handlers_disconnect_by_data (canvas, fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&canvas));
  g_assert_finalize_object (fixture->document);
  g_free (fixture->hint);
}

/* What keys do. */

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

static void
tab (Fixture *fixture)
{
  gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
}

static void
back (Fixture *fixture)
{
  gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_BACKWARD);
}

static void
run (Fixture *fixture, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (g_action_parse_detailed_name (action, &name, &target, NULL));
  g_assert_true (
      gtk_widget_activate_action_variant (get_focus (fixture), name, target));
  settle (fixture);
}

static StrataCanvasCard *
find_card (Fixture *fixture, const char *id)
{
  return strata_canvas_find (fixture->canvas,
                             strata_graph_find_card (fixture->graph, id));
}

static StrataPortPeer *
find_peer (Fixture *fixture, const char *id, const char *name, gboolean output)
{
  StrataCanvasCard *card = find_card (fixture, id);
  g_autoptr (StrataPort) port =
      strata_card_find_port (card->card, name, output);

  g_assert_nonnull (card->peer);
  return strata_card_peer_find (STRATA_CARD_PEER (card->peer), port);
}

static void
go_to (Fixture *fixture, const char *id, const char *name, gboolean output)
{
  StrataPortPeer *peer = find_peer (fixture, id, name, output);

  g_assert_nonnull (peer);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (peer)));
}

static void
assert_on_port (Fixture *fixture, const char *id, const char *name)
{
  GtkWidget *focus = get_focus (fixture);
  StrataPort *port;

  g_assert_true (STRATA_IS_PORT_PEER (focus));
  port = strata_port_peer_get_port (STRATA_PORT_PEER (focus));
  g_assert_cmpstr (port ? strata_port_get_name (port) : "more", ==, name);
  if (port)
    g_assert_cmpstr (strata_card_get_id (strata_port_get_card (port)), ==, id);
}

static void
assert_on_card (Fixture *fixture, const char *id)
{
  GtkWidget *focus = get_focus (fixture);
  g_autoptr (GPtrArray) selected =
      strata_canvas_list_selected (fixture->canvas);

  g_assert_true (STRATA_IS_CARD_PEER (focus));
  g_assert_cmpstr (
      strata_card_get_id (strata_card_peer_get_card (STRATA_CARD_PEER (focus))),
      ==, id);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpstr (strata_card_get_id (selected->pdata[0]), ==, id);
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_ENTRY (child) ? child : find_entry (child);

      if (found)
        return found;
    }
  return NULL;
}

static void
type (Fixture *fixture, const char *typed)
{
  GtkWidget *entry = find_entry (GTK_WIDGET (fixture->canvas));

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
}

static void
press_enter (Fixture *fixture)
{
  g_signal_emit_by_name (find_entry (GTK_WIDGET (fixture->canvas)), "activate");
  settle (fixture);
}

static void
assert_value (Fixture *fixture, const char *port, const char *expected)
{
  StrataValue *value =
      strata_card_get_value (find_card (fixture, "dw")->card, port);
  g_autofree char *found = value ? strata_value_to_text (value) : NULL;

  g_assert_cmpstr (found, ==, expected);
}

static StrataWire *
get_wire (Fixture *fixture, const char *id, const char *port)
{
  return strata_card_get_wire (find_card (fixture, id)->card, port);
}

/* Words. */

static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *card = GTK_ACCESSIBLE (find_card (fixture, "dw")->peer);
  GtkAccessible *port =
      GTK_ACCESSIBLE (find_peer (fixture, "dw", "kernel_size", FALSE));

  gtk_test_accessible_assert_role (card, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (
      card, GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Depthwise convolution 2D dw, 1×4×4×2 to 1×2×2×2, 20 parameters");
  gtk_test_accessible_assert_role (port, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (
      port, GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Kernel size, pair of integers, input, 3");
  gtk_test_accessible_assert_property (
      find_peer (fixture, "dw", "input", FALSE), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Input, tensor, input, wired from x, Tensor");
  gtk_test_accessible_assert_property (
      find_peer (fixture, "x", "tensor", TRUE), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Tensor, tensor, output, wired to dw, Input");
  gtk_test_accessible_assert_property (find_peer (fixture, "y", "data", FALSE),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Data, tensor, input, empty, required");
}

/* A stride and a dilation of two cannot be had together. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  StrataCard *card = find_card (fixture, "dw")->card;
  g_autoptr (StrataValue) value = strata_value_new_integer (2);
  GtkAccessible *port;
  StrataFault *fault;

  strata_graph_begin (fixture->graph, "Spread");
  strata_graph_set_value (fixture->graph, card, "strides", value, NULL);
  strata_graph_set_value (fixture->graph, card, "dilation_rate", value, NULL);
  strata_graph_end (fixture->graph);
  settle (fixture);
  fault = strata_document_find_fault (fixture->document, "dw", NULL);
  g_assert_nonnull (fault);
  g_assert_nonnull (strata_fault_get_port (fault));
  port = GTK_ACCESSIBLE (
      find_peer (fixture, "dw", strata_fault_get_port (fault), FALSE));
  gtk_test_accessible_assert_state (port, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_test_accessible_assert_property (port,
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       strata_fault_get_message (fault));
  gtk_test_accessible_assert_state (
      GTK_ACCESSIBLE (find_card (fixture, "dw")->peer),
      GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  strata_graph_undo (fixture->graph);
  settle (fixture);
  gtk_test_accessible_assert_state (port, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
}

/* What is only missing is told, and makes nothing invalid. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *port =
      GTK_ACCESSIBLE (find_peer (fixture, "y", "data", FALSE));
  StrataFault *fault;

  fault = strata_document_find_fault (fixture->document, "y", "data");
  g_assert_nonnull (fault);
  gtk_test_accessible_assert_property (port,
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       strata_fault_get_message (fault));
  gtk_test_accessible_assert_state (port, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  gtk_test_accessible_assert_state (
      GTK_ACCESSIBLE (find_card (fixture, "y")->peer),
      GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
}

/* Peers lie where things are painted, at any zoom, and take no clicks. */
static void
test_places (Fixture *fixture, gconstpointer data)
{
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  GtkWidget *peer = GTK_WIDGET (find_peer (fixture, "dw", "input", FALSE));
  double x, y, at_x, at_y;

  for (guint i = 0; i < 2; i++)
    {
      strata_canvas_get_port_place (fixture->canvas,
                                    find_card (fixture, "dw")->card, "input",
                                    FALSE, &x, &y);
      gtk_widget_translate_coordinates (canvas, peer, x, y, &at_x, &at_y);
      g_assert_cmpfloat (at_x, >=, 0);
      g_assert_cmpfloat (at_y, >=, 0);
      g_assert_cmpfloat (at_x, <, gtk_widget_get_width (peer));
      g_assert_cmpfloat (at_y, <, gtk_widget_get_height (peer));
      g_assert_true (gtk_widget_pick (canvas, x, y, GTK_PICK_DEFAULT)
                     == canvas);
      gtk_widget_activate_action (canvas, "canvas.zoom-out", NULL);
      settle (fixture);
    }
}

/* Only what is seen, and what keys are on. */
static void
test_visible (Fixture *fixture, gconstpointer data)
{
  strata_canvas_pan (fixture->canvas, 20000, 0);
  settle (fixture);
  g_assert_null (find_card (fixture, "dw")->peer);
  tab (fixture);
  tab (fixture);
  assert_on_card (fixture, "x");
  settle (fixture);
  g_assert_nonnull (find_card (fixture, "x")->peer);
  strata_canvas_zoom_at (fixture->canvas, 0.1, 0, 0);
  settle (fixture);
  g_assert_null (find_card (fixture, "dw")->peer);
  assert_on_card (fixture, "x");
}

/* Focus. */

static void
test_tab (Fixture *fixture, gconstpointer data)
{
  static const char *const ports[] = { "shape", "values", "dtype", "tensor" };

  gtk_widget_grab_focus (fixture->before);
  tab (fixture);
  g_assert_true (get_focus (fixture) == GTK_WIDGET (fixture->canvas));
  tab (fixture);
  assert_on_card (fixture, "x");
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      tab (fixture);
      assert_on_port (fixture, "x", ports[i]);
    }
  tab (fixture);
  g_assert_true (get_focus (fixture) == fixture->after);
  back (fixture);
  assert_on_port (fixture, "x", "tensor");
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    back (fixture);
  assert_on_card (fixture, "x");
  back (fixture);
  g_assert_true (get_focus (fixture) == fixture->before);
}

static void
test_step (Fixture *fixture, gconstpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->canvas));
  run (fixture, "canvas.step((1,0))");
  assert_on_card (fixture, "x");
  run (fixture, "canvas.step((1,0))");
  assert_on_card (fixture, "dw");
  gtk_test_accessible_assert_state (
      GTK_ACCESSIBLE (find_card (fixture, "dw")->peer),
      GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  gtk_test_accessible_assert_state (
      GTK_ACCESSIBLE (find_card (fixture, "x")->peer),
      GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
  tab (fixture);
  assert_on_port (fixture, "dw", "input");
  run (fixture, "canvas.step((1,0))");
  assert_on_card (fixture, "y");
}

/* What has the focus comes into view. */
static void
test_reveal (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t bounds;

  strata_canvas_pan (fixture->canvas, -20000, 0);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->canvas));
  run (fixture, "canvas.step((1,0))");
  g_assert_true (gtk_widget_compute_bounds (
      get_focus (fixture), GTK_WIDGET (fixture->canvas), &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  strata_canvas_zoom_at (fixture->canvas, 0.1, 0, 0);
  tab (fixture);
  g_assert_cmpfloat (strata_canvas_get_zoom (fixture->canvas), >=,
                     STRATA_CANVAS_NEAR);
}

/* The card that has the focus goes. */
static void
test_delete_card (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "dw", "input", FALSE);
  run (fixture, "canvas.cancel");
  assert_on_card (fixture, "dw");
  run (fixture, "canvas.delete");
  g_assert_null (strata_graph_find_card (fixture->graph, "dw"));
  g_assert_true (get_focus (fixture) == GTK_WIDGET (fixture->canvas));
}

/* Values. */

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "dw", "kernel_size", FALSE);
  run (fixture, "canvas.open");
  type (fixture, "2");
  press_enter (fixture);
  assert_value (fixture, "kernel_size", "2");
  assert_on_port (fixture, "dw", "kernel_size");

  g_assert_true (gtk_widget_activate (get_focus (fixture)));
  type (fixture, "1");
  run (fixture, "canvas.cancel");
  assert_value (fixture, "kernel_size", "2");
  assert_on_port (fixture, "dw", "kernel_size");

  g_assert_true (gtk_widget_activate (get_focus (fixture)));
  type (fixture, "1");
  tab (fixture);
  assert_value (fixture, "kernel_size", "1");
  assert_on_port (fixture, "dw", "strides");
}

/* Tab does not leave what is wrong. */
static void
test_edit_wrong (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "dw", "kernel_size", FALSE);
  run (fixture, "canvas.open");
  type (fixture, "three");
  tab (fixture);
  g_assert_nonnull (find_entry (GTK_WIDGET (fixture->canvas)));
  assert_value (fixture, "kernel_size", "3");
  run (fixture, "canvas.cancel");
  assert_on_port (fixture, "dw", "kernel_size");
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "dw", "use_bias", FALSE);
  g_assert_true (gtk_widget_activate (get_focus (fixture)));
  settle (fixture);
  assert_value (fixture, "use_bias", "false");
  assert_on_port (fixture, "dw", "use_bias");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_focus (fixture)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Use bias, boolean, input, false");
}

static void
test_unfold (Fixture *fixture, gconstpointer data)
{
  StrataPortPeer *more = strata_card_peer_find (
      STRATA_CARD_PEER (find_card (fixture, "dw")->peer), NULL);

  g_assert_nonnull (more);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (more),
                                    GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, "6 more ports");
  g_assert_null (find_peer (fixture, "dw", "bias_constraint", FALSE));
  gtk_widget_grab_focus (GTK_WIDGET (more));
  run (fixture, "canvas.open");
  g_assert_nonnull (find_peer (fixture, "dw", "bias_constraint", FALSE));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (more),
                                    GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  g_assert_true (get_focus (fixture) == GTK_WIDGET (more));
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "dw", "input", FALSE);
  run (fixture, "canvas.properties");
  assert_on_port (fixture, "dw", "kernel_size");
  g_assert_nonnull (find_peer (fixture, "dw", "bias_constraint", FALSE));
}

/* Wires. */

static StrataWireList *
open_list (Fixture *fixture)
{
  run (fixture, "canvas.open");
  g_assert_true (STRATA_IS_WIRE_LIST (fixture->canvas->popover));
  return STRATA_WIRE_LIST (fixture->canvas->popover);
}

static void
test_wire (Fixture *fixture, gconstpointer data)
{
  StrataWireList *list;
  g_autoptr (StrataWireOffer) offer = NULL;

  go_to (fixture, "y", "data", FALSE);
  list = open_list (fixture);
  offer = g_list_model_get_item (strata_wire_list_get_shown (list), 0);
  g_assert_cmpstr (strata_wire_offer_get_text (offer), ==,
                   "dw · Depthwise convolution 2D — Output");
  strata_wire_list_set_words (list, "x TENS");
  strata_wire_list_choose (list);
  settle (fixture);
  g_assert_nonnull (get_wire (fixture, "y", "data"));
  assert_on_port (fixture, "y", "data");
  run (fixture, "canvas.delete");
  g_assert_null (get_wire (fixture, "y", "data"));
  assert_on_port (fixture, "y", "data");
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_nonnull (get_wire (fixture, "y", "data"));
}

/* A wire that cannot be stays a sentence. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  StrataWireList *list;
  g_autoptr (StrataWireOffer) offer = NULL;
  GListModel *shown;

  go_to (fixture, "dw", "output", TRUE);
  list = open_list (fixture);
  shown = strata_wire_list_get_shown (list);
  offer = g_list_model_get_item (shown, g_list_model_get_n_items (shown) - 1);
  g_assert_false (strata_wire_offer_fits (offer));
  g_assert_nonnull (strata_wire_offer_get_note (offer));
  strata_wire_list_set_words (list, "dw input");
  strata_wire_list_choose (list);
  g_assert_nonnull (fixture->hint);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (list)));
  gtk_popover_popdown (GTK_POPOVER (list));
  settle (fixture);
  assert_on_port (fixture, "dw", "output");
}

/* A card that is not there yet lies over none. */
static void
test_new_card (Fixture *fixture, gconstpointer data)
{
  StrataWireList *list;
  StrataCard *card;
  double x, y;

  go_to (fixture, "dw", "output", TRUE);
  list = open_list (fixture);
  strata_wire_list_set_words (list, "new separable");
  strata_wire_list_choose (list);
  settle (fixture);
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 4);
  card = strata_graph_get_card (fixture->graph, 3);
  g_assert_cmpstr (strata_card_get_type_name (card), ==, "SeparableConv2D");
  g_assert_nonnull (strata_card_get_wire (card, "input"));
  assert_on_card (fixture, strata_card_get_id (card));
  strata_card_get_position (card, &x, &y);
  g_assert_false (x > 400 && x < 860 && y > -400 && y < 100);
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 3);
}

/* An initializer may be named or wired. */
static void
test_object (Fixture *fixture, gconstpointer data)
{
  StrataWireList *list;

  go_to (fixture, "dw", "depthwise_initializer", FALSE);
  list = open_list (fixture);
  strata_wire_list_set_words (list, "henormal");
  g_assert_cmpuint (
      g_list_model_get_n_items (strata_wire_list_get_shown (list)), ==, 1);
  gtk_popover_popdown (GTK_POPOVER (list));
  settle (fixture);
  g_assert_true (gtk_widget_activate (get_focus (fixture)));
  g_assert_nonnull (fixture->canvas->popover);
  g_assert_false (STRATA_IS_WIRE_LIST (fixture->canvas->popover));
  run (fixture, "canvas.cancel");
}

/* The card goes while its list is open. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "y", "data", FALSE);
  open_list (fixture);
  strata_graph_remove_card (fixture->graph, find_card (fixture, "y")->card);
  settle (fixture);
  g_assert_null (fixture->canvas->popover);
}

/* Names. */

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, "dw", "kernel_size", FALSE);
  run (fixture, "canvas.rename");
  type (fixture, "x");
  press_enter (fixture);
  g_assert_nonnull (strata_graph_find_card (fixture->graph, "dw"));
  type (fixture, "not an id");
  press_enter (fixture);
  g_assert_nonnull (strata_graph_find_card (fixture->graph, "dw"));
  type (fixture, "edges");
  press_enter (fixture);
  g_assert_nonnull (strata_graph_find_card (fixture->graph, "edges"));
  g_assert_nonnull (get_wire (fixture, "edges", "input"));
  assert_on_port (fixture, "edges", "kernel_size");
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_nonnull (get_wire (fixture, "dw", "input"));
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas-keys/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_auto (GStrv) messages = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);

  ADD ("words", test_words);
  ADD ("faults", test_faults);
  ADD ("missing", test_missing);
  ADD ("places", test_places);
  ADD ("visible", test_visible);
  ADD ("tab", test_tab);
  ADD ("step", test_step);
  ADD ("reveal", test_reveal);
  ADD ("delete-card", test_delete_card);
  ADD ("edit", test_edit);
  ADD ("edit-wrong", test_edit_wrong);
  ADD ("switch", test_switch);
  ADD ("unfold", test_unfold);
  ADD ("properties", test_properties);
  ADD ("wire", test_wire);
  ADD ("refused", test_refused);
  ADD ("new-card", test_new_card);
  ADD ("object", test_object);
  ADD ("gone", test_gone);
  ADD ("rename", test_rename);

  return g_test_run ();
}
