/* test-editor-window.c — a window that shows one graph, and its parts.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-canvas.h"
#include "strata-command.h"
#include "strata-editor-window-private.h"
#include "strata-outline.h"
#include "strata-palette.h"
#include "strata-quantity.h"
#include "strata-status-bar.h"
#include "strata-viewer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <strata-loader.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"inputs\": "
    "{\"shape\": [1, 2, 2, 1], \"values\": [1, 2, 3, 4]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\": "
    "{\"kernel_size\": 1, \"depthwise_initializer\": \"ones\"}}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

static StrataApplication *application;

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
  StrataEditorWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("strata-window-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.strata", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  fixture->window = strata_editor_window_new (ADW_APPLICATION (application));
  g_assert_true (strata_editor_window_is_blank (fixture->window));
}

static void
close_all (void)
{
  GList *windows;

  while (
      (windows = gtk_application_get_windows (GTK_APPLICATION (application))))
    gtk_window_destroy (windows->data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_all ();
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  strata_editor_window_load (fixture->window, fixture->file, &error);
  g_assert_no_error (error);
}

static StrataGraph *
get_graph (Fixture *fixture)
{
  return strata_document_get_graph (
      strata_editor_window_get_document (fixture->window));
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (
      g_action_group_has_action (G_ACTION_GROUP (fixture->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action,
                                  NULL);
}

static gboolean
can (Fixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window),
                                            action);
}

static void
wait_for_run (Fixture *fixture)
{
  StrataDocument *document =
      strata_editor_window_get_document (fixture->window);

  while (strata_document_get_n_evaluated (document) == 0
         || strata_document_is_running (document))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_title (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  g_assert_cmpstr (gtk_window_get_title (window), ==, "Untitled");
  load (fixture);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "a.strata");
  g_assert_nonnull (strata_editor_window_add_card (fixture->window, "Output"));
  g_assert_cmpstr (gtk_window_get_title (window), ==, "a.strata •");
  act (fixture, "undo");
  g_assert_cmpstr (gtk_window_get_title (window), ==, "a.strata");
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  load (fixture);
  g_assert_false (can (fixture, "undo"));
  g_assert_false (can (fixture, "redo"));
  g_signal_emit_by_name (fixture->window->palette, "add", "Output");
  g_assert_cmpuint (strata_graph_get_n_cards (get_graph (fixture)), ==, 3);
  act (fixture, "undo");
  g_assert_cmpuint (strata_graph_get_n_cards (get_graph (fixture)), ==, 2);
  g_assert_true (can (fixture, "redo"));
  act (fixture, "redo");
  g_assert_cmpuint (strata_graph_get_n_cards (get_graph (fixture)), ==, 3);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataGraph) graph = NULL;

  load (fixture);
  strata_editor_window_add_card (fixture->window, "Output");
  act (fixture, "save");
  g_assert_false (strata_graph_is_modified (get_graph (fixture)));
  graph = strata_graph_load (NULL, fixture->path, NULL);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 3);
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (windows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* Closes the window as its button does, and waits for the question. */
static AdwMessageDialog *
close_and_be_asked (Fixture *fixture)
{
  AdwMessageDialog *dialog;

  gtk_window_close (GTK_WINDOW (fixture->window));
  while (!(dialog = find_question ()))
    g_main_context_iteration (NULL, TRUE);
  return dialog;
}

static guint
count_windows (void)
{
  return g_list_length (
      gtk_application_get_windows (GTK_APPLICATION (application)));
}

static void
change (Fixture *fixture)
{
  load (fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  strata_editor_window_add_card (fixture->window, "Output");
}

static void
answer (AdwMessageDialog *dialog, const char *response)
{
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A window with changes stays, and asks. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  change (fixture);
  answer (close_and_be_asked (fixture), "cancel");
  g_assert_false (fixture->window->may_close);
  g_assert_cmpuint (count_windows (), ==, 1);

  answer (close_and_be_asked (fixture), "discard");
  while (count_windows () > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
clear_cb (gpointer data)
{
  *(gpointer *) data = NULL;
}

/* A window that was seen leaves nothing behind. Weak pointers would tell of its
 * being destroyed alone. */
static void
test_freed (Fixture *fixture, gconstpointer data)
{
  StrataEditorWindow *window = fixture->window;
  GObject *left[10];

  load (fixture);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_run (fixture);
  strata_editor_window_show_card (window, "x");
  act (fixture, "pin");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  left[0] = G_OBJECT (window);
  left[1] = G_OBJECT (strata_editor_window_get_document (window));
  left[2] = G_OBJECT (window->canvas);
  left[3] = G_OBJECT (window->outline);
  left[4] = G_OBJECT (window->palette);
  left[5] = G_OBJECT (window->viewer);
  left[6] = G_OBJECT (window->status);
  left[7] = G_OBJECT (window->search);
  left[8] = G_OBJECT (window->commands);
  left[9] = G_OBJECT (window->viewer_flap);
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    g_object_set_data_full (left[i], "left", &left[i], clear_cb);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    if (left[i])
      g_error ("Part %u (%s) is left, held %u times", i,
               G_OBJECT_TYPE_NAME (left[i]), left[i]->ref_count);
}

/* Saving on the way out writes the file. */
static void
test_close_saving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataGraph) graph = NULL;

  change (fixture);
  answer (close_and_be_asked (fixture), "save");
  while (count_windows () > 0)
    g_main_context_iteration (NULL, TRUE);
  graph = strata_graph_load (NULL, fixture->path, NULL);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 3);
}

static void
test_same_file (Fixture *fixture, gconstpointer data)
{
  StrataEditorWindow *other;

  load (fixture);
  other = strata_application_open_file (application, fixture->file, NULL);
  g_assert_true (other == fixture->window);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_get_child (fixture->file, "missing");

  strata_application_open_file (application, file, fixture->window);
  g_assert_true (gtk_info_bar_get_revealed (fixture->window->report_bar));
  g_assert_cmpint (strlen (gtk_label_get_text (fixture->window->report_label)),
                   >, 10);
  g_assert_true (strata_editor_window_is_blank (fixture->window));
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  StrataStatusBar *bar = STRATA_STATUS_BAR (fixture->window->status);

  load (fixture);
  wait_for_run (fixture);
  g_assert_cmpstr (strata_status_bar_get_text (bar, "cost"), ==,
                   "2 cards · 1 wire   2 parameters   4 MACs");
  g_assert_false (can (fixture, "faults"));
  g_assert_true (g_str_has_prefix (strata_status_bar_get_text (bar, "run"),
                                   "2 cards evaluated in "));
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  StrataStatusBar *bar = STRATA_STATUS_BAR (fixture->window->status);
  g_autoptr (GPtrArray) selected = NULL;

  load (fixture);
  strata_editor_window_add_card (fixture->window, "Output");
  while (!can (fixture, "faults"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (strata_status_bar_get_text (bar, "faults"), ==, "");
  g_assert_cmpstr (strata_status_bar_get_text (bar, "missing"), ==,
                   "1 port still empty");
  g_signal_emit_by_name (bar, "card-chosen", "dw");
  selected =
      strata_canvas_list_selected (STRATA_CANVAS (fixture->window->canvas));
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpstr (strata_card_get_id (selected->pdata[0]), ==, "dw");
}

/* Of the port names that it lists, as they stand on cards. */
static gboolean
says (GtkWidget *widget, const char *sentence)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  gboolean found =
      GTK_IS_LABEL (widget)
      && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), sentence);

  for (; child && !found; child = gtk_widget_get_next_sibling (child))
    found = says (child, sentence);
  return found;
}

/* Whoever has only begun has done nothing wrong. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  StrataStatusBar *bar = STRATA_STATUS_BAR (fixture->window->status);
  g_autoptr (StrataValue) two = strata_value_new_integer (2);
  g_autofree char *place = NULL;
  StrataDocument *document;
  StrataCard *card, *other;

  load (fixture);
  document = strata_editor_window_get_document (fixture->window);
  card = strata_editor_window_add_card (fixture->window, "DepthwiseConv2D");
  strata_graph_set_value (get_graph (fixture), card, "kernel_size", NULL, NULL);
  while (!can (fixture, "faults"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (
      strata_document_get_card_state (document, strata_card_get_id (card)), ==,
      STRATA_DOCUMENT_CARD_INCOMPLETE);
  g_assert_cmpstr (strata_status_bar_get_text (bar, "faults"), ==, "");
  g_assert_cmpstr (strata_status_bar_get_text (bar, "missing"), ==,
                   "2 ports still empty");
  g_assert_true (says (GTK_WIDGET (bar), "Still Empty"));
  g_assert_false (says (GTK_WIDGET (bar), "Faults"));
  place = g_strconcat (strata_card_get_id (card), " · Kernel size", NULL);
  g_assert_true (says (GTK_WIDGET (bar), place));

  other = strata_graph_find_card (get_graph (fixture), "dw");
  strata_graph_set_value (get_graph (fixture), other, "strides", two, NULL);
  strata_graph_set_value (get_graph (fixture), other, "dilation_rate", two,
                          NULL);
  while (strata_document_get_card_state (document, "dw")
         != STRATA_DOCUMENT_CARD_FAULTY)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (strata_status_bar_get_text (bar, "faults"), !=, "");
  g_assert_cmpstr (strata_status_bar_get_text (bar, "missing"), ==,
                   "2 ports still empty");
  g_assert_true (says (GTK_WIDGET (bar), "Faults"));
}

static void
test_viewer (Fixture *fixture, gconstpointer data)
{
  StrataViewer *viewer = STRATA_VIEWER (fixture->window->viewer);

  load (fixture);
  wait_for_run (fixture);
  strata_editor_window_show_card (fixture->window, "x");
  while (!*strata_viewer_get_statistics (viewer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (strata_viewer_get_statistics (viewer), ==,
                   "Minimum: 1\nMean: 2.5\nMaximum: 4\n"
                   "Standard deviation: 1.11803\nZeros: 0\nNaN: 0\n"
                   "Infinite: 0\nNumbers: 4");
}

static void
check_outline (StrataOutline *outline, guint position, const char *expected)
{
  g_autoptr (GObject) item =
      g_list_model_get_item (strata_outline_get_model (outline), position);
  g_autofree char *written = strata_outline_describe (outline, item);

  g_assert_cmpstr (written, ==, expected);
}

static void
test_outline (Fixture *fixture, gconstpointer data)
{
  StrataOutline *outline = STRATA_OUTLINE (fixture->window->outline);
  GListModel *model = strata_outline_get_model (outline);

  load (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  check_outline (outline, 0, "Constant tensor x, (1, 2, 2, 1)");
  check_outline (outline, 1, "Depthwise convolution 2D dw, (1, 2, 2, 1)");
  check_outline (outline, 2, "x.tensor → dw.input");
  strata_editor_window_add_card (fixture->window, "Output");
  while (g_list_model_get_n_items (model) < 4)
    g_main_context_iteration (NULL, TRUE);
}

/* What is shown is what is written. */
static void
test_save_tensor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "t.npy", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/no/such/folder/t.npy");
  g_autoptr (StrataTensor) tensor = NULL;
  g_autoptr (GError) error = NULL;

  load (fixture);
  wait_for_run (fixture);
  g_assert_false (can (fixture, "save-tensor"));
  g_assert_false (
      strata_editor_window_save_tensor (fixture->window, file, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  strata_editor_window_show_card (fixture->window, "x");
  g_assert_true (can (fixture, "save-tensor"));
  strata_editor_window_save_tensor (fixture->window, file, &error);
  g_assert_no_error (error);
  tensor = strata_npy_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (strata_tensor_n_elements (tensor), ==, 4);
  g_assert_cmpfloat (((const float *) strata_tensor_data (tensor))[3], ==, 4);
  g_assert_false (
      strata_editor_window_save_tensor (fixture->window, nowhere, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* The first card that somebody adds shows a picture. */
static void
test_first_card (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document =
      strata_editor_window_get_document (fixture->window);
  StrataCard *card = strata_editor_window_add_card (fixture->window, "Input");
  const char *id = strata_card_get_id (card);
  g_autofree char *shape =
      strata_value_to_text (strata_card_get_value (card, "shape"));

  g_assert_cmpstr (shape, ==, "[32, 32, 3]");
  wait_for_run (fixture);
  g_assert_cmpuint (strata_document_get_faults (document)->len, ==, 0);
  g_assert_nonnull (strata_document_get_tensor (document, id, "data"));
  strata_graph_undo (get_graph (fixture));
  g_assert_cmpuint (strata_graph_get_n_cards (get_graph (fixture)), ==, 0);
}

/* Deleting is told, and no longer offered to be undone than it can be. */
static void
test_toast (Fixture *fixture, gconstpointer data)
{
  StrataToast *toast = STRATA_TOAST (fixture->window->toast);
  StrataGraph *graph;
  g_autoptr (GError) error = NULL;

  strata_editor_window_load (fixture->window, fixture->file, &error);
  g_assert_no_error (error);
  graph = get_graph (fixture);
  g_assert_null (strata_toast_get_sentence (toast));
  for (guint i = 0; i < 3; i++)
    {
      strata_graph_remove_card (graph, strata_graph_get_card (graph, 1));
      g_assert_cmpstr (strata_toast_get_sentence (toast), ==, "1 card deleted");
      act (fixture, "undo");
      g_assert_null (strata_toast_get_sentence (toast));
    }
  strata_editor_window_tell (fixture->window, "Done");
  act (fixture, "redo");
  g_assert_cmpstr (strata_toast_get_sentence (toast), ==, "Done");
  strata_toast_dismiss (toast);
  g_assert_null (strata_toast_get_sentence (toast));
}

static void
test_palette (Fixture *fixture, gconstpointer data)
{
  StrataPalette *palette = STRATA_PALETTE (fixture->window->palette);
  StrataRegistry *registry = strata_registry_get_default ();
  const StrataKind *l1 = strata_registry_lookup (registry, "L1");

  g_assert_cmpuint (strata_palette_get_n_shown (palette), ==,
                    strata_registry_get_n_kinds (registry));
  strata_palette_set_words (palette, "SEPARABLE conv");
  g_assert_cmpuint (strata_palette_get_n_shown (palette), ==, 1);
  strata_palette_set_words (palette, "no such card");
  g_assert_cmpuint (strata_palette_get_n_shown (palette), ==, 0);
  strata_palette_set_words (palette, "");

  /* A regularizer goes into layers alone. */
  g_assert_nonnull (l1);
  for (gsize i = 0; i < l1->n_ports; i++)
    if (l1->ports[i].type == STRATA_PORT_REGULARIZER)
      strata_palette_set_fit (palette, &l1->ports[i]);
  g_assert_cmpuint (strata_palette_get_n_shown (palette), >=, 2);
  g_assert_cmpuint (strata_palette_get_n_shown (palette), <, 8);
}

/* Pinned, the viewer lets the selection go its way, until the card goes. */
static void
test_pin (Fixture *fixture, gconstpointer data)
{
  StrataViewer *viewer = STRATA_VIEWER (fixture->window->viewer);

  load (fixture);
  wait_for_run (fixture);
  strata_editor_window_show_card (fixture->window, "x");
  act (fixture, "pin");
  g_assert_true (strata_viewer_is_pinned (viewer));
  strata_editor_window_show_card (fixture->window, "dw");
  g_assert_cmpstr (strata_viewer_get_card (viewer), ==, "x");
  act (fixture, "pin");
  g_assert_false (strata_viewer_is_pinned (viewer));
  g_assert_cmpstr (strata_viewer_get_card (viewer), ==, "dw");

  act (fixture, "pin");
  strata_editor_window_show_card (fixture->window, "x");
  g_assert_cmpstr (strata_viewer_get_card (viewer), ==, "dw");
  strata_graph_remove_card (get_graph (fixture),
                            strata_graph_find_card (get_graph (fixture), "dw"));
  while (strata_viewer_is_pinned (viewer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (strata_viewer_get_card (viewer), ==, "x");
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SEARCH_ENTRY (widget) ? widget : NULL;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
}

/* Opens, searches and closes a popover as the keys do. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "canvas.add", "win.commands" };
  GtkWidget *popovers[] = { fixture->window->search,
                            fixture->window->commands };

  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window),
                                                 names[i], NULL));
      g_assert_true (gtk_widget_get_visible (popovers[i]));
      g_signal_emit_by_name (find_entry (popovers[i]), "stop-search");
      g_assert_false (gtk_widget_get_visible (popovers[i]));
    }

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "canvas.add", NULL);
  gtk_editable_set_text (GTK_EDITABLE (find_entry (popovers[0])), "separable");
  g_signal_emit_by_name (find_entry (popovers[0]), "activate");
  g_assert_false (gtk_widget_get_visible (popovers[0]));
  g_assert_cmpstr (strata_card_get_type_name (
                       strata_graph_get_card (get_graph (fixture), 0)),
                   ==, "SeparableConv2D");
}

/* Whatever the table names can be done. */
static void
test_commands (Fixture *fixture, gconstpointer data)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);
  GtkWidgetClass *canvas = GTK_WIDGET_GET_CLASS (fixture->window->canvas);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *full = NULL;
      g_autoptr (GVariant) target = NULL;
      gboolean found = FALSE;
      const char *name;

      g_assert_true (g_action_parse_detailed_name (commands[i].action, &full,
                                                   &target, NULL));
      name = strchr (full, '.') + 1;

      if (g_str_has_prefix (commands[i].action, "win."))
        found =
            g_action_group_has_action (G_ACTION_GROUP (fixture->window), name);
      else if (g_str_has_prefix (commands[i].action, "app."))
        found = g_action_group_has_action (G_ACTION_GROUP (application), name);
      for (guint k = 0; !found; k++)
        {
          const char *action, *property;
          const GVariantType *type;
          GType owner;

          if (!gtk_widget_class_query_action (canvas, k, &owner, &action, &type,
                                              &property))
            break;
          found = g_str_equal (action, full);
        }
      if (!found)
        g_error ("%s is no action", commands[i].action);
    }
}

/* Hidden, it comes for who asks for it. */
static void
test_viewer_request (Fixture *fixture, gconstpointer data)
{
  adw_flap_set_reveal_flap (fixture->window->viewer_flap, FALSE);
  gtk_widget_activate_action (fixture->window->canvas, "canvas.view", NULL);
  g_assert_true (adw_flap_get_reveal_flap (fixture->window->viewer_flap));
}

/* The keys go back to the graph. */
static void
test_search_left (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popovers[] = { fixture->window->search,
                            fixture->window->commands };

  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (popovers); i++)
    {
      GtkWidget *focus;

      gtk_popover_popup (GTK_POPOVER (popovers[i]));
      gtk_widget_child_focus (popovers[i], GTK_DIR_TAB_FORWARD);
      gtk_popover_popdown (GTK_POPOVER (popovers[i]));
      focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      g_assert_nonnull (focus);
      g_assert_true (
          focus == fixture->window->canvas
          || gtk_widget_is_ancestor (focus, fixture->window->canvas));
    }
}

static void
check_real (double real, StrataDType dtype, const char *expected)
{
  g_autofree char *digits = strata_quantity_real (real, dtype);

  g_assert_cmpstr (digits, ==, expected);
}

static void
test_numbers (void)
{
  g_autofree char *macs = strata_quantity_short (13824);
  g_autofree char *few = strata_quantity_short (999);
  g_autofree char *most = strata_quantity_short (999999);

  g_assert_cmpstr (macs, ==, "13.8\342\200\211k");
  g_assert_cmpstr (few, ==, "999");
  g_assert_cmpstr (most, ==, "1\342\200\211M");
  check_real (0.1f, STRATA_FLOAT32, "0.1");
  check_real (0.1f, STRATA_FLOAT64, "0.10000000149011612");
  check_real (250, STRATA_FLOAT32, "250");
  check_real (-3, STRATA_FLOAT32, "−3");
  check_real (0, STRATA_FLOAT32, "0");
  check_real (NAN, STRATA_FLOAT32, "NaN");
  check_real (-INFINITY, STRATA_FLOAT32, "−∞");
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
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/editor-window/title", test_title);
  ADD ("/editor-window/history", test_history);
  ADD ("/editor-window/save", test_save);
  ADD ("/editor-window/close/discard", test_close);
  ADD ("/editor-window/close/save", test_close_saving);
  ADD ("/editor-window/close/freed", test_freed);
  ADD ("/editor-window/open/same-file", test_same_file);
  ADD ("/editor-window/open/unreadable", test_unreadable);
  ADD ("/editor-window/status", test_status);
  ADD ("/editor-window/faults", test_faults);
  ADD ("/editor-window/missing", test_missing);
  ADD ("/editor-window/viewer", test_viewer);
  ADD ("/editor-window/viewer-pin", test_pin);
  ADD ("/editor-window/outline", test_outline);
  ADD ("/editor-window/save-tensor", test_save_tensor);
  ADD ("/editor-window/first-card", test_first_card);
  ADD ("/editor-window/toast", test_toast);
  ADD ("/editor-window/palette", test_palette);
  ADD ("/editor-window/commands", test_commands);
  ADD ("/editor-window/search", test_search);
  ADD ("/editor-window/search-left", test_search_left);
  ADD ("/editor-window/viewer-request", test_viewer_request);
  g_test_add_func ("/editor-window/numbers", test_numbers);

  status = g_test_run ();
  g_object_unref (application);
  g_rmdir (state);
  return status;
}
