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
};

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

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          StrataNumberTable *self)
{
  GtkWidget *label = gtk_label_new (NULL);

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
  g_autofree char *line = strata_number_table_dup_row (
      self, strata_count_get (gtk_list_item_get_item (item)));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      line ? line : "");
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
strata_number_table_class_init (StrataNumberTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_number_table_dispose;
}

static void
strata_number_table_init (StrataNumberTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view;

  self->rows = strata_count_list_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (
                                G_LIST_MODEL (g_object_ref (self->rows)))),
                            factory);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Numbers"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
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
  g_autofree char *number = NULL;

  g_return_val_if_fail (STRATA_IS_NUMBER_TABLE (table), NULL);

  if (!table->tensor || row < 0 || row >= table->layout.n_rows)
    return NULL;
  number = g_strdup_printf ("%" G_GINT64_FORMAT ":", row);
  append_padded (line, number, 4);
  for (gint64 i = 0; i < MIN (table->layout.n_columns, MOST_COLUMNS); i++)
    {
      g_autofree char *text = dup_number (table, row, i);

      append_padded (line, text, table->width + 2);
    }
  if (table->layout.n_columns > MOST_COLUMNS)
    g_string_append (line, "  …");
  return g_string_free (g_steal_pointer (&line), FALSE);
}
