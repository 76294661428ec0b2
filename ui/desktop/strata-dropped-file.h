/* strata-dropped-file.h — what becomes of a file that is dropped on a graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

typedef enum
{
  STRATA_DROPPED_GRAPH,   /* .strata */
  STRATA_DROPPED_ARRAY,   /* .npy */
  STRATA_DROPPED_ARCHIVE, /* .npz */
  STRATA_DROPPED_PICTURE, /* .png, .jpg */
  STRATA_DROPPED_OTHER,
} StrataDropped;

StrataDropped  strata_dropped_file_get_kind     (const char   *path);

/* The path as a graph in @folder would name it; NULL for one outside. */
char          *strata_dropped_file_dup_relative (const char   *folder,
                                                 const char   *path);

/* Copies a file into @folder, under a name that is free; returns the name. */
char          *strata_dropped_file_copy         (const char   *folder,
                                                 const char   *path,
                                                 GError      **error);

/* Writes a picture as an array of the shape [1, height, width, 3], from 0 to 1,
 * into @folder, under a name that is free; returns the name. */
char          *strata_dropped_file_convert      (const char   *folder,
                                                 const char   *path,
                                                 GError      **error);

/* The names of the arrays in an archive; free with g_strfreev(). */
char         **strata_dropped_file_list_keys    (const char   *path,
                                                 GError      **error);

/* Whether some of them name weights of the graph's cards: "dw/bias". */
gboolean       strata_dropped_file_has_weights  (StrataGraph  *graph,
                                                 char        **keys);

G_END_DECLS
