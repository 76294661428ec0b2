/* strata-canvas.c — the surface that a graph is drawn and edited on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-place.h"
#include "strata-editor-log.h"

#include <adwaita.h>
#include <glib/gi18n.h>

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_SNAP,
  PROP_WHEEL_SCROLLS,
  PROP_ZOOM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SELECTION_CHANGED,
  WIRE_DROPPED,
  ADD_REQUESTED,
  SWAP_REQUESTED,
  VIEWER_REQUESTED,
  HINT,
  NUMBER_PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataCanvas, strata_canvas, GTK_TYPE_WIDGET)

/* Cards. */

void
strata_canvas_forget_nodes (StrataCanvasCard *card)
{
  g_clear_pointer (&card->node, gsk_render_node_unref);
  g_clear_pointer (&card->far_node, gsk_render_node_unref);
}

static void
forget_look (StrataCanvasCard *card)
{
  g_clear_pointer (&card->layout, strata_card_layout_free);
  card->stale = FALSE;
  strata_canvas_forget_nodes (card);
}

static void
card_free (gpointer data)
{
  StrataCanvasCard *card = data;

  forget_look (card);
  strata_canvas_drop_peer (card);
  strata_canvas_forget_raster (card);
  g_clear_pointer (&card->pictures, g_ptr_array_unref);
  g_clear_pointer (&card->pictured, strata_tensor_unref);
  g_object_unref (card->card);
  g_free (card);
}

StrataCanvasCard *
strata_canvas_find (StrataCanvas *self, StrataCard *card)
{
  return card ? g_hash_table_lookup (self->places, card) : NULL;
}

/* The port that the wire being drawn may go into, if it comes from an output.
 */
static const StrataPortRow *
get_dragged (StrataCanvas *self)
{
  if (self->drag.kind != STRATA_DRAG_WIRE || !self->drag.moved
      || !strata_port_is_output (self->drag.from))
    return NULL;
  return strata_port_get_row (self->drag.from);
}

StrataCardLayout *
strata_canvas_lay_out (StrataCanvas *self, StrataCanvasCard *card)
{
  if (card->layout)
    return card->layout;
  card->layout = strata_card_layout_new (
      card->card, self->document,
      (strata_canvas_is_unfolded (card) ? STRATA_CARD_LAYOUT_UNFOLDED : 0)
          | (strata_canvas_is_collapsed (card) ? STRATA_CARD_LAYOUT_COLLAPSED
                                               : 0)
          | (strata_canvas_get_preview (self, card) ? STRATA_CARD_LAYOUT_PREVIEW
                                                    : 0),
      get_dragged (self));
  card->n_layout = ++self->n_layouts;
  return card->layout;
}

void
strata_canvas_refresh (StrataCanvas *self, StrataCanvasCard *card)
{
  if (card->stale)
    forget_look (card);
}

void
strata_canvas_touch (StrataCanvas *self, StrataCanvasCard *card)
{
  forget_look (card);
  card->peer_stale = TRUE;
  self->n_touches++;
  strata_canvas_queue_peers (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
strata_canvas_touch_all (StrataCanvas *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      card->stale = TRUE;
      card->peer_stale = TRUE;
      strata_canvas_forget_nodes (card);
    }
  self->n_touches++;
  strata_canvas_forget_fits (self);
  strata_canvas_queue_peers (self);
  strata_canvas_forget_wires (self);
  strata_canvas_forget_remarks (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
strata_canvas_get_place (StrataCanvas *self,
                         StrataCanvasCard *card,
                         double *x,
                         double *y)
{
  gboolean carried =
      (self->drag.kind == STRATA_DRAG_CARDS
       || (self->drag.kind == STRATA_DRAG_REMARK && self->drag.edges == 0))
      && self->drag.moved && card->carried;

  *x = card->x + card->glide_x * self->glide_left;
  *y = card->y + card->glide_y * self->glide_left;
  if (carried)
    {
      *x += self->drag.dx;
      *y += self->drag.dy;
    }
}

static void
add_missing (StrataCanvas *self)
{
  guint n = strata_graph_get_n_cards (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (self->graph, i);
      StrataCanvasCard *own;

      if (strata_canvas_find (self, card))
        continue;
      own = g_new0 (StrataCanvasCard, 1);
      own->card = g_object_ref (card);
      g_ptr_array_add (self->cards, own);
      g_hash_table_insert (self->places, card, own);
    }
}

gboolean
strata_canvas_has_card (StrataCanvas *self, StrataCard *card)
{
  return strata_graph_find_card (self->graph, strata_card_get_id (card))
         == card;
}

static gboolean
remove_gone (StrataCanvas *self)
{
  gboolean selected = FALSE;

  for (guint i = self->cards->len; i-- > 0;)
    {
      StrataCanvasCard *own = self->cards->pdata[i];

      if (strata_canvas_has_card (self, own->card))
        continue;
      selected |= own->selected;
      g_hash_table_remove (self->places, own->card);
      g_ptr_array_remove_index (self->cards, i);
    }
  return selected;
}

/* Takes over what the graph says now. */
static void
synchronize (StrataCanvas *self)
{
  gboolean selected;

  if (self->editor_port
      && !strata_canvas_has_card (self,
                                  strata_port_get_card (self->editor_port)))
    strata_canvas_stop_editing (self);
  strata_canvas_check_wire (self);
  strata_canvas_check_carry (self);
  selected = remove_gone (self);
  add_missing (self);
  strata_canvas_forget_wires (self);
  strata_canvas_place_cards (self);
  strata_canvas_forget_fits (self);
  strata_canvas_check_points (self);
  if (self->selected_wire && !strata_wire_is_in_graph (self->selected_wire))
    g_clear_object (&self->selected_wire);
  strata_canvas_update_trace (self);
  strata_canvas_queue_peers (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (selected)
    strata_canvas_selection_changed (self);
}

/* Signals of the model. */

static void
graph_changed_cb (StrataCanvas *self)
{
  self->fit_due = FALSE;
  synchronize (self);
}

static void
graph_card_changed_cb (StrataCanvas *self, StrataCard *card)
{
  StrataCanvasCard *own = strata_canvas_find (self, card);

  if (own)
    strata_canvas_touch (self, own);
}

static void
graph_wire_cb (StrataCanvas *self, StrataWire *wire)
{
  graph_card_changed_cb (self, strata_wire_get_source (wire));
  graph_card_changed_cb (self, strata_wire_get_target (wire));
}

static void
document_card_changed_cb (StrataCanvas *self, const char *id)
{
  graph_card_changed_cb (self, strata_graph_find_card (self->graph, id));
}

static void
follow_document (StrataCanvas *self)
{
  g_signal_connect_swapped (self->document, "planned",
                            G_CALLBACK (strata_canvas_touch_all), self);
  g_signal_connect_swapped (self->document, "faults-changed",
                            G_CALLBACK (strata_canvas_touch_all), self);
  g_signal_connect_swapped (self->document, "card-changed",
                            G_CALLBACK (document_card_changed_cb), self);
  strata_canvas_follow_remarks (self);
  g_signal_connect_swapped (self->graph, "changed",
                            G_CALLBACK (graph_changed_cb), self);
  g_signal_connect_swapped (self->graph, "card-changed",
                            G_CALLBACK (graph_card_changed_cb), self);
  g_signal_connect_swapped (self->graph, "wire-added",
                            G_CALLBACK (graph_wire_cb), self);
  g_signal_connect_swapped (self->graph, "wire-removed",
                            G_CALLBACK (graph_wire_cb), self);
}

static void
leave_document (StrataCanvas *self)
{
  strata_canvas_cancel_drag (self);
  strata_canvas_close_menu (self);
  strata_canvas_stop_tidying (self);
  strata_canvas_stop_gliding (self);
  strata_canvas_stop_editing (self);
  g_clear_handle_id (&self->settling, g_source_remove);
  g_clear_object (&self->focus_port);
  g_clear_object (&self->selected_wire);
  g_clear_object (&self->insertion);
  g_clear_object (&self->hovered);
  g_array_set_size (self->points, 0);
  g_hash_table_remove_all (self->traced_wires);
  g_hash_table_remove_all (self->traced_cards);
  strata_canvas_forget_wires (self);
  g_hash_table_remove_all (self->places);
  g_hash_table_remove_all (self->selected_remarks);
  g_hash_table_remove_all (self->remark_nodes);
  g_ptr_array_set_size (self->cards, 0);
  if (!self->document)
    return;
  g_signal_handlers_disconnect_by_data (self->graph, self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  self->graph = NULL;
  g_clear_object (&self->document);
}

/* Words to others. */

void
strata_canvas_emit_selection (StrataCanvas *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
strata_canvas_emit_hint (StrataCanvas *self, const char *sentence)
{
  g_signal_emit (self, signals[HINT], 0, sentence);
}

void
strata_canvas_emit_number (StrataCanvas *self,
                           const char *card,
                           const gint64 *index,
                           gsize n)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_fixed_array (
      G_VARIANT_TYPE_INT64, index, n, sizeof *index));

  g_signal_emit (self, signals[NUMBER_PICKED], 0, card, variant);
}

void
strata_canvas_emit_add (StrataCanvas *self, double x, double y)
{
  strata_editor_log ("add-requested %.0f %.0f", x, y);
  g_signal_emit (self, signals[ADD_REQUESTED], 0, x, y);
}

void
strata_canvas_emit_swap (StrataCanvas *self, double x, double y)
{
  strata_editor_log ("swap-requested");
  g_signal_emit (self, signals[SWAP_REQUESTED], 0, x, y);
}

void
strata_canvas_emit_viewer (StrataCanvas *self)
{
  strata_editor_log ("viewer-requested");
  g_signal_emit (self, signals[VIEWER_REQUESTED], 0);
}

void
strata_canvas_emit_dropped (StrataCanvas *self,
                            StrataPort *from,
                            double x,
                            double y)
{
  strata_editor_log ("wire-dropped %s.%s %.0f %.0f",
                     strata_card_get_id (strata_port_get_card (from)),
                     strata_port_get_name (from), x, y);
  g_signal_emit (self, signals[WIRE_DROPPED], 0, from, x, y);
}

/* The widget. */

static void
look_changed_cb (StrataCanvas *self)
{
  self->look = strata_look_get_current ();
  strata_canvas_touch_all (self);
}

static void
strata_canvas_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  StrataCanvas *self = STRATA_CANVAS (widget);

  if (self->fit_due && width > 0 && height > 0)
    strata_canvas_fit (self, FALSE);
  strata_canvas_place_peers (self);
  strata_canvas_place_editor (self);
}

static void
strata_canvas_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = 200;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 900 : 600;
}

static void
strata_canvas_dispose (GObject *object)
{
  StrataCanvas *self = STRATA_CANVAS (object);

  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  leave_document (self);
  strata_canvas_set_explainer (self, NULL);

  G_OBJECT_CLASS (strata_canvas_parent_class)->dispose (object);
}

static void
strata_canvas_finalize (GObject *object)
{
  StrataCanvas *self = STRATA_CANVAS (object);

  g_ptr_array_unref (self->cards);
  g_ptr_array_unref (self->marked);
  g_ptr_array_unref (self->retired);
  g_array_unref (self->path);
  g_array_unref (self->points);
  g_hash_table_unref (self->traced_wires);
  g_hash_table_unref (self->traced_cards);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->selected_remarks);
  g_hash_table_unref (self->remark_nodes);
  g_ptr_array_unref (self->wire_list);
  g_hash_table_unref (self->wires);
  g_clear_pointer (&self->strokes, gsk_render_node_unref);
  strata_canvas_forget_ground (self);
  strata_canvas_forget_backdrop (self);
  g_clear_pointer (&self->pictured, g_hash_table_unref);

  G_OBJECT_CLASS (strata_canvas_parent_class)->finalize (object);
}

static void
strata_canvas_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  StrataCanvas *self = STRATA_CANVAS (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_SNAP:
      g_value_set_boolean (value, self->snap);
      break;
    case PROP_WHEEL_SCROLLS:
      g_value_set_boolean (value, self->wheel_scrolls);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
strata_canvas_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  StrataCanvas *self = STRATA_CANVAS (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      strata_canvas_set_document (self, g_value_get_object (value));
      break;
    case PROP_SNAP:
      self->snap = g_value_get_boolean (value);
      break;
    case PROP_WHEEL_SCROLLS:
      self->wheel_scrolls = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_signals (void)
{
  GType type = STRATA_TYPE_CANVAS;

  signals[SELECTION_CHANGED] =
      g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[WIRE_DROPPED] = g_signal_new (
      "wire-dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
      3, STRATA_TYPE_PORT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[ADD_REQUESTED] =
      g_signal_new ("add-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[NUMBER_PICKED] = g_signal_new (
      "number-picked", STRATA_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[SWAP_REQUESTED] =
      g_signal_new ("swap-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[VIEWER_REQUESTED] =
      g_signal_new ("viewer-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[HINT] = g_signal_new ("hint", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
strata_canvas_class_init (StrataCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = strata_canvas_dispose;
  object_class->finalize = strata_canvas_finalize;
  object_class->get_property = strata_canvas_get_property;
  object_class->set_property = strata_canvas_set_property;
  widget_class->measure = strata_canvas_measure;
  widget_class->size_allocate = strata_canvas_size_allocate;
  widget_class->snapshot = strata_canvas_snapshot;

  properties[PROP_DOCUMENT] = g_param_spec_object (
      "document", NULL, NULL, STRATA_TYPE_DOCUMENT,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SNAP] = g_param_spec_boolean (
      "snap", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WHEEL_SCROLLS] =
      g_param_spec_boolean ("wheel-scrolls", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM] =
      g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 1,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals ();

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
  strata_canvas_set_up_actions (widget_class);
  strata_canvas_set_up_focus (widget_class);
  strata_canvas_set_up_tooltips (widget_class);
}

static void
strata_canvas_init (StrataCanvas *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *widget = GTK_WIDGET (self);

  self->zoom = 1;
  self->snap = TRUE;
  self->look = strata_look_get_current ();
  self->cards = g_ptr_array_new_with_free_func (card_free);
  self->places = g_hash_table_new (NULL, NULL);
  strata_canvas_set_up_remarks (self);
  self->path = strata_wire_path_new ();
  self->points = strata_canvas_points_new ();
  self->traced_wires = g_hash_table_new (NULL, NULL);
  self->traced_cards = g_hash_table_new (NULL, NULL);
  self->retired = g_ptr_array_new ();
  self->marked = g_ptr_array_new_with_free_func (g_free);
  strata_canvas_set_up_wires (self);
  g_signal_connect_swapped (style, "notify::dark", G_CALLBACK (look_changed_cb),
                            self);
  g_signal_connect_swapped (style, "notify::high-contrast",
                            G_CALLBACK (look_changed_cb), self);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  /* Data flows to the right, in whatever direction people read. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Graph"), -1);
  strata_canvas_set_up_gestures (self);
  strata_canvas_set_up_keys (self);
}

GtkWidget *
strata_canvas_new (StrataDocument *document)
{
  return g_object_new (STRATA_TYPE_CANVAS, "document", document, NULL);
}

StrataDocument *
strata_canvas_get_document (StrataCanvas *canvas)
{
  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), NULL);

  return canvas->document;
}

void
strata_canvas_set_document (StrataCanvas *canvas, StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  if (canvas->document == document)
    return;
  leave_document (canvas);
  if (document)
    {
      canvas->document = g_object_ref (document);
      canvas->graph = strata_document_get_graph (document);
      follow_document (canvas);
      synchronize (canvas);
      canvas->fit_due = TRUE;
      gtk_widget_queue_allocate (GTK_WIDGET (canvas));
    }
  strata_canvas_selection_changed (canvas);
  g_object_notify_by_pspec (G_OBJECT (canvas), properties[PROP_DOCUMENT]);
}

double
strata_canvas_get_zoom (StrataCanvas *canvas)
{
  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), 1);

  return canvas->zoom;
}
