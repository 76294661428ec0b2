/* strata-interrupt.h — Ctrl+C and other ways to be asked to end.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on a request ends the program at once, and it returns 128 and the
 * number of the signal. What the caller of the program ignores stays ignored. */
void strata_interrupt_install (void);

/* From now on the first request is only noted, and the second ends the
 * program. */
void strata_interrupt_defer   (void);

/* Number of the signal that was noted, or 0. */
int  strata_interrupt_pending (void);

G_END_DECLS
