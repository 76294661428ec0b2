/* strata-number-table.c — one channel of a tensor as numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-number-table.h"
#include "strata-count-list.h"
#include "strata-quantity.h"

#include <glib/gi18n.h>

#define HEIGHT 320
/* What is looked at to find how wide a number is. */
#define MOST_LOOKED_AT 2048
/* More columns make lines that no screen shows. */
#define MOST_COLUMNS 512

struct _StrataNumberTable
{
  AdwBin parent_instance;

  StrataTensor *tensor;
  StrataTensorLayout layout;
  gint64 image;
  gint64 channel;
  int width; /* of a number, in letters */
  StrataCountList *rows;
  gint64 row; /* of the number that is chosen; -1 for none */
  gint64 column;
  GHashTable *shown; /* GtkLabel to GtkListItem */
  GtkWidget *view;
  GtkAdjustment *across;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataNumberTable, strata_number_table, ADW_TYPE_BIN)

static char *
dup_number (StrataNumberTable *self, gint64 row, gint64 column)
{
  return strata_quantity_real (
      strata_tensor_get_number (self->tensor, &self->layout, self->image, row,
                                column, self->channel),
      strata_tensor_dtype (self->tensor));
}

static void
append_padded (GString *line, const char *text, int width)
{
  for (glong n = g_utf8_strlen (text, -1); n < width; n++)
    g_string_append_c (line, ' ');
  g_string_append (line, text);
}

static gint64
count_columns (StrataNumberTable *self)
{
  return MIN (self->layout.n_columns, MOST_COLUMNS);
}

static void
append_head (GString *line, gint64 row)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT ":", row);

  append_padded (line, number, 4);
}

static void
find_width (StrataNumberTable *self)
{
  gint64 n = self->layout.n_rows * self->layout.n_columns;
  gint64 step = 1 + n / MOST_LOOKED_AT;

  self->width = 1;
  for (gint64 i = 0; i < n; i += step)
    {
      g_autofree char *text = dup_number (self, i / self->layout.n_columns,
                                          i % self->layout.n_columns);

      self->width = MAX (self->width, (int) g_utf8_strlen (text, -1));
    }
}

/* Where in its line the number of a column stands, in bytes. */
static gboolean
find_span (StrataNumberTable *self,
           gint64 row,
           gint64 column,
           guint *start,
           guint *end)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (!self->tensor || row < 0 || row >= self->layout.n_rows || column < 0
      || column >= count_columns (self))
    return FALSE;
  append_head (line, row);
  for (gint64 i = 0; i <= column; i++)
    {
      g_autofree char *text = dup_number (self, row, i);

      append_padded (line, text, self->width + 2);
      *start = (guint) (line->len - strlen (text));
      *end = (guint) line->len;
    }
  return TRUE;
}

gint64
strata_number_table_find_column (StrataNumberTable *table, gint64 row, guint at)
{
  guint start, end;

  g_return_val_if_fail (STRATA_IS_NUMBER_TABLE (table), -1);

  for (gint64 i = 0; find_span (table, row, i, &start, &end); i++)
    if (at < end)
      return i;
  return -1;
}

/* The number that is chosen. */

static gint64
get_row (GtkListItem *item)
{
  return strata_count_get (gtk_list_item_get_item (item));
}

static void
mark (StrataNumberTable *self, GtkLabel *label, gint64 row)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoAttribute *parts[2];
  guint start, end;

  if (row == self->row && find_span (self, row, self->column, &start, &end))
    {
      attributes = pango_attr_list_new ();
      parts[0] = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      parts[1] = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);
      for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          parts[i]->start_index = start;
          parts[i]->end_index = end;
          pango_attr_list_insert (attributes, parts[i]);
        }
    }
  gtk_label_set_attributes (label, attributes);
}

static void
mark_all (StrataNumberTable *self)
{
  GHashTableIter iter;
  gpointer label, item;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &label, &item))
    mark (self, label, get_row (item));
}

/* All rows are as wide as their letters. */
static void
scroll_across (StrataNumberTable *self)
{
  GHashTableIter iter;
  gpointer label, item;
  PangoRectangle at;
  guint start, end;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &label, &item))
    if (get_row (item) == self->row
        && find_span (self, self->row, self->column, &start, &end))
      {
        pango_layout_index_to_pos (gtk_label_get_layout (label), (int) start,
                                   &at);
        gtk_adjustment_clamp_page (
            self->across, PANGO_PIXELS (at.x),
            PANGO_PIXELS (at.x + at.width * (int) (end - start + 2)));
      }
}

static void
choose (StrataNumberTable *self, gint64 row, gint64 column)
{
  strata_number_table_choose (self, row, column);
  g_signal_emit (self, signals[CHOSEN], 0, row, column);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int n_press,
            double x,
            double y,
            GtkListItem *item)
{
  GtkWidget *label =
      gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  StrataNumberTable *self = STRATA_NUMBER_TABLE (
      gtk_widget_get_ancestor (label, STRATA_TYPE_NUMBER_TABLE));
  int left, top, at, trailing;
  gint64 column;

  gtk_label_get_layout_offsets (GTK_LABEL (label), &left, &top);
  pango_layout_xy_to_index (gtk_label_get_layout (GTK_LABEL (label)),
                            (int) (x - left) * PANGO_SCALE, 0, &at, &trailing);
  column = strata_number_table_find_column (self, get_row (item), (guint) at);
  if (column >= 0)
    choose (self, get_row (item), column);
}

/* By keys: the first one is in the corner. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                StrataNumberTable *self)
{
  const gboolean right = key == GDK_KEY_Right || key == GDK_KEY_KP_Right;
  const gboolean left = key == GDK_KEY_Left || key == GDK_KEY_KP_Left;
  const gboolean down = key == GDK_KEY_Down || key == GDK_KEY_KP_Down;
  const gboolean up = key == GDK_KEY_Up || key == GDK_KEY_KP_Up;

  if (!self->tensor || !(right || left || down || up)
      || state & gtk_accelerator_get_default_mod_mask ())
    return GDK_EVENT_PROPAGATE;
  if (self->row < 0)
    choose (self, 0, 0);
  else
    choose (self, CLAMP (self->row + down - up, 0, self->layout.n_rows - 1),
            CLAMP (self->column + right - left, 0, count_columns (self) - 1));
  return GDK_EVENT_STOP;
}

/* Lines. */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          StrataNumberTable *self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), item);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_css_class (label, "monospace");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* Data reads from left to right, whatever the words around it do. */
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         StrataNumberTable *self)
{
  g_autofree char *line = strata_number_table_dup_row (self, get_row (item));
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), line ? line : "");
  g_hash_table_insert (self->shown, label, item);
  mark (self, GTK_LABEL (label), get_row (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           StrataNumberTable *self)
{
  g_hash_table_remove (self->shown, gtk_list_item_get_child (item));
}

static void
strata_number_table_dispose (GObject *object)
{
  StrataNumberTable *self = STRATA_NUMBER_TABLE (object);

  g_clear_pointer (&self->tensor, strata_tensor_unref);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (strata_number_table_parent_class)->dispose (object);
}

static void
strata_number_table_finalize (GObject *object)
{
  g_hash_table_unref (STRATA_NUMBER_TABLE (object)->shown);

  G_OBJECT_CLASS (strata_number_table_parent_class)->finalize (object);
}

static void
strata_number_table_class_init (StrataNumberTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_number_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_number_table_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", STRATA_TYPE_NUMBER_TABLE,
                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
strata_number_table_init (StrataNumberTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->row = self->column = -1;
  self->shown = g_hash_table_new (NULL, NULL);
  self->rows = strata_count_list_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->view =
      gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (
                             G_LIST_MODEL (g_object_ref (self->rows)))),
                         factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Numbers"),
                                  -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->view, keys);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  self->across =
      gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              HEIGHT);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
strata_number_table_new (void)
{
  return g_object_new (STRATA_TYPE_NUMBER_TABLE, NULL);
}

void
strata_number_table_set (StrataNumberTable *table,
                         StrataTensor *tensor,
                         StrataSliceFormat format,
                         gint64 image,
                         gint64 channel)
{
  gint64 n = 0;

  g_return_if_fail (STRATA_IS_NUMBER_TABLE (table));

  if (tensor && strata_tensor_n_elements (tensor) == 0)
    tensor = NULL;
  if (tensor)
    strata_tensor_ref (tensor);
  g_clear_pointer (&table->tensor, strata_tensor_unref);
  table->tensor = tensor;
  if (tensor)
    {
      strata_tensor_get_layout (tensor, format, &table->layout);
      table->image = CLAMP (image, 0, table->layout.n_images - 1);
      table->channel = CLAMP (channel, 0, table->layout.n_channels - 1);
      n = table->layout.n_rows;
      find_width (table);
    }
  strata_count_list_set (table->rows, (guint) MIN (n, G_MAXINT));
}

char *
strata_number_table_dup_row (StrataNumberTable *table, gint64 row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_return_val_if_fail (STRATA_IS_NUMBER_TABLE (table), NULL);

  if (!table->tensor || row < 0 || row >= table->layout.n_rows)
    return NULL;
  append_head (line, row);
  for (gint64 i = 0; i < count_columns (table); i++)
    {
      g_autofree char *text = dup_number (table, row, i);

      append_padded (line, text, table->width + 2);
    }
  if (table->layout.n_columns > MOST_COLUMNS)
    g_string_append (line, "  …");
  return g_string_free (g_steal_pointer (&line), FALSE);
}

void
strata_number_table_choose (StrataNumberTable *table, gint64 row, gint64 column)
{
  g_return_if_fail (STRATA_IS_NUMBER_TABLE (table));

  if (row == table->row && column == table->column)
    return;
  table->row = row;
  table->column = column;
  mark_all (table);
  if (table->tensor && row >= 0 && row < table->layout.n_rows)
    {
      gtk_widget_activate_action (table->view, "list.scroll-to-item", "u",
                                  (guint) row);
      scroll_across (table);
    }
}
