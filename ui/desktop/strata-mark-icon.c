/* strata-mark-icon.c — the mark of a port's type, as a small picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-mark-icon.h"

#include <adwaita.h>

struct _StrataMarkIcon
{
  GtkWidget parent_instance;

  StrataPortType type;
};

G_DEFINE_FINAL_TYPE (StrataMarkIcon, strata_mark_icon, GTK_TYPE_WIDGET)

static void
strata_mark_icon_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = STRATA_PORT_MARK_SIZE;
}

static void
strata_mark_icon_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_translate (cr, width / 2, height / 2);
  strata_port_mark_draw (cr, STRATA_MARK_ICON (widget)->type, 0,
                         strata_look_get_current ());
  cairo_destroy (cr);
}

static void
strata_mark_icon_class_init (StrataMarkIconClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = strata_mark_icon_measure;
  widget_class->snapshot = strata_mark_icon_snapshot;
  gtk_widget_class_set_css_name (widget_class, "markicon");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
strata_mark_icon_init (StrataMarkIcon *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (style, "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
strata_mark_icon_new (StrataPortType type)
{
  StrataMarkIcon *self = g_object_new (STRATA_TYPE_MARK_ICON, NULL);

  self->type = type;
  return GTK_WIDGET (self);
}

void
strata_mark_icon_set_type (StrataMarkIcon *icon, StrataPortType type)
{
  g_return_if_fail (STRATA_IS_MARK_ICON (icon));

  icon->type = type;
  gtk_widget_queue_draw (GTK_WIDGET (icon));
}

StrataPortType
strata_mark_icon_type_of (const StrataKind *kind)
{
  const StrataPortRow *output = NULL;
  const StrataPortRow *input = NULL;

  for (gsize i = 0; i < kind->n_ports; i++)
    {
      const StrataPortRow *row = &kind->ports[i];

      if (!(row->flags & STRATA_PORT_OUT))
        {
          if (!input
              || (row->type == STRATA_PORT_TENSOR
                  && input->type != STRATA_PORT_TENSOR))
            input = row;
          continue;
        }
      if (row->type == STRATA_PORT_LAYER)
        return STRATA_PORT_LAYER;
      if (!output)
        output = row;
    }
  if (output)
    return output->type;
  return input ? input->type : STRATA_PORT_STRING;
}
