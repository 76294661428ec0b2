/* strata-fault.h — something that a person can do wrong in a graph.
 *
 * Where it is (a card, a port of it, or neither) and one sentence that says
 * what is wrong and what would be right. The editor shows it on the port, the
 * terminal prints it as a line, the bindings raise it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-macros.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STRATA_TYPE_FAULT (strata_fault_get_type ())

/**
 * StrataFault:
 *
 * Something that a person can do wrong in a graph.
 *
 * Where it is (a card, a port of it, or neither) and one sentence that says what
 * is wrong and what would be right.
 */
typedef struct _StrataFault StrataFault;

/**
 * StrataFaultKind:
 * @STRATA_FAULT_WRONG: something is there that is wrong
 * @STRATA_FAULT_MISSING: something is needed that is not there yet: a value, or
 *   a wire
 *
 * What is the matter. A graph that is being made lacks something at first: who
 * shows it to its maker need not sound alarmed.
 */
typedef enum
{
  STRATA_FAULT_WRONG,
  STRATA_FAULT_MISSING,
} StrataFaultKind;

STRATA_EXPORT GType        strata_fault_get_type    (void);

STRATA_EXPORT StrataFault *strata_fault_new         (const char        *card,
                                                     const char        *port,
                                                     const char        *message);
STRATA_EXPORT StrataFault *strata_fault_new_missing (const char        *card,
                                                     const char        *port,
                                                     const char        *message);
STRATA_EXPORT StrataFault *strata_fault_ref         (StrataFault       *fault);
STRATA_EXPORT void         strata_fault_unref       (StrataFault       *fault);

STRATA_EXPORT StrataFaultKind strata_fault_get_kind (const StrataFault *fault);
STRATA_EXPORT const char  *strata_fault_get_card    (const StrataFault *fault);
STRATA_EXPORT const char  *strata_fault_get_port    (const StrataFault *fault);
STRATA_EXPORT const char  *strata_fault_get_message (const StrataFault *fault);

STRATA_EXPORT char        *strata_fault_to_line     (const StrataFault *fault,
                                                     const char        *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataFault, strata_fault_unref)

G_END_DECLS
