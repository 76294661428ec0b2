/* strata-editor-window-safety.c — what a window says of a file that is not as
 * it should be, and what it asks before it reads or overwrites one.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-editor-window-private.h"

#include "strata-notice-list.h"

#include <glib/gi18n.h>

#define MOST_PATHS 8 /* that a question names */

static void
say (StrataEditorWindow *self,
     const char *id,
     const char *sentence,
     const char *label,
     const char *action)
{
  strata_notice_list_set (STRATA_NOTICE_LIST (self->notices), id,
                          GTK_MESSAGE_WARNING, sentence, label, action);
}

static void
unsay (StrataEditorWindow *self, const char *id)
{
  strata_notice_list_remove (STRATA_NOTICE_LIST (self->notices), id);
}

/* What the file says that the graph does not. */

static void
tell_of_version (StrataEditorWindow *self)
{
  gint64 version = strata_document_get_newer_version (self->document);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, version);
  g_autofree char *title = strata_document_dup_title (self->document);
  g_autofree char *sentence = NULL;

  if (version == 0)
    {
      unsay (self, "newer");
      return;
    }
  sentence = g_strdup_printf (
      _ ("“%s” comes from a newer Strata (version %s of the format): what this "
         "one does not know is not shown, and changes can only be saved under "
         "another name"),
      title, number);
  say (self, "newer", sentence, _ ("Save _As…"), "win.save-as");
}

static void
tell_of_faults (StrataEditorWindow *self)
{
  guint n =
      strata_graph_get_load_faults (strata_document_get_graph (self->document))
          ->len;
  g_autofree char *sentence = NULL;

  if (n == 0)
    {
      unsay (self, "faults");
      return;
    }
  sentence = g_strdup_printf (
      ngettext ("%u entry of the file could not be read; so that it is not "
                "lost, changes can only be saved under another name",
                "%u entries of the file could not be read; so that they are "
                "not lost, changes can only be saved under another name",
                n),
      n);
  say (self, "faults", sentence, _ ("Show _Faults"), "win.faults");
}

static void
tell_of_unknown (StrataEditorWindow *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);
  guint n_cards = strata_graph_get_n_cards (graph);
  const char *type = NULL;
  g_autofree char *sentence = NULL;
  guint n = 0;

  for (guint i = 0; i < n_cards; i++)
    {
      StrataCard *card = strata_graph_get_card (graph, i);

      if (strata_card_is_known (card))
        continue;
      type = type ? type : strata_card_get_type_name (card);
      n++;
    }
  if (n == 0)
    {
      unsay (self, "unknown");
      return;
    }
  sentence = g_strdup_printf (
      ngettext ("%u card is of a kind that is not installed here, “%s”: it is "
                "kept as it is, but cannot be evaluated",
                "%u cards are of kinds that are not installed here, such as "
                "“%s”: they are kept as they are, but cannot be evaluated",
                n),
      n, type);
  say (self, "unknown", sentence, NULL, NULL);
}

/* Paths that leave the folder. */

static void
tell_of_paths (StrataEditorWindow *self)
{
  g_auto (GStrv) paths = strata_document_list_outside (self->document);

  if (!*paths || strata_document_is_trusted (self->document))
    unsay (self, "outside");
  else
    say (self, "outside",
         _ ("The graph names files outside its folder; they are read only if "
            "you trust whoever made it"),
         _ ("_Trust This Graph…"), "win.trust");
}

static char *
list_paths (char **paths)
{
  GString *list = g_string_new (NULL);
  guint n = g_strv_length (paths);

  for (guint i = 0; i < MIN (n, MOST_PATHS); i++)
    {
      g_autofree char *name = g_filename_display_name (paths[i]);

      g_string_append_printf (list, "\n• %s", name);
    }
  if (n > MOST_PATHS)
    {
      g_string_append_c (list, '\n');
      g_string_append_printf (
          list, ngettext ("and %u more", "and %u more", n - MOST_PATHS),
          n - MOST_PATHS);
    }
  return g_string_free (list, FALSE);
}

static void
trust_response_cb (AdwMessageDialog *dialog,
                   const char *response,
                   StrataEditorWindow *self)
{
  if (g_str_equal (response, "trust"))
    strata_document_set_trusted (self->document, TRUE);
}

AdwMessageDialog *
strata_editor_window_ask (StrataEditorWindow *self,
                          const char *heading,
                          const char *body,
                          GCallback response_cb)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), heading, body));

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", response_cb, self, 0);
  return dialog;
}

void
strata_editor_window_ask_to_trust (StrataEditorWindow *self)
{
  g_auto (GStrv) paths = strata_document_list_outside (self->document);
  g_autofree char *list = list_paths (paths);
  g_autofree char *body = g_strdup_printf (
      _ ("Until its window is closed it could read these files, which lie "
         "outside its folder:\n%s"),
      list);
  AdwMessageDialog *dialog;

  if (!*paths)
    return;
  dialog = strata_editor_window_ask (self, _ ("Trust This Graph?"), body,
                                     G_CALLBACK (trust_response_cb));
  adw_message_dialog_add_response (dialog, "trust", _ ("_Trust"));
  adw_message_dialog_set_response_appearance (dialog, "trust",
                                              ADW_RESPONSE_DESTRUCTIVE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Somebody else has written the file, or taken it away. */

static void
tell_of_loss (StrataEditorWindow *self)
{
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;

  if (!path || g_file_test (path, G_FILE_TEST_EXISTS))
    {
      unsay (self, "gone");
      return;
    }
  title = strata_document_dup_title (self->document);
  sentence = g_strdup_printf (
      _ ("“%s” is no longer where it was: another program has deleted, renamed "
         "or moved it"),
      title);
  say (self, "gone", sentence, _ ("_Save Again"), "win.save");
}

static void
tell_of_change (StrataEditorWindow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;

  if (!strata_document_has_file_changed (self->document))
    {
      unsay (self, "changed");
      return;
    }
  title = strata_document_dup_title (self->document);
  sentence = g_strdup_printf (
      _ ("“%s” was changed by another program after it was opened here"),
      title);
  say (self, "changed", sentence, _ ("_Reload…"), "win.reload");
}

static void
reload (StrataEditorWindow *self)
{
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;
  g_autoptr (GError) error = NULL;

  if (file && !strata_editor_window_load (self, file, &error))
    strata_editor_window_report (self, error->message);
}

static void
reload_response_cb (AdwMessageDialog *dialog,
                    const char *response,
                    StrataEditorWindow *self)
{
  if (g_str_equal (response, "reload"))
    reload (self);
}

static void
add_reload (AdwMessageDialog *dialog)
{
  adw_message_dialog_add_response (dialog, "reload", _ ("_Reload"));
  adw_message_dialog_set_response_appearance (dialog, "reload",
                                              ADW_RESPONSE_DESTRUCTIVE);
}

void
strata_editor_window_reload (StrataEditorWindow *self)
{
  g_autofree char *title = strata_document_dup_title (self->document);
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  if (!strata_document_is_modified (self->document))
    {
      reload (self);
      return;
    }
  body = g_strdup_printf (
      _ ("What you have changed in “%s” since it was opened will be lost."),
      title);
  dialog = strata_editor_window_ask (self, _ ("Reload and Lose Changes?"), body,
                                     G_CALLBACK (reload_response_cb));
  add_reload (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
overwrite_response (StrataEditorWindow *self,
                    const char *response,
                    gboolean then_close)
{
  if (g_str_equal (response, "overwrite"))
    strata_editor_window_write (self, then_close);
  else if (g_str_equal (response, "save-as"))
    strata_editor_window_choose_save (self, then_close);
  else if (g_str_equal (response, "reload"))
    reload (self);
}

static void
overwrite_response_cb (AdwMessageDialog *dialog,
                       const char *response,
                       StrataEditorWindow *self)
{
  overwrite_response (self, response, FALSE);
}

static void
overwrite_and_close_response_cb (AdwMessageDialog *dialog,
                                 const char *response,
                                 StrataEditorWindow *self)
{
  overwrite_response (self, response, TRUE);
}

void
strata_editor_window_ask_to_overwrite (StrataEditorWindow *self,
                                       gboolean then_close)
{
  g_autofree char *title = strata_document_dup_title (self->document);
  g_autofree char *body = g_strdup_printf (
      _ ("“%s” was changed by another program after it was opened here. "
         "Saving would overwrite that."),
      title);
  AdwMessageDialog *dialog = strata_editor_window_ask (
      self, _ ("Overwrite the File?"), body,
      then_close ? G_CALLBACK (overwrite_and_close_response_cb)
                 : G_CALLBACK (overwrite_response_cb));

  add_reload (dialog);
  adw_message_dialog_add_response (dialog, "overwrite", _ ("_Overwrite"));
  adw_message_dialog_set_response_appearance (dialog, "overwrite",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_add_response (dialog, "save-as", _ ("Save _As…"));
  adw_message_dialog_set_response_appearance (dialog, "save-as",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save-as");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
monitor_cb (GFileMonitor *monitor,
            GFile *file,
            GFile *other,
            GFileMonitorEvent event,
            StrataEditorWindow *self)
{
  tell_of_loss (self);
  tell_of_change (self);
}

void
strata_editor_window_watch_file (StrataEditorWindow *self)
{
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  strata_editor_window_stop_watching (self);
  if (file)
    self->monitor =
        g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor)
    g_signal_connect (self->monitor, "changed", G_CALLBACK (monitor_cb), self);
}

void
strata_editor_window_stop_watching (StrataEditorWindow *self)
{
  if (!self->monitor)
    return;
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
}

void
strata_editor_window_update_notices (StrataEditorWindow *self)
{
  tell_of_version (self);
  tell_of_faults (self);
  tell_of_unknown (self);
  tell_of_paths (self);
  tell_of_loss (self);
  tell_of_change (self);
}
