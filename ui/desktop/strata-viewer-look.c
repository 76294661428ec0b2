/* strata-viewer-look.c — how a tensor is looked at, and what its numbers are
 * like.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-viewer-private.h"

#include "strata-channel-kinship.h"
#include "strata-channel-strip.h"
#include "strata-histogram.h"
#include "strata-number-table.h"
#include "strata-quantity.h"

#include <glib/gi18n.h>

/* Elements that are looked at without a thread. */
#define AT_ONCE 262144

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
}

/* The scale. */

static StrataViewMode
get_mode (StrataViewer *self)
{
  return (StrataViewMode) gtk_drop_down_get_selected (
      GTK_DROP_DOWN (self->mode));
}

static void
choose_scale (StrataViewer *self, StrataColorScale *scale)
{
  StrataViewMode mode = get_mode (self);

  if (mode != STRATA_VIEW_GREY && mode != STRATA_VIEW_COLOR)
    {
      strata_color_scale_choose (scale, self->low, self->high);
      return;
    }
  *scale = (StrataColorScale){ STRATA_SCALE_GREY, self->low, self->high };
  switch ((StrataViewRange) gtk_drop_down_get_selected (
      GTK_DROP_DOWN (self->range)))
    {
    case STRATA_RANGE_NUMBERS:
      break;
    case STRATA_RANGE_1:
      scale->low = 0;
      scale->high = 1;
      break;
    case STRATA_RANGE_255:
      scale->low = 0;
      scale->high = 255;
      break;
    }
}

static void
show_legend (StrataViewer *self, const StrataColorScale *scale, gboolean mixed)
{
  StrataDType dtype = strata_tensor_dtype (self->tensor);
  g_autofree char *low = strata_quantity_real (scale->low, dtype);
  g_autofree char *high = strata_quantity_real (scale->high, dtype);
  g_autoptr (GdkTexture) texture = strata_heat_map_new_legend (scale->kind);
  gboolean any = self->low <= self->high;

  gtk_picture_set_paintable (GTK_PICTURE (self->legend),
                             GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->legend, any && !mixed);
  gtk_widget_set_visible (self->ends, any && !mixed);
  set_text (self->min, low);
  set_text (self->middle, scale->kind == STRATA_SCALE_DIVERGING ? "0" : "");
  set_text (self->max, high);
}

/* What is looked at. */

static void
show_map (StrataViewer *self, gint64 image, gint64 channel)
{
  gboolean mixed =
      get_mode (self) == STRATA_VIEW_COLOR && self->layout.n_channels >= 3;
  StrataColorScale scale;

  choose_scale (self, &scale);
  show_legend (self, &scale, mixed);
  strata_heat_map_set (STRATA_HEAT_MAP (self->map), self->tensor, self->format,
                       &scale, mixed);
  strata_heat_map_choose (STRATA_HEAT_MAP (self->map), image, channel);
}

static void
show_kinship (StrataViewer *self, gint64 channel)
{
  g_autofree char *text = strata_channel_kinship_describe (
      channel, self->layout.n_channels, self->multiplier);

  set_text (self->kinship, text);
  gtk_widget_set_visible (self->kinship, self->layout.channel_axis >= 0);
}

/* What is not to be seen costs nothing. */
void
strata_viewer_update_look (StrataViewer *self)
{
  StrataViewMode mode = get_mode (self);
  gint64 image = (gint64) gtk_adjustment_get_value (self->image);
  gint64 channel = (gint64) gtk_adjustment_get_value (self->channel);
  const char *way = mode == STRATA_VIEW_CHANNELS  ? "channels"
                    : mode == STRATA_VIEW_NUMBERS ? "numbers"
                                                  : "map";

  gtk_widget_set_visible (self->range, mode == STRATA_VIEW_GREY
                                           || mode == STRATA_VIEW_COLOR);
  gtk_stack_set_visible_child_name (GTK_STACK (self->ways), way);
  strata_channel_strip_set (STRATA_CHANNEL_STRIP (self->strip),
                            mode == STRATA_VIEW_CHANNELS ? self->tensor : NULL,
                            self->format, image, self->multiplier);
  strata_number_table_set (STRATA_NUMBER_TABLE (self->table),
                           mode == STRATA_VIEW_NUMBERS ? self->tensor : NULL,
                           self->format, image, channel);
  if (!self->tensor)
    {
      strata_heat_map_set (STRATA_HEAT_MAP (self->map), NULL, self->format,
                           NULL, FALSE);
      return;
    }
  show_map (self, image, channel);
  show_kinship (self, channel);
}

/* What the numbers are like. */

static void
append_line (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", name,
                          value);
}

static void
append_count (GString *text, const char *name, gint64 n)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, n);

  append_line (text, name, value);
}

static void
append_range (StrataViewer *self,
              const StrataTensorStatistics *statistics,
              GString *text)
{
  StrataDType dtype = strata_tensor_dtype (self->tensor);
  g_autofree char *min = strata_quantity_real (statistics->min, dtype);
  g_autofree char *max = strata_quantity_real (statistics->max, dtype);
  g_autofree char *mean = strata_quantity_mean (statistics->mean);
  g_autofree char *deviation = strata_quantity_mean (statistics->deviation);

  append_line (text, _ ("Minimum:"), min);
  append_line (text, _ ("Mean:"), mean);
  append_line (text, _ ("Maximum:"), max);
  append_line (text, _ ("Standard deviation:"), deviation);
}

static void
show_statistics (StrataViewer *self, const StrataTensorStatistics *statistics)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (statistics->min <= statistics->max)
    append_range (self, statistics, text);
  else
    g_string_append (text, _ ("No finite number"));
  append_count (text, _ ("Zeros:"), statistics->n_zeros);
  append_count (text, _ ("NaN:"), statistics->n_nan);
  append_count (text, _ ("Infinite:"), statistics->n_infinite);
  append_count (text, _ ("Numbers:"), statistics->n);
  set_text (self->statistics, text->str);
  self->low = statistics->min;
  self->high = statistics->max;
  strata_viewer_update_look (self);
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

void
strata_viewer_stop_looking (StrataViewer *self)
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
void
strata_viewer_look (StrataViewer *self)
{
  StrataTensorStatistics statistics;

  strata_viewer_stop_looking (self);
  if (strata_tensor_n_elements (self->tensor) <= AT_ONCE)
    {
      strata_tensor_get_statistics (self->tensor, NULL, &statistics);
      show_statistics (self, &statistics);
      return;
    }
  strata_tensor_estimate_range (self->tensor, &self->low, &self->high);
  set_text (self->statistics, "");
  strata_viewer_update_look (self);
  look_in_thread (self);
}
