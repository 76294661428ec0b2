/* strata-viewer-element.c — the element of a tensor that is pointed at or
 * chosen.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-viewer-private.h"

#include "strata-number-table.h"
#include "strata-quantity.h"

#include <glib/gi18n.h>
#include <inttypes.h>

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
    return g_strdup_printf (_ ("image %" PRId64 ", row %" PRId64
                               ", column %" PRId64 ", channel %" PRId64 ": %s"),
                            place->image, place->row, place->column,
                            place->channel, number);
  if (self->layout.channel_axis >= 0)
    return g_strdup_printf (
        _ ("row %" PRId64 ", column %" PRId64 ", channel %" PRId64 ": %s"),
        place->row, place->column, place->channel, number);
  return g_strdup_printf (_ ("row %" PRId64 ", column %" PRId64 ": %s"),
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
  gtk_label_set_text (GTK_LABEL (self->number), text ? text : "");
}

static void
pointed_cb (StrataHeatMap *map, gint64 row, gint64 column, StrataViewer *self)
{
  show_number (self, row, column);
}

void
strata_viewer_tell_element (StrataViewer *self)
{
  GVariant *found = strata_viewer_get_element (self);
  g_autoptr (GVariant) index = found ? g_variant_ref_sink (found) : NULL;

  show_number (self, -1, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
      gtk_label_get_text (GTK_LABEL (self->number)), -1);
  strata_viewer_explain (self, index);
  g_signal_emit_by_name (self, "element-selected", self->card, self->port,
                         index);
}

static void
element_cb (StrataHeatMap *map, gint64 row, gint64 column, StrataViewer *self)
{
  strata_number_table_choose (STRATA_NUMBER_TABLE (self->table), row, column);
  strata_viewer_tell_element (self);
  if (row >= 0)
    strata_viewer_want_explained (self);
}

void
strata_viewer_watch_elements (StrataViewer *self)
{
  g_signal_connect (self->map, "element", G_CALLBACK (element_cb), self);
  g_signal_connect (self->map, "pointed", G_CALLBACK (pointed_cb), self);
}

static void
chosen_cb (StrataNumberTable *table,
           gint64 row,
           gint64 column,
           StrataViewer *self)
{
  strata_heat_map_set_element (STRATA_HEAT_MAP (self->map), row, column);
}

void
strata_viewer_watch_numbers (StrataViewer *self)
{
  g_signal_connect (self->table, "chosen", G_CALLBACK (chosen_cb), self);
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
