/* strata-region.h — a part of a tensor, and what a run saw of the tensors before
 * it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-session.h"

G_BEGIN_DECLS

#define STRATA_TYPE_REGION (strata_region_get_type ())
#define STRATA_TYPE_SIGHT  (strata_sight_get_type ())

/**
 * StrataRegion:
 * @rank: number of axes
 * @first: (skip): where the part begins along each axis
 * @end: (skip): where it has ended along each axis; the same as @first where the
 *   part is empty
 *
 * A part of a tensor: from an element to another one, along each axis.
 */
typedef struct
{
  int     rank;
  int64_t first[STRATA_MAX_RANK];
  int64_t end[STRATA_MAX_RANK];
} StrataRegion;

STRATA_EXPORT GType         strata_region_get_type        (void);

/* One element; all of a tensor. */
STRATA_EXPORT StrataRegion *strata_region_new             (const gint64       *index,
                                                           gsize               rank);
STRATA_EXPORT StrataRegion  strata_region_of_tensor       (const StrataTensor *tensor);
STRATA_EXPORT StrataRegion *strata_region_copy            (const StrataRegion *region);
STRATA_EXPORT void          strata_region_free            (StrataRegion       *region);

STRATA_EXPORT int           strata_region_get_rank        (const StrataRegion *region);
STRATA_EXPORT gint64        strata_region_get_first       (const StrataRegion *region,
                                                           guint               axis);
STRATA_EXPORT gint64        strata_region_get_end         (const StrataRegion *region,
                                                           guint               axis);
STRATA_EXPORT gboolean      strata_region_is_empty        (const StrataRegion *region);

/* The smallest part that holds both. */
STRATA_EXPORT void          strata_region_join            (StrataRegion       *region,
                                                           const StrataRegion *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataRegion, strata_region_free)

/**
 * StrataSight:
 * @card: id of a card
 * @port: name of an output port of it
 * @region: the part of the tensor there that was looked at
 *
 * What a number further down has seen of a tensor.
 */
typedef struct
{
  char        *card;
  char        *port;
  StrataRegion region;
} StrataSight;

STRATA_EXPORT GType         strata_sight_get_type         (void);
STRATA_EXPORT StrataSight  *strata_sight_copy             (const StrataSight  *sight);
STRATA_EXPORT void          strata_sight_free             (StrataSight        *sight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataSight, strata_sight_free)

/* strata-trace.c: the parts of all tensors before it that a part of a tensor
 * was made from; StrataSight. */
STRATA_EXPORT GPtrArray    *strata_run_trace              (StrataRun          *run,
                                                           const char         *card,
                                                           const char         *port,
                                                           const StrataRegion *region);

G_END_DECLS
