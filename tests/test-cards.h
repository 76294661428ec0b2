/* test-cards.h — graphs of bundled cards, for tests.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-graph.h"
#include "strata-plan.h"
#include "strata-session.h"

/* All cards of the catalogue, without the door. */
StrataRegistry *test_cards_get_registry (void);

/* A card and a wire for test_cards_text(), with single quotes; they follow each
 * other with nothing between them. */
#define CARD(id, type, inputs) \
  "{ 'id': '" id "', 'type': '" type "', 'inputs': { " inputs " } }, "
#define WIRE(from, to) "{ 'from': '" from "', 'to': '" to "' }, "

/* Text of a file with cards and wires, whose quotes may be single. */
char *test_cards_text (const char *cards, const char *wires);

/* The graph of a file that holds @text, with ' for ". */
StrataGraph *test_cards_parse (const char *text);

/* The same, checked: not for a run, nothing fed. */
StrataPlan *test_cards_check (const char *text);

/* A graph, run with the tensors in @feeds, which may be NULL; every tensor can
 * be read. Nothing must go wrong. */
StrataRun *test_cards_run (StrataGraph *graph, StrataFeeds *feeds);

/* A float32 tensor of a shape that ends with -1. */
StrataTensor *test_cards_tensor (const double *values, ...);

/* Holds a tensor against a shape and values as text: "(1, 2)", "3 4". */
void test_cards_assert_tensor (StrataTensor *tensor,
                               const char   *shape,
                               const char   *values);

/* Holds a tensor against lists of numbers; @values may be NULL. */
void test_cards_assert_values (StrataTensor *tensor,
                               StrataValue  *shape,
                               StrataValue  *values);

/* The same for float32 elements; @values may be NULL. */
void test_cards_assert_floats (StrataTensor *tensor,
                               const char   *shape,
                               const float  *values);

/* Sets a value from its text. */
void test_cards_set_value (StrataGraph *graph,
                           const char  *card,
                           const char  *port,
                           const char  *value);

/* That there is a fault whose sentence contains @part; that there is none. */
void test_cards_assert_fault (GPtrArray  *faults,
                              const char *card,
                              const char *port,
                              const char *part);
void test_cards_assert_no_faults (GPtrArray *faults);
