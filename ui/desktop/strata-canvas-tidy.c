/* strata-canvas-tidy.c — lays the graph, or what is selected, out anew.
 *
 * The places are found in a thread, from a copy of what matters; if the graph
 * was changed meanwhile they are of no use and are dropped.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-auto-layout.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  StrataGraph *graph;
  guint64 structure; /* of the graph */
  GPtrArray *cards;  /* StrataCard */
  GArray *boxes;
  GArray *wires;
  double left; /* of them all now */
  double top;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->graph);
  g_ptr_array_unref (job->cards);
  g_array_unref (job->boxes);
  g_array_unref (job->wires);
  g_free (job);
}

/* More than one selected card: those; else all. */
static gboolean
is_wanted (StrataCanvas *self, StrataCanvasCard *card, gboolean selected)
{
  return card && (card->selected || !selected);
}

static void
add_box (StrataCanvas *self, Job *job, StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  StrataLayoutBox box = { layout->width, layout->height, 0, 0 };

  job->left = MIN (job->left, card->x);
  job->top = MIN (job->top, card->y);
  g_array_append_val (job->boxes, box);
  g_ptr_array_add (job->cards, g_object_ref (card->card));
}

static double
get_end (StrataCanvas *self, StrataCard *card, const char *port, gboolean out)
{
  graphene_point_t anchor;

  strata_card_layout_get_anchor (
      strata_canvas_lay_out (self, strata_canvas_find (self, card)), port, out,
      &anchor);
  return anchor.y;
}

static void
add_wire (StrataCanvas *self, Job *job, StrataWire *wire, GHashTable *numbers)
{
  StrataCard *source = strata_wire_get_source (wire);
  StrataCard *target = strata_wire_get_target (wire);
  gpointer from, to;
  StrataLayoutWire own;

  if (!g_hash_table_lookup_extended (numbers, source, NULL, &from)
      || !g_hash_table_lookup_extended (numbers, target, NULL, &to))
    return;
  own = (StrataLayoutWire){
    GPOINTER_TO_UINT (from),
    GPOINTER_TO_UINT (to),
    get_end (self, source, strata_wire_get_source_port (wire), TRUE),
    get_end (self, target, strata_wire_get_target_port (wire), FALSE),
  };
  g_array_append_val (job->wires, own);
}

/* In the order of the graph, so that the same graph looks the same. */
static Job *
job_new (StrataCanvas *self)
{
  g_autoptr (GPtrArray) selected = strata_canvas_list_selected (self);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  guint n = strata_graph_get_n_cards (self->graph);
  Job *job = g_new0 (Job, 1);

  job->graph = g_object_ref (self->graph);
  job->structure = strata_graph_get_structure (self->graph);
  job->cards = g_ptr_array_new_with_free_func (g_object_unref);
  job->boxes = g_array_new (FALSE, FALSE, sizeof (StrataLayoutBox));
  job->wires = g_array_new (FALSE, FALSE, sizeof (StrataLayoutWire));
  job->left = job->top = G_MAXDOUBLE;
  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (self->graph, i);
      StrataCanvasCard *own = strata_canvas_find (self, card);

      if (!is_wanted (self, own, selected->len > 1))
        continue;
      g_hash_table_insert (numbers, card, GUINT_TO_POINTER (job->cards->len));
      add_box (self, job, own);
    }
  n = strata_graph_get_n_wires (self->graph);
  for (guint i = 0; i < n; i++)
    add_wire (self, job, strata_graph_get_wire (self->graph, i), numbers);
  return job;
}

static void
thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancel)
{
  Job *job = data;

  g_task_return_boolean (
      task, strata_auto_layout (
                (StrataLayoutBox *) (void *) job->boxes->data, job->boxes->len,
                (const StrataLayoutWire *) (void *) job->wires->data,
                job->wires->len, cancel));
}

static void
apply (StrataCanvas *self, Job *job)
{
  g_autoptr (GPtrArray) frames = strata_canvas_hold_frames (self);

  strata_graph_begin (self->graph, _ ("Tidy Up"));
  for (guint i = 0; i < job->cards->len; i++)
    {
      const StrataLayoutBox *box =
          &g_array_index (job->boxes, StrataLayoutBox, i);
      StrataCanvasCard *card = strata_canvas_find (self, job->cards->pdata[i]);

      if (card)
        strata_canvas_glide_card (self, card, round (job->left + box->x),
                                  round (job->top + box->y));
    }
  strata_canvas_wrap_frames (self, frames);
  strata_graph_end (self->graph);
  strata_canvas_glide (self);
  strata_editor_log ("tidied %u", job->cards->len);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  StrataCanvas *self = STRATA_CANVAS (object);
  Job *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_clear_object (&self->tidying);
  if (self->graph == job->graph
      && strata_graph_get_structure (self->graph) == job->structure
      && self->drag.kind == STRATA_DRAG_NOTHING)
    apply (self, job);
}

void
strata_canvas_tidy (StrataCanvas *self)
{
  g_autoptr (GTask) task = NULL;

  strata_canvas_stop_tidying (self);
  self->tidying = g_cancellable_new ();
  task = g_task_new (self, self->tidying, done_cb, NULL);
  g_task_set_task_data (task, job_new (self), job_free);
  g_task_run_in_thread (task, thread_cb);
}

void
strata_canvas_stop_tidying (StrataCanvas *self)
{
  if (self->tidying)
    g_cancellable_cancel (self->tidying);
  g_clear_object (&self->tidying);
}
