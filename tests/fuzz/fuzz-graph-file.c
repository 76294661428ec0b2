/* fuzz-graph-file.c — graphs from any bytes at all.
 *
 * Every text must be refused with one sentence or be a graph, whose faults are
 * sentences and whose own text gives the same graph back, byte for byte. What
 * was loaded is then edited, and each edit taken back.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "../test-kinds.h"
#include "strata-graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A fault that holds in every build, with or without NDEBUG. */
#define CHECK(what)                                                            \
  do                                                                           \
    {                                                                          \
      if (!(what))                                                             \
        fault (__LINE__, #what);                                               \
    }                                                                          \
  while (0)

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

static void
fault (int line, const char *what)
{
  fprintf (stderr, "line %d: not so: %s\n", line, what);
  abort ();
}

/* One line that begins with a capital letter and ends without a stop. */
static void
check_sentence (const char *sentence)
{
  size_t length = strlen (sentence);

  CHECK (g_ascii_isupper (sentence[0]));
  CHECK (sentence[length - 1] != '.');
  CHECK (g_utf8_validate (sentence, -1, NULL));
  for (const char *c = sentence; *c; c++)
    CHECK (!g_ascii_iscntrl (*c));
}

static void
check_faults (StrataGraph *graph)
{
  GPtrArray *faults = strata_graph_get_load_faults (graph);

  CHECK (faults->len <= STRATA_GRAPH_MAX_LOAD_FAULTS + 1);
  for (guint i = 0; i < faults->len; i++)
    {
      const StrataFault *one = faults->pdata[i];

      check_sentence (strata_fault_get_message (one));
      CHECK (!strata_fault_get_port (one) || strata_fault_get_card (one));
    }
}

static void
check_ports (StrataCard *card)
{
  for (guint i = 0; i < strata_card_get_n_ports (card); i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);
      g_autoptr (StrataPort) same = strata_card_find_port (
          card, strata_port_get_name (port), strata_port_is_output (port));
      g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

      CHECK (port == same);
      CHECK (strata_port_is_wired (port) == (wires->len > 0));
    }
}

static void
check_cards (StrataGraph *graph)
{
  for (guint i = 0; i < strata_graph_get_n_cards (graph); i++)
    {
      StrataCard *card = strata_graph_get_card (graph, i);

      CHECK (strata_graph_find_card (graph, strata_card_get_id (card)) == card);
      check_ports (card);
    }
}

/* @text is that of @graph; it may be too deep or too long to be read, but only
 * where somebody's edits made it so. */
static void
check_text (StrataGraph *graph, const char *text)
{
  StrataRegistry *registry = strata_graph_get_registry (graph);
  g_autoptr (StrataGraph) again = strata_graph_parse (registry, text, -1, NULL);
  g_autofree char *same = NULL;

  CHECK (again != NULL);
  CHECK (strata_graph_get_load_faults (again)->len == 0);
  same = strata_graph_to_text (again, NULL);
  CHECK (g_str_equal (text, same));
}

static void
edit (StrataGraph *graph, const char *text)
{
  guint n_cards = strata_graph_get_n_cards (graph);
  StrataCard *first = strata_graph_get_card (graph, 0);
  StrataCard *last = strata_graph_get_card (graph, n_cards - 1);
  g_autoptr (StrataValue) value = strata_value_new_integer (7);
  g_autoptr (GPtrArray) pasted =
      strata_graph_paste (graph, text, -1, 1, 2, NULL);

  CHECK (pasted && pasted->len == n_cards);
  strata_graph_rename_card (graph, first, "renamed", NULL);
  strata_graph_move_card (graph, last, 3, 4);
  strata_graph_set_value (graph, first, "seed", value, NULL);
  strata_graph_set_value (graph, last, "kernel_size", value, NULL);
  strata_graph_connect (graph, first, "output", last, "input", NULL);
  if (strata_graph_get_n_wires (graph) > 0)
    strata_graph_disconnect (graph, strata_graph_get_wire (graph, 0));
  strata_graph_remove_card (graph, first);
}

static void
check_history (StrataGraph *graph, const char *text)
{
  g_autofree char *edited = NULL, *redone = NULL, *undone = NULL;

  edit (graph, text);
  edited = strata_graph_to_text (graph, NULL);
  while (strata_graph_undo (graph))
    ;
  undone = strata_graph_to_text (graph, NULL);
  CHECK (g_str_equal (undone, text));
  while (strata_graph_redo (graph))
    ;
  redone = strata_graph_to_text (graph, NULL);
  CHECK (g_str_equal (redone, edited));
  check_text (graph, edited);
}

static void
check_graph (StrataGraph *graph)
{
  gsize length;
  g_autofree char *text = strata_graph_to_text (graph, &length);

  CHECK (strlen (text) == length);
  CHECK (!strata_graph_is_modified (graph));
  check_faults (graph);
  check_cards (graph);
  check_text (graph, text);
  if (strata_graph_get_n_cards (graph) > 0)
    check_history (graph, text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes)
{
  static StrataRegistry *registry;
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataGraph) graph = NULL;

  if (!registry)
    registry = test_kinds_new_registry ();
  graph = strata_graph_parse (registry, n_bytes > 0 ? (const char *) bytes : "",
                              (gssize) n_bytes, &error);
  CHECK (!graph != !error);
  if (graph)
    check_graph (graph);
  else
    check_sentence (error->message);
  return 0;
}
