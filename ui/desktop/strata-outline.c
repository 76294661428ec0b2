/* strata-outline.c — all cards and wires of a graph, as a list.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-outline.h"
#include "strata-outline-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _StrataOutline
{
  AdwBin parent_instance;

  StrataDocument *document;
  GListStore *items;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  GHashTable *bound; /* GtkListItem that are shown */
  guint64 structure; /* of the graph, when it was listed */
  char **words;
  GtkWidget *entry;
  GtkWidget *view;
};

enum
{
  CARD_CHOSEN,
  PORT_CHOSEN,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataOutline, strata_outline, ADW_TYPE_BIN)

char *
strata_outline_describe (StrataOutline *outline, gpointer item)
{
  g_return_val_if_fail (STRATA_IS_OUTLINE (outline), NULL);

  return strata_outline_row_describe (outline->document, item);
}

/* Searching. */

static gboolean
filter_cb (gpointer item, gpointer data)
{
  StrataOutline *self = data;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (!self->words || !*self->words)
    return TRUE;
  text = strata_outline_row_describe_alone (self->document, item);
  folded = g_utf8_casefold (text, -1);
  for (char **word = self->words; *word; word++)
    if (!strstr (folded, *word))
      return FALSE;
  return TRUE;
}

static void
stop_search_cb (GtkSearchEntry *entry, StrataOutline *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (entry)))
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  else
    g_signal_emit (self, signals[LEFT], 0);
}

/* Down leads from the entry into the list. */
static gboolean
entry_key_cb (GtkEventControllerKey *controller,
              guint key,
              guint code,
              GdkModifierType state,
              StrataOutline *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_child_focus (self->view, GTK_DIR_TAB_FORWARD);
}

/* Choosing and removing. */

static GObject *
dup_selected (StrataOutline *self)
{
  GtkTreeListRow *row =
      gtk_single_selection_get_selected_item (self->selection);

  return row ? gtk_tree_list_row_get_item (row) : NULL;
}

static void
emit_port (StrataOutline *self,
           StrataCard *card,
           const char *port,
           gboolean out)
{
  g_signal_emit (self, signals[PORT_CHOSEN], 0, strata_card_get_id (card), port,
                 out);
}

void
strata_outline_choose (StrataOutline *outline)
{
  g_autoptr (GObject) item = NULL;

  g_return_if_fail (STRATA_IS_OUTLINE (outline));

  item = dup_selected (outline);
  if (STRATA_IS_CARD (item))
    g_signal_emit (outline, signals[CARD_CHOSEN], 0,
                   strata_card_get_id (STRATA_CARD (item)));
  else if (STRATA_IS_PORT (item))
    emit_port (outline, strata_port_get_card (STRATA_PORT (item)),
               strata_port_get_name (STRATA_PORT (item)),
               strata_port_is_output (STRATA_PORT (item)));
  else if (STRATA_IS_WIRE (item))
    emit_port (outline, strata_wire_get_target (STRATA_WIRE (item)),
               strata_wire_get_target_port (STRATA_WIRE (item)), FALSE);
}

static void
unplug (StrataGraph *graph, StrataPort *port)
{
  g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

  if (wires->len == 0)
    return;
  strata_graph_begin (graph,
                      wires->len == 1 ? _ ("Delete Wire") : _ ("Delete Wires"));
  for (guint i = 0; i < wires->len; i++)
    strata_graph_disconnect (graph, wires->pdata[i]);
  strata_graph_end (graph);
}

/* The selection goes on to what follows. */
void
strata_outline_remove (StrataOutline *outline)
{
  StrataGraph *graph;
  g_autoptr (GObject) item = NULL;
  guint position, n;

  g_return_if_fail (STRATA_IS_OUTLINE (outline));

  item = dup_selected (outline);
  if (!item)
    return;
  graph = strata_document_get_graph (outline->document);
  position = gtk_single_selection_get_selected (outline->selection);
  if (STRATA_IS_CARD (item))
    strata_graph_remove_card (graph, STRATA_CARD (item));
  else if (STRATA_IS_WIRE (item))
    strata_graph_disconnect (graph, STRATA_WIRE (item));
  else
    unplug (graph, STRATA_PORT (item));
  n = g_list_model_get_n_items (G_LIST_MODEL (outline->selection));
  if (n > 0)
    gtk_widget_activate_action (outline->view, "list.select-item", "(ubb)",
                                MIN (position, n - 1), FALSE, FALSE);
}

static void
activate_cb (GtkListView *view, guint position, StrataOutline *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  strata_outline_choose (self);
}

static gboolean
view_key_cb (GtkEventControllerKey *controller,
             guint key,
             guint code,
             GdkModifierType state,
             StrataOutline *self)
{
  switch (key)
    {
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace:
      strata_outline_remove (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      g_signal_emit (self, signals[LEFT], 0);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Rows. */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          StrataOutline *self)
{
  gtk_list_item_set_child (item, strata_outline_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         StrataOutline *self)
{
  g_hash_table_add (self->bound, item);
  strata_outline_row_bind (gtk_list_item_get_child (item), self->document,
                           gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           StrataOutline *self)
{
  if (self->bound)
    g_hash_table_remove (self->bound, item);
  strata_outline_row_unbind (gtk_list_item_get_child (item));
}

/* The words of those that are seen, which stay where they are. */
static void
rewrite (StrataOutline *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    strata_outline_row_bind (gtk_list_item_get_child (item), self->document,
                             gtk_list_item_get_item (item));
}

/* The list. */

static void
append_wires (StrataCard *card, GPtrArray *items)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);

  for (guint i = 0; i < wires->len; i++)
    if (strata_wire_get_target (wires->pdata[i]) == card)
      g_ptr_array_add (items, g_object_ref (wires->pdata[i]));
}

static void
append_ports (StrataCard *card, GPtrArray *items)
{
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, strata_card_get_port (card, i));
}

/* Ports are what one searches for; else they are found below their cards. */
static GPtrArray *
list_items (StrataGraph *graph, gboolean ports)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = strata_graph_get_n_cards (graph);

  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (graph, i);

      g_ptr_array_add (items, g_object_ref (card));
      append_wires (card, items);
      if (ports)
        append_ports (card, items);
    }
  return items;
}

static gboolean
is_at (GListModel *model, guint position, gpointer item)
{
  g_autoptr (GObject) there = g_list_model_get_item (model, position);

  return there == item;
}

/* Only what is other is replaced, so that the rest keeps focus and selection.
 */
static void
list (StrataOutline *self)
{
  GListModel *model = G_LIST_MODEL (self->items);
  g_autoptr (GPtrArray) items = list_items (
      strata_document_get_graph (self->document), self->words != NULL);
  guint n = g_list_model_get_n_items (model);
  guint start = 0;
  guint end = 0;

  while (start < MIN (n, items->len)
         && is_at (model, start, items->pdata[start]))
    start++;
  while (end < MIN (n, items->len) - start
         && is_at (model, n - 1 - end, items->pdata[items->len - 1 - end]))
    end++;
  if (start + end < MAX (n, items->len))
    g_list_store_splice (self->items, start, n - start - end,
                         items->pdata + start, items->len - start - end);
  self->structure =
      strata_graph_get_structure (strata_document_get_graph (self->document));
}

static void
search_changed_cb (GtkEditable *editable, StrataOutline *self)
{
  const char *text = gtk_editable_get_text (editable);
  g_autofree char *folded = g_utf8_casefold (text, -1);

  gboolean searching = self->words != NULL;

  g_strfreev (self->words);
  self->words = *text ? g_strsplit_set (folded, " \t", -1) : NULL;
  if (self->document && searching != (*text != '\0'))
    list (self);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection,
                                     *text ? 0 : GTK_INVALID_LIST_POSITION);
}

static void
graph_changed_cb (StrataOutline *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);

  if (strata_graph_get_structure (graph) != self->structure)
    list (self);
  rewrite (self);
}

static GListModel *
list_ports_cb (gpointer item, gpointer data)
{
  GListStore *ports;
  guint n;

  if (!STRATA_IS_CARD (item))
    return NULL;
  ports = g_list_store_new (STRATA_TYPE_PORT);
  n = strata_card_get_n_ports (item);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (item, i);

      g_list_store_append (ports, port);
    }
  return G_LIST_MODEL (ports);
}

/* The object. */

static void
leave_document (StrataOutline *self)
{
  if (!self->document)
    return;
  g_signal_handlers_disconnect_by_data (
      strata_document_get_graph (self->document), self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

static void
strata_outline_dispose (GObject *object)
{
  StrataOutline *self = STRATA_OUTLINE (object);

  if (self->items)
    g_list_store_remove_all (self->items);
  if (self->filter)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  leave_document (self);
  g_clear_object (&self->items);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (strata_outline_parent_class)->dispose (object);
}

static void
strata_outline_finalize (GObject *object)
{
  StrataOutline *self = STRATA_OUTLINE (object);

  g_hash_table_unref (self->bound);
  g_strfreev (self->words);

  G_OBJECT_CLASS (strata_outline_parent_class)->finalize (object);
}

static void
strata_outline_class_init (StrataOutlineClass *klass)
{
  GType type = STRATA_TYPE_OUTLINE;

  G_OBJECT_CLASS (klass)->dispose = strata_outline_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_outline_finalize;

  signals[CARD_CHOSEN] =
      g_signal_new ("card-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PORT_CHOSEN] = g_signal_new (
      "port-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
      3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
init_entry (StrataOutline *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  gtk_widget_add_css_class (self->entry, "strata-search");
  g_object_set (self->entry, "placeholder-text", _ ("Search this graph"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search this graph"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (self->entry, "changed", G_CALLBACK (search_changed_cb),
                    self);
  g_signal_connect_swapped (self->entry, "activate",
                            G_CALLBACK (strata_outline_choose), self);
  g_signal_connect (self->entry, "stop-search", G_CALLBACK (stop_search_cb),
                    self);
}

static void
init_model (StrataOutline *self)
{
  GListModel *model;

  self->items = g_list_store_new (G_TYPE_OBJECT);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  model = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                 GTK_FILTER (g_object_ref (self->filter))));
  model = G_LIST_MODEL (
      gtk_tree_list_model_new (model, FALSE, FALSE, list_ports_cb, NULL, NULL));
  self->selection = gtk_single_selection_new (model);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
}

static void
init_view (StrataOutline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->view =
      gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Cards and wires"), -1);
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (view_key_cb), self);
  gtk_widget_add_controller (self->view, keys);
}

static void
strata_outline_init (StrataOutline *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  init_entry (self);
  init_model (self);
  init_view (self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_bin_set_child (ADW_BIN (self), box);
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
  g_signal_connect_swapped (strata_document_get_graph (document), "changed",
                            G_CALLBACK (graph_changed_cb), outline);
  g_signal_connect_swapped (document, "planned", G_CALLBACK (rewrite), outline);
  g_signal_connect_swapped (document, "faults-changed", G_CALLBACK (rewrite),
                            outline);
  list (outline);
}

GListModel *
strata_outline_get_model (StrataOutline *outline)
{
  g_return_val_if_fail (STRATA_IS_OUTLINE (outline), NULL);

  return G_LIST_MODEL (outline->items);
}

GtkSingleSelection *
strata_outline_get_shown (StrataOutline *outline)
{
  g_return_val_if_fail (STRATA_IS_OUTLINE (outline), NULL);

  return outline->selection;
}

void
strata_outline_start_search (StrataOutline *outline)
{
  g_return_if_fail (STRATA_IS_OUTLINE (outline));

  gtk_widget_grab_focus (outline->entry);
  gtk_editable_select_region (GTK_EDITABLE (outline->entry), 0, -1);
}

void
strata_outline_set_words (StrataOutline *outline, const char *words)
{
  g_return_if_fail (STRATA_IS_OUTLINE (outline));

  gtk_editable_set_text (GTK_EDITABLE (outline->entry), words);
}
