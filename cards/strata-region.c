/* strata-region.c — a part of a tensor.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-region.h"

G_DEFINE_BOXED_TYPE (StrataRegion,
                     strata_region,
                     strata_region_copy,
                     strata_region_free)

G_DEFINE_BOXED_TYPE (StrataSight,
                     strata_sight,
                     strata_sight_copy,
                     strata_sight_free)

/**
 * strata_region_new:
 * @index: (array length=rank): where an element stands along each axis
 * @rank: number of axes, at most %STRATA_MAX_RANK
 *
 * Makes a region of one element.
 *
 * Returns: (transfer full): the region
 */
StrataRegion *
strata_region_new (const gint64 *index, gsize rank)
{
  StrataRegion *region;

  g_return_val_if_fail (rank <= STRATA_MAX_RANK, NULL);

  region = g_new0 (StrataRegion, 1);
  region->rank = (int) rank;
  for (gsize axis = 0; axis < rank; axis++)
    {
      region->first[axis] = index[axis];
      region->end[axis] =
          index[axis] < G_MAXINT64 ? index[axis] + 1 : index[axis];
    }
  return region;
}

/**
 * strata_region_of_tensor: (skip)
 * @tensor: a tensor
 *
 * Makes a region of all of a tensor.
 *
 * Returns: the region
 */
StrataRegion
strata_region_of_tensor (const StrataTensor *tensor)
{
  StrataRegion region = { .rank = strata_tensor_rank (tensor) };

  for (int axis = 0; axis < region.rank; axis++)
    region.end[axis] = strata_tensor_shape (tensor)[axis];
  return region;
}

/**
 * strata_region_copy: (skip)
 * @region: a region
 *
 * Copies a region.
 *
 * Returns: (transfer full): the copy
 */
StrataRegion *
strata_region_copy (const StrataRegion *region)
{
  return g_memdup2 (region, sizeof *region);
}

/**
 * strata_region_free: (skip)
 * @region: (transfer full): a region
 *
 * Frees a region.
 */
void
strata_region_free (StrataRegion *region)
{
  g_free (region);
}

/**
 * strata_region_get_rank:
 * @region: a region
 *
 * Counts the axes.
 *
 * Returns: their number
 */
int
strata_region_get_rank (const StrataRegion *region)
{
  return region->rank;
}

/**
 * strata_region_get_first:
 * @region: a region
 * @axis: number of an axis
 *
 * Says where a region begins.
 *
 * Returns: the first index along the axis
 */
gint64
strata_region_get_first (const StrataRegion *region, guint axis)
{
  g_return_val_if_fail (axis < (guint) region->rank, 0);

  return region->first[axis];
}

/**
 * strata_region_get_end:
 * @region: a region
 * @axis: number of an axis
 *
 * Says where a region has ended.
 *
 * Returns: the first index after it along the axis
 */
gint64
strata_region_get_end (const StrataRegion *region, guint axis)
{
  g_return_val_if_fail (axis < (guint) region->rank, 0);

  return region->end[axis];
}

/**
 * strata_region_is_empty:
 * @region: a region
 *
 * Says whether there is no element in a region.
 *
 * Returns: whether it is empty
 */
gboolean
strata_region_is_empty (const StrataRegion *region)
{
  for (int axis = 0; axis < region->rank; axis++)
    if (region->end[axis] <= region->first[axis])
      return TRUE;
  return FALSE;
}

/**
 * strata_region_join: (skip)
 * @region: a region
 * @other: one of the same rank
 *
 * Makes a region large enough to hold another one too.
 */
void
strata_region_join (StrataRegion *region, const StrataRegion *other)
{
  g_return_if_fail (region->rank == other->rank);

  if (strata_region_is_empty (other))
    return;
  if (strata_region_is_empty (region))
    {
      *region = *other;
      return;
    }
  for (int axis = 0; axis < region->rank; axis++)
    {
      region->first[axis] = MIN (region->first[axis], other->first[axis]);
      region->end[axis] = MAX (region->end[axis], other->end[axis]);
    }
}

/**
 * strata_sight_copy: (skip)
 * @sight: a sight
 *
 * Copies a sight.
 *
 * Returns: (transfer full): the copy
 */
StrataSight *
strata_sight_copy (const StrataSight *sight)
{
  StrataSight *copy = g_memdup2 (sight, sizeof *sight);

  copy->card = g_strdup (sight->card);
  copy->port = g_strdup (sight->port);
  return copy;
}

/**
 * strata_sight_free: (skip)
 * @sight: (transfer full): a sight
 *
 * Frees a sight.
 */
void
strata_sight_free (StrataSight *sight)
{
  g_free (sight->card);
  g_free (sight->port);
  g_free (sight);
}
