/* test-canvas-surgery.c — cards put into wires, taken out, and exchanged.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvas-hands.h"

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"one\", \"type\": \"DepthwiseConv2D\", \"position\": [400, 0], "
    "\"inputs\": {\"kernel_size\": 1}},"
    "{\"id\": \"two\", \"type\": \"DepthwiseConv2D\", \"position\": [800, 0], "
    "\"inputs\": {\"kernel_size\": 1}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [1400, 0]},"
    "{\"id\": \"z\", \"type\": \"Output\", \"position\": [1400, 300]},"
    "{\"id\": \"free\", \"type\": \"DepthwiseConv2D\", \"position\": "
    "[900, 600], \"inputs\": {\"kernel_size\": 1}},"
    "{\"id\": \"ones\", \"type\": \"Ones\", \"position\": [100, 600]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"one.input\"},"
    "{\"from\": \"one.output\", \"to\": \"two.input\"},"
    "{\"from\": \"two.output\", \"to\": \"y.data\", \"points\": "
    "[[1200, 40], [1300, 60]]},"
    "{\"from\": \"two.output\", \"to\": \"z.data\"}]}";

static double
get_x (CanvasFixture *fixture, const char *id)
{
  double x, y;

  strata_card_get_position (canvas_find (fixture, id), &x, &y);
  return x;
}

static void
select_card (CanvasFixture *fixture, const char *id)
{
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, id));
}

/* Healing. */

static void
test_heal (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "two");
  canvas_run (fixture, "canvas.delete-heal");
  g_assert_null (strata_graph_find_card (fixture->graph, "two"));
  canvas_assert_wired (fixture, "y", "data", "one.output");
  canvas_assert_wired (fixture, "z", "data", "one.output");
  g_assert_cmpuint (strata_wire_get_n_points (strata_card_get_wire (
                        canvas_find (fixture, "y"), "data")),
                    ==, 2);
  canvas_assert_one_step (fixture);
}

/* A row of them, and one that leads nowhere. */
static void
test_heal_several (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();

  g_ptr_array_add (cards, canvas_find (fixture, "two"));
  g_ptr_array_add (cards, canvas_find (fixture, "one"));
  g_ptr_array_add (cards, canvas_find (fixture, "ones"));
  strata_canvas_select_cards (fixture->canvas, cards);
  canvas_run (fixture, "canvas.delete-heal");
  canvas_assert_wired (fixture, "y", "data", "x.tensor");
  canvas_assert_wired (fixture, "z", "data", "x.tensor");
  canvas_assert_one_step (fixture);
}

/* What does not fit is not joined. */
static void
test_heal_nothing (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "x");
  canvas_run (fixture, "canvas.delete-heal");
  canvas_assert_wired (fixture, "one", "input", NULL);
  canvas_assert_one_step (fixture);
}

static void
test_take_out (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "two");
  canvas_run (fixture, "canvas.take-out");
  canvas_assert_wired (fixture, "two", "input", NULL);
  canvas_assert_wired (fixture, "y", "data", "one.output");
  canvas_assert_one_step (fixture);
}

/* Dragging with Alt, over nothing. */
static void
test_pull_out (CanvasFixture *fixture, gconstpointer data)
{
  hand_drag (fixture, GDK_ALT_MASK, 860, 18, 860, 418);
  canvas_assert_wired (fixture, "two", "input", NULL);
  canvas_assert_wired (fixture, "z", "data", "one.output");
  canvas_assert_place (fixture, "two", 800, 400);
  canvas_assert_one_step (fixture);
}

static void
test_shake (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, 0, 860, 18);
  for (guint i = 0; i < 3; i++)
    {
      hand_pull (fixture, 960, 418);
      hand_pull (fixture, 760, 418);
    }
  hand_pull (fixture, 860, 418);
  hand_release (fixture);
  canvas_assert_wired (fixture, "two", "input", NULL);
  canvas_assert_wired (fixture, "y", "data", "one.output");
  canvas_assert_one_step (fixture);
}

/* There and back once is no shake. */
static void
test_no_shake (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, 0, 860, 18);
  hand_pull (fixture, 1100, 418);
  hand_pull (fixture, 700, 418);
  hand_pull (fixture, 860, 418);
  hand_release (fixture);
  canvas_assert_wired (fixture, "two", "input", "one.output");
  canvas_assert_one_step (fixture);
}

static void
test_cancel_pull_out (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, GDK_ALT_MASK, 860, 18);
  hand_pull (fixture, 860, 400);
  canvas_run (fixture, "canvas.cancel");
  hand_release (fixture);
  canvas_draw (fixture);
  canvas_assert_unchanged (fixture);
}

/* The graph changes while a card is dragged out of its wires. */
static void
test_pull_out_changed (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, GDK_ALT_MASK, 860, 18);
  hand_pull (fixture, 860, 400);
  strata_graph_remove_card (fixture->graph, canvas_find (fixture, "y"));
  canvas_draw (fixture);
  hand_pull (fixture, 860, 410);
  hand_release (fixture);
  canvas_assert_wired (fixture, "z", "data", "one.output");
  canvas_assert_wired (fixture, "two", "input", NULL);
}

/* Inserting. */

/* A card with free ends, dropped on a wire; what comes after makes room. */
static void
test_insert (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, before;

  canvas_place_on_wire (fixture, "two", "input", 0.5, &x, &y);
  before = get_x (fixture, "y") - get_x (fixture, "two");
  hand_press (fixture, GDK_BUTTON_PRIMARY, 0, 960, 618);
  hand_pull (fixture, x - 40, y - 80);
  g_assert_true (
      fixture->canvas->insertion
      == strata_card_get_wire (canvas_find (fixture, "two"), "input"));
  hand_release (fixture);
  canvas_assert_wired (fixture, "free", "input", "one.output");
  canvas_assert_wired (fixture, "two", "input", "free.output");
  g_assert_cmpfloat (get_x (fixture, "two"), >, 800);
  g_assert_cmpfloat (get_x (fixture, "two"), >, get_x (fixture, "free") + 180);
  g_assert_cmpfloat (get_x (fixture, "y") - get_x (fixture, "two"), ==, before);
  g_assert_cmpfloat (get_x (fixture, "one"), ==, 400);
  g_assert_null (fixture->canvas->insertion);
  canvas_assert_one_step (fixture);
}

/* A card that is wired already just lies there. */
static void
test_insert_wired (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "z", "data", 0.5, &x, &y);
  hand_press (fixture, GDK_BUTTON_PRIMARY, 0, 460, 18);
  hand_pull (fixture, x - 40, y - 80);
  g_assert_null (fixture->canvas->insertion);
  hand_release (fixture);
  canvas_assert_wired (fixture, "z", "data", "two.output");
  canvas_assert_one_step (fixture);
}

/* Out of one wire and into another, in one step. */
static void
test_pull_over (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "z", "data", 0.5, &x, &y);
  hand_press (fixture, GDK_BUTTON_PRIMARY, GDK_ALT_MASK, 460, 18);
  hand_pull (fixture, x - 40, y - 80);
  hand_release (fixture);
  canvas_assert_wired (fixture, "two", "input", "x.tensor");
  canvas_assert_wired (fixture, "one", "input", "two.output");
  canvas_assert_wired (fixture, "z", "data", "one.output");
  canvas_assert_one_step (fixture);
}

/* From the palette or the search. */
static void
test_drop_on_wire (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;
  StrataCard *card;
  g_autofree char *output = NULL;

  canvas_place_on_wire (fixture, "one", "input", 0.5, &x, &y);
  card = strata_canvas_drop_card (fixture->canvas, "DepthwiseConv2D", x, y);
  output = g_strconcat (strata_card_get_id (card), ".output", NULL);
  canvas_assert_wired (fixture, strata_card_get_id (card), "input", "x.tensor");
  canvas_assert_wired (fixture, "one", "input", output);
  canvas_assert_selected (fixture, strata_card_get_id (card));
  canvas_assert_one_step (fixture);
  card = strata_canvas_drop_card (fixture->canvas, "Ones", x, y);
  canvas_assert_wired (fixture, "one", "input", "x.tensor");
  g_assert_nonnull (card);
  canvas_assert_one_step (fixture);
}

/* The points of a wire go with its halves. */
static void
test_split_points (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card =
      strata_canvas_drop_card (fixture->canvas, "DepthwiseConv2D", 1250, 50);

  g_assert_cmpuint (
      strata_wire_get_n_points (strata_card_get_wire (card, "input")), ==, 1);
  g_assert_cmpuint (strata_wire_get_n_points (strata_card_get_wire (
                        canvas_find (fixture, "y"), "data")),
                    ==, 1);
  canvas_assert_one_step (fixture);
}

/* Another type. */

static void
test_swap (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "two");
  g_assert_true (strata_canvas_swap_cards (fixture->canvas, "SeparableConv2D"));
  g_assert_cmpstr (strata_card_get_type_name (canvas_find (fixture, "two")), ==,
                   "SeparableConv2D");
  canvas_assert_place (fixture, "two", 800, 0);
  canvas_assert_selected (fixture, "two");
  canvas_assert_wired (fixture, "two", "input", "one.output");
  canvas_assert_wired (fixture, "y", "data", "two.output");
  canvas_draw (fixture);
  canvas_assert_one_step (fixture);
}

/* What is lost is said. */
static void
test_swap_loss (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "two");
  g_assert_true (strata_canvas_swap_cards (fixture->canvas, "Output"));
  g_assert_nonnull (strstr (fixture->heard, "kernel_size"));
  g_assert_nonnull (strstr (fixture->heard, "output"));
  canvas_assert_one_step (fixture);
  select_card (fixture, "two");
  g_assert_false (strata_canvas_swap_cards (fixture->canvas, "NoSuchCard"));
  g_assert_nonnull (strstr (fixture->heard, "NoSuchCard"));
  canvas_assert_unchanged (fixture);
}

/* Copies with the wires that lead into them. */

static void
test_duplicate_wired (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();

  g_ptr_array_add (cards, canvas_find (fixture, "one"));
  g_ptr_array_add (cards, canvas_find (fixture, "two"));
  strata_canvas_select_cards (fixture->canvas, cards);
  canvas_run (fixture, "canvas.duplicate-wired");
  canvas_assert_wired (fixture, "one_1", "input", "x.tensor");
  canvas_assert_wired (fixture, "two_1", "input", "one_1.output");
  canvas_assert_wired (fixture, "one", "input", "x.tensor");
  canvas_assert_wired (fixture, "y", "data", "two.output");
  canvas_assert_selected (fixture, "one_1 two_1");
  canvas_assert_place (fixture, "one_1", 432, 32);
  canvas_assert_one_step (fixture);
}

static void
test_duplicate (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "one");
  canvas_run (fixture, "canvas.duplicate");
  canvas_assert_wired (fixture, "one_1", "input", NULL);
  canvas_assert_one_step (fixture);
}

static void
wait_for_paste (CanvasFixture *fixture)
{
  guint n = strata_graph_get_n_cards (fixture->graph);

  while (strata_graph_get_n_cards (fixture->graph) == n)
    g_main_context_iteration (NULL, TRUE);
  canvas_draw (fixture);
}

static void
point_at (CanvasFixture *fixture, double x, double y)
{
  fixture->canvas->pointer_inside = TRUE;
  strata_canvas_to_widget (fixture->canvas, x, y, &fixture->canvas->pointer_x,
                           &fixture->canvas->pointer_y);
}

/* What was cut comes back with what led into it. */
static void
test_paste_wired (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "two");
  canvas_run (fixture, "canvas.cut");
  canvas_run (fixture, "canvas.paste-wired");
  wait_for_paste (fixture);
  canvas_assert_wired (fixture, "two", "input", "one.output");
  canvas_assert_wired (fixture, "y", "data", NULL);
  canvas_run (fixture, "canvas.paste");
  wait_for_paste (fixture);
  canvas_assert_wired (fixture, "two_1", "input", NULL);
}

/* From which it came is gone: that is said, and the rest is pasted. */
static void
test_paste_lost (CanvasFixture *fixture, gconstpointer data)
{
  select_card (fixture, "one");
  canvas_run (fixture, "canvas.copy");
  strata_graph_remove_card (fixture->graph, canvas_find (fixture, "x"));
  canvas_run (fixture, "canvas.paste-wired");
  wait_for_paste (fixture);
  canvas_assert_wired (fixture, "one_1", "input", NULL);
  g_assert_nonnull (strstr (fixture->heard, "not kept"));
}

/* Around the pointer, each time a little further; else in the middle. */
static void
test_paste_place (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, again;

  select_card (fixture, "ones");
  canvas_run (fixture, "canvas.copy");
  point_at (fixture, 700, 300);
  canvas_run (fixture, "canvas.paste");
  wait_for_paste (fixture);
  x = get_x (fixture, "ones_1");
  g_assert_cmpfloat (x, <, 700);
  g_assert_cmpfloat (x, >, 500);
  canvas_run (fixture, "canvas.paste");
  wait_for_paste (fixture);
  again = get_x (fixture, "ones_2");
  g_assert_cmpfloat (again, >, x);
  fixture->canvas->pointer_inside = FALSE;
  canvas_run (fixture, "canvas.paste");
  wait_for_paste (fixture);
  strata_canvas_get_centre (fixture->canvas, &x, &y);
  g_assert_cmpfloat_with_epsilon (get_x (fixture, "ones_3"), x, 200);
}

/* Whatever a text says of wires. */
static void
test_paste_odd (CanvasFixture *fixture, gconstpointer data)
{
  static const char *const lists[] = {
    "3",
    "[3, {}, {\"from\": 1}, {\"from\": \"\", \"to\": \".\"}]",
    "[{\"from\": \"one.output\", \"to\": \"nobody.input\"}]",
    "[{\"from\": \"one.nothing\", \"to\": \"a.data\"}]",
    "[{\"from\": \"one\", \"to\": \"a\"}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *odd = g_strdup_printf (
          "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": "
          "[{\"id\": \"a\", \"type\": \"Output\"}], \"incoming\": %s}",
          lists[i]);

      gdk_clipboard_set_text (
          gtk_widget_get_clipboard (GTK_WIDGET (fixture->canvas)), odd);
      canvas_run (fixture, "canvas.paste-wired");
      wait_for_paste (fixture);
      g_assert_true (strata_graph_undo (fixture->graph));
      canvas_assert_unchanged (fixture);
    }
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas-surgery/" name, CanvasFixture, text, canvas_set_up,     \
              func, canvas_tear_down)

int
main (int argc, char *argv[])
{
  if (!canvas_test_init (&argc, &argv))
    return 0;

  ADD ("heal", test_heal);
  ADD ("heal-several", test_heal_several);
  ADD ("heal-nothing", test_heal_nothing);
  ADD ("take-out", test_take_out);
  ADD ("pull-out", test_pull_out);
  ADD ("shake", test_shake);
  ADD ("no-shake", test_no_shake);
  ADD ("cancel-pull-out", test_cancel_pull_out);
  ADD ("pull-out-changed", test_pull_out_changed);
  ADD ("insert", test_insert);
  ADD ("insert-wired", test_insert_wired);
  ADD ("pull-over", test_pull_over);
  ADD ("drop-on-wire", test_drop_on_wire);
  ADD ("split-points", test_split_points);
  ADD ("swap", test_swap);
  ADD ("swap-loss", test_swap_loss);

  ADD ("duplicate", test_duplicate);
  ADD ("duplicate-wired", test_duplicate_wired);
  ADD ("paste-wired", test_paste_wired);
  ADD ("paste-lost", test_paste_lost);
  ADD ("paste-place", test_paste_place);
  ADD ("paste-odd", test_paste_odd);

  return g_test_run ();
}
