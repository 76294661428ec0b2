/* strata-viewer.c — the tensor of the selected card, large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-viewer-private.h"

#include "strata-canvas-text.h"
#include "strata-canvas-words.h"
#include "strata-channel-kinship.h"
#include "strata-command.h"
#include "strata-tensor-format.h"

#include <glib/gi18n.h>

enum
{
  PROP_0,
  PROP_PINNED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ELEMENT_SELECTED,
  TENSOR_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataViewer, strata_viewer, ADW_TYPE_BIN)

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
}

/* The tensor. */

static void
set_bound (GtkAdjustment *adjustment, GtkWidget *row, gint64 n)
{
  gtk_widget_set_visible (row, n > 1);
  gtk_adjustment_set_upper (adjustment, (double) MAX (n - 1, 0));
  gtk_adjustment_set_value (
      adjustment, MIN (gtk_adjustment_get_value (adjustment), (double) n - 1));
}

static void
set_tensor (StrataViewer *self, StrataTensor *tensor, StrataSliceFormat format)
{
  StrataSpec spec;
  g_autofree char *shape = NULL;
  g_autofree char *text = NULL;

  if (tensor == self->tensor && format == self->format)
    return;
  strata_tensor_ref (tensor);
  g_clear_pointer (&self->tensor, strata_tensor_unref);
  self->tensor = tensor;
  self->format = format;
  strata_tensor_get_layout (tensor, format, &self->layout);
  spec = strata_spec_of_tensor (tensor);
  shape = strata_canvas_shape_to_text (&spec);
  text = g_strconcat (shape, " \302\267 ",
                      strata_dtype_name (strata_tensor_dtype (tensor)), NULL);
  set_text (self->shape, text);
  set_bound (self->image, self->image_row, self->layout.n_images);
  set_bound (self->channel, self->channel_row, self->layout.n_channels);
  strata_viewer_look (self);
  g_signal_emit (self, signals[TENSOR_CHANGED], 0);
}

static void
show_nothing (StrataViewer *self, const char *title, const char *description)
{
  strata_viewer_stop_looking (self);
  g_clear_pointer (&self->tensor, strata_tensor_unref);
  strata_viewer_update_look (self);
  set_text (self->statistics, "");
  g_signal_emit (self, signals[TENSOR_CHANGED], 0);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), description);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

/* The first output that has one, or else the first input. */
static StrataTensor *
find_tensor (StrataViewer *self, StrataCard *card, StrataPort **found)
{
  for (int output = 1; output >= 0; output--)
    for (guint i = 0; i < strata_card_get_n_ports (card); i++)
      {
        g_autoptr (StrataPort) port = strata_card_get_port (card, i);
        StrataTensor *tensor =
            strata_port_is_output (port) == output
                ? strata_document_get_tensor (self->document,
                                              strata_card_get_id (card),
                                              strata_port_get_name (port))
                : NULL;

        if (tensor)
          {
            *found = g_steal_pointer (&port);
            return tensor;
          }
      }
  return NULL;
}

static void
update (StrataViewer *self)
{
  StrataCard *card = self->card && self->document ? strata_graph_find_card (
                         strata_document_get_graph (self->document), self->card)
                                                  : NULL;
  StrataHeatMap *map = STRATA_HEAT_MAP (self->map);
  g_autoptr (StrataPort) port = NULL;
  gboolean same;
  gint64 row, column;
  StrataTensor *tensor = card ? find_tensor (self, card, &port) : NULL;

  if (!card)
    show_nothing (self, _ ("No Card Selected"),
                  _ ("Select a card to see its tensor"));
  else if (!tensor)
    show_nothing (self, _ ("No Tensor"), _ ("This card has computed none"));
  else
    {
      g_autofree char *name = strata_canvas_dup_port_title (port);
      g_autofree char *title =
          g_strconcat (self->card, " \302\267 ", name, NULL);

      set_text (self->title, title);
      gtk_widget_set_visible (
          self->sample, strata_document_is_sample (self->document, self->card));
      same = tensor == self->tensor
             && g_strcmp0 (self->port, strata_port_get_name (port)) == 0;
      self->multiplier = strata_channel_kinship_find (self->document, card);
      g_free (self->port);
      self->port = g_strdup (strata_port_get_name (port));
      set_tensor (self, tensor, strata_tensor_format_find (port));
      if (!same && !strata_viewer_follow_explainer (self)
          && strata_heat_map_get_element (map, &row, &column))
        strata_viewer_tell_element (self);
      strata_viewer_show_sight (self);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "tensor");
    }
}

/* The document. */

static void
card_changed_cb (StrataDocument *document, const char *card, StrataViewer *self)
{
  if (g_strcmp0 (card, self->card) == 0)
    update (self);
}

/* What is pinned may be gone. */
static void
planned_cb (StrataDocument *document, StrataViewer *self)
{
  update (self);
  if (self->pinned
      && !strata_graph_find_card (strata_document_get_graph (document),
                                  self->card))
    strata_viewer_set_pinned (self, FALSE);
}

static void
leave_document (StrataViewer *self)
{
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

/* The object. */

static void
strata_viewer_dispose (GObject *object)
{
  StrataViewer *self = STRATA_VIEWER (object);

  leave_document (self);
  g_clear_object (&self->explainer);
  strata_viewer_stop_looking (self);
  g_clear_pointer (&self->tensor, strata_tensor_unref);
  g_clear_pointer (&self->card, g_free);
  g_clear_pointer (&self->port, g_free);

  G_OBJECT_CLASS (strata_viewer_parent_class)->dispose (object);
}

static void
strata_viewer_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_PINNED)
    g_value_set_boolean (value, STRATA_VIEWER (object)->pinned);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
strata_viewer_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_PINNED)
    strata_viewer_set_pinned (STRATA_VIEWER (object),
                              g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
strata_viewer_class_init (StrataViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = strata_viewer_dispose;
  object_class->get_property = strata_viewer_get_property;
  object_class->set_property = strata_viewer_set_property;

  properties[PROP_PINNED] = g_param_spec_boolean (
      "pinned", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  strata_viewer_install_actions (GTK_WIDGET_CLASS (klass));

  signals[ELEMENT_SELECTED] = g_signal_new (
      "element-selected", STRATA_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[TENSOR_CHANGED] =
      g_signal_new ("tensor-changed", STRATA_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
strata_viewer_init (StrataViewer *self)
{
  self->stack = gtk_stack_new ();
  self->empty = adw_status_page_new ();
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), self->empty, "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), strata_viewer_new_pane (self),
                       "tensor");
  adw_bin_set_child (ADW_BIN (self), self->stack);
  strata_command_lend_key (GTK_WIDGET (self), "win.explain");
  update (self);
}

GtkWidget *
strata_viewer_new (void)
{
  return g_object_new (STRATA_TYPE_VIEWER, NULL);
}

void
strata_viewer_set_document (StrataViewer *viewer, StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_VIEWER (viewer));

  leave_document (viewer);
  viewer->document = g_object_ref (document);
  g_signal_connect (document, "card-changed", G_CALLBACK (card_changed_cb),
                    viewer);
  g_signal_connect (document, "planned", G_CALLBACK (planned_cb), viewer);
  strata_viewer_show_card (viewer, NULL);
}

void
strata_viewer_show_card (StrataViewer *viewer, const char *card)
{
  char *copy;

  g_return_if_fail (STRATA_IS_VIEWER (viewer));

  copy = g_strdup (card);
  if (viewer->pinned && g_strcmp0 (card, viewer->card) != 0)
    strata_viewer_set_pinned (viewer, FALSE);
  g_free (viewer->card);
  viewer->card = copy;
  g_clear_pointer (&viewer->port, g_free);
  update (viewer);
}

gboolean
strata_viewer_is_pinned (StrataViewer *viewer)
{
  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), FALSE);

  return viewer->pinned;
}

void
strata_viewer_set_pinned (StrataViewer *viewer, gboolean pinned)
{
  g_return_if_fail (STRATA_IS_VIEWER (viewer));

  pinned = pinned && viewer->card;
  if (viewer->pinned == pinned)
    return;
  viewer->pinned = pinned;
  g_object_notify_by_pspec (G_OBJECT (viewer), properties[PROP_PINNED]);
}

const char *
strata_viewer_get_statistics (StrataViewer *viewer)
{
  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), NULL);

  return gtk_label_get_text (GTK_LABEL (viewer->statistics));
}

StrataTensor *
strata_viewer_get_tensor (StrataViewer *viewer)
{
  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), NULL);

  return viewer->tensor;
}

const char *
strata_viewer_get_card (StrataViewer *viewer)
{
  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), NULL);

  return viewer->card;
}

void
strata_viewer_set_mode (StrataViewer *viewer, const char *mode)
{
  static const char *const words[] = { "heat-map", "grey", "color", "channels",
                                       "numbers" };

  g_return_if_fail (STRATA_IS_VIEWER (viewer));

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i], mode))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (viewer->mode), i);
}
