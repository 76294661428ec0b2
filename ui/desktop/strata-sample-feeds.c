/* strata-sample-feeds.c — samples for the Inputs that nothing is fed to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sample-feeds.h"
#include "strata-sample.h"
#include "strata-tensor-format.h"

/* Sizes that the graph leaves open. */
#define OPEN_SIZE 32
#define OPEN_CHANNELS 3

typedef struct
{
  gint64 shape[STRATA_MAX_RANK];
  int rank;
  StrataSliceFormat format;
} Wanted;

typedef struct
{
  Wanted wanted;
  StrataTensor *tensor; /* NULL where it would be too large */
} Sample;

struct _StrataSampleFeeds
{
  GHashTable *samples; /* id to Sample */
  StrataFeeds *feeds;  /* NULL for none */
};

static void
sample_free (gpointer data)
{
  Sample *sample = data;

  g_clear_pointer (&sample->tensor, strata_tensor_unref);
  g_free (sample);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sample_free);
}

StrataSampleFeeds *
strata_sample_feeds_new (void)
{
  StrataSampleFeeds *self = g_new0 (StrataSampleFeeds, 1);

  self->samples = new_table ();
  return self;
}

void
strata_sample_feeds_free (StrataSampleFeeds *samples)
{
  g_hash_table_unref (samples->samples);
  g_clear_object (&samples->feeds);
  g_free (samples);
}

/* What an Input wants. */

static gboolean
is_unfed (StrataCard *card)
{
  const StrataKind *kind = strata_card_get_kind (card);

  return kind && kind->role == STRATA_ROLE_INPUT
         && !strata_card_get_wire (card, "value");
}

static gint64
get_size (StrataValue *shape, gsize axis, gboolean channels)
{
  StrataValue *size = strata_value_get_item (shape, axis);

  if (strata_value_is (size, STRATA_VALUE_INTEGER))
    return strata_value_get_integer (size);
  return channels ? OPEN_CHANNELS : OPEN_SIZE;
}

/* FALSE where the shape is none that can be had. An Input that has no shape
 * takes any: it gets a picture. */
static gboolean
get_wanted (StrataCard *card, Wanted *wanted)
{
  static const gint64 any[] = { 1, OPEN_SIZE, OPEN_SIZE, OPEN_CHANNELS };
  g_autoptr (StrataPort) port = strata_card_find_port (card, "data", TRUE);
  StrataValue *shape = strata_card_get_value (card, "shape");
  gsize n = 3;
  gsize channel_axis;

  *wanted = (Wanted){ .rank = 4 };
  memcpy (wanted->shape, any, sizeof any);
  if (shape && strata_value_is (shape, STRATA_VALUE_LIST))
    n = strata_value_get_length (shape);
  else
    shape = NULL;
  if (!port || n >= STRATA_MAX_RANK)
    return FALSE;
  wanted->format = strata_tensor_format_find (port);
  channel_axis =
      wanted->format == STRATA_SLICE_CHANNELS_FIRST && n >= 3 ? n - 3 : n - 1;
  wanted->rank = (int) n + 1;
  for (gsize i = 0; shape && i < n; i++)
    wanted->shape[i + 1] = get_size (shape, i, n >= 3 && i == channel_axis);
  if (!shape && wanted->format == STRATA_SLICE_CHANNELS_FIRST)
    {
      wanted->shape[1] = OPEN_CHANNELS;
      wanted->shape[3] = OPEN_SIZE;
    }
  return TRUE;
}

static const char *
get_name (StrataCard *card)
{
  StrataValue *name = strata_card_get_value (card, "name");

  return name && strata_value_is (name, STRATA_VALUE_STRING)
             ? strata_value_get_string (name)
             : strata_card_get_id (card);
}

/* Feeding. */

static gboolean
same (const Wanted *one, const Wanted *other)
{
  return one->rank == other->rank && one->format == other->format
         && memcmp (one->shape, other->shape, sizeof one->shape) == 0;
}

static Sample *
make_sample (StrataSampleFeeds *self, StrataCard *card, const Wanted *wanted)
{
  Sample *before =
      g_hash_table_lookup (self->samples, strata_card_get_id (card));
  Sample *sample = g_new0 (Sample, 1);

  sample->wanted = *wanted;
  if (before && same (&before->wanted, wanted))
    sample->tensor = before->tensor ? strata_tensor_ref (before->tensor) : NULL;
  else
    sample->tensor =
        strata_sample_new (wanted->shape, wanted->rank, wanted->format);
  return sample;
}

static void
feed (StrataSampleFeeds *self, StrataCard *card, GHashTable *samples)
{
  Wanted wanted;
  Sample *sample;

  if (!get_wanted (card, &wanted))
    return;
  sample = make_sample (self, card, &wanted);
  g_hash_table_insert (samples, g_strdup (strata_card_get_id (card)), sample);
  if (!sample->tensor)
    return;
  if (!self->feeds)
    self->feeds = strata_feeds_new ();
  strata_feeds_set (self->feeds, get_name (card), sample->tensor);
}

void
strata_sample_feeds_update (StrataSampleFeeds *samples, StrataGraph *graph)
{
  GHashTable *found = new_table ();
  guint n = strata_graph_get_n_cards (graph);

  g_clear_object (&samples->feeds);
  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (graph, i);

      if (is_unfed (card))
        feed (samples, card, found);
    }
  g_hash_table_unref (samples->samples);
  samples->samples = found;
}

StrataFeeds *
strata_sample_feeds_get (StrataSampleFeeds *samples)
{
  return samples->feeds;
}

gboolean
strata_sample_feeds_has (StrataSampleFeeds *samples, const char *card)
{
  Sample *sample = g_hash_table_lookup (samples->samples, card);

  return sample && sample->tensor;
}

gboolean
strata_sample_feeds_is_unfed (StrataSampleFeeds *samples, const char *card)
{
  return g_hash_table_contains (samples->samples, card);
}
