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

/* The viewer. */

static void
count_cb (int *n)
{
  ++*n;
}

/* With Control and Shift a click shows a card there, selected or not. */
static void
test_to_viewer (CanvasFixture *fixture, gconstpointer data)
{
  int n = 0;

  g_signal_connect_swapped (fixture->canvas, "viewer-requested",
                            G_CALLBACK (count_cb), &n);
  for (int i = 1; i <= 2; i++)
    {
      double x, y;

      strata_canvas_to_widget (fixture->canvas, 400, 18, &x, &y);
      strata_canvas_press (fixture->canvas, GDK_BUTTON_PRIMARY,
                           GDK_CONTROL_MASK | GDK_SHIFT_MASK, x, y);
      strata_canvas_release (fixture->canvas);
      canvas_assert_selected (fixture, "dw");
      g_assert_cmpint (n, ==, i);
    }
  canvas_run (fixture, "canvas.set-slot(3)");
  canvas_run (fixture, "canvas.show-slot(3)");
  g_assert_cmpint (n, ==, 3);
  g_signal_handlers_disconnect_by_data (fixture->canvas, &n);
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
  g_autoptr (GtkWidget) canvas G_GNUC_UNUSED = NULL;

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

/* Frames and notes. */

static StrataRemark *
get_remark (CanvasFixture *fixture)
{
  g_assert_cmpuint (strata_graph_get_n_remarks (fixture->graph), ==, 1);
  return strata_graph_get_remark (fixture->graph, 0);
}

static StrataRemark *
add_frame (CanvasFixture *fixture)
{
  /* Cards grow when their pictures come. */
  canvas_wait (fixture);
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "x"));
  canvas_run (fixture, "canvas.frame");
  canvas_run (fixture, "canvas.cancel");
  canvas_draw (fixture);
  return get_remark (fixture);
}

static void
test_frame (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, width, height;
  StrataRemark *frame;

  canvas_run (fixture, "canvas.frame");
  g_assert_nonnull (fixture->heard);
  frame = add_frame (fixture);
  strata_remark_get_position (frame, &x, &y);
  strata_remark_get_size (frame, &width, &height);
  g_assert_cmpfloat (x, <, 0);
  g_assert_cmpfloat (y, <, 0);
  g_assert_cmpfloat (x + width, >, get_width (fixture, "x"));
  canvas_undo_all (fixture);
  canvas_draw (fixture);
  g_assert_cmpuint (strata_graph_get_n_remarks (fixture->graph), ==, 0);
}

/* By its title, with its cards, in one step; not by its inside. */
static void
test_frame_drag (CanvasFixture *fixture, gconstpointer data)
{
  StrataRemark *frame = add_frame (fixture);
  double x, y, moved_x, moved_y;

  strata_remark_get_position (frame, &x, &y);
  canvas_drag (fixture, x + 60, y + 14, -72, 96);
  strata_remark_get_position (frame, &moved_x, &moved_y);
  canvas_assert_place (fixture, "x", moved_x - x, moved_y - y);
  g_assert_cmpfloat_with_epsilon (moved_y - y, 96, 24);
  canvas_assert_place (fixture, "dw", 300, 0);
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_assert_place (fixture, "x", 0, 0);
  strata_remark_get_position (frame, &moved_x, &moved_y);
  g_assert_cmpfloat (moved_x, ==, x);
  canvas_undo_all (fixture);
}

/* A card that grew out of its frame goes with it all the same. */
static void
test_frame_grown (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, moved_x, moved_y;
  StrataRemark *frame;

  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "dw"));
  canvas_run (fixture, "canvas.frame");
  canvas_run (fixture, "canvas.cancel");
  frame = get_remark (fixture);
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "dw"));
  canvas_run (fixture, "canvas.fold");
  canvas_wait (fixture);
  strata_remark_get_position (frame, &x, &y);
  canvas_drag (fixture, x + 60, y + 14, 0, 96);
  strata_remark_get_position (frame, &moved_x, &moved_y);
  g_assert_cmpfloat (moved_y, >, y);
  canvas_assert_place (fixture, "dw", 300 + moved_x - x, moved_y - y);
}

static void
test_frame_resize (CanvasFixture *fixture, gconstpointer data)
{
  StrataRemark *frame = add_frame (fixture);
  double x, y, width, height, new_width, new_height;

  strata_remark_get_position (frame, &x, &y);
  strata_remark_get_size (frame, &width, &height);
  canvas_drag (fixture, x + width, y + height / 2, 20, 50);
  strata_remark_get_size (frame, &new_width, &new_height);
  g_assert_cmpfloat (new_width, ==, width + 20);
  g_assert_cmpfloat (new_height, ==, height);
  canvas_assert_place (fixture, "x", 0, 0);
  /* It never turns inside out. */
  canvas_drag (fixture, x + width + 20, y + height, -4000, -4000);
  strata_remark_get_size (frame, &new_width, &new_height);
  g_assert_cmpfloat (new_width, >, 0);
  g_assert_cmpfloat (new_height, >, 0);
}

static const char *
point_at (CanvasFixture *fixture, double x, double y)
{
  g_autoptr (GListModel) list =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  guint n = g_list_model_get_n_items (list);
  GdkCursor *cursor;

  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (list, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
  cursor = gtk_widget_get_cursor (GTK_WIDGET (fixture->canvas));
  return cursor ? gdk_cursor_get_name (cursor) : NULL;
}

/* The pointer tells where a frame can be resized. */
static void
test_frame_pointer (CanvasFixture *fixture, gconstpointer data)
{
  StrataRemark *frame = add_frame (fixture);
  double x, y, width, height;

  strata_remark_get_position (frame, &x, &y);
  strata_remark_get_size (frame, &width, &height);
  g_assert_cmpstr (point_at (fixture, x, y + height / 2), ==, "ew-resize");
  g_assert_cmpstr (point_at (fixture, x, y), ==, "nwse-resize");
  g_assert_cmpstr (point_at (fixture, x, y + height), ==, "nesw-resize");
  g_assert_cmpstr (point_at (fixture, x + width / 2, y + height), ==,
                   "ns-resize");
  g_assert_null (point_at (fixture, x + 60, y + 14));
}

static void
test_frame_delete (CanvasFixture *fixture, gconstpointer data)
{
  add_frame (fixture);
  canvas_run (fixture, "canvas.color('green')");
  g_assert_cmpstr (strata_remark_get_color (get_remark (fixture)), ==, "green");
  canvas_run (fixture, "canvas.delete");
  g_assert_cmpuint (strata_graph_get_n_remarks (fixture->graph), ==, 0);
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 3);
  canvas_draw (fixture);
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_cmpuint (strata_graph_get_n_remarks (fixture->graph), ==, 1);
}

static void
test_frame_title (CanvasFixture *fixture, gconstpointer data)
{
  GtkWidget *entry;

  add_frame (fixture);
  canvas_run (fixture, "canvas.rename");
  canvas_draw (fixture);
  entry = canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_ENTRY);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Edges");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (strata_remark_get_text (get_remark (fixture)), ==, "Edges");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (
      canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_ENTRY));
}

/* The frame goes while its title is written. */
static void
test_frame_gone (CanvasFixture *fixture, gconstpointer data)
{
  add_frame (fixture);
  canvas_run (fixture, "canvas.rename");
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_draw (fixture);
  canvas_run (fixture, "canvas.cancel");
  g_assert_cmpuint (strata_graph_get_n_remarks (fixture->graph), ==, 0);
}

static void
test_note (CanvasFixture *fixture, gconstpointer data)
{
  GtkWidget *view;

  canvas_run (fixture, "canvas.note");
  canvas_draw (fixture);
  view = canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_TEXT_VIEW);
  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            "One\nTwo", -1);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->canvas));
  canvas_draw (fixture);
  g_assert_cmpstr (strata_remark_get_text (get_remark (fixture)), ==,
                   "One\nTwo");
  canvas_run (fixture, "canvas.duplicate");
  g_assert_cmpuint (strata_graph_get_n_remarks (fixture->graph), ==, 2);
  g_assert_true (strata_graph_undo (fixture->graph));
  strata_graph_move_remark (fixture->graph, get_remark (fixture), 0, -120);
  canvas_run (fixture, "canvas.select-none");
  canvas_drag (fixture, -20, -140, 60, 60);
  g_assert_true (
      strata_canvas_is_remark_selected (fixture->canvas, get_remark (fixture)));
}

static StrataRemark *
add_remark (CanvasFixture *fixture,
            StrataRemarkKind kind,
            double x,
            double y,
            double width,
            double height)
{
  StrataRemark *remark =
      strata_graph_add_remark (fixture->graph, kind, NULL, NULL);

  g_assert_true (strata_graph_place_remark (fixture->graph, remark, x, y, width,
                                            height, NULL));
  return remark;
}

static void
get_remark_box (StrataRemark *remark, graphene_rect_t *box)
{
  double x, y, width, height;

  strata_remark_get_position (remark, &x, &y);
  strata_remark_get_size (remark, &width, &height);
  graphene_rect_init (box, x, y, width, height);
}

/* A frame goes around its cards again, a frame in it too, and a note keeps its
 * place; in one step. A frame without cards stays. */
static void
test_tidy_frames (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card = canvas_find (fixture, "dw");
  StrataRemark *outer, *inner, *note, *empty;
  graphene_rect_t box, outer_box, before;
  double x, y, note_x, note_y;
  float width, height;

  canvas_wait (fixture);
  canvas_draw (fixture);
  width = get_layout (fixture, "dw")->width;
  height = get_layout (fixture, "dw")->height;
  strata_graph_move_card (fixture->graph, card, 200, 3000);
  inner = add_remark (fixture, STRATA_REMARK_FRAME, 180, 2950, width + 50,
                      height + 90);
  outer = add_remark (fixture, STRATA_REMARK_FRAME, 160, 2800, width + 300,
                      height + 400);
  note = add_remark (fixture, STRATA_REMARK_NOTE, 190, 2955, 60, 20);
  empty = add_remark (fixture, STRATA_REMARK_FRAME, -5000, 0, 100, 100);
  get_remark_box (outer, &before);
  canvas_run (fixture, "canvas.tidy");
  while (!g_str_equal (strata_graph_get_undo_name (fixture->graph), "Tidy Up"))
    g_main_context_iteration (NULL, TRUE);
  canvas_draw (fixture);
  strata_card_get_position (card, &x, &y);
  g_assert_cmpfloat (y, <, 1000);
  get_remark_box (inner, &box);
  g_assert_true (graphene_rect_equal (
      &box, &GRAPHENE_RECT_INIT (x - 20, y - 50, width + 50, height + 90)));
  get_remark_box (outer, &outer_box);
  g_assert_true (graphene_rect_contains_rect (&outer_box, &box));
  g_assert_cmpfloat (outer_box.origin.y, ==, y - 200);
  strata_remark_get_position (note, &note_x, &note_y);
  g_assert_cmpfloat (note_x, ==, x - 10);
  g_assert_cmpfloat (note_y, ==, y - 45);
  get_remark_box (empty, &box);
  g_assert_cmpfloat (box.origin.x, ==, -5000);
  g_assert_true (strata_graph_undo (fixture->graph));
  get_remark_box (outer, &box);
  g_assert_true (graphene_rect_equal (&box, &before));
}

/* Bypass. */

static void
test_bypass (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.select-all");
  canvas_run (fixture, "canvas.bypass");
  g_assert_true (strata_card_is_bypassed (canvas_find (fixture, "dw")));
  g_assert_false (strata_card_is_bypassed (canvas_find (fixture, "x")));
  canvas_draw (fixture);
  canvas_run (fixture, "canvas.bypass");
  g_assert_false (strata_card_is_bypassed (canvas_find (fixture, "dw")));
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_undo_all (fixture);
  /* A card that has nothing to hand on. */
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "x"));
  canvas_run (fixture, "canvas.bypass");
  g_assert_nonnull (fixture->heard);
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

/* Faults. */

static void
give (CanvasFixture *fixture, const char *port, gint64 number)
{
  g_autoptr (StrataValue) value = strata_value_new_integer (number);

  g_assert_true (strata_graph_set_value (
      fixture->graph, canvas_find (fixture, "dw"), port, value, NULL));
}

static guint
count_buttons (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += GTK_IS_BUTTON (child) ? 1 : count_buttons (child);
  return n;
}

static void
test_repair (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *card = canvas_find (fixture, "dw");
  g_autoptr (StrataPort) dilation =
      strata_card_find_port (card, "dilation_rate", FALSE);
  g_autoptr (StrataPort) padding =
      strata_card_find_port (card, "padding", FALSE);
  GtkWidget *popover;

  give (fixture, "strides", 2);
  give (fixture, "dilation_rate", 2);
  while (!strata_document_find_fault (fixture->document, "dw", NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (strata_canvas_is_at_fault (fixture->canvas, dilation));
  g_assert_false (strata_canvas_is_at_fault (fixture->canvas, padding));
  strata_canvas_select_only (fixture->canvas, card);
  canvas_run (fixture, "canvas.repair");
  canvas_draw (fixture);
  popover = canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_POPOVER);
  g_assert_nonnull (popover);
  g_assert_cmpuint (count_buttons (popover), ==, 2);
  /* The first one would leave a kernel that is larger than the input. */
  g_signal_emit_by_name (gtk_widget_get_next_sibling (
                             canvas_find_child (popover, GTK_TYPE_BUTTON)),
                         "clicked");
  while (strata_document_find_fault (fixture->document, "dw", NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (strata_canvas_is_at_fault (fixture->canvas, dilation));
  g_assert_true (strata_graph_undo (fixture->graph));
}

static void
test_no_fault (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.repair");
  g_assert_nonnull (fixture->heard);
}

/* The arithmetic of the shape. */
static void
test_arithmetic (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (StrataValue) same = strata_value_new_string ("same");
  StrataCard *card = canvas_find (fixture, "dw");

  canvas_draw (fixture);
  g_assert_cmpstr (get_layout (fixture, "dw")->arithmetic, ==,
                   "⌊(4 − 3) / 1⌋ + 1 = 2");
  strata_graph_set_value (fixture->graph, card, "padding", same, NULL);
  give (fixture, "strides", 2);
  canvas_draw (fixture);
  g_assert_cmpstr (get_layout (fixture, "dw")->arithmetic, ==,
                   "⌈4 / 2⌉ = 2, padded 0 before and 1 after");
  g_assert_null (get_layout (fixture, "y")->arithmetic);
}

/* The lasso: what it goes around and what it goes through. */
static void
test_lasso (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  double x, y;

  strata_canvas_to_widget (canvas, -20, -20, &x, &y);
  strata_canvas_press (canvas, GDK_BUTTON_PRIMARY,
                       GDK_CONTROL_MASK | GDK_ALT_MASK, x, y);
  strata_canvas_pull (canvas, 260, 0);
  strata_canvas_pull (canvas, 260, 250);
  canvas_draw (fixture);
  strata_canvas_pull (canvas, 0, 250);
  strata_canvas_release (canvas);
  canvas_assert_selected (fixture, "x");
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

/* Slots. */

static void
test_slots (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.show-slot(3)");
  g_assert_nonnull (fixture->heard);
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "dw"));
  canvas_run (fixture, "canvas.set-slot(3)");
  canvas_draw (fixture);
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "x"));
  canvas_run (fixture, "canvas.show-slot(3)");
  canvas_assert_selected (fixture, "dw");
  /* One card alone has it. */
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "x"));
  canvas_run (fixture, "canvas.set-slot(3)");
  g_assert_null (strata_card_get_view (canvas_find (fixture, "dw"), "slot"));
  canvas_run (fixture, "canvas.set-slot(3)");
  g_assert_null (strata_card_get_view (canvas_find (fixture, "x"), "slot"));
  canvas_run (fixture, "canvas.set-slot(77)");
  canvas_run (fixture, "canvas.show-slot(-1)");
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
  ADD ("to-viewer", test_to_viewer);
  ADD ("snap/lines", test_snap);
  ADD ("snap/gone", test_snap_gone);
  ADD ("align", test_align);
  ADD ("distribute", test_distribute);
  ADD ("straighten", test_straighten);
  ADD ("tidy/all", test_tidy);
  ADD ("tidy/selected", test_tidy_selected);
  ADD ("tidy/changed", test_tidy_changed);
  ADD ("tidy/frames", test_tidy_frames);
  ADD ("state/collapse", test_collapse);
  ADD ("state/fold", test_fold);
  ADD ("state/preview", test_preview);
  ADD ("state/odd", test_odd_states);
  ADD ("frame/add", test_frame);
  ADD ("frame/drag", test_frame_drag);
  ADD ("frame/grown", test_frame_grown);
  ADD ("frame/resize", test_frame_resize);
  ADD ("frame/pointer", test_frame_pointer);
  ADD ("frame/delete", test_frame_delete);
  ADD ("frame/title", test_frame_title);
  ADD ("frame/gone", test_frame_gone);
  ADD ("note", test_note);
  ADD ("bypass", test_bypass);
  ADD ("fault/repair", test_repair);
  ADD ("fault/none", test_no_fault);
  ADD ("arithmetic", test_arithmetic);
  ADD ("lasso", test_lasso);
  ADD ("slots", test_slots);

  return g_test_run ();
}
