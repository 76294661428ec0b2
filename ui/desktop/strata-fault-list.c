/* strata-fault-list.c — the faults of a graph, each leading to its card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-fault-list.h"

#include <glib/gi18n.h>

struct _StrataFaultList
{
  GtkPopover parent_instance;

  GtkListBox *list;
};

enum
{
  CARD_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A row is a widget; nobody reads more of them. */
#define MAX_ROWS 100

G_DEFINE_FINAL_TYPE (StrataFaultList, strata_fault_list, GTK_TYPE_POPOVER)

static const char card_key[] = "strata-card";

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, StrataFaultList *self)
{
  g_autofree char *card =
      g_strdup (g_object_get_data (G_OBJECT (row), card_key));

  if (!card)
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CARD_CHOSEN], 0, card);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 56);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
append_row (StrataFaultList *self,
            const char *card,
            const char *place,
            const char *message)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), new_label (message, NULL));
  if (place)
    {
      GtkWidget *label = new_label (place, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), card != NULL);
  g_object_set_data_full (G_OBJECT (row), card_key, g_strdup (card), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
  gtk_list_box_append (self->list, row);
}

static void
append_fault (StrataFaultList *self, StrataFault *fault)
{
  const char *card = strata_fault_get_card (fault);
  const char *port = strata_fault_get_port (fault);
  g_autofree char *place =
      port ? g_strconcat (card, " \302\267 ", port, NULL) : g_strdup (card);

  append_row (self, card, place, strata_fault_get_message (fault));
}

void
strata_fault_list_set (StrataFaultList *list, GPtrArray *faults)
{
  GtkListBoxRow *row;
  guint n = MIN (faults->len, MAX_ROWS);

  g_return_if_fail (STRATA_IS_FAULT_LIST (list));

  while ((row = gtk_list_box_get_row_at_index (list->list, 0)))
    gtk_list_box_remove (list->list, GTK_WIDGET (row));
  for (guint i = 0; i < n; i++)
    append_fault (list, faults->pdata[i]);
  if (n < faults->len)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("%u more", "%u more", faults->len - n), faults->len - n);

      append_row (list, NULL, NULL, more);
    }
}

static void
strata_fault_list_class_init (StrataFaultListClass *klass)
{
  signals[CARD_CHOSEN] =
      g_signal_new ("card-chosen", STRATA_TYPE_FAULT_LIST, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
strata_fault_list_init (StrataFaultList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Faults"), -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_object_set (scrolled, "hscrollbar-policy", GTK_POLICY_NEVER,
                "propagate-natural-height", TRUE, "propagate-natural-width",
                TRUE, "max-content-height", 420, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (self), scrolled);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
}

GtkWidget *
strata_fault_list_new (void)
{
  return g_object_new (STRATA_TYPE_FAULT_LIST, NULL);
}
