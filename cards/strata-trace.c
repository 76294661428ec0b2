/* strata-trace.c — what a number has seen of the tensors before it, card by
 * card up to the inputs.
 *
 * A convolution saw the windows of what is asked for, a card that hands its
 * tensor on saw the same part, and of any other card it is taken that every
 * number depends on all of its inputs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-explanation-private.h"
#include "strata-region.h"

/* The part of one output that is asked for. */
typedef struct
{
  gboolean asked;
  StrataRegion region;
} Part;

typedef struct
{
  StrataRun *run;
  Part **parts; /* of each card, by row of its kind; NULL where none was
                   asked for */
} Trace;

static StrataNode *
node_of (Trace *trace, guint card)
{
  return trace->run->plan->nodes->pdata[card];
}

static void
ask (Trace *trace, guint card, guint row, const StrataRegion *region)
{
  StrataNode *node = node_of (trace, card);
  Part *part;

  if (!trace->parts[card])
    trace->parts[card] = g_new0 (Part, node->kind->n_ports);
  part = &trace->parts[card][row];
  if (part->asked && part->region.rank == region->rank)
    strata_region_join (&part->region, region);
  else
    part->region = *region;
  part->asked = TRUE;
}

/* Asks for a part of what is wired into the port @row. */
static void
ask_source (Trace *trace, guint card, guint row, const StrataRegion *region)
{
  const StrataEdge *edge = strata_run_find_edge (trace->run, card, row);

  if (edge && strata_run_get_wired (trace->run, card, row))
    ask (trace, edge->source, edge->output, region);
}

static void
ask_for_all (Trace *trace, guint card, guint row)
{
  StrataTensor *tensor = strata_run_get_wired (trace->run, card, row);
  StrataRegion region;

  if (!tensor)
    return;
  region = strata_region_of_tensor (tensor);
  ask_source (trace, card, row, &region);
}

static void
ask_for_everything (Trace *trace, guint card)
{
  StrataNode *node = node_of (trace, card);

  for (guint i = 0; i < node->kind->n_ports; i++)
    if (node->kind->ports[i].type == STRATA_PORT_TENSOR
        && !(node->kind->ports[i].flags & STRATA_PORT_OUT))
      ask_for_all (trace, card, i);
}

/* Convolutions. */

/* Axes of a tensor of images. */
typedef struct
{
  int channel, height, width;
} Axes;

static Axes
axes_of (StrataFormat format)
{
  if (format == STRATA_NHWC)
    return (Axes){ .channel = 3, .height = 1, .width = 2 };
  return (Axes){ .channel = 1, .height = 2, .width = 3 };
}

/* What the sums before a function along the last axis are: all of a row. */
static void
widen_row (const StrataConvDesc *desc,
           const StrataConvShape *shape,
           StrataRegion *region)
{
  if (!strata_activation_has_axis (desc->activation.kind)
      || strata_region_is_empty (region))
    return;
  region->first[3] = 0;
  region->end[3] = desc->format == STRATA_NHWC ? shape->output_channels
                                               : shape->window[1].output;
}

static StrataRegion
see_input (const StrataConvDesc *desc,
           const StrataConvShape *shape,
           const StrataRegion *region)
{
  const Axes axes = axes_of (desc->format);
  const int c = axes.channel;
  StrataRegion seen = *region;

  strata_window_span (&shape->window[0], region->first[axes.height],
                      region->end[axes.height], &seen.first[axes.height],
                      &seen.end[axes.height]);
  strata_window_span (&shape->window[1], region->first[axes.width],
                      region->end[axes.width], &seen.first[axes.width],
                      &seen.end[axes.width]);
  seen.first[c] = 0;
  seen.end[c] = desc->channels;
  if (desc->filters == 0 && region->end[c] > region->first[c])
    {
      seen.first[c] = region->first[c] / desc->multiplier;
      seen.end[c] = (region->end[c] - 1) / desc->multiplier + 1;
    }
  return seen;
}

/* Of a filter that is a tensor. */
static StrataRegion
see_filter (const StrataConvDesc *desc, const StrataRegion *seen)
{
  const int c = axes_of (desc->format).channel;

  return (StrataRegion){
    .rank = 4,
    .first = { 0, 0, seen->first[c], 0 },
    .end = { desc->window.kernel[0], desc->window.kernel[1], seen->end[c],
             desc->multiplier },
  };
}

static void
look_through_windows (Trace *trace, guint card, const StrataRegion *asked)
{
  StrataNode *node = node_of (trace, card);
  const StrataPortRow *filter =
      strata_kind_find_port (node->kind, "filter", FALSE);
  StrataRegion region = *asked, seen;
  StrataConvDesc desc;
  StrataConvShape shape;

  if (region.rank != 4 || !strata_run_describe (trace->run, card, &desc, NULL)
      || !strata_conv_infer (&desc, &shape, NULL))
    {
      ask_for_everything (trace, card);
      return;
    }
  widen_row (&desc, &shape, &region);
  seen = see_input (&desc, &shape, &region);
  ask_source (trace, card, strata_node_find_row (node, "input"), &seen);
  if (!filter)
    return;
  seen = see_filter (&desc, &seen);
  ask_source (trace, card, (guint) (filter - node->kind->ports), &seen);
}

/* Other cards. */

static gboolean
is_fed (Trace *trace, StrataNode *node)
{
  GHashTable *feeds = trace->run->plan->feeds;

  return feeds && node->name && g_hash_table_contains (feeds, node->name);
}

/* An Input hands on what is wired into it, unless something is fed. */
static void
look_through_input (Trace *trace, guint card, const StrataRegion *asked)
{
  StrataNode *node = node_of (trace, card);

  for (guint i = 0; !is_fed (trace, node) && i < node->kind->n_ports; i++)
    if (node->kind->ports[i].type == STRATA_PORT_TENSOR
        && !(node->kind->ports[i].flags & STRATA_PORT_OUT))
      ask_source (trace, card, i, asked);
}

static void
look_through (Trace *trace, guint card, guint row)
{
  StrataNode *node = node_of (trace, card);
  const Part *part = &trace->parts[card][row];

  if (!part->asked)
    return;
  if (!(node->kind->ports[row].flags & STRATA_PORT_OUT))
    ask_source (trace, card, row, &part->region);
  else if (node->bypassed)
    ask_source (trace, card, node->bypass_in, &part->region);
  else if (node->kind->describe)
    look_through_windows (trace, card, &part->region);
  else if (node->kind->role == STRATA_ROLE_INPUT)
    look_through_input (trace, card, &part->region);
  else
    ask_for_everything (trace, card);
}

/* The result. */

static void
add_sights (Trace *trace, guint card, GPtrArray *sights)
{
  StrataNode *node = node_of (trace, card);

  for (guint i = 0; i < node->kind->n_ports; i++)
    if (trace->parts[card][i].asked)
      {
        StrataSight *sight = g_new0 (StrataSight, 1);

        sight->card = g_strdup (node->id);
        sight->port = g_strdup (node->kind->ports[i].name);
        sight->region = trace->parts[card][i].region;
        g_ptr_array_add (sights, sight);
      }
}

static void
trace_all (Trace *trace, guint start, GPtrArray *sights)
{
  StrataTopology *topology = trace->run->plan->topology;

  for (guint i = topology->n_cards; i-- > 0;)
    {
      guint card = topology->order[i];

      if (!trace->parts[card])
        continue;
      for (guint row = 0; row < node_of (trace, card)->kind->n_ports; row++)
        look_through (trace, card, row);
      if (card != start)
        add_sights (trace, card, sights);
      g_clear_pointer (&trace->parts[card], g_free);
    }
}

/**
 * strata_run_trace:
 * @run: a run that has ended
 * @card: id of a card
 * @port: name of one of its ports, as for [method@Strata.Run.get_tensor]
 * @region: a part of the tensor there
 *
 * Follows a part of a tensor upward, card by card, and says what it was made
 * from: the window of a convolution, and the windows of all numbers in it, and
 * so on to the inputs, where it is the receptive field. Where several ways lead
 * to a tensor, the part holds what all of them saw; padding is left out.
 *
 * Returns: (transfer full) (element-type StrataSight): what was seen, the
 *   nearest tensors first
 */
GPtrArray *
strata_run_trace (StrataRun *run,
                  const char *card,
                  const char *port,
                  const StrataRegion *region)
{
  g_autoptr (GPtrArray) sights =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_sight_free);
  StrataTensor *tensor;
  Trace trace = { .run = run };
  guint number;

  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);

  tensor = strata_run_get_tensor (run, card, port);
  if (!tensor || strata_tensor_rank (tensor) != region->rank)
    return g_steal_pointer (&sights);

  number = (guint) strata_plan_find_card (run->plan, card);
  trace.parts = g_new0 (Part *, run->plan->nodes->len + 1);
  ask (&trace, number, strata_node_find_row (node_of (&trace, number), port),
       region);
  trace_all (&trace, number, sights);
  g_free (trace.parts);
  return g_steal_pointer (&sights);
}
