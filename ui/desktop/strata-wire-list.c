/* strata-wire-list.c — where a wire from a port may go, to search and choose.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-wire-list.h"
#include "strata-mark-icon.h"

#include <glib/gi18n.h>

struct _StrataWireList
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  GtkWidget *view;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  char **words;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataWireList, strata_wire_list, GTK_TYPE_POPOVER)

/* Searching. */

static gboolean
filter_cb (gpointer item, gpointer data)
{
  StrataWireList *self = data;

  return !self->words
         || strata_wire_offer_matches (item, (const char *const *) self->words);
}

static void
search_changed_cb (GtkEditable *editable, StrataWireList *self)
{
  g_autofree char *folded =
      g_utf8_casefold (gtk_editable_get_text (editable), -1);

  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " \t", -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
}

static void
select_and_show (StrataWireList *self, gint64 position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (n == 0)
    return;
  position = CLAMP (position, 0, (gint64) n - 1);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u",
                              (guint) position);
}

/* Arrows choose while one goes on typing. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                StrataWireList *self)
{
  gint64 position = gtk_single_selection_get_selected (self->selection);

  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      select_and_show (self, position + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      select_and_show (self, position - 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Choosing. */

void
strata_wire_list_choose (StrataWireList *list)
{
  gpointer offer;

  g_return_if_fail (STRATA_IS_WIRE_LIST (list));

  offer = gtk_single_selection_get_selected_item (list->selection);
  if (offer)
    g_signal_emit (list, signals[CHOSEN], 0, offer);
}

static void
activate_cb (GtkListView *view, guint position, StrataWireList *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  strata_wire_list_choose (self);
}

/* Rows. */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (NULL);
  GtkWidget *note = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_ellipsize (GTK_LABEL (note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), text);
  gtk_box_append (GTK_BOX (words), note);
  gtk_box_append (GTK_BOX (box), strata_mark_icon_new (STRATA_PORT_TENSOR));
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_item_set_child (item, box);
}

static StrataPortType
get_type (StrataWireOffer *offer)
{
  StrataPort *port = strata_wire_offer_get_port (offer);
  const StrataPortRow *row = port ? strata_port_get_row (port) : NULL;

  if (!port)
    return strata_mark_icon_type_of (strata_wire_offer_get_kind (offer));
  return row ? row->type : STRATA_PORT_STRING;
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  StrataWireOffer *offer = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *icon = gtk_widget_get_first_child (box);
  GtkWidget *text =
      gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon));
  GtkWidget *note = gtk_widget_get_next_sibling (text);
  const char *words = strata_wire_offer_get_note (offer);

  strata_mark_icon_set_type (STRATA_MARK_ICON (icon), get_type (offer));
  gtk_label_set_text (GTK_LABEL (text), strata_wire_offer_get_text (offer));
  gtk_label_set_text (GTK_LABEL (note), words ? words : "");
  gtk_widget_set_visible (note, words != NULL);
  gtk_widget_set_tooltip_text (box, words);
  if (strata_wire_offer_fits (offer))
    gtk_widget_remove_css_class (text, "dim-label");
  else
    gtk_widget_add_css_class (text, "dim-label");
}

/* The object. */

static void
strata_wire_list_dispose (GObject *object)
{
  StrataWireList *self = STRATA_WIRE_LIST (object);

  /* It would still be read while its parts go. */
  if (self->filter)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (strata_wire_list_parent_class)->dispose (object);
}

static void
strata_wire_list_finalize (GObject *object)
{
  g_strfreev (STRATA_WIRE_LIST (object)->words);

  G_OBJECT_CLASS (strata_wire_list_parent_class)->finalize (object);
}

static void
strata_wire_list_class_init (StrataWireListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_wire_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_wire_list_finalize;

  signals[CHOSEN] =
      g_signal_new ("chosen", STRATA_TYPE_WIRE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, STRATA_TYPE_WIRE_OFFER);
}

static void
init_entry (StrataWireList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Search ports"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search ports"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (self->entry, "changed", G_CALLBACK (search_changed_cb),
                    self);
  g_signal_connect_swapped (self->entry, "activate",
                            G_CALLBACK (strata_wire_list_choose), self);
  g_signal_connect_swapped (self->entry, "stop-search",
                            G_CALLBACK (gtk_popover_popdown), self);
}

static void
strata_wire_list_init (StrataWireList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  init_entry (self);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

static void
init_list (StrataWireList *self, GListModel *offers)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;

  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  filtered = gtk_filter_list_model_new (
      g_object_ref (offers), GTK_FILTER (g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->view =
      gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Where the wire may go"), -1);
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_widget_set_size_request (scrolled, 360, 300);
  gtk_box_append (GTK_BOX (gtk_popover_get_child (GTK_POPOVER (self))),
                  scrolled);
}

GtkWidget *
strata_wire_list_new (GListModel *offers)
{
  StrataWireList *self = g_object_new (STRATA_TYPE_WIRE_LIST, NULL);

  init_list (self, offers);
  return GTK_WIDGET (self);
}

void
strata_wire_list_set_words (StrataWireList *list, const char *words)
{
  g_return_if_fail (STRATA_IS_WIRE_LIST (list));

  gtk_editable_set_text (GTK_EDITABLE (list->entry), words);
}

GListModel *
strata_wire_list_get_shown (StrataWireList *list)
{
  g_return_val_if_fail (STRATA_IS_WIRE_LIST (list), NULL);

  return G_LIST_MODEL (list->selection);
}
