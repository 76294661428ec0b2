/* strata-histogram.c — how many numbers are how large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-histogram.h"

#include <glib/gi18n.h>

struct _StrataHistogram
{
  GtkWidget parent_instance;

  double heights[STRATA_N_BINS]; /* 0 to 1 */
};

#define HEIGHT 72

G_DEFINE_FINAL_TYPE (StrataHistogram, strata_histogram, GTK_TYPE_WIDGET)

static void
strata_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StrataHistogram *self = STRATA_HISTOGRAM (widget);
  float width = (float) gtk_widget_get_width (widget) / STRATA_N_BINS;
  float height = (float) gtk_widget_get_height (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  for (guint i = 0; i < STRATA_N_BINS; i++)
    {
      /* What is there at all can be seen. */
      float bar = self->heights[i] > 0
                      ? MAX (1.5f, (float) self->heights[i] * height)
                      : 0;

      if (bar > 0)
        gtk_snapshot_append_color (
            snapshot, &color,
            &GRAPHENE_RECT_INIT ((float) i * width + 1, height - bar,
                                 MAX (width - 2, 1), bar));
    }
}

static void
strata_histogram_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 3 * STRATA_N_BINS;
}

static void
strata_histogram_class_init (StrataHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = strata_histogram_snapshot;
  widget_class->measure = strata_histogram_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "histogram");
}

static void
strata_histogram_init (StrataHistogram *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Distribution of the numbers"), -1);
}

GtkWidget *
strata_histogram_new (void)
{
  return g_object_new (STRATA_TYPE_HISTOGRAM, NULL);
}

void
strata_histogram_set (StrataHistogram *histogram,
                      const StrataTensorStatistics *statistics)
{
  gint64 most = 1;

  g_return_if_fail (STRATA_IS_HISTOGRAM (histogram));

  for (guint i = 0; i < STRATA_N_BINS; i++)
    most = MAX (most, statistics->bins[i]);
  for (guint i = 0; i < STRATA_N_BINS; i++)
    histogram->heights[i] = (double) statistics->bins[i] / (double) most;
  gtk_widget_queue_draw (GTK_WIDGET (histogram));
}
