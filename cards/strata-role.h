/* strata-role.h — what a card is to the program that runs a graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StrataRole:
 * @STRATA_ROLE_PLAIN: it computes something
 * @STRATA_ROLE_INPUT: has a string port `name`, by which it is fed
 * @STRATA_ROLE_OUTPUT: has a string port `name` and a tensor port `data`
 * @STRATA_ROLE_SINK: has a string port `path` and a tensor port `tensor`, which
 *   is written there when a run has succeeded
 *
 * What a card is to the program that runs a graph.
 */
typedef enum
{
  STRATA_ROLE_PLAIN,
  STRATA_ROLE_INPUT,
  STRATA_ROLE_OUTPUT,
  STRATA_ROLE_SINK,
} StrataRole;

G_END_DECLS
