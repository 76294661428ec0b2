/* leaks.h — what libraries leave behind counts as no leak.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* What is allocated between them is not looked for. They do nothing without a
 * sanitizer. */
void leaks_ignore (void);
void leaks_heed   (void);
