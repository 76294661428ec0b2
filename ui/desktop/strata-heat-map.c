/* strata-heat-map.c — one channel of a tensor as a picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-heat-map.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _StrataHeatMap
{
  GtkWidget parent_instance;

  StrataTensor *tensor;
  StrataTensorLayout layout;
  gint64 image;
  gint64 channel;
  StrataColorScale scale;
  gboolean mixed;      /* of three channels */
  GdkTexture *texture; /* for the size below; NULL after a change */
  int width;
  int height;
  gint64 row; /* of the element that is chosen; -1 for none */
  gint64 column;
  graphene_rect_t mark; /* in numbers, not in pixels; empty for none */
};

enum
{
  ELEMENT,
  POINTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

#define SMALLEST 40
#define SMALLEST_RING 9.0f

G_DEFINE_FINAL_TYPE (StrataHeatMap, strata_heat_map, GTK_TYPE_WIDGET)

/* The picture: made anew for each size, because GTK would smooth it. */

static double
get_number (StrataHeatMap *self, gint64 row, gint64 column, gint64 channel)
{
  return strata_tensor_get_number (self->tensor, &self->layout, self->image,
                                   row, column, channel);
}

/* Three channels from the one that is chosen on, as far as there are some. */
static void
get_mixed_color (StrataHeatMap *self, gint64 row, gint64 column, guint8 *rgb)
{
  gint64 first = CLAMP (self->channel, 0, MAX (self->layout.n_channels - 3, 0));

  for (int i = 0; i < 3; i++)
    {
      gint64 channel = MIN (first + i, self->layout.n_channels - 1);
      guint8 part[3];

      strata_color_scale_get (
          &self->scale, get_number (self, row, column, channel), 0, 0, part);
      rgb[i] = part[i];
    }
}

static void
get_color (StrataHeatMap *self,
           gint64 row,
           gint64 column,
           int x,
           int y,
           guint8 *rgb)
{
  if (self->mixed)
    get_mixed_color (self, row, column, rgb);
  else
    strata_color_scale_get (
        &self->scale, get_number (self, row, column, self->channel), x, y, rgb);
}

static void
paint_row (StrataHeatMap *self, int y, guint8 *pixels)
{
  gint64 row = y * self->layout.n_rows / self->height;
  gint64 last = -1;
  gboolean striped = FALSE;

  for (int x = 0; x < self->width; x++, pixels += 3)
    {
      gint64 column = x * self->layout.n_columns / self->width;

      if (column == last && !striped)
        {
          memcpy (pixels, pixels - 3, 3);
          continue;
        }
      striped = !isfinite (get_number (self, row, column, self->channel));
      get_color (self, row, column, x, y, pixels);
      last = column;
    }
}

static GdkTexture *
new_texture (guint8 *pixels, int width, int height)
{
  gsize stride = (gsize) width * 3;
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, stride * height);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes,
                                 stride);
}

static void
paint (StrataHeatMap *self)
{
  gsize stride = (gsize) self->width * 3;
  guint8 *pixels = g_try_malloc (stride * self->height);

  if (!pixels)
    return;
  for (int y = 0; y < self->height; y++)
    paint_row (self, y, pixels + y * stride);
  self->texture = new_texture (pixels, self->width, self->height);
}

static gboolean
has_picture (StrataHeatMap *self)
{
  return self->tensor && strata_tensor_n_elements (self->tensor) > 0;
}

static void
change (StrataHeatMap *self)
{
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Pointing. */

static gboolean
find_element (StrataHeatMap *self,
              double x,
              double y,
              gint64 *row,
              gint64 *column)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (!has_picture (self) || width <= 0 || height <= 0)
    return FALSE;
  *row = (gint64) (y / height * (double) self->layout.n_rows);
  *column = (gint64) (x / width * (double) self->layout.n_columns);
  *row = CLAMP (*row, 0, self->layout.n_rows - 1);
  *column = CLAMP (*column, 0, self->layout.n_columns - 1);
  return TRUE;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double x,
           double y,
           StrataHeatMap *self)
{
  gint64 row, column;

  if (find_element (self, x, y, &row, &column))
    g_signal_emit (self, signals[POINTED], 0, row, column);
}

static void
leave_cb (GtkEventControllerMotion *controller, StrataHeatMap *self)
{
  g_signal_emit (self, signals[POINTED], 0, (gint64) -1, (gint64) -1);
}

/* Choosing. */

static void
pressed_cb (GtkGestureClick *gesture,
            int n_press,
            double x,
            double y,
            StrataHeatMap *self)
{
  gint64 row, column;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (find_element (self, x, y, &row, &column))
    strata_heat_map_set_element (self, row, column);
}

/* By keys: the first one is in the corner. */
static gboolean
move_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  StrataHeatMap *self = STRATA_HEAT_MAP (widget);
  int columns, rows;

  if (!has_picture (self))
    return FALSE;
  g_variant_get (arguments, "(ii)", &columns, &rows);
  if (self->row < 0)
    strata_heat_map_set_element (self, 0, 0);
  else
    strata_heat_map_set_element (
        self, CLAMP (self->row + rows, 0, self->layout.n_rows - 1),
        CLAMP (self->column + columns, 0, self->layout.n_columns - 1));
  return TRUE;
}

static gboolean
let_go_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  StrataHeatMap *self = STRATA_HEAT_MAP (widget);

  if (self->row < 0)
    return FALSE;
  strata_heat_map_set_element (self, -1, -1);
  return TRUE;
}

static void
bind_keys (GtkWidgetClass *class)
{
  static const struct
  {
    guint key;
    guint keypad;
    int columns;
    int rows;
  } moves[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT16, 0 },
    { GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT16, 0 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, -10 },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      gtk_widget_class_add_binding (class, moves[i].key, 0, move_cb, "(ii)",
                                    moves[i].columns, moves[i].rows);
      gtk_widget_class_add_binding (class, moves[i].keypad, 0, move_cb, "(ii)",
                                    moves[i].columns, moves[i].rows);
    }
  gtk_widget_class_add_binding (class, GDK_KEY_Escape, 0, let_go_cb, NULL);
}

static void
append_ring (GtkSnapshot *snapshot,
             const graphene_rect_t *box,
             float inset,
             const GdkRGBA *color)
{
  const float widths[] = { 2, 2, 2, 2 };
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  graphene_rect_t edge;
  GskRoundedRect outline;

  graphene_rect_inset_r (box, inset, inset, &edge);
  gsk_rounded_rect_init_from_rect (&outline, &edge, 3);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* Dark outside and bright inside, to be seen on every colour. */
static void
paint_ring (StrataHeatMap *self, GtkSnapshot *snapshot)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self))
                / (float) self->layout.n_columns;
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self))
                 / (float) self->layout.n_rows;
  float x = ((float) self->column + 0.5f) * width;
  float y = ((float) self->row + 0.5f) * height;
  graphene_rect_t box;

  width = MAX (width, SMALLEST_RING);
  height = MAX (height, SMALLEST_RING);
  graphene_rect_init (&box, x - width / 2, y - height / 2, width, height);
  append_ring (snapshot, &box, -4, &(GdkRGBA){ 0, 0, 0, 1 });
  append_ring (snapshot, &box, -2, &(GdkRGBA){ 1, 1, 1, 1 });
}

/* What a number further down has seen. */
static void
paint_mark (StrataHeatMap *self, GtkSnapshot *snapshot)
{
  const graphene_rect_t *mark = &self->mark;
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self))
                / (float) self->layout.n_columns;
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self))
                 / (float) self->layout.n_rows;
  graphene_rect_t box;
  GdkRGBA accent;

  if (!gtk_style_context_lookup_color (
          gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_bg_color",
          &accent))
    accent = (GdkRGBA){ 0.2f, 0.5f, 0.9f, 1 };
  graphene_rect_init (&box, mark->origin.x * width, mark->origin.y * height,
                      mark->size.width * width, mark->size.height * height);
  append_ring (snapshot, &box, 0, &accent);
  append_ring (snapshot, &box, -2, &(GdkRGBA){ 1, 1, 1, 1 });
}

/* The widget. */

static void
strata_heat_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StrataHeatMap *self = STRATA_HEAT_MAP (widget);
  int factor = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (!has_picture (self) || width <= 0 || height <= 0)
    return;
  if (width * factor != self->width || height * factor != self->height)
    g_clear_object (&self->texture);
  self->width = width * factor;
  self->height = height * factor;
  if (!self->texture)
    paint (self);
  if (self->texture)
    gtk_snapshot_append_texture (
        snapshot, self->texture,
        &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->mark.size.width > 0)
    paint_mark (self, snapshot);
  if (self->row >= 0)
    paint_ring (self, snapshot);
}

static GtkSizeRequestMode
strata_heat_map_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As high as it is wide times the tensor's own ratio, within bounds. */
static void
strata_heat_map_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  StrataHeatMap *self = STRATA_HEAT_MAP (widget);
  double ratio = has_picture (self) ? (double) self->layout.n_rows
                                          / (double) self->layout.n_columns
                                    : 1;

  /* The least does not grow with the width: no widget's may. */
  *minimum = *natural = SMALLEST;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *natural = (int) CLAMP (for_size * ratio, SMALLEST, 1.5 * for_size);
}

static void
strata_heat_map_finalize (GObject *object)
{
  StrataHeatMap *self = STRATA_HEAT_MAP (object);

  g_clear_pointer (&self->tensor, strata_tensor_unref);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (strata_heat_map_parent_class)->finalize (object);
}

static void
strata_heat_map_class_init (StrataHeatMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = strata_heat_map_finalize;
  widget_class->snapshot = strata_heat_map_snapshot;
  widget_class->measure = strata_heat_map_measure;
  widget_class->get_request_mode = strata_heat_map_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  bind_keys (widget_class);

  signals[ELEMENT] =
      g_signal_new ("element", STRATA_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[POINTED] =
      g_signal_new ("pointed", STRATA_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
strata_heat_map_init (StrataHeatMap *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->row = self->column = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Heat map"), -1);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
strata_heat_map_new (void)
{
  return g_object_new (STRATA_TYPE_HEAT_MAP, NULL);
}

void
strata_heat_map_set (StrataHeatMap *map,
                     StrataTensor *tensor,
                     StrataSliceFormat format,
                     const StrataColorScale *scale,
                     gboolean mixed)
{
  g_return_if_fail (STRATA_IS_HEAT_MAP (map));

  g_clear_pointer (&map->tensor, strata_tensor_unref);
  map->image = map->channel = 0;
  map->mixed = mixed;
  if (scale)
    map->scale = *scale;
  if (tensor)
    {
      map->tensor = strata_tensor_ref (tensor);
      strata_tensor_get_layout (tensor, format, &map->layout);
    }
  if (!has_picture (map) || map->row >= map->layout.n_rows
      || map->column >= map->layout.n_columns)
    strata_heat_map_set_element (map, -1, -1);
  gtk_widget_queue_resize (GTK_WIDGET (map));
  change (map);
}

void
strata_heat_map_choose (StrataHeatMap *map, gint64 image, gint64 channel)
{
  g_return_if_fail (STRATA_IS_HEAT_MAP (map));

  map->image = CLAMP (image, 0, MAX (map->layout.n_images - 1, 0));
  map->channel = CLAMP (channel, 0, MAX (map->layout.n_channels - 1, 0));
  change (map);
}

void
strata_heat_map_set_element (StrataHeatMap *map, gint64 row, gint64 column)
{
  g_return_if_fail (STRATA_IS_HEAT_MAP (map));

  if (!has_picture (map) || row < 0 || row >= map->layout.n_rows || column < 0
      || column >= map->layout.n_columns)
    row = column = -1;
  if (row == map->row && column == map->column)
    return;
  map->row = row;
  map->column = column;
  gtk_widget_queue_draw (GTK_WIDGET (map));
  g_signal_emit (map, signals[ELEMENT], 0, row, column);
}

gboolean
strata_heat_map_get_element (StrataHeatMap *map, gint64 *row, gint64 *column)
{
  g_return_val_if_fail (STRATA_IS_HEAT_MAP (map), FALSE);

  *row = map->row;
  *column = map->column;
  return map->row >= 0;
}

void
strata_heat_map_mark (StrataHeatMap *map,
                      gint64 first_row,
                      gint64 end_row,
                      gint64 first_column,
                      gint64 end_column)
{
  graphene_rect_t mark =
      GRAPHENE_RECT_INIT ((float) first_column, (float) first_row,
                          (float) MAX (end_column - first_column, 0),
                          (float) MAX (end_row - first_row, 0));

  g_return_if_fail (STRATA_IS_HEAT_MAP (map));

  if (mark.size.height <= 0)
    mark.size.width = 0;
  if (graphene_rect_equal (&mark, &map->mark))
    return;
  map->mark = mark;
  gtk_widget_queue_draw (GTK_WIDGET (map));
}

GdkTexture *
strata_heat_map_new_legend (StrataScaleKind kind)
{
  guint8 *pixels = g_malloc (256 * 3);

  for (guint x = 0; x < 256; x++)
    strata_color_scale_get_at (kind, x / 255.0, pixels + 3 * x);
  return new_texture (pixels, 256, 1);
}
