/* strata-layer.h — a layer instance: a layer that may be used many times.
 *
 * An instance owns its weights, which are drawn once however often it is used.
 * A wrapper's instance holds the instances that it wraps: those that it shares
 * keep their weights, and copies have weights of their own under the wrapper's
 * id.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-kind.h"

G_BEGIN_DECLS

/* How deep wrappers may stand in each other. */
#define STRATA_MAX_WRAPPERS 8

/* The fields of the layer's card. */
STRATA_EXPORT const void  *strata_layer_get_self   (StrataLayer                   *layer);

/* Whether the layer is a wrapper, that is: wants a sequence. */
STRATA_EXPORT gboolean     strata_layer_is_wrapper (StrataLayer                   *layer);

/* Axes of the tensors that the layer takes, as its class says; 0 for any. */
STRATA_EXPORT int          strata_layer_get_rank   (StrataLayer                   *layer);

/* In wrap(): the layer itself, or a copy of it whose weights stand under
 * ID/NAME/…. Children are numbered in the order in which they were added. */
STRATA_EXPORT void         strata_layer_add_shared (StrataLayer                   *layer,
                                                    StrataLayer                   *wrapped);
STRATA_EXPORT void         strata_layer_add_copy   (StrataLayer                   *layer,
                                                    StrataLayer                   *wrapped,
                                                    const char                    *name);
STRATA_EXPORT StrataLayer *strata_layer_get_child  (StrataLayer                   *layer,
                                                    guint                          index);

/* In infer(). */

/* A weight of a shape, in which sizes may be unknown. What is wrong with its
 * initializer, regularizer or constraint is reported; going on finds more. */
STRATA_EXPORT void         strata_layer_use_add_weight (StrataLayerUse                *use,
                                                        StrataLayer                   *layer,
                                                        const char                    *name,
                                                        int                            rank,
                                                        const int64_t                 *shape,
                                                        const StrataSeededInitializer *initializer,
                                                        const StrataRegularizer       *regularizer,
                                                        const StrataConstraint        *constraint);
STRATA_EXPORT void         strata_layer_use_set_output (StrataLayerUse                *use,
                                                        guint                          index,
                                                        const StrataSpec              *spec);

/* Multiplications for a batch of one; what is added is summed up. */
STRATA_EXPORT void         strata_layer_use_add_macs   (StrataLayerUse                *use,
                                                        int64_t                        macs);
/* Returns FALSE. The fault stands on the card that uses the layer. */
STRATA_EXPORT gboolean     strata_layer_use_fault      (StrataLayerUse                *use,
                                                        StrataLayer                   *layer,
                                                        const char                    *port,
                                                        const char                    *format,
                                                        ...) G_GNUC_PRINTF (4, 5);

/* A wrapped layer on the tensor that the wrapper shows it. Its outputs are read
 * from @inner, its macs are added up there, @times over. */
STRATA_EXPORT gboolean     strata_layer_infer          (StrataLayer                   *layer,
                                                        const StrataSpec              *input,
                                                        StrataLayerUse                *use,
                                                        int64_t                        times,
                                                        StrataSpec                     outputs[STRATA_MAX_LAYER_OUTPUTS],
                                                        guint                         *n_outputs);

/* In call(): a wrapped layer on a tensor. Outputs are full references; the
 * activity regularizer of the layer counts here. */
STRATA_EXPORT gboolean     strata_layer_call           (StrataLayer                   *layer,
                                                        StrataTensor                  *input,
                                                        StrataTensor                 **outputs,
                                                        StrataEvaluation              *evaluation);

G_END_DECLS
