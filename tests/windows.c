/* windows.c — a window of the editor, with a file, for tests.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "windows.h"

#include "strata-notice-list.h"

#include <glib/gstdio.h>

StrataApplication *windows_application;

const char windows_text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"inputs\": "
    "{\"shape\": [1, 2, 2, 1], \"values\": [1, 2, 3, 4]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\": "
    "{\"kernel_size\": 1, \"depthwise_initializer\": \"ones\"}}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

void
windows_write (Windows *fixture, const char *text)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

void
windows_set_up (Windows *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("strata-window-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.strata", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  windows_write (fixture, windows_text);
  fixture->window =
      strata_editor_window_new (ADW_APPLICATION (windows_application));
  g_assert_true (strata_editor_window_is_blank (fixture->window));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
windows_tear_down (Windows *fixture, gconstpointer data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (
              GTK_APPLICATION (windows_application))))
    gtk_window_destroy (windows->data);
  remove_folder (fixture->folder);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

void
windows_load (Windows *fixture)
{
  g_autoptr (GError) error = NULL;

  strata_editor_window_load (fixture->window, fixture->file, &error);
  g_assert_no_error (error);
}

void
windows_show (Windows *fixture)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

StrataGraph *
windows_get_graph (Windows *fixture)
{
  return strata_document_get_graph (
      strata_editor_window_get_document (fixture->window));
}

void
windows_act (Windows *fixture, const char *action)
{
  g_assert_true (
      g_action_group_has_action (G_ACTION_GROUP (fixture->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action,
                                  NULL);
}

gboolean
windows_can (Windows *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window),
                                            action);
}

const char *
windows_get_notice (Windows *fixture, const char *id)
{
  return strata_notice_list_get (STRATA_NOTICE_LIST (fixture->window->notices),
                                 id);
}

const char *
windows_get_report (Windows *fixture)
{
  return gtk_info_bar_get_revealed (fixture->window->report_bar)
             ? gtk_label_get_text (fixture->window->report_label)
             : NULL;
}

guint
windows_count (void)
{
  return g_list_length (
      gtk_application_get_windows (GTK_APPLICATION (windows_application)));
}

GtkWidget *
windows_find (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (windows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

AdwMessageDialog *
windows_find_question (void)
{
  return (AdwMessageDialog *) windows_find (ADW_TYPE_MESSAGE_DIALOG);
}

void
windows_answer (AdwMessageDialog *dialog, const char *response)
{
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

GtkWidget *
windows_find_child (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = windows_find_child (child, type);
  return found;
}

int
windows_main (int argc, char **argv, void (*add) (void))
{
  g_autofree char *home = g_dir_make_tmp ("strata-state-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  if (!gtk_init_check ())
    {
      g_rmdir (home);
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  windows_application = strata_application_new ();
  g_application_set_flags (G_APPLICATION (windows_application),
                           G_APPLICATION_HANDLES_OPEN
                               | G_APPLICATION_NON_UNIQUE);
  g_assert_true (
      g_application_register (G_APPLICATION (windows_application), NULL, NULL));
  add ();
  status = g_test_run ();
  g_object_unref (windows_application);
  remove_folder (home);
  return status;
}
