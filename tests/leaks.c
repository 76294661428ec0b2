/* leaks.c — what libraries allocate as they are loaded counts as no leak.
 *
 * GLib keeps its quarks in a table that it has from the start, and leaves that
 * one behind on purpose when it has grown full, as it does where many widgets
 * are made. The leak has no name that could be suppressed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/* Only there with a sanitizer. */
extern void __lsan_disable (void) __attribute__ ((weak));
extern void __lsan_enable (void) __attribute__ ((weak));

/* Before every library. */
static void
begin (void)
{
  if (__lsan_disable)
    __lsan_disable ();
}

__attribute__ ((section (".preinit_array"),
                used)) static void (*const first) (void) = begin;

/* After every library. */
__attribute__ ((constructor)) static void
end (void)
{
  if (__lsan_enable)
    __lsan_enable ();
}
