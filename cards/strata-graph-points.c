/* strata-graph-points.c — the points of wires, each change a step of history.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

#include <math.h>
#include <string.h>

static gboolean refuse (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  if (error)
    *error = g_error_new_valist (STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
                                 format, values);
  va_end (values);
  return FALSE;
}

static gboolean
check_points (const double *coordinates, guint n, GError **error)
{
  if (n % 2 != 0)
    return refuse (error,
                   "The points of a wire are pairs of x and y, but there are "
                   "%u numbers",
                   n);
  if (n / 2 > STRATA_WIRE_MAX_POINTS)
    return refuse (error, "The wire would have %u points, but %d are the most",
                   n / 2, STRATA_WIRE_MAX_POINTS);
  for (guint i = 0; i < n; i++)
    if (!isfinite (coordinates[i]))
      return refuse (error,
                     "The number %g is no place of a point, which must be "
                     "finite",
                     coordinates[i]);
  return TRUE;
}

static gboolean
is_in (StrataGraph *self, StrataWire *wire)
{
  return STRATA_IS_WIRE (wire) && wire->place && wire->source->graph == self;
}

/* A copy of the points, to be changed. */
static GArray *
copy_points (StrataWire *wire)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (double));

  if (wire->points)
    g_array_append_vals (points, wire->points->data, wire->points->len);
  return points;
}

/**
 * strata_graph_set_wire_points:
 * @graph: a graph
 * @wire: a wire in it
 * @coordinates: (array length=n_coordinates) (nullable): the x and the y of
 *   each point by turns, from the source on
 * @n_coordinates: how many numbers
 * @error: where to say why not
 *
 * Says through which points on the canvas a wire is led.
 *
 * Returns: whether it is led through them now
 */
gboolean
strata_graph_set_wire_points (StrataGraph *graph,
                              StrataWire *wire,
                              const double *coordinates,
                              guint n_coordinates,
                              GError **error)
{
  GArray *points = NULL;
  guint n;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (is_in (graph, wire), FALSE);
  g_return_val_if_fail (coordinates || n_coordinates == 0, FALSE);

  if (!check_points (coordinates, n_coordinates, error))
    return FALSE;
  n = wire->points ? wire->points->len : 0;
  if (n == n_coordinates
      && (n == 0
          || memcmp (wire->points->data, coordinates, n * sizeof (double))
                 == 0))
    return TRUE;

  if (n_coordinates > 0)
    {
      points = g_array_new (FALSE, FALSE, sizeof (double));
      g_array_append_vals (points, coordinates, n_coordinates);
    }
  strata_graph_begin_named (graph, "Lead %s.%s to %s.%s another way",
                            wire->source->id, wire->source_port,
                            wire->target->id, wire->target_port);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_POINTS,
                                              .subject = wire,
                                              .points = points });
  strata_graph_end (graph);
  return TRUE;
}

static gboolean
set_points (StrataGraph *self,
            StrataWire *wire,
            const GArray *points,
            GError **error)
{
  return strata_graph_set_wire_points (
      self, wire, (const double *) (gpointer) points->data, points->len, error);
}

/**
 * strata_graph_insert_wire_point:
 * @graph: a graph
 * @wire: a wire in it
 * @index: number of the point that it will be, from the source on
 * @x: distance from the left
 * @y: distance from the top
 * @error: where to say why not
 *
 * Leads a wire through one more point on the canvas.
 *
 * Returns: whether it is led through it now
 */
gboolean
strata_graph_insert_wire_point (StrataGraph *graph,
                                StrataWire *wire,
                                guint index,
                                double x,
                                double y,
                                GError **error)
{
  const double pair[2] = { x, y };
  g_autoptr (GArray) points = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (is_in (graph, wire), FALSE);
  g_return_val_if_fail (index <= strata_wire_get_n_points (wire), FALSE);

  points = copy_points (wire);
  g_array_insert_vals (points, 2 * index, pair, 2);
  return set_points (graph, wire, points, error);
}

/**
 * strata_graph_move_wire_point:
 * @graph: a graph
 * @wire: a wire in it
 * @index: number of a point, from the source on
 * @x: distance from the left
 * @y: distance from the top
 * @error: where to say why not
 *
 * Moves a point that a wire is led through.
 *
 * Returns: whether it is there now
 */
gboolean
strata_graph_move_wire_point (StrataGraph *graph,
                              StrataWire *wire,
                              guint index,
                              double x,
                              double y,
                              GError **error)
{
  g_autoptr (GArray) points = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (is_in (graph, wire), FALSE);
  g_return_val_if_fail (index < strata_wire_get_n_points (wire), FALSE);

  points = copy_points (wire);
  g_array_index (points, double, 2 * index) = x;
  g_array_index (points, double, 2 * index + 1) = y;
  return set_points (graph, wire, points, error);
}

/**
 * strata_graph_remove_wire_point:
 * @graph: a graph
 * @wire: a wire in it
 * @index: number of a point, from the source on
 *
 * Leads a wire no longer through a point.
 */
void
strata_graph_remove_wire_point (StrataGraph *graph,
                                StrataWire *wire,
                                guint index)
{
  g_autoptr (GArray) points = NULL;

  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (is_in (graph, wire));
  g_return_if_fail (index < strata_wire_get_n_points (wire));

  points = copy_points (wire);
  g_array_remove_range (points, 2 * index, 2);
  set_points (graph, wire, points, NULL);
}
