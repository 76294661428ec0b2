/* strata-announcer.c — says to screen readers what others see change.
 *
 * GTK 4.8 has no call for it: a label of the role of a status or an alert is
 * read when its text becomes another.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-announcer.h"

struct _StrataAnnouncer
{
  GtkWidget parent_instance;

  GtkWidget *status;
  GtkWidget *alert;
};

G_DEFINE_FINAL_TYPE (StrataAnnouncer, strata_announcer, GTK_TYPE_WIDGET)

static void
strata_announcer_size_allocate (GtkWidget *widget,
                                int width,
                                int height,
                                int baseline)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { 0, 0, 1, 1 };

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &place.width,
                          NULL, NULL, NULL);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, &place.height,
                          NULL, NULL, NULL);
      gtk_widget_size_allocate (child, &place, -1);
    }
}

static void
strata_announcer_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = 0;
}

/* Nothing is to be seen of it. */
static void
strata_announcer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
}

static void
strata_announcer_dispose (GObject *object)
{
  StrataAnnouncer *self = STRATA_ANNOUNCER (object);

  g_clear_pointer (&self->status, gtk_widget_unparent);
  g_clear_pointer (&self->alert, gtk_widget_unparent);

  G_OBJECT_CLASS (strata_announcer_parent_class)->dispose (object);
}

static void
strata_announcer_class_init (StrataAnnouncerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = strata_announcer_dispose;
  widget_class->measure = strata_announcer_measure;
  widget_class->size_allocate = strata_announcer_size_allocate;
  widget_class->snapshot = strata_announcer_snapshot;
  gtk_widget_class_set_css_name (widget_class, "announcer");
}

static GtkWidget *
add_region (StrataAnnouncer *self, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role,
                                   "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
strata_announcer_init (StrataAnnouncer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  self->status = add_region (self, GTK_ACCESSIBLE_ROLE_STATUS);
  self->alert = add_region (self, GTK_ACCESSIBLE_ROLE_ALERT);
}

GtkWidget *
strata_announcer_new (void)
{
  return g_object_new (STRATA_TYPE_ANNOUNCER, NULL);
}

static void
say (GtkWidget *region, const char *sentence)
{
  const char *text = sentence ? sentence : "";

  if (g_str_equal (gtk_label_get_text (GTK_LABEL (region)), text))
    return;
  gtk_label_set_text (GTK_LABEL (region), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (region),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
strata_announcer_tell (StrataAnnouncer *announcer, const char *sentence)
{
  g_return_if_fail (STRATA_IS_ANNOUNCER (announcer));

  say (announcer->status, sentence);
}

void
strata_announcer_warn (StrataAnnouncer *announcer, const char *sentence)
{
  g_return_if_fail (STRATA_IS_ANNOUNCER (announcer));

  say (announcer->alert, sentence);
}

GtkWidget *
strata_announcer_get_status (StrataAnnouncer *announcer)
{
  g_return_val_if_fail (STRATA_IS_ANNOUNCER (announcer), NULL);

  return announcer->status;
}

GtkWidget *
strata_announcer_get_alert (StrataAnnouncer *announcer)
{
  g_return_val_if_fail (STRATA_IS_ANNOUNCER (announcer), NULL);

  return announcer->alert;
}
