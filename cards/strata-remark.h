/* strata-remark.h — a frame around cards, or a note beside them.
 *
 * Remarks are there for people: they have no influence on what is computed.
 * Which cards belong to a frame is nowhere written: it is those that lie in it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-types.h"

G_BEGIN_DECLS

#define STRATA_TYPE_REMARK      (strata_remark_get_type ())
#define STRATA_TYPE_REMARK_KIND (strata_remark_kind_get_type ())

/**
 * StrataRemarkKind:
 * @STRATA_REMARK_FRAME: a frame around cards, whose text is its title
 * @STRATA_REMARK_NOTE: a note
 *
 * What a remark is.
 */
typedef enum
{
  STRATA_REMARK_FRAME,
  STRATA_REMARK_NOTE,
} StrataRemarkKind;

STRATA_EXPORT GType strata_remark_kind_get_type (void) G_GNUC_CONST;

/**
 * StrataRemark:
 *
 * A frame around cards, or a note beside them.
 *
 * Remarks are there for people: they have no influence on what is computed.
 * Which cards belong to a frame is nowhere written: it is those that lie in it.
 * Remarks are made by [method@Strata.Graph.add_remark] and changed through
 * their graph, so that every change can be taken back.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataRemark, strata_remark, STRATA, REMARK, GObject)

STRATA_EXPORT StrataRemarkKind  strata_remark_get_kind     (StrataRemark *remark);
STRATA_EXPORT const char       *strata_remark_get_id       (StrataRemark *remark);

/* The graph that it stands in; NULL for one that was removed. */
STRATA_EXPORT StrataGraph      *strata_remark_get_graph    (StrataRemark *remark);

/* The title of a frame, the text of a note; empty for none. */
STRATA_EXPORT const char       *strata_remark_get_text     (StrataRemark *remark);

/* Name of a colour, or NULL for none. */
STRATA_EXPORT const char       *strata_remark_get_color    (StrataRemark *remark);

STRATA_EXPORT void              strata_remark_get_position (StrataRemark *remark,
                                                            double       *x,
                                                            double       *y);
STRATA_EXPORT void              strata_remark_get_size     (StrataRemark *remark,
                                                            double       *width,
                                                            double       *height);

/* A further member of the remark's object in the file. */
STRATA_EXPORT StrataValue      *strata_remark_get_extra    (StrataRemark *remark,
                                                            const char   *key);

G_END_DECLS
