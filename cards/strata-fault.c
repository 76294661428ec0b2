/* strata-fault.c — something that a person can do wrong in a graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-fault.h"
#include "strata-sync-private.h"

/* Immutable, hence shared freely between threads. */
struct _StrataFault
{
  StrataRefCount references;
  char *card;
  char *port;
  char *message;
  StrataFaultKind kind;
};

G_DEFINE_BOXED_TYPE (StrataFault,
                     strata_fault,
                     strata_fault_ref,
                     strata_fault_unref)

/**
 * strata_fault_new:
 * @card: (nullable): id of the card at fault, or %NULL for the whole graph
 * @port: (nullable): name of the port at fault, or %NULL for the whole card
 * @message: a sentence that says what is wrong and what would be right
 *
 * Makes a fault.
 *
 * Returns: (transfer full): the fault
 */
StrataFault *
strata_fault_new (const char *card, const char *port, const char *message)
{
  StrataFault *fault;

  g_return_val_if_fail (message, NULL);

  fault = g_new0 (StrataFault, 1);
  strata_ref_count_init (&fault->references);
  fault->card = g_strdup (card);
  fault->port = g_strdup (port);
  fault->message = g_utf8_make_valid (message, -1);
  return fault;
}

/**
 * strata_fault_new_missing: (constructor)
 * @card: id of the card that lacks something
 * @port: (nullable): name of the port at which it is missing
 * @message: a sentence that says what is needed
 *
 * Makes a fault of the kind %STRATA_FAULT_MISSING.
 *
 * Returns: (transfer full): the fault
 */
StrataFault *
strata_fault_new_missing (const char *card,
                          const char *port,
                          const char *message)
{
  StrataFault *fault;

  g_return_val_if_fail (card, NULL);

  fault = strata_fault_new (card, port, message);
  if (fault)
    fault->kind = STRATA_FAULT_MISSING;
  return fault;
}

/**
 * strata_fault_ref: (skip)
 * @fault: a fault
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @fault
 */
StrataFault *
strata_fault_ref (StrataFault *fault)
{
  strata_ref_count_inc (&fault->references);
  return fault;
}

/**
 * strata_fault_unref: (skip)
 * @fault: (transfer full): a fault
 *
 * Drops a reference.
 */
void
strata_fault_unref (StrataFault *fault)
{
  if (!strata_ref_count_dec (&fault->references))
    return;

  g_free (fault->card);
  g_free (fault->port);
  g_free (fault->message);
  g_free (fault);
}

/**
 * strata_fault_get_kind:
 * @fault: a fault
 *
 * Says whether something is wrong, or merely missing.
 *
 * Returns: the kind
 */
StrataFaultKind
strata_fault_get_kind (const StrataFault *fault)
{
  return fault->kind;
}

/**
 * strata_fault_get_card:
 * @fault: a fault
 *
 * Says which card is at fault.
 *
 * Returns: (nullable): its id, or %NULL where it is the whole graph
 */
const char *
strata_fault_get_card (const StrataFault *fault)
{
  return fault->card;
}

/**
 * strata_fault_get_port:
 * @fault: a fault
 *
 * Says which port is at fault.
 *
 * Returns: (nullable): its name, or %NULL where it is the whole card
 */
const char *
strata_fault_get_port (const StrataFault *fault)
{
  return fault->port;
}

/**
 * strata_fault_get_message:
 * @fault: a fault
 *
 * Says what is wrong and what would be right.
 *
 * Returns: a sentence
 */
const char *
strata_fault_get_message (const StrataFault *fault)
{
  return fault->message;
}

/* Names come from files: a line break in one must not make two lines. */
static void
append_plain (GString *line, const char *text)
{
  for (const char *c = text; *c; c++)
    g_string_append_c (line, g_ascii_iscntrl (*c) ? ' ' : *c);
}

/**
 * strata_fault_to_line:
 * @fault: a fault
 * @file: (nullable): name of the graph's file
 *
 * Puts a fault into one line: `FILE: card 'dw', port 'strides': sentence`.
 *
 * Returns: (transfer full): the line, without a line break
 */
char *
strata_fault_to_line (const StrataFault *fault, const char *file)
{
  GString *line = g_string_new (NULL);

  if (file)
    {
      append_plain (line, file);
      g_string_append (line, ": ");
    }
  if (fault->card)
    {
      g_string_append (line, "card '");
      append_plain (line, fault->card);
      g_string_append_c (line, '\'');
      if (fault->port)
        {
          g_string_append (line, ", port '");
          append_plain (line, fault->port);
          g_string_append_c (line, '\'');
        }
      g_string_append (line, ": ");
    }
  append_plain (line, fault->message);
  return g_string_free (line, FALSE);
}
