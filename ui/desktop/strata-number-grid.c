/* strata-number-grid.c — numbers in rows and columns, on cells of their colour.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-number-grid.h"
#include "strata-color-scale.h"
#include "strata-quantity.h"

#include <glib/gi18n.h>
#include <math.h>

/* One cell: a label on a ground that GTK's style sheets could not name. */
#define STRATA_TYPE_NUMBER_BOX (strata_number_box_get_type ())
G_DECLARE_FINAL_TYPE (StrataNumberBox,
                      strata_number_box,
                      STRATA,
                      NUMBER_BOX,
                      GtkWidget)

struct _StrataNumberBox
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GdkRGBA ground;
  gboolean hatched;
};

struct _StrataNumberGrid
{
  AdwBin parent_instance;

  GtkWidget *grid;
  GPtrArray *boxes; /* StrataNumberBox, row after row */
  int rows;
  int columns;
};

#define RADIUS 4
#define MOST_LETTERS 5   /* of what a cell writes in full */
#define NARROW_COLUMNS 4 /* from so many on, cells have less room */

G_DEFINE_FINAL_TYPE (StrataNumberBox, strata_number_box, GTK_TYPE_WIDGET)
G_DEFINE_FINAL_TYPE (StrataNumberGrid, strata_number_grid, ADW_TYPE_BIN)

/* Cells. */

static void
append_hatching (GtkSnapshot *snapshot,
                 const graphene_rect_t *box,
                 const GdkRGBA *color)
{
  const GdkRGBA none = { color->red, color->green, color->blue, 0 };
  const GskColorStop stops[] = {
    { 0, none }, { 0.6f, none }, { 0.6f, *color }, { 1, *color }
  };

  gtk_snapshot_append_repeating_linear_gradient (
      snapshot, box, &GRAPHENE_POINT_INIT (0, 0), &GRAPHENE_POINT_INIT (5, 5),
      stops, G_N_ELEMENTS (stops));
}

static void
strata_number_box_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StrataNumberBox *self = STRATA_NUMBER_BOX (widget);
  graphene_rect_t box =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                          (float) gtk_widget_get_height (widget));
  GskRoundedRect outline;
  GdkRGBA color;

  gsk_rounded_rect_init_from_rect (&outline, &box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  if (self->hatched)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget),
                                   &color);
      color.alpha *= 0.3f;
      append_hatching (snapshot, &box, &color);
    }
  else
    gtk_snapshot_append_color (snapshot, &self->ground, &box);
  gtk_snapshot_pop (snapshot);

  GTK_WIDGET_CLASS (strata_number_box_parent_class)
      ->snapshot (widget, snapshot);
}

static void
strata_number_box_dispose (GObject *object)
{
  StrataNumberBox *self = STRATA_NUMBER_BOX (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (strata_number_box_parent_class)->dispose (object);
}

static void
strata_number_box_class_init (StrataNumberBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = strata_number_box_dispose;
  widget_class->snapshot = strata_number_box_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "numberbox");
}

static void
strata_number_box_init (StrataNumberBox *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

/* A few digits, where all of them are too many. */
static char *
shorten (const char *text, double number, int columns)
{
  const int most = columns < NARROW_COLUMNS ? MOST_LETTERS : MOST_LETTERS - 1;
  const double step = columns < NARROW_COLUMNS ? 100 : 10;
  char buffer[32];
  char *shorter;

  if (g_utf8_strlen (text, -1) <= most || !isfinite (number))
    return g_strdup (text);
  shorter = strata_quantity_real (round (number * step) / step, STRATA_FLOAT64);
  if (fabs (number) * step >= 0.5 && g_utf8_strlen (shorter, -1) <= most)
    return shorter;
  g_free (shorter);
  g_ascii_formatd (buffer, sizeof buffer, "%.0e", number);
  return strata_quantity_real (g_ascii_strtod (buffer, NULL), STRATA_FLOAT64);
}

/* Dark letters on a bright ground, and the other way round. */
static void
color_label (GtkWidget *label, const GdkRGBA *ground)
{
  double light =
      0.2126 * ground->red + 0.7152 * ground->green + 0.0722 * ground->blue;
  guint16 level = light > 0.45 ? 0 : G_MAXUINT16;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes,
                          pango_attr_foreground_new (level, level, level));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

static void
tell_box (StrataNumberBox *box, const char *text)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (box), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box->label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
set_number (StrataNumberBox *box,
            double number,
            const StrataColorScale *scale,
            int columns,
            StrataDType dtype)
{
  g_autofree char *text = strata_quantity_real (number, dtype);
  g_autofree char *shown = shorten (text, number, columns);
  guint8 rgb[3];

  strata_color_scale_get (scale, number, 0, 0, rgb);
  box->hatched = FALSE;
  box->ground =
      (GdkRGBA){ rgb[0] / 255.0f, rgb[1] / 255.0f, rgb[2] / 255.0f, 1 };
  gtk_label_set_text (GTK_LABEL (box->label), shown);
  color_label (box->label, &box->ground);
  tell_box (box, text);
}

static void
set_padding (StrataNumberBox *box)
{
  box->hatched = TRUE;
  gtk_label_set_text (GTK_LABEL (box->label), "");
  gtk_label_set_attributes (GTK_LABEL (box->label), NULL);
  tell_box (box, _ ("Padding: nothing is there, and nothing is added"));
}

/* The grid. */

static void
lay_out (StrataNumberGrid *self, int rows, int columns)
{
  if (rows == self->rows && columns == self->columns)
    return;
  for (guint i = 0; i < self->boxes->len; i++)
    gtk_grid_remove (GTK_GRID (self->grid), self->boxes->pdata[i]);
  g_ptr_array_set_size (self->boxes, 0);
  for (int i = 0; i < rows * columns; i++)
    {
      GtkWidget *box = g_object_new (STRATA_TYPE_NUMBER_BOX, NULL);

      gtk_grid_attach (GTK_GRID (self->grid), box, i % columns, i / columns, 1,
                       1);
      g_ptr_array_add (self->boxes, box);
    }
  self->rows = rows;
  self->columns = columns;
}

static void
find_range (const StrataNumberCell *cells, int n, double *min, double *max)
{
  *min = G_MAXDOUBLE;
  *max = -G_MAXDOUBLE;
  for (int i = 0; i < n; i++)
    if (!cells[i].padding && isfinite (cells[i].number))
      {
        *min = MIN (*min, cells[i].number);
        *max = MAX (*max, cells[i].number);
      }
}

static void
strata_number_grid_finalize (GObject *object)
{
  g_ptr_array_unref (STRATA_NUMBER_GRID (object)->boxes);

  G_OBJECT_CLASS (strata_number_grid_parent_class)->finalize (object);
}

static void
strata_number_grid_class_init (StrataNumberGridClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_number_grid_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
strata_number_grid_init (StrataNumberGrid *self)
{
  self->boxes = g_ptr_array_new ();
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 3);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  /* What stands left of it in the image stands left of it here. */
  gtk_widget_set_direction (self->grid, GTK_TEXT_DIR_LTR);
  adw_bin_set_child (ADW_BIN (self), self->grid);
}

GtkWidget *
strata_number_grid_new (const char *title)
{
  GtkWidget *grid = g_object_new (STRATA_TYPE_NUMBER_GRID, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (grid),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return grid;
}

void
strata_number_grid_set (StrataNumberGrid *grid,
                        int rows,
                        int columns,
                        const StrataNumberCell *cells,
                        StrataDType dtype)
{
  StrataColorScale scale;
  double min, max;

  g_return_if_fail (STRATA_IS_NUMBER_GRID (grid));

  lay_out (grid, rows, columns);
  find_range (cells, rows * columns, &min, &max);
  strata_color_scale_choose (&scale, min, max);
  for (int i = 0; i < rows * columns; i++)
    if (cells[i].padding)
      set_padding (grid->boxes->pdata[i]);
    else
      set_number (grid->boxes->pdata[i], cells[i].number, &scale, columns,
                  dtype);
}
