/* strata-graph-history.c — steps that can be taken back and made again.
 *
 * Every change swaps a part of the graph with what a StrataChange holds, and a
 * step is a list of changes. Taking it back swaps them in reverse, making it
 * again swaps them in order: both leave the graph as it was to the last byte of
 * its file, with the very same objects in it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"
#include "strata-words.h"

static GArray *
new_changes (void)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (StrataChange));

  g_array_set_clear_func (changes, strata_change_clear);
  return changes;
}

static StrataStep *
new_step (void)
{
  StrataStep *step = g_new (StrataStep, 1);

  step->serial = strata_next_revision ();
  step->name = NULL;
  step->changes = new_changes ();
  return step;
}

static void
free_step (StrataStep *step)
{
  g_array_unref (step->changes);
  g_free (step->name);
  g_free (step);
}

/* What was dragged around and came back is no change. */
static void
drop_idle_changes (StrataStep *step)
{
  g_autoptr (GArray) all = g_steal_pointer (&step->changes);

  step->changes = new_changes ();
  for (guint i = 0; i < all->len; i++)
    {
      StrataChange *change = &g_array_index (all, StrataChange, i);

      if (strata_change_is_idle (change))
        strata_change_clear (change);
      else
        g_array_append_val (step->changes, *change);
    }
  g_array_set_clear_func (all, NULL);
}

static void
forget_steps (StrataGraph *self, guint n_kept)
{
  for (guint i = self->steps->len; i > n_kept; i--)
    free_step (self->steps->pdata[i - 1]);
  g_ptr_array_set_size (self->steps, (int) n_kept);
}

static void
close_step (StrataGraph *self)
{
  StrataStep *step = g_steal_pointer (&self->open);

  drop_idle_changes (step);
  if (step->changes->len == 0)
    {
      free_step (step);
      return;
    }

  if (!step->name)
    step->name = g_strdup ("Edit");
  forget_steps (self, self->n_done);
  g_ptr_array_add (self->steps, step);
  self->n_done++;
  strata_graph_emit_changed (self);
  strata_graph_emit_history (self);
}

static guint64
get_serial (StrataGraph *self)
{
  StrataStep *last =
      self->n_done > 0 ? self->steps->pdata[self->n_done - 1] : NULL;

  return last ? last->serial : 0;
}

void
strata_graph_mark_saved (StrataGraph *self)
{
  self->saved = get_serial (self);
  strata_graph_emit_history (self);
}

void
strata_graph_clear_history (StrataGraph *self)
{
  g_clear_pointer (&self->open, free_step);
  forget_steps (self, 0);
  self->n_done = 0;
}

gboolean
strata_graph_is_editable (StrataGraph *self)
{
  return !self->busy;
}

void
strata_graph_begin_named (StrataGraph *self, const char *format, ...)
{
  va_list values;

  if (!self->open)
    self->open = new_step ();
  if (!self->open->name)
    {
      va_start (values, format);
      self->open->name =
          g_strdup_vprintf (strata_words_translate (format), values);
      va_end (values);
    }
  self->depth++;
}

/**
 * strata_graph_begin:
 * @graph: a graph
 * @name: (nullable): what is done, for people: `Move 3 cards`; %NULL for the
 *   name of the first change
 *
 * Begins a group of changes, which are one step of the history. Groups may
 * stand in each other: the outermost one is the step.
 */
void
strata_graph_begin (StrataGraph *graph, const char *name)
{
  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));

  if (!graph->open)
    graph->open = new_step ();
  if (!graph->open->name)
    graph->open->name = g_strdup (name);
  graph->depth++;
}

/**
 * strata_graph_end:
 * @graph: a graph
 *
 * Ends the group that was begun last.
 */
void
strata_graph_end (StrataGraph *graph)
{
  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));
  g_return_if_fail (graph->depth > 0);

  if (--graph->depth == 0)
    close_step (graph);
}

/**
 * strata_graph_undo:
 * @graph: a graph
 *
 * Takes back the last step that is not taken back yet.
 *
 * Returns: whether there was one, and no group was open
 */
gboolean
strata_graph_undo (StrataGraph *graph)
{
  StrataStep *step;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);

  if (graph->open || graph->n_done == 0)
    return FALSE;

  step = graph->steps->pdata[--graph->n_done];
  for (guint i = step->changes->len; i > 0; i--)
    strata_graph_replay (graph,
                         &g_array_index (step->changes, StrataChange, i - 1));

  strata_graph_emit_changed (graph);
  strata_graph_emit_history (graph);
  return TRUE;
}

/**
 * strata_graph_redo:
 * @graph: a graph
 *
 * Makes the step again that was taken back last.
 *
 * Returns: whether there was one, and no group was open
 */
gboolean
strata_graph_redo (StrataGraph *graph)
{
  StrataStep *step;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);

  if (graph->open || graph->n_done == graph->steps->len)
    return FALSE;

  step = graph->steps->pdata[graph->n_done++];
  for (guint i = 0; i < step->changes->len; i++)
    strata_graph_replay (graph,
                         &g_array_index (step->changes, StrataChange, i));

  strata_graph_emit_changed (graph);
  strata_graph_emit_history (graph);
  return TRUE;
}

/**
 * strata_graph_get_undo_name:
 * @graph: a graph
 *
 * Names what [method@Strata.Graph.undo] would take back.
 *
 * Returns: (nullable): the name, or %NULL where there is nothing
 */
const char *
strata_graph_get_undo_name (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  if (graph->n_done == 0)
    return NULL;
  return ((StrataStep *) graph->steps->pdata[graph->n_done - 1])->name;
}

/**
 * strata_graph_get_redo_name:
 * @graph: a graph
 *
 * Names what [method@Strata.Graph.redo] would make again.
 *
 * Returns: (nullable): the name, or %NULL where there is nothing
 */
const char *
strata_graph_get_redo_name (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  if (graph->n_done == graph->steps->len)
    return NULL;
  return ((StrataStep *) graph->steps->pdata[graph->n_done])->name;
}

/**
 * strata_graph_is_modified:
 * @graph: a graph
 *
 * Says whether the graph differs from what was last loaded or saved.
 *
 * Returns: whether it does
 */
gboolean
strata_graph_is_modified (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);

  return get_serial (graph) != graph->saved
         || (graph->open && graph->open->changes->len > 0);
}
