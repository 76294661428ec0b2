/* strata-canvas-words.h — cards, ports and wires, said in words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

G_BEGIN_DECLS

/* "Kernel size". */
char *strata_canvas_dup_port_title (StrataPort     *port);

/* "Depthwise convolution 2D dw, 32×32×3 to 30×30×3, 27 parameters". */
char *strata_canvas_name_card      (StrataDocument *document,
                                    StrataCard     *card);

/* "32×32×3 to 30×30×3"; NULL if nothing is known. */
char *strata_canvas_name_shapes    (StrataDocument *document,
                                    StrataCard     *card);

/* "27 parameters"; NULL for none. */
char *strata_canvas_name_parameters (StrataDocument *document,
                                    StrataCard     *card);

/* "Kernel size, pair of integers, input, 3, 3". */
char *strata_canvas_name_port      (StrataPort     *port);

G_END_DECLS
