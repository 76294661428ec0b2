/* strata-graph-remark.c — the frames and notes of a graph; each change is a
 * step of its history.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-graph-private.h"

#include <glib/gi18n.h>
#include <math.h>

static const char *
name_kind (StrataRemarkKind kind)
{
  return kind == STRATA_REMARK_FRAME ? "frame" : "note";
}

static gboolean
is_frame (StrataRemark *remark)
{
  return remark->kind == STRATA_REMARK_FRAME;
}

gboolean
strata_area_is_valid (const StrataArea *area)
{
  return isfinite (area->x) && isfinite (area->y) && isfinite (area->width)
         && isfinite (area->height) && area->width > 0 && area->height > 0;
}

/**
 * strata_graph_get_n_remarks:
 * @graph: a graph
 *
 * Counts the frames and notes of a graph.
 *
 * Returns: their number
 */
guint
strata_graph_get_n_remarks (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), 0);

  return (guint) g_sequence_get_length (graph->remarks);
}

/**
 * strata_graph_get_remark:
 * @graph: a graph
 * @index: number of a remark
 *
 * Gives a frame or a note. Those of a kind stand in the order of the file.
 *
 * Returns: (transfer none): the remark
 */
StrataRemark *
strata_graph_get_remark (StrataGraph *graph, guint index)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (index < strata_graph_get_n_remarks (graph), NULL);

  return g_sequence_get (
      g_sequence_get_iter_at_pos (graph->remarks, (int) index));
}

/**
 * strata_graph_find_remark:
 * @graph: a graph
 * @id: id of a remark
 *
 * Finds a frame or a note.
 *
 * Returns: (transfer none) (nullable): the remark, or %NULL where there is none
 */
StrataRemark *
strata_graph_find_remark (StrataGraph *graph, const char *id)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (id, NULL);

  return g_hash_table_lookup (graph->remarks_by_id, id);
}

/**
 * strata_graph_list_remarks:
 * @graph: a graph
 *
 * Lists all frames and notes. Those of a kind stand in the order of the file.
 *
 * Returns: (transfer container) (element-type StrataRemark): the remarks
 */
GPtrArray *
strata_graph_list_remarks (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return strata_sequence_list_objects (graph->remarks);
}

static gboolean
check_id (StrataGraph *self, const char *id, GError **error)
{
  g_autofree char *quoted = NULL;
  gboolean valid = strata_id_is_valid (id);

  if (valid && !strata_graph_find_remark (self, id))
    return TRUE;
  quoted = strata_file_quote (id);
  if (valid)
    g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID,
                 "The id %s is that of another frame or note, but each needs "
                 "one of its own",
                 quoted);
  else
    g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID,
                 "The id %s is not 1 to %d of A-Z a-z 0-9 _ -", quoted,
                 STRATA_MAX_ID);
  return FALSE;
}

/**
 * strata_graph_add_remark:
 * @graph: a graph
 * @kind: whether a frame or a note
 * @id: (nullable): its id, or %NULL for one that is made up
 * @error: where to say why not
 *
 * Adds a frame or a note, without text, at 0 and 0.
 *
 * Returns: (transfer none): the remark, or %NULL with an error
 */
StrataRemark *
strata_graph_add_remark (StrataGraph *graph,
                         StrataRemarkKind kind,
                         const char *id,
                         GError **error)
{
  g_autofree char *suggested = NULL;
  g_autoptr (StrataRemark) remark = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (strata_graph_is_editable (graph), NULL);
  g_return_val_if_fail (
      kind == STRATA_REMARK_FRAME || kind == STRATA_REMARK_NOTE, NULL);

  if (!id)
    id = suggested = strata_number_id (graph->remarks_by_id, name_kind (kind));
  if (!check_id (graph, id, error))
    return NULL;

  remark = strata_remark_new (kind, id);
  strata_graph_begin_named (graph, kind == STRATA_REMARK_FRAME
                                       ? N_ ("Add a frame")
                                       : N_ ("Add a note"));
  strata_graph_change_remark (graph, remark);
  strata_graph_end (graph);
  return remark;
}

/**
 * strata_graph_remove_remark:
 * @graph: a graph
 * @remark: a remark in it
 *
 * Removes a frame, without what lies in it, or a note.
 */
void
strata_graph_remove_remark (StrataGraph *graph, StrataRemark *remark)
{
  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));
  g_return_if_fail (STRATA_IS_REMARK (remark) && remark->graph == graph);

  strata_graph_begin_named (graph, is_frame (remark) ? N_ ("Remove a frame")
                                                     : N_ ("Remove a note"));
  strata_graph_change_remark (graph, remark);
  strata_graph_end (graph);
}

/**
 * strata_graph_place_remark:
 * @graph: a graph
 * @remark: a remark in it
 * @x: distance from the left
 * @y: distance from the top
 * @width: its width, more than 0
 * @height: its height, more than 0
 * @error: where to say why not
 *
 * Gives a frame or a note a place and a size on the canvas.
 *
 * Returns: whether it is there now
 */
gboolean
strata_graph_place_remark (StrataGraph *graph,
                           StrataRemark *remark,
                           double x,
                           double y,
                           double width,
                           double height,
                           GError **error)
{
  const StrataArea area = { x, y, width, height };
  gboolean sized;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_REMARK (remark) && remark->graph == graph,
                        FALSE);

  if (!strata_area_is_valid (&area))
    {
      g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
                   "There is no place [%g, %g] of size [%g, %g]: all four must "
                   "be finite, and the size more than 0",
                   x, y, width, height);
      return FALSE;
    }
  sized = remark->area.width != width || remark->area.height != height;
  if (!sized && remark->area.x == x && remark->area.y == y)
    return TRUE;

  strata_graph_begin_named (
      graph, is_frame (remark)
                 ? (sized ? N_ ("Resize a frame") : N_ ("Move a frame"))
                 : (sized ? N_ ("Resize a note") : N_ ("Move a note")));
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_REMARK_AREA,
                                              .subject = remark,
                                              .area = area });
  strata_graph_end (graph);
  return TRUE;
}

/**
 * strata_graph_move_remark:
 * @graph: a graph
 * @remark: a remark in it
 * @x: distance from the left, finite
 * @y: distance from the top, finite
 *
 * Gives a frame, without what lies in it, or a note another place on the
 * canvas.
 */
void
strata_graph_move_remark (StrataGraph *graph,
                          StrataRemark *remark,
                          double x,
                          double y)
{
  g_return_if_fail (STRATA_IS_REMARK (remark));
  g_return_if_fail (isfinite (x) && isfinite (y));

  strata_graph_place_remark (graph, remark, x, y, remark->area.width,
                             remark->area.height, NULL);
}

static gboolean
check_text (const char *text, GError **error)
{
  g_autofree char *quoted = NULL;

  if (!text || g_utf8_validate (text, -1, NULL))
    return TRUE;
  quoted = strata_file_quote (text);
  g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
               "The text %s is not UTF-8", quoted);
  return FALSE;
}

/**
 * strata_graph_set_remark_text:
 * @graph: a graph
 * @remark: a remark in it
 * @text: the title of a frame, or the text of a note; empty for none
 * @error: where to say why not
 *
 * Says what is to be read in a frame or a note.
 *
 * Returns: whether it has the text now
 */
gboolean
strata_graph_set_remark_text (StrataGraph *graph,
                              StrataRemark *remark,
                              const char *text,
                              GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_REMARK (remark) && remark->graph == graph,
                        FALSE);
  g_return_val_if_fail (text, FALSE);

  if (!check_text (text, error))
    return FALSE;
  if (g_str_equal (remark->text, text))
    return TRUE;

  strata_graph_begin_named (graph, is_frame (remark)
                                       ? N_ ("Change the title of a frame")
                                       : N_ ("Change the text of a note"));
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_REMARK_TEXT,
                                              .subject = remark,
                                              .text = g_strdup (text) });
  strata_graph_end (graph);
  return TRUE;
}

/**
 * strata_graph_set_remark_color:
 * @graph: a graph
 * @remark: a remark in it
 * @color: (nullable): name of a colour, or %NULL for none
 * @error: where to say why not
 *
 * Colours a frame or a note. Which names there are, its editor knows.
 *
 * Returns: whether it has the colour now
 */
gboolean
strata_graph_set_remark_color (StrataGraph *graph,
                               StrataRemark *remark,
                               const char *color,
                               GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_REMARK (remark) && remark->graph == graph,
                        FALSE);

  if (!check_text (color, error))
    return FALSE;
  if (g_strcmp0 (remark->color, color) == 0)
    return TRUE;

  strata_graph_begin_named (graph, is_frame (remark) ? N_ ("Color a frame")
                                                     : N_ ("Color a note"));
  strata_graph_change (graph,
                       (StrataChange){ .kind = STRATA_CHANGE_REMARK_COLOR,
                                       .subject = remark,
                                       .text = g_strdup (color) });
  strata_graph_end (graph);
  return TRUE;
}
