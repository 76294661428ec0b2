/* strata-fault-list.c — the faults of a graph, each leading to its card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-fault-list.h"

#include "strata-canvas-words.h"

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
static const char fault_key[] = "strata-fault";

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

/* Red is for what is wrong. */
static GtkWidget *
new_icon (StrataFaultKind kind)
{
  gboolean missing = kind == STRATA_FAULT_MISSING;
  GtkWidget *icon = gtk_image_new_from_icon_name (
      missing ? "content-loading-symbolic" : "dialog-error-symbolic");

  gtk_widget_add_css_class (icon, missing ? "dim-label" : "error");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  return icon;
}

static void
append_row (StrataFaultList *self,
            StrataFault *fault,
            const char *place,
            const char *message)
{
  const char *card = fault ? strata_fault_get_card (fault) : NULL;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (fault)
    gtk_box_append (GTK_BOX (line), new_icon (strata_fault_get_kind (fault)));
  gtk_box_append (GTK_BOX (line), box);
  gtk_box_append (GTK_BOX (box), new_label (message, NULL));
  if (place)
    {
      GtkWidget *label = new_label (place, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), card != NULL);
  g_object_set_data_full (G_OBJECT (row), card_key, g_strdup (card), g_free);
  if (fault)
    g_object_set_data_full (G_OBJECT (row), fault_key, strata_fault_ref (fault),
                            (GDestroyNotify) strata_fault_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
  gtk_list_box_append (self->list, row);
}

/* As it stands on the card. */
static char *
dup_title (StrataGraph *graph, const char *id, const char *name)
{
  StrataCard *card = strata_graph_find_card (graph, id);
  g_autoptr (StrataPort) port =
      card ? strata_card_find_port (card, name, FALSE) : NULL;

  if (card && !port)
    port = strata_card_find_port (card, name, TRUE);
  return port ? strata_canvas_dup_port_title (port) : g_strdup (name);
}

static void
append_fault (StrataFaultList *self, StrataGraph *graph, StrataFault *fault)
{
  const char *card = strata_fault_get_card (fault);
  const char *port = strata_fault_get_port (fault);
  g_autofree char *title =
      card && port ? dup_title (graph, card, port) : g_strdup (port);
  g_autofree char *place = card && title
                               ? g_strconcat (card, " \302\267 ", title, NULL)
                               : g_strdup (card);

  append_row (self, fault, place, strata_fault_get_message (fault));
}

/* Up to so many of a kind, and how many there were. */
static guint
append_kind (StrataFaultList *self,
             StrataGraph *graph,
             GPtrArray *faults,
             StrataFaultKind kind,
             guint most)
{
  guint n = 0;

  for (guint i = 0; i < faults->len && n < most; i++)
    if (strata_fault_get_kind (faults->pdata[i]) == kind)
      {
        append_fault (self, graph, faults->pdata[i]);
        n++;
      }
  return n;
}

void
strata_fault_list_set (StrataFaultList *list,
                       StrataGraph *graph,
                       GPtrArray *faults)
{
  GtkListBoxRow *row;
  guint n;

  g_return_if_fail (STRATA_IS_FAULT_LIST (list));
  g_return_if_fail (STRATA_IS_GRAPH (graph));

  while ((row = gtk_list_box_get_row_at_index (list->list, 0)))
    gtk_list_box_remove (list->list, GTK_WIDGET (row));
  n = append_kind (list, graph, faults, STRATA_FAULT_WRONG, MAX_ROWS);
  n += append_kind (list, graph, faults, STRATA_FAULT_MISSING, MAX_ROWS - n);
  if (n < faults->len)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("%u more", "%u more", faults->len - n), faults->len - n);

      append_row (list, NULL, NULL, more);
    }
}

/* What each kind begins with. */
static void
update_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  StrataFault *fault = g_object_get_data (G_OBJECT (row), fault_key);
  StrataFault *last =
      before ? g_object_get_data (G_OBJECT (before), fault_key) : NULL;
  GtkWidget *header = NULL;

  if (fault
      && (!last
          || strata_fault_get_kind (last) != strata_fault_get_kind (fault)))
    header = new_label (strata_fault_get_kind (fault) == STRATA_FAULT_MISSING
                            ? _ ("Still Empty")
                            : _ ("Faults"),
                        "strata-category");
  gtk_list_box_row_set_header (row, header);
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
  gtk_list_box_set_header_func (self->list, update_header_cb, NULL, NULL);
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
