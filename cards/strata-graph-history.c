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

static void
clear_change (gpointer data)
{
  StrataChange *change = data;

  switch (change->kind)
    {
    case STRATA_CHANGE_ID:
    case STRATA_CHANGE_WEIGHTS:
      g_free (change->text);
      break;
    case STRATA_CHANGE_VALUES:
    case STRATA_CHANGE_CARD_EXTRAS:
    case STRATA_CHANGE_EXTRAS:
      g_clear_pointer (&change->value, strata_value_unref);
      break;
    case STRATA_CHANGE_CARD:
    case STRATA_CHANGE_WIRE:
    case STRATA_CHANGE_POSITION:
    case STRATA_CHANGE_SEED:
      break;
    }
  g_clear_object (&change->subject);
}

static StrataStep *
new_step (char *name)
{
  StrataStep *step = g_new (StrataStep, 1);

  step->serial = strata_next_revision ();
  step->name = name;
  step->changes = g_array_new (FALSE, FALSE, sizeof (StrataChange));
  g_array_set_clear_func (step->changes, clear_change);
  return step;
}

static void
free_step (StrataStep *step)
{
  g_array_unref (step->changes);
  g_free (step->name);
  g_free (step);
}

static void
swap_text (char **one, char **other)
{
  char *text = *one;

  *one = *other;
  *other = text;
}

static void
swap_value (StrataValue **one, StrataValue **other)
{
  StrataValue *value = *one;

  *one = *other;
  *other = value;
}

/* What stands after a place now, so that the object can come back there. */
static gpointer
get_next (GSequenceIter *place)
{
  GSequenceIter *next = g_sequence_iter_next (place);

  return g_sequence_iter_is_end (next) ? NULL : g_sequence_get (next);
}

static void
swap_card (StrataGraph *self, StrataChange *change)
{
  StrataCard *card = change->subject;

  if (!card->place)
    {
      strata_graph_insert_card (self, card, change->before);
      return;
    }
  change->before = get_next (card->place);
  strata_graph_extract_card (self, card);
}

static void
swap_wire (StrataGraph *self, StrataChange *change)
{
  StrataWire *wire = change->subject;

  if (!wire->place)
    {
      strata_graph_insert_wire (self, wire, change->before);
      return;
    }
  change->before = get_next (wire->place);
  strata_graph_extract_wire (self, wire);
}

static void
swap_id (StrataGraph *self, StrataChange *change)
{
  StrataCard *card = change->subject;

  g_hash_table_remove (self->by_id, card->id);
  swap_text (&card->id, &change->text);
  g_hash_table_insert (self->by_id, card->id, card);
  self->structure = strata_next_revision ();
}

static void
swap_position (StrataChange *change)
{
  StrataCard *card = change->subject;
  StrataChange now = *change;

  now.position.given = card->has_position;
  now.position.x = card->x;
  now.position.y = card->y;
  card->has_position = change->position.given;
  card->x = change->position.x;
  card->y = change->position.y;
  *change = now;
}

static void
swap_values (StrataChange *change)
{
  StrataCard *card = change->subject;

  swap_value (&card->values, &change->value);
  strata_card_forget_ports (card);
  card->revision = strata_next_revision ();
}

static void
swap_seed (StrataGraph *self, StrataChange *change)
{
  StrataChange now = *change;

  now.seed.given = self->has_seed;
  now.seed.number = self->seed;
  self->has_seed = change->seed.given;
  self->seed = change->seed.number;
  *change = now;
}

static void
swap (StrataGraph *self, StrataChange *change)
{
  switch (change->kind)
    {
    case STRATA_CHANGE_CARD:
      swap_card (self, change);
      break;
    case STRATA_CHANGE_WIRE:
      swap_wire (self, change);
      break;
    case STRATA_CHANGE_ID:
      swap_id (self, change);
      break;
    case STRATA_CHANGE_POSITION:
      swap_position (change);
      break;
    case STRATA_CHANGE_VALUES:
      swap_values (change);
      break;
    case STRATA_CHANGE_CARD_EXTRAS:
      swap_value (&((StrataCard *) change->subject)->extras, &change->value);
      break;
    case STRATA_CHANGE_SEED:
      swap_seed (self, change);
      break;
    case STRATA_CHANGE_WEIGHTS:
      swap_text (&self->weights, &change->text);
      break;
    case STRATA_CHANGE_EXTRAS:
      swap_value (&self->extras, &change->value);
      break;
    }
}

static void
emit (StrataGraph *self, StrataChangeKind kind, gpointer subject)
{
  switch (kind)
    {
    case STRATA_CHANGE_CARD:
      strata_graph_emit_card (self, subject);
      break;
    case STRATA_CHANGE_WIRE:
      strata_graph_emit_wire (self, subject);
      break;
    case STRATA_CHANGE_ID:
      strata_graph_emit_card_changed (self, subject, "id");
      break;
    case STRATA_CHANGE_POSITION:
      strata_graph_emit_card_changed (self, subject, "position");
      break;
    case STRATA_CHANGE_VALUES:
      strata_graph_emit_card_changed (self, subject, "values");
      break;
    case STRATA_CHANGE_CARD_EXTRAS:
      strata_graph_emit_card_changed (self, subject, "extras");
      break;
    case STRATA_CHANGE_SEED:
    case STRATA_CHANGE_WEIGHTS:
    case STRATA_CHANGE_EXTRAS:
      break;
    }
}

/* Whoever listens finds a step half done, and must not add to it. */
static void
announce (StrataGraph *self, StrataChangeKind kind, gpointer subject)
{
  self->busy = TRUE;
  emit (self, kind, subject);
  self->busy = FALSE;
}

/* What a change touches of a card, or 0 where the next change of the same must
 * be recorded too: the order of ids counts, because each may be had once. */
static StrataTouched
get_touched (StrataChangeKind kind)
{
  switch (kind)
    {
    case STRATA_CHANGE_POSITION:
      return STRATA_TOUCHED_POSITION;
    case STRATA_CHANGE_VALUES:
      return STRATA_TOUCHED_VALUES;
    case STRATA_CHANGE_CARD_EXTRAS:
      return STRATA_TOUCHED_EXTRAS;
    default:
      return 0;
    }
}

/* Whether the open step holds what the card was like before. A card that the
 * step has added needs no such thing: it comes back as it went. */
static gboolean
is_recorded (StrataGraph *self, StrataChangeKind kind, gpointer subject)
{
  StrataTouched touched = get_touched (kind);
  StrataCard *card = subject;
  gboolean recorded;

  if (kind == STRATA_CHANGE_CARD)
    touched =
        STRATA_TOUCHED_POSITION | STRATA_TOUCHED_VALUES | STRATA_TOUCHED_EXTRAS;
  if (touched == 0)
    return FALSE;

  if (card->step != self->open->serial)
    card->touched = 0;
  card->step = self->open->serial;
  recorded = kind != STRATA_CHANGE_CARD && (card->touched & touched) != 0;
  card->touched |= touched;
  return recorded;
}

void
strata_graph_change (StrataGraph *self, StrataChange change)
{
  StrataChangeKind kind = change.kind;
  g_autoptr (GObject) subject = NULL;

  /* For the step, and for as long as this takes. */
  if (change.subject)
    subject = g_object_ref (g_object_ref (change.subject));

  swap (self, &change);
  if (is_recorded (self, kind, subject))
    clear_change (&change);
  else
    g_array_append_val (self->open->changes, change);
  announce (self, kind, subject);
}

void
strata_graph_change_card (StrataGraph *self, StrataCard *card)
{
  strata_graph_change (
      self, (StrataChange){ .kind = STRATA_CHANGE_CARD, .subject = card });
}

void
strata_graph_change_wire (StrataGraph *self, StrataWire *wire)
{
  strata_graph_change (
      self, (StrataChange){ .kind = STRATA_CHANGE_WIRE, .subject = wire });
}

static void
replay (StrataGraph *self, StrataChange *change)
{
  swap (self, change);
  announce (self, change->kind, change->subject);
}

/* Whether a swap would change nothing. */
static gboolean
is_idle (StrataGraph *self, const StrataChange *change)
{
  StrataCard *card = change->subject;

  switch (change->kind)
    {
    case STRATA_CHANGE_POSITION:
      return change->position.given == card->has_position
             && change->position.x == card->x && change->position.y == card->y;
    case STRATA_CHANGE_VALUES:
      return change->value == card->values;
    case STRATA_CHANGE_CARD_EXTRAS:
      return change->value == card->extras;
    default:
      return FALSE;
    }
}

/* What was dragged around and came back is no change. */
static void
drop_idle_changes (StrataGraph *self, StrataStep *step)
{
  for (guint i = step->changes->len; i > 0; i--)
    if (is_idle (self, &g_array_index (step->changes, StrataChange, i - 1)))
      g_array_remove_index (step->changes, i - 1);
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

  drop_idle_changes (self, step);
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
    self->open = new_step (NULL);
  if (!self->open->name)
    {
      va_start (values, format);
      self->open->name = g_strdup_vprintf (format, values);
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
    graph->open = new_step (NULL);
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
    replay (graph, &g_array_index (step->changes, StrataChange, i - 1));

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
    replay (graph, &g_array_index (step->changes, StrataChange, i));

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
