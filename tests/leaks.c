/* leaks.c — what libraries leave behind counts as no leak.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "leaks.h"

/* Only there with a sanitizer. */
extern void __lsan_disable (void) __attribute__ ((weak));
extern void __lsan_enable (void) __attribute__ ((weak));

void
leaks_ignore (void)
{
  if (__lsan_disable)
    __lsan_disable ();
}

void
leaks_heed (void)
{
  if (__lsan_enable)
    __lsan_enable ();
}

/* GLib keeps its quarks in a table that it has from the start, and leaves that
 * one behind on purpose when it has grown full, as it does where many widgets
 * are made. The leak has no name that could be suppressed. So nothing counts
 * that is allocated while libraries are loaded: this is called before them, */
__attribute__ ((section (".preinit_array"),
                used)) static void (*const first) (void) = leaks_ignore;

/* and this after them. */
__attribute__ ((constructor)) static void
begin (void)
{
  leaks_heed ();
}
