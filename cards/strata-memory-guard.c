/* strata-memory-guard.c — whether the tensors of a run fit into memory.
 *
 * A graph of a few lines can ask for more memory than any machine has, and a
 * kernel hands out memory that is not there. So the run is gone through before
 * it starts, in the order of one thread, and its tensors are added up.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* The number after @key in a file of lines, or @otherwise. */
static guint64
read_number (const char *path, const char *key, guint64 otherwise)
{
  FILE *file = fopen (path, "re");
  char line[256];
  guint64 result = otherwise;

  while (file && fgets (line, sizeof line, file))
    if (g_str_has_prefix (line, key)
        && g_ascii_isdigit (*g_strchug (line + strlen (key))))
      {
        result = g_ascii_strtoull (line + strlen (key), NULL, 10);
        break;
      }
  if (file)
    fclose (file);
  return result;
}

static guint64
free_in_machine (void)
{
  guint64 kilobytes = read_number ("/proc/meminfo", "MemAvailable:", 0);

  return kilobytes > 0 ? kilobytes * 1024 : G_MAXUINT64;
}

static guint64
free_in_group (void)
{
  guint64 most = read_number ("/sys/fs/cgroup/memory.max", "", G_MAXUINT64);
  guint64 used = read_number ("/sys/fs/cgroup/memory.current", "", 0);

  return most == G_MAXUINT64 ? most : most - MIN (most, used);
}

static guint64
free_in_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return G_MAXUINT64;
  return limit.rlim_cur;
}

static guint64
free_memory (void)
{
  return MIN (free_in_machine (), MIN (free_in_group (), free_in_limit ()));
}

/* Sums stop at the largest number. */
static guint64
bytes_of (const StrataSpec *spec)
{
  int64_t n = strata_spec_n_elements (spec);
  guint64 bytes;

  if (n < 0)
    return strata_spec_is_known (spec) ? G_MAXUINT64 / 4 : 0;
  if (__builtin_mul_overflow ((guint64) n, strata_dtype_size (spec->dtype),
                              &bytes))
    return G_MAXUINT64 / 4;
  return MIN (bytes, G_MAXUINT64 / 4);
}

/* What the run would do, with one thread. */
typedef struct
{
  StrataRun *run;
  guint *n_waiting;
  GArray *ready;
  guint64 *held;    /* bytes of each card's outputs */
  guint *n_readers; /* of each card */
  guint64 now, most;
  guint most_card;
} Rehearsal;

static void
take_memory (Rehearsal *rehearsal, guint card, guint64 bytes)
{
  rehearsal->now = rehearsal->now > G_MAXUINT64 / 2
                       ? rehearsal->now
                       : rehearsal->now + MIN (bytes, G_MAXUINT64 / 4);
  if (rehearsal->now > rehearsal->most)
    {
      rehearsal->most = rehearsal->now;
      rehearsal->most_card = card;
    }
}

static gboolean
is_kept (StrataRun *run, guint card)
{
  return run->session->keep_results || run->cards[card].kept != 0;
}

static void
leave_source (Rehearsal *rehearsal, guint source)
{
  if (--rehearsal->n_readers[source] > 0 || is_kept (rehearsal->run, source))
    return;
  rehearsal->now -= MIN (rehearsal->now, rehearsal->held[source]);
  rehearsal->held[source] = 0;
}

static void
rehearse_card (Rehearsal *rehearsal, guint card)
{
  StrataRun *run = rehearsal->run;
  StrataTopology *topology = run->plan->topology;
  StrataNode *node = run->plan->nodes->pdata[card];
  guint64 bytes = 0;

  for (gsize i = 0; node->kind && i < node->kind->n_ports; i++)
    if (node->outputs[i].present
        && node->kind->ports[i].type == STRATA_PORT_TENSOR)
      bytes = MIN (bytes + bytes_of (&node->outputs[i].spec), G_MAXUINT64 / 4);
  for (guint i = 0; node->weights && i < node->weights->len; i++)
    bytes =
        MIN (bytes
                 + bytes_of (
                     &g_array_index (node->weights, StrataWeightUse, i).spec),
             G_MAXUINT64 / 4);
  if (run->cards[card].state != STRATA_CARD_KEPT
      && !strata_run_leaves_out (run, card))
    take_memory (rehearsal, card, bytes);
  rehearsal->held[card] = bytes;
  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    if (!topology->edges[i].cut)
      leave_source (rehearsal, topology->edges[i].source);
  for (guint i = topology->first_out[card]; i < topology->first_out[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[topology->out[i]];

      if (!edge->cut && --rehearsal->n_waiting[edge->target] == 0)
        g_array_append_val (rehearsal->ready, edge->target);
    }
}

static void
rehearse (Rehearsal *rehearsal)
{
  StrataTopology *topology = rehearsal->run->plan->topology;
  guint n = topology->n_cards;

  for (guint i = 0; i < topology->n_edges; i++)
    if (!topology->edges[i].cut)
      {
        rehearsal->n_waiting[topology->edges[i].target]++;
        rehearsal->n_readers[topology->edges[i].source]++;
      }
  for (guint i = n; i-- > 0;)
    if (rehearsal->n_waiting[topology->order[i]] == 0)
      g_array_append_val (rehearsal->ready, topology->order[i]);
  while (rehearsal->ready->len > 0)
    {
      guint card =
          g_array_index (rehearsal->ready, guint, rehearsal->ready->len - 1);

      g_array_set_size (rehearsal->ready, rehearsal->ready->len - 1);
      rehearse_card (rehearsal, card);
    }
}

gboolean
strata_run_check_memory (StrataRun *run)
{
  guint n = run->plan->nodes->len;
  g_autofree guint *n_waiting = g_new0 (guint, n + 1);
  g_autofree guint *n_readers = g_new0 (guint, n + 1);
  g_autofree guint64 *held = g_new0 (guint64, n + 1);
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));
  Rehearsal rehearsal = {
    .run = run,
    .n_waiting = n_waiting,
    .ready = ready,
    .held = held,
    .n_readers = n_readers,
  };
  guint64 there = free_memory ();

  rehearse (&rehearsal);
  if (rehearsal.most <= there)
    return TRUE;

  g_autofree char *needed = g_format_size (rehearsal.most);
  g_autofree char *available = g_format_size (there);
  g_autofree char *message = g_strdup_printf (
      "When this card is computed, the run needs %s of memory, but %s are free",
      needed, available);

  strata_run_fault (run, rehearsal.most_card, NULL, message);
  return FALSE;
}
