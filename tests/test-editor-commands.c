/* test-editor-commands.c — every command of the one table does something.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas.h"
#include "strata-command.h"
#include "windows.h"

#include <string.h>

/* The part of a detailed action before its target. */
static char *
get_name (const StrataCommand *command, GVariant **target)
{
  g_autoptr (GError) error = NULL;
  char *name = NULL;

  g_action_parse_detailed_name (command->action, &name, target, &error);
  g_assert_no_error (error);
  return name;
}

static gboolean
has_class_action (GtkWidget *widget,
                  const char *name,
                  const GVariantType **type)
{
  GtkWidgetClass *class = GTK_WIDGET_GET_CLASS (widget);
  const char *found, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (class, i, &owner, &found,
                                                   type, &property);
       i++)
    if (g_str_equal (found, name))
      return TRUE;
  return FALSE;
}

/* Whether there is such an action where its prefix says, for such a target. */
static void
check_action (Windows *fixture, const char *name, GVariant *target)
{
  const char *bare = name + strcspn (name, ".") + 1;
  const GVariantType *type = NULL;
  GActionGroup *group = g_str_has_prefix (name, "app.")
                            ? G_ACTION_GROUP (windows_application)
                            : G_ACTION_GROUP (fixture->window);

  g_test_message ("%s", name);
  if (g_str_has_prefix (name, "canvas."))
    g_assert_true (has_class_action (fixture->window->canvas, name, &type));
  else
    {
      g_assert_true (g_action_group_has_action (group, bare));
      type = g_action_group_get_action_parameter_type (group, bare);
    }
  g_assert_true (target ? type && g_variant_is_of_type (target, type) : !type);
}

static void
test_exist (Windows *fixture, gconstpointer data)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) target = NULL;
      g_autofree char *name = get_name (&commands[i], &target);

      check_action (fixture, name, target);
      g_assert_true (*commands[i].title && *commands[i].group);
      g_assert_true (strata_command_find (commands[i].action) == &commands[i]);
    }
}

/* Every key is one, and does one thing only. */
static void
test_keys (Windows *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) keys = strata_command_list_keys (&commands[i]);

      for (char **key = keys; *key; key++)
        {
          GdkModifierType state;
          guint value;

          if (!**key)
            continue;
          g_test_message ("%s: %s", commands[i].action, *key);
          g_assert_true (gtk_accelerator_parse (*key, &value, &state));
          g_assert_true (
              g_hash_table_add (seen, gtk_accelerator_name (value, state)));
        }
    }
}

/* Those that show what is no part of the window, or end it, are tried apart. */
static gboolean
leaves_window (const char *action)
{
  static const char *const names[] = {
    "app.quit", "app.new",     "win.close",       "win.open",
    "win.save", "win.save-as", "win.save-tensor", "win.fullscreen",
  };

  return g_strv_contains (names, action)
         || g_str_has_prefix (action, "win.export");
}

static void
run_all (Windows *fixture)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) target = NULL;
      g_autofree char *name = get_name (&commands[i], &target);

      if (leaves_window (name))
        continue;
      g_test_message ("%s", commands[i].action);
      gtk_widget_activate_action_variant (fixture->window->canvas, name,
                                          target);
      gtk_test_widget_wait_for_draw (fixture->window->canvas);
    }
}

/* Until nothing but the window is left. */
static void
close_others (Windows *fixture)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (windows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (fixture->window))
        g_ptr_array_add (others, window);
    }
  for (guint i = 0; i < others->len; i++)
    gtk_window_destroy (others->pdata[i]);
}

static void
test_empty (Windows *fixture, gconstpointer data)
{
  windows_show (fixture);
  run_all (fixture);
  close_others (fixture);
}

/* With one card selected, and then with all. */
static void
test_small (Windows *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  windows_load (fixture);
  windows_show (fixture);
  before = strata_graph_to_text (windows_get_graph (fixture), NULL);
  strata_editor_window_show_card (fixture->window, "dw");
  run_all (fixture);
  gtk_widget_activate_action (fixture->window->canvas, "canvas.cancel", NULL);
  gtk_widget_activate_action (fixture->window->canvas, "canvas.select-all",
                              NULL);
  run_all (fixture);
  close_others (fixture);
  gtk_widget_activate_action (fixture->window->canvas, "canvas.cancel", NULL);
  while (strata_graph_get_undo_name (windows_get_graph (fixture)))
    strata_graph_undo (windows_get_graph (fixture));
  after = strata_graph_to_text (windows_get_graph (fixture), NULL);
  g_assert_cmpstr (after, ==, before);
}

/* The titles that the shortcuts window shows. */
static void
list_titles (GtkWidget *widget, GHashTable *titles)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      char *title;

      g_object_get (widget, "title", &title, NULL);
      g_hash_table_add (titles, title);
    }
  for (; child; child = gtk_widget_get_next_sibling (child))
    list_titles (child, titles);
}

static GtkWidget *
find_stack (GtkWidget *widget)
{
  GtkWidget *found = NULL;
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_STACK (widget)
      && GTK_IS_SHORTCUTS_SECTION (
          gtk_widget_get_ancestor (widget, GTK_TYPE_SHORTCUTS_SECTION)))
    return widget;
  for (; child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_stack (child);
  return found;
}

/* The window opens with the commands that stand first in the table. */
static void
test_shortcuts_first (Windows *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) titles =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *window;
  GtkStack *stack;
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  windows_show (fixture);
  windows_act (fixture, "shortcuts");
  window = windows_find (GTK_TYPE_SHORTCUTS_WINDOW);
  g_assert_nonnull (window);
  gtk_test_widget_wait_for_draw (window);
  stack = GTK_STACK (find_stack (window));
  list_titles (gtk_stack_get_visible_child (stack), titles);
  g_assert_true (gtk_stack_get_visible_child (stack)
                 == gtk_widget_get_first_child (GTK_WIDGET (stack)));
  g_assert_true (g_hash_table_contains (titles, commands[0].title));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_shortcuts (Windows *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) titles =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *window = strata_command_new_shortcuts ();
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  list_titles (window, titles);
  for (gsize i = 0; i < n; i++)
    if (*commands[i].keys)
      {
        g_test_message ("%s", commands[i].title);
        g_assert_true (g_hash_table_contains (titles, commands[i].title));
      }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
set_shape (Windows *fixture)
{
  StrataGraph *graph = windows_get_graph (fixture);
  g_autoptr (StrataValue) shape = strata_value_parse ("[1, 4, 1, 1]", -1, NULL);

  g_assert_true (strata_graph_set_value (
      graph, strata_graph_find_card (graph, "x"), "shape", shape, NULL));
}

static void
wait_for_end (StrataDocument *document)
{
  do
    g_main_context_iteration (NULL, TRUE);
  while (strata_document_get_n_evaluated (document) == 0
         || strata_document_is_running (document));
}

/* Without a selection it says what is missing, and nothing runs. */
static void
test_run_selection (Windows *fixture, gconstpointer data)
{
  StrataToast *toast = STRATA_TOAST (fixture->window->toast);
  StrataDocument *document;

  windows_show (fixture);
  windows_load (fixture);
  document = strata_editor_window_get_document (fixture->window);
  strata_document_set_live (document, FALSE);
  strata_document_stop (document);
  set_shape (fixture);
  gtk_widget_activate_action (fixture->window->canvas, "canvas.select-none",
                              NULL);
  windows_act (fixture, "run-selection");
  g_assert_cmpstr (strata_toast_get_sentence (toast), ==,
                   "Select the cards to run first");
  gtk_test_widget_wait_for_draw (fixture->window->canvas);
  g_assert_false (strata_document_is_running (document));
  g_assert_null (strata_document_get_tensor (document, "x", "tensor"));

  strata_editor_window_show_card (fixture->window, "x");
  windows_act (fixture, "run-selection");
  wait_for_end (document);
  g_assert_cmpint (strata_document_get_card_state (document, "x"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
  g_assert_null (strata_document_get_tensor (document, "dw", "output"));
}

/* Whoever reports a fault can copy what it happened with. */
static void
test_about (Windows *fixture, gconstpointer data)
{
  g_autofree char *debug = NULL;
  GtkWidget *window;

  windows_show (fixture);
  windows_load (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (windows_application), "about",
                                  NULL);
  window = windows_find (ADW_TYPE_ABOUT_WINDOW);
  g_assert_nonnull (window);
  g_object_get (window, "debug-info", &debug, NULL);
  g_test_message ("%s", debug);
  g_assert_nonnull (strstr (debug, "\nGTK 4."));
  g_assert_nonnull (strstr (debug, "\nRenderer: Gsk"));
  g_assert_nonnull (strstr (debug, "\nInstruction set: "));
  g_assert_null (strstr (debug, "Instruction set: none"));
  g_assert_null (strstr (debug, "Threads: 0"));
  g_assert_nonnull (strstr (debug, "\nGraph: 2 cards, 1 wires"));
  g_assert_nonnull (strstr (debug, "strata-cards.so\n"));
  g_assert_null (strstr (debug, fixture->folder));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add (void)
{
  WINDOWS_ADD ("/editor/commands/exist", test_exist);
  WINDOWS_ADD ("/editor/commands/keys", test_keys);
  WINDOWS_ADD ("/editor/commands/empty", test_empty);
  WINDOWS_ADD ("/editor/commands/small", test_small);
  WINDOWS_ADD ("/editor/commands/run-selection", test_run_selection);
  WINDOWS_ADD ("/editor/commands/about", test_about);
  WINDOWS_ADD ("/editor/commands/shortcuts", test_shortcuts);
  WINDOWS_ADD ("/editor/commands/shortcuts-first", test_shortcuts_first);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add);
}
