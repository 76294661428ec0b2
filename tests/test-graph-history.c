/* test-graph-history.c — steps taken back and made again.
 *
 * Thousands of random edits, after each of which the bytes of the file are
 * noted; then every one is taken back and made again, and each time the bytes
 * must be those of that moment. STRATA_PROPERTY_SEED repeats one history,
 * STRATA_PROPERTY_COUNT says how many there are.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

#include <stdlib.h>
#include <string.h>

#define N_STEPS 10000
#define MOST_CARDS 40

/* With types that nobody knows, further members and a cycle. */
static const char start[] =
    "{ \"format\": \"strata-graph\", \"version\": 1, \"notes\": [{ \"id\": "
    "\"a\", \"b\": 1 }], \"cards\": [{ \"id\": "
    "\"x\", \"type\": \"Source\", \"position\": [1, 2.5], \"inputs\": { "
    "\"sede\": 1, \"shape\": [1, null] } }, { \"id\": \"u\", \"type\": "
    "\"Unknown\", \"inputs\": { \"b\": 1, \"a\": null, \"c\": {} }, "
    "\"note\": [] }, { \"id\": \"f\", \"type\": \"Filter2D\", \"inputs\": { "
    "\"strides\": 2, \"kernel_size\": [3, 3] } }, { \"id\": \"f_2\", "
    "\"type\": \"Filter2D\" }], \"wires\": [{ \"from\": \"f.output\", "
    "\"to\": \"f_2.input\", \"colour\": \"red\" }, { \"from\": "
    "\"f_2.output\", \"to\": \"f.input\" }, { \"from\": \"x.data\", \"to\": "
    "\"u.in\" }], \"name\": \"start\", \"author\": { \"b\": 1 } }";

typedef struct
{
  StrataGraph *graph;
  GRand *rand;
  GPtrArray *marks; /* the checksum of the file after each step */
  char *clip;
  guint n_changed; /* emissions of "changed" */
} History;

static StrataGraph *
parse (const char *text)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_parse (registry, text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 0);
  return graph;
}

static char *
compute_mark (StrataGraph *graph)
{
  gsize length;
  g_autofree char *text = strata_graph_to_text (graph, &length);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, (gssize) length);
}

static guint
below (History *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

static gboolean
one_in (History *self, guint n)
{
  return below (self, n) == 0;
}

#define PICK(self, list) ((list)[below (self, G_N_ELEMENTS (list))])

static StrataCard *
pick_card (History *self)
{
  guint n = strata_graph_get_n_cards (self->graph);

  return n > 0 ? strata_graph_get_card (self->graph, below (self, n)) : NULL;
}

static const char *
pick_id (History *self)
{
  static const char *const ids[] = { "x",   "u",   "f",     "f_2",  "a",
                                     "b_7", "a b", "",      "é",    "a.b",
                                     "-",   "_1",  "Inbox", "card", "b_8" };

  return PICK (self, ids);
}

static const char *
pick_port (History *self)
{
  static const char *const ports[] = {
    "name",
    "shape",
    "seed",
    "data",
    "kernel_size",
    "input",
    "padding",
    "use_bias",
    "output",
    "initializer",
    "first",
    "second",
    "third",
    "sede",
    "in",
    "out",
    "a",
    "b",
    "strides",
    "values",
    "c",
    "regularizer",
    "initializer_instance",
    "factor",
  };

  return PICK (self, ports);
}

static StrataValue *
make_value (History *self)
{
  static const char *const texts[] = {
    "0",         "1",        "2.5",       "-3.0",
    "true",      "\"same\"", "\"é\"",     "[3, 5]",
    "[1, 1]",    "[]",       "{}",        "\"he_normal\"",
    "\"l1_l2\"", "null",     "[1, null]", "{ \"k\": 1 }",
    "1e300",     "\"NONE\"",
  };

  return strata_value_parse (PICK (self, texts), -1, NULL);
}

static void
add_card (History *self)
{
  static const char *const types[] = { "Source",   "Filter2D", "Join",
                                       "HeNormal", "Sink",     "Missing" };

  if (strata_graph_get_n_cards (self->graph) < MOST_CARDS)
    strata_graph_add_card (self->graph, PICK (self, types),
                           one_in (self, 3) ? pick_id (self) : NULL, NULL);
}

static void
remove_card (History *self)
{
  StrataCard *card = pick_card (self);

  if (card)
    strata_graph_remove_card (self->graph, card);
}

static void
rename_card (History *self)
{
  StrataCard *card = pick_card (self);

  if (card)
    strata_graph_rename_card (self->graph, card, pick_id (self), NULL);
}

static void
move_card (History *self)
{
  StrataCard *card = pick_card (self);

  if (card)
    strata_graph_move_card (self->graph, card, below (self, 4),
                            g_rand_double (self->rand));
}

static void
set_value (History *self)
{
  StrataCard *card = pick_card (self);
  g_autoptr (StrataValue) value = one_in (self, 4) ? NULL : make_value (self);

  if (card)
    strata_graph_set_value (self->graph, card, pick_port (self), value, NULL);
}

static void
set_extra (History *self)
{
  static const char *const keys[] = { "note",  "name", "author",
                                      "cards", "id",   "" };
  StrataCard *card = pick_card (self);
  const char *key = PICK (self, keys);
  g_autoptr (StrataValue) value = one_in (self, 4) ? NULL : make_value (self);

  if (card && one_in (self, 2))
    strata_graph_set_card_extra (self->graph, card, key, value, NULL);
  else
    strata_graph_set_extra (self->graph, key, value, NULL);
}

static void
set_view (History *self)
{
  static const char *const keys[] = { "unfolded", "preview", "" };
  StrataCard *card = pick_card (self);
  g_autoptr (StrataValue) value = one_in (self, 4) ? NULL : make_value (self);

  if (card)
    strata_graph_set_card_view (self->graph, card, PICK (self, keys), value,
                                NULL);
}

static void
set_setting (History *self)
{
  static const char *const names[] = { "a.npz", "b.npz", "", NULL };

  if (one_in (self, 2))
    strata_graph_set_seed (self->graph, (gint64) below (self, 3) - 1);
  else
    strata_graph_set_weights (self->graph, PICK (self, names), NULL);
}

static void
connect (History *self)
{
  StrataCard *source = pick_card (self), *target = pick_card (self);

  if (source)
    strata_graph_connect (self->graph, source, pick_port (self), target,
                          pick_port (self), NULL);
}

/* Ports that there are, so that many wires fit. */
static void
connect_tensors (History *self)
{
  static const char *const inputs[] = { "input", "first", "second", "data" };
  static const char *const outputs[] = { "output", "data" };
  StrataCard *source = pick_card (self), *target = pick_card (self);

  if (source)
    strata_graph_connect (self->graph, source, PICK (self, outputs), target,
                          PICK (self, inputs), NULL);
}

static void
disconnect (History *self)
{
  guint n = strata_graph_get_n_wires (self->graph);

  if (n > 0)
    strata_graph_disconnect (
        self->graph, strata_graph_get_wire (self->graph, below (self, n)));
}

static void
lead (History *self)
{
  guint n = strata_graph_get_n_wires (self->graph);
  StrataWire *wire;
  guint n_points, index;

  if (n == 0)
    return;
  wire = strata_graph_get_wire (self->graph, below (self, n));
  n_points = strata_wire_get_n_points (wire);
  index = below (self, n_points + 1);
  if (index == n_points)
    strata_graph_insert_wire_point (self->graph, wire,
                                    below (self, n_points + 1), 1,
                                    below (self, 3) - 0.5, NULL);
  else if (one_in (self, 2))
    strata_graph_remove_wire_point (self->graph, wire, index);
  else
    strata_graph_move_wire_point (self->graph, wire, index, below (self, 2),
                                  one_in (self, 5) ? G_MAXDOUBLE * 2 : 3, NULL);
}

static StrataRemark *
pick_remark (History *self)
{
  guint n = strata_graph_get_n_remarks (self->graph);

  return n > 0 ? strata_graph_get_remark (self->graph, below (self, n)) : NULL;
}

static void
add_remark (History *self)
{
  if (strata_graph_get_n_remarks (self->graph) < 9)
    strata_graph_add_remark (self->graph,
                             one_in (self, 2) ? STRATA_REMARK_FRAME
                                              : STRATA_REMARK_NOTE,
                             one_in (self, 3) ? pick_id (self) : NULL, NULL);
}

static void
remove_remark (History *self)
{
  StrataRemark *remark = pick_remark (self);

  if (remark)
    strata_graph_remove_remark (self->graph, remark);
}

static void
change_remark (History *self)
{
  static const char *const words[] = { "a", "b", "\xff", NULL };
  StrataRemark *remark = pick_remark (self);
  const char *word = PICK (self, words);

  if (!remark)
    return;
  if (one_in (self, 3))
    strata_graph_place_remark (self->graph, remark, below (self, 2), 0,
                               below (self, 3), 7, NULL);
  else if (one_in (self, 2))
    strata_graph_set_remark_color (self->graph, remark, word, NULL);
  else
    strata_graph_set_remark_text (self->graph, remark, word ? word : "", NULL);
}

static void
copy (History *self)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GPtrArray) remarks = g_ptr_array_new ();
  StrataRemark *remark;

  for (guint i = below (self, 6); i > 0; i--)
    {
      StrataCard *card = pick_card (self);

      if (card)
        g_ptr_array_add (chosen, card);
    }
  remark =
      strata_graph_get_n_remarks (self->graph) < 9 ? pick_remark (self) : NULL;
  if (remark)
    g_ptr_array_add (remarks, remark);
  g_free (self->clip);
  self->clip = strata_graph_copy_part (self->graph, chosen, remarks, NULL);
}

static void
paste (History *self)
{
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GError) error = NULL;

  if (strata_graph_get_n_cards (self->graph) >= MOST_CARDS)
    return;
  if (one_in (self, 8))
    {
      g_assert_null (strata_graph_paste (self->graph, "[]", -1, 0, 0, NULL));
      return;
    }
  if (!self->clip || one_in (self, 3))
    copy (self);
  cards = strata_graph_paste (self->graph, self->clip, -1, 1, 2, &error);
  g_assert_no_error (error);
}

/* A drag that ends where it began is no step. */
static void
drag (History *self)
{
  StrataCard *card = pick_card (self);
  double x, y;

  if (!card || !strata_card_has_position (card))
    return;
  strata_card_get_position (card, &x, &y);
  strata_graph_begin (self->graph, "Drag");
  strata_graph_move_card (self->graph, card, x + 1, y);
  strata_graph_move_card (self->graph, card, x + 2, y);
  strata_graph_move_card (self->graph, card, x + below (self, 2), y);
  strata_graph_end (self->graph);
}

typedef void (*EditFunc) (History *self);

static const EditFunc edits[] = {
  add_remark,  remove_remark, change_remark, add_card,        add_card,
  remove_card, rename_card,   move_card,     set_value,       set_value,
  set_value,   set_extra,     set_setting,   connect,         connect,
  disconnect,  paste,         drag,          connect_tensors, connect_tensors,
  set_view,    lead,          lead,
};

static void
edit (History *self, int depth)
{
  if (depth > 3 || !one_in (self, 8))
    {
      PICK (self, edits) (self);
      return;
    }

  strata_graph_begin (self->graph, one_in (self, 2) ? NULL : "Group");
  for (guint i = below (self, 12); i > 0; i--)
    edit (self, depth + 1);
  g_assert_true (!strata_graph_undo (self->graph));
  strata_graph_end (self->graph);
}

static void
changed_cb (StrataGraph *graph, History *self)
{
  self->n_changed++;
}

/* Notes a step, if the edit has made one; checks that nothing has changed, if
 * it has not. */
static void
note (History *self, guint n_before)
{
  guint n_done = self->marks->len - 1;
  char *mark = compute_mark (self->graph);

  if (self->n_changed == n_before)
    {
      g_assert_cmpstr (mark, ==, self->marks->pdata[n_done]);
      g_free (mark);
      return;
    }
  g_assert_cmpuint (self->n_changed, ==, n_before + 1);
  g_assert_nonnull (strata_graph_get_undo_name (self->graph));
  g_assert_null (strata_graph_get_redo_name (self->graph));
  g_ptr_array_add (self->marks, mark);
}

static void
check_mark (History *self, guint step)
{
  g_autofree char *mark = compute_mark (self->graph);

  g_assert_cmpstr (mark, ==, self->marks->pdata[step]);
  g_assert_true (strata_graph_is_modified (self->graph) == (step > 0));
}

/* What is known of a card from several sides agrees. */
static void
check_card (History *self, guint index)
{
  StrataCard *card = strata_graph_get_card (self->graph, index);
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);

  g_assert_cmpuint (strata_card_get_index (card), ==, index);
  g_assert_true (strata_graph_find_card (self->graph, strata_card_get_id (card))
                 == card);
  g_assert_true (strata_card_get_graph (card) == self->graph);
  for (guint i = 0; i < wires->len; i++)
    {
      g_assert_true (strata_wire_is_in_graph (wires->pdata[i]));
      g_assert_true (strata_wire_get_source (wires->pdata[i]) == card
                     || strata_wire_get_target (wires->pdata[i]) == card);
    }
}

static void
check_wire (History *self, guint index)
{
  StrataWire *wire = strata_graph_get_wire (self->graph, index);
  StrataCard *source = strata_wire_get_source (wire);
  g_autoptr (StrataPort) port =
      strata_card_find_port (source, strata_wire_get_source_port (wire), TRUE);
  g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

  g_assert_true (strata_card_get_wire (strata_wire_get_target (wire),
                                       strata_wire_get_target_port (wire))
                 == wire);
  g_assert_true (strata_card_get_graph (source) == self->graph);
  g_assert_true (g_ptr_array_find (wires, wire, NULL));
}

static void
check_whole (History *self)
{
  g_autofree char *text = strata_graph_to_text (self->graph, NULL);
  StrataGraph *again = parse (text);
  g_autofree char *same = strata_graph_to_text (again, NULL);

  g_assert_cmpstr (text, ==, same);
  g_assert_finalize_object (again);
  for (guint i = 0; i < strata_graph_get_n_cards (self->graph); i++)
    check_card (self, i);
  for (guint i = 0; i < strata_graph_get_n_wires (self->graph); i++)
    check_wire (self, i);
}

/* Back some steps; then on again, or elsewhere. */
static void
wander (History *self)
{
  guint n_done = self->marks->len - 1;
  guint n_back = below (self, MIN (n_done, 9) + 1);

  for (guint i = 1; i <= n_back; i++)
    {
      g_assert_true (strata_graph_undo (self->graph));
      check_mark (self, n_done - i);
    }
  if (one_in (self, 3))
    {
      guint n_before;

      do
        {
          n_before = self->n_changed;
          edit (self, 0);
        }
      while (self->n_changed == n_before);
      g_ptr_array_set_size (self->marks, (int) (n_done - n_back + 1));
      note (self, n_before);
      return;
    }
  for (guint i = n_back; i > 0; i--)
    {
      g_assert_true (strata_graph_redo (self->graph));
      check_mark (self, n_done - i + 1);
    }
}

static void
run_history (History *self)
{
  guint n_steps;

  while (self->marks->len <= N_STEPS)
    {
      guint n_before = self->n_changed;

      edit (self, 0);
      note (self, n_before);
      if (one_in (self, 50))
        wander (self);
      if (one_in (self, 200))
        check_whole (self);
    }

  n_steps = self->marks->len - 1;
  for (guint i = n_steps; i > 0; i--)
    {
      g_assert_true (strata_graph_undo (self->graph));
      check_mark (self, i - 1);
    }
  g_assert_false (strata_graph_undo (self->graph));
  g_assert_null (strata_graph_get_undo_name (self->graph));
  for (guint i = 1; i <= n_steps; i++)
    {
      g_assert_true (strata_graph_redo (self->graph));
      check_mark (self, i);
    }
  g_assert_false (strata_graph_redo (self->graph));
  check_whole (self);
  g_test_message ("%u steps", n_steps);
}

static void
check_history (guint32 seed)
{
  History history = { .graph = parse (start),
                      .rand = g_rand_new_with_seed (seed),
                      .marks = g_ptr_array_new_with_free_func (g_free) };

  g_test_message ("STRATA_PROPERTY_SEED=%u", seed);
  g_signal_connect (history.graph, "changed", G_CALLBACK (changed_cb),
                    &history);
  g_ptr_array_add (history.marks, compute_mark (history.graph));
  run_history (&history);

  g_free (history.clip);
  g_ptr_array_unref (history.marks);
  g_rand_free (history.rand);
  g_assert_finalize_object (history.graph);
}

static void
test_property (void)
{
  const char *count = g_getenv ("STRATA_PROPERTY_COUNT");
  const char *seed = g_getenv ("STRATA_PROPERTY_SEED");

  for (int i = count ? atoi (count) : 3; i > 0; i--)
    check_history (seed ? (guint32) g_ascii_strtoull (seed, NULL, 10)
                        : (guint32) g_test_rand_int ());
}

static StrataGraph *
new_graph (void)
{
  return parse ("{ \"format\": \"strata-graph\", \"version\": 1 }");
}

static StrataCard *
add (StrataGraph *graph, const char *type, const char *id)
{
  g_autoptr (GError) error = NULL;
  StrataCard *card = strata_graph_add_card (graph, type, id, &error);

  g_assert_no_error (error);
  return card;
}

static void
check_names (StrataGraph *graph, const char *undo, const char *redo)
{
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, undo);
  g_assert_cmpstr (strata_graph_get_redo_name (graph), ==, redo);
}

static void
test_names (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");

  check_names (graph, "Add Source", NULL);
  strata_graph_begin (graph, "Move 2 cards");
  strata_graph_move_card (graph, x, 1, 1);
  strata_graph_begin (graph, "Inner");
  strata_graph_move_card (graph, x, 2, 2);
  strata_graph_end (graph);
  strata_graph_end (graph);
  check_names (graph, "Move 2 cards", NULL);
  strata_graph_begin (graph, NULL);
  strata_graph_set_seed (graph, 3);
  strata_graph_move_card (graph, x, 3, 3);
  strata_graph_end (graph);
  check_names (graph, "Set the seed to 3", NULL);

  g_assert_true (strata_graph_undo (graph));
  check_names (graph, "Move 2 cards", "Set the seed to 3");
  g_assert_true (strata_graph_undo (graph));
  g_assert_true (strata_graph_undo (graph));
  check_names (graph, NULL, "Add Source");
  g_assert_false (strata_graph_undo (graph));
  g_assert_finalize_object (graph);
}

static void
test_empty_groups (void)
{
  StrataGraph *graph = new_graph ();
  g_autoptr (GError) error = NULL;

  strata_graph_begin (graph, "Nothing");
  strata_graph_begin (graph, "Nothing either");
  g_assert_null (strata_graph_add_card (graph, "Missing", NULL, &error));
  g_assert_nonnull (error);
  strata_graph_end (graph);
  g_assert_false (strata_graph_is_modified (graph));
  strata_graph_end (graph);
  check_names (graph, NULL, NULL);
  g_assert_finalize_object (graph);
}

/* A step that leaves nothing changed must not throw away what can be made
 * again. */
static void
test_redo_survives (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");

  strata_graph_move_card (graph, x, 1, 2);
  strata_graph_set_seed (graph, 3);
  strata_graph_undo (graph);
  strata_graph_begin (graph, "Drag");
  strata_graph_move_card (graph, x, 5, 5);
  strata_graph_move_card (graph, x, 1, 2);
  strata_graph_end (graph);
  strata_graph_set_seed (graph, 0);
  check_names (graph, "Move x", "Set the seed to 3");
  strata_graph_move_card (graph, x, 7, 7);
  check_names (graph, "Move x", NULL);
  g_assert_finalize_object (graph);
}

/* Ids that change hands within a step. */
static void
test_swapped_ids (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *a = add (graph, "Source", "a");
  StrataCard *b = add (graph, "Sink", "b");

  strata_graph_begin (graph, "Swap");
  g_assert_true (strata_graph_rename_card (graph, a, "t", NULL));
  g_assert_true (strata_graph_rename_card (graph, b, "a", NULL));
  g_assert_true (strata_graph_rename_card (graph, a, "b", NULL));
  strata_graph_end (graph);
  for (int i = 0; i < 3; i++)
    {
      g_assert_true (strata_graph_find_card (graph, "a") == b);
      g_assert_true (strata_graph_find_card (graph, "b") == a);
      g_assert_true (strata_graph_undo (graph));
      g_assert_true (strata_graph_find_card (graph, "a") == a);
      g_assert_true (strata_graph_find_card (graph, "b") == b);
      g_assert_null (strata_graph_find_card (graph, "t"));
      g_assert_true (strata_graph_redo (graph));
    }
  g_assert_finalize_object (graph);
}

/* The wire that is replaced comes back at its place. */
static void
test_replaced_wire (void)
{
  StrataGraph *graph = parse (start);
  g_autofree char *before = strata_graph_to_text (graph, NULL);
  g_autofree char *after = NULL;
  StrataCard *f = strata_graph_find_card (graph, "f_2");

  g_assert_nonnull (strata_graph_connect (
      graph, strata_graph_find_card (graph, "x"), "data", f, "input", NULL));
  check_names (graph, "Connect x.data to f_2.input", NULL);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 3);
  g_assert_true (strata_graph_undo (graph));
  after = strata_graph_to_text (graph, NULL);
  g_assert_cmpstr (before, ==, after);
  g_assert_finalize_object (graph);
}

/* Revisions tell a plan that a value is another one, even when it is the old
 * one again. */
static void
test_revisions (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  g_autoptr (StrataValue) value = strata_value_new_integer (3);
  guint64 revisions[3], structure = strata_graph_get_structure (graph);

  g_assert_true (strata_graph_set_value (graph, x, "seed", value, NULL));
  revisions[0] = strata_card_get_revision (x);
  strata_graph_undo (graph);
  revisions[1] = strata_card_get_revision (x);
  strata_graph_redo (graph);
  revisions[2] = strata_card_get_revision (x);
  g_assert_cmpuint (revisions[0], <, revisions[1]);
  g_assert_cmpuint (revisions[1], <, revisions[2]);

  g_assert_cmpuint (strata_graph_get_structure (graph), ==, structure);
  strata_graph_undo (graph);
  strata_graph_undo (graph);
  g_assert_cmpuint (strata_graph_get_structure (graph), >, structure);
  g_assert_finalize_object (graph);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  ++*count;
}

static void
test_properties (void)
{
  StrataGraph *graph = new_graph ();
  g_autofree char *name = NULL;
  guint n_modified = 0;
  gboolean modified;

  g_signal_connect (graph, "notify::modified", G_CALLBACK (count_cb),
                    &n_modified);
  add (graph, "Source", "x");
  g_object_get (graph, "modified", &modified, "undo-name", &name, NULL);
  g_assert_true (modified);
  g_assert_cmpstr (name, ==, "Add Source");
  g_assert_cmpuint (n_modified, ==, 1);
  g_assert_finalize_object (graph);
}

/* An open group is given up with its graph. */
static void
test_open_at_end (void)
{
  StrataGraph *graph = new_graph ();

  strata_graph_begin (graph, "Build");
  add (graph, "Source", "x");
  g_assert_true (strata_graph_is_modified (graph));
  g_assert_false (strata_graph_undo (graph));
  g_assert_false (strata_graph_redo (graph));
  g_assert_finalize_object (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graph-history/names", test_names);
  g_test_add_func ("/graph-history/empty-groups", test_empty_groups);
  g_test_add_func ("/graph-history/redo-survives", test_redo_survives);
  g_test_add_func ("/graph-history/swapped-ids", test_swapped_ids);
  g_test_add_func ("/graph-history/replaced-wire", test_replaced_wire);
  g_test_add_func ("/graph-history/revisions", test_revisions);
  g_test_add_func ("/graph-history/properties", test_properties);
  g_test_add_func ("/graph-history/open-at-end", test_open_at_end);
  g_test_add_func ("/graph-history/property", test_property);

  return g_test_run ();
}
