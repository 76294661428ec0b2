/* strata-graph-change.c — one change of a graph, done, taken back or done
 * again: it is always the same swap.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

#include <string.h>

void
strata_change_clear (gpointer data)
{
  StrataChange *change = data;

  switch (change->kind)
    {
    case STRATA_CHANGE_ID:
    case STRATA_CHANGE_WEIGHTS:
    case STRATA_CHANGE_REMARK_TEXT:
    case STRATA_CHANGE_REMARK_COLOR:
      g_free (change->text);
      break;
    case STRATA_CHANGE_VALUES:
    case STRATA_CHANGE_CARD_EXTRAS:
    case STRATA_CHANGE_VIEW:
    case STRATA_CHANGE_EXTRAS:
      g_clear_pointer (&change->value, strata_value_unref);
      break;
    case STRATA_CHANGE_POINTS:
      g_clear_pointer (&change->points, g_array_unref);
      break;
    case STRATA_CHANGE_CARD:
    case STRATA_CHANGE_WIRE:
    case STRATA_CHANGE_REMARK:
    case STRATA_CHANGE_REMARK_AREA:
    case STRATA_CHANGE_POSITION:
    case STRATA_CHANGE_BYPASS:
    case STRATA_CHANGE_SEED:
      break;
    }
  g_clear_object (&change->subject);
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

static void
swap_points (StrataChange *change)
{
  StrataWire *wire = change->subject;
  GArray *points = wire->points;

  wire->points = change->points;
  change->points = points;
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
swap_remark (StrataGraph *self, StrataChange *change)
{
  StrataRemark *remark = change->subject;

  if (!remark->place)
    {
      strata_graph_insert_remark (self, remark, change->before);
      return;
    }
  change->before = get_next (remark->place);
  strata_graph_extract_remark (self, remark);
}

static void
swap_area (StrataChange *change)
{
  StrataRemark *remark = change->subject;
  StrataArea area = remark->area;

  remark->area = change->area;
  change->area = area;
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
swap_bypass (StrataChange *change)
{
  StrataCard *card = change->subject;
  gboolean bypassed = card->bypassed;

  card->bypassed = change->bypassed;
  change->bypassed = bypassed;
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
    case STRATA_CHANGE_VIEW:
      swap_value (&((StrataCard *) change->subject)->view, &change->value);
      break;
    case STRATA_CHANGE_BYPASS:
      swap_bypass (change);
      break;
    case STRATA_CHANGE_POINTS:
      swap_points (change);
      break;
    case STRATA_CHANGE_REMARK:
      swap_remark (self, change);
      break;
    case STRATA_CHANGE_REMARK_AREA:
      swap_area (change);
      break;
    case STRATA_CHANGE_REMARK_TEXT:
      swap_text (&((StrataRemark *) change->subject)->text, &change->text);
      break;
    case STRATA_CHANGE_REMARK_COLOR:
      swap_text (&((StrataRemark *) change->subject)->color, &change->text);
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
    case STRATA_CHANGE_VIEW:
      strata_graph_emit_card_changed (self, subject, "view");
      break;
    case STRATA_CHANGE_BYPASS:
      strata_graph_emit_card_changed (self, subject, "bypass");
      break;
    case STRATA_CHANGE_POINTS:
      strata_graph_emit_wire_changed (self, subject, "points");
      break;
    case STRATA_CHANGE_REMARK:
      strata_graph_emit_remark (self, subject);
      break;
    case STRATA_CHANGE_REMARK_AREA:
      strata_graph_emit_remark_changed (self, subject, "area");
      break;
    case STRATA_CHANGE_REMARK_TEXT:
      strata_graph_emit_remark_changed (self, subject, "text");
      break;
    case STRATA_CHANGE_REMARK_COLOR:
      strata_graph_emit_remark_changed (self, subject, "color");
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

/* What a change touches of its subject, or 0 where the next change of the same
 * must be recorded too: the order of ids counts, because each may be had once.
 */
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
    case STRATA_CHANGE_VIEW:
      return STRATA_TOUCHED_VIEW;
    case STRATA_CHANGE_BYPASS:
      return STRATA_TOUCHED_BYPASS;
    case STRATA_CHANGE_POINTS:
      return STRATA_TOUCHED_POINTS;
    case STRATA_CHANGE_REMARK_AREA:
      return STRATA_TOUCHED_AREA;
    case STRATA_CHANGE_REMARK_TEXT:
      return STRATA_TOUCHED_TEXT;
    case STRATA_CHANGE_REMARK_COLOR:
      return STRATA_TOUCHED_COLOR;
    case STRATA_CHANGE_CARD:
    case STRATA_CHANGE_WIRE:
    case STRATA_CHANGE_REMARK:
      return STRATA_TOUCHED_ALL;
    default:
      return 0;
    }
}

static StrataTrace *
get_trace (StrataChangeKind kind, gpointer subject)
{
  switch (kind)
    {
    case STRATA_CHANGE_WIRE:
    case STRATA_CHANGE_POINTS:
      return &((StrataWire *) subject)->trace;
    case STRATA_CHANGE_REMARK:
    case STRATA_CHANGE_REMARK_AREA:
    case STRATA_CHANGE_REMARK_TEXT:
    case STRATA_CHANGE_REMARK_COLOR:
      return &((StrataRemark *) subject)->trace;
    default:
      return &((StrataCard *) subject)->trace;
    }
}

/* Whether the open step holds what the subject was like before. One that the
 * step has added needs no such thing: it comes back as it went. */
static gboolean
is_recorded (StrataGraph *self, StrataChangeKind kind, gpointer subject)
{
  StrataTouched touched = get_touched (kind);
  StrataTrace *trace;
  gboolean recorded;

  if (touched == 0)
    return FALSE;

  trace = get_trace (kind, subject);
  if (trace->step != self->open->serial)
    trace->touched = 0;
  trace->step = self->open->serial;
  recorded = touched != STRATA_TOUCHED_ALL && (trace->touched & touched) != 0;
  trace->touched |= touched;
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
    strata_change_clear (&change);
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

void
strata_graph_change_remark (StrataGraph *self, StrataRemark *remark)
{
  strata_graph_change (
      self, (StrataChange){ .kind = STRATA_CHANGE_REMARK, .subject = remark });
}

void
strata_graph_replay (StrataGraph *self, StrataChange *change)
{
  swap (self, change);
  announce (self, change->kind, change->subject);
}

static gboolean
same_points (const GArray *one, const GArray *other)
{
  if (!one || !other)
    return one == other;
  return one->len == other->len
         && memcmp (one->data, other->data, one->len * sizeof (double)) == 0;
}

static gboolean
same_area (const StrataArea *one, const StrataArea *other)
{
  return one->x == other->x && one->y == other->y && one->width == other->width
         && one->height == other->height;
}

gboolean
strata_change_is_idle (const StrataChange *change)
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
    case STRATA_CHANGE_VIEW:
      return change->value == card->view;
    case STRATA_CHANGE_BYPASS:
      return change->bypassed == card->bypassed;
    case STRATA_CHANGE_POINTS:
      return same_points (change->points,
                          ((StrataWire *) change->subject)->points);
    case STRATA_CHANGE_REMARK_AREA:
      return same_area (&change->area,
                        &((StrataRemark *) change->subject)->area);
    case STRATA_CHANGE_REMARK_TEXT:
      return g_str_equal (change->text,
                          ((StrataRemark *) change->subject)->text);
    case STRATA_CHANGE_REMARK_COLOR:
      return g_strcmp0 (change->text, ((StrataRemark *) change->subject)->color)
             == 0;
    default:
      return FALSE;
    }
}
