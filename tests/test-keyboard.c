/* test-keyboard.c — a whole window without a pointer.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-canvas-private.h"
#include "strata-editor-window-private.h"
#include "strata-outline.h"
#include "strata-palette.h"
#include "strata-status-bar.h"
#include "strata-wire-list.h"

#include <glib/gstdio.h>

static StrataApplication *application;

typedef struct
{
  char *folder;
  char *path;
  StrataEditorWindow *window;
  StrataCanvas *canvas;
} Fixture;

static void
settle (Fixture *fixture)
{
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  strata_canvas_settle_peers (fixture->canvas);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("strata-keyboard-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.strata", NULL);
  fixture->window = strata_editor_window_new (ADW_APPLICATION (application));
  fixture->canvas = STRATA_CANVAS (fixture->window->canvas);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* What keys do. */

static StrataGraph *
get_graph (Fixture *fixture)
{
  return strata_document_get_graph (
      strata_editor_window_get_document (fixture->window));
}

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

static void
run (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (
      get_focus (fixture) ? get_focus (fixture) : GTK_WIDGET (fixture->window),
      action, NULL));
  settle (fixture);
}

static void
tab_to (Fixture *fixture, const char *port)
{
  for (guint i = 0; i < 40; i++)
    {
      GtkWidget *focus = get_focus (fixture);
      StrataPort *here =
          STRATA_IS_PORT_PEER (focus)
              ? strata_port_peer_get_port (STRATA_PORT_PEER (focus))
              : NULL;

      if (here && g_str_equal (strata_port_get_name (here), port))
        return;
      gtk_widget_child_focus (GTK_WIDGET (fixture->window),
                              GTK_DIR_TAB_FORWARD);
      settle (fixture);
    }
  g_error ("Tab leads to no port “%s”", port);
}

static GtkWidget *
find_entry (GtkWidget *widget, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type)
                             ? child
                             : find_entry (child, type);

      if (found)
        return found;
    }
  return NULL;
}

static void
type (Fixture *fixture, GtkWidget *where, GType kind, const char *typed)
{
  GtkWidget *entry = find_entry (where, kind);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  g_signal_emit_by_name (entry, "activate");
  settle (fixture);
}

static void
add (Fixture *fixture, const char *words)
{
  run (fixture, "canvas.add");
  type (fixture, fixture->window->search, GTK_TYPE_SEARCH_ENTRY, words);
  g_assert_true (STRATA_IS_CARD_PEER (get_focus (fixture)));
}

static void
set_value (Fixture *fixture, const char *port, const char *value)
{
  tab_to (fixture, port);
  run (fixture, "canvas.open");
  type (fixture, fixture->window->canvas, GTK_TYPE_ENTRY, value);
  tab_to (fixture, port);
}

static void
wire (Fixture *fixture, const char *port, const char *words)
{
  tab_to (fixture, port);
  run (fixture, "canvas.open");
  g_assert_true (STRATA_IS_WIRE_LIST (fixture->canvas->popover));
  type (fixture, fixture->canvas->popover, GTK_TYPE_SEARCH_ENTRY, words);
}

/* Input, layer, output: built, wired, run and saved. */
static void
test_build (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document =
      strata_editor_window_get_document (fixture->window);
  g_autoptr (StrataGraph) saved = NULL;
  StrataCard *output;

  gtk_widget_grab_focus (fixture->window->canvas);
  add (fixture, "constant tensor");
  set_value (fixture, "shape", "1, 8, 8, 3");
  set_value (fixture, "values", "2");
  run (fixture, "canvas.cancel");
  add (fixture, "depthwise convolution 2d");
  wire (fixture, "input", "tensor");
  set_value (fixture, "kernel_size", "3, 3");
  wire (fixture, "output", "new output");
  run (fixture, "win.run");
  output = strata_graph_get_card (get_graph (fixture), 2);
  while (!strata_document_get_tensor (document, strata_card_get_id (output),
                                      "data"))
    g_main_context_iteration (NULL, TRUE);
  settle (fixture);

  strata_graph_set_path (get_graph (fixture), fixture->path);
  run (fixture, "win.save");
  saved = strata_graph_load (NULL, fixture->path, NULL);
  g_assert_nonnull (saved);
  g_assert_cmpuint (strata_graph_get_n_cards (saved), ==, 3);
  g_assert_cmpuint (strata_graph_get_n_wires (saved), ==, 2);
  output = strata_graph_get_card (saved, 2);
  g_assert_cmpstr (strata_card_get_type_name (output), ==, "Output");
  g_assert_nonnull (strata_document_get_tensor (
      document, strata_card_get_id (output), "data"));
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (
          strata_canvas_find (fixture->canvas,
                              strata_graph_get_card (get_graph (fixture), 1))
              ->peer),
      GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Depthwise convolution 2D depthwise_conv2d_1, 1×8×8×3 to 1×6×6×3, "
      "30 parameters");
}

/* Cards of the palette do not lie over each other. */
static void
test_palette (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 6; i++)
    {
      g_signal_emit_by_name (fixture->window->palette, "add", "Output");
      settle (fixture);
      g_assert_true (STRATA_IS_CARD_PEER (get_focus (fixture)));
    }
  for (guint i = 0; i < 6; i++)
    for (guint k = 0; k < i; k++)
      {
        double x, y, other_x, other_y;

        strata_card_get_position (
            strata_graph_get_card (get_graph (fixture), i), &x, &y);
        strata_card_get_position (
            strata_graph_get_card (get_graph (fixture), k), &other_x, &other_y);
        g_assert_true (ABS (x - other_x) > 100 || ABS (y - other_y) > 60);
      }
}

/* The outline. */

static void
load (Fixture *fixture)
{
  static const char text[] =
      "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
      "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"inputs\": "
      "{\"shape\": [1, 2, 2, 1], \"values\": [1, 2, 3, 4]}},"
      "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\": "
      "{\"kernel_size\": 1}},"
      "{\"id\": \"y\", \"type\": \"Output\"}],"
      "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  strata_editor_window_load (fixture->window, file, &error);
  g_assert_no_error (error);
  settle (fixture);
}

/* A stride and a dilation of two cannot be had together. */
static void
spread (Fixture *fixture)
{
  g_autoptr (StrataValue) two = strata_value_new_integer (2);
  StrataCard *card = strata_graph_find_card (get_graph (fixture), "dw");

  strata_graph_set_value (get_graph (fixture), card, "strides", two, NULL);
  strata_graph_set_value (get_graph (fixture), card, "dilation_rate", two,
                          NULL);
  settle (fixture);
}

static void
select_row (StrataOutline *outline, guint position)
{
  gtk_single_selection_set_selected (strata_outline_get_shown (outline),
                                     position);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  StrataOutline *outline = STRATA_OUTLINE (fixture->window->outline);
  GListModel *shown = G_LIST_MODEL (strata_outline_get_shown (outline));
  StrataPort *port;

  load (fixture);
  run (fixture, "win.find");
  g_assert_true (
      gtk_widget_is_ancestor (get_focus (fixture), fixture->window->outline));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 4);
  strata_outline_set_words (outline, "DEPTH conv");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 1);
  strata_outline_choose (outline);
  settle (fixture);
  g_assert_true (STRATA_IS_CARD_PEER (get_focus (fixture)));
  strata_outline_set_words (outline, "x.tensor");
  strata_outline_choose (outline);
  settle (fixture);
  g_assert_true (STRATA_IS_PORT_PEER (get_focus (fixture)));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 1);

  /* One that is not wired, and whose card is not open in the outline. */
  strata_outline_set_words (outline, "dw padding");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 1);
  strata_outline_choose (outline);
  settle (fixture);
  g_assert_true (STRATA_IS_PORT_PEER (get_focus (fixture)));
  port = strata_port_peer_get_port (STRATA_PORT_PEER (get_focus (fixture)));
  g_assert_cmpstr (strata_port_get_name (port), ==, "padding");
  g_assert_cmpstr (strata_card_get_id (strata_port_get_card (port)), ==, "dw");
  strata_outline_set_words (outline, "");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 4);
  strata_outline_set_words (outline, "no such thing");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 0);
  strata_outline_choose (outline);
}

/* From wherever the focus is. */
static void
test_go_to_graph (Fixture *fixture, gconstpointer data)
{
  load (fixture);
  run (fixture, "win.find");
  run (fixture, "win.graph");
  g_assert_true (get_focus (fixture) == fixture->window->canvas);
  strata_editor_window_show_card (fixture->window, "dw");
  run (fixture, "win.find");
  run (fixture, "win.graph");
  g_assert_true (STRATA_IS_CARD_PEER (get_focus (fixture)));
}

static void
test_outline_ports (Fixture *fixture, gconstpointer data)
{
  StrataOutline *outline = STRATA_OUTLINE (fixture->window->outline);
  GListModel *shown = G_LIST_MODEL (strata_outline_get_shown (outline));
  g_autoptr (GtkTreeListRow) card = NULL;
  g_autoptr (GtkTreeListRow) port = NULL;
  g_autoptr (GObject) item = NULL;
  g_autofree char *text = NULL;

  load (fixture);
  run (fixture, "win.find");
  card = g_list_model_get_item (shown, 1);
  gtk_tree_list_row_set_expanded (card, TRUE);
  port = g_list_model_get_item (shown, 2);
  item = gtk_tree_list_row_get_item (port);
  g_assert_true (STRATA_IS_PORT (item));
  text = strata_outline_describe (outline, item);
  g_assert_cmpstr (text, ==, "Kernel size, pair of integers, input, 1");
  select_row (outline, 2);
  strata_outline_choose (outline);
  settle (fixture);
  g_assert_true (STRATA_IS_PORT_PEER (get_focus (fixture)));
}

/* What is left keeps its rows. */
static void
test_outline_remove (Fixture *fixture, gconstpointer data)
{
  StrataOutline *outline = STRATA_OUTLINE (fixture->window->outline);
  GListModel *shown = G_LIST_MODEL (strata_outline_get_shown (outline));
  g_autoptr (GObject) first = NULL;
  g_autoptr (GObject) again = NULL;

  load (fixture);
  run (fixture, "win.find");
  first = g_list_model_get_item (shown, 0);
  select_row (outline, 2);
  strata_outline_remove (outline);
  g_assert_cmpuint (strata_graph_get_n_wires (get_graph (fixture)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 3);
  select_row (outline, 1);
  strata_outline_remove (outline);
  g_assert_null (strata_graph_find_card (get_graph (fixture), "dw"));
  g_assert_cmpuint (
      gtk_single_selection_get_selected (strata_outline_get_shown (outline)),
      ==, 1);
  again = g_list_model_get_item (shown, 0);
  g_assert_true (first == again);
  settle (fixture);
}

static GtkWidget *
find_expander (GtkWidget *widget, guint *skip)
{
  if (GTK_IS_TREE_EXPANDER (widget) && (*skip)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_expander (child, skip);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_outline_words (Fixture *fixture, gconstpointer data)
{
  guint first = 0;
  GtkWidget *row;

  load (fixture);
  run (fixture, "win.find");
  row = find_expander (fixture->window->outline, &first);
  g_assert_nonnull (row);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Constant tensor x, (1, 2, 2, 1)");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  first = 3;
  row = find_expander (fixture->window->outline, &first);
  g_assert_nonnull (row);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  spread (fixture);
  first = 1;
  row = find_expander (fixture->window->outline, &first);
  g_assert_nonnull (row);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
}

/* Words for those who do not see. */

static void
test_announcements (Fixture *fixture, gconstpointer data)
{
  StrataAnnouncer *announcer = strata_status_bar_get_announcer (
      STRATA_STATUS_BAR (fixture->window->status));
  GtkWidget *status = strata_announcer_get_status (announcer);
  GtkWidget *alert = strata_announcer_get_alert (announcer);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (status),
                                   GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (alert),
                                   GTK_ACCESSIBLE_ROLE_ALERT);
  load (fixture);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (alert)), ==, "");
  spread (fixture);
  g_assert_true (
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (alert)), "dw: "));
  g_signal_emit_by_name (fixture->window->canvas, "hint", "No way");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (status)), ==, "No way");
}

/* A button that shows only a picture has a name. Those that GTK makes within
 * its own widgets are its own business. */
static void
check_buttons (GtkWidget *widget)
{
  const char *icon = NULL;

  if (GTK_IS_MENU_BUTTON (widget))
    icon = gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget));
  else if (GTK_IS_BUTTON (widget)
           && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    icon = gtk_button_get_icon_name (GTK_BUTTON (widget));
  if (icon
      && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                            GTK_ACCESSIBLE_PROPERTY_LABEL))
    g_error ("A button with the picture “%s” has no name", icon);
  if (GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_SPIN_BUTTON (widget)
      || GTK_IS_INFO_BAR (widget) || ADW_IS_SPLIT_BUTTON (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    check_buttons (child);
}

static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  load (fixture);
  check_buttons (GTK_WIDGET (fixture->window));
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("strata-state-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_setenv ("XDG_DATA_HOME", state, TRUE);
  g_setenv ("XDG_CONFIG_HOME", state, TRUE);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  application = strata_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_HANDLES_OPEN
                               | G_APPLICATION_NON_UNIQUE);
  g_assert_true (
      g_application_register (G_APPLICATION (application), NULL, NULL));

#define ADD(path, func)                                                        \
  g_test_add ("/keyboard/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("build", test_build);
  ADD ("palette", test_palette);
  ADD ("find", test_find);
  ADD ("go-to-graph", test_go_to_graph);
  ADD ("outline/ports", test_outline_ports);
  ADD ("outline/remove", test_outline_remove);
  ADD ("outline/words", test_outline_words);
  ADD ("announcements", test_announcements);
  ADD ("buttons", test_buttons);

  status = g_test_run ();
  g_object_unref (application);
  g_rmdir (state);
  return status;
}
