/* strata-canvas-text.h — values and numbers as a card shows them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* A value in short: "3, 3" for a list, a string without its quotes. */
char        *strata_canvas_value_to_text   (StrataValue         *value);

/* The value that somebody means who types @text for a port: brackets of lists
 * and quotes of strings may be left out. NULL without an error for an empty
 * text: the default. */
StrataValue *strata_canvas_value_from_text (const StrataPortRow *row,
                                            const char          *text,
                                            GError             **error);

/* "30×30×3", with the batch's unknown size left out; NULL if nothing is known. */
char        *strata_canvas_shape_to_text   (const StrataSpec    *spec);

/* "13.8 k". */
char        *strata_canvas_count_to_text   (gint64               count);
/* "0.02 ms". */
char        *strata_canvas_time_to_text    (double               seconds);

G_END_DECLS
