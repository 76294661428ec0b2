/* strata-notice-list.c — sentences that stay above the canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-notice-list.h"

#include "strata-editor-log.h"

typedef struct
{
  GtkWidget *bar;
  GtkWidget *label;
} Notice;

struct _StrataNoticeList
{
  GtkWidget parent_instance;

  GHashTable *notices; /* id to Notice */
};

G_DEFINE_FINAL_TYPE (StrataNoticeList, strata_notice_list, GTK_TYPE_WIDGET)

static void
response_cb (GtkInfoBar *bar, int response, gpointer data)
{
  if (response == GTK_RESPONSE_CLOSE)
    gtk_info_bar_set_revealed (bar, FALSE);
}

static void
add_button (Notice *notice, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_info_bar_add_action_widget (GTK_INFO_BAR (notice->bar), button,
                                  GTK_RESPONSE_ACCEPT);
}

static Notice *
add_notice (StrataNoticeList *self,
            const char *id,
            const char *label,
            const char *action)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->bar = gtk_info_bar_new ();
  notice->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (notice->label), TRUE);
  gtk_widget_set_hexpand (notice->label, TRUE);
  gtk_label_set_selectable (GTK_LABEL (notice->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (notice->label), 0);
  gtk_info_bar_add_child (GTK_INFO_BAR (notice->bar), notice->label);
  if (label)
    add_button (notice, label, action);
  gtk_info_bar_set_show_close_button (GTK_INFO_BAR (notice->bar), TRUE);
  g_signal_connect (notice->bar, "response", G_CALLBACK (response_cb), NULL);
  gtk_widget_set_parent (notice->bar, GTK_WIDGET (self));
  g_hash_table_insert (self->notices, g_strdup (id), notice);
  return notice;
}

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  gtk_widget_unparent (notice->bar);
  g_free (notice);
}

static void
strata_notice_list_dispose (GObject *object)
{
  g_hash_table_remove_all (STRATA_NOTICE_LIST (object)->notices);

  G_OBJECT_CLASS (strata_notice_list_parent_class)->dispose (object);
}

static void
strata_notice_list_finalize (GObject *object)
{
  g_hash_table_unref (STRATA_NOTICE_LIST (object)->notices);

  G_OBJECT_CLASS (strata_notice_list_parent_class)->finalize (object);
}

static void
strata_notice_list_class_init (StrataNoticeListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_notice_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_notice_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
strata_notice_list_init (StrataNoticeList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout),
                                  GTK_ORIENTATION_VERTICAL);
  self->notices =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, notice_free);
}

GtkWidget *
strata_notice_list_new (void)
{
  return g_object_new (STRATA_TYPE_NOTICE_LIST, NULL);
}

void
strata_notice_list_set (StrataNoticeList *list,
                        const char *id,
                        GtkMessageType type,
                        const char *sentence,
                        const char *label,
                        const char *action)
{
  Notice *notice;

  g_return_if_fail (STRATA_IS_NOTICE_LIST (list));

  notice = g_hash_table_lookup (list->notices, id);
  if (notice
      && g_str_equal (gtk_label_get_text (GTK_LABEL (notice->label)), sentence))
    return; /* and whoever has closed it need not close it again */
  if (!notice)
    notice = add_notice (list, id, label, action);
  strata_editor_log ("notice %s", id);
  gtk_info_bar_set_message_type (GTK_INFO_BAR (notice->bar), type);
  gtk_label_set_text (GTK_LABEL (notice->label), sentence);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (notice->bar), TRUE);
}

void
strata_notice_list_remove (StrataNoticeList *list, const char *id)
{
  g_return_if_fail (STRATA_IS_NOTICE_LIST (list));

  g_hash_table_remove (list->notices, id);
}

void
strata_notice_list_clear (StrataNoticeList *list)
{
  g_return_if_fail (STRATA_IS_NOTICE_LIST (list));

  g_hash_table_remove_all (list->notices);
}

const char *
strata_notice_list_get (StrataNoticeList *list, const char *id)
{
  Notice *notice;

  g_return_val_if_fail (STRATA_IS_NOTICE_LIST (list), NULL);

  notice = g_hash_table_lookup (list->notices, id);
  if (!notice || !gtk_info_bar_get_revealed (GTK_INFO_BAR (notice->bar)))
    return NULL;
  return gtk_label_get_text (GTK_LABEL (notice->label));
}
