/* strata-port-mark.h — the mark of a port: a shape and a colour for each type.
 *
 * Shape and colour say the same, so that neither is needed alone. Each colour
 * differs from the card behind it by a contrast of at least 3 : 1.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>
#include <strata.h>

G_BEGIN_DECLS

/* What the colours are for. */
typedef enum
{
  STRATA_LOOK_LIGHT,
  STRATA_LOOK_DARK,
  STRATA_LOOK_LIGHT_CONTRAST,
  STRATA_LOOK_DARK_CONTRAST,
} StrataLook;

#define STRATA_N_LOOKS 4

typedef enum
{
  STRATA_MARK_SQUARE,
  STRATA_MARK_CIRCLE,
  STRATA_MARK_DOTTED_CIRCLE,
  STRATA_MARK_HALF_DISC,
  STRATA_MARK_BAR,
  STRATA_MARK_DIAMOND,
  STRATA_MARK_TRIANGLE,
  STRATA_MARK_HEXAGON,
  STRATA_MARK_LAYERS,
} StrataMarkShape;

typedef enum
{
  STRATA_MARK_FILLED = 1 << 0, /* wired */
  STRATA_MARK_WANTED = 1 << 1, /* must be given, and is not */
} StrataMarkFlags;

/* The look that the program has now. */
StrataLook      strata_look_get_current     (void);

/* What a card is painted in. */
void            strata_look_get_card_color  (StrataLook       look,
                                             GdkRGBA         *color);
void            strata_port_mark_get_color  (StrataPortType   type,
                                             StrataLook       look,
                                             GdkRGBA         *color);
StrataMarkShape strata_port_mark_get_shape  (StrataPortType   type);
/* Whether it is drawn twice, because several values travel. */
gboolean        strata_port_mark_is_double  (StrataPortType   type);

/* Side of the square that a mark fits into, its centre in the middle. */
#define STRATA_PORT_MARK_SIZE 20

/* Draws it around the origin. */
void            strata_port_mark_draw       (cairo_t         *cr,
                                             StrataPortType   type,
                                             StrataMarkFlags  flags,
                                             StrataLook       look);

G_END_DECLS
