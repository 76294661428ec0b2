/* strata-recovery.h — unsaved changes that outlive the program.
 *
 * A graph that has been changed is written every few seconds to a file of the
 * program's own, never to the user's. While the program runs it holds a lock on
 * it; what is found without one was left by a program that died.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

typedef struct _StrataRecovery StrataRecovery;

/* $XDG_STATE_HOME/strata/unsaved */
char           *strata_recovery_dup_folder (void);

/* Watches nothing by itself: strata_recovery_keep() is to be called. NULL where
 * nothing can be kept. */
StrataRecovery *strata_recovery_new        (const char      *folder,
                                            GError         **error);
/* Forgets what was kept, and the file with it. */
void            strata_recovery_free       (StrataRecovery  *recovery);

/* Keeps @graph as it is, where it has been modified, and forgets it where it
 * has not. Writes nothing where nothing has changed. */
gboolean        strata_recovery_keep       (StrataRecovery  *recovery,
                                            StrataGraph     *graph,
                                            GError         **error);

/* What a program that died has left. */
typedef struct
{
  char *file; /* that keeps it */
  char *path; /* of the graph; NULL for one without a name */
  char *text; /* of the graph */
} StrataLeftover;

/* StrataLeftover. What cannot be read is not listed. */
GPtrArray      *strata_recovery_list       (const char      *folder);
void            strata_leftover_remove     (StrataLeftover  *leftover);

/* Makes @graph what was left, as one step that can be taken back. */
gboolean        strata_leftover_restore    (StrataLeftover  *leftover,
                                            StrataGraph     *graph,
                                            GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataRecovery, strata_recovery_free)

G_END_DECLS
