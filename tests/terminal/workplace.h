/* workplace.h — a folder of one test's own, in which the program is called.
 *
 * Arrays and archives are written here byte by byte, and not by Strata, so that
 * its reading and its writing cannot be wrong together.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

typedef struct
{
  char *folder;
} Workplace;

/* What a call of the program did. */
typedef struct
{
  int   status; /* what it returned; -1 where a signal ended it */
  char *out;
  char *err;
} Call;

void     workplace_init      (Workplace  *place);
/* Removes the folder with all that is in it. */
void     workplace_clear     (Workplace  *place);

char    *workplace_path      (Workplace  *place,
                              const char *name);
void     workplace_make      (Workplace  *place,
                              const char *folder);
void     workplace_put       (Workplace  *place,
                              const char *name,
                              const char *text);
void     workplace_put_bytes (Workplace  *place,
                              const char *name,
                              const void *bytes,
                              gsize       length);
char    *workplace_get       (Workplace  *place,
                              const char *name);
GBytes  *workplace_get_bytes (Workplace  *place,
                              const char *name);
gboolean workplace_has       (Workplace  *place,
                              const char *name);
/* Names of all that is in the folder, sorted, with blanks between them. */
char    *workplace_list      (Workplace  *place);

/* A graph of @cards and @wires, each the inside of a JSON list. */
void     workplace_put_graph (Workplace  *place,
                              const char *name,
                              const char *cards,
                              const char *wires);

/* An array file. @descr is as "<f4", @shape as "(2, 3)". */
void     workplace_put_npy   (Workplace  *place,
                              const char *name,
                              const char *descr,
                              gboolean    fortran_order,
                              const char *shape,
                              const void *elements,
                              gsize       length);
/* The same of float32, in C order. */
void     workplace_put_floats (Workplace   *place,
                               const char  *name,
                               const char  *shape,
                               const float *floats,
                               gsize        n);
/* That the file is an array of this type and shape, in C order, byte for byte
 * as NumPy writes it; and its elements. */
GBytes  *workplace_get_npy   (Workplace  *place,
                              const char *name,
                              const char *descr,
                              const char *shape);
/* The same, of float32 with these elements, to the bit. */
void     workplace_assert_floats (Workplace   *place,
                                  const char  *name,
                                  const char  *shape,
                                  const float *floats,
                                  gsize        n);

/* An archive of @files, each the name of a file in the folder, under the names
 * in @members. Both end with NULL. */
void     workplace_put_npz   (Workplace         *place,
                              const char        *name,
                              const char *const *members,
                              const char *const *files);

/* Calls the program in the folder. Each call must be freed. */
Call    *workplace_call      (Workplace  *place,
                              ...) G_GNUC_NULL_TERMINATED;
/* The same, with something on standard input, and standard output led to a
 * file. Each may be NULL. */
Call    *workplace_call_with (Workplace         *place,
                              const char        *in,
                              const char        *out_path,
                              const char *const *arguments);
void     call_free           (Call       *call);

/* That it returned @status and said nothing else than this; NULL is for
 * anything. */
void     call_assert         (Call       *call,
                              int         status,
                              const char *out,
                              const char *err);
/* That @text is in what it said on standard error. */
void     call_assert_says    (Call       *call,
                              const char *text);

const char *workplace_program (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Workplace, workplace_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

G_END_DECLS
