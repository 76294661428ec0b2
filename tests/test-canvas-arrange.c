/* test-canvas-arrange.c — arranging cards, and the menu of the canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvases.h"

#include "strata-canvas-private.h"
#include "strata-command.h"

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"position\": [300, 0], "
    "\"inputs\": {\"kernel_size\": 3, \"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [640, 0]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

/* Menus. */

static void
open_menu (CanvasFixture *fixture, double x, double y)
{
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  strata_canvas_open_menu (fixture->canvas, x, y);
  canvas_draw (fixture);
}

/* Whether the menu that is open has an item for the action, at any depth. */
static gboolean
model_has (GMenuModel *model, const char *action)
{
  int n = g_menu_model_get_n_items (model);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GMenuModel) section =
          g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu =
          g_menu_model_get_item_link (model, i, G_MENU_LINK_SUBMENU);

      if (g_menu_model_get_item_attribute (model, i, "action", "s", &name)
          && g_str_equal (name, action))
        return TRUE;
      if ((section && model_has (section, action))
          || (submenu && model_has (submenu, action)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
menu_has (CanvasFixture *fixture, const char *action)
{
  GtkWidget *menu =
      canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_POPOVER_MENU);

  g_assert_nonnull (menu);
  return model_has (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (menu)),
                    action);
}

static void
test_menu (CanvasFixture *fixture, gconstpointer data)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  open_menu (fixture, 400, 18);
  canvas_assert_selected (fixture, "dw");
  for (gsize i = 0; i < n; i++)
    if (commands[i].flags & STRATA_COMMAND_ON_CANVAS)
      {
        g_autofree char *name = NULL;
        g_autoptr (GVariant) target = NULL;

        g_assert_true (g_action_parse_detailed_name (commands[i].action, &name,
                                                     &target, NULL));
        g_assert_true (menu_has (fixture, name));
      }
  open_menu (fixture, 400, -60);
  canvas_assert_selected (fixture, "");
  g_assert_true (menu_has (fixture, "canvas.add"));
  strata_canvas_close_menu (fixture->canvas);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (
      canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_POPOVER_MENU));
}

/* The menu is for all that is selected, if it opens on some of it. */
static void
test_menu_selected (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.select-all");
  open_menu (fixture, 400, 18);
  canvas_assert_selected (fixture, "x dw y");
  canvas_run (fixture, "canvas.menu");
  canvas_assert_selected (fixture, "x dw y");
}

static void
test_menu_wire (CanvasFixture *fixture, gconstpointer data)
{
  double right =
      strata_canvas_lay_out (
          fixture->canvas,
          strata_canvas_find (fixture->canvas, canvas_find (fixture, "x")))
          ->width;

  open_menu (fixture, (right + 300) / 2, CANVAS_DATA);
  g_assert_nonnull (fixture->canvas->selected_wire);
  canvas_run (fixture, "canvas.delete");
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 0);
  canvas_undo_all (fixture);
}

static void
test_reset_value (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card = canvas_find (fixture, "dw");

  canvas_run (fixture, "canvas.reset-value(('dw','kernel_size',false))");
  g_assert_null (strata_card_get_value (card, "kernel_size"));
  canvas_undo_all (fixture);
  g_assert_nonnull (strata_card_get_value (card, "kernel_size"));
  canvas_run (fixture, "canvas.reset-value(('dw','strides',false))");
  canvas_run (fixture, "canvas.reset-value(('nobody','strides',false))");
  canvas_run (fixture, "canvas.reset-value(('','',false))");
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

static void
test_clear_wires (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.clear-wires(('x','tensor',true))");
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 0);
  canvas_undo_all (fixture);
  canvas_run (fixture, "canvas.clear-wires(('dw','strides',false))");
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

/* Where the pointer is, without a port named. */
static void
test_pointed_port (CanvasFixture *fixture, gconstpointer data)
{
  strata_canvas_to_widget (fixture->canvas, 300, CANVAS_DATA,
                           &fixture->canvas->pointer_x,
                           &fixture->canvas->pointer_y);
  canvas_run (fixture, STRATA_CANVAS_CLEAR_WIRES);
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 0);
  canvas_undo_all (fixture);
}

static void
test_help (CanvasFixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  canvas_run (fixture, "canvas.help(('dw','strides',false))");
  canvas_draw (fixture);
  popover = canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_POPOVER);
  g_assert_nonnull (popover);
  g_assert_nonnull (canvas_find_child (popover, GTK_TYPE_LABEL));
  strata_canvas_set_document (fixture->canvas, NULL);
  canvas_run (fixture, STRATA_CANVAS_HELP);
  canvas_run (fixture, "canvas.menu");
}

/* Snapping. */

/* To the grid, to the edges of others, to the other end of a wire. */
static void
test_snap (CanvasFixture *fixture, gconstpointer data)
{
  canvas_drag (fixture, 60, 18, -45, 310);
  canvas_assert_place (fixture, "x", -48, 312);
  canvas_undo_all (fixture);
  canvas_drag (fixture, 700, 18, -337, 382);
  canvas_assert_place (fixture, "y", 300, 384);
  canvas_undo_all (fixture);
  canvas_drag (fixture, 60, 18, -90, 4);
  canvas_assert_place (fixture, "x", -90, 0);
}

/* A card may be taken away while it is held. */
static void
test_snap_gone (CanvasFixture *fixture, gconstpointer data)
{
  canvas_press (fixture, 60, 18);
  canvas_pull (fixture, 40, 40, FALSE);
  strata_graph_remove_card (fixture->graph, canvas_find (fixture, "x"));
  canvas_pull (fixture, 50, 50, TRUE);
  canvas_undo_all (fixture);
}

/* Arranging. */

static double
get_width (CanvasFixture *fixture, const char *id)
{
  return strata_canvas_lay_out (
             fixture->canvas,
             strata_canvas_find (fixture->canvas, canvas_find (fixture, id)))
      ->width;
}

static void
test_align (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.align('left')");
  g_assert_false (strata_graph_is_modified (fixture->graph));
  canvas_run (fixture, "canvas.select-all");
  canvas_run (fixture, "canvas.align('left')");
  canvas_assert_place (fixture, "dw", 0, 0);
  canvas_assert_place (fixture, "y", 0, 0);
  canvas_draw (fixture);
  canvas_undo_all (fixture);
  canvas_run (fixture, "canvas.align('right')");
  canvas_assert_place (fixture, "y", 640, 0);
  canvas_assert_place (
      fixture, "x", 640 + get_width (fixture, "y") - get_width (fixture, "x"),
      0);
  canvas_undo_all (fixture);
  canvas_run (fixture, "canvas.align('nowhere')");
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

static void
test_distribute (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, gap;

  canvas_run (fixture, "canvas.select-all");
  canvas_run (fixture, "canvas.distribute('horizontally')");
  strata_card_get_position (canvas_find (fixture, "dw"), &x, &y);
  gap = x - get_width (fixture, "x");
  g_assert_cmpfloat_with_epsilon (640 - x - get_width (fixture, "dw"), gap,
                                  1.01);
  canvas_assert_place (fixture, "x", 0, 0);
  canvas_assert_place (fixture, "y", 640, 0);
  canvas_undo_all (fixture);
}

static void
test_straighten (CanvasFixture *fixture, gconstpointer data)
{
  strata_graph_move_card (fixture->graph, canvas_find (fixture, "dw"), 300,
                          -77);
  canvas_run (fixture, "canvas.select-all");
  canvas_run (fixture, "canvas.straighten");
  canvas_assert_place (fixture, "dw", 300, 0);
  canvas_assert_place (fixture, "y", 640, 0);
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_assert_place (fixture, "dw", 300, -77);
  /* One card goes by those around it. */
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "dw"));
  canvas_run (fixture, "canvas.straighten");
  canvas_assert_place (fixture, "dw", 300, 0);
}

/* In a thread. */
static void
wait_for_step (CanvasFixture *fixture)
{
  while (!strata_graph_get_undo_name (fixture->graph))
    g_main_context_iteration (NULL, TRUE);
  canvas_draw (fixture);
}

static void
test_tidy (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_run (fixture, "canvas.tidy");
  canvas_run (fixture, "canvas.tidy");
  wait_for_step (fixture);
  canvas_assert_place (fixture, "x", 0, 0);
  strata_card_get_position (canvas_find (fixture, "dw"), &x, &y);
  g_assert_cmpfloat (x, >, get_width (fixture, "x"));
  g_assert_cmpfloat (y, ==, 0);
  canvas_undo_all (fixture);
}

/* What is selected alone moves. */
static void
test_tidy_selected (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();

  g_ptr_array_add (cards, canvas_find (fixture, "dw"));
  g_ptr_array_add (cards, canvas_find (fixture, "y"));
  strata_canvas_select_cards (fixture->canvas, cards);
  canvas_run (fixture, "canvas.tidy");
  wait_for_step (fixture);
  canvas_assert_place (fixture, "x", 0, 0);
  canvas_assert_place (fixture, "dw", 300, 0);
  canvas_undo_all (fixture);
}

/* The graph changes, or goes, while places are looked for. */
static void
test_tidy_changed (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.tidy");
  strata_graph_remove_card (fixture->graph, canvas_find (fixture, "dw"));
  canvas_draw (fixture);
  canvas_run (fixture, "canvas.tidy");
  strata_canvas_set_document (fixture->canvas, NULL);
  canvas_draw (fixture);
  canvas_undo_all (fixture);
}

/* States. */

static StrataCardLayout *
get_layout (CanvasFixture *fixture, const char *id)
{
  return strata_canvas_lay_out (
      fixture->canvas,
      strata_canvas_find (fixture->canvas, canvas_find (fixture, id)));
}

static void
test_collapse (CanvasFixture *fixture, gconstpointer data)
{
  double height = get_layout (fixture, "dw")->height;
  g_autoptr (StrataDocument) again = NULL;
  g_autoptr (GtkWidget) canvas = NULL;

  canvas_run (fixture, "canvas.select-all");
  canvas_run (fixture, "canvas.collapse");
  canvas_draw (fixture);
  g_assert_cmpuint (get_layout (fixture, "dw")->rows->len, ==, 1);
  g_assert_cmpuint (get_layout (fixture, "y")->rows->len, ==, 0);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, <, height / 2);
  /* It can be wired all the same. */
  canvas_run (fixture, "canvas.connect(('dw','output','y','data'))");
  canvas_draw (fixture);
  g_assert_cmpuint (get_layout (fixture, "y")->rows->len, ==, 1);
  g_assert_true (strata_document_save (fixture->document, fixture->path, NULL));
  again = strata_document_new_from_file (fixture->path, NULL);
  g_assert_nonnull (strata_card_get_view (
      strata_graph_find_card (strata_document_get_graph (again), "dw"),
      "collapsed"));
  canvas_run (fixture, "canvas.collapse");
  canvas_draw (fixture);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, >=, height);
  g_assert_null (
      strata_card_get_view (canvas_find (fixture, "dw"), "collapsed"));
}

static void
test_fold (CanvasFixture *fixture, gconstpointer data)
{
  double height;

  canvas_wait (fixture);
  height = get_layout (fixture, "dw")->height;
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "dw"));
  canvas_run (fixture, "canvas.fold");
  canvas_draw (fixture);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, >, height);
  canvas_undo_all (fixture);
  canvas_draw (fixture);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, ==, height);
}

/* A card without its picture is less high, and computes all the same. */
static void
test_preview (CanvasFixture *fixture, gconstpointer data)
{
  float height;

  canvas_wait (fixture);
  canvas_draw (fixture);
  height = get_layout (fixture, "dw")->height;
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "dw"));
  canvas_run (fixture, "canvas.preview");
  canvas_draw (fixture);
  g_assert_cmpfloat (get_layout (fixture, "dw")->preview.size.height, ==, 0);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, <, height);
  canvas_run (fixture, "canvas.preview");
  canvas_draw (fixture);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, ==, height);
  g_assert_null (strata_card_get_view (canvas_find (fixture, "dw"), "preview"));
}

/* Whatever a file says of how a card looks. */
static void
test_odd_states (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (StrataValue) odd = strata_value_new_string ("yes");
  double height;

  canvas_wait (fixture);
  height = get_layout (fixture, "dw")->height;
  strata_graph_set_card_view (fixture->graph, canvas_find (fixture, "dw"),
                              "collapsed", odd, NULL);
  canvas_draw (fixture);
  g_assert_cmpfloat (get_layout (fixture, "dw")->height, ==, height);
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas-arrange/" name, CanvasFixture, text, canvas_set_up,     \
              func, canvas_tear_down)

int
main (int argc, char *argv[])
{
  if (!canvas_test_init (&argc, &argv))
    return 0;

  ADD ("menu/items", test_menu);
  ADD ("menu/selected", test_menu_selected);
  ADD ("menu/wire", test_menu_wire);
  ADD ("port/reset-value", test_reset_value);
  ADD ("port/clear-wires", test_clear_wires);
  ADD ("port/pointed", test_pointed_port);
  ADD ("port/help", test_help);
  ADD ("snap/lines", test_snap);
  ADD ("snap/gone", test_snap_gone);
  ADD ("align", test_align);
  ADD ("distribute", test_distribute);
  ADD ("straighten", test_straighten);
  ADD ("tidy/all", test_tidy);
  ADD ("tidy/selected", test_tidy_selected);
  ADD ("tidy/changed", test_tidy_changed);
  ADD ("state/collapse", test_collapse);
  ADD ("state/fold", test_fold);
  ADD ("state/preview", test_preview);
  ADD ("state/odd", test_odd_states);

  return g_test_run ();
}
