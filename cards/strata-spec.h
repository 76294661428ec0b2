/* strata-spec.h — what is known of a tensor before it is computed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STRATA_TYPE_SPEC (strata_spec_get_type ())

/**
 * StrataSpec:
 * @dtype: type of the elements
 * @rank: number of axes, or %STRATA_UNKNOWN
 * @shape: (skip): sizes of the axes, each at least 0 or %STRATA_UNKNOWN
 *
 * The type and shape of a tensor, as far as they are known.
 */
typedef struct
{
  StrataDType dtype;
  int         rank;
  int64_t     shape[STRATA_MAX_RANK];
} StrataSpec;

STRATA_EXPORT GType        strata_spec_get_type   (void);

STRATA_EXPORT StrataSpec  *strata_spec_copy       (const StrataSpec   *spec);
STRATA_EXPORT void         strata_spec_free       (StrataSpec         *spec);

/* A spec of which only the type is known. */
STRATA_EXPORT StrataSpec   strata_spec_unknown    (StrataDType         dtype);
STRATA_EXPORT StrataSpec   strata_spec_of_tensor  (const StrataTensor *tensor);

STRATA_EXPORT gboolean     strata_spec_equal      (const StrataSpec   *a,
                                                   const StrataSpec   *b);
STRATA_EXPORT gboolean     strata_spec_is_known   (const StrataSpec   *spec);

/* Product of all sizes; STRATA_UNKNOWN where one is not known, or too large. */
STRATA_EXPORT int64_t      strata_spec_n_elements (const StrataSpec   *spec);

STRATA_EXPORT StrataDType  strata_spec_get_dtype  (const StrataSpec   *spec);
STRATA_EXPORT gint64      *strata_spec_get_shape  (const StrataSpec   *spec,
                                                   gsize              *rank);

/* "(None, 8, 8, 3)", as Keras writes it; "(…)" for an unknown rank. */
STRATA_EXPORT char        *strata_spec_to_string  (const StrataSpec   *spec);
STRATA_EXPORT char        *strata_shape_to_string (int                 rank,
                                                   const int64_t      *shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataSpec, strata_spec_free)

G_END_DECLS
