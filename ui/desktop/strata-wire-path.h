/* strata-wire-path.h — the way that a wire takes, and what lies on it.
 *
 * A path is a GArray of StrataWirePiece, each a cubic curve that goes on where
 * the one before it ended. Places are those of the widget.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <cairo.h>
#include <glib.h>
#include <graphene.h>

G_BEGIN_DECLS

typedef struct
{
  double x;
  double y;
} StrataPlace;

typedef struct
{
  StrataPlace at[4]; /* start, two handles, end */
} StrataWirePiece;

GArray  *strata_wire_path_new          (void);

/* Through all the places, at least two: out of the first one to the right and
 * into the last one from the left. Without places between, a wire that leads
 * back goes around the cards at its ends, whose boxes may be NULL. */
void     strata_wire_path_lead         (GArray                *path,
                                        const StrataPlace     *places,
                                        guint                  n,
                                        const graphene_rect_t *source,
                                        const graphene_rect_t *target,
                                        double                 zoom);

/* Apart from where they are. */
gboolean strata_wire_path_equal        (GArray                *one,
                                        GArray                *other);
void     strata_wire_path_get_bounds   (GArray                *path,
                                        graphene_rect_t       *bounds);

/* At a part of the way, from 0 to 1. */
void     strata_wire_path_get_place    (GArray                *path,
                                        double                 along,
                                        StrataPlace           *place);
/* How far it is from a place, and at which part of the way it is nearest. */
double   strata_wire_path_get_distance (GArray                *path,
                                        double                 x,
                                        double                 y,
                                        double                *along);
/* The number of the piece that is nearest to a place. */
guint    strata_wire_path_find_piece   (GArray                *path,
                                        double                 x,
                                        double                 y);
gboolean strata_wire_path_crosses      (GArray                *path,
                                        const StrataPlace     *from,
                                        const StrataPlace     *to,
                                        double                *along);

/* Relative to its start. */
void     strata_wire_path_trace        (GArray                *path,
                                        cairo_t               *cr);

G_END_DECLS
