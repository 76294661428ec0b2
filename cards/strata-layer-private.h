/* strata-layer-private.h — a layer instance, seen from the plan and the run.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-layer.h"
#include "strata-settings-private.h"

G_BEGIN_DECLS

struct _StrataLayer
{
  StrataRefCount    references;
  StrataSettings    *settings;
  char              *owner;    /* id of the card under which weights are kept */
  char              *scope;    /* "bidi/forward": the weights' keys begin so */
  GPtrArray         *children; /* StrataLayer, or NULL */
  GPtrArray         *names;    /* of the children that are copies, else NULL */
  guint              depth;    /* wrappers, itself included */
  guint              n_copies; /* in it, at any depth */
  const StrataRegularizer *activity;
};

StrataLayer *strata_layer_new      (StrataSettings *settings);
StrataLayer *strata_layer_ref      (StrataLayer    *layer);
void         strata_layer_unref    (StrataLayer    *layer);

/* Whether wrappers stand too deep in each other for it to be used. */
gboolean     strata_layer_too_deep (StrataLayer    *layer);

/* The use of a layer by a card. */
struct _StrataLayerUse
{
  gpointer    node;  /* StrataNode of the card that uses it */
  StrataDType dtype; /* of the input, hence of the weights */
  StrataSpec  outputs[STRATA_MAX_LAYER_OUTPUTS];
  guint       n_outputs;
  int64_t     macs;
};

/* Infers a use, activity regularizer included. */
gboolean     strata_layer_use      (StrataLayer      *layer,
                                    const StrataSpec *input,
                                    StrataLayerUse   *use);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataLayer, strata_layer_unref)

G_END_DECLS
