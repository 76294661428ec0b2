/* strata-viewer.c — the tensor of the selected card, large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-viewer.h"
#include "strata-heat-map.h"
#include "strata-histogram.h"
#include "strata-quantity.h"
#include "strata-tensor-format.h"

#include <glib/gi18n.h>

struct _StrataViewer
{
  AdwBin parent_instance;

  StrataDocument *document;
  char *card;
  char *port;
  StrataTensor *tensor;
  StrataSliceFormat format;
  StrataTensorLayout layout;
  GCancellable *looking; /* at the numbers, in a thread */

  GtkWidget *stack;
  GtkWidget *empty;
  GtkWidget *title;
  GtkWidget *shape;
  GtkWidget *sample;
  GtkWidget *map;
  GtkWidget *min;
  GtkWidget *max;
  GtkWidget *image_row;
  GtkWidget *channel_row;
  GtkAdjustment *image;
  GtkAdjustment *channel;
  GtkWidget *number;
  GtkWidget *statistics;
  GtkWidget *histogram;
};

/* Elements that are looked at without a thread. */
#define AT_ONCE 262144

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

/* An element. */

static void
get_place (StrataViewer *self,
           gint64 row,
           gint64 column,
           StrataTensorPlace *place)
{
  *place = (StrataTensorPlace){
    .image = (gint64) gtk_adjustment_get_value (self->image),
    .row = row,
    .column = column,
    .channel = (gint64) gtk_adjustment_get_value (self->channel),
  };
}

/* "row 4, column 8, channel 2: 0.1875". */
static char *
describe (StrataViewer *self, const StrataTensorPlace *place)
{
  g_autofree char *number = strata_quantity_real (
      strata_tensor_get_number (self->tensor, &self->layout, place->image,
                                place->row, place->column, place->channel),
      strata_tensor_dtype (self->tensor));

  if (self->layout.n_images > 1)
    return g_strdup_printf (
        _ ("image %" G_GINT64_FORMAT ", row %" G_GINT64_FORMAT
           ", column %" G_GINT64_FORMAT ", channel %" G_GINT64_FORMAT ": %s"),
        place->image, place->row, place->column, place->channel, number);
  if (self->layout.channel_axis >= 0)
    return g_strdup_printf (_ ("row %" G_GINT64_FORMAT
                               ", column %" G_GINT64_FORMAT
                               ", channel %" G_GINT64_FORMAT ": %s"),
                            place->row, place->column, place->channel, number);
  return g_strdup_printf (
      _ ("row %" G_GINT64_FORMAT ", column %" G_GINT64_FORMAT ": %s"),
      place->row, place->column, number);
}

/* The number under the pointer, or else the one that is chosen. */
static void
show_number (StrataViewer *self, gint64 row, gint64 column)
{
  StrataTensorPlace place;
  g_autofree char *text = NULL;

  if (row < 0)
    strata_heat_map_get_element (STRATA_HEAT_MAP (self->map), &row, &column);
  /* The picture may still be that of the tensor before. */
  if (row >= 0 && self->tensor && row < self->layout.n_rows
      && column < self->layout.n_columns)
    {
      get_place (self, row, column, &place);
      text = describe (self, &place);
    }
  set_text (self->number, text ? text : "");
}

static void
pointed_cb (StrataHeatMap *map, gint64 row, gint64 column, StrataViewer *self)
{
  show_number (self, row, column);
}

static void
tell_element (StrataViewer *self)
{
  GVariant *found = strata_viewer_get_element (self);
  g_autoptr (GVariant) index = found ? g_variant_ref_sink (found) : NULL;

  show_number (self, -1, -1);
  g_signal_emit (self, signals[ELEMENT_SELECTED], 0, self->card, self->port,
                 index);
}

static void
element_cb (StrataHeatMap *map, gint64 row, gint64 column, StrataViewer *self)
{
  tell_element (self);
}

static void
changed_cb (GtkAdjustment *adjustment, StrataViewer *self)
{
  gint64 image = (gint64) gtk_adjustment_get_value (self->image);
  gint64 channel = (gint64) gtk_adjustment_get_value (self->channel);
  gint64 row, column;

  if (!self->tensor || image >= self->layout.n_images
      || channel >= self->layout.n_channels)
    return;
  strata_heat_map_choose (STRATA_HEAT_MAP (self->map), image, channel);
  if (strata_heat_map_get_element (STRATA_HEAT_MAP (self->map), &row, &column))
    tell_element (self);
}

/* What the numbers are like. */

static void
append_counted (GString *text, gint64 n, const char *what)
{
  if (n > 0)
    g_string_append_printf (text, " \302\267 %" G_GINT64_FORMAT " %s", n, what);
}

static void
show_map (StrataViewer *self, double min, double max)
{
  StrataDType dtype = strata_tensor_dtype (self->tensor);
  g_autofree char *min_text = strata_quantity_real (min, dtype);
  g_autofree char *max_text = strata_quantity_real (max, dtype);

  set_text (self->min, min <= max ? min_text : "");
  set_text (self->max, min <= max ? max_text : "");
  strata_heat_map_set (STRATA_HEAT_MAP (self->map), self->tensor, self->format,
                       min, max);
  strata_heat_map_choose (STRATA_HEAT_MAP (self->map),
                          (gint64) gtk_adjustment_get_value (self->image),
                          (gint64) gtk_adjustment_get_value (self->channel));
}

static void
show_statistics (StrataViewer *self, const StrataTensorStatistics *statistics)
{
  StrataDType dtype = strata_tensor_dtype (self->tensor);
  g_autofree char *min = strata_quantity_real (statistics->min, dtype);
  g_autofree char *max = strata_quantity_real (statistics->max, dtype);
  g_autofree char *mean = strata_quantity_mean (statistics->mean);
  g_autoptr (GString) text = g_string_new (NULL);

  if (statistics->min <= statistics->max)
    g_string_append_printf (text, "min %s \302\267 mean %s \302\267 max %s",
                            min, mean, max);
  else
    g_string_append (text, "No finite number");
  append_counted (text, statistics->n_nan, "NaN");
  append_counted (text, statistics->n_infinite, "infinite");
  if (statistics->n_nan == 0 && statistics->n_infinite == 0)
    g_string_append (text, " \302\267 no NaN");
  set_text (self->statistics, text->str);
  show_map (self, statistics->min, statistics->max);
  strata_histogram_set (STRATA_HISTOGRAM (self->histogram), statistics);
}

static void
look_thread (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  g_autofree StrataTensorStatistics *statistics =
      g_new (StrataTensorStatistics, 1);

  if (strata_tensor_get_statistics (data, cancellable, statistics))
    g_task_return_pointer (task, g_steal_pointer (&statistics), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree StrataTensorStatistics *statistics =
      g_task_propagate_pointer (G_TASK (result), NULL);

  /* NULL where another tensor has taken its place. */
  if (statistics)
    show_statistics (STRATA_VIEWER (source), statistics);
}

static void
stop_looking (StrataViewer *self)
{
  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
look_in_thread (StrataViewer *self)
{
  g_autoptr (GTask) task = NULL;

  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, looked_cb, NULL);
  g_task_set_task_data (task, strata_tensor_ref (self->tensor),
                        (GDestroyNotify) strata_tensor_unref);
  g_task_run_in_thread (task, look_thread);
}

/* A large tensor has its picture at once, its numbers when they are known. */
static void
look (StrataViewer *self)
{
  StrataTensorStatistics statistics;
  double min, max;

  stop_looking (self);
  if (strata_tensor_n_elements (self->tensor) <= AT_ONCE)
    {
      strata_tensor_get_statistics (self->tensor, NULL, &statistics);
      show_statistics (self, &statistics);
      return;
    }
  strata_tensor_estimate_range (self->tensor, &min, &max);
  set_text (self->statistics, "");
  show_map (self, min, max);
  look_in_thread (self);
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
  g_autofree char *shape = NULL;
  g_autofree char *text = NULL;

  if (tensor == self->tensor && format == self->format)
    return;
  strata_tensor_ref (tensor);
  g_clear_pointer (&self->tensor, strata_tensor_unref);
  self->tensor = tensor;
  self->format = format;
  strata_tensor_get_layout (tensor, format, &self->layout);
  shape = strata_shape_to_string (strata_tensor_rank (tensor),
                                  strata_tensor_shape (tensor));
  text = g_strconcat (shape, " \302\267 ",
                      strata_dtype_name (strata_tensor_dtype (tensor)), NULL);
  set_text (self->shape, text);
  set_bound (self->image, self->image_row, self->layout.n_images);
  set_bound (self->channel, self->channel_row, self->layout.n_channels);
  look (self);
  g_signal_emit (self, signals[TENSOR_CHANGED], 0);
}

static void
show_nothing (StrataViewer *self, const char *title, const char *description)
{
  stop_looking (self);
  g_clear_pointer (&self->tensor, strata_tensor_unref);
  strata_heat_map_set (STRATA_HEAT_MAP (self->map), NULL,
                       STRATA_SLICE_CHANNELS_LAST, 0, 0);
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
    show_nothing (self, "No Card Selected", "Select a card to see its tensor");
  else if (!tensor)
    show_nothing (self, "No Tensor", "This card has computed none");
  else
    {
      g_autofree char *name = strata_port_dup_title (port);
      g_autofree char *title =
          g_strconcat (self->card, " \302\267 ", name, NULL);

      set_text (self->title, title);
      gtk_widget_set_visible (
          self->sample, strata_document_is_sample (self->document, self->card));
      same = tensor == self->tensor
             && g_strcmp0 (self->port, strata_port_get_name (port)) == 0;
      g_free (self->port);
      self->port = g_strdup (strata_port_get_name (port));
      set_tensor (self, tensor, strata_tensor_format_find (port));
      if (!same && strata_heat_map_get_element (map, &row, &column))
        tell_element (self);
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

static void
planned_cb (StrataDocument *document, StrataViewer *self)
{
  update (self);
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
  stop_looking (self);
  g_clear_pointer (&self->tensor, strata_tensor_unref);
  g_clear_pointer (&self->card, g_free);
  g_clear_pointer (&self->port, g_free);

  G_OBJECT_CLASS (strata_viewer_parent_class)->dispose (object);
}

static void
strata_viewer_class_init (StrataViewerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_viewer_dispose;

  signals[ELEMENT_SELECTED] = g_signal_new (
      "element-selected", STRATA_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[TENSOR_CHANGED] =
      g_signal_new ("tensor-changed", STRATA_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
append_legend (StrataViewer *self, GtkWidget *box)
{
  g_autoptr (GdkTexture) texture = strata_heat_map_new_legend ();
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  GtkWidget *ends = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_FILL);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture),
                                    "Scale of colours, from the smallest "
                                    "number to the largest");
  gtk_widget_add_css_class (picture, "strata-legend");
  gtk_widget_set_size_request (picture, -1, 10);
  gtk_box_append (GTK_BOX (box), picture);
  self->min = append_label (ends, "caption");
  self->max = append_label (ends, "caption");
  gtk_widget_set_hexpand (self->max, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->max), 1);
  gtk_box_append (GTK_BOX (box), ends);
}

static GtkWidget *
append_chooser (StrataViewer *self,
                GtkWidget *box,
                const char *title,
                GtkAdjustment **adjustment)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *scale, *spin;

  *adjustment = gtk_adjustment_new (0, 0, 0, 1, 8, 0);
  scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, *adjustment);
  spin = gtk_spin_button_new (*adjustment, 1, 0);
  gtk_scale_set_digits (GTK_SCALE (scale), 0);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), scale);
  gtk_box_append (GTK_BOX (row), spin);
  gtk_box_append (GTK_BOX (box), row);
  g_signal_connect (*adjustment, "value-changed", G_CALLBACK (changed_cb),
                    self);
  return row;
}

static GtkWidget *
new_pane (StrataViewer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (box, "strata-viewer");
  self->title = append_label (box, "heading");
  self->shape = append_label (box, "dim-label");
  self->sample = append_label (box, "caption");
  gtk_widget_set_visible (self->sample, FALSE);
  set_text (self->sample, _ ("Sample data, because nothing is fed to this "
                             "Input; drop a .npy file on it or wire a Load "
                             "tensor card"));
  self->map = strata_heat_map_new ();
  g_signal_connect (self->map, "element", G_CALLBACK (element_cb), self);
  g_signal_connect (self->map, "pointed", G_CALLBACK (pointed_cb), self);
  gtk_box_append (GTK_BOX (box), self->map);
  append_legend (self, box);
  self->number = append_label (box, "numeric");
  self->channel_row = append_chooser (self, box, "Channel", &self->channel);
  self->image_row = append_chooser (self, box, "Image", &self->image);
  set_text (append_label (box, "heading"), "Distribution");
  self->histogram = strata_histogram_new ();
  gtk_box_append (GTK_BOX (box), self->histogram);
  self->statistics = append_label (box, "caption");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static void
strata_viewer_init (StrataViewer *self)
{
  self->stack = gtk_stack_new ();
  self->empty = adw_status_page_new ();
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), self->empty, "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), new_pane (self), "tensor");
  adw_bin_set_child (ADW_BIN (self), self->stack);
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
  g_free (viewer->card);
  viewer->card = copy;
  g_clear_pointer (&viewer->port, g_free);
  update (viewer);
}

const char *
strata_viewer_get_statistics (StrataViewer *viewer)
{
  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), NULL);

  return gtk_label_get_text (GTK_LABEL (viewer->statistics));
}

GVariant *
strata_viewer_get_element (StrataViewer *viewer)
{
  gint64 index[STRATA_MAX_RANK];
  gint64 row, column;
  StrataTensorPlace place;

  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), NULL);

  if (!viewer->tensor
      || !strata_heat_map_get_element (STRATA_HEAT_MAP (viewer->map), &row,
                                       &column)
      || row >= viewer->layout.n_rows || column >= viewer->layout.n_columns)
    return NULL;
  get_place (viewer, row, column, &place);
  strata_tensor_layout_get_index (&viewer->layout, &place, index);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, index,
                                    (gsize) viewer->layout.rank, sizeof *index);
}

void
strata_viewer_select_element (StrataViewer *viewer,
                              const gint64 *index,
                              gsize n)
{
  StrataTensorPlace place;

  g_return_if_fail (STRATA_IS_VIEWER (viewer));

  if (!viewer->tensor || n != (gsize) viewer->layout.rank
      || !strata_tensor_layout_get_place (&viewer->layout, index, &place))
    {
      strata_heat_map_set_element (STRATA_HEAT_MAP (viewer->map), -1, -1);
      return;
    }
  gtk_adjustment_set_value (viewer->image, (double) place.image);
  gtk_adjustment_set_value (viewer->channel, (double) place.channel);
  strata_heat_map_set_element (STRATA_HEAT_MAP (viewer->map), place.row,
                               place.column);
}

const char *
strata_viewer_get_readout (StrataViewer *viewer)
{
  g_return_val_if_fail (STRATA_IS_VIEWER (viewer), NULL);

  return gtk_label_get_text (GTK_LABEL (viewer->number));
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
