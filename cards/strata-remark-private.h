/* strata-remark-private.h — what graphs know of frames and notes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-card-private.h"
#include "strata-remark.h"

G_BEGIN_DECLS

/* On the canvas. */
typedef struct
{
  double x, y, width, height;
} StrataArea;

struct _StrataRemark
{
  GObject parent_instance;

  StrataGraph *graph;   /* NULL while it is in none; not owned */
  GSequenceIter *place; /* among the remarks of the graph */

  StrataRemarkKind kind;
  char *id;
  char *text;
  char *color; /* or NULL */
  StrataArea area;
  StrataValue *extras; /* an object that is not empty, or NULL */

  StrataTrace trace;
};

/* A remark in no graph, without text, of a fair size. */
StrataRemark *strata_remark_new       (StrataRemarkKind   kind,
                                       const char        *id);

/* "title" or "text": what the text is called in the file. */
const char   *strata_remark_text_key  (StrataRemarkKind   kind);

gboolean      strata_frame_knows_key  (const char        *key);
gboolean      strata_note_knows_key   (const char        *key);

/* Whether the canvas has such a place. */
gboolean      strata_area_is_valid    (const StrataArea  *area);

G_END_DECLS
