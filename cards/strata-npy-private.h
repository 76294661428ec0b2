/* strata-npy-private.h — the parts that .npy and .npz have in common.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-npy.h"

/* Bytes before the text of a header: magic, version, and a length of two bytes
 * in version 1.0 or of four in later ones. */
#define STRATA_NPY_PREFIX 12

/* A header is a line of about 100 bytes; numpy.load() takes 10000. */
#define STRATA_NPY_LONGEST_HEADER 65536

/* Fills @buffer with the next @n bytes, all of them, or says why not. */
typedef gboolean (*StrataByteSource) (gpointer source,
                                      void *buffer,
                                      gsize n,
                                      GError **error);

/* Takes @n bytes, all of them, or says why not. */
typedef gboolean (*StrataByteSink) (gpointer sink,
                                    const void *bytes,
                                    gsize n,
                                    GError **error);

/* Takes the header off @source, of which @available bytes are there. */
gboolean strata_npy_header_take (StrataByteSource read,
                                 gpointer source,
                                 guint64 available,
                                 StrataNpyHeader *header,
                                 GError **error);

/* Whether a file of @length bytes is what @header promises, no more and no
 * less. */
gboolean strata_npy_header_check_length (const StrataNpyHeader *header,
                                         guint64 length,
                                         GError **error);

/* Takes the elements that @header promises. @dtype NULL: the type that
 * strata_npy_header_dtype() says. */
StrataTensor *strata_npy_elements_take (StrataByteSource read,
                                        gpointer source,
                                        const StrataNpyHeader *header,
                                        const StrataDType *dtype,
                                        GError **error);

/* Makes @n numbers of @size bytes of this machine little-endian, in place. */
void strata_npy_to_little_endian (void *numbers, gsize size, gsize n);

/* How long the file of @tensor is, and its bytes. */
guint64 strata_npy_length (const StrataTensor *tensor);
gboolean strata_npy_write (const StrataTensor *tensor,
                           StrataByteSink write,
                           gpointer sink,
                           GError **error);
