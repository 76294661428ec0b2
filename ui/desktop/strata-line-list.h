/* strata-line-list.h — a list of lines that are written when they are read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_LINE_LIST (strata_line_list_get_type ())

/* A list model of GtkStringObject, which may be as long as one likes. */
G_DECLARE_FINAL_TYPE (StrataLineList, strata_line_list, STRATA, LINE_LIST, GObject)

typedef char *(*StrataLineFunc) (guint    index,
                                 gpointer data);

StrataLineList *strata_line_list_new (guint          n_lines,
                                      StrataLineFunc write,
                                      gpointer       data,
                                      GDestroyNotify destroy);

G_END_DECLS
