/* test-graph.c — cards and wires of a graph, read and changed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

#include <math.h>
#include <string.h>

static StrataGraph *
new_graph (void)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();

  return strata_graph_new (registry);
}

static StrataCard *
add (StrataGraph *graph, const char *type, const char *id)
{
  g_autoptr (GError) error = NULL;
  StrataCard *card = strata_graph_add_card (graph, type, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (card);
  return card;
}

static StrataWire *
wire (StrataGraph *graph,
      StrataCard *source,
      const char *source_port,
      StrataCard *target,
      const char *target_port)
{
  g_autoptr (GError) error = NULL;
  StrataWire *wire = strata_graph_connect (graph, source, source_port, target,
                                           target_port, &error);

  g_assert_no_error (error);
  g_assert_nonnull (wire);
  return wire;
}

static gboolean
set (StrataGraph *graph,
     StrataCard *card,
     const char *port,
     const char *text,
     GError **error)
{
  g_autoptr (StrataValue) value = strata_value_parse (text, -1, NULL);

  g_assert_nonnull (value);
  return strata_graph_set_value (graph, card, port, value, error);
}

static void
test_new (void)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  StrataGraph *graph = strata_graph_new (registry);

  g_assert_true (strata_graph_get_registry (graph) == registry);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 0);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 0);
  g_assert_cmpint (strata_graph_get_seed (graph), ==, 0);
  g_assert_null (strata_graph_get_weights (graph));
  g_assert_null (strata_graph_get_path (graph));
  g_assert_false (strata_graph_is_modified (graph));
  g_assert_null (strata_graph_find_card (graph, "x"));
  g_assert_finalize_object (graph);

  graph = strata_graph_new (NULL);
  g_assert_true (strata_graph_get_registry (graph)
                 == strata_registry_get_default ());
  g_assert_finalize_object (graph);
}

static void
test_add (void)
{
  StrataGraph *graph = new_graph ();
  guint64 structure = strata_graph_get_structure (graph);
  StrataCard *card = add (graph, "Filter2D", "dw");

  g_assert_cmpstr (strata_card_get_id (card), ==, "dw");
  g_assert_cmpstr (strata_card_get_type_name (card), ==, "Filter2D");
  g_assert_true (strata_card_get_graph (card) == graph);
  g_assert_false (strata_card_has_position (card));
  g_assert_true (strata_graph_find_card (graph, "dw") == card);
  g_assert_true (strata_graph_get_card (graph, 0) == card);
  g_assert_cmpuint (strata_graph_get_structure (graph), >, structure);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Add Filter2D");

  card = add (graph, "Source", NULL);
  g_assert_cmpstr (strata_card_get_id (card), ==, "source_1");
  g_assert_cmpuint (strata_card_get_index (card), ==, 1);
  g_assert_finalize_object (graph);
}

static void
check_refused_id (StrataGraph *graph, const char *id)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (strata_graph_add_card (graph, "Source", id, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID);
  g_clear_error (&error);

  g_assert_false (strata_graph_rename_card (
      graph, strata_graph_find_card (graph, "other"), id, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID);
}

static void
test_refused_ids (void)
{
  g_autofree char *long_id = g_strnfill (65, 'a');
  const char *ids[] = { "", "a b", "ä", "a.b", "dw", "a/b", "a\n", long_id };
  StrataGraph *graph = new_graph ();

  add (graph, "Source", "dw");
  add (graph, "Source", "other");
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    check_refused_id (graph, ids[i]);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 2);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Add Source");

  long_id[64] = '\0';
  add (graph, "Source", long_id);
  g_assert_finalize_object (graph);
}

static void
test_unknown_type (void)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = new_graph ();

  g_assert_null (strata_graph_add_card (graph, "Dense", "d", &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_TYPE);
  g_assert_cmpstr (error->message, ==, "There is no kind of card 'Dense'");
  g_assert_null (strata_graph_get_undo_name (graph));
  g_assert_finalize_object (graph);
}

static void
test_remove (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  g_autoptr (StrataCard) join = g_object_ref (add (graph, "Join", "j"));
  StrataCard *y = add (graph, "Sink", "y");
  g_autoptr (StrataWire) in =
      g_object_ref (wire (graph, x, "data", join, "first"));

  wire (graph, x, "data", join, "second");
  wire (graph, join, "output", y, "data");
  wire (graph, x, "data", add (graph, "Sink", "z"), "data");
  strata_graph_remove_card (graph, join);

  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 3);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 1);
  g_assert_null (strata_card_get_graph (join));
  g_assert_null (strata_graph_find_card (graph, "j"));
  g_assert_null (strata_card_get_wire (y, "data"));
  g_assert_false (strata_wire_is_in_graph (in));
  g_assert_true (strata_wire_get_target (in) == join);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Remove j");
  g_assert_finalize_object (graph);
}

static void
test_outlived (void)
{
  StrataGraph *graph = new_graph ();
  g_autoptr (StrataCard) x = g_object_ref (add (graph, "Source", "x"));
  g_autoptr (StrataCard) y = g_object_ref (add (graph, "Sink", "y"));
  g_autoptr (StrataWire) held =
      g_object_ref (wire (graph, x, "data", y, "data"));

  g_assert_finalize_object (graph);
  g_assert_null (strata_card_get_graph (x));
  g_assert_null (strata_card_get_wire (y, "data"));
  g_assert_false (strata_wire_is_in_graph (held));
  g_assert_true (strata_wire_get_source (held) == x);
}

static void
test_rename (void)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  guint64 structure = strata_graph_get_structure (graph);

  g_assert_true (strata_graph_rename_card (graph, x, "x", &error));
  g_assert_cmpuint (strata_graph_get_structure (graph), ==, structure);
  g_assert_true (strata_graph_rename_card (graph, x, "input", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (strata_card_get_id (x), ==, "input");
  g_assert_null (strata_graph_find_card (graph, "x"));
  g_assert_true (strata_graph_find_card (graph, "input") == x);
  g_assert_cmpuint (strata_graph_get_structure (graph), >, structure);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Rename x to input");
  g_assert_finalize_object (graph);
}

static void
test_move (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  double left, top;

  strata_graph_move_card (graph, x, 0, 0);
  g_assert_true (strata_card_has_position (x));
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Move x");
  strata_graph_move_card (graph, x, 40.5, -80);
  strata_card_get_position (x, &left, &top);
  g_assert_cmpfloat (left, ==, 40.5);
  g_assert_cmpfloat (top, ==, -80);
  g_assert_finalize_object (graph);
}

static void
test_value (void)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = new_graph ();
  StrataCard *card = add (graph, "Filter2D", "dw");
  guint64 revision = strata_card_get_revision (card);
  guint64 structure = strata_graph_get_structure (graph);

  g_assert_null (strata_card_get_value (card, "kernel_size"));
  g_assert_true (set (graph, card, "kernel_size", "[3, 5]", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strata_card_get_revision (card), >, revision);
  g_assert_cmpuint (strata_graph_get_structure (graph), ==, structure);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==,
                   "Set kernel_size of dw");
  g_assert_nonnull (strata_card_get_value (card, "kernel_size"));

  revision = strata_card_get_revision (card);
  g_assert_true (set (graph, card, "kernel_size", "[3, 5]", &error));
  g_assert_cmpuint (strata_card_get_revision (card), ==, revision);

  g_assert_true (set (graph, card, "kernel_size", "null", &error));
  g_assert_null (strata_card_get_values (card));
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==,
                   "Reset kernel_size of dw");
  g_assert_finalize_object (graph);
}

static void
test_refused_values (void)
{
  static const struct
  {
    const char *port;
    const char *text;
    int code;
  } cases[] = {
    { "kernel_size", "[3, 0]", STRATA_GRAPH_ERROR_VALUE },
    { "kernel_size", "[1, 2, 3]", STRATA_GRAPH_ERROR_VALUE },
    { "multiplier", "3.0", STRATA_GRAPH_ERROR_VALUE },
    { "multiplier", "true", STRATA_GRAPH_ERROR_VALUE },
    { "padding", "\"sam\"", STRATA_GRAPH_ERROR_VALUE },
    { "initializer", "\"she_normal\"", STRATA_GRAPH_ERROR_VALUE },
    { "input", "3", STRATA_GRAPH_ERROR_VALUE },
    { "output", "3", STRATA_GRAPH_ERROR_PORT },
    { "kernel", "3", STRATA_GRAPH_ERROR_PORT },
    { "kernel", "null", STRATA_GRAPH_ERROR_PORT },
  };
  StrataGraph *graph = new_graph ();
  StrataCard *card = add (graph, "Filter2D", "dw");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (set (graph, card, cases[i].port, cases[i].text, &error));
      g_assert_error (error, STRATA_GRAPH_ERROR, cases[i].code);
      g_assert_true (g_ascii_isupper (*error->message));
      g_assert_null (strata_card_get_values (card));
    }
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Add Filter2D");
  g_assert_finalize_object (graph);
}

static void
test_value_on_wired (void)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = new_graph ();
  StrataCard *card = add (graph, "Filter2D", "dw");
  StrataCard *he = add (graph, "HeNormal", "he");

  g_assert_true (set (graph, card, "initializer", "\"HeNormal\"", &error));
  wire (graph, he, "initializer_instance", card, "initializer");
  g_assert_nonnull (strata_card_get_value (card, "initializer"));
  g_assert_finalize_object (graph);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_settings (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) value = strata_value_new_string ("somebody");
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");

  strata_graph_set_seed (graph, -7);
  g_assert_cmpint (strata_graph_get_seed (graph), ==, -7);
  g_assert_true (strata_graph_set_weights (graph, "net.npz", &error));
  g_assert_cmpstr (strata_graph_get_weights (graph), ==, "net.npz");
  g_assert_false (strata_graph_set_weights (graph, "", &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);

  g_assert_true (strata_graph_set_extra (graph, "author", value, &error));
  g_assert_true (strata_graph_get_extra (graph, "author") == value);
  g_assert_false (strata_graph_set_extra (graph, "cards", value, &error));
  g_clear_error (&error);
  g_assert_true (strata_graph_set_card_extra (graph, x, "note", value, &error));
  g_assert_true (strata_card_get_extra (x, "note") == value);
  g_assert_false (strata_graph_set_card_extra (graph, x, "id", value, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_true (strata_graph_set_card_extra (graph, x, "note", NULL, &error));
  g_assert_null (strata_card_get_extra (x, "note"));
  g_assert_finalize_object (graph);
}

/* What an editor remembers of a card's look computes nothing. */
static void
test_view (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) yes = strata_value_new_boolean (TRUE);
  g_autoptr (StrataValue) null = strata_value_new_null ();
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  guint64 revision = strata_card_get_revision (x);
  guint64 structure = strata_graph_get_structure (graph);
  guint n_changed = 0;

  g_signal_connect_swapped (graph, "card-changed::view", G_CALLBACK (count_cb),
                            &n_changed);
  g_assert_null (strata_card_get_views (x));
  g_assert_true (
      strata_graph_set_card_view (graph, x, "unfolded", yes, &error));
  g_assert_true (strata_card_get_view (x, "unfolded") == yes);
  g_assert_null (strata_card_get_view (x, "preview"));
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==,
                   "Change the view of x");
  g_assert_true (strata_graph_set_card_view (graph, x, "id", yes, &error));
  g_assert_cmpuint (strata_value_get_n_members (strata_card_get_views (x)), ==,
                    2);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_true (strata_graph_set_card_view (graph, x, "id", yes, &error));
  g_assert_cmpuint (n_changed, ==, 2);

  g_assert_false (strata_graph_set_card_view (graph, x, "", yes, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (strata_graph_set_card_extra (graph, x, "view", yes, &error));
  g_clear_error (&error);

  g_assert_true (strata_graph_set_card_view (graph, x, "id", null, &error));
  g_assert_true (
      strata_graph_set_card_view (graph, x, "unfolded", NULL, &error));
  g_assert_null (strata_card_get_views (x));
  g_assert_true (strata_graph_undo (graph));
  g_assert_true (strata_card_get_view (x, "unfolded") == yes);
  g_assert_cmpuint (strata_card_get_revision (x), ==, revision);
  g_assert_cmpuint (strata_graph_get_structure (graph), ==, structure);
  g_assert_finalize_object (graph);
}

static void
check_points (StrataWire *wire, guint n, const double *expected)
{
  guint n_coordinates;
  const double *points = strata_wire_get_points (wire, &n_coordinates);

  g_assert_cmpuint (n_coordinates, ==, 2 * n);
  g_assert_cmpuint (strata_wire_get_n_points (wire), ==, n);
  for (guint i = 0; i < n_coordinates; i++)
    g_assert_cmpfloat (points[i], ==, expected[i]);
}

static void
test_points (void)
{
  static const double three[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  StrataCard *y = add (graph, "Sink", "y");
  StrataWire *one = wire (graph, x, "data", y, "data");
  guint n_changed = 0;

  g_signal_connect_swapped (graph, "wire-changed::points",
                            G_CALLBACK (count_cb), &n_changed);
  check_points (one, 0, NULL);
  g_assert_true (strata_graph_insert_wire_point (graph, one, 0, 5, 6, &error));
  g_assert_true (strata_graph_insert_wire_point (graph, one, 0, 1, 2, &error));
  g_assert_true (strata_graph_insert_wire_point (graph, one, 1, 3, 9, &error));
  g_assert_true (strata_graph_move_wire_point (graph, one, 1, 3, 4, &error));
  check_points (one, 3, three);
  g_assert_cmpuint (n_changed, ==, 4);
  g_assert_true (strata_graph_set_wire_points (graph, one, three, 6, &error));
  g_assert_cmpuint (n_changed, ==, 4);

  strata_graph_remove_wire_point (graph, one, 0);
  check_points (one, 2, three + 2);
  g_assert_true (strata_graph_set_wire_points (graph, one, NULL, 0, &error));
  check_points (one, 0, NULL);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==,
                   "Lead x.data to y.data another way");
  g_assert_true (strata_graph_undo (graph));
  g_assert_true (strata_graph_undo (graph));
  check_points (one, 3, three);

  /* A drag there and back is no step. */
  strata_graph_begin (graph, "Drag");
  strata_graph_move_wire_point (graph, one, 1, 7, 7, NULL);
  strata_graph_move_wire_point (graph, one, 1, 3, 4, NULL);
  strata_graph_end (graph);
  g_assert_nonnull (strata_graph_get_redo_name (graph));
  g_assert_finalize_object (graph);
}

static void
test_refused_points (void)
{
  static const double odd[] = { 1, 2, 3 };
  static const double many[2 * STRATA_WIRE_MAX_POINTS];
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  StrataCard *y = add (graph, "Sink", "y");
  StrataWire *one = wire (graph, x, "data", y, "data");

  g_assert_false (strata_graph_set_wire_points (graph, one, odd, 3, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (
      strata_graph_insert_wire_point (graph, one, 0, 1, INFINITY, &error));
  g_assert_cmpstr (error->message, ==,
                   "The number inf is no place of a point, which must be "
                   "finite");
  g_clear_error (&error);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==,
                   "Connect x.data to y.data");

  g_assert_true (strata_graph_set_wire_points (
      graph, one, many, 2 * STRATA_WIRE_MAX_POINTS, &error));
  g_assert_false (strata_graph_insert_wire_point (graph, one, 3, 1, 1, &error));
  g_assert_cmpstr (error->message, ==,
                   "The wire would have 1001 points, but 1000 are the most");
  g_clear_error (&error);
  g_assert_false (strata_graph_move_wire_point (graph, one, 3, NAN, 1, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_assert_finalize_object (graph);
}

/* A value that a file could not hold must not get into the graph. */
static void
test_deep_values (void)
{
  g_autoptr (StrataValue) value = strata_value_new_integer (1);
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  int n_refused = 0;

  for (int i = 0; i < STRATA_VALUE_MAX_DEPTH; i++)
    {
      g_autoptr (GError) error = NULL, card_error = NULL, view_error = NULL;
      g_autoptr (StrataValue) inner = g_steal_pointer (&value);
      g_autoptr (StrataGraph) again = NULL;
      g_autofree char *text = NULL;

      value = strata_value_new_list (&inner, 1);
      n_refused += !strata_graph_set_extra (graph, "a", value, &error);
      n_refused +=
          !strata_graph_set_card_extra (graph, x, "a", value, &card_error);
      n_refused +=
          !strata_graph_set_card_view (graph, x, "a", value, &view_error);
      text = strata_graph_to_text (graph, NULL);
      again = strata_graph_parse (NULL, text, -1, NULL);
      g_assert_nonnull (again);
    }
  g_assert_cmpint (n_refused, ==, 1 + 3 + 4);
  g_assert_finalize_object (graph);
}

static void
note_cb (GObject *object, gpointer subject, GString *notes)
{
  const char *name =
      g_signal_name (g_signal_get_invocation_hint (object)->signal_id);

  g_string_append_printf (notes, "%s(%s) ", name,
                          STRATA_IS_CARD (subject)
                              ? strata_card_get_id (subject)
                              : strata_wire_get_target_port (subject));
}

static void
note_whole_cb (GObject *object, GString *notes)
{
  g_string_append_printf (
      notes, "%s ",
      g_signal_name (g_signal_get_invocation_hint (object)->signal_id));
}

static void
listen (StrataGraph *graph, GString *notes)
{
  static const char *const names[] = { "card-added", "card-removed",
                                       "card-changed", "wire-added",
                                       "wire-removed" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect (graph, names[i], G_CALLBACK (note_cb), notes);
  g_signal_connect (graph, "changed", G_CALLBACK (note_whole_cb), notes);
  g_signal_connect (graph, "history-changed", G_CALLBACK (note_whole_cb),
                    notes);
}

static void
check_notes (GString *notes, const char *expected)
{
  g_assert_cmpstr (notes->str, ==, expected);
  g_string_truncate (notes, 0);
}

static void
test_signals (void)
{
  StrataGraph *graph = new_graph ();
  g_autoptr (GString) notes = g_string_new (NULL);
  StrataCard *x, *y;

  listen (graph, notes);
  x = add (graph, "Source", "x");
  check_notes (notes, "card-added(x) changed history-changed ");
  strata_graph_begin (graph, "Build");
  y = add (graph, "Sink", "y");
  wire (graph, x, "data", y, "data");
  strata_graph_move_card (graph, y, 3, 4);
  check_notes (notes, "card-added(y) wire-added(data) card-changed(y) ");
  strata_graph_end (graph);
  check_notes (notes, "changed history-changed ");
  strata_graph_remove_card (graph, y);
  check_notes (notes, "wire-removed(data) card-removed(y) changed "
                      "history-changed ");
  strata_graph_undo (graph);
  check_notes (notes, "card-added(y) wire-added(data) changed "
                      "history-changed ");
  strata_graph_set_seed (graph, 3);
  check_notes (notes, "changed history-changed ");
  g_assert_finalize_object (graph);
}

static void
move_cb (StrataGraph *graph, StrataCard *card)
{
  strata_graph_move_card (graph, card, 1, 2);
  strata_graph_undo (graph);
}

/* A step that is half done must not be added to. */
static void
test_change_in_signal (void)
{
  StrataGraph *graph = new_graph ();

  g_signal_connect (graph, "card-added", G_CALLBACK (move_cb), NULL);
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_editable*");
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_editable*");
  add (graph, "Source", "x");
  g_test_assert_expected_messages ();
  g_assert_false (
      strata_card_has_position (strata_graph_find_card (graph, "x")));
  g_assert_finalize_object (graph);
}

static void
once_cb (StrataGraph *graph, gboolean *done)
{
  if (!*done)
    {
      *done = TRUE;
      add (graph, "Source", NULL);
    }
}

static void
test_change_after_step (void)
{
  StrataGraph *graph = new_graph ();
  gboolean done = FALSE;

  g_signal_connect (graph, "changed", G_CALLBACK (once_cb), &done);
  add (graph, "Sink", "y");
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 2);
  g_assert_true (strata_graph_undo (graph));
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 1);
  g_assert_finalize_object (graph);
}

static void
test_suggest_id (void)
{
  static const char *const cases[][2] = {
    { "Filter2D", "filter2d_1" },
    { "DepthwiseConv2D", "depthwise_conv2d_1" },
    { "L1L2", "l1l2_1" },
    { "nn.depthwise_conv2d", "nn_depthwise_conv2d_1" },
    { "HeNormal", "he_normal_1" },
    { "Ä?", "card_1" },
    { "", "card_1" },
  };
  StrataGraph *graph = new_graph ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = strata_graph_suggest_id (graph, cases[i][0]);

      g_assert_cmpstr (id, ==, cases[i][1]);
    }
  g_assert_finalize_object (graph);
}

static void
test_suggest_long_id (void)
{
  g_autofree char *type = g_strnfill (200, 'a');
  StrataGraph *graph = new_graph ();

  for (int i = 0; i < 12; i++)
    {
      g_autofree char *id = strata_graph_suggest_id (graph, type);

      g_assert_cmpuint (strlen (id), ==, 64);
      add (graph, "Source", id);
    }
  g_assert_finalize_object (graph);
}

/* Each suggestion is free, and the first numbers come first. */
static void
test_suggest_many (void)
{
  StrataGraph *graph = new_graph ();

  add (graph, "Source", "source_3");
  for (int i = 0; i < 2000; i++)
    add (graph, "Source", NULL);
  g_assert_nonnull (strata_graph_find_card (graph, "source_1"));
  g_assert_nonnull (strata_graph_find_card (graph, "source_2"));
  g_assert_nonnull (strata_graph_find_card (graph, "source_2001"));
  g_assert_finalize_object (graph);
}

/* Ids at all powers of two must not make the search go on for ever. */
static void
test_suggest_hostile (void)
{
  StrataGraph *graph = new_graph ();
  g_autofree char *id = NULL;

  add (graph, "Source", "source_0");
  for (guint64 i = 1; i <= (guint64) 1 << 33; i *= 2)
    {
      g_autofree char *taken = g_strdup_printf ("source_%" G_GUINT64_FORMAT, i);

      add (graph, "Source", taken);
    }
  id = strata_graph_suggest_id (graph, "Source");
  g_assert_true (g_str_has_prefix (id, "source_"));
  g_assert_null (strata_graph_find_card (graph, id));
  g_assert_finalize_object (graph);
}

static void
test_lists (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  StrataCard *y = add (graph, "Sink", "y");
  StrataWire *data = wire (graph, x, "data", y, "data");
  g_autoptr (GPtrArray) cards = strata_graph_list_cards (graph);
  g_autoptr (GPtrArray) wires = strata_graph_list_wires (graph);

  g_assert_cmpuint (cards->len, ==, 2);
  g_assert_true (cards->pdata[0] == x && cards->pdata[1] == y);
  g_assert_cmpuint (wires->len, ==, 1);
  g_assert_true (wires->pdata[0] == data);
  g_assert_true (strata_graph_get_wire (graph, 0) == data);
  g_object_unref (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graph/new", test_new);
  g_test_add_func ("/graph/add/card", test_add);
  g_test_add_func ("/graph/add/refused-ids", test_refused_ids);
  g_test_add_func ("/graph/add/unknown-type", test_unknown_type);
  g_test_add_func ("/graph/remove", test_remove);
  g_test_add_func ("/graph/outlived", test_outlived);
  g_test_add_func ("/graph/rename", test_rename);
  g_test_add_func ("/graph/move", test_move);
  g_test_add_func ("/graph/value/set", test_value);
  g_test_add_func ("/graph/value/refused", test_refused_values);
  g_test_add_func ("/graph/value/wired", test_value_on_wired);
  g_test_add_func ("/graph/value/deep", test_deep_values);
  g_test_add_func ("/graph/settings", test_settings);
  g_test_add_func ("/graph/view", test_view);
  g_test_add_func ("/graph/points", test_points);
  g_test_add_func ("/graph/points/refused", test_refused_points);
  g_test_add_func ("/graph/signals/order", test_signals);
  g_test_add_func ("/graph/signals/change", test_change_in_signal);
  g_test_add_func ("/graph/signals/change-after", test_change_after_step);
  g_test_add_func ("/graph/suggest/names", test_suggest_id);
  g_test_add_func ("/graph/suggest/long", test_suggest_long_id);
  g_test_add_func ("/graph/suggest/many", test_suggest_many);
  g_test_add_func ("/graph/suggest/hostile", test_suggest_hostile);
  g_test_add_func ("/graph/lists", test_lists);

  return g_test_run ();
}
