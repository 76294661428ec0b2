/* strata-outline.c — all cards and wires of a graph, as a list.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-outline.h"

struct _StrataOutline
{
  AdwBin parent_instance;

  StrataDocument *document;
  GListStore *items;
  guint64 structure; /* of the graph, when it was listed */
  GtkWidget *view;
};

enum
{
  CARD_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataOutline, strata_outline, ADW_TYPE_BIN)

#define ARROW " \342\206\222 "

/* Words. */

static char *
describe_wire (StrataWire *wire)
{
  return g_strdup_printf ("%s.%s" ARROW "%s.%s",
                          strata_card_get_id (strata_wire_get_source (wire)),
                          strata_wire_get_source_port (wire),
                          strata_card_get_id (strata_wire_get_target (wire)),
                          strata_wire_get_target_port (wire));
}

static char *
describe_card (StrataOutline *self, StrataCard *card)
{
  StrataPlan *plan = strata_document_get_plan (self->document);
  const char *id = strata_card_get_id (card);
  int index = strata_plan_find_card (plan, id);
  const StrataSpec *spec =
      index >= 0 ? strata_plan_get_main_spec (plan, (guint) index) : NULL;
  g_autofree char *shape = spec ? strata_spec_to_string (spec) : NULL;
  StrataFault *fault = strata_document_find_fault (self->document, id, NULL);

  return g_strconcat (strata_card_get_title (card), " ", id, shape ? ", " : "",
                      shape ? shape : "", fault ? ": " : "",
                      fault ? strata_fault_get_message (fault) : "", NULL);
}

char *
strata_outline_describe (StrataOutline *outline, gpointer item)
{
  g_return_val_if_fail (STRATA_IS_OUTLINE (outline), NULL);

  return STRATA_IS_CARD (item) ? describe_card (outline, item)
                               : describe_wire (item);
}

/* Rows. */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          StrataOutline *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         StrataOutline *self)
{
  gpointer object = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = strata_outline_describe (self, object);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_set_margin_start (label, STRATA_IS_CARD (object) ? 0 : 18);
  if (STRATA_IS_CARD (object))
    gtk_widget_remove_css_class (label, "dim-label");
  else
    gtk_widget_add_css_class (label, "dim-label");
}

static void
activate_cb (GtkListView *view, guint position, StrataOutline *self)
{
  g_autoptr (GObject) item =
      g_list_model_get_item (G_LIST_MODEL (self->items), position);
  StrataCard *card = STRATA_IS_CARD (item)
                         ? STRATA_CARD (item)
                         : strata_wire_get_target (STRATA_WIRE (item));

  g_signal_emit (self, signals[CARD_CHOSEN], 0, strata_card_get_id (card));
}

/* The list. */

static void
append_wires (StrataCard *card, GPtrArray *items)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);

  for (guint i = 0; i < wires->len; i++)
    if (strata_wire_get_target (wires->pdata[i]) == card)
      g_ptr_array_add (items, wires->pdata[i]);
}

static void
list (StrataOutline *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  guint n = strata_graph_get_n_cards (graph);

  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (graph, i);

      g_ptr_array_add (items, card);
      append_wires (card, items);
    }
  g_list_store_splice (self->items, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  self->structure = strata_graph_get_structure (graph);
}

/* Those that are seen are written anew when the words may be others. */
static void
planned_cb (StrataDocument *document, StrataOutline *self)
{
  StrataGraph *graph = strata_document_get_graph (document);

  if (strata_graph_get_structure (graph) != self->structure
      || gtk_widget_get_mapped (GTK_WIDGET (self)))
    list (self);
}

/* The object. */

static void
leave_document (StrataOutline *self)
{
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

static void
strata_outline_dispose (GObject *object)
{
  StrataOutline *self = STRATA_OUTLINE (object);

  if (self->items)
    g_list_store_remove_all (self->items);
  leave_document (self);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (strata_outline_parent_class)->dispose (object);
}

static void
map_cb (GtkWidget *widget, gpointer data)
{
  StrataOutline *self = STRATA_OUTLINE (widget);

  if (self->document)
    list (self);
}

static void
strata_outline_class_init (StrataOutlineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_outline_dispose;

  signals[CARD_CHOSEN] =
      g_signal_new ("card-chosen", STRATA_TYPE_OUTLINE, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
strata_outline_init (StrataOutline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSingleSelection *selection;

  self->items = g_list_store_new (G_TYPE_OBJECT);
  selection =
      gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Cards and wires", -1);
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWidget *
strata_outline_new (void)
{
  return g_object_new (STRATA_TYPE_OUTLINE, NULL);
}

void
strata_outline_set_document (StrataOutline *outline, StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_OUTLINE (outline));

  g_list_store_remove_all (outline->items);
  leave_document (outline);
  outline->document = g_object_ref (document);
  g_signal_connect (document, "planned", G_CALLBACK (planned_cb), outline);
  list (outline);
}

GListModel *
strata_outline_get_model (StrataOutline *outline)
{
  g_return_val_if_fail (STRATA_IS_OUTLINE (outline), NULL);

  return G_LIST_MODEL (outline->items);
}
