/* strata-card-layout.h — where everything stands on a card.
 *
 * Computed from the model alone, in the card's own coordinates at 100 %, for
 * drawing and for hit tests alike.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <graphene.h>

G_BEGIN_DECLS

typedef enum
{
  STRATA_CARD_ROW_DATA,   /* an input at the left, an output at the right */
  STRATA_CARD_ROW_VALUE,  /* an input with a value */
  STRATA_CARD_ROW_OBJECT, /* an input for an object, with its name if given */
  STRATA_CARD_ROW_MORE,   /* unfolds the other objects, or folds them again */
} StrataCardRowKind;

typedef struct
{
  StrataCardRowKind kind;
  float             y; /* of the middle */
  StrataPort       *input;
  StrataPort       *output;
  char             *input_title;
  char             *output_title;
  char             *text;   /* of the value; NULL where a wire gives it */
  gboolean          given;  /* the value is not the default */
  graphene_rect_t   value;  /* its box; empty for none */
} StrataCardRow;

typedef enum
{
  STRATA_CARD_LAYOUT_UNFOLDED = 1 << 0,
  STRATA_CARD_LAYOUT_PREVIEW  = 1 << 1, /* keep room for one */
  STRATA_CARD_LAYOUT_COLLAPSED = 1 << 2, /* the title and what is wired */
} StrataCardLayoutFlags;

typedef struct
{
  float           width;
  float           height;
  GArray         *rows; /* StrataCardRow */
  float           lines[3];
  guint           n_lines; /* that separate parts */
  graphene_rect_t preview; /* empty for none */
  graphene_rect_t footer;
  char           *footer_head; /* emphasized */
  char           *footer_text;
  char           *arithmetic; /* of the shape, below; or NULL */
  graphene_rect_t arithmetic_room;
  gboolean        faulty;
  gboolean        incomplete; /* nothing is wrong, but something is missing */
} StrataCardLayout;

#define STRATA_CARD_TITLE_HEIGHT 36
#define STRATA_CARD_ROW_HEIGHT   26
#define STRATA_CARD_PADDING      14

/* @document may be NULL: then nothing is known of results. Objects that fit
 * @dragged, the far end of a wire that is being drawn, are shown besides. */
StrataCardLayout *strata_card_layout_new       (StrataCard            *card,
                                                StrataDocument        *document,
                                                StrataCardLayoutFlags  flags,
                                                const StrataPortRow   *dragged);
void              strata_card_layout_free      (StrataCardLayout      *layout);

const StrataCardRow *strata_card_layout_get_row (const StrataCardLayout *layout,
                                                guint                  index);
const StrataCardRow *strata_card_layout_row_at (const StrataCardLayout *layout,
                                                float                  y);

/* Where a wire meets a port. A port that is folded away is at the row that
 * would show it. */
void              strata_card_layout_get_anchor (const StrataCardLayout *layout,
                                                const char            *port,
                                                gboolean               output,
                                                graphene_point_t      *anchor);

/* The port whose mark is nearest, no further than @radius. */
StrataPort       *strata_card_layout_find_port (const StrataCardLayout *layout,
                                                const graphene_point_t *point,
                                                float                  radius);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataCardLayout, strata_card_layout_free)

G_END_DECLS
