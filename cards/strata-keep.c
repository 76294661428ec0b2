/* strata-keep.c — a bag of things to be freed together.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-keep-private.h"

typedef struct
{
  gpointer thing;
  GDestroyNotify destroy;
} Kept;

struct _StrataKeep
{
  GArray *things;
};

StrataKeep *
strata_keep_new (void)
{
  return g_new0 (StrataKeep, 1);
}

void
strata_keep_free (StrataKeep *keep)
{
  for (guint i = 0; keep->things && i < keep->things->len; i++)
    {
      Kept *kept = &g_array_index (keep->things, Kept, i);

      kept->destroy (kept->thing);
    }
  g_clear_pointer (&keep->things, g_array_unref);
  g_free (keep);
}

gpointer
strata_keep_add (StrataKeep *keep, gpointer thing, GDestroyNotify destroy)
{
  Kept kept = { thing, destroy };

  if (!keep->things)
    keep->things = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_array_append_val (keep->things, kept);
  return thing;
}
